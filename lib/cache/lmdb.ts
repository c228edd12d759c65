/** The one file that knows LMDB: tables of bytes under bytes, and transactions. Loaded only when a cache is opened. */
import type { Database, RootDatabase } from 'lmdb'

/** Readers that may have the store open at once, over all processes. */
const MAX_READERS = 510
/** LMDB's close never ends after a failed commit. */
const CLOSE_MS = 2000

export interface Range {
  start?: Buffer
  /** Not included. */
  end?: Buffer
  reverse?: boolean
  limit?: number
}

/** A sorted map. `put` and `remove` only within a transaction. */
export interface Table<V> {
  get(key: Buffer): V | undefined
  has(key: Buffer): boolean
  range(range?: Range): Iterable<{ key: Buffer; value: V }>
  count(): number
  put(key: Buffer, value: V): void
  remove(key: Buffer): void
}

export interface Environment {
  /** A table that is not there reads as empty where nothing may be written. */
  texts(name: string): Table<string>
  bytes(name: string): Table<Buffer>
  /** Runs `step` under the write lock and commits. What it writes stays even where it throws: check first, then write. */
  transact<T>(step: () => T): Promise<T>
  /** As `transact`, but where `step` throws nothing stays. */
  transactWhole<T>(step: () => T): Promise<T>
  /** The same, at once and blocking: for opening, where nothing else is going on. */
  transactNow(step: () => void): void
  /** Reads see what other processes wrote up to now. */
  refresh(): void
  /** Writes a copy without free pages. */
  copyTo(folder: string): Promise<void>
  close(): Promise<void>
}

export async function openEnvironment(path: string, readOnly: boolean): Promise<Environment> {
  const { open } = await import('lmdb')
  // Without noSubdir, a folder with a dot in its name would be taken for a file.
  const root: RootDatabase = open({ path, readOnly, noSubdir: false, maxDbs: 16, maxReaders: MAX_READERS })

  function table<V>(name: string, encoding: 'string' | 'binary'): Table<V> {
    const db: Database | undefined = root.openDB({ name, encoding, keyEncoding: 'binary' })
    return db === undefined ? emptyTable() : asTable(db)
  }

  return {
    texts: name => table<string>(name, 'string'),
    bytes: name => table<Buffer>(name, 'binary'),
    transact: step => root.transaction(step),
    transactWhole: step => root.childTransaction(step),
    transactNow: step => root.transactionSync(step),
    refresh: () => root.resetReadTxn(),
    copyTo: folder => root.backup(folder, true),
    async close() {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>(resolve => {
        timer = setTimeout(resolve, CLOSE_MS)
      })
      await Promise.race([flushed(root, readOnly).then(() => root.close()), late])
      clearTimeout(timer)
    },
  }
}

/** Commits are safe from the death of the process at once; this makes them safe from a power cut. */
async function flushed(root: RootDatabase, readOnly: boolean) {
  if (!readOnly) await root.flushed
}

function asTable<V>(db: Database): Table<V> {
  return {
    get: key => db.get(key) as V | undefined,
    has: key => db.doesExist(key),
    range: range => db.getRange(range) as Iterable<{ key: Buffer; value: V }>,
    count: () => (db.getStats() as { entryCount: number }).entryCount,
    put: (key, value) => void db.put(key, value),
    remove: key => void db.remove(key),
  }
}

export function emptyTable<V>(): Table<V> {
  const refuse = () => {
    throw new Error('nothing is written to a read-only store')
  }
  return {
    get: () => undefined,
    has: () => false,
    range: () => [],
    count: () => 0,
    put: refuse,
    remove: refuse,
  }
}
