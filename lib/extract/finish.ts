/** What is done to every sample of a source last: overlaps told, the source's own word, repeated programs left out. */
import { createHash } from 'node:crypto'
import { reasonFor } from '../needs.ts'
import type { Sample } from '../sample.ts'
import type { Overlaps } from './overlaps.ts'
import type { Candidate } from './select.ts'
import type { Source } from './source.ts'

export function createFinisher(source: Source, overlaps: Overlaps): (candidate: Candidate) => Candidate {
  /** Of each program by its hash: the id of the first sample that has it. */
  const firsts = new Map<string, string>()

  function sameAs({ id, code }: Sample): string | undefined {
    const hash = createHash('sha256').update(code.trim()).digest('base64')
    const first = firsts.get(hash)
    if (first === undefined) firsts.set(hash, id)
    return first
  }

  return candidate => {
    if (!candidate.sample || candidate.leftOut) return candidate
    const sample = lastWord(source, overlaps.tell(candidate.sample))
    if (!sample) return { ...candidate, sample }
    const first = source.distinct ? sameAs(sample) : undefined
    if (first === undefined) return { ...candidate, sample }
    return { sample, leftOut: { reason: 'same program as another', detail: `same program as ${first}` } }
  }
}

/** The source's last word, and a flag that fits the description that it gave. */
function lastWord(source: Source, sample: Sample): Sample | undefined {
  const last = source.transform ? source.transform(sample) : sample
  if (!last) return undefined
  const needs =
    wantsDescription(source) ||
    reasonFor(last.description, { minLength: 0, genericPatterns: [] }) !== undefined
  return { ...last, metadata: { ...last.metadata, needs_description: needs } }
}

function wantsDescription(source: Source): boolean {
  return 'dataset' in source && source.dataset.wantsDescription === true
}
