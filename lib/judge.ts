/**
 * What flag-needs can tell of a record by the record alone, and what it writes into it. Whether a text stands on other
 * programs too only that can tell which sees all records.
 */
import type { JsonRecord } from './ndjson/record.ts'
import type { Edit } from './ndjson/splice.ts'
import { type NeedsOptions, type Reason, reasonFor } from './needs.ts'
import { type FieldOptions, metadataEdit, programHash, readDescription } from './sample.ts'
import { type TextKey, textKey } from './shared-texts.ts'

/** Where no reason is found, the text and its program are given, to be looked for elsewhere. */
export type Judgement = { reason: Reason } | { reason: undefined; text: TextKey; program: number }

export function judge(record: JsonRecord, needs: NeedsOptions, fields: FieldOptions): Judgement {
  const { text } = readDescription(record, fields)
  const reason = reasonFor(text, needs)
  return reason ? { reason } : { reason, text: textKey(text!), program: programHash(record, fields) }
}

export function writeReason(record: JsonRecord, reason: Reason | undefined): void {
  let edits = made.get(reason)
  if (!edits) {
    edits = [metadataEdit('needs_description', reason !== undefined), metadataEdit('needs_reason', reason)]
    made.set(reason, edits)
  }
  record.edit(edits)
}
const made = new Map<Reason | undefined, readonly Edit[]>()

/** What was judged in one pass, for the next one over the same records. */
export interface Judgements {
  add(record: JsonRecord, judgement: Judgement): void
  /** What was judged of the next record; undefined where that is not known, or it is not the record that was judged. */
  next(record: JsonRecord): Judgement | undefined
}

/** Twenty bytes a record, in pieces, so that to grow costs no copy. */
const WORDS = 5
const PIECE = 1 << 14

/** Of `capacity` records; of those behind them nothing is known. */
export function createJudgements(capacity: number): Judgements {
  const pieces: Int32Array[] = []
  const reasons: Reason[] = []
  let added = 0
  let taken = 0
  const codeOf = (reason: Reason | undefined) => {
    if (!reason) return 0
    return (reasons.includes(reason) ? reasons.indexOf(reason) : reasons.push(reason) - 1) + 1
  }
  return {
    add(record, judgement) {
      if (added === capacity) return
      const at = (added % PIECE) * WORDS
      if (at === 0) pieces.push(new Int32Array(PIECE * WORDS))
      const words = pieces.at(-1)!
      words[at] = record.length
      words[at + 1] = codeOf(judgement.reason)
      if (!judgement.reason) {
        words[at + 2] = judgement.text.high
        words[at + 3] = judgement.text.low
        words[at + 4] = judgement.program
      }
      added += 1
    },
    next(record) {
      if (taken === added) return undefined
      const words = pieces[Math.floor(taken / PIECE)]!
      const at = (taken % PIECE) * WORDS
      // The file is another than it was: what is known of it is worth nothing.
      if (words[at] !== record.length) {
        taken = added
        return undefined
      }
      taken += 1
      const code = words[at + 1]!
      if (code > 0) return { reason: reasons[code - 1]! }
      return {
        reason: undefined,
        text: { high: words[at + 2]!, low: words[at + 3]! },
        program: words[at + 4]!,
      }
    },
  }
}
