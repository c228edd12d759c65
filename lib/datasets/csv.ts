/** Comma- and tab-separated values, with a header line. */
import { createReadStream } from 'node:fs'
import { messageOf, UsageError } from '../errors.ts'
import { requireReadable } from '../filter/input.ts'
import type { Row, Table, TableOptions } from './table.ts'

export async function openCsv(path: string, { maxLine, signal }: TableOptions): Promise<Table> {
  await requireReadable([path])
  const { parse } = await import('csv-parse')
  const table: Table = { columns: undefined, rows: rows() }
  return table

  async function* rows(): AsyncGenerator<Row> {
    const parser = parse({
      bom: true,
      info: true,
      delimiter: path.toLowerCase().endsWith('.tsv') ? '\t' : ',',
      skip_empty_lines: true,
      max_record_size: maxLine,
      // A row with too few or too many fields is one bad row, not the end of the file.
      relax_column_count: true,
      columns: (header: string[]) => {
        table.columns = header
        return header
      },
    })
    const stream = createReadStream(path, { signal })
    stream.on('error', error => parser.destroy(error))
    stream.pipe(parser)
    let number = 0
    try {
      for await (const { info, record } of parser) {
        number += 1
        const place = { number, line: info.lines }
        yield info.error ? { ...place, problem: messageOf(info.error) } : { ...place, value: record }
      }
    } catch (error) {
      signal.throwIfAborted()
      // An open quote swallows what follows: there is no next row to go on with.
      throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, { cause: error })
    } finally {
      stream.destroy()
    }
  }
}
