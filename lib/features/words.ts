/** The words of a text, as people count them. */

/** How many there are, without making any of them: this is asked of every draft. */
export function countWords(text: string): number {
  let count = 0
  let within = false
  for (let i = 0; i < text.length; i++) {
    const isSpace = isSpaceCode(text.charCodeAt(i))
    if (!isSpace && !within) count++
    within = !isSpace
  }
  return count
}

/** At most `most` characters of it, the last of which tells that there are more: whole words, where they are not long. */
export function cutShort(text: string, most: number): string {
  if (text.length <= most) return text
  const end = text.lastIndexOf(' ', most - 1)
  return `${text.slice(0, end > most / 2 ? end : most - 1).trimEnd()}…`
}

/** One space for every stretch of white space. */
export function evenSpaces(text: string): string {
  // To look whether there is anything to replace is ten times cheaper than to replace each space by a space.
  return /[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text
}

/** As `\s` has it. */
function isSpaceCode(code: number): boolean {
  if (code < 0xa0) return code === 0x20 || (code >= 9 && code <= 13)
  return code === 0xa0 || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)))
}
