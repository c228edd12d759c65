/**
 * Gets the answer to a request: from the cache, from an equal request in flight, or from the model, within the limits of
 * rate, time, attempts and money. An answer is stored before anybody sees it.
 */
import type { Backend, Question } from '../backends/types.ts'
import type { Cache, Claim, Entry, Keys, Served, Usage } from '../cache/types.ts'
import { messageOf, UsageError } from '../errors.ts'
import type { HttpClient } from '../http/client.ts'
import { TransportError } from '../http/transport-error.ts'
import { likelyTokens, worstUsage } from '../money/estimate.ts'
import type { Prices } from '../money/prices.ts'
import { sleep } from '../sleep.ts'
import { AskError } from './ask-error.ts'
import { type Backoff, defaultBackoff, waitBefore } from './backoff.ts'
import { type Budget, createBudget } from './budget.ts'
import { type About, type Answered, entryOf, type Judge, judged, share } from './entry.ts'
import type { Gate, Pass } from './gate.ts'
import type { RateReport } from './quota.ts'
import { addHit, addUsage, answeredText, createTally, short, type Tally } from './tally.ts'

/** What is sent. */
export interface Work {
  /** As made by the backend. */
  request: unknown
  question: Question
}

export interface Job extends Work {
  keys: Keys
  /** Of one that is asked among others: its keys where it is asked alone. */
  alone?: Keys
  /** What it finds wanting is kept and never served. */
  judge?: Judge
  /** Asked for what is sent only: most records are found. */
  about(): About
}

/** How several jobs go into one request, and its answer back into theirs. */
export interface GroupRequest {
  build(jobs: readonly Job[]): Work
  /** Where each answer has its text: what it takes to split it later, by another process. */
  member: string
  /** The text for each job; undefined: it came back missing or out of place. */
  split(text: string, jobs: readonly Job[]): readonly (string | undefined)[]
}

interface Place {
  answer(work: Work): Promise<Answered>
  leave(): void
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
  /** Jobs at once, at most. */
  window: number
  /** USD; undefined: no bound. */
  maxCost?: number
  backoff?: Backoff
  /** Told of each request that leaves, and of what came of it. */
  debug?(message: () => string): void
  now?(): Date
}

export interface Engine {
  /** Rejects with AskError where this record has no answer, with UsageError where none can have one any more. */
  ask(job: Job): Promise<Entry>
  /** Several jobs in one request, each with its own end. Undefined for those whose answer came back missing. */
  askGroup(jobs: readonly Job[], group: GroupRequest): readonly Promise<Entry | undefined>[]
  /** The answer that is in the cache, checked. */
  look(job: Pick<Job, 'keys' | 'judge'>): Entry | undefined
  /** The same, counted. */
  known(job: Pick<Job, 'keys' | 'judge'>): Entry | undefined
  /** Counts an answer that was taken from the cache without being asked for by this request. */
  reuse<A extends Served>(answer: A): A
  readonly tally: Tally
}

/** Nothing is wrong with this request, and it was not answered: the next run goes on here. */
export class Postponed extends Error {
  override name = 'Postponed'
}

