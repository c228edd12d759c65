/**
 * Keys of texts for comparing within one run: texts that differ in case, spacing or punctuation only (see normalizeText)
 * have the same one.
 *
 * Most texts never get here: where one lies in a record as it reads, of ASCII and without escapes, lib/ndjson/tidy.as.ts
 * takes its key from the bytes, by the same formula.
 */
import { normalizeText } from './needs.ts'

/** Two independent hashes, of 30 and 32 bits: among a million texts a false match is a matter of one in 10^7. */
export interface TextKey {
  high: number
  low: number
}

export function textKey(text: string): TextKey {
  // Of ASCII the normal form is not made to get its key.
  return keyOf(text, true) ?? keyOf(normalizeText(text), false)!
}

/** What a character of ASCII is after normalizeText: a small letter, a digit, or a gap between words (0). */
const words = Uint8Array.from(
  { length: 128 },
  (_, unit) => normalizeText(String.fromCharCode(unit)).charCodeAt(0) || 0,
)
/** Beyond every unit of UTF-16. */
const GAP = 1 << 16

/** The key of the normal form of `text`; undefined where that is to be ASCII and is not. */
function keyOf(text: string, isAscii: boolean): TextKey | undefined {
  let high = 0x811c9dc5
  let low = 0x9e3779b9 | 0
  let length = 0
  let gap = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f && isAscii) return undefined
    const word = unit > 0x7f ? unit : words[unit]!
    if (word === 0) {
      gap = GAP
      continue
    }
    // A gap is told by the first letter behind it; none stands before the first letter of all.
    const value = length > 0 ? word | gap : word
    gap = 0
    high = Math.imul(high ^ value, 0x01000193)
    low = Math.imul(low ^ (value + length++), 0x85ebca6b)
    low ^= low >>> 13
  }
  return { high: (high ^ (high >>> 30)) & 0x3fffffff, low }
}
