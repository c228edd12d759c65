/** JSON lines, with the same reader and the same demands as the filters have. */
import { InputError } from '../errors.ts'
import { bytesOf, createSplitter, isBlank, type Line } from '../ndjson/lines.ts'
import { JsonRecord } from '../ndjson/record.ts'
import { parseExact } from './exact.ts'
import type { Row, Table, TableOptions } from './table.ts'

export function openJsonLines(chunks: AsyncIterable<Buffer>, { maxLine, signal }: TableOptions): Table {
  async function* rows(): AsyncGenerator<Row> {
    const splitter = createSplitter(maxLine)
    for await (const chunk of chunks) {
      for (const line of splitter.push(chunk)) if (!isBlank(line)) yield rowOf(line, maxLine)
    }
    // Input ends quietly on ^C: what is left then is half a line.
    signal.throwIfAborted()
    for (const line of splitter.end()) if (!isBlank(line)) yield rowOf(line, maxLine)
  }
  return { columns: undefined, rows: rows() }
}

function rowOf(line: Line, maxLine: number): Row {
  const { number, tooLong } = line
  if (tooLong) return { number, problem: `longer than ${maxLine} bytes (--max-line)` }
  try {
    const record = new JsonRecord(line.memory, '', number, line)
    return { number, value: parseExact(record.bytes.toString()) as Record<string, unknown> }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { number, problem: error.message, raw: Buffer.from(bytesOf(line)) }
  }
}
