/** A file of rows, whatever its kind. Rows come one by one: memory holds one of them, or one row group. */
import { extname } from 'node:path'
import { UsageError } from '../errors.ts'
import { openInputs } from '../filter/input.ts'
import { openCsv } from './csv.ts'
import { openJson } from './json.ts'
import { openJsonLines } from './json-lines.ts'
import { openParquet } from './parquet.ts'

export type Row =
  | (Place & { value: Record<string, unknown> })
  /** One that cannot be read, as it came where it is a line. */
  | (Place & { problem: string; raw?: Buffer })

interface Place {
  /** From 1; of JSON lines, the line. */
  number: number
  /** In the file, where that is something else. */
  line?: number
}

export interface Table {
  /** Known where all rows have the same ones, at the latest with the first row. */
  columns: readonly string[] | undefined
  rows: AsyncIterable<Row>
}

export interface TableOptions {
  maxLine: number
  signal: AbortSignal
}

const openers: Readonly<Record<string, (path: string, options: TableOptions) => Promise<Table>>> = {
  '.parquet': openParquet,
  '.csv': openCsv,
  '.tsv': openCsv,
  '.json': openJson,
  '.jsonl': openLines,
  '.ndjson': openLines,
}

export function isTable(path: string): boolean {
  return extname(path).toLowerCase() in openers
}

/** `-` is JSON lines on standard input. Throws UsageError where the file cannot be read or is not what its name says. */
export function openTable(path: string, options: TableOptions): Promise<Table> {
  if (path === '-') return openLines(path, options)
  const open = openers[extname(path).toLowerCase()]
  if (!open)
    throw new UsageError(`${path} is no table: its name must end in ${Object.keys(openers).join(', ')}`)
  return open(path, options)
}

async function openLines(path: string, options: TableOptions): Promise<Table> {
  async function* chunks() {
    for await (const input of openInputs([path], options.signal)) yield* input.chunks
  }
  return openJsonLines(chunks(), options)
}
