/** Lines of code and of comment, strings understood. */
export interface LineCounts {
  readonly lines: number
  readonly code: number
  readonly comment: number
  /** Comment lines that look like code which was put out of use. */
  readonly commentedCode: number
  /** A triple-quoted string has no end, as far as this count can tell. */
  readonly open: boolean
}

const LOOKS_LIKE_CODE =
  /^#+\s*(?:self\.|@|(?:from\s+[\w.]+\s+)?import\s|(?:return|yield|del|pass|break|continue)\b|(?:def|class|for|while|if|elif|else|with|try|except)\b.*:\s*$|[\w.[\]]+\s*[-+*/]?=\s*\S|[\w.]+\(.*\)?,?\s*$|[)\]}]+,?\s*$)/

export function countLines(text: string): LineCounts {
  let lines = 0
  let code = 0
  let comment = 0
  let commentedCode = 0
  let quote = ''
  // A mark of byte order is no part of the first line.
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const { length } = text
  // Where no such string begins none can be open at the end of a line, and nobody need look.
  const hasTriple = text.includes('"""') || text.includes("'''")
  while (i < length) {
    const found = text.indexOf('\n', i)
    const end = found < 0 ? length : found
    lines++
    let at = i
    while (at < end && text.charCodeAt(at) <= 32) at++
    if (quote) {
      if (at < end) code++
      quote = openAtEnd(text, i, end, quote)
    } else if (at < end) {
      if (text.charCodeAt(at) === 35) {
        comment++
        if (LOOKS_LIKE_CODE.test(text.slice(at, Math.min(end, at + 400)))) commentedCode++
      } else {
        code++
        if (hasTriple) quote = openAtEnd(text, at, end, '')
      }
    }
    i = end + 1
  }
  return { lines, code, comment, commentedCode, open: quote !== '' }
}

/** Which triple quote is open at the end of the line. */
function openAtEnd(text: string, from: number, end: number, open: string): string {
  let quote = open
  let i = from
  while (i < end) {
    if (quote) {
      // Looked for within the line only: to search the whole text for each line would take its square.
      const close = i + text.slice(i, end).indexOf(quote)
      if (close < i) return quote
      i = close + 3
      quote = ''
      continue
    }
    const code = text.charCodeAt(i)
    if (code === 35) return quote
    if (code === 34 || code === 39) {
      const mark = text[i]!
      if (text.startsWith(mark.repeat(3), i)) {
        quote = mark.repeat(3)
        i += 3
        continue
      }
      i++
      while (i < end && text.charCodeAt(i) !== code) i += text.charCodeAt(i) === 92 ? 2 : 1
    }
    i++
  }
  return quote
}
