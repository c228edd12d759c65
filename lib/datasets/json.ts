/** A `.json` file: an array of records, an object with one, or JSON lines under the wrong name. */
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { messageOf, UsageError } from '../errors.ts'
import { requireReadable } from '../filter/input.ts'
import { parseExact } from './exact.ts'
import { openJsonLines } from './json-lines.ts'
import type { Row, Table, TableOptions } from './table.ts'

/** One array must be parsed as a whole, so it must fit. */
const maxBytes = 256 * 1024 * 1024

export async function openJson(path: string, options: TableOptions): Promise<Table> {
  await requireReadable([path])
  if (await looksLikeLines(path)) {
    return openJsonLines(createReadStream(path, { signal: options.signal }), options)
  }
  const records = recordsOf(path, await parse(path))
  async function* rows(): AsyncGenerator<Row> {
    for (const [index, value] of records.entries()) {
      if (isObject(value)) yield { number: index + 1, value }
      else yield { number: index + 1, problem: 'the record is no object' }
    }
  }
  return { columns: undefined, rows: rows() }
}

/** Its first line is an object, and it is not the only line. */
async function looksLikeLines(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 20), 0, 1 << 20, 0)
    const [, first, more] =
      /^\ufeff?\s*(\{[^\n]*)\n\s*(\S?)/.exec(buffer.toString('utf8', 0, bytesRead)) ?? []
    return first !== undefined && more !== '' && isObject(attempt(first))
  } finally {
    await file.close()
  }
}

async function parse(path: string): Promise<unknown> {
  const file = await open(path)
  const { size } = await file.stat().finally(() => file.close())
  if (size > maxBytes) {
    throw new UsageError(
      `${path} is larger than 256 MiB: make it lines with jq -c '.[]' ${path} > data.jsonl`,
    )
  }
  try {
    return parseExact((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
}

function recordsOf(path: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isObject(value)) {
    const list = Object.values(value).find(member => Array.isArray(member) && member.every(isObject))
    // A conversation is a list of objects, too, but the record is what holds it.
    const isRecord = 'code' in value || 'conversations' in value || 'messages' in value
    return list && !isRecord ? (list as unknown[]) : [value]
  }
  throw new UsageError(`cannot read ${path}: it holds no records`)
}

function attempt(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
