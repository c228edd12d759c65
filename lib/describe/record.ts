/** Between a record and describing: is it wanted, what is in it, what is written back. */
import { InputError } from '../errors.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { defaultNeeds, reasonFor } from '../needs.ts'
import { type FieldOptions, metadataEdit, readCode, readDescription } from '../sample.ts'
import type { RecordState } from './outcome.ts'
import type { SampleFields } from './sample.ts'

/** The flag decides; where there is none, what flag-needs would say. */
export function isWanted(record: JsonRecord, fields: FieldOptions): boolean {
  const flag = record.raw(['metadata', 'needs_description'])
  if (flag?.[0] === 0x74) return true
  if (flag?.[0] === 0x66) return false
  return reasonFor(readDescription(record, fields).text, defaultNeeds) !== undefined
}

/**
 * Throws InputError where there is no program, or no room for what is to be written: an answer that has no place would
 * be paid for in vain. Most programs show with their first letter that they are one.
 */
export function requireSample(record: JsonRecord, fields: FieldOptions): void {
  record.requireRoom(metadataEdit('describe', undefined).path)
  if (fields['description-field'] !== undefined) record.requireRoom(readDescription(record, fields).path)
  const json = fields['code-field'] === undefined ? record.raw(['code']) : undefined
  if (json?.[0] === QUOTE && isLetter(json[1]!)) return
  programOf(record, fields)
}

const QUOTE = 0x22

/** Of ASCII. */
function isLetter(byte: number): boolean {
  const small = byte | 0x20
  return small >= 0x61 && small <= 0x7a
}

function programOf(record: JsonRecord, fields: FieldOptions): string {
  const code = readCode(record, fields)
  if (code !== undefined && /\S/.test(code)) return code
  throw new InputError(`no program in ${fields['code-field'] ?? 'code'}`)
}

/** Throws InputError where there is no program. */
export function readSample(record: JsonRecord, fields: FieldOptions): SampleFields {
  const code = programOf(record, fields)
  // As text, for of what is read the values would live as long as the record is under way.
  const featuresJson = record.json(['metadata', 'code_features'])
  const text = (name: string) => record.text(['metadata', name]) || undefined
  return {
    id: idOf(record),
    code,
    description: readDescription(record, fields).text,
    source: record.text(['source']),
    context: text('original_context'),
    youtubeUrl: text('youtube_url'),
    title: text('video_title'),
    get features() {
      return parsed(featuresJson)
    },
    feature: name => record.value(['metadata', 'code_features', name]),
    featuresJson,
    metadata: path =>
      path.reduce<unknown>((value, name) => memberOf(value, name), parsed(record.json(['metadata']))),
  }
}

/** A number stays as it is spelled: of large ones the last digits would be lost. */
function idOf(record: JsonRecord): string | undefined {
  const json = record.json(['id'])
  return json !== undefined && /^[-\d]/.test(json) ? json : record.text(['id'])
}

/** What was read last: who asks for a part of a sample asks for others of it, and then never again. */
let last: { json: string; value: unknown } | undefined

function parsed(json: string | undefined): unknown {
  if (json === undefined) return undefined
  if (last?.json !== json) last = { json, value: JSON.parse(json) }
  return last.value
}

export function stateOf(record: JsonRecord, fields: FieldOptions): RecordState {
  const { text, path } = readDescription(record, fields)
  const reason = reasonFor(text, defaultNeeds)
  return {
    descriptionPath: path,
    before: text,
    keepBefore: reason !== 'missing' && reason !== 'placeholder',
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}
