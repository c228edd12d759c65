/** `--batch`: the input is read first to send what is missing in batches, then again to write what came back. */
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { temporaryFolder } from '../backends/child.ts'
import { type BatchRun, createBatchRun } from '../batch/run.ts'
import type { Invocation } from '../cli/command.ts'
import { AskError } from '../engine/ask-error.ts'
import { type Engine, type Job, OverBudget } from '../engine/engine.ts'
import { UsageError } from '../errors.ts'
import { lookThrough } from '../filter/first-pass.ts'
import { isFile, requireReadable } from '../filter/input.ts'
import { worstUsage } from '../money/estimate.ts'
import type { describeOptions } from './options.ts'
import type { Doors } from './outcomes.ts'
import { isWanted, readSample, requireSample } from './record.ts'
import { describeRecords } from './run.ts'
import type { Session } from './session.ts'
import type { Store } from './store.ts'

/** The first answers, their corrections, and one more for what expired. */
const mostRounds = 3

interface BatchDoors extends Doors {
  sessionOf(store: Store, wrap?: (engine: Engine) => Engine): Promise<Session>
}

export async function describeInBatches(
  invocation: Invocation<typeof describeOptions>,
  { plan, storeOf, sessionOf }: BatchDoors,
): Promise<void> {
  const { options, log, signal } = invocation
  const operands = await rereadable(invocation)
  const { maxCost, planned } = { maxCost: options['max-cost'], planned: { usd: 0 } }
  let run: BatchRun | undefined
  let collecting = true

  /** The engine's place is taken by one that sends nothing itself: what is missing goes onto the pile. */
  const session = await sessionOf(await storeOf(), engine => ({
    ...engine,
    tally: engine.tally,
    async ask(job: Job) {
      const known = session.cache.get(job.keys)
      if (known) {
        if (!collecting) engine.reuse(known)
        return known
      }
      const failure = run?.failure(job)
      if (failure && (failure.reach !== 'attempt' || !collecting)) throw failure
      if (collecting && run) {
        const worst = session.prices.cost(worstUsage(job.question), true) ?? 0
        if (maxCost === undefined || engine.tally.spent + planned.usd + worst <= maxCost) {
          if (!run.isPending(job)) planned.usd += worst
          await run.add(job)
        }
      }
      throw new OverBudget('its batch is not done')
    },
  }))
  const { backend, cache, http, prices, engine } = session
  if (!backend.batches) {
    await session.close()
    throw new UsageError(`--batch: ${backend.name} has no batch API`)
  }
  if (cache.readOnly) {
    await session.close()
    throw new UsageError(`--batch keeps its requests in the cache, and ${cache.path} is read-only`)
  }
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
    })
    for (let round = 1; round <= mostRounds; round++) {
      await readThrough(invocation, operands, session)
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
  await describeRecords(
    { ...invocation, operands },
    { plan, storeOf: async () => session, sessionOf: async () => session },
  )
  await session.close()
}

/** Every sample that wants a description asks once; what it lacks is on the pile then. */
async function readThrough(
  { options, signal }: Invocation<typeof describeOptions>,
  operands: readonly string[],
  { describer }: Session,
): Promise<void> {
  await lookThrough(operands, options['max-line'], signal, async record => {
    try {
      if (!options.all && !isWanted(record, options)) return
      requireSample(record, options)
      await describer.describe(readSample(record, options))
    } catch (error) {
      // Bad records are told of when they are written.
      if (signal.aborted || error instanceof UsageError) throw error
    }
  })
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
