/**
 * Every name of a program as one string: `self` is written a thousand times and made once. Found by a hash that the
 * tokenizer has computed on its way over the letters, so that no text is copied to look it up; keywords are the first
 * entries, so that the same look-up tells them from names. A map keyed by these strings never hashes them again.
 */
/** Literals: two of those are compared at a glance, strings that were cut from one are not. */
// biome-ignore format: a table
export const KEYWORDS = [
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break',
  'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for',
  'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not',
  'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
]

/** Slots are twice the entries at least, so that a search ends soon. */
const SLOTS = 1 << 15
const MOST = SLOTS / 2
/** Names made to collide on purpose are not looked for any further. */
const PROBES = 12

const texts: string[] = []
const hashes = new Int32Array(MOST)
/** An entry's index and one more; 0 is free. */
const slots = new Int32Array(SLOTS)

/** One step of the hash, from left to right; it begins with the first letter's code. */
export function hashed(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0
}

/** Starts anew with the keywords alone. */
function reset(): void {
  slots.fill(0)
  texts.length = 0
  for (const keyword of KEYWORDS) {
    let hash = keyword.charCodeAt(0)
    for (let i = 1; i < keyword.length; i++) hash = hashed(hash, keyword.charCodeAt(i))
    enter(keyword, hash)
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & (SLOTS - 1)
}

function enter(text: string, hash: number): number {
  let at = slotOf(hash)
  while (slots[at] !== 0) at = (at + 1) & (SLOTS - 1)
  hashes[texts.length] = hash
  texts.push(text)
  slots[at] = texts.length
  return texts.length - 1
}

/**
 * The index of the name that stands in `text` from `from` to `to`, for `nameOf`; below `KEYWORDS.length` it is a
 * keyword. -1 where it has no entry.
 */
export function nameIndex(text: string, from: number, to: number, hash: number): number {
  let slot = slotOf(hash)
  for (let probe = 0; ; probe++) {
    const entry = slots[slot]! - 1
    if (entry < 0) break
    if (hashes[entry] === hash && isAt(texts[entry]!, text, from, to)) return entry
    if (probe === PROBES) return -1
    slot = (slot + 1) & (SLOTS - 1)
  }
  if (texts.length >= MOST) reset()
  // A slice would keep the whole program alive for as long as its name is known.
  const name = to - from < 13 ? text.slice(from, to) : ` ${text.slice(from, to)}`.slice(1)
  return enter(name, hash)
}

export function nameOf(index: number): string {
  return texts[index]!
}

/** Dotted names, by what stands before the last dot and behind it. */
const dotted = new Map<string, Map<string, string>>()
const MOST_DOTTED = 4_000
let dottedNames = 0

/**
 * `owner.name` as one string, too: it is a key of half a dozen maps, and one that is put together each time is hashed and
 * compared letter by letter by each of them.
 */
export function joined(owner: string, name: string): string {
  const known = dotted.get(owner)?.get(name)
  if (known !== undefined) return known
  if (dottedNames++ === MOST_DOTTED) {
    dotted.clear()
    dottedNames = 1
  }
  let of = dotted.get(owner)
  if (!of) {
    of = new Map()
    dotted.set(owner, of)
  }
  const text = [owner, name].join('.')
  of.set(name, text)
  return text
}

function isAt(name: string, text: string, from: number, to: number): boolean {
  if (name.length !== to - from) return false
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== text.charCodeAt(from + i)) return false
  return true
}

reset()
