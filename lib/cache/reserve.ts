/**
 * Room on the disk, taken before LMDB needs it. On a full disk LMDB's own write prints a stack trace and can corrupt the
 * heap of the process; here the same condition is an ordinary error, before anything is written.
 */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { inspect } from './file.ts'

const PAGE = 4096
/** Pages that one change may need: its leaf, half a split, its share of the branches. */
const PAGES_PER_CHANGE = 3
/** The roots of all tables, the list of free pages, rows of statistics. */
const PAGES_PER_COMMIT = 64
const CHUNK = 1024 * 1024
const ZEROS = Buffer.alloc(CHUNK)

export class Reserve {
  readonly #fd: number
  /** Bytes that LMDB uses, as of the last look. */
  usedBytes = 0

  constructor(file: string) {
    this.#fd = openSync(file, 'r+')
    this.look()
  }

  look(): number {
    const found = inspect(this.#fd)
    if (found.state === 'good') this.usedBytes = found.usedBytes
    return this.usedBytes
  }

  /** Makes the file long enough for the next commit. Only under LMDB's write lock: elsewhere it would overwrite pages. */
  take(changes: number, bytes: number) {
    const pages = PAGES_PER_COMMIT + PAGES_PER_CHANGE * changes
    const wanted = this.look() + PAGE * pages + 2 * bytes
    let { size } = fstatSync(this.#fd)
    while (size < wanted) size += writeSync(this.#fd, ZEROS, 0, CHUNK - (size % CHUNK), size)
  }

  close() {
    closeSync(this.#fd)
  }
}
