/** Submits what is missing, waits, and stores what comes back. A process killed anywhere is resumed by running it again. */
import type { Backend } from '../backends/types.ts'
import type { Cache } from '../cache/types.ts'
import { AskError } from '../engine/ask-error.ts'
import type { Job } from '../engine/engine.ts'
import { type Answered, entryOf, share } from '../engine/entry.ts'
import { addUsage, type Tally } from '../engine/tally.ts'
import { UsageError } from '../errors.ts'
import type { HttpClient } from '../http/client.ts'
import { TransportError } from '../http/transport-error.ts'
import type { Prices } from '../money/prices.ts'
import { sleep } from '../sleep.ts'
import {
  type BatchJob,
  type BatchLedger,
  type BatchPart,
  type BatchRecord,
  createLedger,
  jobId,
  partId,
} from './ledger.ts'
import type { BatchApi, BatchItem, BatchResult } from './types.ts'

export interface BatchOptions {
  backend: Backend
  api: BatchApi
  cache: Cache
  http: HttpClient
  prices: Prices
  signal: AbortSignal
  tally: Tally
  note(message: string): void
  /** Between two looks at a batch; doubles up to the longest. */
  pollMs?: number
  longestPollMs?: number
  /** How long a provider's list may leave out a batch that it has taken. */
  listLagMs?: number
  maxAttempts: number
  /** The answers within that of a request for `count` samples; undefined: missing or out of place. */
  split(text: string, member: string, count: number): readonly (string | undefined)[]
}

/** One request: for one sample, or for several. */
export interface BatchRequest {
  jobs: readonly Job[]
  request: unknown
  /** Of several: where each answer has its text. */
  member?: string
}

export interface BatchRun {
  /** Is it on its way already, alone or among others? */
  isPending(job: Job): boolean
  /** Takes one more request, none of whose jobs is on its way; submits when a batch is full. */
  add(request: BatchRequest): Promise<void>
  /** Submits what is left over. */
  flush(): Promise<void>
  /** Waits for every batch on its way and stores its answers. */
  collect(): Promise<void>
  /** What the last batches said of a request that has no answer. */
  failure(job: Job): AskError | undefined
  /** It was asked among others, without success: it is to be asked alone. */
  wantsToBeAlone(job: Job): boolean
  /** True once for each answer that this run has brought: it is no hit. */
  takeNew(job: Pick<Job, 'keys'>): boolean
  /** Batches on their way. */
  readonly pending: number
}

interface Pile {
  items: BatchItem[]
  jobs: BatchJob[]
  bytes: number
}

