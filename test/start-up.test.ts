import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { binary, cleanEnvironment } from './harness.ts'

/** The packages that cost something to load, as they are called in the path of a file. */
const heavy =
  /\/(undici|lmdb|web-tree-sitter|genai-prices|hyparquet|youtube-transcript|yargs|cli-progress)(?:[/.])/

/** Runs a binary and gives the files that Node loaded, told by a hook that is there before anything else. */
function loadedBy(name: string, args: readonly string[], input = '', env = {}) {
  const hook = `
    import { writeSync } from 'node:fs'
    export async function load(url, context, next) {
      if (url.startsWith('file:')) writeSync(3, url + '\\n')
      return next(url, context)
    }`
  const register = `
    import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}))`
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(register)}`, binary(name), ...args],
    { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env: cleanEnvironment(env) },
  )
  const files = String(output[3]).split('\n').filter(Boolean)
  const packages = new Set(files.map(file => heavy.exec(file)?.[1]).filter(found => found !== undefined))
  return { status, files, packages: [...packages].sort() }
}

const sample = `${JSON.stringify({ id: 'a', description: 'Draw a circle and let it grow.', code: 'x = 1' })}\n`

t.test('help and version load the bin, and no package at all', async t => {
  for (const name of ['flag-needs', 'analyze-features', 'describe']) {
    for (const flag of ['--help', '--version']) {
      const { status, files, packages } = loadedBy(name, [flag])
      t.equal(status, 0)
      t.same(packages, [], `${name} ${flag}`)
      t.ok(files.length > 0 && files.length <= 4, `${name} ${flag} loads ${files.length} files`)
    }
  }
})

t.test('each pure filter loads what it works with, and nothing else', async t => {
  const flag = loadedBy('flag-needs', [], sample)
  t.same([flag.status, flag.packages], [0, ['yargs']])
  t.ok(flag.files.length <= 4, `${flag.files.length} files`)

  const analyze = loadedBy('analyze-features', ['-j', '1'], sample)
  t.same([analyze.status, analyze.packages], [0, ['yargs']])

  const nobody = loadedBy('describe', ['--llm', 'storyboard'], '')
  t.same([nobody.status, nobody.packages], [0, ['yargs']], 'an empty input opens no cache')
})

t.test('a rerun over known records loads nothing of what describes one', async t => {
  const env = { MANIM_FILTERS_CACHE: t.testdir() }
  const program = (name: string) =>
    `from manim import *\nclass A(Scene):\n    def construct(self):\n        self.play(Create(Text("${name}")))\n`
  const rows = ['one', 'two', 'three'].map(id => JSON.stringify({ id, code: program(id) }))
  const input = `${rows.join('\n')}\n`
  const describe = () => loadedBy('describe', ['--llm', 'storyboard'], input, env)
  const further = ({ files }: ReturnType<typeof loadedBy>) =>
    files.filter(file => /describe-(?:further|analyze)/.test(file)).length
  const first = describe()
  t.equal(first.status, 0)
  t.equal(further(first), 2)
  // What costs nothing is remembered from its second time on.
  t.equal(describe().status, 0)
  const again = describe()
  t.equal(again.status, 0)
  t.same(again.packages, ['lmdb', 'yargs'])
  // The backend itself brings its prose.
  t.equal(further(again), 1)
})

t.test('bundles find their data by where it was compiled to', async t => {
  const text = readFileSync(binary('flag-needs'), 'utf8')
  t.match(text, '../lib/ndjson/load-fast.js')
  t.notMatch(
    text,
    fileURLToPath(new URL('../..', import.meta.url)),
    'and not by where that was on this machine',
  )
})
