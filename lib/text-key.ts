/**
 * Keys of texts for comparing within one run: texts that differ in case, spacing or punctuation only (see normalizeText)
 * have the same one.
 *
 * Most texts never get here: where one lies in a record and is of ASCII, lib/ndjson/text-key.as.ts makes its normal form and
 * its key from the bytes.
 */
import { fast } from './ndjson/load-fast.ts'
import { normalizeText } from './needs.ts'

/** 30 and 32 bits of a hash: among a million texts a false match is a matter of one in 10^7. */
export interface TextKey {
  high: number
  low: number
}

export function textKey(text: string): TextKey {
  const normal = normalizeText(text)
  return fast ? fast.keyOfNormal(Buffer.from(normal)) : slowKeyOf(normal)
}

/** For a processor on which `fast` does not run: another key, but then all are of this kind. */
export function slowKeyOf(normal: string): TextKey {
  let high = 0x811c9dc5
  let low = 0x9e3779b9 | 0
  for (let i = 0; i < normal.length; i++) {
    const unit = normal.charCodeAt(i)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ (unit + i), 0x85ebca6b)
    low ^= low >>> 13
  }
  return { high: (high ^ (high >>> 30)) & 0x3fffffff, low }
}
