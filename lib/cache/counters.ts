/** The sums that statistics are made of: one row per backend, model, prompt, source and month. Whole numbers only. */
import type { Entry } from './types.ts'

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

export function groupOf(entry: Entry, time = entry.time): Group {
  const { backend, model, prompt, source = null } = entry
  return { backend, model, prompt, source, month: time.slice(0, 7) }
}

export function rowOf(entry: Entry, bytes: number): Row {
  const { usage, cost } = entry
  return {
    ...emptyRow(groupOf(entry)),
    entries: 1,
    bytes,
    input: usage?.input ?? 0,
    output: usage?.output ?? 0,
    cache_read: usage?.cache_read ?? 0,
    cache_write: usage?.cache_write ?? 0,
    reasoning: usage?.reasoning ?? 0,
    cost: nano(cost),
    unpriced: cost === undefined ? 1 : 0,
    rejected: entry.rejected === undefined ? 0 : 1,
    batch: entry.batch === true ? 1 : 0,
    oldest: entry.time,
    newest: entry.time,
  }
}

export function hitRow(entry: Entry, now: string): Row {
  return { ...emptyRow(groupOf(entry, now)), hits: 1, saved: nano(entry.cost) }
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
  if (more.oldest !== null && (row.oldest === null || more.oldest < row.oldest)) row.oldest = more.oldest
  if (more.newest !== null && (row.newest === null || more.newest > row.newest)) row.newest = more.newest
}

/** Rows by group. */
export class Tally {
  readonly rows = new Map<string, Row>()

  add(row: Row) {
    const key = groupKey(row)
    const known = this.rows.get(key)
    if (known) mergeInto(known, row)
    else this.rows.set(key, { ...row })
  }

  addAll(other: Tally) {
    for (const row of other.rows.values()) this.add(row)
  }

  get isEmpty(): boolean {
    return this.rows.size === 0
  }
}

export function groupKey({ backend, model, prompt, source, month }: Group): string {
  return JSON.stringify([backend, model, prompt, source, month])
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
