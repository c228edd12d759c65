/** What is done to LMDB's two files beside LMDB itself, in its process and under its write lock. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { inspect } from './file.ts'

const PAGE = 4096
/** Pages that one change may need: its leaf, half a split, its share of the branches. */
const PAGES_PER_CHANGE = 3
/** The roots of all tables, the list of free pages, rows of statistics. */
const PAGES_PER_COMMIT = 64
const CHUNK = 1024 * 1024
const ZEROS = Buffer.alloc(CHUNK)

/** Where the lock file has the number of the last transaction, by which the next one begins. */
const LAST_TRANSACTION = 8

export class Disk {
  readonly #data: number
  readonly #lock: number
  /** Bytes that LMDB uses, as of the last look. */
  usedBytes = 0

  /** To be opened after LMDB: closing any descriptor of the lock file would take away this process's lock. */
  constructor(data: string, lock: string) {
    this.#data = openSync(data, 'r+')
    this.#lock = openSync(lock, 'r+')
    this.#look()
  }

  /**
   * Makes the file long enough for the next commit. On a full disk LMDB's own write prints a stack trace and can corrupt
   * the heap of the process; here the same condition is an ordinary error, before anything is written.
   */
  reserve(changes: number, bytes: number) {
    const pages = PAGES_PER_COMMIT + PAGES_PER_CHANGE * changes
    this.#look()
    const wanted = this.usedBytes + PAGE * pages + 2 * bytes
    let { size } = fstatSync(this.#data)
    while (size < wanted) size += writeSync(this.#data, ZEROS, 0, CHUNK - (size % CHUNK), size)
  }

  /**
   * True where the transaction under way follows the newest commit. LMDB (lmdb 3.5.6), when it opens a store, writes the
   * number of the last transaction that it saw into the lock file without taking the lock. Where a commit came between,
   * the next transaction would begin before that commit and undo it. Then the number is put right and false returned:
   * the transaction must write nothing and begin anew.
   */
  follows(transaction: number): boolean {
    const newest = this.#look()
    if (newest === undefined || BigInt(transaction) === newest + 1n) return true
    const number = Buffer.alloc(8)
    readSync(this.#lock, number, 0, 8, LAST_TRANSACTION)
    if (number.readBigUInt64LE() === BigInt(transaction - 1)) {
      number.writeBigUInt64LE(newest)
      writeSync(this.#lock, number, 0, 8, LAST_TRANSACTION)
    }
    return false
  }

  close() {
    closeSync(this.#data)
    closeSync(this.#lock)
  }

  /** The number of the newest commit. */
  #look(): bigint | undefined {
    const found = inspect(this.#data)
    if (found.state !== 'good') return undefined
    this.usedBytes = found.usedBytes
    return found.transaction
  }
}
