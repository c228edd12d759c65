/** The sums that statistics are made of: one row per backend, model, prompt, source and month. Whole numbers only. */
import type { Entry, Served } from './types.ts'

export interface Group {
  backend: string
  model: string
  prompt: string
  source: string | null
  /** Of the answer, or of the hit: `2026-11`. */
  month: string
}

export interface Sums {
  entries: number
  /** Of the entries as JSON. */
  bytes: number
  input: number
  output: number
  cache_read: number
  cache_write: number
  reasoning: number
  /** In billionths of a dollar: sums of whole numbers don't depend on the order of adding. */
  cost: number
  /** Entries without a known cost. */
  unpriced: number
  rejected: number
  batch: number
  hits: number
  saved: number
}

export interface Row extends Group, Sums {
  oldest: string | null
  newest: string | null
}

export const NANO = 1e9

export function emptyRow({ backend, model, prompt, source, month }: Group): Row {
  return { backend, model, prompt, source, month, ...noSums(), oldest: null, newest: null }
}

export function noSums(): Sums {
  return {
    entries: 0,
    bytes: 0,
    input: 0,
    output: 0,
    cache_read: 0,
    cache_write: 0,
    reasoning: 0,
    cost: 0,
    unpriced: 0,
    rejected: 0,
    batch: 0,
    hits: 0,
    saved: 0,
  }
}

const NAMES = Object.keys(noSums()) as (keyof Sums)[]

function groupOf({ backend, model, prompt, source }: Served, time: string): Group {
  return { backend, model, prompt, source: source ?? null, month: time.slice(0, 7) }
}

export function rowOf(entry: Entry, bytes: number): Row {
  const row = emptyRow(groupOf(entry, entry.time))
  addEntry(row, entry, bytes)
  return row
}

/** Once for every answer stored: without an object of its own. */
function addEntry(row: Row, { usage, cost, rejected, batch, time }: Entry, bytes: number) {
  row.entries += 1
  row.bytes += bytes
  if (usage) {
    row.input += usage.input
    row.output += usage.output
    row.cache_read += usage.cache_read ?? 0
    row.cache_write += usage.cache_write ?? 0
    row.reasoning += usage.reasoning ?? 0
  }
  row.cost += nano(cost)
  if (cost === undefined) row.unpriced += 1
  if (rejected !== undefined) row.rejected += 1
  if (batch === true) row.batch += 1
  widen(row, time, time)
}

function widen(row: Row, oldest: string | null, newest: string | null) {
  if (oldest !== null && (row.oldest === null || oldest < row.oldest)) row.oldest = oldest
  if (newest !== null && (row.newest === null || newest > row.newest)) row.newest = newest
}

/** One hit in a row of its own group; gives what it saved. */
export function addHit(row: Row, answer: Served): number {
  const saved = nano(answer.cost)
  row.hits += 1
  row.saved += saved
  return saved
}

function nano(dollars = 0): number {
  return Math.round(dollars * NANO)
}

export function addTo(sums: Sums, more: Sums) {
  for (const name of NAMES) sums[name] += more[name]
}

/** What `sums` adds, taken away. */
export function negative(sums: Sums): Sums {
  const minus = noSums()
  for (const name of NAMES) minus[name] = -sums[name]
  return minus
}

/** Adds sums and widens the span of time. */
export function mergeInto(row: Row, more: Row) {
  addTo(row, more)
  widen(row, more.oldest, more.newest)
}

/** Rows by group. */
export class Tally {
  readonly rows = new Map<string, Row>()
  /** Asked for last with each source: most often it is asked for again. */
  readonly #last = new Map<string | undefined, Row>()

  add(row: Row) {
    const key = groupKey(row)
    const known = this.rows.get(key)
    if (known) mergeInto(known, row)
    else this.rows.set(key, { ...row })
  }

  count(entry: Entry, bytes: number) {
    addEntry(this.rowFor(entry, entry.time), entry, bytes)
  }

  /** The row that an answer of that time counts in. */
  rowFor(answer: Served, time: string): Row {
    const { backend, model, prompt, source } = answer
    const last = this.#last.get(source)
    if (
      last?.prompt === prompt &&
      last.model === model &&
      last.backend === backend &&
      time.startsWith(last.month)
    )
      return last
    const key = keyOf(backend, model, prompt, source ?? null, time.slice(0, 7))
    let row = this.rows.get(key)
    if (row === undefined) {
      row = emptyRow(groupOf(answer, time))
      this.rows.set(key, row)
    }
    this.#last.set(source, row)
    return row
  }

  addAll(other: Tally) {
    for (const row of other.rows.values()) this.add(row)
  }

  get isEmpty(): boolean {
    return this.rows.size === 0
  }
}

export function groupKey({ backend, model, prompt, source, month }: Group): string {
  return keyOf(backend, model, prompt, source, month)
}

function keyOf(backend: string, model: string, prompt: string, source: string | null, month: string): string {
  return `${backend}\n${model}\n${prompt}\n${month}\n${source === null ? '' : `:${source}`}`
}

/** Do the rows say the same about the entries? Hits are not counted from entries. */
export function sameEntries(some: Iterable<Row>, others: Iterable<Row>): boolean {
  const facts = (rows: Iterable<Row>) =>
    [...rows]
      .filter(({ entries }) => entries !== 0)
      .map(row => JSON.stringify({ ...emptyRow(row), ...row, hits: 0, saved: 0 }))
      .sort()
      .join('\n')
  return facts(some) === facts(others)
}
