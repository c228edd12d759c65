/** Which columns of a row are its program and its description. */
import { JsonRecord } from '../ndjson/record.ts'
import { fencedPython, readCode, readContent, readDescription } from '../sample.ts'
import { ExactNumber } from './exact.ts'

export interface Fields {
  /** In order: the first that a row has is taken. */
  code: readonly string[]
  description: readonly string[]
  /** What the animation is about, in other words than a request for it. */
  context: readonly string[]
}

/** The names under which the known datasets have them. Case does not count. */
export const usualFields: Fields = {
  code: [
    'code',
    'python_code',
    'manim_code',
    'python',
    'program',
    'output',
    'completion',
    'response',
    'answer',
    'script',
  ],
  description: [
    'description',
    'instruction',
    'prompt',
    'input',
    'request',
    'query',
    'question',
    'caption',
    'text',
  ],
  context: [],
}

export interface RowFields {
  /** Undefined: the row has no such field; empty: there is nothing in it. */
  code: string | undefined
  description: string | undefined
  context: string | undefined
  /** The other columns, as far as they are short texts, numbers or yes and no. */
  others: Record<string, string | number | boolean | ExactNumber>
}

export function readFields(row: Record<string, unknown>, fields: Fields): RowFields {
  const names = (['code', 'description', 'context'] as const).map(field => columnOf(row, fields[field]))
  const [code, description, context] = names.map(name => (name === undefined ? undefined : at(row, name)))
  const talk = isConversation(row) && code === undefined ? readConversation(row) : undefined
  // Guessing gives way to what the shape says; a field that was named does not.
  const isGuess = fields.description === usualFields.description
  return {
    code: talk ? talk.code : code === undefined ? undefined : program(text(code) ?? ''),
    description: talk && isGuess ? talk.description : text(description),
    context: text(context),
    others: othersOf(row, new Set(names)),
  }
}

/** The first of `names` that the row or table has: as it is spelled, in another case, or as a dotted path. */
export function columnOf(row: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    if (at(row, name) !== undefined) return name
    const other = Object.keys(row).find(key => key.toLowerCase() === name.toLowerCase())
    if (other !== undefined) return other
  }
  return undefined
}

function at(row: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name]
  let value: unknown = row
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** A text, or the last turn of a list of turns as TRL's `prompt` and `completion` may be. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  const turn = Array.isArray(value) ? value.at(-1) : undefined
  return readContent(turn?.content ?? turn?.value)?.text
}

/** Out of its fence, where it came in one; a program that has a fence in a string of its own stays whole. */
function program(value: string): string {
  const before = value.slice(0, value.search(/^[ \t]*(?:```|~~~)/m))
  const isInside = !/^(?:from|import|class|def)\s/m.test(before)
  // Cut off by a limit of length, a fence never ends.
  return (isInside && fencedPython(value)) || value.replace(/^\s*```(?:python|py)?[ \t]*\r?\n/, '')
}

function isConversation(row: Record<string, unknown>): boolean {
  return Array.isArray(row.conversations) || Array.isArray(row.messages)
}

function readConversation(row: Record<string, unknown>) {
  const record = new JsonRecord(Buffer.from(JSON.stringify(row)), '', 0)
  const usual = { 'code-field': undefined, 'description-field': undefined }
  return { code: readCode(record, usual), description: readDescription(record, usual).text }
}

function othersOf(row: Record<string, unknown>, taken: ReadonlySet<string | undefined>): RowFields['others'] {
  const isKept = (value: unknown) =>
    typeof value === 'string'
      ? value !== '' && value.length <= 2000
      : /^(?:number|boolean)$/.test(typeof value) || value instanceof ExactNumber
  const kept = Object.entries(row).filter(([name, value]) => !taken.has(name) && isKept(value))
  return Object.fromEntries(kept) as RowFields['others']
}