export function createBatchRun(options: BatchOptions): BatchRun {
  const { backend, api, cache, http, signal, prices, tally, note } = options
  const call = { http, signal }
  const ledger: BatchLedger = createLedger(cache, backend)
  const failures = new Map<string, AskError>()
  const loners = new Set<string>()
  /** By their variant keys. */
  const brought = new Set<string>()
  let pile: Pile = { items: [], jobs: [], bytes: 0 }
  const partsUnderway = () =>
    ledger.pending().flatMap(([, { jobs }]) => jobs.flatMap(({ parts }) => parts.map(partId)))
  let underway = new Set(partsUnderway())

  const submitPile = async () => {
    const { items, jobs } = pile
    pile = { items: [], jobs: [], bytes: 0 }
    if (items.length === 0) return
    await backend.prepare?.()
    await ledger.alone(async () => {
      // Another process may have submitted some of them, or have their answers, since we looked.
      const others = new Set(partsUnderway())
      const isFree = (part: BatchPart) => !others.has(partId(part)) && !cache.get(part.keys)
      const wanted = jobs.filter(({ parts }) => parts.every(isFree))
      const ids = new Set(wanted.map(({ id }) => id))
      if (wanted.length === 0) return
      const [name, record] = await ledger.intend(wanted)
      await submit(
        name,
        record,
        items.filter(({ id }) => ids.has(id)),
      )
    }, signal)
  }

  /** A submission that may have arrived is looked for before it is made again. */
  const submit = async (name: string, record: BatchRecord, items: readonly BatchItem[]) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const id = await api.submit(name, items, call)
        tally.requests += 1
        await ledger.submitted(name, record, id)
        note(`batch ${id} of ${items.length} requests is submitted`)
        return
      } catch (error) {
        signal.throwIfAborted()
        const mayHaveArrived = error instanceof TransportError && error.fault !== 'unsent'
        if (mayHaveArrived || (error instanceof AskError && error.reach === 'attempt' && !error.overload)) {
          await sleep(options.pollMs ?? 1000, signal)
          const found = await findLost(name, record, Date.now())
          if (found) return await ledger.submitted(name, record, found)
        } else if (
          !(error instanceof TransportError) &&
          !(error instanceof AskError && error.reach === 'attempt')
        ) {
          await ledger.forget(name)
          throw error instanceof AskError ? new UsageError(error.message, { cause: error }) : error
        }
        if (attempt >= options.maxAttempts) {
          await ledger.forget(name)
          throw new UsageError(`the batch cannot be submitted: ${(error as Error).message}`, { cause: error })
        }
        const wait = error instanceof AskError ? error.retryAfterMs : undefined
        await sleep(wait ?? (options.pollMs ?? 1000) * 2 ** attempt, signal)
      }
    }
  }

  /**
   * Lists lag: a batch that was sent a moment ago may be taken and not listed yet, and who submits it again pays twice.
   * So it counts as lost only where it is still not listed some time after `sent` (milliseconds since 1970).
   */
  const findLost = async (name: string, record: BatchRecord, sent: number) => {
    const search = { name, count: record.jobs.length, since: record.since }
    for (;;) {
      const isSure = Date.now() - sent >= (options.listLagMs ?? 15_000)
      const known = new Set(ledger.pending().map(([, { id }]) => id))
      const found = (await patiently(() => api.find(search, call))).find(id => !known.has(id))
      if (found !== undefined || isSure) return found
      await sleep(options.pollMs ?? 1000, signal)
    }
  }

  /** Reading costs nothing: it is repeated until it works. */
  const patiently = async <T>(read: () => Promise<T>): Promise<T> => {
    for (let failed = 1; ; failed++) {
      try {
        return await read()
      } catch (error) {
        signal.throwIfAborted()
        if (isGone(error)) throw error
        const passing =
          error instanceof TransportError || (error instanceof AskError && error.reach === 'attempt')
        if (!passing || failed > options.maxAttempts + 10) {
          throw error instanceof AskError ? new UsageError(error.message, { cause: error }) : error
        }
        const wait = error instanceof AskError ? error.retryAfterMs : undefined
        await sleep(wait ?? Math.min(60_000, (options.pollMs ?? 1000) * 2 ** failed), signal)
      }
    }
  }

  const collectOne = async (name: string, record: BatchRecord) => {
    const id = record.id ?? (await findLost(name, record, Date.parse(record.since)))
    if (id === undefined) {
      // The intent was written, and nothing was submitted.
      await ledger.forget(name)
      return
    }
    if (record.id === undefined) await ledger.submitted(name, record, id)
    const results = await outcomeOf(id, name, record)
    const ids = new Set(record.jobs.map(job => job.id))
    const foreign = results.length > 0 && !results.some(result => ids.has(result.id))
    if (!foreign) await store(record, results)
    await ledger.forget(name)
  }

  const outcomeOf = async (id: string, name: string, record: BatchRecord) => {
    try {
      const { failure } = await wait(id, record.jobs.length)
      if (failure === undefined) return await patiently(() => api.results(id, call))
      note(`batch ${id}: ${failure}`)
    } catch (error) {
      if (!isGone(error)) throw error
      // Where not even its list is to be had, the address is wrong and not the batch.
      await patiently(() => api.find({ name, count: record.jobs.length, since: record.since }, call))
      note(`batch ${id} is not known to ${backend.name} any more: its requests are sent again`)
    }
    return []
  }

  const wait = async (id: string, count: number) => {
    let pause = options.pollMs ?? 1000
    for (;;) {
      const status = await patiently(() => api.status(id, call))
      if (status.state === 'ended') return status
      note(`batch ${id}: ${status.done ?? 0} of ${count} answered`)
      await sleep(pause, signal)
      pause = Math.min(options.longestPollMs ?? 60_000, pause * 2)
    }
  }

  const store = async ({ jobs }: BatchRecord, results: readonly BatchResult[]) => {
    const byId = new Map(jobs.map(job => [job.id, job]))
    await Promise.all(
      results.map(async result => {
        const job = byId.get(result.id)
        if (!job) return
        const usage = 'reply' in result ? result.reply.usage : result.error.usage
        const cost = usage && prices.cost(usage, true)
        if (usage || 'reply' in result) addUsage(tally, usage, cost)
        if ('error' in result) return missed(job, result.error)
        await keep(job, { reply: result.reply, cost })
      }),
    )
  }

  const missed = ({ parts, member }: BatchJob, error: AskError) => {
    for (const part of parts) {
      // What is wrong with the group need not be wrong with each of them.
      if (member === undefined) failures.set(partId(part), error)
      else loners.add(partId(part))
    }
  }

  /** Nobody here knows the samples any more: the answers are checked when they are next asked for. */
  const keep = async ({ parts, member }: BatchJob, answered: Answered) => {
    const texts =
      member === undefined ? [answered.reply.text] : options.split(answered.reply.text, member, parts.length)
    await Promise.all(
      parts.map(async (part, index) => {
        const text = texts[index]
        if (text === undefined) return loners.add(partId(part))
        const own = share({ ...answered, reply: { ...answered.reply, text } }, parts.length, index)
        const entry = entryOf(backend, part.about, own, new Date())
        brought.add(part.keys.variant)
        await cache.put(part.keys, { ...entry, batch: true, unchecked: true })
      }),
    )
  }

  return {
    isPending: job => underway.has(partId(job)),
    async add({ jobs, request, member }) {
      const parts = jobs.map(({ keys, alone, about }) => ({ keys, ...(alone && { alone }), about: about() }))
      const ids = parts.map(partId)
      for (const id of ids) underway.add(id)
      const id = jobId(ids)
      const bytes = Buffer.byteLength(JSON.stringify(request)) + 300
      if (
        pile.items.length > 0 &&
        (pile.bytes + bytes > api.mostBytes || pile.items.length >= api.mostRequests)
      ) {
        await submitPile()
      }
      pile.items.push({ id, request })
      pile.jobs.push({ id, parts, ...(member !== undefined && { member }) })
      pile.bytes += bytes
    },
    flush: submitPile,
    async collect() {
      try {
        await Promise.all(ledger.pending().map(([name, record]) => collectOne(name, record)))
      } finally {
        if (signal.aborted && ledger.pending().length > 0) {
          note('the batches go on at the provider; run the same command again to fetch the answers')
        }
      }
      underway = new Set()
    },
    failure: job => failures.get(partId(job)),
    wantsToBeAlone: job => loners.has(partId(job)),
    takeNew: ({ keys }) => brought.delete(keys.variant),
    get pending() {
      return ledger.pending().length
    },
  }
}

function isGone(error: unknown): boolean {
  return error instanceof AskError && error.code === 'gone'
}
