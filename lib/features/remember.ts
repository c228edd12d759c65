/** Texts that are kept, in each of two generations. */
const MOST = 2_000
const LONGEST = 200

/** Keeps what `find` says of short texts: what is not asked for while one generation fills is forgotten. */
export function remember<T>(find: (text: string) => T): (text: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return text => {
    const known = young.get(text)
    if (known !== undefined || young.has(text)) return known as T
    if (text.length > LONGEST) return find(text)
    const key = copied(text)
    const answer = old.has(text) ? (old.get(text) as T) : find(key)
    if (young.size >= MOST) {
      old = young
      young = new Map()
    }
    young.set(key, answer)
    return answer
  }
}

/** Engines cut a text by pointing into the whole: without a copy a name would keep its program in memory. */
function copied(text: string): string {
  return [text, ''].join('')
}
