/** What a run did, for the line at its end. */
import type { Served, Usage } from '../cache/types.ts'

export interface Tally {
  /** Attempts that left for the provider. */
  requests: number
  /** Answers that were there already, or came through an equal request. */
  hits: number
  input: number
  output: number
  spent: number
  saved: number
  /** What may have been billed for requests that were sent and brought no answer. */
  uncertain: number
  /** Answers without a known price. */
  unpriced: number
}

export function createTally(): Tally {
  return { requests: 0, hits: 0, input: 0, output: 0, spent: 0, saved: 0, uncertain: 0, unpriced: 0 }
}

export function addUsage(tally: Tally, usage: Usage | undefined, cost: number | undefined): void {
  if (usage) {
    tally.input += usage.input + (usage.cache_read ?? 0) + (usage.cache_write ?? 0)
    tally.output += usage.output
  }
  if (cost === undefined) tally.unpriced += 1
  else tally.spent += cost
}

/** What one answer took, for --verbose. */
export function answeredText(usage: Usage | undefined, cost: number | undefined): string {
  const one = createTally()
  addUsage(one, usage, cost)
  const tokens = usage ? `, ${short(one.input)} tokens in, ${short(one.output)} out` : ''
  return `answered${tokens}${cost === undefined ? '' : `, ${dollars(cost)}`}`
}

export function addHit(tally: Tally, { cost }: Pick<Served, 'cost'>): void {
  tally.hits += 1
  tally.saved += cost ?? 0
}

/** Records that went without a description. */
export interface Misses {
  failed: number
  postponed: number
  /** Not in a cache that is not to be added to. */
  uncached: number
}

/** `1040 from cache, 2 requests, 0 failed; 1.2k tokens in, 310 out; $0.01 spent, $4.10 saved` */
export function tallyText(tally: Tally, { failed, postponed, uncached }: Misses): string {
  const counts = [
    `${tally.hits} from cache`,
    `${tally.requests} request${tally.requests === 1 ? '' : 's'}`,
    `${failed} failed`,
  ]
  if (postponed > 0) counts.push(`${postponed} left for the next run`)
  if (uncached > 0) counts.push(`${uncached} not in the cache`)
  const parts = [counts.join(', ')]
  if (tally.input + tally.output > 0) {
    parts.push(`${short(tally.input)} tokens in, ${short(tally.output)} out`)
  }
  const money = moneyTexts(tally)
  if (money.length > 0) parts.push(money.join(', '))
  return parts.join('; ')
}

function moneyTexts({ requests, spent, saved, uncertain, unpriced }: Tally): string[] {
  const texts: string[] = []
  if (unpriced > 0 && spent === 0) texts.push('cost unknown')
  else if (requests > 0 || spent > 0)
    texts.push(`${dollars(spent)} spent${unpriced > 0 ? ` and ${unpriced} unpriced` : ''}`)
  if (uncertain > 0) texts.push(`up to ${dollars(uncertain)} for answers that were lost`)
  if (saved > 0) texts.push(`${dollars(saved)} saved`)
  return texts
}

export function short(count: number): string {
  if (count < 1000) return String(count)
  return count < 1e6 ? `${(count / 1e3).toFixed(1)}k` : `${(count / 1e6).toFixed(2)}M`
}

export function dollars(usd: number): string {
  if (usd === 0) return '$0'
  return usd < 0.01 ? `$${usd.toFixed(6).replace(/0+$/, '')}` : `$${usd.toFixed(2)}`
}
