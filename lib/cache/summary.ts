/** The statistics as one object: what cache-stats prints. */
import { addTo, NANO, noSums, type Row, type Sums } from './counters.ts'
import type { Run } from './ledger.ts'
import type { Store } from './store.ts'

export interface Money {
  /** USD. */
  cost: number
  /** USD that hits did not cost again. */
  saved: number
}

export interface Part extends Money {
  name: string
  entries: number
  bytes: number
  tokens: Tokens
  hits: number
}

export interface Tokens {
  input: number
  output: number
  cache_read: number
  cache_write: number
  reasoning: number
}

export interface RunSummary extends Money {
  started: string
  ended: string
  hits: number
  answers: number
  hit_rate: number
}

export interface Summary extends Money {
  path: string
  entries: number
  /** Of the entries, as JSON. */
  bytes: number
  /** Bytes of the store in use, with its indexes and free pages. */
  size: number
  /** How much `size` grew since the first of `runs`. */
  growth: number
  tokens: Tokens
  hits: number
  /** Hits among all records served in the last runs; null before the first. */
  hit_rate: number | null
  /** Entries whose cost is not known. */
  unpriced: number
  rejected: number
  batch_entries: number
  oldest: string | null
  newest: string | null
  backends: Part[]
  models: Part[]
  prompts: Part[]
  sources: Part[]
  months: Part[]
  runs: RunSummary[]
  transcripts: number
  batches: { name: string; [detail: string]: unknown }[]
}

const LAST_RUNS = 10

export function summarize(store: Store): Summary {
  const rows = [...store.statistics.rows()]
  const all = noSums()
  for (const row of rows) addTo(all, row)
  const runs = [...store.statistics.runs()].slice(-LAST_RUNS)
  const size = store.usedBytes
  return {
    path: store.path,
    entries: all.entries,
    bytes: all.bytes,
    size,
    growth: runs[0] === undefined ? 0 : size - runs[0].size,
    tokens: tokensOf(all),
    cost: dollars(all.cost),
    saved: dollars(all.saved),
    hits: all.hits,
    hit_rate: hitRate(runs),
    unpriced: all.unpriced,
    rejected: all.rejected,
    batch_entries: all.batch,
    ...spanOf(rows),
    backends: parts(rows, ({ backend }) => backend),
    models: parts(rows, ({ model }) => model),
    prompts: parts(rows, ({ prompt }) => prompt),
    sources: parts(rows, ({ source }) => source ?? '(none)'),
    months: parts(rows, ({ month }) => month).sort((a, b) => (a.name < b.name ? -1 : 1)),
    runs: runs.map(runSummary),
    transcripts: store.transcriptCount,
    batches: [...store.batches.list()].map(([name, value]) => ({ name, ...plainDetails(value) })),
  }
}

/** The largest first. */
function parts(rows: readonly Row[], nameOf: (row: Row) => string): Part[] {
  const sums = new Map<string, Sums>()
  for (const row of rows) {
    const name = nameOf(row)
    const known = sums.get(name) ?? noSums()
    addTo(known, row)
    sums.set(name, known)
  }
  return [...sums]
    .map(([name, sum]) => ({
      name,
      entries: sum.entries,
      bytes: sum.bytes,
      tokens: tokensOf(sum),
      cost: dollars(sum.cost),
      hits: sum.hits,
      saved: dollars(sum.saved),
    }))
    .filter(({ entries, hits }) => entries + hits > 0)
    .sort((a, b) => b.entries - a.entries || b.hits - a.hits || (a.name < b.name ? -1 : 1))
}

function spanOf(rows: readonly Row[]) {
  const times = (pick: (row: Row) => string | null) =>
    rows
      .filter(({ entries }) => entries > 0)
      .flatMap(row => pick(row) ?? [])
      .sort()
  return { oldest: times(row => row.oldest)[0] ?? null, newest: times(row => row.newest).at(-1) ?? null }
}

function runSummary(run: Run): RunSummary {
  const { started, ended, hits, answers } = run
  return {
    started,
    ended,
    hits,
    answers,
    hit_rate: hitRate([run]) ?? 0,
    cost: dollars(run.spent),
    saved: dollars(run.saved),
  }
}

function hitRate(runs: readonly Run[]): number | null {
  const hits = runs.reduce((sum, run) => sum + run.hits, 0)
  const all = hits + runs.reduce((sum, run) => sum + run.answers, 0)
  return all === 0 ? null : Math.round((hits / all) * 1e4) / 1e4
}

function tokensOf({ input, output, cache_read, cache_write, reasoning }: Sums): Tokens {
  return { input, output, cache_read, cache_write, reasoning }
}

function dollars(nano: number): number {
  return nano / NANO
}

/** A batch may list every request that it holds: only what is short is shown. */
function plainDetails(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, detail]) => {
      if (Array.isArray(detail)) return [[name, detail.length]]
      return typeof detail === 'object' && detail !== null ? [] : [[name, detail]]
    }),
  )
}
