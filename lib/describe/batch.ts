/** `--batch`: the input is read first to send what is missing in batches, then again to write what came back. */
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { temporaryFolder } from '../backends/child.ts'
import { type BatchRun, createBatchRun } from '../batch/run.ts'
import type { Invocation } from '../cli/command.ts'
import { AskError } from '../engine/ask-error.ts'
import { type Engine, type Job, OverBudget, Postponed, type Work } from '../engine/engine.ts'
import { UsageError } from '../errors.ts'
import { lookThrough } from '../filter/first-pass.ts'
import { isFile, requireReadable } from '../filter/input.ts'
import { worstUsage } from '../money/estimate.ts'
import { JsonRecord } from '../ndjson/record.ts'
import { splitGroupAnswer } from './answer.ts'
import { type describeOptions, windowOf } from './options.ts'
import { createOutcomes, type Doors, type WrappingDoors } from './outcomes.ts'
import { isWanted, readSample, requireSample } from './record.ts'
import { describeRecords } from './run.ts'

/** The first answers, those that groups did not bring, their corrections, and one more for what expired. */
const mostRounds = 4

export async function describeInBatches(
  invocation: Invocation<typeof describeOptions>,
  { plan, storeOf, sessionOf }: WrappingDoors,
): Promise<void> {
  const { options, log, signal } = invocation
  const operands = await rereadable(invocation)
  const { maxCost, planned } = { maxCost: options['max-cost'], planned: { usd: 0 } }
  let run: BatchRun | undefined
  let collecting = true
  let isOverBudget = false

  /** The engine's place is taken by one that sends nothing itself: what is missing goes onto the pile. */
  const session = await sessionOf(await storeOf(), engine => {
    /** What is read again and again while answers are collected, or has just been paid for, is no hit. */
    const known: Engine['known'] = job => {
      const entry = engine.look(job)
      return entry && (collecting || run?.takeNew(job) ? entry : engine.reuse(entry))
    }
    const add = async (jobs: readonly Job[], work: Work, member?: string) => {
      if (!run || !collecting) return
      const worst = session.prices.cost(worstUsage(work.question), true)
      const isTooMuch =
        maxCost !== undefined && !(engine.tally.spent + planned.usd + (worst ?? Infinity) <= maxCost)
      if (isTooMuch) {
        isOverBudget = true
        return
      }
      planned.usd += worst ?? 0
      await run.add({ jobs, request: work.request, ...(member !== undefined && { member }) })
    }
    const later = (job: Job) =>
      isOverBudget && !run?.isPending(job)
        ? new OverBudget('--max-cost is reached')
        : new Postponed('its batch is not done')
    return {
      tally: engine.tally,
      reuse: answer => (collecting ? answer : engine.reuse(answer)),
      look: engine.look,
      known,
      async ask(job) {
        const entry = known(job)
        if (entry) return entry
        const failure = run?.failure(job)
        if (failure && (failure.reach !== 'attempt' || !collecting)) throw failure
        if (!run?.isPending(job)) await add([job], job)
        throw later(job)
      },
      askGroup(jobs, group) {
        const isAlone = (job: Job) => run?.wantsToBeAlone(job)
        const fresh = jobs.filter(job => !isAlone(job) && !run?.isPending(job))
        const added = fresh.length > 0 ? add(fresh, group.build(fresh), group.member) : undefined
        return jobs.map(async job => {
          if (isAlone(job)) return undefined
          await added
          throw later(job)
        })
      },
    }
  })
  const { backend, cache, http, prices, engine } = session
  if (!backend.batches) {
    await session.close()
    throw new UsageError(`--batch: ${backend.name} has no batch API`)
  }
  if (cache.readOnly) {
    await session.close()
    throw new UsageError(`--batch keeps its requests in the cache, and ${cache.path} is read-only`)
  }
  const given = async () => session
  try {
    run = createBatchRun({
      backend,
      api: backend.batches,
      cache,
      http,
      prices,
      signal,
      tally: engine.tally,
      note: message => log.note(message),
      maxAttempts: options['max-attempts'],
      split: splitGroupAnswer,
    })
    for (let round = 1; round <= mostRounds; round++) {
      await readThrough({ ...invocation, operands }, { plan, storeOf: given, sessionOf: given })
      await run.flush()
      if (options.batch === 'submit' || run.pending === 0) break
      await run.collect()
      planned.usd = 0
    }
  } catch (error) {
    await session.close()
    throw error instanceof AskError ? new UsageError(error.message, { cause: error }) : error
  }
  collecting = false
  await describeRecords({ ...invocation, operands }, { plan, storeOf: given, sessionOf: given })
  await session.close()
}

/** Every sample that wants a description asks once; what it lacks is on the pile then. */
async function readThrough(
  { options, operands, signal }: Invocation<typeof describeOptions>,
  doors: Doors,
): Promise<void> {
  const outcomes = createOutcomes(options, doors)
  const underWay = new Set<Promise<void>>()
  let fault: unknown
  const ask = async (record: JsonRecord) => {
    try {
      if (!options.all && !isWanted(record, options)) return
      requireSample(record, options)
      await outcomes.of(() => readSample(record, options))
    } catch (error) {
      // Bad records are told of when they are written.
      if (signal.aborted || error instanceof UsageError) fault ??= error
    }
  }
  await lookThrough(operands, options['max-line'], signal, async found => {
    if (fault !== undefined) throw fault
    // The line is read on while others wait for their group: it lies in memory that is used again.
    const { origin, line } = found
    const asked = ask(new JsonRecord(Buffer.from(found.bytes), origin, line)).finally(() =>
      underWay.delete(asked),
    )
    underWay.add(asked)
    if (underWay.size >= windowOf(options)) await Promise.race(underWay)
    await outcomes.room()
  })
  await Promise.all(underWay)
  if (fault !== undefined) throw fault
  signal.throwIfAborted()
}

/** A pipe can be read once: it is kept in a file meanwhile. */
async function rereadable({
  operands,
  signal,
}: Invocation<typeof describeOptions>): Promise<readonly string[]> {
  await requireReadable(operands)
  const files: string[] = []
  for (const operand of operands.length > 0 ? operands : ['-']) {
    if (await isFile(operand)) {
      files.push(operand)
      continue
    }
    const path = join(temporaryFolder(), operand === '-' ? 'stdin' : `pipe-${files.length}`)
    const stream = operand === '-' ? process.stdin : createReadStream(operand)
    await pipeline(stream, createWriteStream(path), { signal })
    files.push(path)
  }
  return files
}
