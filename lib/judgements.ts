/**
 * What one reading of all records finds out for the next. Memory has a bound but for one bit a record: everything else
 * goes to a spool, four bytes for each record and sixteen for each text.
 */
import type { Judgement } from './judge.ts'
import type { JsonRecord } from './ndjson/record.ts'
import type { Reason } from './needs.ts'
import { createTextTable } from './shared-texts.ts'
import { createSpool, type NumberList, type Spool } from './spool.ts'

export interface Known {
  reason: Reason | undefined
  /** No reason is found in the record, but its text stands on other programs too. */
  isShared: boolean
}

export interface Judgements {
  add(record: JsonRecord, judgement: Judgement): void
  /** All records were added: finds the texts that several programs share. To be called once, before `next`. */
  settle(): void
  /** What is known of the next record; undefined where nothing is, or it is not the record that was added. */
  next(record: JsonRecord): Known | undefined
  close(): void
}

/** A record's number: its length above the code of its reason. */
const CODE_BITS = 3
const CODE = (1 << CODE_BITS) - 1
/** Records in a block. */
const RECORDS = 1 << 14

export function createJudgements(spool: Spool = createSpool()): Judgements {
  const texts = createTexts(spool)
  const judged = spool.list(RECORDS)
  const codes: Known[] = [{ reason: undefined, isShared: false }]
  const shared: Known = { reason: undefined, isShared: true }
  let added = 0
  let isShared = (_record: number) => false

  const codeOf = (reason: Reason | undefined) => {
    const code = codes.findIndex(known => known.reason === reason)
    return code < 0 ? codes.push({ reason, isShared: false }) - 1 : code
  }
  const block = new Int32Array(RECORDS)
  let taken = 0
  let inBlock = 0

  return {
    add(record, judgement) {
      judged.push((record.length << CODE_BITS) | codeOf(judgement.reason))
      if (!judgement.reason) texts.add(judgement.text.high, judgement.text.low, judgement.program, added)
      added += 1
    },
    settle() {
      isShared = texts.findShared(added)
    },
    next(record) {
      if (taken === added) return undefined
      const at = taken % RECORDS
      if (at === 0) inBlock = judged.read(Math.floor(taken / RECORDS), block)
      const number = at < inBlock ? block[at]! : 0
      // The file is another than it was: what is known of it is worth nothing.
      if (number >> CODE_BITS !== (record.length << CODE_BITS) >> CODE_BITS) {
        taken = added
        return undefined
      }
      const index = taken++
      const known = codes[number & CODE]!
      return known.reason === undefined && isShared(index) ? shared : known
    },
    close: () => spool.close(),
  }
}

/** So many parts that one of them fits into memory together with a table of its texts, whatever the input. */
const PARTS = 1 << 8
const PART_SHIFT = 30 - 8
/** Numbers in a block: four for each text. */
const BLOCK = 1 << 10

/**
 * Texts are parted by their hash as they come, so that equal ones are together; then part after part is looked through
 * with a table that is small enough for the processor's cache.
 */
function createTexts(spool: Spool) {
  const parts: NumberList[] = Array.from({ length: PARTS }, () => spool.list(BLOCK))
  const block = new Int32Array(BLOCK)
  return {
    add(high: number, low: number, program: number, record: number) {
      const part = parts[high >>> PART_SHIFT]!
      part.push(high)
      part.push(low)
      part.push(program)
      part.push(record)
    },
    /** Which of `records` records have a text that several programs share. */
    findShared(records: number): (record: number) => boolean {
      const bits = new Uint8Array(Math.ceil(records / 8))
      const table = createTextTable(Number.POSITIVE_INFINITY)
      const key = { high: 0, low: 0 }
      const each = (part: NumberList, take: (program: number, record: number) => void) => {
        for (let index = 0; ; index++) {
          const count = part.read(index, block)
          if (count === 0) return
          for (let at = 0; at < count; at += 4) {
            key.high = block[at]!
            key.low = block[at + 1]!
            take(block[at + 2]!, block[at + 3]!)
          }
        }
      }
      for (const part of parts) {
        table.clear()
        each(part, program => table.add(key, program))
        each(part, (program, record) => {
          if (table.isShared(key, program)) bits[record >> 3]! |= 1 << (record & 7)
        })
      }
      return record => (bits[record >> 3]! & (1 << (record & 7))) !== 0
    },
  }
}
