/** `x-ratelimit-*`: what is left, and in how long it is whole again, as a duration like `6m0s` or `12ms`. */
import type { Allowance, RateReport } from '../engine/quota.ts'

type Headers = Readonly<Record<string, string>>

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function durationMs(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * unitMs[unit!]!
  }
  return total
}

export function openaiRates(headers: Headers, clock = performance.now()): RateReport {
  const read = (kind: string): Allowance | undefined => {
    const remaining = headers[`x-ratelimit-remaining-${kind}`]
    const reset = durationMs(headers[`x-ratelimit-reset-${kind}`] ?? '')
    if (!remaining || reset === undefined) return undefined
    const limit = headers[`x-ratelimit-limit-${kind}`]
    return { remaining: Number(remaining), ...(limit && { limit: Number(limit) }), resetAt: clock + reset }
  }
  const requests = read('requests')
  const tokens = read('tokens')
  return { ...(requests && { requests }), ...(tokens && { tokens }) }
}
