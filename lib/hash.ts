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

/** Two independent 32-bit hashes over UTF-16 units: among a million texts a false match is a matter of one in 10^7. */
export class TextHash {
  #high = start
  #low = 0x9e3779b9
  #units = 0

  start(): void {
    this.#high = start
    this.#low = 0x9e3779b9
    this.#units = 0
  }

  add(unit: number): void {
    this.#high = Math.imul(this.#high ^ unit, prime)
    const low = Math.imul(this.#low ^ (unit + this.#units++), 0x85ebca6b)
    this.#low = low ^ (low >>> 13)
  }

  get high(): number {
    return this.#high >>> 0
  }

  get low(): number {
    return this.#low >>> 0
  }
}
