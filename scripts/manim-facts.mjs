// Makes lib/facts/manim-classes.json from a Manim checkout with its tags:
//   npm run build && node scripts/manim-facts.mjs path/to/manim [--check manim-classes.json]
// Reads the classes, their bases, constructors and run times, the colours and what `from manim import *` brings, in
// each release named below and in the checkout's own commit. Nothing of Manim is run.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ChunkCache, readProgram } from '../build/lib/python/program.js'

const RELEASES =
  '0.6.0 0.9.0 0.10.0 0.12.0 0.13.1 0.14.0 0.15.2 0.16.0.post0 0.17.3 0.18.1 0.19.0 0.19.2 0.20.1 0.21.0'.split(
    ' ',
  )
const LAST = RELEASES.length - 1

/** Names of older Manim flavours and what they are called now; kept by hand. */
const LEGACY = {
  TextMobject: 'Tex',
  TexMobject: 'MathTex',
  OldTex: 'MathTex',
  OldTexText: 'Tex',
  TexText: 'Tex',
  TexSymbol: 'MathTex',
  TexFromPresetString: 'MathTex',
  BulletedTexText: 'BulletedList',
  Integral: 'MathTex',
  ShowCreation: 'Create',
  ShowCreationThenDestruction: 'ShowPassingFlash',
  ShowCreationThenFadeOut: 'ShowPassingFlash',
  ShowCreationThenDestructionAround: 'Circumscribe',
  ShowCreationThenFadeAround: 'Circumscribe',
  ShowPassingFlashAround: 'Circumscribe',
  AnimationOnSurroundingRectangle: 'Circumscribe',
  CircleIndicate: 'Circumscribe',
  FlashAround: 'Circumscribe',
  FlashUnder: 'Circumscribe',
  VShowPassingFlash: 'ShowPassingFlash',
  FadeInFrom: 'FadeIn',
  FadeInFromDown: 'FadeIn',
  FadeInFromLarge: 'FadeIn',
  FadeInFromPoint: 'FadeIn',
  VFadeIn: 'FadeIn',
  FadeOutAndShift: 'FadeOut',
  FadeOutAndShiftDown: 'FadeOut',
  FadeInAndShift: 'FadeIn',
  FadeOutToPoint: 'FadeOut',
  VFadeOut: 'FadeOut',
  VFadeInThenOut: 'FadeIn',
  WiggleOutThenIn: 'Wiggle',
  FadeInAndShiftFromDirection: 'FadeIn',
  FadeInFromEdge: 'FadeIn',

  TransformMatchingStrings: 'TransformMatchingTex',
  TransformMatchingParts: 'TransformMatchingShapes',

  CountInFrom: 'ChangeDecimalToValue',

  TurnInsideOut: 'Transform',
  ParametricSurface: 'Surface',
  ParametricCurve: 'ParametricFunction',
  SGroup: 'VGroup',
  TexturedSurface: 'Surface',
  SurfaceMesh: 'Surface',
  NumberLineOld: 'NumberLine',
  CameraFrame: 'Mobject',
  FullScreenFadeRectangle: 'FullScreenRectangle',
  PictureInPictureFrame: 'Rectangle',
  SVGPathMobject: 'VMobjectFromSVGPath',
  VMobjectFromSVGPathstring: 'VMobjectFromSVGPath',

  SmallDot: 'Dot',
  GlowDot: 'Dot',
  GlowDots: 'DotCloud',

  ThreeDMobject: 'ThreeDVMobject',
  VCube: 'Cube',
  VPrism: 'Prism',
  SquareToCube: 'Cube',
  Laptop: 'SVGMobject',

  ExponentialValueTracker: 'ValueTracker',
  Exmark: 'Tex',
  Checkmark: 'Tex',
}
/** Scenes that were removed or belong to plug-ins, and the roots they reach. */
const LEGACY_SCENES = {
  GraphScene: 'Scene',
  ReconfigurableScene: 'Scene',
  SampleSpaceScene: 'Scene',
  TeacherStudentsScene: 'Scene',
  PiCreatureScene: 'Scene',
  InteractiveScene: 'Scene',
  VoiceoverScene: 'Scene',
  Slide: 'Scene',
  ThreeDSlide: 'ThreeDScene',
  MovingCameraSlide: 'MovingCameraScene',
}

