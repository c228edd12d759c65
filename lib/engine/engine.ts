/**
 * Gets the answer to a request: from the cache, from an equal request in flight, or from the model, within the limits of
 * rate, time, attempts and money. An answer is stored before anybody sees it.
 */
import type { Backend, Question, Reply } from '../backends/types.ts'
import type { Cache, Claim, Entry, Keys, Usage } from '../cache/types.ts'
import { UsageError } from '../errors.ts'
import type { HttpClient } from '../http/client.ts'
import { TransportError } from '../http/transport-error.ts'
import { likelyTokens, worstUsage } from '../money/estimate.ts'
import type { Prices } from '../money/prices.ts'
import { sleep } from '../sleep.ts'
import { AskError } from './ask-error.ts'
import { type Backoff, defaultBackoff, waitBefore } from './backoff.ts'
import { type Budget, createBudget } from './budget.ts'
import type { Gate, Pass } from './gate.ts'
import type { RateReport } from './quota.ts'
import { addHit, addUsage, createTally, type Tally } from './tally.ts'

export interface Job {
  keys: Keys
  /** As made by the backend. */
  request: unknown
  question: Question
  /** What the entry is to say of the sample and the prompt. */
  /** The rules that an answer breaks, so that it is kept and never served; none: it is good. */
  judge?(text: string): readonly string[]
  about: Pick<Entry, 'prompt' | 'prompt_hash' | 'source' | 'parts'>
}

export interface EngineOptions {
  backend: Backend
  cache: Cache
  gate: Gate
  http: HttpClient
  prices: Prices
  signal: AbortSignal
  maxAttempts: number
  attemptTimeoutMs: number
  recordTimeoutMs: number
  /** USD; undefined: no bound. */
  maxCost?: number
  backoff?: Backoff
  debug?(message: string): void
  now?(): Date
}

export interface Engine {
  /** Rejects with AskError where this record has no answer, with UsageError where none can have one any more. */
  ask(job: Job): Promise<Entry>
  /** Counts an answer that was taken from the cache without being asked for by this request. */
  reuse(keys: Keys, entry: Entry): void
  readonly tally: Tally
}

/** Money ran out before this request: nothing is wrong with it, and the next run goes on here. */
export class OverBudget extends Error {
  override name = 'OverBudget'
}

