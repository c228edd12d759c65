/** What the provider's rate headers leave us, so that the limit is kept before it is hit. */

export interface Allowance {
  remaining: number
  /** What a whole one is. Known, it comes back bit by bit; unknown, all at once. */
  limit?: number
  /** When it is whole again, in milliseconds of the clock in use. */
  resetAt: number
}

/** Read from the headers of one answer. */
export interface RateReport {
  requests?: Allowance
  tokens?: Allowance
}

export interface Quota {
  /** `later`: tokens of each request that was sent after the one that brought this report. */
  update(report: RateReport, later: readonly number[]): void
  wait(tokens: number, now: number): number
  take(tokens: number): void
}

export function createQuota(clock = () => performance.now()): Quota {
  let requests: Refilling | undefined
  let tokens: Refilling | undefined
  return {
    update(report, later) {
      const now = clock()
      // Requests behind this one may not have reached the provider's count yet: they come off what it reports.
      if (report.requests) requests = { ...report.requests, taken: later.length, seenAt: now }
      if (report.tokens) {
        tokens = { ...report.tokens, taken: later.reduce((sum, each) => sum + each, 0), seenAt: now }
      }
    },
    wait: (amount, now) => Math.max(waitFor(requests, 1, now), waitFor(tokens, amount, now)),
    take(amount) {
      if (requests) requests.taken += 1
      if (tokens) tokens.taken += amount
    },
  }
}

interface Refilling extends Allowance {
  /** By us, since. */
  taken: number
  seenAt: number
}

/**
 * The providers' limits are buckets that fill all the time, and "reset" is when they are full: who waited for that at
 * each request would use a small part of what is allowed.
 */
function waitFor(allowance: Refilling | undefined, amount: number, now: number): number {
  if (!allowance || now >= allowance.resetAt) return 0
  const { remaining, limit, taken, seenAt, resetAt } = allowance
  const perMs = limit === undefined ? 0 : Math.max(0, limit - remaining) / (resetAt - seenAt)
  const missing = amount + taken - (remaining + perMs * (now - seenAt))
  if (missing <= 0) return 0
  return perMs === 0 ? resetAt - now : Math.min(resetAt - now, Math.ceil(missing / perMs))
}
