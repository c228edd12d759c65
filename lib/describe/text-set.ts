/**
 * What no description shows by itself, only the set of them: near twins, one opening for all, few words for many
 * scenes. Memory has a bound: twins are looked for among the last texts, the rest is counted or sampled.
 */

import { hashWord, jaccard, mix, readWords, threesOf, type Words, wordsOf } from './similarity.ts'

export interface TextSet {
  /** Takes note of a description. The id of an earlier one of its source that says nearly the same, if there is one. */
  add(text: string, source: string, id: string): string | undefined
  /** What is monotonous about the set, in words; undefined where nothing is, or too little was seen to tell. */
  report(): string | undefined
}

/** Jaccard over words in threes. */
const mostAlike = 0.7
/** Twins are found among as many of the last texts. */
const remembered = 8000
/** Texts below which nothing can be said of the set. */
const fewestTexts = 50
/** Shares of all texts that may begin with the same two and the same eight words. */
const mostSameOpening = 0.15
const mostSameWrapper = 0.02
/** Different pairs of words to all pairs of words; a set of reviewed descriptions had 0.45. */
const leastDistinct = 0.35
/** The share falls as a text grows, so it is taken over as many pairs as that reviewed set has. */
const pairsSampled = 20_000
const beginningsCounted = 10_000

export function createTextSet(): TextSet {
  const twins = createTwins()
  const openings = createBeginnings(2)
  const wrappers = createBeginnings(8)
  const pairs = new Set<string>()
  let pairsSeen = 0
  let texts = 0
  const takePairs = (words: readonly string[]) => {
    for (let at = 1; at < words.length && pairsSeen < pairsSampled; at++) {
      pairs.add(`${words[at - 1]} ${words[at]}`)
      pairsSeen += 1
    }
  }

  return {
    add(text, source, id) {
      const words = readWords(text)
      texts += 1
      openings.add(words)
      if (words.count >= 8) wrappers.add(words)
      if (pairsSeen < pairsSampled) takePairs(wordsOf(text))
      return twins.add(words, source, id)
    },
    report() {
      if (texts < fewestTexts) return undefined
      const found: string[] = []
      const opening = openings.commonest()
      if (opening.count / texts > mostSameOpening)
        found.push(`${share(opening, texts)} begin "${opening.text}"`)
      const wrapper = wrappers.commonest()
      if (wrapper.count / texts > mostSameWrapper && wrapper.count > 2) {
        found.push(`${share(wrapper, texts)} share their first eight words, "${wrapper.text}"`)
      }
      const distinct = pairs.size / Math.max(1, pairsSeen)
      if (distinct < leastDistinct) {
        found.push(
          `of their pairs of words ${percent(distinct)} differ, of varied texts ${percent(leastDistinct)} do`,
        )
      }
      return found.length > 0 ? `the descriptions are monotonous: ${found.join('; ')}` : undefined
    },
  }
}

interface Counted {
  text: string
  count: number
}

/** Counts beginnings of so many words. */
function createBeginnings(many: number) {
  /** By a hash of the words. */
  const counts = new Map<number, number>()
  /** Of those that came again: none other is ever told of. */
  const texts = new Map<number, string>()
  return {
    add(words: Words) {
      let hash = 0
      for (let at = 0; at < many && at < words.count; at++) hash = mix(hash, words.hashes[at]!)
      const before = counts.get(hash)
      if (before === 1) texts.set(hash, words.first(many))
      if (before !== undefined || counts.size < beginningsCounted) counts.set(hash, (before ?? 0) + 1)
    },
    commonest(): Counted {
      let best: Counted = { text: '', count: 0 }
      for (const [hash, count] of counts) {
        const text = count > best.count ? texts.get(hash) : undefined
        if (text !== undefined) best = { text, count }
      }
      return best
    },
  }
}

function share({ count: part }: Counted, all: number): string {
  return percent(part / all)
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`
}

interface Remembered {
  id: string
  /** Hashes, ascending, each once. */
  threes: Uint32Array
}

/**
 * Finds a near twin without comparing all with all. Put in one fixed order, two sets as alike as `mostAlike` must have
 * a member in common among the first few of each: only texts that share one of those are compared. Of the texts that
 * share one the last is kept, which is enough: near twins share most of them.
 */
function createTwins() {
  /** By the last bits of a hash: the number of the text that had it last. */
  const owner = new Int32Array(slots).fill(-1)
  const ring: Remembered[] = []
  let added = 0
  // Thousands of small arrays would each have memory of their own: they are cut from a large one, which goes with the
  // last of them.
  let spare = new Uint32Array(0)
  const room = (length: number) => {
    if (spare.length < length) spare = new Uint32Array(Math.max(length, 1 << 14))
    const taken = spare.subarray(0, length)
    spare = spare.subarray(length)
    return taken
  }
  return {
    add(words: Words, source: string, id: string): string | undefined {
      const threes = threesOf(words, hashWord(source), room)
      let twin: string | undefined
      // By their hashes, so the first ones are any ones.
      const first = threes.length - Math.ceil(threes.length * mostAlike) + 1
      for (let at = 0; at < first && at < threes.length; at++) {
        const slot = threes[at]! & (slots - 1)
        const number = owner[slot]!
        const other = number >= 0 && number > added - remembered ? ring[number % remembered] : undefined
        if (twin === undefined && other && jaccard(other.threes, threes) >= mostAlike) twin = other.id
        owner[slot] = added
      }
      ring[added % remembered] = { id, threes }
      added += 1
      return twin
    },
  }
}

/** A power of two, several times the entries that the remembered texts make. */
const slots = 1 << 18
