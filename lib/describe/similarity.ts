/** How much two texts are the same, by their words in threes. */

/** Jaccard over words in threes, 0 to 1. */
export function similarity(a: string, b: string): number {
  const first = threesOf(readWords(a))
  const second = threesOf(readWords(b))
  if (first.length === 0 || second.length === 0)
    return a.trim().toLowerCase() === b.trim().toLowerCase() ? 1 : 0
  return jaccard(first, second)
}

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The words of a text as hashes. Their memory is used again: good until the next text is read. */
export interface Words {
  readonly count: number
  /** Of each word. What lies behind the last is of earlier texts. */
  readonly hashes: Int32Array
  /** The first `count` words, with single spaces. */
  first(count: number): string
}

/** Texts of ASCII, which most are, are read without making a string of any word. */
export function readWords(text: string): Words {
  reader.text = text
  makeRoom((text.length + 1) >> 1)
  if (readAscii(text)) return reader
  const words = wordsOf(text)
  makeRoom(words.length)
  for (let at = 0; at < words.length; at++) reader.hashes[at] = hashWord(words[at]!)
  reader.ends.fill(text.length, 0, words.length)
  reader.count = words.length
  return reader
}

function makeRoom(words: number) {
  if (reader.hashes.length >= words) return
  reader.hashes = new Int32Array(2 * words)
  reader.ends = new Int32Array(2 * words)
}

const reader = {
  text: '',
  count: 0,
  hashes: new Int32Array(512),
  /** Where in the text each word ends, or further on. */
  ends: new Int32Array(512),
  first(count: number): string {
    const end = this.ends[Math.min(count, this.count) - 1] ?? 0
    return wordsOf(this.text.slice(0, end)).slice(0, count).join(' ')
  },
}

/** A letter or digit of ASCII as it is in small letters; 0: no part of a word. */
const small = Uint8Array.from({ length: 128 }, (_, unit) => {
  const word = wordsOf(String.fromCharCode(unit))[0]
  return word === undefined ? 0 : word.charCodeAt(0)
})

/** False where the text is more than ASCII. */
function readAscii(text: string): boolean {
  const { hashes, ends } = reader
  let count = 0
  let hash = 0
  let inWord = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f) return false
    const letter = small[unit]!
    if (letter !== 0) {
      hash = nextHash(hash, letter)
      inWord = true
    } else if (inWord) {
      hashes[count] = hash
      ends[count++] = at
      hash = 0
      inWord = false
    }
  }
  if (inWord) {
    hashes[count] = hash
    ends[count++] = text.length
  }
  reader.count = count
  return true
}

/**
 * The words in threes, as hashes: ascending, each once. Those made with different seeds have nothing in common.
 * `room` gives as many as it is asked for.
 */
export function threesOf(
  { count, hashes }: Words,
  seed = 0,
  room = (length: number) => new Uint32Array(length),
): Uint32Array {
  const found = room(Math.max(0, count - 2))
  for (let at = 0; at < found.length; at++)
    found[at] = mix(mix(mix(seed, hashes[at]!), hashes[at + 1]!), hashes[at + 2]!)
  found.sort()
  let kept = 0
  for (let at = 0; at < found.length; at++) {
    if (at === 0 || found[at] !== found[kept - 1]) found[kept++] = found[at]!
  }
  return kept === found.length ? found : found.subarray(0, kept)
}

export function hashWord(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = nextHash(hash, word.charCodeAt(at))
  return hash
}

function nextHash(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0
}

/** A hash of two hashes, the order of which counts. */
export function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

/** What two sets of hashes, ascending, have in common: 0 to 1. */
export function jaccard(one: Uint32Array, other: Uint32Array): number {
  let common = 0
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const a = one[i]!
    const b = other[j]!
    if (a === b) common += 1
    if (a <= b) i += 1
    if (b <= a) j += 1
  }
  return common / (one.length + other.length - common)
}
