/** Candidates from the rows of a dataset: each program as it stands, with what the slicer finds in it. */
import { exactJson } from '../datasets/exact.ts'
import { columnOf, type Fields, readFields, usualFields } from '../datasets/fields.ts'
import { openTable, type Row } from '../datasets/table.ts'
import { UsageError } from '../errors.ts'
import type { PythonParser } from '../python/parser.ts'
import { placeholderDescription, type Sample } from '../sample.ts'
import type { DatasetPlace } from './places.ts'
import type { Slicing } from './samples.ts'
import type { Candidate } from './select.ts'
import { readWhole } from './whole.ts'

/** A row that cannot be read; the user's --on-error decides. */
export interface BadRow {
  bad: string
  raw: Buffer | undefined
}

export interface RowOptions {
  maxLine: number
  signal: AbortSignal
  /** Columns that the user names. */
  codeField: string | undefined
  descriptionField: string | undefined
}

export async function* readRows(
  place: DatasetPlace,
  parser: PythonParser,
  slicing: Slicing,
  options: RowOptions,
): AsyncGenerator<Candidate | BadRow> {
  const fields = fieldsOf(place, options)
  for await (const { row, path, label, number } of numbered(place, fields, options)) {
    const at = `${path === '-' ? 'stdin' : path}:${row.line ?? row.number}`
    if ('problem' in row) yield { bad: `${at}: ${row.problem}`, raw: row.raw }
    else if (columnOf(row.value, fields.code) === undefined && !hasTurns(row.value)) {
      const raw = Buffer.from(exactJson(row.value))
      yield { bad: `${at}: ${noProgram(Object.keys(row.value))}`, raw }
    } else yield candidateOf(place, { label, number, value: row.value }, fields, parser, slicing)
  }
}

/** Programs alone, for those who compare. Bad rows are passed over. */
export async function* readPrograms(place: DatasetPlace, options: RowOptions): AsyncGenerator<string> {
  const fields = fieldsOf(place, options)
  for await (const { row } of numbered(place, fields, options)) {
    const code = 'value' in row ? readFields(row.value, fields).code : undefined
    if (code) yield clean(place, code)
  }
}

/** Rows are counted through all parts of one label; where a part is a file that somebody sees, by its lines. */
async function* numbered(place: DatasetPlace, fields: Fields, { maxLine, signal }: RowOptions) {
  const before = new Map<string, number>()
  for (const { path, label } of place.parts) {
    const table = await openTable(path, { maxLine, signal })
    const start = before.get(label) ?? 0
    let last = 0
    let checked = false
    for await (const row of table.rows) {
      if (!checked) requireColumn(path, table.columns, fields)
      checked = true
      last = row.number
      yield { row: row as Row, path, label, number: start + row.number }
    }
    before.set(label, start + last)
  }
}

function requireColumn(path: string, columns: readonly string[] | undefined, fields: Fields) {
  if (!columns) return
  const row = Object.fromEntries(columns.map(column => [column, '']))
  // A dotted path reaches into a column.
  const roots = fields.code.map(name => (columns.includes(name) ? name : name.split('.')[0]!))
  if (columnOf(row, roots) === undefined && !columns.some(isTurns)) {
    throw new UsageError(`${path}: ${noProgram(columns)}`)
  }
}

function noProgram(columns: readonly string[]): string {
  const names = columns.slice(0, 30).join(', ')
  return `no program found; what is there: ${names || 'nothing'} (--code-field says which)`
}

function isTurns(column: string): boolean {
  return column === 'conversations' || column === 'messages'
}

function hasTurns(row: Record<string, unknown>): boolean {
  return Object.entries(row).some(([name, value]) => isTurns(name) && Array.isArray(value))
}

function fieldsOf({ source }: DatasetPlace, { codeField, descriptionField }: RowOptions): Fields {
  const { fields } = source.dataset
  return {
    code: codeField === undefined ? (fields?.code ?? usualFields.code) : [codeField],
    description:
      descriptionField === undefined ? (fields?.description ?? usualFields.description) : [descriptionField],
    context: fields?.context ?? usualFields.context,
  }
}

function clean({ source }: DatasetPlace, code: string): string {
  const cleaned = (source.dataset.cleanCode?.(code) ?? code).replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd()
  return cleaned === '' ? '' : `${cleaned}\n`
}

function candidateOf(
  place: DatasetPlace,
  { label, number, value }: { label: string; number: number; value: Record<string, unknown> },
  fields: Fields,
  parser: PythonParser,
  slicing: Slicing,
): Candidate {
  const { source, commit } = place
  const { description, context, others, ...given } = readFields(value, fields)
  const code = clean(place, given.code ?? '')
  const whole = code ? readWhole(code, parser, slicing) : undefined
  const id = `${source.id}/${label}:${number}`
  const known = isObject(value.metadata) ? value.metadata : {}
  const license = [value.license, known.license].find(one => typeof one === 'string') ?? source.license
  const sample: Sample = {
    id,
    description: description?.trim() || placeholderDescription,
    code,
    source: source.id,
    metadata: {
      ...known,
      scene: undefined,
      dataset: source.dataset.huggingface ?? source.dataset.kaggle,
      file: label,
      row: number,
      commit: commit ?? known.commit,
      license,
      original_context: context,
      columns: others,
      needs_description: true,
    },
  }
  if (!code) return { sample, leftOut: { reason: 'no program' } }
  if (!whole) return { sample, leftOut: { reason: 'no scene class' } }
  const { scene, slice } = whole
  const { code: text, ...needs } = slice
  const metadata = { ...sample.metadata, scene: scene.name, flavor: scene.flavor, ...needs }
  return { sample: { ...sample, id: `${id}#${scene.name}`, code: text, metadata } }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
