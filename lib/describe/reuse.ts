/** `--reuse`: which answers of the cache will do. */
import { type Animation, contentKey } from '../cache/keys.ts'
import type { Cache, Entry, Keys } from '../cache/types.ts'

export type Reuse = 'exact' | 'model' | 'any'

export interface Reused {
  keys: Keys
  entry: Entry
}

/**
 * Besides the answer to the very request, which is always taken: the newest that the same model gave to any prompt, or
 * the newest of all. Answers that were found wanting, or that nobody has checked, are none.
 */
export function findReusable(
  cache: Cache,
  animation: Animation,
  reuse: Reuse,
  backend: { name: string; model: string },
): Reused[] {
  if (reuse === 'exact') return []
  const isFit = (entry: Entry) =>
    reuse === 'any' || (entry.backend === backend.name && entry.model === backend.model)
  return contentsOf(animation, reuse).flatMap(content =>
    cache
      .answers(content)
      .filter(({ entry }) => !entry.rejected && !entry.unchecked && isFit(entry))
      .map(({ variant, entry }) => ({ keys: { content, variant }, entry })),
  )
}

/** The system before ours often hashed without the source, so that its answers lie under the key of a nameless one. */
function contentsOf(animation: Animation, reuse: Reuse): string[] {
  const own = contentKey(animation)
  if (reuse !== 'any' || animation.source === null) return [own]
  return [own, contentKey({ ...animation, source: null })]
}