const [checkout, flag, reference] = process.argv.slice(2)
if (!checkout) throw new Error('usage: node scripts/manim-facts.mjs CHECKOUT [--check FILE]')
const git = (...args) => execFileSync('git', ['-C', checkout, ...args], { maxBuffer: 1 << 30 })

/** Every module below manim/ at a revision: name -> statements. */
function modulesAt(revision) {
  const folder = mkdtempSync(join(tmpdir(), 'manim-facts-'))
  const tar = join(folder, 'archive.tar')
  writeFileSync(tar, git('archive', revision, 'manim'))
  execFileSync('tar', ['-xf', tar, '-C', folder])
  const modules = new Map()
  for (const file of pythonFiles(join(folder, 'manim'))) {
    const path = relative(folder, file).replace(/\.py$/, '').replaceAll('/', '.')
    const code = readFileSync(file, 'utf8')
    const program = readProgram(code, new ChunkCache())
    const isPackage = path.endsWith('.__init__')
    const name = isPackage ? path.slice(0, -'.__init__'.length) : path
    modules.set(name, { name, isPackage, body: program.chunks.flatMap(chunk => chunk.body) })
  }
  rmSync(folder, { recursive: true })
  return modules
}

function* pythonFiles(folder) {
  for (const entry of readdirSync(folder).sort()) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) yield* pythonFiles(path)
    else if (entry.endsWith('.py')) yield path
  }
}

/** Top-level statements, those under `if` and `try` too, without what only a type checker sees. */
function* statements(body) {
  for (const statement of body) {
    yield statement
    if (statement.k === 'If') {
      for (const { test, body: inner } of statement.branches) {
        if ((test.id ?? test.name) !== 'TYPE_CHECKING') yield* statements(inner)
      }
      yield* statements(statement.orelse)
    } else if (statement.k === 'Try') {
      yield* statements(statement.body)
      for (const handler of statement.handlers) yield* statements(handler.body)
      yield* statements(statement.orelse)
    } else if (statement.k === 'For' || statement.k === 'With') yield* statements(statement.body)
  }
}

const strings = expr => (expr?.items ?? []).filter(item => item.k === 'Str').map(item => item.v)

function starNames(modules, name, seen = new Set()) {
  const module = modules.get(name)
  if (!module || seen.has(name)) return new Set()
  seen.add(name)
  let all
  const bound = new Set()
  for (const st of statements(module.body)) {
    if (st.k === 'Def' || st.k === 'Class') bound.add(st.name)
    else if (st.k === 'For') for (const target of names(st.target)) bound.add(target)
    else if (st.k === 'Assign' || st.k === 'Aug') {
      for (const target of st.targets ?? [st.target]) {
        if (target.id === '__all__') all = [...(st.k === 'Aug' ? (all ?? []) : []), ...strings(st.value)]
        else if (st.value) for (const id of names(target)) bound.add(id)
      }
    } else if (st.k === 'Import' && st.star) {
      const from = absolute(module, st.from)
      for (const id of starNames(modules, from, new Set(seen))) bound.add(id)
      submodule(name, from, bound)
    } else if (st.k === 'Import') {
      const from = st.from === undefined ? undefined : absolute(module, st.from)
      if (from) submodule(name, from, bound)
      for (const { name: id, as } of st.names)
        bound.add(as ?? (st.from === undefined ? id.split('.')[0] : id))
    }
  }
  return new Set(all ?? [...bound].filter(id => !id.startsWith('_')))
}

/** Importing manim.mobject.x binds `mobject` in manim. */
function submodule(name, from, bound) {
  if (from.startsWith(`${name}.`)) bound.add(from.slice(name.length + 1).split('.')[0])
}

function names(target) {
  if (target.k === 'Name') return [target.id]
  return (target.items ?? []).flatMap(names)
}

