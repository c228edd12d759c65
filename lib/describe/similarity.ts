/** How much two texts are the same, by their words in threes. */

/** Jaccard over words in threes, 0 to 1. */
export function similarity(a: string, b: string): number {
  const first = threesOf(wordsOf(a))
  const second = threesOf(wordsOf(b))
  if (first.length === 0 || second.length === 0)
    return a.trim().toLowerCase() === b.trim().toLowerCase() ? 1 : 0
  return jaccard(first, second)
}

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The words in threes, as hashes: ascending, each once. Those made with different seeds have nothing in common. */
export function threesOf(words: readonly string[], seed = 0): Uint32Array {
  const found = new Uint32Array(Math.max(0, words.length - 2))
  let [first, second] = [0, 0]
  for (let at = 0; at < words.length; at++) {
    const third = hashWord(words[at]!)
    if (at >= 2) found[at - 2] = mix(mix(mix(seed, first), second), third)
    first = second
    second = third
  }
  found.sort()
  return found.filter((three, at) => at === 0 || three !== found[at - 1])
}

export function hashWord(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash, 31) + word.charCodeAt(at)
  return hash
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

/** What two sets of hashes, ascending, have in common: 0 to 1. */
export function jaccard(one: Uint32Array, other: Uint32Array): number {
  let common = 0
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const [a, b] = [one[i]!, other[j]!]
    if (a === b) common += 1
    if (a <= b) i += 1
    if (b <= a) j += 1
  }
  return common / (one.length + other.length - common)
}
