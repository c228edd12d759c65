/**
 * What flag-needs can tell of a record by the record alone, and what it writes into it. Whether a text stands on other
 * programs too only that can tell which sees all records.
 */
import type { JsonRecord } from './ndjson/record.ts'
import { type Plan, planOf } from './ndjson/splice.ts'
import { type NeedsOptions, type Reason, reasonFor } from './needs.ts'
import { type FieldOptions, metadataEdit, programHash, readDescription } from './sample.ts'
import { type TextKey, textKey } from './text-key.ts'

/** Where no reason is found, the text and its program are given, to be looked for elsewhere. */
export type Judgement = { reason: Reason } | { reason: undefined; text: TextKey; program: number }

export function judge(record: JsonRecord, needs: NeedsOptions, fields: FieldOptions): Judgement {
  const { text, path } = readDescription(record, fields)
  const key = record.textKey(path)
  const reason = reasonFor(text, needs, key?.isTidy)
  return reason ? { reason } : { reason, text: key ?? textKey(text!), program: programHash(record, fields) }
}

export function writeReason(record: JsonRecord, reason: Reason | undefined): void {
  let plan = plans.get(reason)
  if (!plan) {
    const isWanted = metadataEdit('needs_description', reason !== undefined)
    plan = planOf([isWanted, metadataEdit('needs_reason', reason)])
    plans.set(reason, plan)
  }
  record.follow(plan)
}
const plans = new Map<Reason | undefined, Plan>()
