/** How many words a text has, as people count them. */

/** Without making any of them: this is asked of every draft. */
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

/** As `\s` has it. */
function isSpaceCode(code: number): boolean {
  if (code < 0xa0) return code === 0x20 || (code >= 9 && code <= 13)
  return code === 0xa0 || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)))
}
