/** Parquet, one row group at a time. */
import { messageOf, UsageError } from '../errors.ts'
import { requireReadable } from '../filter/input.ts'
import type { Row, Table, TableOptions } from './table.ts'

export async function openParquet(path: string, { signal }: TableOptions): Promise<Table> {
  await requireReadable([path])
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import(
    'hyparquet'
  )
  const { compressors } = await import('hyparquet-compressors')
  const readable = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, { cause: error })
    }
  }
  const file = await readable(asyncBufferFromFile(path))
  const metadata = await readable(parquetMetadataAsync(file))

  async function* rows(): AsyncGenerator<Row> {
    let start = 0
    for (const group of metadata.row_groups) {
      signal.throwIfAborted()
      const end = start + Number(group.num_rows)
      const values = await readable(
        parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd: end }),
      )
      for (const [index, value] of values.entries()) {
        yield { number: start + index + 1, value: plain(value) as Record<string, unknown> }
      }
      start = end
    }
  }
  return { columns: parquetSchema(metadata).children.map(column => column.element.name), rows: rows() }
}

/** What JSON has no word for: 64-bit integers, dates, bytes. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
  if (ArrayBuffer.isView(value)) return undefined
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}
