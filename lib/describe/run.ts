/** The filter: every record in, every record out, described where it is wanted. */
import type { Invocation } from '../cli/command.ts'
import { type Misses, tallyText } from '../engine/tally.ts'
import { runFilter } from '../filter/run.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { type describeOptions, windowOf } from './options.ts'
import { editsOf } from './outcome.ts'
import { createOutcomes, type Doors } from './outcomes.ts'
import { isWanted, readSample, requireSample, stateOf } from './record.ts'

export async function describeRecords(
  invocation: Invocation<typeof describeOptions>,
  doors: Doors,
): Promise<void> {
  const { options, log } = invocation
  const outcomes = createOutcomes(options, doors)
  const counts: Misses = { failed: 0, postponed: 0, uncached: 0 }
  let overBudget = 0

  const describe = async (record: JsonRecord) => {
    const seen = await outcomes.of(() => readSample(record, options))
    const { outcome } = seen
    if (outcome.kind === 'failed') {
      counts.failed += 1
      log.error(`${record.origin}:${record.line}: ${outcome.message}`)
    }
    if (outcome.kind === 'described' && outcome.missing > 0) {
      log.error(
        `${record.origin}:${record.line}: ${outcome.missing} of ${options.variants} descriptions missing: ${outcome.whyMissing}`,
      )
    }
    if (outcome.kind === 'postponed') counts.postponed += 1
    if (outcome.kind === 'postponed' && outcome.isOverBudget) overBudget += 1
    if (outcome.kind === 'uncached') counts.uncached += 1
    if (outcome.kind !== 'described' || outcome.missing > 0) invocation.fail()
    const before = record.bytes
    record.edit(editsOf(outcome, stateOf(record, options)))
    outcomes.keep({ before, changes: record.changes, after: record.bytes }, seen)
    return undefined
  }

  /** The first record that wants a description: the store is opened for it, and the others wait for that. */
  const begin = async (record: JsonRecord, opening: Promise<void>) => {
    await opening
    let recalled = outcomes.recall(record.bytes)
    while (recalled instanceof Promise) {
      await recalled
      recalled = outcomes.recall(record.bytes)
    }
    return recalled ? Buffer.from(recalled) : describe(record)
  }

  await runFilter(invocation, {
    window: windowOf(options),
    room: outcomes.room,
    recall: line => outcomes.waiting ?? outcomes.recall(line),
    step(record) {
      if (!options.all && !isWanted(record, options)) return undefined
      requireSample(record, options)
      const opening = outcomes.ready()
      return opening ? begin(record, opening) : describe(record)
    },
    finish: outcomes.close,
    summary: () => tallyText(outcomes.tally, counts),
  })
  const monotony = outcomes.report()
  if (monotony) log.note(monotony)
  if (overBudget > 0) {
    log.error(`--max-cost is reached: ${overBudget} left as they were; a higher --max-cost goes on from here`)
  }
  if (counts.postponed > overBudget) {
    log.error(`${counts.postponed - overBudget} wait for their batches; --batch wait fetches the answers`)
  }
  if (counts.uncached > 0) {
    log.error(
      `${counts.uncached} not in the cache, which is read-only, and so not asked for; --send-anyway asks, and keeps no answer`,
    )
  }
}
