// Eight writers and four readers on one cache, random ones killed throughout. Then: is everything acknowledged there?
// npm run soak [-- ENTRIES ROUNDS]
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openCache } from '../build/lib/cache/open.js'
import { countAll } from '../build/lib/cache/recount.js'

const [entries = 200_000, rounds = 30] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'cache-soak-'))
const path = join(folder, 'cache')
const worker = fileURLToPath(new URL('cache-worker.mjs', import.meta.url))
const failures = []
let starts = 0

function start(role, number) {
  const acknowledged = join(folder, `acknowledged-${role}-${number}-${starts++}`)
  const child = spawn(process.execPath, [worker, path, role, number, entries, acknowledged], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const running = { role, number, child, ended: undefined }
  let said = ''
  child.stderr.on('data', data => (said += data))
  running.done = new Promise(resolve => {
    child.on('close', (code, signal) => {
      running.ended = { code, signal }
      if (signal !== 'SIGKILL' && (code !== 0 || said !== ''))
        failures.push(`${role} ${number}: ${code} ${signal} ${said}`)
      resolve()
    })
  })
  return running
}

const began = performance.now()
const processes = []
for (let number = 0; number < 8; number++) processes.push(start('writer', number))
for (let number = 0; number < 4; number++) processes.push(start('reader', number))

let kills = 0
for (let round = 0; round < rounds; round++) {
  await sleep(300 + Math.random() * 1200)
  for (let victim = 0; victim < 3; victim++) {
    const at = Math.floor(Math.random() * processes.length)
    const { role, number, child, done, ended } = processes[at]
    if (!ended) {
      child.kill('SIGKILL')
      kills++
      await done
    }
    processes[at] = start(role, number)
  }
}
await Promise.all(processes.map(({ done }) => done))
const seconds = (performance.now() - began) / 1000

const acknowledged = new Set()
for (const name of readdirSync(folder).filter(name => name.startsWith('acknowledged-'))) {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n')
  for (const line of lines.slice(0, -1)) acknowledged.add(Number(line))
}
const log = { error: console.log, note: console.log }
const cache = await openCache({ path, log })
let found = 0
let torn = 0
const seen = new Set()
for (const { entry } of cache.scan()) {
  if (entry) {
    found++
    const index = Number.parseInt(entry.text, 10)
    if (entry.text !== `${index} `.repeat(1 + (index % 120))) torn++
    seen.add(index)
  } else torn++
}
const lost = [...acknowledged].filter(index => !seen.has(index)).length
const kept = JSON.stringify(sorted([...cache.statistics.rows()]))
await cache.recount(countAll)
const counted = JSON.stringify(sorted([...cache.statistics.rows()]))
if (kept !== counted) failures.push('the statistics differ from a recount')
await cache.close()
const verify = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../build/bin/cache-verify.js', import.meta.url))],
  {
    env: { ...process.env, MANIM_FILTERS_CACHE: path },
    encoding: 'utf8',
  },
)
if (verify.status !== 0 || verify.stdout !== '')
  failures.push(`cache-verify: ${verify.status} ${verify.stdout}`)

console.log({
  verify: verify.stderr.trim(),
  entries: found,
  acknowledged: acknowledged.size,
  lost,
  torn,
  kills,
  starts,
  seconds: Math.round(seconds),
  fileMB: Math.round(statSync(join(path, 'data.mdb')).size / 1e6),
  failures,
})
rmSync(folder, { recursive: true })
if (lost + torn + failures.length > 0 || found !== entries) process.exitCode = 1

function sorted(rows) {
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
