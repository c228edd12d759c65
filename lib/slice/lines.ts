/** Offsets and lines of a text. */

/** Offsets at which lines start. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The 1-based line of an offset. */
export function lineOf(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** Where a statement's own comments begin: the unbroken run of comment lines right above it, with its indentation. */
export function withCommentsAbove(text: string, start: number, floor: number): number {
  let lineStart = text.lastIndexOf('\n', start - 1) + 1
  const indent = text.slice(lineStart, start)
  if (indent.trim() || lineStart < floor) return start
  let first = start
  while (lineStart > floor) {
    const above = text.lastIndexOf('\n', lineStart - 2) + 1
    if (above < floor) break
    const line = text.slice(above, lineStart - 1)
    if (!line.startsWith(`${indent}#`)) break
    first = above + indent.length
    lineStart = above
  }
  return first
}

/** Where a statement's last line ends, if only a comment follows on it. */
export function withCommentBehind(text: string, end: number): number {
  const tail = /^[ \t]*#[^\n]*/.exec(text.slice(end, end + 400))
  if (!tail) return end
  const stop = text.indexOf('\n', end)
  if (stop < 0) return text.length
  return text[stop - 1] === '\r' ? stop - 1 : stop
}
