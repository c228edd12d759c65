/** How much two texts are the same: Jaccard over words in threes, 0 to 1. */
export function similarity(a: string, b: string): number {
  const first = threes(a)
  const second = threes(b)
  if (first.size === 0 || second.size === 0) return a.trim().toLowerCase() === b.trim().toLowerCase() ? 1 : 0
  let common = 0
  for (const three of first) if (second.has(three)) common += 1
  return common / (first.size + second.size - common)
}

function threes(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const found = new Set<string>()
  for (let at = 0; at + 3 <= words.length; at++) found.add(words.slice(at, at + 3).join(' '))
  return found
}