function absolute(module, from) {
  if (!from.startsWith('.')) return from
  const dots = from.match(/^\.+/)[0].length
  const parts = module.name.split('.')
  const base = parts.slice(0, parts.length - dots + (module.isPackage ? 1 : 0))
  return [...base, ...(from.slice(dots) ? [from.slice(dots)] : [])].join('.')
}

const plain = base =>
  base.k === 'Attr' ? base.name : base.k === 'Name' ? base.id : base.k === 'Sub' ? plain(base.obj) : undefined

/** Cairo and OpenGL twins share names, and so do some helpers: the one that a user gets is kept. */
const rank = module => (module.includes('opengl') ? 1 : module.includes('.utils.') ? 0 : 2)

function classesOf(modules) {
  const classes = new Map()
  for (const module of modules.values()) {
    for (const st of statements(module.body)) {
      if (st.k !== 'Class') continue
      const init = st.body.find(member => member.k === 'Def' && member.name === '__init__')
      const found = {
        module: module.name,
        bases: st.bases.map(base => baseText(base)).filter(base => base && base !== 'object'),
        init: init?.params.slice(1),
        runTime: defaultRunTime(init),
      }
      const other = classes.get(st.name)
      if (!other || rank(module.name) > rank(other.module)) classes.set(st.name, found)
    }
  }
  return classes
}

function baseText(base) {
  if (base.k === 'Attr') {
    const owner = baseText(base.obj)
    return owner ? `${owner}.${base.name}` : base.name
  }
  return plain(base)
}

function defaultRunTime(init) {
  const value = init?.params.find(param => param.name === 'run_time')?.default
  if (!value) return undefined
  if (value.k === 'Num') return value.v
  if (value.k === 'Name' && value.id.startsWith('DEFAULT')) return value.id.includes('POINTWISE') ? 3 : 1
  return null
}

function ancestors(classes, name) {
  const found = []
  const queue = [...(classes.get(name)?.bases ?? [])]
  for (const base of queue) {
    if (found.includes(base)) continue
    found.push(base)
    queue.push(...(classes.get(base)?.bases ?? []))
  }
  return found
}

const KINDS = {
  Scene: 'scene',
  Animation: 'animation',
  _AnimationBuilder: 'animation',
  Mobject: 'mobject',
  OpenGLMobject: 'mobject',
  Camera: 'camera',
  OpenGLCamera: 'camera',
}
function kindOf(classes, name) {
  const reached = [name, ...ancestors(classes, name)]
  return Object.entries(KINDS).find(([root]) => reached.includes(root))?.[1] ?? 'other'
}

const colorsOf = modules => {
  const colors = {}
  for (const st of statements(modules.get('manim.utils.color.manim_colors').body)) {
    if (st.k === 'Assign' && st.value?.k === 'Call' && plain(st.value.fn) === 'ManimColor')
      for (const id of names(st.targets[0])) colors[id] = st.value.args[0].v
  }
  return colors
}

const byRelease = RELEASES.map(release => {
  const modules = modulesAt(`v${release}`)
  const exported = starNames(modules, 'manim')
  return { exported, classes: classesOf(modules) }
})
// The newest release is read at the checkout's commit.
const head = modulesAt('HEAD')
const headExports = starNames(head, 'manim')
byRelease[LAST] = { exported: headExports, classes: classesOf(head) }

const span = test => {
  const hits = RELEASES.map((_, i) => i).filter(i => test(byRelease[i]))
  return hits.length === 0 ? undefined : [hits[0], hits.at(-1)]
}
const bounded = ([first, last]) =>
  first === 0 && last === LAST
    ? {}
    : { ...(first > 0 ? { since: first } : {}), ...(last < LAST ? { until: last } : {}) }

