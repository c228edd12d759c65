/** What tokens of a model cost, from our own table or the user's; the package's is behind it. USD per million tokens. */
import { readFileSync } from 'node:fs'
import { messageOf, UsageError } from '../errors.ts'

export interface Rates {
  input: number
  output: number
  /** Absent: as `input`. */
  cache_read?: number
  cache_write?: number
}

/** A row of lib/money/prices.json and of a file named by --prices. */
export interface PriceRow extends Rates {
  /** As the price package names it; absent: any. */
  provider?: string
  model: string
  /** When it was looked up. */
  date?: string
  /** For the whole of a request whose prompt is longer than so many tokens. */
  large_prompt?: Rates & { above: number }
  /** From a day on. */
  later?: Rates & { from: string }
}

/** Reads rows; every number must be one, so that a slip is no free lunch. */
export function readPriceFile(path: string): readonly PriceRow[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`--prices: cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
  const rows = Array.isArray(value) ? value : [value]
  for (const row of rows as Partial<PriceRow>[]) {
    const slip = slipIn(row)
    if (slip) throw new UsageError(`--prices: ${path}: ${slip}; got ${JSON.stringify(row)}`)
  }
  return rows as PriceRow[]
}

function slipIn(row: Partial<PriceRow> | null): string | undefined {
  if (typeof row?.model !== 'string' || !isPrice(row.input) || !isPrice(row.output)) {
    return 'each row wants model, input and output (USD per million tokens)'
  }
  const { provider, large_prompt, later } = row
  if (provider !== undefined && typeof provider !== 'string') return 'provider is a name'
  for (const rates of [row, large_prompt, later]) {
    if (rates === undefined) continue
    const { input, output, cache_read = 0, cache_write = 0 } = (rates ?? {}) as Partial<Rates>
    if (![input, output, cache_read, cache_write].every(isPrice)) {
      return 'input, output, cache_read and cache_write are numbers of USD per million tokens, none of them negative'
    }
  }
  if (large_prompt && !isPrice(large_prompt.above)) return 'large_prompt wants above, in tokens'
  if (later && !/^\d{4}-\d{2}-\d{2}$/.test(String(later.from))) return 'later wants from, a day as 2026-12-31'
  return undefined
}

export function ownPrices(): readonly PriceRow[] {
  return JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as PriceRow[]
}

/** The row for `model`, whose dated name (`claude-haiku-5-5-20261120`) is the same model. */
export function findRow(rows: readonly PriceRow[], provider: string, model: string): PriceRow | undefined {
  const plain = model.replace(/-(?:20\d{6}|\d{4}-\d{2}-\d{2})$/, '')
  return rows.find(
    row => (row.provider ?? provider) === provider && (row.model === model || row.model === plain),
  )
}

export function ratesOf(row: PriceRow, promptTokens: number, day: string): Rates {
  if (row.later && day >= row.later.from) return row.later
  if (row.large_prompt && promptTokens > row.large_prompt.above) return row.large_prompt
  return row
}

function isPrice(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
