// Gets and puts per second of the cache beside raw lmdb-js, in one run. node bench/cache.mjs [ENTRIES]
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { openCache } from '../build/lib/cache/open.js'
import { summarize } from '../build/lib/cache/summary.js'

const COUNT = Number(process.argv[2] ?? 30_000)
const BATCH = 1000
const ROUNDS = 5

const words =
  'circle square fades the axes graph moves then transforms into a vector field with labels'.split(' ')
const hash = text => createHash('sha256').update(text).digest('hex')
const keys = Array.from({ length: COUNT }, (_, i) => ({ content: hash(`c${i}`), variant: hash(`v${i}`) }))
const entries = keys.map((_, i) => ({
  text: Array.from({ length: 110 }, (_, j) => words[(i * 7 + j * j) % words.length]).join(' '),
  backend: 'claude',
  model: 'claude-haiku-5-5',
  prompt: 'describe@1',
  prompt_hash: '0123456789ab',
  usage: { input: 1234, output: 220 },
  cost: 0.001234,
  finish_reason: 'end_turn',
  time: '2026-11-24T00:00:00.000Z',
  source: `source-${i % 5}`,
}))
const never = new AbortController().signal
const log = { error: console.error, note: console.error }

async function timed(step) {
  const began = performance.now()
  await step()
  return COUNT / ((performance.now() - began) / 1000)
}

async function inBatches(one) {
  for (let start = 0; start < COUNT; start += BATCH) {
    const some = []
    for (let i = start; i < Math.min(start + BATCH, COUNT); i++) some.push(one(i))
    await Promise.all(some)
  }
}

async function raw(path) {
  const db = open({ path, noSubdir: false, encoding: 'json' })
  const puts = await timed(() => inBatches(i => db.put([keys[i].content, keys[i].variant], entries[i])))
  const gets = await timed(() => {
    for (const { content, variant } of keys) if (!db.get([content, variant])) throw new Error('missing')
  })
  await db.close()
  return { puts, gets }
}

async function cached(path) {
  const plain = await openCache({ path: join(path, 'plain'), log })
  const puts = await timed(() => inBatches(i => plain.put(keys[i], entries[i])))
  const gets = await timed(() => {
    for (const each of keys) if (!plain.get(each)) throw new Error('missing')
  })
  await plain.close()
  const claimed = await openCache({ path: join(path, 'claimed'), log })
  const claims = await timed(() =>
    inBatches(async i => (await claimed.claim(keys[i], never)).settle(entries[i])),
  )
  const began = performance.now()
  summarize(claimed)
  const stats = performance.now() - began
  await claimed.close()
  const withSamples = await openCache({ path: join(path, 'listed'), log })
  const listed = await timed(() =>
    inBatches(async i =>
      (await withSamples.claim(keys[i], never)).settle({ ...entries[i], sample: `s/file.py#Scene${i}` }),
    ),
  )
  await withSamples.close()
  return { puts, gets, claims, listed, stats, bytes: statSync(join(path, 'claimed/data.mdb')).size }
}

const rounds = []
for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'cache-bench-'))
  rounds.push({ raw: await raw(join(folder, 'raw')), cached: await cached(folder) })
  rmSync(folder, { recursive: true })
}
const sorted = pick => rounds.map(pick).sort((a, b) => a - b)
const median = pick => sorted(pick)[ROUNDS >> 1]
/** Shares of the raw figure of the same round: what else the machine does changes between rounds. */
const line = (name, pick, base) => {
  const rate = `${Math.round(median(pick)).toLocaleString('en').padStart(9)}/s`
  const percents = base && sorted(round => (100 * pick(round)) / base(round)).map(Math.round)
  const share = percents ? `${percents[ROUNDS >> 1]} % (${percents[0]} to ${percents.at(-1)})` : ''
  console.log(`${name.padEnd(38)} ${rate} ${share}`.trimEnd())
}
const [rawPuts, rawGets] = [r => r.raw.puts, r => r.raw.gets]
line('raw lmdb-js, batched puts', rawPuts)
line('cache, batched puts', r => r.cached.puts, rawPuts)
line('cache, claim and settle', r => r.cached.claims, rawPuts)
line('cache, the same, and its sample listed', r => r.cached.listed, rawPuts)
line('raw lmdb-js, gets', rawGets)
line('cache, gets (checksum verified)', r => r.cached.gets, rawGets)
console.log(
  `statistics of ${COUNT} entries: ${median(r => r.cached.stats).toFixed(1)} ms; ${(rounds[0].cached.bytes / COUNT).toFixed(0)} bytes per entry`,
)
