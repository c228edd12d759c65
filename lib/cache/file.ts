/** The data file, looked at before LMDB maps it: LMDB dies by a signal on a file that is not its own. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Format of the LMDB file itself, for the two things that we read from it. */
const MAGIC = 0xbeefc0de
const DATA_VERSION = 2
const META_BYTES = 168
const SMALLEST_PAGE = 512
const LARGEST_PAGE = 65536

export type Condition =
  | { state: 'new' }
  | { state: 'good'; usedBytes: number; transaction: bigint }
  | { state: 'foreign'; version: number }
  | { state: 'damaged'; why: string }

export function inspectFile(path: string): Condition {
  const fd = openSync(path, 'r')
  try {
    return inspect(fd)
  } finally {
    closeSync(fd)
  }
}

/** The condition of an open data file. */
export function inspect(fd: number): Condition {
  const meta = readMeta(fd, 0)
  // Another process may be making the file grow: the size is read after the number of the last page.
  if (meta === undefined) {
    return fstatSync(fd).size === 0 ? { state: 'new' } : { state: 'damaged', why: 'it is too short' }
  }
  if (meta.magic !== MAGIC) return { state: 'damaged', why: 'it is not an LMDB file' }
  if (meta.version !== DATA_VERSION) return { state: 'foreign', version: meta.version }
  const { pageSize } = meta
  if (pageSize < SMALLEST_PAGE || pageSize > LARGEST_PAGE || (pageSize & (pageSize - 1)) !== 0) {
    return { state: 'damaged', why: 'its first page is not whole' }
  }
  const other = readMeta(fd, pageSize)
  if (other?.magic !== MAGIC || other.version !== DATA_VERSION || other.pageSize !== pageSize) {
    return { state: 'damaged', why: 'its second page is not whole' }
  }
  const newest = other.transaction > meta.transaction ? other : meta
  const usedBytes = (Number(newest.lastPage) + 1) * pageSize
  if (fstatSync(fd).size < usedBytes) return { state: 'damaged', why: 'its end is missing' }
  return { state: 'good', usedBytes, transaction: newest.transaction }
}

function readMeta(fd: number, offset: number) {
  const page = Buffer.alloc(META_BYTES)
  if (readSync(fd, page, 0, META_BYTES, offset) < META_BYTES) return undefined
  return {
    magic: page.readUInt32LE(24),
    version: page.readUInt32LE(28),
    pageSize: page.readUInt32LE(48),
    lastPage: page.readBigUInt64LE(144),
    transaction: page.readBigUInt64LE(152),
  }
}
