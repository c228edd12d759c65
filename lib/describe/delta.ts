/** How one text became another, where little of it changed: short to keep, quick to do again. */

export interface Delta {
  /** Three numbers each, in order: so many of the new bytes take the place of those from a start to an end. */
  cuts: readonly number[]
  /** The new bytes, one behind the other. */
  bytes: Buffer
}

/** So many equal bytes in a row are no chance. */
const run = 16
/** Further than this nothing is looked for: the rest counts as changed. */
const mostSkipped = 4096

/** Not the shortest there is: where the two differ, the nearest bytes of `before` that `after` goes on with end the change. */
export function deltaOf(before: Buffer, after: Buffer): Delta {
  const cuts: number[] = []
  const pieces: Buffer[] = []
  let [at, other] = [0, 0]
  for (;;) {
    const same = sameFrom(before, at, after, other)
    at += same
    other += same
    if (at === before.length && other === after.length) return { cuts, bytes: Buffer.concat(pieces) }
    const [end, found] = goesOn(before, at, after, other)
    cuts.push(at, end, found - other)
    pieces.push(after.subarray(other, found))
    at = end
    other = found
  }
}

const block = 256

/** How many bytes from there on are the same in both: by blocks, then one by one. */
function sameFrom(before: Buffer, at: number, after: Buffer, other: number): number {
  const most = Math.min(before.length - at, after.length - other)
  let same = 0
  while (
    same + block <= most &&
    before.compare(after, other + same, other + same + block, at + same, at + same + block) === 0
  )
    same += block
  while (same < most && before[at + same] === after[other + same]) same += 1
  return same
}

function goesOn(before: Buffer, at: number, after: Buffer, other: number): readonly [number, number] {
  for (let end = at; end + run <= before.length && end - at < mostSkipped; end++) {
    const found = after.indexOf(before.subarray(end, end + run), other)
    if (found >= 0) return [end, found]
  }
  return [before.length, after.length]
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
