/**
 * All writing of one process: what is asked for within one turn, or while a commit is under way, shares a commit. So do
 * changes that trickle in, as the answers to many requests in flight do: the first of them waits a moment.
 */
import { messageOf, UsageError } from '../errors.ts'
import type { Disk } from './disk.ts'
import type { Environment } from './lmdb.ts'

/** Keeps the write lock short for the other processes. */
const MOST_CHANGES = 2048
/**
 * A commit costs as much time of the processor as a hundred changes within it. And what is committed together goes on
 * together: the requests that follow leave in one burst and their answers come back in one. To wake up for each took a
 * third more of the processor, at 200 ms an answer.
 */
const GATHER_MS = 3
/** Of those that are expected one in so many is company enough: the others come while it is committed. */
const ENOUGH = 4
/** The same where nothing is lost that cost anything. */
const UNHURRIED_MS = 100

interface Change {
  bytes: number
  /** Of keys. */
  count: number
  /** 0: it is in a hurry. */
  company: number
  /** Checks, then writes: a throw does not undo what was written before it. */
  step(): unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

export interface Weight {
  /** About how much is written. */
  bytes?: number
  /** Keys. */
  count?: number
  /** Set where there is no hurry: it waits a little until there are so many of its kind. */
  company?: number
}

export interface WriterOptions {
  path: string
  environment: Environment
  disk: Disk
  /** Runs last within each transaction: the statistics. */
  beforeCommit(): void
  /** `beforeCommit` came to nothing. */
  commitFailed(): void
  /** How many changes are on their way: what is queued waits a moment for them. */
  expected(): number
  gatherMs?: number
}

export class Writer {
  readonly #options: WriterOptions
  #queue: Change[] = []
  #running: Promise<void> | undefined
  /** When the first of those in the queue came. */
  #since = 0
  /** Ends the waiting for more changes where there is less reason for it now. */
  #shorten: (() => void) | undefined
  /** The least company of those in the queue: 0 where one is in a hurry. */
  #company = Number.POSITIVE_INFINITY
  #isEnding = false

  constructor(options: WriterOptions) {
    this.#options = options
  }

  /** Runs `step` in a transaction; resolves when it is committed. */
  run<T>(step: () => T, { bytes = 0, count = 1, company = 0 }: Weight = {}): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      this.#add({ bytes, count, company, step, resolve: resolve as (value: unknown) => void, reject })
    })
    this.#running ??= this.#work()
    this.#shorten?.()
    return done
  }

  /** Nothing is queued or under way any more. To be asked for when no more is to come soon. */
  async idle(): Promise<void> {
    this.#isEnding = true
    this.#shorten?.()
    while (this.#running) await this.#running
    this.#isEnding = false
  }

  async #work() {
    // The turn ends first, so that everything asked for in it is in the queue.
    await new Promise(resolve => setImmediate(resolve))
    while (this.#queue.length > 0) {
      await this.#gather()
      await this.#commit(this.#take())
    }
    this.#running = undefined
  }

  #add(change: Change) {
    if (this.#queue.length === 0) this.#since = performance.now()
    this.#queue.push(change)
    this.#company = Math.min(this.#company, change.company)
  }

  #take(): Change[] {
    const [taken, left] = [this.#queue.slice(0, MOST_CHANGES), this.#queue.slice(MOST_CHANGES)]
    this.#queue = []
    this.#company = Number.POSITIVE_INFINITY
    for (const change of left) this.#add(change)
    return taken
  }

  /** How long the first in the queue is to wait for others, in milliseconds. */
  get #patience(): number {
    const { expected, gatherMs = GATHER_MS } = this.#options
    const isUnhurried = this.#company > 0 && !this.#isEnding
    const areEnough = this.#queue.length >= (isUnhurried ? this.#company : expected() / ENOUGH)
    return areEnough ? 0 : isUnhurried ? UNHURRIED_MS : gatherMs
  }

  async #gather() {
    for (;;) {
      const patience = this.#patience
      const left = this.#since + patience - performance.now()
      if (left <= 0) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        this.#shorten = () => {
          if (this.#patience >= patience) return
          clearTimeout(timer)
          resolve()
        }
      })
      this.#shorten = undefined
    }
  }

  async #commit(changes: readonly Change[]) {
    const { environment, disk, beforeCommit, commitFailed } = this.#options
    const values: unknown[] = []
    const failures = new Map<Change, unknown>()
    let full: unknown
    try {
      await environment.transact(() => {
        try {
          disk.reserve(sum(changes, 'count'), sum(changes, 'bytes'))
        } catch (error) {
          full = error
          return
        }
        for (const change of changes) {
          let value: unknown
          try {
            value = change.step()
          } catch (error) {
            failures.set(change, error)
          }
          values.push(value)
        }
        beforeCommit()
      })
      if (full !== undefined) throw full
    } catch (error) {
      commitFailed()
      const refusal = await this.#refusal(error)
      for (const { reject } of changes) reject(refusal)
      return
    }
    for (const [index, change] of changes.entries()) {
      if (failures.has(change)) change.reject(failures.get(change))
      else change.resolve(values[index])
    }
  }

  async #refusal(error: unknown): Promise<UsageError> {
    const cause = await rootOf(error)
    const code = (cause as { code?: unknown })?.code
    const full = code === 'ENOSPC' || code === 28 || code === 'EDQUOT' || code === 122
    const reason = full ? 'no space left on its disk' : messageOf(cause)
    return new UsageError(`the cache ${this.#options.path} cannot be written: ${reason}`, { cause })
  }
}

/** LMDB's binding rejects with an error that holds a promise of the real one. */
async function rootOf(error: unknown): Promise<unknown> {
  const inner = (error as { commitError?: unknown })?.commitError
  if (!(inner instanceof Promise)) return error
  let timer: NodeJS.Timeout | undefined
  const late = new Promise(resolve => {
    timer = setTimeout(resolve, 1000, error)
  })
  const cause = await Promise.race([inner.catch(caught => caught), late])
  clearTimeout(timer)
  return cause
}

function sum(changes: readonly Change[], what: 'bytes' | 'count'): number {
  return changes.reduce((total, change) => total + change[what], 0)
}
