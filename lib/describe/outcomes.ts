/** What comes of each sample in the order of the records: the describer's work, and what only all of them together show. */

import type { Finding } from '../checks/types.ts'
import type { Engine } from '../engine/engine.ts'
import { addHit, createTally, type Tally } from '../engine/tally.ts'
import { hashBytes } from '../hash.ts'
import { toJson } from '../ndjson/splice.ts'
import { createTextWindow } from '../shared-texts.ts'
import { textKey } from '../text-key.ts'
import type { Describer } from './describer.ts'
import { type DescribeValues, windowOf } from './options.ts'
import type { Described, DescribedOutcome, Outcome } from './outcome.ts'
import type { Plan } from './plan.ts'
import type { Edited } from './recall.ts'
import type { SampleFields } from './sample.ts'
import type { Session } from './session.ts'
import { createSlots } from './slots.ts'
import type { Store } from './store.ts'
import { createTextSet } from './text-set.ts'
import { createTurns, type Turn } from './turns.ts'

/** What is opened when a sample wants it. */
export interface Doors {
  plan: Plan
  storeOf(): Promise<Store>
  /** Takes the store over. */
  sessionOf(store: Store): Promise<Session>
}

/** The same for those who put something between the describer and the engine. */
export interface WrappingDoors extends Doors {
  sessionOf(store: Store, wrap?: (engine: Engine) => Engine): Promise<Session>
}

export interface Outcomes {
  /** Opens the store. Undefined where it is open. */
  ready(): Promise<void> | undefined
  /** Until then nothing is to be recalled: the store is being opened, or a video heard. */
  readonly waiting: Promise<void> | undefined
  /**
   * To be called in the order of the records. `read` gives the record's sample, as often as it is asked for: a record
   * that waits is held as its line alone.
   */
  of(read: () => SampleFields): Promise<Seen>
  /**
   * The record that this line became before; undefined where it must be seen to, by `of`. Good until
   * the next is recalled. A promise: a video is to be heard before that is known.
   */
  recall(line: Buffer): Buffer | Promise<void> | undefined
  /** Resolves when there is somebody for a further record, or undefined where there is. */
  room(): Promise<void> | undefined
  /** Remembers what came of a record, where its line comes to the same whenever it is seen. */
  keep(edited: Edited, seen: Seen): void
  /** What all descriptions together are found wanting in, in words; undefined where nothing is. */
  report(): string | undefined
  readonly tally: Tally
  /** Undefined before the first sample that is not recalled. */
  readonly session: Session | undefined
  close(): Promise<void>
}

export interface Seen {
  outcome: Outcome
  about: About
}

/** What the set of all descriptions wants to know of a record. */
export interface About {
  /** A hash of the program, to find one text on two. */
  program: number
  source: string | undefined
  id: string | undefined
  /** Whose transcript it depends on. */
  video: string | undefined
}

const CANNED: Finding = {
  rule: 'canned',
  hard: true,
  message: 'it is word for word the description of another program; say what is particular to this one',
}

/** Texts remembered to find one on two programs. */
const textsRemembered = 100_000

