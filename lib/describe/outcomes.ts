/** What comes of each sample in the order of the records: the describer's work, and what only all of them together show. */
import type { Backend } from '../backends/types.ts'
import { hashBytes } from '../hash.ts'
import { normalizeText } from '../needs.ts'
import { createTextWindow } from '../shared-texts.ts'
import type { Describer } from './describer.ts'
import type { DescribeValues } from './options.ts'
import type { Outcome } from './outcome.ts'
import type { SampleFields } from './sample.ts'
import type { Session } from './session.ts'
import { createSlots } from './slots.ts'
import { createTextSet } from './text-set.ts'
import { createTurns, type Turn } from './turns.ts'

export interface Outcomes {
  /** To be called in the order of the records. */
  of(sample: SampleFields): Promise<Outcome>
  /** What all descriptions together are found wanting in, in words; undefined where nothing is. */
  report(): string | undefined
  /** Undefined before the first sample. */
  readonly session: Session | undefined
  close(): Promise<void>
}

type DescribedOutcome = Extract<Outcome, { kind: 'described' }>

/** Texts remembered to find one on two programs. */
const textsRemembered = 100_000

export function createOutcomes(options: DescribeValues, open: () => Promise<Session>): Outcomes {
  const texts = createTextWindow(textsRemembered)
  const set = createTextSet()
  const takeTurn = createTurns()
  // What waits behind these is a record and nothing more: no prompt is made before its time.
  const slots = createSlots(
    2 * options.concurrency * (options['batch-size'] ?? options['samples-per-request']),
  )
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
    return withNearTwin(sample, last)
  }

  /** Nearly one text on two programs is recorded, with the other's id: series of tables and matrices are rightly alike. */
  const withNearTwin = (sample: SampleFields, outcome: DescribedOutcome): Outcome => {
    const [first, ...others] = outcome.variants
    const twin = set.add(first!.text, sample.source ?? '', sample.id ?? '')
    if (twin === undefined) return outcome
    const warnings = [...first!.warnings, twin === '' ? 'near_twin' : `near_twin:${twin}`]
    return { ...outcome, variants: [{ ...first!, warnings }, ...others] }
  }

  const outcomeOf = async (sample: SampleFields, turn: Turn) => {
    try {
      const { describer, backend } = await opened()
      const outcome = await slots.run(() => describer.describe(sample))
      return await withoutTwins(backend, describer, sample, outcome, turn)
    } finally {
      turn.done()
    }
  }

  return {
    report: () => set.report(),
    of: sample => outcomeOf(sample, takeTurn()),
    get session() {
      return session
    },
    async close() {
      await opening?.catch(() => {})
      await session?.close()
    },
  }
}