const everyClass = [
  ...new Set([...byRelease].reverse().flatMap(release => [...release.classes.keys()])),
].sort()
const classes = {}
for (const name of everyClass) {
  const exists = span(release => release.classes.has(name))
  const { classes: table, exported } = byRelease[exists[1]]
  const found = table.get(name)
  // Removed and never exported: nobody's program can name it.
  const exportedSpan = span(release => release.exported.has(name))
  if (exists[1] < LAST && !exportedSpan) continue
  const init = {}
  const every = new Set(byRelease.flatMap(release => release.classes.get(name)?.init?.map(key) ?? []))
  for (const param of every) {
    const where = span(release => release.classes.get(name)?.init?.some(one => key(one) === param))
    init[param] = where[0] <= exists[0] && where[1] === exists[1] ? 1 : where
  }
  classes[name] = {
    kind: kindOf(table, name),
    module: found.module.replace(/^manim\./, ''),
    bases: found.bases,
    ...(exported.has(name) ? { exported: true } : {}),
    ...bounded(exportedSpan ?? exists),
    ...(every.size > 0 || found.init ? { init } : {}),
    ...(found.runTime === undefined ? {} : { run_time: found.runTime }),
  }
}
function key(param) {
  return `${param.star ?? ''}${param.name}`
}

const exportsTable = {}
// Importing manim binds these submodules too, as a side effect that no import statement shows.
for (const { exported } of byRelease) for (const name of ['cli', 'opengl', 'typing']) exported.add(name)
for (const name of [...new Set(byRelease.flatMap(release => [...release.exported]))].sort())
  exportsTable[name] = bounded(span(release => release.exported.has(name)))

const rateModule = head.get('manim.utils.rate_functions').body
const facts = {
  about:
    'Made by scripts/manim-facts.mjs; since and until are indices into releases; init names what each constructor itself takes, 1 for as long as the class is there; run_time null is computed.',
  source: 'github.com/ManimCommunity/manim',
  commit: git('rev-parse', 'HEAD').toString().trim(),
  version: RELEASES[LAST],
  license: 'MIT',
  releases: RELEASES,
  classes,
  legacy: LEGACY,
  legacy_scenes: LEGACY_SCENES,
  exports: exportsTable,
  colors: colorsOf(head),
  rate_functions: [...statements(rateModule)]
    .filter(st => st.k === 'Def' && !st.name.startsWith('_') && !['unit_interval', 'zero'].includes(st.name))
    .map(st => st.name),
}
const file = fileURLToPath(new URL('../lib/facts/manim-classes.json', import.meta.url))
const lines = Object.entries(facts).map(([name, value]) =>
  ['classes', 'exports'].includes(name)
    ? `${JSON.stringify(name)}: {\n${Object.entries(value)
        .map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`)
        .join(',\n')}\n}`
    : `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
)
writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
process.stdout.write(`${Object.keys(classes).length} classes, ${Object.keys(exportsTable).length} names\n`)

if (flag === '--check') check(JSON.parse(readFileSync(reference, 'utf8')))

/** Prints where our result differs from another table of the same commit. */
function check(other) {
  const theirs = { ...other.classes, ...other.private_classes }
  const say = line => process.stdout.write(`${line}\n`)
  for (const [name, want] of Object.entries(theirs)) {
    const have = classes[name]
    if (!have) say(`missing ${name}`)
    else {
      if (have.kind !== want.kind) say(`kind ${name}: ${have.kind} / ${want.kind}`)
      if (have.bases.join() !== want.bases.join()) say(`bases ${name}: ${have.bases} / ${want.bases}`)
      if (Boolean(have.exported) !== Boolean(want.exported))
        say(`exported ${name}: ${have.exported} / ${want.exported}`)
      if (want.exported && want.since && `v${RELEASES[have.since ?? 0]}` !== want.since)
        say(`since ${name}: ${have.since} / ${want.since}`)
    }
  }
  for (const [name, { until }] of Object.entries(classes))
    if (until === undefined && !theirs[name]) say(`extra ${name}`)
  for (const name of Object.keys(other.star_exports))
    if (!headExports.has(name)) say(`not exported here: ${name}`)
  for (const name of headExports) if (!other.star_exports[name]) say(`exported only here: ${name}`)
  for (const [name, release] of Object.entries(other.removed_since)) {
    const until = exportsTable[name]?.until
    if (until === undefined || `v${RELEASES[until]}` !== release)
      say(`until ${name}: ${RELEASES[until]} / ${release}`)
  }
}
