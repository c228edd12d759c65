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
    while (at < before.length && other < after.length && before[at] === after[other]) {
      at += 1
      other += 1
    }
    if (at === before.length && other === after.length) return delta
    const [end, found] = goesOn(before, at, after, other)
    delta.push([at, end, after.toString('latin1', other, found)])
    at = end
    other = found
  }
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
