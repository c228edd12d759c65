/** Fast hashes for comparing within one run. What is stored or shown goes through SHA-256 instead. */

const start = 0x811c9dc5
const prime = 0x01000193

/** 32 bits of FNV-1a, taken over four bytes at a time: a multiplication each, not four. */
export function hashBytes(bytes: Uint8Array): number {
  let hash = start
  let at = 0
  for (const end = bytes.length & ~3; at < end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    hash = Math.imul(hash ^ word, prime)
    // The high bits must come down, or the last byte of a word would hardly count.
    hash ^= hash >>> 15
  }
  for (; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, prime)
  return hash >>> 0
}

/** Two independent 32-bit hashes: among a million texts a false match is a matter of one in 10^7. */
export interface TextKey {
  high: number
  low: number
}

/** Sets `key` to the hash of the first `length` of `units`, which are those of a text in UTF-16. */
export function hashUnits(units: ArrayLike<number>, length: number, key: TextKey): void {
  let high = start
  let low = 0x9e3779b9
  for (let i = 0; i < length; i++) {
    const unit = units[i]!
    high = Math.imul(high ^ unit, prime)
    low = Math.imul(low ^ (unit + i), 0x85ebca6b)
    low ^= low >>> 13
  }
  key.high = high >>> 0
  key.low = low >>> 0
}
