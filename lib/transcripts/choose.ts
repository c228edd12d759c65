/** The part of a transcript that fits a scene: where the words of the scene are dense. */
import type { Segment } from './types.ts'

/** At most `chars` characters of neighbouring segments. Undefined where there is nothing to choose from. */
export function choosePart(
  segments: readonly Segment[],
  evidence: string,
  chars: number,
): string | undefined {
  if (segments.length === 0 || chars <= 0) return undefined
  const wanted = new Set(words(evidence))
  const counts = new Map<string, number>()
  const perSegment = segments.map(({ text }) => words(text).filter(word => wanted.has(word)))
  for (const found of perSegment) for (const word of found) counts.set(word, (counts.get(word) ?? 0) + 1)

  // A word that is said all the time places nothing; one that is said once does.
  const weight = (word: string) => 1 / (counts.get(word) ?? 1)
  const inside = new Map<string, number>()
  let score = 0
  let length = 0
  let from = 0
  let best = { score: -1, from: 0, to: 0 }
  for (let to = 0; to < segments.length; to++) {
    length += segments[to]!.text.length + 1
    for (const word of perSegment[to]!) {
      const before = inside.get(word) ?? 0
      inside.set(word, before + 1)
      if (before === 0) score += weight(word)
    }
    while (length > chars + 1 && from < to) {
      length -= segments[from]!.text.length + 1
      for (const word of perSegment[from]!) {
        const left = inside.get(word)! - 1
        inside.set(word, left)
        if (left === 0) score -= weight(word)
      }
      from += 1
    }
    if (score > best.score + 1e-9) best = { score, from, to: to + 1 }
  }
  const text = segments
    .slice(best.from, best.to)
    .map(segment => segment.text)
    .join(' ')
  return fill(segments, best, text, chars)
}

/** The best place may be short; what follows it belongs to it. */
function fill(
  segments: readonly Segment[],
  { from, to }: { from: number; to: number },
  text: string,
  chars: number,
): string {
  let whole = text
  for (let next = to; next < segments.length; next++) {
    const longer = `${whole} ${segments[next]!.text}`
    if (longer.length > chars) break
    whole = longer
  }
  for (let before = from - 1; before >= 0; before--) {
    const longer = `${segments[before]!.text} ${whole}`
    if (longer.length > chars) break
    whole = longer
  }
  return [...whole].slice(0, chars).join('')
}

function words(text: string): string[] {
  // `binary_search` and `binarySearch` are two words each.
  return (
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? []
  )
}
