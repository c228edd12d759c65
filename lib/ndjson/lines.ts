/** Bytes into lines, in linear time: chunks are searched for newlines once, and a long line is joined once. */
import { BEYOND_ASCII, fast, HEADER, KNOWN, LONG_ESCAPES, layoutAt } from './load-fast.ts'
import type { Layout } from './scan.ts'

const NEWLINE = 0x0a

/** One line: the bytes of `memory` from `start` to `end`. */
export interface Line {
  memory: Buffer
  start: number
  /** Before the newline; a `\r` there belongs to the line, for it is white space to JSON. */
  end: number
  /** From 1. */
  number: number
  /** Longer than the limit: only its beginning is there. */
  tooLong: boolean
  /** All of it, and its newline, lies in the chunk last pushed, which is `memory` then. */
  inChunk: boolean
  /** Where the line was scanned already and is known to be an object. */
  scanned: Scanned | undefined
}

export interface Scanned {
  layout: Layout
  /** Some string may hold a byte beyond ASCII, and is not known to be UTF-8. */
  beyondAscii: boolean
}

export function bytesOf({ memory, start, end }: Line): Buffer {
  return memory.subarray(start, end)
}

export interface LineSplitter {
  /** The lines that `chunk` completes. To be consumed before the next push. */
  push(chunk: Buffer): Iterable<Line>
  /** The last line, where it has no newline. */
  end(): Iterable<Line>
}

/** Splits at `\n`. A line over `limit` bytes is given cut short and marked. A BOM at the very start is left out. */
export function createSplitter(limit: number): LineSplitter {
  let pieces: Buffer[] = []
  let length = 0
  let number = 0

  const keep = (piece: Buffer) => {
    // A copy: the chunk's memory may be read into again before the line's end comes.
    if (length < limit + 1) pieces.push(Buffer.from(piece.subarray(0, limit + 1 - length)))
    length += piece.length
  }
  const take = (): Line => {
    const memory = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    const start = number === 0 ? markLength(memory, 0, memory.length) : 0
    const tooLong = length > limit
    pieces = []
    length = 0
    number += 1
    return { memory, start, end: memory.length, number, tooLong, inChunk: false, scanned: undefined }
  }
  const whole = (memory: Buffer, from: number, end: number, scanned: Scanned | undefined): Line => {
    if (end - from > limit) {
      keep(memory.subarray(from, end))
      return take()
    }
    const start = from + (number === 0 ? markLength(memory, from, end) : 0)
    number += 1
    return { memory, start, end, number, tooLong: false, inChunk: true, scanned }
  }

  return {
    *push(chunk) {
      let start = 0
      if (length > 0) {
        const newline = chunk.indexOf(NEWLINE)
        if (newline < 0) return keep(chunk)
        keep(chunk.subarray(0, newline))
        yield take()
        start = newline + 1
      }
      for (;;) {
        const rows = fast?.scanLines(chunk, start)
        if (!rows || rows.words.length === 0) break
        const { words, base } = rows
        for (let row = 0; row < words.length; row += words[row]!) {
          const end = words[row + 2]! - base
          start = end + 1
          yield whole(chunk, words[row + 1]! - base, end, scannedAt(words, row))
        }
      }
      for (;;) {
        const newline = chunk.indexOf(NEWLINE, start)
        if (newline < 0) break
        yield whole(chunk, start, newline, undefined)
        start = newline + 1
      }
      if (start < chunk.length) keep(chunk.subarray(start))
    },
    *end() {
      if (length > 0) yield take()
    },
  }
}

function scannedAt(words: Int32Array, row: number): Scanned | undefined {
  const known = words[row + 3]!
  if ((known & KNOWN) === 0) return undefined
  const layout = layoutAt(words, row + HEADER, words[row]! - HEADER, (known & LONG_ESCAPES) !== 0)
  return { layout, beyondAscii: (known & BEYOND_ASCII) !== 0 }
}

/** Ends no record; it counts as a line all the same. */
export function isBlank({ memory, start, end }: Line): boolean {
  let at = start
  while (at < end && isSpace(memory[at]!)) at += 1
  return at === end
}

/** A space, a tab, or a carriage return. */
const isSpace = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d

/** Length of a byte order mark at the start of a line. */
function markLength(memory: Buffer, start: number, end: number): number {
  const isMark = memory[start] === 0xef && memory[start + 1] === 0xbb && memory[start + 2] === 0xbf
  return isMark && end - start >= 3 ? 3 : 0
}
