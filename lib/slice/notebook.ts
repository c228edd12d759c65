/** A notebook as one module: its code cells one after another, the magics made comments. */

import { InputError, messageOf } from '../errors.ts'
import type { PythonParser } from '../python/parser.ts'
import type { ModuleFacts } from './facts.ts'
import { readModule } from './module.ts'

export interface NotebookText {
  text: string
  /** Offsets at which cells end. */
  cellEnds: number[]
}

interface Cell {
  cell_type?: unknown
  source?: unknown
  input?: unknown
}

/** Throws InputError where the text is no notebook. */
export function notebookText(json: string): NotebookText {
  let notebook: { cells?: unknown; worksheets?: { cells?: unknown }[] }
  try {
    notebook = JSON.parse(json)
  } catch (error) {
    throw new InputError(`not a notebook: ${messageOf(error)}`)
  }
  // Format 3 had worksheets.
  const cells = notebook?.cells ?? notebook?.worksheets?.flatMap(sheet => sheet.cells ?? [])
  if (!Array.isArray(cells)) throw new InputError('not a notebook: it has no cells')
  let text = ''
  const cellEnds: number[] = []
  for (const cell of cells as Cell[]) {
    if (cell?.cell_type !== 'code') continue
    text += `${pythonOf(sourceOf(cell))}\n`
    cellEnds.push(text.length)
  }
  return { text, cellEnds }
}

export function readNotebook(path: string, json: string, parser: PythonParser): ModuleFacts {
  const { text, cellEnds } = notebookText(json)
  return { ...readModule(path, text, parser), cellEnds }
}

function sourceOf(cell: Cell): string {
  const source = cell.source ?? cell.input
  return Array.isArray(source) ? source.join('') : typeof source === 'string' ? source : ''
}

// Cell magics whose cell is still Python.
const PYTHON_CELLS = /^%%(manim|time|timeit|capture|prun|manimgl|python3?)\b/

/** Line by line, so that line numbers stay: `!pip` and `%magic` become `pass`, other `%%` cells comments. */
function pythonOf(source: string): string {
  const lines = source.replace(/\r\n?/g, '\n').split('\n')
  const first = lines.findIndex(line => line.trim())
  if (first >= 0 && lines[first]!.startsWith('%%') && !PYTHON_CELLS.test(lines[first]!)) {
    return lines.map(line => `# ${line}`).join('\n')
  }
  let continued = false
  let indent = ''
  let quote = ''
  return lines
    .map((line, at) => {
      const wasContinued = continued
      continued = false
      if (!quote && at === first && line.startsWith('%%')) return `# ${line}`
      if (!quote && (wasContinued || /^\s*[!%?]/.test(line) || /^\s*\w[\w.]*\?{1,2}\s*$/.test(line))) {
        continued = line.endsWith('\\')
        if (!wasContinued) indent = /^\s*/.exec(line)![0]
        return `${indent}pass  # ${line.trim().replace(/\\$/, '')}`
      }
      // `files = !ls` and `x = %who`
      const shell = quote ? null : /^(\s*[\w., ]+=\s*)([!%])(.*)$/.exec(line)
      if (shell) return `${shell[1]}None  # ${shell[2]}${shell[3]}`
      quote = openQuote(line, quote)
      return line
    })
    .join('\n')
}

/** The triple quote that a line leaves open: a `%` in it is text. */
function openQuote(line: string, quote: string): string {
  let open = quote
  for (let at = 0; at < line.length; ) {
    if (open) {
      const end = line.indexOf(open, at)
      if (end < 0) return open
      at = end + 3
      open = ''
      continue
    }
    const next = /'''|"""|#|(["'])(?:\\.|(?!\1)[^\\])*\1/g
    next.lastIndex = at
    const found = next.exec(line)
    if (!found || found[0] === '#') return ''
    at = found.index + found[0].length
    if (found[0].length === 3 && found[0][0] === found[0][1]) open = found[0]
  }
  return open
}
