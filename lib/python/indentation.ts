/** Python's rules of indentation: the grammar is laxer, and counts tabs in its own way. */
import type { FlatTree, SyntaxProblem } from './flat.ts'

export function indentationProblem(flat: FlatTree): SyntaxProblem | undefined {
  // Per block: the width of its indentation with tabs of eight columns, and of one.
  const widths = new Map<number, [number, number]>([[0, [0, 0]]])
  for (let node = 1; node < flat.kind.length; node++) {
    const block = flat.parent[node]!
    if ((flat.kind[block] !== 'block' && block !== 0) || flat.kind[node] === 'comment') continue
    const lineStart = flat.text.lastIndexOf('\n', flat.start[node]! - 1) + 1
    const indent = flat.text.slice(lineStart, flat.start[node]!)
    if (indent.trim()) continue
    const width = measure(indent)
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

function measure(indent: string): [number, number] {
  let wide = 0
  let narrow = 0
  for (const character of indent) {
    if (character === '\t') {
      wide = (wide >> 3) * 8 + 8
      narrow++
    } else if (character === '\f') {
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