export function createOutcomes(
  options: DescribeValues,
  { plan: { backend }, storeOf, sessionOf }: Doors,
): Outcomes {
  const texts = createTextWindow(textsRemembered)
  const set = createTextSet()
  const takeTurn = createTurns()
  // Beside those that are asked about, a few are made ready, or fill the next group. What waits behind these is a record
  // and nothing more: no prompt is made before its time.
  const size = options['batch-size'] ?? options['samples-per-request']
  const madeReady = size > 1 ? options.concurrency : Math.ceil(options.concurrency / 2)
  // Where nobody is asked nothing takes long but the commits, of which the fewer there are the more records share one.
  const slots = createSlots(backend.isLocal ? windowOf(options) : (options.concurrency + madeReady) * size)
  /** The near twin of the line that could not be recalled because of it: its text is in the set already. */
  let noted: Noted | undefined
  /** Records whose texts are not in the set yet. */
  let underWay = 0
  let opening: Promise<void> | undefined
  let store: Store | undefined
  let entering: Promise<Session> | undefined
  let session: Session | undefined
  /** The engine's, once there is one. */
  let tally = createTally()
  const openStore = async () => {
    store = await storeOf()
  }
  const ready = () => {
    if (store) return undefined
    opening ??= openStore()
    return opening
  }
  const openSession = async () => {
    await ready()
    session = await sessionOf(store!)
    session.engine.tally.hits += tally.hits
    session.engine.tally.saved += tally.saved
    tally = session.engine.tally
    return session
  }
  const entered = () => {
    entering ??= openSession()
    return entering
  }
  const comparesTexts = !backend.isLocal && options.check !== 'off'

  /** One text on two programs describes at most one of them: the later one is asked to be corrected. */
  const withoutTwins = async (
    describer: Describer,
    read: () => SampleFields,
    { outcome, about }: Seen,
    turn: Turn,
    noted: Noted | undefined,
  ): Promise<Outcome> => {
    if (outcome.kind !== 'described' || !comparesTexts) return outcome
    await turn.mine()
    const { program } = about
    const isCanned = ({ text }: Described) => texts.isShared(textKey(text), program)
    const [first, ...others] = outcome.variants
    const own = others.filter(other => !isCanned(other))
    let one = first
    while (one && isCanned(one)) {
      // Of a correction that is canned again there is no other.
      const corrected: Outcome = await describer.correct(read(), one, CANNED)
      if (corrected.kind !== 'described' && (corrected.kind !== 'failed' || own.length === 0))
        return corrected
      one = corrected.kind === 'described' ? corrected.variants[0] : undefined
    }
    const variants = one ? [one, ...own] : own
    const gone = outcome.variants.length - variants.length
    const last: DescribedOutcome = {
      ...outcome,
      variants,
      ...(one !== first && { corrected: true }),
      ...(gone > 0 && { missing: outcome.missing + gone, whyMissing: outcome.whyMissing ?? CANNED.message }),
    }
    for (const { text } of last.variants) texts.add(textKey(text), program)
    return withNearTwin(about, last, noted)
  }

  /** Nearly one text on two programs is recorded, with the other's id: series of tables and matrices are rightly alike. */
  const withNearTwin = (
    { source, id }: About,
    outcome: DescribedOutcome,
    noted: Noted | undefined,
  ): DescribedOutcome => {
    const [first, ...others] = outcome.variants
    const twin = noted ? noted.near : set.add(first!.text, source ?? '', id ?? '')
    if (twin === undefined) return outcome
    const warnings = [...first!.warnings, twin === '' ? 'near_twin' : `near_twin:${twin}`]
    return { ...outcome, variants: [{ ...first!, warnings }, ...others], near: twin }
  }

  const outcomeOf = async (read: () => SampleFields, turn: Turn, noted: Noted | undefined): Promise<Seen> => {
    try {
      const { describer } = session ?? (await entered())
      const full = slots.take()
      if (full) await full
      let seen: Seen
      try {
        const sample = read()
        seen = { about: aboutOf(sample), outcome: await describer.describe(sample) }
      } finally {
        slots.giveBack()
      }
      const outcome = await withoutTwins(describer, read, seen, turn, noted)
      return { about: seen.about, outcome }
    } finally {
      turn.done()
      underWay -= 1
    }
  }

  let hearing: Promise<void> | undefined
  const hear = async (video: string) => {
    try {
      const { describer } = session ?? (await entered())
      await describer.listen(video)
    } finally {
      hearing = undefined
    }
  }

  const recall = (line: Buffer): Buffer | Promise<void> | undefined => {
    // Texts are compared in the order of the records: those before this one come first.
    if (!store?.recall || underWay > 0) return undefined
    const found = store.recall.find(line)
    if (!found) return undefined
    const { program, source, id, near, video, heard, served } = found.memory
    if (video !== undefined) {
      const now = session?.describer.heard(video)
      if (now === undefined) {
        hearing = hear(video)
        return hearing
      }
      if (now !== heard) return undefined
    }
    if (comparesTexts) {
      const { key } = found
      if (texts.isShared(key, program)) return undefined
      const twin = set.add(found.text, source ?? '', id ?? '')
      if (twin !== near) {
        noted = { near: twin }
        return undefined
      }
      texts.add(key, program)
    }
    for (const { prompt, cost } of served) {
      const answer = { backend: backend.name, model: backend.model, prompt, source, cost }
      store.cache.hit(answer)
      addHit(tally, answer)
    }
    return found.line
  }

  const keep = (edited: Edited, { outcome, about }: Seen) => {
    if (!store?.recall || outcome.kind !== 'described' || outcome.missing > 0 || outcome.corrected) return
    const [described] = outcome.variants
    const { text, entries, keys, isNew, heard } = described!
    // What costs nothing to make is remembered when it comes again: most of it never does.
    if (isNew && backend.isLocal) return
    const served = entries.map(({ prompt, cost }) => ({ prompt, cost }))
    const memory = { ...about, near: outcome.near, heard, served }
    store.recall.keep(edited, toJson(text), memory, keys)
  }

  const aboutOf = ({ code, source, id, youtubeUrl }: SampleFields): About => ({
    program: hashBytes(Buffer.from(code)),
    source,
    id,
    video: hears ? youtubeUrl : undefined,
  })
  const hears = !backend.isLocal && options.transcripts !== 'off'

  return {
    ready,
    get waiting() {
      return store ? hearing : opening
    },
    recall,
    room: () => (entering && !session ? entering.then(nothing, nothing) : slots.room()),
    keep,
    report: () => set.report(),
    of(read) {
      const mine = noted
      noted = undefined
      underWay += 1
      return outcomeOf(read, takeTurn(), mine)
    },
    get tally() {
      return tally
    },
    get session() {
      return session
    },
    async close() {
      await opening?.catch(() => {})
      await entering?.catch(() => {})
      await (session ?? store)?.close()
    },
  }
}

const nothing = () => {}

interface Noted {
  near: string | undefined
}
