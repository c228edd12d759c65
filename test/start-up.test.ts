import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { binary, cleanEnvironment } from './harness.ts'

/** The packages that cost something to load, as they are called in the path of a file. */
const heavy =
  /\/(undici|lmdb|web-tree-sitter|genai-prices|hyparquet|youtube-transcript|yargs|cli-progress)(?:[/.])/

/** Runs a binary and gives the files that Node loaded, told by a hook that is there before anything else. */
function loadedBy(name: string, args: readonly string[], input = '') {
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
    { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env: cleanEnvironment() },
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

t.test('bundles find their data by where it was compiled to', async t => {
  const text = readFileSync(binary('flag-needs'), 'utf8')
  t.match(text, '../lib/ndjson/load-fast.js')
  t.notMatch(
    text,
    fileURLToPath(new URL('../..', import.meta.url)),
    'and not by where that was on this machine',
  )
})
