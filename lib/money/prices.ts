/** From tokens to USD. A model without a price has none: undefined, never 0. */
import type { Usage } from '../cache/types.ts'
import { findRow, ownPrices, type PriceRow, ratesOf } from './rates.ts'

export interface Prices {
  /** Undefined: no price is known. */
  cost(usage: Usage, isBatch?: boolean): number | undefined
}

export interface PriceQuery {
  /** Absent: what runs on this machine costs nothing. */
  provider: string | undefined
  model: string
  /** Before all else. */
  rows: readonly PriceRow[]
  now?: Date
}

/** Every provider takes half for what may come a day later. */
const batchShare = 0.5

export async function loadPrices({ provider, model, rows, now = new Date() }: PriceQuery): Promise<Prices> {
  if (provider === undefined) return { cost: () => 0 }
  const row = findRow(rows, provider, model) ?? findRow(ownPrices(), provider, model)
  const share = (isBatch: boolean | undefined) => (isBatch ? batchShare : 1)
  if (row) {
    const day = now.toISOString().slice(0, 10)
    return { cost: (usage, isBatch) => rounded(costOf(row, usage, day) * share(isBatch)) }
  }
  // Nearly a megabyte of tables: loaded where a request is to be priced, not before.
  const { calcPrice } = await import('@pydantic/genai-prices')
  const price = (usage: Usage) =>
    calcPrice(
      {
        input_tokens: promptTokens(usage),
        output_tokens: usage.output,
        cache_read_tokens: usage.cache_read ?? 0,
        cache_write_tokens: usage.cache_write ?? 0,
      },
      model,
      { providerId: provider, timestamp: now },
    )?.total_price
  return {
    cost(usage, isBatch) {
      const total = price(usage)
      return total === undefined ? undefined : rounded(total * share(isBatch))
    },
  }
}

function promptTokens({ input, cache_read = 0, cache_write = 0 }: Usage): number {
  return input + cache_read + cache_write
}

function costOf(row: PriceRow, usage: Usage, day: string): number {
  const rates = ratesOf(row, promptTokens(usage), day)
  const { input, output, cache_read = 0, cache_write = 0 } = usage
  return (
    (input * rates.input +
      output * rates.output +
      cache_read * (rates.cache_read ?? rates.input) +
      cache_write * (rates.cache_write ?? rates.input)) /
    1e6
  )
}

/** To a billionth of a dollar: what binary fractions add beyond that is noise in a record. */
function rounded(usd: number): number {
  return Math.round(usd * 1e9) / 1e9
}
