/** Lines of a program, counted once for each statement that programs share. */
import { countLines, type LineCounts } from '../python/lines.ts'
import { noted } from '../python/notes.ts'
import type { Chunk, Program } from '../python/program.ts'

export function linesOf(code: string, { chunks, starts }: Program): LineCounts {
  return (starts && piecewise(code, chunks, starts)) ?? countLines(code)
}

/** Undefined where a string that has no end, as far as the count can tell, goes on from one statement into the next. */
function piecewise(
  code: string,
  chunks: readonly Chunk[],
  starts: readonly number[],
): LineCounts | undefined {
  const sum = { lines: 0, code: 0, comment: 0, commentedCode: 0, open: false }
  const add = (part: LineCounts) => {
    sum.lines += part.lines
    sum.code += part.code
    sum.comment += part.comment
    sum.commentedCode += part.commentedCode
  }
  let at = code.startsWith('\ufeff') ? 1 : 0
  for (let i = 0; i < chunks.length; i++) {
    const start = starts[i]!
    const { text } = chunks[i]!
    if (start > at) add(countLines(code.slice(at, start)))
    const lines = linesOfChunk(chunks[i]!)
    if (lines.open) return undefined
    add(lines)
    at = code.indexOf('\n', start + text.length) + 1
    if (at === 0) at = code.length
  }
  if (at < code.length) add(countLines(code.slice(at)))
  return sum
}

const linesOfChunk = noted((chunk: Chunk): LineCounts => countLines(chunk.text))
