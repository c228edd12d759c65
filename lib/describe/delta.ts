/** How one text became another, where little of it changed: short to keep, quick to do again. */

/** In order; each puts bytes (as Latin-1, one unit a byte) in the place of those from `start` to `end`. */
export type Delta = readonly (readonly [start: number, end: number, bytes: string])[]

/** So many equal bytes in a row are no chance. */
const run = 16
/** Further than this nothing is looked for: the rest counts as changed. */
const mostSkipped = 4096

/** Not the shortest there is: where the two differ, the nearest bytes of `before` that `after` goes on with end the change. */
export function deltaOf(before: Buffer, after: Buffer): Delta {
  const delta: [number, number, string][] = []
  let [at, other] = [0, 0]
  for (;;) {
    const same = sameFrom(before, at, after, other)
    at += same
    other += same
    if (at === before.length && other === after.length) return delta
    const [end, found] = goesOn(before, at, after, other)
    delta.push([at, end, after.toString('latin1', other, found)])
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

/** `tail` is put behind. */
export function applyDelta(before: Buffer, delta: Delta, tail: string): Buffer {
  let length = before.length + tail.length
  for (const [start, end, bytes] of delta) length += bytes.length - (end - start)
  const after = Buffer.allocUnsafe(length)
  let [at, to] = [0, 0]
  for (const [start, end, bytes] of delta) {
    to += before.copy(after, to, at, start)
    to += after.write(bytes, to, 'latin1')
    at = end
  }
  to += before.copy(after, to, at)
  after.write(tail, to, 'latin1')
  return after
}
