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
// Magics that run the code behind them, and what that may stand behind.
const RUNS = /^%{1,2}(?:time|timeit|prun|memit)\b((?:\s+--?[a-zA-Z][\w-]*(?:[\s=]?\d+)?)*)\s*(.*)$/

/** Line by line, so that line numbers stay: `!pip` and `%magic` become `pass`, other `%%` cells comments. */
function pythonOf(source: string): string {
  const lines = source.replace(/\r\n?/g, '\n').split('\n')
  const first = lines.findIndex(line => line.trim())
  if (first >= 0 && lines[first]!.startsWith('%%') && !PYTHON_CELLS.test(lines[first]!)) {
    return lines.map(line => `# ${line}`).join('\n')
  }
  let isMagic = false
  let indent = ''
  let open: Open = { quote: '', brackets: 0, isContinued: false }
  return lines
    .map((line, at) => {
      // In a string, in brackets and behind a backslash a `%` is what Python takes it for.
      const begins = !open.quote && !open.brackets && !open.isContinued
      const wasMagic = isMagic
      isMagic = false
      if (begins && at === first && line.startsWith('%%')) return setUpOf(line)
      if (begins && (wasMagic || /^\s*[!%?]/.test(line) || /^\s*\w[\w.]*\?{1,2}\s*$/.test(line))) {
        const code = wasMagic ? undefined : codeBehind(line)
        if (code !== undefined) return code
        isMagic = line.endsWith('\\')
        if (!wasMagic) indent = /^\s*/.exec(line)![0]
        return `${indent}pass  # ${line.trim().replace(/\\$/, '')}`
      }
      // `files = !ls`, `x = %who` and `x = %time f()`
      const assigned = begins ? /^(\s*[\w., ]+=\s*)([!%].*)$/.exec(line) : null
      if (assigned) return `${assigned[1]}${codeBehind(assigned[2]!) ?? `None  # ${assigned[2]}`}`
      open = behind(line, open)
      return line
    })
    .join('\n')
}

/** `x = f()` of `%time x = f()`, where it stands. */
function codeBehind(line: string): string | undefined {
  const indent = /^\s*/.exec(line)![0]
  const code = RUNS.exec(line.slice(indent.length))?.[2]
  return code ? `${indent}${code}` : undefined
}

/** `%%timeit n = 3` sets up what the cell asks for. */
function setUpOf(line: string): string {
  const code = line.startsWith('%%timeit') ? codeBehind(line) : undefined
  return code === undefined ? `# ${line}` : `${code}  # ${line.slice(0, '%%timeit'.length)}`
}

interface Open {
  /** The triple quote that is open. */
  quote: string
  brackets: number
  /** The line ends in a backslash. */
  isContinued: boolean
}

/** What is open behind a line. */
function behind(line: string, { quote, brackets }: Open): Open {
  let open = quote
  let depth = brackets
  for (let at = 0; at < line.length; ) {
    if (open) {
      const end = line.indexOf(open, at)
      if (end < 0) return { quote: open, brackets: depth, isContinued: false }
      at = end + 3
      open = ''
      continue
    }
    const next = /'''|"""|#|[([{]|[)\]}]|(["'])(?:\\.|(?!\1)[^\\])*\1/g
    next.lastIndex = at
    const found = next.exec(line)
    if (!found) break
    if (found[0] === '#') return { quote: '', brackets: depth, isContinued: false }
    at = found.index + found[0].length
    if (found[0].length === 3 && found[0][0] === found[0][1]) open = found[0]
    else if (/[([{]/.test(found[0][0]!)) depth++
    else if (/[)\]}]/.test(found[0][0]!)) depth = Math.max(0, depth - 1)
  }
  return { quote: open, brackets: depth, isContinued: !open && line.endsWith('\\') }
}
