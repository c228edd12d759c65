// Writes lib/facts/exports.json: what star imports of Manim, in its lines and releases, and of Python's library give.
//
//   npm run build && node scripts/exports.mjs --manim DIR --manimlib DIR --old-manimlib DIR [--python python3]
//
// DIRs are git checkouts: ManimCommunity/manim with its tags, 3b1b/manim, and anything with a manimlib/imports.py
// (3b1b/manim before 2021). No code of theirs is run; of Python's library, the modules are imported.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const out = new URL('../lib/facts/exports.json', import.meta.url)
const { values } = parseArgs({
  options: {
    manim: { type: 'string' },
    manimlib: { type: 'string' },
    'old-manimlib': { type: 'string' },
    python: { type: 'string', default: 'python3' },
  },
})
if (!values.manim || !values.manimlib || !values['old-manimlib']) {
  console.error('exports: needs --manim, --manimlib and --old-manimlib')
  process.exit(2)
}

const python = JSON.parse(
  execFileSync(values.python, ['-W', 'ignore', '-'], {
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
    input: `
import builtins, importlib, io, json, pkgutil, sys
stars = {}
skip = {'antigravity', 'this', 'idlelib', 'lib2to3', 'test', 'tkinter', 'turtledemo'}
def note(name):
    held, sys.stdout = sys.stdout, io.StringIO()
    try: found = importlib.import_module(name)
    except BaseException: return
    finally: sys.stdout = held
    stars[name] = sorted(getattr(found, '__all__', [n for n in dir(found) if not n.startswith('_')]))
    for info in pkgutil.iter_modules(getattr(found, '__path__', [])):
        if not info.name.startswith('_') and name in ('collections', 'concurrent', 'importlib', 'urllib', 'os'): note(name + '.' + info.name)
for name in sorted(sys.stdlib_module_names - skip):
    if not name.startswith('_'): note(name)
for name in ('os.path', 'collections.abc', 'concurrent.futures', 'xml.etree.ElementTree'): note(name)
module = {'__file__', '__name__', '__doc__', '__builtins__', '__class__', '__spec__', '__package__'}
print(json.dumps({'stars': stars, 'standard': sorted(sys.stdlib_module_names), 'builtins': sorted(set(dir(builtins)) | module)}))
`,
  }),
)

// The slicer reads the facts when it loads: the stars of Python's library must be there before Manim's are worked out.
const empty = { stars: {}, removed: {}, scenes: [], hooks: [] }
writeFileSync(out, JSON.stringify({ ...empty, ...python }))
const built = new URL('../build/lib/facts/exports.json', import.meta.url)
writeFileSync(built, readFileSync(out))
const { openParser } = await import('../build/lib/python/parser.js')
const { indexFiles } = await import('../build/lib/slice/locate.js')
const { readModule } = await import('../build/lib/slice/module.js')
const { publicNames } = await import('../build/lib/slice/public-names.js')
const parser = await openParser()

function openPackage(root, name) {
  const paths = []
  const walk = folder => {
    for (const entry of readdirSync(join(root, folder))) {
      const path = `${folder}/${entry}`
      if (statSync(join(root, path)).isDirectory()) walk(path)
      else if (path.endsWith('.py')) paths.push(path)
    }
  }
  walk(name)
  const index = indexFiles(paths)
  const known = new Map()
  const facts = path => {
    if (!known.has(path)) known.set(path, readModule(path, readFileSync(join(root, path), 'utf8'), parser))
    return known.get(path)
  }
  return { paths, facts, names: path => publicNames(path, index, facts) }
}

/** Methods of all classes of a package, and its scene classes as far as their bases are called scenes too. */
function classFacts({ paths, facts }) {
  const hooks = new Set()
  const scenes = new Set(['Scene'])
  for (const path of paths) {
    for (const { kind, parts } of facts(path).statements) {
      if (kind === 'class') for (const { method } of parts.slice(1)) hooks.add(method)
    }
  }
  for (let before = 0; before !== scenes.size; ) {
    before = scenes.size
    for (const path of paths) {
      for (const found of facts(path).classes) {
        if (found.bases.some(base => scenes.has(base.path.at(-1)))) scenes.add(found.name)
      }
    }
  }
  return { hooks, scenes }
}

/** Old manimlib makes its colours by `locals().update(COLOR_MAP)`, and `X` for each `X_C`. */
function colors(root) {
  const text = readFileSync(join(root, 'manimlib/constants.py'), 'utf8')
  const map = /^COLOR_MAP = \{([\s\S]*?)^\}/m.exec(text)?.[1] ?? ''
  const names = [...map.matchAll(/^\s*["'](\w+)["']\s*:/gm)].map(found => found[1])
  return [...names, ...names.filter(name => name.endsWith('_C')).map(name => name.slice(0, -2))]
}

const manim = openPackage(values.manim, 'manim')
const manimlib = openPackage(values.manimlib, 'manimlib')
const old = openPackage(values['old-manimlib'], 'manimlib')
const oldColors = colors(values['old-manimlib'])
const withColors = names => [...new Set([...names, ...oldColors])].sort()

const stars = { ...python.stars }
stars.manim = [...manim.names('manim/__init__.py')].sort()
stars.manimlib = [...manimlib.names('manimlib/__init__.py')].sort()
// Scripts of 3b1b star-import single modules too.
for (const path of manimlib.paths) {
  const module = path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.')
  stars[module] ??= [...manimlib.names(path)].sort()
}
stars['manimlib.imports'] = withColors(old.names('manimlib/imports.py'))
stars['manimlib.constants'] = withColors([
  ...stars['manimlib.constants'],
  ...old.names('manimlib/constants.py'),
])
stars.big_ol_pile_of_manim_imports = stars['manimlib.imports']

// Old releases, oldest first: a name's entry ends as the last release that gave it.
const now = new Set(stars.manim)
const removed = {}
const tags = execFileSync('git', ['-C', values.manim, 'tag', '--sort=version:refname'], { encoding: 'utf8' })
for (const tag of tags.split('\n').filter(name => /^v\d+\.\d+\.\d+$/.test(name))) {
  const folder = mkdtempSync(join(tmpdir(), 'manim-'))
  try {
    const tar = execFileSync('git', ['-C', values.manim, 'archive', tag, 'manim'], { maxBuffer: 1 << 30 })
    execFileSync('tar', ['-x', '-C', folder], { input: tar })
    if (!existsSync(join(folder, 'manim/__init__.py'))) continue
    for (const name of openPackage(folder, 'manim').names('manim/__init__.py')) {
      if (!now.has(name)) removed[name] = tag.slice(1)
    }
  } catch (error) {
    console.error(`exports: ${tag}: ${error.message.split('\n')[0]}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const facts = [classFacts(manim), classFacts(manimlib), classFacts(old)]
const union = key => [...new Set(facts.flatMap(found => [...found[key]]))].sort()
const commit = execFileSync('git', ['-C', values.manim, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
const result = {
  source: { manim: commit },
  stars,
  removed: Object.fromEntries(Object.entries(removed).sort(([a], [b]) => (a < b ? -1 : 1))),
  builtins: python.builtins,
  standard: python.standard,
  scenes: union('scenes'),
  hooks: union('hooks').filter(name => !/^__\w+__$/.test(name)),
}
writeFileSync(out, `${JSON.stringify(result)}\n`)
console.error(
  `exports: ${stars.manim.length} names of manim, ${stars.manimlib.length} of manimlib, ` +
    `${stars['manimlib.imports'].length} of old manimlib, ${Object.keys(removed).length} removed, ` +
    `${result.hooks.length} methods, ${result.scenes.length} scenes`,
)
