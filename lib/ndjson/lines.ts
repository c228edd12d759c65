/** Bytes into lines, in linear time: chunks are searched for newlines once, and a long line is joined once. */

const NEWLINE = 0x0a

export interface Line {
  /** Without the newline; a `\r` before it stays, for it is white space to JSON. */
  bytes: Buffer
  /** From 1. */
  number: number
  /** Longer than the limit: `bytes` holds only the beginning. */
  tooLong: boolean
  /** Where the line lies in the chunk last pushed, where all of it does: `end` is behind the newline. */
  within: { start: number; end: number } | undefined
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
    const joined = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    const bytes = number === 0 ? joined.subarray(markLength(joined)) : joined
    const tooLong = length > limit
    pieces = []
    length = 0
    number += 1
    return { bytes, number, tooLong, within: undefined }
  }

  return {
    *push(chunk) {
      let start = 0
      for (;;) {
        const newline = chunk.indexOf(NEWLINE, start)
        if (newline < 0) break
        if (length === 0 && newline - start <= limit) {
          if (number === 0) start += markLength(chunk.subarray(start, newline))
          number += 1
          const within = { start, end: newline + 1 }
          yield { bytes: chunk.subarray(start, newline), number, tooLong: false, within }
        } else {
          keep(chunk.subarray(start, newline))
          yield take()
        }
        start = newline + 1
      }
      if (start < chunk.length) keep(chunk.subarray(start))
    },
    *end() {
      if (length > 0) yield take()
    },
  }
}

/** Ends no record; it counts as a line all the same. */
export function isBlank({ bytes }: Line): boolean {
  return bytes.length === 0 || (bytes.length === 1 && bytes[0] === 0x0d)
}

/** Length of a byte order mark at the start of a line that has more than that. */
function markLength(line: Buffer): number {
  return line.length > 3 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0
}
