import { crc32 } from 'node:zlib'
import type { Table } from './lmdb.ts'
import type { Keys, Shortcuts } from './types.ts'
import type { Writer } from './writer.ts'

export interface ShortcutOptions {
  table: Table<Buffer>
  /** Absent: nothing may be written. */
  writer: Writer | undefined
  /** Within a transaction: is that answer still there? */
  isKept(keys: Keys): boolean
  /** More than so many are mostly of records that have changed since. */
  most(): number
}

/** So many share a change: each is small, and none is waited for. */
const LOT = 64

interface Put {
  key: Buffer
  sealed: Buffer
  answers: readonly Keys[]
}

/** Under this key, shorter than any other: the program that made the others. */
const MAKER = Buffer.from('program')

export interface KeptShortcuts extends Shortcuts {
  /** Hands over to the writer what waits for company. */
  flush(): void
}

export function makeShortcuts(
  program: string,
  { table, writer, isKept, most }: ShortcutOptions,
): KeptShortcuts {
  const maker = Buffer.from(program)
  let tidied = false
  /** Within a transaction. What other programs made is found by nobody any more: keys are made of the program too. */
  const tidyOnce = () => {
    if (tidied) return
    tidied = true
    if (table.get(MAKER)?.equals(maker) && table.count() <= most()) return
    table.clear()
    table.put(MAKER, maker)
  }
  let waiting: Put[] = []
  const flush = () => {
    const lot = waiting
    waiting = []
    if (writer === undefined || lot.length === 0) return
    const step = () => {
      tidyOnce()
      for (const { key, sealed, answers } of lot) if (answers.every(isKept)) table.put(key, sealed)
    }
    // Where the disk is full they are not there, and nothing is lost.
    const bytes = lot.reduce((sum, { sealed }) => sum + sealed.length, 0)
    writer.run(step, { bytes, count: lot.length, company: Number.POSITIVE_INFINITY }).catch(() => {})
  }
  return {
    flush,
    get(key) {
      const value = table.view(key)
      return value === undefined ? undefined : unseal(key, value)
    },
    put(key, value, answers) {
      if (writer === undefined) return
      waiting.push({ key, sealed: seal(key, value), answers })
      if (waiting.length >= LOT) flush()
    },
  }
}

/** Bytes behind a checksum over them, that begins with the key: a page that is out of place is noticed too. */
function seal(key: Buffer, bytes: Buffer): Buffer {
  const value = Buffer.allocUnsafe(CHECKSUM + bytes.length)
  value.set(bytes, CHECKSUM)
  value.writeUInt32LE(checksum(key, bytes))
  return value
}

/** Undefined where the value is not what was sealed. */
function unseal(key: Buffer, value: Buffer): Buffer | undefined {
  if (value.length < CHECKSUM) return undefined
  const bytes = value.subarray(CHECKSUM)
  return value.readUInt32LE() === checksum(key, bytes) ? bytes : undefined
}

/** The key is a hash: its first bytes are as good as all of it. */
function checksum(key: Buffer, bytes: Buffer): number {
  return crc32(bytes, key.readUInt32LE())
}

const CHECKSUM = 4
