/**
 * Samples that another source holds as well, in `metadata.overlaps`: whoever trains on one and tests on the other must
 * know. Where the other source is on this machine its programs are compared; where it is not, its declaration stands for
 * every sample, which warns too often rather than never.
 */
import type { Sample } from '../sample.ts'
import type { Overlap } from './source.ts'

export interface Overlaps {
  tell(sample: Sample): Sample
}

/** `known`: code keys of the other sources' programs, of those that could be read. */
export function createOverlaps(
  declared: readonly Overlap[] | undefined,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): Overlaps {
  if (!declared?.length) return { tell: sample => sample }
  return {
    tell(sample) {
      const key = codeKey(sample.code)
      const isIn = (id: string) => known.get(id)?.has(key) ?? true
      const overlaps = declared.map(({ source }) => source).filter(isIn)
      if (overlaps.length === 0) return sample
      const overlaps_basis = overlaps.every(id => known.has(id)) ? 'compared' : 'declared'
      return { ...sample, metadata: { ...sample.metadata, overlaps, overlaps_basis } }
    },
  }
}

/** Equal for programs that differ in white space and in the import of the library only. */
export function codeKey(code: string): string {
  return code.replace(/^\s*(?:from\s+manim\s+import\s+\*|import\s+manim)\s*$/gm, '').replace(/\s+/g, '')
}
