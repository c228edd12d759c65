/** The one file that knows LMDB: tables of bytes under bytes, and transactions. Loaded only when a cache is opened. */
import { readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Database, RootDatabase } from 'lmdb'
import { UsageError } from '../errors.ts'
import { Disk } from './disk.ts'
import { DATA, LOCK } from './folder.ts'

/** Readers that may have the store open at once, over all processes. */
const MAX_READERS = 510
/** What each of them takes in the lock file. */
const READER_BYTES = 64
/**
 * Address space, not memory or disk. LMDB starts small and maps the file anew as it grows, from whichever thread needs
 * it first: under many processes that ended in a crash. So wide a map is never outgrown.
 */
const MAP_SIZE = 2 ** 36
/** LMDB's close never ends after a failed commit. */
const CLOSE_MS = 2000
/** Another process's opening may disturb a transaction; so many in a row do not happen by chance. */
const TRIES = 20

/** Every table of today's format, and how its values are read. Keys are bytes. */
const TABLES = {
  meta: 'string',
  entries: 'string',
  samples: 'binary',
  intents: 'string',
  owners: 'string',
  statistics: 'string',
  runs: 'string',
  shortcuts: 'binary',
  transcripts: 'binary',
  batches: 'binary',
} as const

export interface Range {
  start?: Buffer
  /** Not included. */
  end?: Buffer
  reverse?: boolean
  limit?: number
}

/** A sorted map. `put`, `add`, `remove` and `clear` only within a transaction. */
export interface Table<V> {
  get(key: Buffer): V | undefined
  /** The bytes of a value, without a copy of them: good until anything else is read. */
  view(key: Buffer): Buffer | undefined
  has(key: Buffer): boolean
  range(range?: Range): Iterable<{ key: Buffer; value: V }>
  count(): number
  /** Bytes are written as they are, whatever is read from them. */
  put(key: Buffer, value: V | Buffer): void
  /** As `put` where the key is not there; else false. */
  add(key: Buffer, value: V | Buffer): boolean
  remove(key: Buffer): void
  clear(): void
}

export interface Environment {
  /** A table that is not there reads as empty where nothing may be written, and is made elsewhere. */
  texts(name: string): Table<string>
  bytes(name: string): Table<Buffer>
  /** Runs `step` under the write lock and commits. What it writes stays even where it throws: check first, then write. */
  transact<T>(step: () => T): Promise<T>
  /** As `transact`, but where `step` throws nothing stays. */
  transactWhole<T>(step: () => T): Promise<T>
  /** The files themselves; absent where nothing may be written. */
  readonly disk?: Disk
  /** No other process had the store open when this one opened it. Known only where it was asked for. */
  readonly isAlone: boolean
  /** Writes a copy without free pages. */
  copyTo(folder: string): Promise<void>
  close(): Promise<void>
}

