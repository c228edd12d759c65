/** `anthropic-ratelimit-*`: what is left, and when it is whole again (RFC 3339). */
import type { Allowance, RateReport } from '../engine/quota.ts'

type Headers = Readonly<Record<string, string>>

export function claudeRates(headers: Headers, now = Date.now(), clock = performance.now()): RateReport {
  const read = (kind: string): Allowance | undefined => {
    const remaining = headers[`anthropic-ratelimit-${kind}-remaining`]
    if (!remaining) return undefined
    const reset = Date.parse(headers[`anthropic-ratelimit-${kind}-reset`] ?? '')
    if (Number.isNaN(reset)) return undefined
    const limit = headers[`anthropic-ratelimit-${kind}-limit`]
    return {
      remaining: Number(remaining),
      ...(limit && { limit: Number(limit) }),
      resetAt: clock + (reset - now),
    }
  }
  const requests = read('requests')
  // The input limit is the narrower one; where it is not told, the sum is.
  const tokens = read('input-tokens') ?? read('tokens')
  return { ...(requests && { requests }), ...(tokens && { tokens }) }
}
