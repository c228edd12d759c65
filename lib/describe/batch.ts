/** `--batch`: the input is read first to send what is missing in batches, then again to write what came back. */
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { temporaryFolder } from '../backends/child.ts'
import { createBatchRun } from '../batch/run.ts'
import type { Invocation } from '../cli/command.ts'
import { AskError } from '../engine/ask-error.ts'
import { UsageError } from '../errors.ts'
import { lookThrough } from '../filter/first-pass.ts'
import { isFile, requireReadable } from '../filter/input.ts'
import { JsonRecord } from '../ndjson/record.ts'
import { splitGroupAnswer } from './answer.ts'
import { type BatchEngine, createBatchEngine } from './batch-engine.ts'
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
  let desk: BatchEngine | undefined
  const session = await sessionOf(await storeOf(), engine => {
    desk = createBatchEngine(engine, options['max-cost'], usage => session.prices.cost(usage, true))
    return desk
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
    const run = createBatchRun({
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
    desk!.open(run)
    for (let round = 1; round <= mostRounds; round++) {
      await readThrough({ ...invocation, operands }, { plan, storeOf: given, sessionOf: given })
      await run.flush()
      if (options.batch === 'submit' || run.pending === 0) break
      await run.collect()
      desk!.nextRound()
    }
  } catch (error) {
    await session.close()
    throw error instanceof AskError ? new UsageError(error.message, { cause: error }) : error
  }
  desk!.deliver()
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
