// How long cache-stats takes over many entries: makes a store of them and asks. node soak/cache-million.mjs [ENTRIES] [FOLDER]
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCache } from '../build/lib/cache/open.js'

const entries = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'cache-million-'))
const path = join(folder, 'cache')
const AT_ONCE = 2000
const ROUNDS = 5

/** 64 hex digits in rising order: a store is filled from one end several times faster than at random. */
const key = (prefix, index) =>
  index.toString(16).padStart(16, '0') +
  createHash('sha256').update(`${prefix}${index}`).digest('hex').slice(16)
const entryOf = index => ({
  text: `Draw circle number ${index}, let it grow, and fade it out. `.repeat(2),
  backend: 'claude',
  model: `model-${index % 6}`,
  prompt: `scene@${index % 4}`,
  prompt_hash: '0123456789ab',
  usage: { input: 1234, output: 220 },
  cost: 0.001234,
  finish_reason: 'end_turn',
  // Over three years, so that there are as many rows of sums as such a store would have.
  time: new Date(Date.UTC(2024, 0, 1) + Math.floor((index / entries) * 36) * 30.4 * 86_400_000).toISOString(),
  source: `source-${index % 12}`,
})

const began = performance.now()
const cache = await openCache({ path, log: { error: console.error, note: console.error } })
for (let start = 0; start < entries; start += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, entries - start) }, (_, index) => start + index)
  await Promise.all(
    some.map(index => cache.put({ content: key('c', index), variant: key('v', index) }, entryOf(index))),
  )
}
const rows = [...cache.statistics.rows()].length
await cache.close()
const size = statSync(join(path, 'data.mdb')).size
console.log(
  `${entries.toLocaleString('en')} entries in ${Math.round((performance.now() - began) / 1000)} s; ${Math.round(size / 1e6)} MB; ${rows} rows of sums`,
)

function timed(args, wanted) {
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('../build/bin/cache-stats.js', import.meta.url)), ...args],
    { env: { ...process.env, MANIM_FILTERS_CACHE: path }, encoding: 'utf8' },
  )
  if (status !== 0 || (wanted !== undefined && JSON.parse(stdout).entries !== wanted)) throw new Error(stderr)
  return performance.now() - start
}
const help = Array.from({ length: ROUNDS }, () => timed(['--version'])).sort((a, b) => a - b)
const times = Array.from({ length: ROUNDS }, () => timed([], entries)).sort((a, b) => a - b)
const span = values =>
  `${Math.round(values[ROUNDS >> 1])} ms (${Math.round(values[0])} to ${Math.round(values.at(-1))})`
console.log(`cache-stats ${span(times)}; cache-stats --version ${span(help)}`)
console.log(`cache-stats --recount ${Math.round(timed(['--recount'], entries))} ms`)
rmSync(folder, { recursive: true })
