/** Python's rules of indentation: the grammar is laxer, and counts tabs in its own way. */
import type { FlatTree, SyntaxProblem } from './flat.ts'

const TAB = 9
const NEWLINE = 10
const FORM_FEED = 12
const SPACE = 32

export function indentationProblem(flat: FlatTree): SyntaxProblem | undefined {
  // Per block: the width of its indentation with tabs of eight columns, and of one.
  const widths = new Map<number, [number, number]>([[0, [0, 0]]])
  for (let node = 1; node < flat.kind.length; node++) {
    const block = flat.parent[node]!
    if ((flat.kind[block] !== 'block' && block !== 0) || flat.kind[node] === 'comment') continue
    const start = flat.start[node]!
    let lineStart = start
    while (lineStart > 0 && isSpace(flat.text.charCodeAt(lineStart - 1))) lineStart--
    const isFirstOfLine = lineStart === 0 || flat.text.charCodeAt(lineStart - 1) === NEWLINE
    if (!isFirstOfLine) continue
    const width = measure(flat.text, lineStart, start)
    const sibling = widths.get(block)
    if (!sibling) {
      if (!deeper(width, widths.get(outerBlock(flat, block)) ?? [0, 0])) return problem(flat, node)
      widths.set(block, width)
    } else if (sibling[0] !== width[0] || sibling[1] !== width[1]) return problem(flat, node)
  }
  return undefined
}

function problem(flat: FlatTree, node: number): SyntaxProblem {
  return { offset: flat.start[node]!, message: 'inconsistent indentation' }
}

/** Anything that is not seen, short of the end of a line. */
function isSpace(code: number): boolean {
  if (code === SPACE || code === TAB) return true
  return code !== NEWLINE && (code < SPACE || code > 126) && /\s/.test(String.fromCharCode(code))
}

function measure(text: string, from: number, to: number): [number, number] {
  let wide = 0
  let narrow = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === TAB) {
      wide = (wide >> 3) * 8 + 8
      narrow++
    } else if (code === FORM_FEED) {
      wide = 0
      narrow = 0
    } else {
      wide++
      narrow++
    }
  }
  return [wide, narrow]
}

function deeper(inner: [number, number], outer: [number, number]): boolean {
  return inner[0] > outer[0] && inner[1] > outer[1]
}

function outerBlock(flat: FlatTree, block: number): number {
  let up = flat.parent[block]!
  while (up > 0 && flat.kind[up] !== 'block') up = flat.parent[up]!
  return up
}
