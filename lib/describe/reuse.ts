/** `--reuse`: which answers of the cache will do. */
import type { Cache, Entry } from '../cache/types.ts'

export type Reuse = 'exact' | 'model' | 'any'

export interface Reused {
  key: string
  entry: Entry
}

/**
 * Besides the answer to the very request, which is always taken: the newest that the same model gave to any prompt, or
 * the newest of all. Answers that were checked and found wanting are none.
 */
export function findReusable(
  cache: Cache,
  content: string,
  reuse: Reuse,
  backend: { name: string; model: string },
): Reused[] {
  if (reuse === 'exact') return []
  return cache
    .answers(content)
    .filter(({ entry }) => !entry.rejected)
    .filter(
      ({ entry }) => reuse === 'any' || (entry.backend === backend.name && entry.model === backend.model),
    )
    .map(({ variant, entry }) => ({ key: variant, entry }))
}
