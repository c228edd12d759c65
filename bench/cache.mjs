// Gets and puts per second of the cache beside raw lmdb-js, in one run.
//   node bench/cache.mjs [--quick]    ENTRIES=N (30,000)
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { open } from 'lmdb'
import { openCache } from '../build/lib/cache/open.js'
import { summarize } from '../build/lib/cache/summary.js'
import { median } from './measure.mjs'
import { runAlone } from './report.mjs'

const BATCH = 1000

const words =
  'circle square fades the axes graph moves then transforms into a vector field with labels'.split(' ')
const hash = text => createHash('sha256').update(text).digest('hex')

/** `count` answers and their keys. */
function answers(count) {
  const keys = Array.from({ length: count }, (_, i) => ({ content: hash(`c${i}`), variant: hash(`v${i}`) }))
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
  const withSamples = entries.map((entry, i) => ({ ...entry, sample: `s/file.py#Scene${i}` }))
  return { keys, entries, withSamples }
}

const never = new AbortController().signal
const log = { error: console.error, note: console.error }

/** How many in a second. */
async function timed(count, step) {
  const began = performance.now()
  await step()
  return count / ((performance.now() - began) / 1000)
}

async function inBatches(count, one) {
  for (let start = 0; start < count; start += BATCH) {
    const some = []
    for (let i = start; i < Math.min(start + BATCH, count); i++) some.push(one(i))
    await Promise.all(some)
  }
}

async function raw(path, { keys, entries }) {
  const count = keys.length
  const db = open({ path, noSubdir: false, encoding: 'json' })
  const puts = await timed(count, () =>
    inBatches(count, i => db.put([keys[i].content, keys[i].variant], entries[i])),
  )
  const getAll = () => {
    for (const { content, variant } of keys) if (!db.get([content, variant])) throw new Error('missing')
  }
  // Once unmeasured: a process that has just begun says little of the rate.
  getAll()
  const gets = await timed(count, getAll)
  await db.close()
  return { puts, gets }
}

async function plain(path, { keys, entries }) {
  const count = keys.length
  const cache = await openCache({ path, log })
  const puts = await timed(count, () => inBatches(count, i => cache.put(keys[i], entries[i])))
  const getAll = () => {
    for (const each of keys) if (!cache.get(each)) throw new Error('missing')
  }
  getAll()
  const gets = await timed(count, getAll)
  await cache.close()
  return { puts, gets }
}

async function claimed(path, keys, entries) {
  const count = keys.length
  const cache = await openCache({ path, log })
  const claims = await timed(count, () =>
    inBatches(count, async i => (await cache.claim(keys[i], never)).settle(entries[i])),
  )
  const began = performance.now()
  summarize(cache)
  const stats = performance.now() - began
  await cache.close()
  return { claims, stats, bytes: statSync(join(path, 'data.mdb')).size }
}

const kinds = {
  raw,
  plain,
  claimed: (path, { keys, entries }) => claimed(path, keys, entries),
  listed: (path, { keys, withSamples }) => claimed(path, keys, withSamples),
}

/**
 * Each in a process and a folder of its own, as a run of describe is; in every round another one first, for what was
 * written before is still on its way to the disk.
 */
function measureRound(round, count) {
  const names = Object.keys(kinds)
  const found = {}
  for (let turn = 0; turn < names.length; turn++) {
    const name = names[(round + turn) % names.length]
    const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, count], {
      encoding: 'utf8',
    })
    found[name] = JSON.parse(said)
  }
  return found
}

async function measureOne(name, count) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cache-'))
  try {
    process.stdout.write(JSON.stringify(await kinds[name](folder, answers(count))))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function run({ quick = false } = {}) {
  const count = Number(process.env.ENTRIES ?? (quick ? 1000 : 30_000))
  const rounds = []
  for (let round = 0; round < (quick ? 1 : 8); round++) rounds.push(measureRound(round, count))
  /** Ratios within a round: what else the machine does changes between rounds. */
  const row = (what, pick, base, asked) => {
    const ratio = base && median(rounds.map(round => pick(round) / base(round)))
    return { what, value: median(rounds.map(pick)), unit: '/s', ratio, asked }
  }
  const [rawPuts, rawGets] = [round => round.raw.puts, round => round.raw.gets]
  return {
    title: 'The cache beside raw lmdb-js',
    notes: [
      `${count.toLocaleString('en-US')} answers of ${JSON.stringify(answers(1).entries[0]).length} bytes, ${BATCH} at once. Ratios: to raw lmdb-js, values as JSON, in the same run.`,
    ],
    rows: [
      row('raw lmdb-js, batched puts', rawPuts),
      row('cache, batched puts', round => round.plain.puts, rawPuts),
      row('cache, claim and settle', round => round.claimed.claims, rawPuts, 'at least 0.5'),
      row('cache, the same, and its sample listed', round => round.listed.claims, rawPuts, 'at least 0.5'),
      row('raw lmdb-js, gets', rawGets),
      row('cache, gets (checksum verified)', round => round.plain.gets, rawGets, 'at least 0.7'),
      {
        what: 'statistics of all of them',
        value: median(rounds.map(({ claimed }) => claimed.stats)),
        unit: 'ms',
      },
      { what: 'the store, for each', value: rounds[0].claimed.bytes / count, unit: 'bytes' },
    ],
  }
}

const [name, count] = process.argv.slice(2)
if (process.argv[1] === fileURLToPath(import.meta.url) && Object.hasOwn(kinds, name ?? ''))
  await measureOne(name, Number(count))
else await runAlone(import.meta.url, run)
