/** The filter: every record in, every record out, described where it is wanted. */
import type { Backend } from '../backends/types.ts'
import type { Invocation } from '../cli/command.ts'
import { createTally, type Misses, tallyText } from '../engine/tally.ts'
import { runFilter } from '../filter/run.ts'
import { hashBytes } from '../hash.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { normalizeText } from '../needs.ts'
import { createTextWindow } from '../shared-texts.ts'
import type { Describer } from './describer.ts'
import type { describeOptions } from './options.ts'
import { editsOf, type Outcome } from './outcome.ts'
import { isWanted, readSample, stateOf } from './record.ts'
import type { SampleFields } from './sample.ts'
import type { Session } from './session.ts'
import { createSlots } from './slots.ts'
import { createTurns, type Turn } from './turns.ts'

/** Texts remembered to find one on two programs. */
const textsRemembered = 100_000

export async function describeRecords(
  invocation: Invocation<typeof describeOptions>,
  open: () => Promise<Session>,
): Promise<void> {
  const { options, log } = invocation
  const texts = createTextWindow(textsRemembered)
  const takeTurn = createTurns()
  // What waits behind these is a record and nothing more: no prompt is made before its time.
  const slots = createSlots(
    2 * options.concurrency * (options['batch-size'] ?? options['samples-per-request']),
  )
  const counts: Misses = { failed: 0, postponed: 0, uncached: 0 }
  let opening: Promise<Session> | undefined
  let session: Session | undefined
  const opened = async () => {
    opening ??= open()
    session = await opening
    return session
  }

  /** One text on two programs describes at most one of them: the later one is asked to be corrected. */
  const withoutTwins = async (
    backend: Backend,
    describer: Describer,
    sample: SampleFields,
    outcome: Outcome,
    turn: Turn,
  ): Promise<Outcome> => {
    if (outcome.kind !== 'described' || backend.isLocal || options.check === 'off') return outcome
    await turn.mine()
    const program = hashBytes(Buffer.from(sample.code))
    const [first] = outcome.variants
    let last = outcome
    if (texts.isShared(normalizeText(first!.text), program)) {
      const message =
        'it is word for word the description of another program; say what is particular to this one'
      const corrected = await describer.correct(sample, first!, { rule: 'canned', hard: true, message })
      if (corrected.kind !== 'described') return corrected
      last = { ...outcome, variants: [...corrected.variants, ...outcome.variants.slice(1)] }
    }
    for (const { text } of last.variants) texts.add(normalizeText(text), program)
    return last
  }

  const describe = async (record: JsonRecord, sample: SampleFields, turn: Turn) => {
    try {
      const { describer, backend } = await opened()
      const outcome = await withoutTwins(
        backend,
        describer,
        sample,
        await slots.run(() => describer.describe(sample)),
        turn,
      )
      if (outcome.kind === 'failed') {
        counts.failed += 1
        log.error(`${record.origin}:${record.line}: ${outcome.message}`)
      }
      if (outcome.kind === 'postponed') counts.postponed += 1
      if (outcome.kind === 'uncached') counts.uncached += 1
      if (outcome.kind !== 'described' || outcome.missing > 0) invocation.fail()
      record.edit(editsOf(outcome, stateOf(record, options)))
      return undefined
    } finally {
      turn.done()
    }
  }

  await runFilter(invocation, {
    window: options.window ?? options.concurrency * 16,
    step(record) {
      if (!options.all && !isWanted(record, options)) return undefined
      return describe(record, readSample(record, options), takeTurn())
    },
    async finish() {
      await opening?.catch(() => {})
      await session?.close()
    },
    summary: () => tallyText(session?.engine.tally ?? createTally(), counts),
  })
  if (counts.postponed > 0) {
    log.error(
      `--max-cost is reached: ${counts.postponed} left as they were; a higher --max-cost goes on from here`,
    )
  }
  if (counts.uncached > 0) {
    log.error(
      `${counts.uncached} not in the cache, which is read-only, and so not asked for; --send-anyway asks, and keeps no answer`,
    )
  }
}
