/** Statistics kept as it goes, written in the transactions of the entries that they count: no crash makes them differ. */
import { hash, randomUUID } from 'node:crypto'
import { addHit, groupKey, mergeInto, negative, noSums, type Row, rowOf, Tally } from './counters.ts'
import type { Environment, Table } from './lmdb.ts'
import type { Entry, Served } from './types.ts'

/** One opening of the cache that used it. */
export interface Run {
  started: string
  /** The last commit. */
  ended: string
  hits: number
  answers: number
  /** Billionths of a dollar. */
  spent: number
  saved: number
  /** Bytes that the store used at the end. */
  size: number
}

const KEPT_RUNS = 200

export class Ledger {
  readonly #rows: Table<string>
  readonly #runs: Table<string>
  readonly #usedBytes: () => number
  readonly #runKey: Buffer
  /** Known to be durable. */
  #run: Run
  #hits = new Tally()
  #pendingHits = 0
  #pendingSaved = 0
  /** Of the transaction under way. */
  #answers = new Tally()
  #writing: { run: Run; hits: Tally; pendingHits: number; pendingSaved: number } | undefined
  #stored = false

  constructor(environment: Environment, usedBytes: () => number) {
    this.#rows = environment.texts('statistics')
    this.#runs = environment.texts('runs')
    this.#usedBytes = usedBytes
    const started = new Date().toISOString()
    this.#runKey = Buffer.from(`${started} ${randomUUID()}`)
    this.#run = { started, ended: started, hits: 0, answers: 0, spent: 0, saved: 0, size: 0 }
  }

  hit(answer: Served) {
    this.#pendingSaved += addHit(this.#hits.rowFor(answer, today()), answer)
    this.#pendingHits += 1
  }

  get pendingHits(): number {
    return this.#pendingHits
  }

  /** Within a transaction. */
  answer(entry: Entry, bytes: number) {
    this.#answers.count(entry, bytes)
  }

  /** Within a transaction: the row of an entry that is removed leaves the sums. */
  forget(entry: Entry, bytes: number) {
    const row = rowOf(entry, bytes)
    this.#answers.add({ ...row, ...negative(row), oldest: null, newest: null })
  }

  /** Last within a transaction. */
  write() {
    this.#settleWriting()
    if (this.#answers.isEmpty && this.#pendingHits === 0) return
    const all = new Tally()
    const run = { ...this.#run, ended: new Date().toISOString(), size: this.#usedBytes() }
    for (const row of this.#answers.rows.values()) {
      if (row.entries <= 0) continue
      run.answers += row.entries
      run.spent += row.cost
    }
    all.addAll(this.#answers)
    all.addAll(this.#hits)
    run.hits += this.#pendingHits
    run.saved += this.#pendingSaved
    for (const row of all.rows.values()) this.#merge(row)
    // Pruning alone is no run that says anything about hits.
    if (run.answers + run.hits > 0) {
      if (!this.#stored) this.#trimRuns()
      this.#runs.put(this.#runKey, JSON.stringify(run))
      this.#stored = true
    }
    this.#writing = {
      run,
      hits: this.#hits,
      pendingHits: this.#pendingHits,
      pendingSaved: this.#pendingSaved,
    }
    this.#hits = new Tally()
    this.#pendingHits = 0
    this.#pendingSaved = 0
    this.#answers = new Tally()
  }

  /** What `write` wrote last was not committed: the hits are still to be counted, the answers are not there. */
  failed() {
    this.#answers = new Tally()
    if (this.#writing === undefined) return
    this.#hits.addAll(this.#writing.hits)
    this.#pendingHits += this.#writing.pendingHits
    this.#pendingSaved += this.#writing.pendingSaved
    this.#writing = undefined
    this.#stored = false
  }

  *rows(): Iterable<Row> {
    for (const { value } of this.#rows.range()) yield JSON.parse(value)
  }

  /** Oldest first. */
  *runs(): Iterable<Run> {
    for (const { value } of this.#runs.range()) yield JSON.parse(value)
  }

  /** Within a transaction: puts the sums of `counted` in the place of those kept, all but the hits. */
  replace(counted: Tally) {
    for (const row of [...this.rows()]) {
      const right = counted.rows.get(groupKey(row))
      const { hits, saved } = row
      if (right) Object.assign(right, { hits, saved })
      else if (hits > 0) counted.add({ ...row, ...noSums(), hits, saved, oldest: null, newest: null })
      else this.#rows.remove(rowKey(row))
    }
    for (const row of counted.rows.values()) this.#rows.put(rowKey(row), JSON.stringify(row))
  }

  #settleWriting() {
    if (this.#writing) this.#run = this.#writing.run
    this.#writing = undefined
  }

  #merge(row: Row) {
    const key = rowKey(row)
    const text = this.#rows.get(key)
    if (text === undefined) {
      this.#rows.put(key, JSON.stringify(row))
      return
    }
    const known: Row = JSON.parse(text)
    mergeInto(known, row)
    this.#rows.put(key, JSON.stringify(known))
  }

  #trimRuns() {
    const keys = [...this.#runs.range()].map(({ key }) => Buffer.from(key))
    for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_RUNS))) this.#runs.remove(key)
  }
}

/** Asked for with every hit: put into words once in a second. */
let now = { second: 0, text: '' }

function today(): string {
  const second = Math.floor(Date.now() / 1000)
  if (second !== now.second) now = { second, text: new Date(second * 1000).toISOString() }
  return now.text
}

/** LMDB's keys are short; a source's name need not be. */
function rowKey(row: Row): Buffer {
  const group = groupKey(row)
  if (group !== lastKey.group) lastKey = { group, key: hash('sha256', group, 'buffer') }
  return lastKey.key
}

/** Most commits add to the row that the one before them added to. */
let lastKey = { group: '', key: Buffer.alloc(0) }
