/** `--dry-run`: reads the real stream, asks nobody, and says what the run would take. */

import type { Usage } from '../cache/types.ts'
import type { Invocation } from '../cli/command.ts'
import { dollars, short } from '../engine/tally.ts'
import { runFilter } from '../filter/run.ts'
import { estimate, type Range } from '../money/estimate.ts'
import type { describeOptions } from './options.ts'
import type { Doors } from './outcomes.ts'
import { isWanted, readSample, requireSample } from './record.ts'
import { findReusable } from './reuse.ts'
import { animationOf, type SampleFields } from './sample.ts'
import type { Session } from './session.ts'

interface Forecast {
  /** That want a description. */
  records: number
  hits: number
  requests: number
  input: Range
  output: Range
  cost: Range | undefined
}

export async function dryRun(
  invocation: Invocation<typeof describeOptions>,
  { storeOf, sessionOf }: Doors,
): Promise<void> {
  const { options } = invocation
  const forecast: Forecast = {
    records: 0,
    hits: 0,
    requests: 0,
    input: { low: 0, high: 0 },
    output: { low: 0, high: 0 },
    cost: { low: 0, high: 0 },
  }
  const seen = new Set<number>()
  let opening: Promise<Session> | undefined
  let session: Session | undefined

  const forecastOne = async (sample: SampleFields) => {
    opening ??= storeOf().then(sessionOf)
    session = await opening
    const { describer, cache, backend, prices } = session
    forecast.records += 1
    for (let variant = 1; variant <= options.variants; variant++) {
      const { keys, question } = await describer.prepare(sample, variant)
      const reusable = findReusable(cache, animationOf(sample), options.reuse, backend)
      // 52 bits of the hash: two among a million requests agree once in 9,000 runs.
      const id = Number.parseInt(keys.variant.slice(0, 13), 16)
      if (cache.get(keys) || reusable[variant - 1] || seen.has(id)) {
        forecast.hits += 1
        continue
      }
      seen.add(id)
      forecast.requests += 1
      const { input, output } = estimate(question)
      // A transcript that is not here yet will be in the prompt.
      const transcript =
        sample.youtubeUrl && options.transcripts === 'auto' ? options['transcript-chars'] / 2 : 0
      add(forecast.input, { low: input.low, high: input.high + transcript })
      add(forecast.output, output)
      addCost(forecast, prices.cost, { low: input.low, high: input.high + transcript }, output)
    }
    return 'drop' as const
  }

  await runFilter(invocation, {
    window: 16,
    step: record => {
      if (!options.all && !isWanted(record, options)) return 'drop'
      requireSample(record, options)
      return forecastOne(readSample(record, options))
    },
    async finish() {
      await opening?.catch(() => {})
      await session?.close()
    },
    summary: () => forecastText(forecast),
  })
  if (session) process.stdout.write(`${JSON.stringify(report(session, forecast))}\n`)
}

function addCost(
  forecast: Forecast,
  cost: (usage: Usage) => number | undefined,
  input: Range,
  output: Range,
): void {
  // At the least, the rules were read from the provider's cache; at the most, nothing was.
  const low = cost({ input: 0, cache_read: input.low, output: output.low })
  const high = cost({ input: 0, cache_write: input.high, output: output.high })
  const plain = cost({ input: input.high, output: output.high })
  if (low === undefined || high === undefined || plain === undefined) forecast.cost = undefined
  if (forecast.cost) add(forecast.cost, { low: low!, high: Math.max(high!, plain!) })
}

function add(to: Range, { low, high }: Range): void {
  to.low += low
  to.high += high
}

function report({ backend, prompt }: Session, forecast: Forecast) {
  const whole = ({ low, high }: Range) => ({ low: Math.round(low), high: Math.round(high) })
  const money = (share: number) =>
    forecast.cost && { low: round(forecast.cost.low * share), high: round(forecast.cost.high * share) }
  return {
    backend: backend.name,
    model: backend.model,
    prompt: `${prompt.name}@${prompt.version}`,
    records: forecast.records,
    hits: forecast.hits,
    requests: forecast.requests,
    tokens_in: whole(forecast.input),
    tokens_out: whole(forecast.output),
    cost: money(1) ?? 'unknown',
    cost_batch: money(0.5) ?? 'unknown',
  }
}

function forecastText({ hits, requests, input, output, cost }: Forecast): string {
  const span = ({ low, high }: Range, show: (value: number) => string) =>
    high === 0 ? show(0) : `${show(low)} to ${show(high)}`
  const money = cost ? span(cost, dollars) : 'cost unknown'
  return `${hits} from cache, ${requests} to ask; ${span(input, short)} tokens in, ${span(output, short)} out; ${money}`
}

function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}