export function createEngine(options: EngineOptions): Engine {
  const { backend, cache, gate, signal } = options
  const backoff = options.backoff ?? defaultBackoff
  const tally = createTally()
  const budget: Budget | undefined = options.maxCost === undefined ? undefined : createBudget(options.maxCost)
  const flying = new Map<string, Promise<Entry>>()
  let prepared: Promise<void> | undefined

  const fromCache = (keys: Keys, entry: Entry) => {
    cache.hit(keys, entry)
    addHit(tally, entry)
    return entry
  }

  const ask = async (job: Job): Promise<Entry> => {
    const known = cache.get(job.keys)
    if (known) return fromCache(job.keys, known)
    const name = job.keys.content + job.keys.variant
    const same = flying.get(name)
    if (same) return fromCache(job.keys, await same)
    const flight = fly(job).finally(() => flying.delete(name))
    flying.set(name, flight)
    return flight
  }

  const fly = async (job: Job): Promise<Entry> => {
    // Before the first request, and only where there is one: a run that finds all in the cache needs no key.
    prepared ??= (async () => backend.prepare?.())()
    await prepared
    const deadline = performance.now() + options.recordTimeoutMs
    const tokens = likelyTokens(job.question)
    let pass = await gate.enter(tokens, signal)
    let claim: Claim | undefined
    try {
      const claimed = await cache.claim(job.keys, signal)
      if (!('settle' in claimed)) return fromCache(job.keys, claimed)
      claim = claimed
      for (let attempts = 1, refusals = 0; ; ) {
        const { reply, cost, failure } = await attempt(job, pass, deadline)
        if (reply) {
          const entry = entryOf(job, reply, cost)
          await claim.settle(entry)
          return entry
        }
        // Turned away at the door costs nothing: bounded by time, not by the number of attempts.
        if (failure.overload) refusals += 1
        else attempts += 1
        const wait = waitBefore(failure.overload ? refusals : attempts - 1, failure.retryAfterMs, backoff)
        if (failure.reach === 'run') throw stopRun(failure)
        if (failure.reach === 'record') throw failure
        if (attempts > options.maxAttempts) throw exhausted(failure, options.maxAttempts)
        if (performance.now() + wait > deadline) throw tooLate(failure)
        options.debug?.(`${failure.message}; again in ${(wait / 1000).toFixed(1)} s`)
        // A limit is the account's: nobody goes before it is over. Overload may be one server's.
        const isForAll = failure.code === 'rate_limited' || failure.retryAfterMs !== undefined
        if (isForAll) gate.pause(wait)
        // The place goes to somebody else meanwhile: only now, when the gate knows of the pause.
        pass.leave(failure.overload ? 'overloaded' : 'failed')
        if (!isForAll) await sleep(wait, signal)
        pass = await gate.enter(tokens, signal, true)
      }
    } finally {
      pass.leave('failed')
      await claim?.release()
    }
  }

  type Attempted =
    | { reply: Reply; cost: number | undefined; failure?: never }
    | { reply?: never; cost?: never; failure: AskError }

  /** One request. After an answer the place is given back; after a failure that is left to whoever knows what follows. */
  const attempt = async (job: Job, pass: Pass, deadline: number): Promise<Attempted> => {
    const hold = budget && (await budget.hold(worstCost(job), signal))
    if (budget && !hold) throw new OverBudget('--max-cost is reached')
    let rates: RateReport = {}
    let cost: number | undefined
    if (!backend.isLocal) tally.requests += 1
    try {
      const reply = await backend.send(job.request, job.question, {
        signal,
        timeoutMs: Math.max(1, Math.min(options.attemptTimeoutMs, deadline - performance.now())),
        http: options.http,
        report: report => {
          rates = report
        },
      })
      cost = reply.cost ?? (reply.usage ? options.prices.cost(reply.usage) : backend.isLocal ? 0 : undefined)
      addUsage(tally, reply.usage, cost)
      pass.leave('answered', rates, reply.usage && limitedTokens(reply.usage))
      return { reply, cost }
    } catch (error) {
      const failure = asAskError(error)
      if (failure?.usage) {
        cost = failure.cost ?? options.prices.cost(failure.usage)
        addUsage(tally, failure.usage, cost)
      } else if (failure && !failure.maybeBilled) cost = 0
      else tally.uncertain += worstCost(job, 0)
      if (!failure) throw error
      gate.heed(rates)
      return { failure }
    } finally {
      hold?.settle(cost)
    }
  }

  const worstCost = (job: Job, unknown = Number.POSITIVE_INFINITY) =>
    options.prices.cost(worstUsage(job.question)) ?? unknown

  const entryOf = (job: Job, reply: Reply, cost: number | undefined): Entry => {
    const rejected = job.judge?.(reply.text) ?? []
    return { ...answerOf(job, reply, cost), ...(rejected.length > 0 && { rejected }) }
  }

  /** What is read from a provider's cache does not count toward its limits. */
  const limitedTokens = ({ input, cache_write = 0, output }: Usage) => input + cache_write + output

  const answerOf = (job: Job, reply: Reply, cost: number | undefined): Entry => ({
    text: reply.text,
    backend: backend.name,
    model: backend.model,
    ...(reply.model !== undefined && { model_answered: reply.model }),
    ...job.about,
    ...(reply.usage && { usage: reply.usage }),
    ...(cost !== undefined && { cost }),
    finish_reason: reply.finishReason,
    time: (options.now?.() ?? new Date()).toISOString(),
  })

  const stopRun = (failure: AskError): UsageError => {
    const error = new UsageError(failure.message, { cause: failure })
    gate.stop(error)
    return error
  }

  const asAskError = (error: unknown): AskError | undefined => {
    if (error instanceof AskError) return error
    if (!(error instanceof TransportError)) return undefined
    const maybeBilled = error.fault !== 'unsent'
    const codes = { unsent: 'unreachable', lost: 'connection_lost', timeout: 'timeout' }
    return new AskError(codes[error.fault], error.message, { reach: 'attempt', maybeBilled, cause: error })
  }

  const exhausted = (failure: AskError, attempts: number) => {
    // Nobody there at all: the others would fail the same way, each after the same wait.
    if (failure.code === 'unreachable') return stopRun(failure)
    return new AskError(failure.code, `${failure.message}, after ${attempts} attempts`, { reach: 'record' })
  }

  const tooLate = (failure: AskError) =>
    new AskError(failure.code, `${failure.message}; no time is left for another attempt`, { reach: 'record' })

  return { ask, reuse: fromCache, tally }
}
