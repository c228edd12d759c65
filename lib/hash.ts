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
