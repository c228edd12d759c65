/** `--dry-run`: reads the real stream, asks nobody, and says what the run would take. */
import type { Usage } from '../cache/types.ts'
import type { Invocation } from '../cli/command.ts'
import { type Engine, type Job, Postponed, type Work } from '../engine/engine.ts'
import { dollars, short } from '../engine/tally.ts'
import { runFilter } from '../filter/run.ts'
import { correctionOf, type Estimate, estimate, type Range } from '../money/estimate.ts'
import type { Prices } from '../money/prices.ts'
import { type describeOptions, windowOf } from './options.ts'
import { createOutcomes, type WrappingDoors } from './outcomes.ts'
import type { Plan } from './plan.ts'
import { isWanted, readSample, requireSample } from './record.ts'
import type { Session } from './session.ts'

interface Forecast {
  /** That want a description. */
  records: number
  hits: number
  /** Without those that send an answer back. */
  requests: number
  /** Answers that may be sent back. */
  corrections: number
  input: Range
  output: Range
  cost: Range | undefined
}

export async function dryRun(
  invocation: Invocation<typeof describeOptions>,
  { plan, storeOf, sessionOf }: WrappingDoors,
): Promise<void> {
  const { options } = invocation
  const forecast: Forecast = {
    records: 0,
    hits: 0,
    requests: 0,
    corrections: 0,
    input: { low: 0, high: 0 },
    output: { low: 0, high: 0 },
    cost: { low: 0, high: 0 },
  }
  let session: Session | undefined
  const outcomes = createOutcomes(options, {
    plan,
    storeOf,
    async sessionOf(store) {
      session = await sessionOf(store, engine => foresee(engine, forecast, plan, () => session!.prices))
      return session
    },
  })
  // A transcript that is not here yet will be in the prompt, and in that of the correction.
  const transcript = options.transcripts === 'auto' ? options['transcript-chars'] / 2 : 0

  await runFilter(invocation, {
    window: windowOf(options),
    room: outcomes.room,
    async step(record) {
      if (!options.all && !isWanted(record, options)) return 'drop' as const
      requireSample(record, options)
      forecast.records += 1
      const sample = readSample(record, options)
      const { outcome } = await outcomes.of(() => sample)
      if (outcome.kind === 'postponed' && sample.youtubeUrl && !plan.backend.isLocal) {
        const input = { low: 0, high: 2 * options.variants * transcript }
        add(forecast, { input, output: { low: 0, high: 0 } }, session!.prices)
      }
      return 'drop' as const
    },
    finish: outcomes.close,
    summary: () => forecastText(forecast),
  })
  process.stdout.write(`${JSON.stringify(report(plan, forecast))}\n`)
}

/** An engine that sends nothing, and notes what it would have. */
function foresee(engine: Engine, forecast: Forecast, { backend }: Plan, prices: () => Prices): Engine {
  const asked = new Set<number>()
  /** False where an equal request goes out already: its answer will do for both. */
  const isFirst = ({ keys }: Job) => {
    // 52 bits of the hash: two among a million requests agree once in 9,000 runs.
    const id = Number.parseInt(keys.variant.slice(0, 13), 16)
    if (asked.has(id)) {
      forecast.hits += 1
      return false
    }
    asked.add(id)
    return true
  }
  const note = ({ question }: Work) => {
    forecast.requests += 1
    add(forecast, estimate(question), prices())
  }
  /** At the least it is not needed. */
  const noteMaybe = (taken: Estimate) => {
    const { input, output } = taken
    add(forecast, { input: { low: 0, high: input.high }, output: { low: 0, high: output.high } }, prices())
  }
  const noteCorrection = ({ question }: Work) => {
    if (backend.isLocal || question.correction) return
    forecast.corrections += 1
    noteMaybe(correctionOf(question))
  }
  const count = <A>(answer: A): A => {
    forecast.hits += 1
    return answer
  }
  const known: Engine['known'] = job => {
    const entry = engine.look(job)
    return entry && count(entry)
  }
  const later = new Postponed('nobody is asked')
  return {
    tally: engine.tally,
    look: engine.look,
    reuse: count,
    known,
    async ask(job) {
      const entry = known(job)
      if (entry) return entry
      if (isFirst(job)) {
        note(job)
        noteCorrection(job)
      }
      throw later
    },
    askGroup(jobs, group) {
      const first = jobs.filter(isFirst)
      if (first.length > 0) note(group.build(first))
      for (const job of first) {
        // What comes back missing is asked alone.
        noteMaybe(estimate(job.question))
        noteCorrection(job)
      }
      return jobs.map(() => Promise.reject(later))
    },
  }
}

function add(forecast: Forecast, { input, output }: Estimate, { cost }: Prices): void {
  addRange(forecast.input, input)
  addRange(forecast.output, output)
  const spent = costOf(cost, input, output)
  if (!spent) forecast.cost = undefined
  else if (forecast.cost) addRange(forecast.cost, spent)
}

function costOf(cost: (usage: Usage) => number | undefined, input: Range, output: Range): Range | undefined {
  // At the least, the rules were read from the provider's cache; at the most, nothing was.
  const low = cost({ input: 0, cache_read: input.low, output: output.low })
  const high = cost({ input: 0, cache_write: input.high, output: output.high })
  const plain = cost({ input: input.high, output: output.high })
  if (low === undefined || high === undefined || plain === undefined) return undefined
  return { low, high: Math.max(high, plain) }
}

function addRange(to: Range, { low, high }: Range): void {
  to.low += low
  to.high += high
}

function report({ backend, prompt }: Plan, forecast: Forecast) {
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
    corrections: forecast.corrections,
    tokens_in: whole(forecast.input),
    tokens_out: whole(forecast.output),
    cost: money(1) ?? 'unknown',
    cost_batch: money(0.5) ?? 'unknown',
  }
}

function forecastText({ hits, requests, corrections, input, output, cost }: Forecast): string {
  const span = ({ low, high }: Range, show: (value: number) => string) =>
    high === 0 ? show(0) : `${show(low)} to ${show(high)}`
  const money = cost ? span(cost, dollars) : 'cost unknown'
  const again = corrections > 0 ? `, up to ${corrections} answers to send back` : ''
  return `${hits} from cache, ${requests} to ask${again}; ${span(input, short)} tokens in, ${span(output, short)} out; ${money}`
}

function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}
