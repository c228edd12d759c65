/** Triple-quoted strings of a Python file, as the values that Python gives them. */

export interface DocLines {
  lines: readonly string[]
  /** 1-based line in the file of a line of the value. */
  lineOf(index: number): number
}

export function plainLines(text: string): DocLines {
  return { lines: text.split(/\r?\n/), lineOf: index => index + 1 }
}

/** What can hold or hide a quote: comments, strings of one line, strings of many. */
const tokens = /#[^\n]*|([a-zA-Z]{0,2})("""|'''|"|')/g

/** Every triple-quoted string, in order; f-strings are no docstrings and are passed over. */
export function* docstrings(text: string): Generator<DocLines> {
  const scanner = new RegExp(tokens)
  for (let found = scanner.exec(text); found; found = scanner.exec(text)) {
    const [token, prefix, quote] = found
    if (token.startsWith('#')) continue
    const start = found.index + token.length
    const end = closing(text, start, quote!)
    scanner.lastIndex = end + quote!.length
    if (quote!.length === 1 || /f|b/i.test(prefix!)) continue
    const first = lineAt(text, start)
    const literal = text.slice(start, end)
    yield /r/i.test(prefix!) ? rawLines(literal, first) : valueLines(literal, first)
  }
}

/** In a raw string too, a quote behind a backslash does not close. */
function closing(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith(quote, at)) return at
    else if (quote.length === 1 && text[at] === '\n') return at
  }
  return text.length
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function rawLines(literal: string, first: number): DocLines {
  return { lines: literal.split(/\r?\n/), lineOf: index => first + index }
}

const simple: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const escapes = /\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])|\r?\n/g

/** Escapes undone. A line break that an escape makes, or takes away, must not shift the line numbers. */
function valueLines(literal: string, first: number): DocLines {
  let value = ''
  let at = 0
  let line = first
  const numbers = [first]
  for (const found of literal.matchAll(escapes)) {
    value += literal.slice(at, found.index)
    at = found.index + found[0].length
    const code = found[1]
    if (found[0].endsWith('\n')) line += 1
    const text = code === undefined ? '\n' : unescaped(code)
    if (text === '\n') numbers.push(line)
    value += text
  }
  value += literal.slice(at)
  return { lines: value.split('\n'), lineOf: index => numbers[index] ?? line }
}

function unescaped(code: string): string {
  if (code.endsWith('\n')) return ''
  if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
  if (/^[xuU]./.test(code)) {
    const point = Number.parseInt(code.slice(1), 16)
    return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point)
  }
  // An escape that Python does not know stays as it is.
  return simple[code] ?? `\\${code}`
}
