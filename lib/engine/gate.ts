/**
 * Lets requests out: so many at once, so many a minute, none while the provider asks for a pause. What is let through
 * at once rises by one per round of successes and halves when the provider is overloaded.
 */
import { timerMs } from '../sleep.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { createQuota, type RateReport } from './quota.ts'

export interface GateOptions {
  /** The most at once. */
  concurrency: number
  requestsPerMinute?: number
  tokensPerMinute?: number
}

export interface Pass {
  /** What the answer says of the provider's limits, and the tokens that count against them. */
  heard(report: RateReport, tokens: number | undefined): void
  /** Gives the place back. `overloaded`: the provider had no room for the request. */
  leave(outcome: 'answered' | 'overloaded' | 'failed'): void
}

export interface Gate {
  /** Waits for a place for a request of about `tokens`. A retry goes before what has not been tried. One run, one signal. */
  enter(tokens: number, signal: AbortSignal, isRetry?: boolean): Promise<Pass>
  /** Takes note of what a refusal's headers say. */
  heed(report: RateReport): void
  /** Lets nothing out for `ms`. */
  pause(ms: number): void
  /** Lets nothing out any more: everybody who waits is turned away with `reason`. */
  stop(reason: Error): void
  /** The most at once, as it stands. */
  readonly limit: number
}

interface Waiting {
  tokens: number
  go(pass: Pass): void
  fail(reason: unknown): void
}

export function createGate(options: GateOptions, clock: () => number = () => performance.now()): Gate {
  const queue: Waiting[] = []
  const inside = new Map<number, number>()
  const quota = createQuota(clock)
  const buckets: { requests?: Bucket; tokens?: Bucket } = {}
  if (options.requestsPerMinute) buckets.requests = createBucket(options.requestsPerMinute, clock())
  if (options.tokensPerMinute) buckets.tokens = createBucket(options.tokensPerMinute, clock())
  let limit = options.concurrency
  let serial = 0
  // Requests sent before the last cut say nothing about the new limit.
  let cutAt = 0
  let pausedUntil = 0
  let stopped: Error | undefined
  let timer: NodeJS.Timeout | undefined

  const waitOf = (tokens: number, now: number) =>
    Math.max(
      pausedUntil - now,
      buckets.requests?.wait(1, now) ?? 0,
      buckets.tokens?.wait(tokens, now) ?? 0,
      quota.wait(tokens, now),
    )

  const pump = () => {
    clearTimeout(timer)
    timer = undefined
    while (queue.length > 0 && inside.size < Math.floor(limit)) {
      const now = clock()
      const wait = waitOf(queue[0]!.tokens, now)
      if (wait > 0) {
        timer = setTimeout(pump, timerMs(wait))
        return
      }
      const next = queue.shift()!
      buckets.requests?.take(1, now)
      buckets.tokens?.take(next.tokens, now)
      quota.take(next.tokens)
      next.go(admit(next.tokens))
    }
  }

  const admit = (tokens: number): Pass => {
    const number = ++serial
    inside.set(number, tokens)
    return {
      heard(report, used) {
        if (report.requests || report.tokens) quota.update(report, sentAfter(number))
        if (used !== undefined) buckets.tokens?.correct(tokens - used)
      },
      leave(outcome) {
        if (!inside.delete(number)) return
        if (outcome === 'answered') limit = Math.min(options.concurrency, limit + 1 / limit)
        if (outcome === 'overloaded' && number > cutAt) {
          limit = Math.max(1, limit / 2)
          cutAt = serial
        }
        pump()
      },
    }
  }
  // One listener for all who wait: a thousand on one signal make each coming and going slow.
  const watched = new Set<AbortSignal>()
  const watch = (signal: AbortSignal) => {
    if (watched.has(signal)) return
    watched.add(signal)
    const turnAway = () => {
      for (const waiting of queue.splice(0)) waiting.fail(signal.reason)
      clearTimeout(timer)
    }
    signal.addEventListener('abort', turnAway, { once: true })
  }
  const sentAfter = (number: number) => {
    const later: number[] = []
    for (const [other, tokens] of inside) if (other > number) later.push(tokens)
    return later
  }

  return {
    enter(tokens, signal, isRetry = false) {
      if (stopped) return Promise.reject(stopped)
      if (signal.aborted) return Promise.reject(signal.reason)
      watch(signal)
      return new Promise((go, fail) => {
        if (isRetry) queue.unshift({ tokens, go, fail })
        else queue.push({ tokens, go, fail })
        pump()
      })
    },
    heed: report => quota.update(report, []),
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock() + ms)
    },
    stop(reason) {
      stopped ??= reason
      for (const waiting of queue.splice(0)) waiting.fail(stopped)
      clearTimeout(timer)
    },
    get limit() {
      return Math.floor(limit)
    },
  }
}
