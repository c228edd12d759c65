// Installs, builds, runs the tests and ends with a plain line `N passed, N failed`.
// Arguments are names of tests: `npm test -- ndjson filter`.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import './install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const tap = `${root}node_modules/tap/dist/esm/run.mjs`

run([`${root}scripts/build.mjs`])
// tap builds its own test class, with our choice of plugins, into node_modules: once after each install.
const tapBuilt = `${root}node_modules/.tap-built`
if (!existsSync(tapBuilt)) {
  run([tap, 'build'], 'ignore')
  writeFileSync(tapBuilt, '')
}

const { Parser } = await import('tap-parser')
const files = process.argv.slice(2).map(name => `build/test/${name}.test.js`)
const jobs = Math.max(1, Math.min(4, availableParallelism()))
const child = spawn(process.execPath, [tap, 'run', '--reporter=tap', `--jobs=${jobs}`, ...files], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})

const count = { passed: 0, failed: 0 }
const parser = new Parser()
follow(parser, [])
child.stdout.setEncoding('utf8').on('data', text => parser.write(text))
const code = await new Promise(resolve => child.on('close', resolve))
parser.end()
// A test file that dies without a failed assertion has failed all the same.
if (code !== 0 && count.failed === 0) count.failed = 1
console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1

/** Counts assertions at every depth and prints those that fail, under the titles that lead to them. */
function follow(level, titles) {
  const subtests = new Set()
  level.on('child', child => {
    subtests.add(child.name)
    follow(child, [...titles, child.name])
  })
  level.on('assert', ({ ok, name, diag, time }) => {
    // The line that closes a subtest repeats what its assertions said.
    const closes = subtests.delete(name)
    if (titles.length === 0) console.log(`${ok ? 'ok' : 'NOT OK'} ${name} (${Math.round(time ?? 0)} ms)`)
    if (closes) return
    if (ok) count.passed += 1
    else {
      count.failed += 1
      console.log(`NOT OK ${[...titles, name].join(' > ')}`)
      if (diag) console.log(indent(JSON.stringify(diag, null, 2)))
    }
  })
}

function indent(text) {
  return text
    .split('\n')
    .map(line => `    ${line}`)
    .join('\n')
}

function run(command, output = 'inherit') {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', output, output] })
  if (status !== 0 && output !== 'ignore') process.exit(status ?? 1)
}
