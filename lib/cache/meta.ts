/** What the store says about itself: its format. Read before anything else; older formats are brought forward. */
import { UsageError } from '../errors.ts'
import type { Environment, Table } from './lmdb.ts'
import { listAnew } from './samples.ts'

/** Version of the layout of keys, values and tables. */
export const FORMAT = 2

/** One step forward. Runs in the transaction that also raises the version: both happen or neither. */
export interface Migration {
  /** The format that it starts from; it leads to the next number. */
  from: number
  migrate(environment: Environment): void
}

/** In order. */
export const MIGRATIONS: readonly Migration[] = [
  {
    // The list of samples became one row a commit, and the names of intents shorter.
    from: 1,
    migrate(environment) {
      environment.texts('intents').clear()
      listAnew(environment)
    },
  },
]

/** LMDB reads garbage where a table is opened with other options than it was written with. They are part of the format. */
const OPTIONS = { keys: 'binary', entries: 'text', transcripts: 'bytes', batches: 'bytes' }

interface Meta {
  format: number
  options: Record<string, string>
}

const KEY = Buffer.from('format')

/** Checks the store's format, or writes it into a new store. `tables` beyond the meta table are opened after this. */
export async function checkFormat(
  environment: Environment,
  { path, readOnly, format = FORMAT, migrations = MIGRATIONS }: CheckOptions,
): Promise<void> {
  const table = environment.texts('meta')
  const found = read(table, path)
  if (found === undefined) {
    // Two processes may both find a new store: what they write is the same.
    if (!readOnly) await environment.transact(() => write(environment, table, format))
    return
  }
  if (found.format > format) {
    throw new UsageError(
      `the cache ${path} was written by a newer manim-filters (its format is ${found.format}, this program knows ${format})`,
    )
  }
  if (found.format < format) {
    if (readOnly) {
      throw new UsageError(
        `the cache ${path} has the old format ${found.format}: open it once for writing to renew it`,
      )
    }
    await environment.transactWhole(() => renew(environment, table, path, format, migrations))
    return
  }
  if (JSON.stringify(found.options) !== JSON.stringify(OPTIONS)) {
    throw new UsageError(`the cache ${path} was written with other options than this program's`)
  }
}

export interface CheckOptions {
  path: string
  readOnly: boolean
  format?: number
  migrations?: readonly Migration[]
}

function renew(
  environment: Environment,
  table: Table<string>,
  path: string,
  format: number,
  migrations: readonly Migration[],
) {
  // Another process may have done it since we looked.
  for (let at = read(table, path)?.format ?? 0; at < format; at++) {
    const step = migrations.find(({ from }) => from === at)
    if (step === undefined)
      throw new UsageError(`the cache ${path} has format ${at}, which this program cannot renew`)
    step.migrate(environment)
  }
  write(environment, table, format)
}

function write(environment: Environment, table: Table<string>, format: number) {
  environment.disk?.reserve(1, 0)
  const meta: Meta = { format, options: OPTIONS }
  table.put(KEY, JSON.stringify(meta))
}

function read(table: Table<string>, path: string): Meta | undefined {
  const text = table.get(KEY)
  if (text === undefined) return undefined
  try {
    const meta = JSON.parse(text)
    if (Number.isInteger(meta?.format)) return meta
  } catch {}
  throw new UsageError(`the cache ${path} is not one of manim-filters`)
}
