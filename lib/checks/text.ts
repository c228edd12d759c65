/** A description taken apart once for all rules. */

export interface Parsed {
  whole: string
  /** Without quoted spans: what is on screen may be anything. */
  plain: string
  quotes: readonly string[]
  /** Of `whole`, in small letters. */
  words: readonly string[]
  /** Of `plain`, as written. */
  plainWords: readonly string[]
}

const quoted = /“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|"([^"]*)"|`([^`]*)`/g

export function parseText(whole: string): Parsed {
  const quotes = [...whole.matchAll(quoted)].map(
    match => match.slice(1).find(part => part !== undefined) ?? '',
  )
  const plain = whole.replace(quoted, ' … ')
  return {
    whole,
    plain,
    quotes,
    words: whole.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [],
    plainWords: plain.match(/[\p{L}\p{N}_]+/gu) ?? [],
  }
}

/** Letters and digits only, small: for comparing texts that differ in spacing, markup and case. */
export function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

export function listed(words: readonly string[]): string {
  const distinct = [...new Set(words)]
  const shown = distinct.slice(0, 5).map(word => `"${word}"`)
  return shown.join(', ') + (distinct.length > 5 ? ' and others' : '')
}
