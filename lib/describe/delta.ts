/** How one text became another: short to keep, quick to do again. */
import type { Cut } from '../ndjson/splice.ts'

export interface Delta {
  /** Three numbers each, in order: so many of the new bytes take the place of those from a start to an end. */
  cuts: readonly number[]
  /** The new bytes, one behind the other. */
  bytes: Buffer
}

export function deltaOf(changes: readonly Cut[]): Delta {
  const cuts: number[] = []
  let texts = ''
  for (const { start, end, text } of changes) {
    cuts.push(start, end, Buffer.byteLength(text))
    texts += text
  }
  return { cuts, bytes: Buffer.from(texts) }
}

/** How long the text becomes. */
export function lengthAfter(before: Buffer, { cuts, bytes }: Delta): number {
  let length = before.length + bytes.length
  for (let cut = 0; cut < cuts.length; cut += 3) length -= cuts[cut + 1]! - cuts[cut]!
  return length
}

/** Writes what `before` becomes into `after`. */
export function applyDelta(before: Buffer, { cuts, bytes }: Delta, after: Buffer): void {
  let [at, to, next] = [0, 0, 0]
  for (let cut = 0; cut < cuts.length; cut += 3) {
    const added = cuts[cut + 2]!
    to += before.copy(after, to, at, cuts[cut])
    to += bytes.copy(after, to, next, next + added)
    next += added
    at = cuts[cut + 1]!
  }
  before.copy(after, to, at)
}