/** `asksAlone`: finds out whether another process has the store open. */
export async function openEnvironment(
  path: string,
  readOnly: boolean,
  asksAlone = false,
): Promise<Environment> {
  const lmdb = await import('lmdb')
  const lock = join(path, LOCK)
  const lockBytes = asksAlone ? sizeOf(lock) : 0
  // Without noSubdir, a folder with a dot in its name would be taken for a file.
  const root: RootDatabase = lmdb.open({
    path,
    readOnly,
    noSubdir: false,
    // Nothing is kept in the root itself; the default would be an encoding that nobody wants.
    encoding: 'binary',
    maxDbs: 16,
    // Only who holds LMDB's lock alone makes the lock file longer: for readers that it has no room for. Unlike the
    // kernel's list of locks, the lock knows the processes of other containers.
    maxReaders: Math.max(MAX_READERS, Math.floor(lockBytes / READER_BYTES) + 1),
    // Chunks would be mapped and unmapped all the time.
    remapChunks: false,
    ...(isAddressSpaceLimited() ? {} : { mapSize: MAP_SIZE }),
  })
  const isAlone = asksAlone && sizeOf(lock) > lockBytes
  if (isForeign(root)) {
    await root.close()
    throw new UsageError(`the cache ${path} is not one of manim-filters`)
  }

  const disk = readOnly ? undefined : new Disk(join(path, DATA), lock)

  /** Runs `step` only in a transaction that follows the newest commit. */
  async function inOrder<T>(step: () => T, run: (step: () => boolean) => Promise<boolean>): Promise<T> {
    for (let tries = 0; tries < TRIES; tries++) {
      let result: T
      const done = await run(() => {
        if (disk?.follows(root.getWriteTxnId()) === false) return false
        result = step()
        return true
      })
      if (done) return result!
    }
    throw new UsageError(`the lock file of the cache ${path} is out of step: end every program that uses it`)
  }

  function open<V>(name: string, encoding: 'string' | 'binary'): Table<V> {
    const db: Database | undefined = root.openDB({ name, encoding, keyEncoding: 'binary' })
    return db === undefined ? emptyTable() : asTable(db)
  }
  const tables = new Map<string, Table<never>>()
  await inOrder(
    () => {
      // On a full disk, an old store still opens and serves.
      if (entryCount(root) === 0) disk?.reserve(Object.keys(TABLES).length, 0)
      for (const [name, encoding] of Object.entries(TABLES)) tables.set(name, open(name, encoding))
    },
    async step => (readOnly ? step() : root.transactionSync(step)),
  )

  return {
    texts: name => tables.get(name) ?? open(name, 'string'),
    bytes: name => tables.get(name) ?? open(name, 'binary'),
    transact: step => inOrder(step, run => root.transaction(run)),
    transactWhole: step => inOrder(step, run => root.childTransaction(run)),
    ...(disk && { disk }),
    isAlone,
    copyTo: folder => root.backup(folder, true),
    async close() {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>(resolve => {
        timer = setTimeout(resolve, CLOSE_MS)
      })
      await Promise.race([flushed(root, readOnly).then(() => root.close()), late])
      clearTimeout(timer)
      disk?.close()
      // Whoever opened it meanwhile doesn't reach as far: a thousand readers come first.
      if (isAlone && lockBytes > 0) truncateSync(lock, lockBytes)
    },
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Under `ulimit -v`, LMDB does not survive that a map is refused. */
function isAddressSpaceLimited(): boolean {
  try {
    return !/^Max address space +unlimited/m.test(readFileSync('/proc/self/limits', 'utf8'))
  } catch {
    return false
  }
}

/** Somebody else's store must not get our tables. */
function isForeign(root: RootDatabase): boolean {
  const options = { name: 'meta', encoding: 'string', keyEncoding: 'binary', create: false } as const
  return root.openDB(options) === undefined && entryCount(root) > 0
}

function entryCount(db: Database): number {
  return (db.getStats() as { entryCount: number }).entryCount
}

/** Commits are safe from the death of the process at once; this makes them safe from a power cut. */
async function flushed(root: RootDatabase, readOnly: boolean) {
  if (!readOnly) await root.flushed
}

function asTable<V>(db: Database): Table<V> {
  return {
    get: key => db.get(key) as V | undefined,
    view(key) {
      // Its length is the value's, its memory is longer.
      const bytes = db.getBinaryFast(key)
      return bytes?.subarray(0, bytes.length)
    },
    has: key => db.doesExist(key),
    range: range => db.getRange(range) as Iterable<{ key: Buffer; value: V }>,
    count: () => entryCount(db),
    put: (key, value) => void db.put(key, value),
    // Its declared type says that it gives nothing.
    add: (key, value) => (db.putSync(key, value, NO_OVERWRITE) as unknown) === true,
    remove: key => void db.remove(key),
    clear: () => void db.clearSync(),
  }
}

const NO_OVERWRITE = { noOverwrite: true }

export function emptyTable<V>(): Table<V> {
  const refuse = () => {
    throw new Error('nothing is written to a read-only store')
  }
  return {
    get: () => undefined,
    view: () => undefined,
    has: () => false,
    range: () => [],
    count: () => 0,
    put: refuse,
    add: refuse,
    remove: refuse,
    clear: refuse,
  }
}