/** Money ran out before it. */
export class OverBudget extends Postponed {
  override name = 'OverBudget'
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** In ms; a longer one would be over at once. */
const longestTimer = 2 ** 31 - 1

export function createEngine(options: EngineOptions): Engine {
  const { backend, cache, gate, signal } = options
  const backoff = options.backoff ?? defaultBackoff
  const tally = createTally()
  const budget: Budget | undefined = options.maxCost === undefined ? undefined : createBudget(options.maxCost)
  const flying = new Map<string, Promise<Entry>>()
  let prepared: Promise<void> | undefined

  const fromCache = <A extends Served>(answer: A): A => {
    cache.hit(answer)
    addHit(tally, answer)
    return answer
  }

  const look: Engine['look'] = ({ keys, judge }) => {
    const entry = cache.get(keys)
    if (!entry?.unchecked || !judge) return entry
    const checked = judged(entry, judge)
    // Where that comes to nothing it is judged again the next time.
    if (!cache.readOnly) cache.amend(keys, checked).catch(() => {})
    return checked
  }

  const known: Engine['known'] = job => {
    const entry = look(job)
    return entry && fromCache(entry)
  }

  const ask = async (job: Job): Promise<Entry> => {
    const entry = known(job)
    if (entry) return entry
    const name = job.keys.content + job.keys.variant
    const same = flying.get(name)
    if (same) return same.then(fromCache)
    const flight = fly(job, name)
    flying.set(name, flight)
    return flight
  }

  const prepare = () => {
    // Before the first request, and only where there is one: a run that finds all in the cache needs no key.
    prepared ??= (async () => backend.prepare?.())()
    return prepared
  }

  const fly = async (job: Job, name: string): Promise<Entry> => {
    let claim: Claim | undefined
    let place: Place | undefined
    try {
      await prepare()
      // Before there is a place: whoever has one has nothing to wait for but the answer.
      const claimed = backend.isLocal ? unclaimed(job.keys) : await cache.claim(job.keys, signal)
      if (!('settle' in claimed)) return fromCache(claimed)
      claim = claimed
      place = await enter(job.question)
      const answered = await place.answer(job)
      // What costs nothing may be lost: it keeps no place until it is stored, so that many are stored at once.
      if (backend.isLocal) place.leave()
      return await keep(job, claim, answered)
    } finally {
      place?.leave()
      await claim?.release()
      flying.delete(name)
    }
  }

  /** What costs nothing is not held from other processes: they may make it too. Nor is it in a hurry to be stored. */
  const unclaimed = (keys: Keys): Claim => ({
    settle: async entry => {
      if (!cache.readOnly) await cache.put(keys, entry, options.window)
    },
    release: async () => {},
  })

  /** Stored first, whatever the checks make of it: it is paid for. */
  const keep = async (job: Job, claim: Claim, answered: Answered): Promise<Entry> => {
    const entry = entryOf(backend, job.about(), answered, options.now?.() ?? new Date())
    let checked: Entry
    try {
      checked = judged(entry, job.judge)
    } catch (error) {
      await claim.settle({ ...entry, unchecked: true })
      if (error instanceof UsageError) gate.stop(error)
      throw error
    }
    await claim.settle(checked)
    return checked
  }

  const askGroup: Engine['askGroup'] = (jobs, group) => {
    const answers = askTogether(jobs, group)
    return jobs.map(async job => (await answers).get(job))
  }

  const askTogether = async (jobs: readonly Job[], group: GroupRequest): Promise<Map<Job, Entry>> => {
    await prepare()
    let place: Place | undefined
    const claims = new Map<Job, Claim>()
    const entries = new Map<Job, Entry>()
    try {
      // In the order of the keys, the same in every process: two groups never wait for each other.
      for (const job of jobs.toSorted((a, b) => (a.keys.variant < b.keys.variant ? -1 : 1))) {
        const claimed = await cache.claim(job.keys, signal)
        if ('settle' in claimed) claims.set(job, claimed)
        else entries.set(job, fromCache(claimed))
      }
      const asked = jobs.filter(job => claims.has(job))
      if (asked.length > 0) {
        const work = group.build(asked)
        place = await enter(work.question)
        const answered = await place.answer(work)
        const texts = group.split(answered.reply.text, asked)
        await Promise.all(
          asked.map(async (job, index) => {
            const text = texts[index]
            if (text === undefined) return
            const own = share({ ...answered, reply: { ...answered.reply, text } }, asked.length, index)
            entries.set(job, await keep(job, claims.get(job)!, own))
          }),
        )
      }
    } finally {
      place?.leave()
      await Promise.all([...claims.values()].map(claim => claim.release()))
    }
    return entries
  }

  /**
   * A place among the requests in flight, given back and taken again between attempts. It is held until the answer is
   * stored: so a process that is killed loses no more answers than it had places.
   */
  const enter = async (question: Question): Promise<Place> => {
    const deadline = performance.now() + options.recordTimeoutMs
    const tokens = backend.isLocal ? 0 : likelyTokens(question)
    let pass = await gate.enter(tokens, signal)
    let outcome: 'answered' | 'failed' = 'failed'
    const answer = async (work: Work): Promise<Answered> => {
      for (let attempts = 1, refusals = 0; ; ) {
        const { answered, failure } = await attempt(work, pass, deadline)
        if (answered) {
          outcome = 'answered'
          return answered
        }
        // Turned away at the door costs nothing: bounded by time, not by the number of attempts.
        if (failure.overload) refusals += 1
        else attempts += 1
        const wait = waitBefore(failure.overload ? refusals : attempts - 1, failure.retryAfterMs, backoff)
        if (failure.reach === 'run') throw stopRun(failure)
        if (failure.reach === 'record') throw failure
        if (attempts > options.maxAttempts) throw exhausted(failure, options.maxAttempts)
        if (performance.now() + wait > deadline) throw tooLate(failure)
        options.debug?.(() => `${failure.message}; again in ${seconds(wait)}`)
        // A limit is the account's: nobody goes before it is over. Overload may be one server's.
        const isForAll = failure.code === 'rate_limited' || failure.retryAfterMs !== undefined
        if (isForAll) gate.pause(wait)
        // The place goes to somebody else meanwhile: only now, when the gate knows of the pause.
        pass.leave(failure.overload ? 'overloaded' : 'failed')
        if (!isForAll) await sleep(wait, signal)
        pass = await gate.enter(tokens, signal, true)
      }
    }
    return { answer, leave: () => pass.leave(outcome) }
  }

  type Attempted = { answered: Answered; failure?: never } | { answered?: never; failure: AskError }

  /** One request. The place is given back by whoever knows what follows: an answer has it until it is stored. */
  const attempt = async (work: Work, pass: Pass, deadline: number): Promise<Attempted> => {
    const hold = budget && (await budget.hold(worstCost(work), signal))
    if (budget && !hold) throw new OverBudget('--max-cost is reached')
    let rates: RateReport = {}
    let cost: number | undefined
    if (!backend.isLocal) tally.requests += 1
    const tell = backend.isLocal ? undefined : follow(work)
    try {
      const reply = await backend.send(work.request, work.question, {
        signal,
        timeoutMs: Math.max(
          1,
          Math.min(options.attemptTimeoutMs, deadline - performance.now(), longestTimer),
        ),
        http: options.http,
        report: report => {
          rates = report
        },
      })
      cost = reply.cost ?? (reply.usage ? options.prices.cost(reply.usage) : backend.isLocal ? 0 : undefined)
      addUsage(tally, reply.usage, cost)
      tell?.(() => answeredText(reply.usage, cost))
      pass.heard(rates, reply.usage && limitedTokens(reply.usage))
      return { answered: { reply, cost } }
    } catch (error) {
      if (error instanceof UsageError) {
        // Nothing was sent: there is no program to ask, or it may not be run.
        if (!backend.isLocal) tally.requests -= 1
        cost = 0
        throw error
      }
      const failure = asAskError(error)
      tell?.(() => `failed: ${messageOf(failure ?? error)}`)
      if (failure && (failure.usage || failure.cost !== undefined)) {
        cost = failure.cost ?? options.prices.cost(failure.usage!)
        addUsage(tally, failure.usage, cost)
      } else if (failure && !failure.maybeBilled) cost = 0
      else tally.uncertain += worstCost(work, 0)
      if (!failure) throw error
      // A Retry-After is what the provider makes of its own figures for this very request.
      if (failure.retryAfterMs === undefined) gate.heed(rates)
      return { failure }
    } finally {
      hold?.settle(cost)
    }
  }

  /** Tells of a request, and gives what tells its end. */
  const follow = ({ question }: Work) => {
    const { debug } = options
    if (!debug) return undefined
    const name = `request ${tally.requests}`
    const began = performance.now()
    debug(() => `${name} to ${backend.name}:${backend.model}, about ${short(likelyTokens(question))} tokens`)
    return (end: () => string) => debug(() => `${name}, ${seconds(performance.now() - began)}: ${end()}`)
  }

  const worstCost = ({ question }: Work, unknown = Number.POSITIVE_INFINITY) =>
    options.prices.cost(worstUsage(question)) ?? unknown

  /** What is read from a provider's cache does not count toward its limits. */
  const limitedTokens = ({ input, cache_write = 0, output }: Usage) => input + cache_write + output

  const stopRun = (failure: AskError): UsageError => {
    const error = new UsageError(failure.message, { cause: failure })
    gate.stop(error)
    return error
  }

  const asAskError = (error: unknown): AskError | undefined => {
    if (error instanceof AskError) return error
    if (!(error instanceof TransportError)) return undefined
    const maybeBilled = error.fault !== 'unsent'
    // It goes into records: those of two runs are the same, whatever clocks and ports they had.
    const [code, message] = {
      unsent: ['unreachable', error.message] as const,
      lost: ['connection_lost', 'the connection broke before the answer was whole'] as const,
      timeout: ['timeout', 'no answer in time'] as const,
    }[error.fault]
    return new AskError(code, message, { reach: 'attempt', maybeBilled, cause: error })
  }

  const exhausted = (failure: AskError, attempts: number) => {
    // Nobody there at all: the others would fail the same way, each after the same wait.
    if (failure.code === 'unreachable') return stopRun(failure)
    return new AskError(failure.code, `${failure.message}, after ${attempts} attempts`, { reach: 'record' })
  }

  const tooLate = (failure: AskError) =>
    new AskError(failure.code, `${failure.message}; no time is left for another attempt`, { reach: 'record' })

  return { ask, askGroup, look, known, reuse: fromCache, tally }
}
