/**
 * Cuts a program at its top-level statements without parsing it, so that a statement which was seen in another
 * program need not be parsed again. Aware of strings, brackets, comments and continued lines; where it is in doubt
 * it says so and the whole text is one piece.
 */
export interface Piece<K = never> {
  readonly text: string
  /** Where `text` begins in the program. */
  readonly at: number
  /** What was found to stand there. */
  readonly known?: K
}

const NEWLINE = 10
const RETURN = 13
const HASH = 35
const BACKSLASH = 92
const DOUBLE = 34
const SINGLE = 39

/** Lines that begin so belong to the statement above them. */
const CONTINUES = /^(?:else|elif|except|finally|case)\b/

/**
 * The pieces in order, without the blank and comment lines between them; undefined where in doubt. `find` may know a
 * piece of another program that stands at an offset of this one, so that its characters need not be looked at.
 */
export function splitTopLevel<K extends { readonly text: string } = never>(
  text: string,
  find?: (text: string, at: number) => K | undefined,
): Piece<K>[] | undefined {
  const starts: number[] = []
  const found: (K | undefined)[] = []
  const { length } = text
  let depth = 0
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let lineStart = true
  let continued = false
  let decorated = false
  while (i < length) {
    const code = text.charCodeAt(i)
    if (lineStart) {
      lineStart = false
      if (depth === 0 && !continued && startsStatement(code)) {
        if (decorated) decorated = code === 64
        else if (starts.length === 0 || !CONTINUES.test(text.slice(i, i + 8))) {
          starts.push(i)
          const known = find?.(text, i)
          found.push(known)
          if (known && endsLine(text, i + known.text.length)) {
            i += known.text.length
            continue
          }
          decorated = code === 64
        }
      }
      continued = false
    }
    if (code === NEWLINE) lineStart = true
    else if (code === HASH) {
      const end = text.indexOf('\n', i)
      i = end < 0 ? length : end
      continue
    } else if (code === BACKSLASH) {
      const next = text.charCodeAt(i + 1)
      if (next === NEWLINE || (next === RETURN && text.charCodeAt(i + 2) === NEWLINE)) {
        i += next === NEWLINE ? 2 : 3
        lineStart = true
        continued = true
        continue
      }
    } else if (code === DOUBLE || code === SINGLE) {
      i = endOfString(text, i, code)
      if (i < 0) return undefined
      continue
    } else if (code === 40 || code === 91 || code === 123) depth++
    else if (code === 41 || code === 93 || code === 125) {
      if (--depth < 0) return undefined
    }
    i++
  }
  if (depth !== 0 || decorated) return undefined
  return starts.map((at, n) => {
    const end = trimmed(text, at, starts[n + 1] ?? length)
    const known = found[n]
    // Where it goes on behind what is known it is another.
    if (known && at + known.text.length === end) return { at, text: known.text, known }
    return { at, text: text.slice(at, end) }
  })
}

/** A piece that ends here does, as far as its own line goes: not in a comment, nor before a line that belongs to it. */
function endsLine(text: string, end: number): boolean {
  const next = text.charCodeAt(end)
  const isEnd =
    end === text.length || next === NEWLINE || (next === RETURN && text.charCodeAt(end + 1) === NEWLINE)
  return isEnd && text.charCodeAt(end - 1) !== BACKSLASH
}

/** Column 0 holds code: no space, comment, line end, closing bracket. */
function startsStatement(code: number): boolean {
  return code > 32 && code !== HASH && code !== 41 && code !== 93 && code !== 125 && code !== BACKSLASH
}

/** Index after the string that opens at `i`, -1 where it has no end. */
function endOfString(text: string, i: number, quote: number): number {
  const mark = String.fromCharCode(quote)
  if (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) {
    const triple = mark.repeat(3)
    let end = text.indexOf(triple, i + 3)
    while (end >= 0 && isEscaped(text, end, i + 3)) end = text.indexOf(triple, end + 1)
    return end < 0 ? -1 : end + 3
  }
  for (let at = i + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at += text.charCodeAt(at + 1) === RETURN ? 2 : 1
    else if (code === quote) return at + 1
    else if (code === NEWLINE) return -1
  }
  return -1
}

function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0
  while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}

/** The end without blank and comment lines, so that the same statement is the same piece wherever it stands. */
function trimmed(text: string, from: number, to: number): number {
  let end = to
  for (;;) {
    while (end > from && text.charCodeAt(end - 1) <= 32) end--
    const line = text.lastIndexOf('\n', end - 1) + 1
    if (line > from && text.charCodeAt(line) === HASH) end = line
    else return end
  }
}
