/** Lines of a program, counted once for each statement that programs share. */
import { countLines, type LineCounts } from '../python/lines.ts'
import { noted } from '../python/notes.ts'
import type { Chunk } from '../python/program.ts'

export function linesOf(code: string, chunks: readonly Chunk[]): LineCounts {
  return piecewise(code, chunks) ?? countLines(code)
}

/** Undefined where the statements and the blank and comment lines between them are not the whole text, line by line. */
function piecewise(code: string, chunks: readonly Chunk[]): LineCounts | undefined {
  const sum = { lines: 0, code: 0, comment: 0, commentedCode: 0, open: false }
  const add = (part: LineCounts) => {
    sum.lines += part.lines
    sum.code += part.code
    sum.comment += part.comment
    sum.commentedCode += part.commentedCode
  }
  let at = 0
  for (const chunk of chunks) {
    const start = firstCode(code, at)
    if (!code.startsWith(chunk.text, start)) return undefined
    if (start > at) add(countLines(code.slice(at, start)))
    const lines = linesOfChunk(chunk)
    if (lines.open) return undefined
    add(lines)
    at = code.indexOf('\n', start + chunk.text.length) + 1
    if (at === 0) at = code.length
  }
  if (at < code.length) add(countLines(code.slice(at)))
  return sum
}

const linesOfChunk = noted((chunk: Chunk): LineCounts => countLines(chunk.text))

/** Where the first line begins, from `at` on, that is neither blank nor all comment. */
function firstCode(code: string, at: number): number {
  let line = at
  while (line < code.length) {
    let i = line
    while (code.charCodeAt(i) <= 32 && code.charCodeAt(i) !== 10) i++
    if (i < code.length && code.charCodeAt(i) !== 10 && code.charCodeAt(i) !== 35) return line
    const end = code.indexOf('\n', i)
    if (end < 0) return code.length
    line = end + 1
  }
  return line
}
