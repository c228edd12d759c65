/** What the provider's rate headers leave us, so that the limit is kept before it is hit. */

export interface Allowance {
  remaining: number
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

export function createQuota(): Quota {
  let requests: Allowance | undefined
  let tokens: Allowance | undefined
  const waitFor = (allowance: Allowance | undefined, amount: number, now: number) => {
    if (!allowance || now >= allowance.resetAt) return 0
    return allowance.remaining >= amount ? 0 : allowance.resetAt - now
  }
  return {
    update(report, later) {
      // Requests behind this one may not have reached the provider's count yet: they come off what it reports.
      if (report.requests) {
        requests = { ...report.requests, remaining: report.requests.remaining - later.length }
      }
      if (report.tokens) {
        const sent = later.reduce((sum, each) => sum + each, 0)
        tokens = { ...report.tokens, remaining: report.tokens.remaining - sent }
      }
    },
    wait: (amount, now) => Math.max(waitFor(requests, 1, now), waitFor(tokens, amount, now)),
    take(amount) {
      if (requests) requests.remaining -= 1
      if (tokens) tokens.remaining -= amount
    },
  }
}
