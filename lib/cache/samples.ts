/**
 * Which animations a sample was. A list that only grows: what a commit adds is one row, so that an answer costs no place
 * of its own in a sorted table; it is put in order in memory by the one command that asks (`describe --explain`).
 * It may name animations that have no answer any more, and by chance those of another sample: who asks looks there anyway.
 */
import { crc32 } from 'node:zlib'
import type { Environment, Table } from './lmdb.ts'
import { decodeEntry, KEY_BYTES } from './record.ts'

/** A pair: a number made of the sample's name, then the content key. */
export const PAIR_BYTES = 4 + KEY_BYTES
const FIRST = Buffer.alloc(1)
/** Pairs in a row. Two rows fit in a page: for longer ones LMDB would look for free pages that follow each other. */
const MOST_PAIRS = 50

export class SampleList {
  readonly #table: Table<Buffer>
  /** Above those that were there when it was last written. */
  #free: bigint | undefined
  #pending: Buffer[] = []
  /** What was read so far: content keys, in hexadecimal. */
  readonly #known = new Map<number, string[]>()
  #from = FIRST

  constructor(table: Table<Buffer>) {
    this.#table = table
  }

  /** Within a transaction. `key`: of an answer. */
  add(sample: string, source: string | undefined, key: Buffer) {
    this.#pending.push(pairOf(sample, source, key))
  }

  /** Last within a transaction. */
  write() {
    if (this.#pending.length === 0) return
    this.#append(this.#pending)
    this.#pending = []
  }

  #append(pairs: readonly Buffer[]) {
    let row = this.#free ?? firstFree(this.#table)
    for (let start = 0; start < pairs.length; start += MOST_PAIRS) {
      // Other processes add rows too.
      while (this.#table.has(rowKey(row))) row++
      this.#table.put(rowKey(row++), Buffer.concat(pairs.slice(start, start + MOST_PAIRS)))
    }
    this.#free = row
  }

  /** The transaction came to nothing. */
  failed() {
    this.#pending = []
    this.#free = undefined
  }

  /** Content keys, oldest first. */
  contentsOf(sample: string, source: string | undefined): readonly string[] {
    this.#readOn()
    return this.#known.get(numberOf(sample, source)) ?? []
  }

  /** The keys of the rows, for `keep`. */
  rows(): Buffer[] {
    return [...this.#table.range()].map(({ key }) => Buffer.from(key))
  }

  /** Within a transaction: what is not wanted leaves the row. */
  keep(row: Buffer, isWanted: (content: string) => boolean) {
    const pairs = this.#table.get(row)
    if (pairs === undefined) return
    const kept = [...pairsOf(pairs)].filter(pair => isWanted(contentOf(pair)))
    if (kept.length === 0) this.#table.remove(row)
    else if (kept.length * PAIR_BYTES < pairs.length) this.#table.put(row, Buffer.concat(kept))
  }

  #readOn() {
    for (const { key, value } of this.#table.range({ start: this.#from })) {
      for (const pair of pairsOf(value)) {
        const sample = pair.readUInt32BE()
        const content = contentOf(pair)
        const contents = this.#known.get(sample)
        if (contents === undefined) this.#known.set(sample, [content])
        else if (!contents.includes(content)) contents.push(content)
      }
      this.#from = Buffer.concat([key, FIRST])
    }
  }
}

/** Within a transaction. Format 1 had a row for each answer. */
export function listAnew({ texts, bytes, disk }: Environment) {
  const table = bytes('samples')
  const list = new SampleList(table)
  let count = 0
  for (const { key, value } of texts('entries').range()) {
    const entry = decodeEntry(key, value)
    if (entry?.sample === undefined) continue
    list.add(entry.sample, entry.source, key)
    count++
  }
  disk?.reserve(1, PAIR_BYTES * count)
  table.clear()
  list.write()
}

function firstFree(table: Table<Buffer>): bigint {
  const [last] = table.range({ reverse: true, limit: 1 })
  return last === undefined ? 0n : last.key.readBigUInt64BE() + 1n
}

function rowKey(row: bigint): Buffer {
  const key = Buffer.alloc(8)
  key.writeBigUInt64BE(row)
  return key
}

function* pairsOf(bytes: Buffer): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += PAIR_BYTES) {
    yield bytes.subarray(start, start + PAIR_BYTES)
  }
}

function contentOf(pair: Buffer): string {
  return pair.toString('hex', 4)
}

function pairOf(sample: string, source: string | undefined, key: Buffer): Buffer {
  const pair = Buffer.allocUnsafe(PAIR_BYTES)
  pair.writeUInt32BE(numberOf(sample, source))
  key.copy(pair, 4, 0, KEY_BYTES)
  return pair
}

function numberOf(sample: string, source: string | undefined): number {
  return crc32(`${source ?? ''}\n${sample}`)
}
