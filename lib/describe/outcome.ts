/** What came of describing one sample, and what of it is written into the record. */

import type { Entry, Keys, Usage } from '../cache/types.ts'
import type { Job } from '../engine/engine.ts'
import type { Edit, Path } from '../ndjson/splice.ts'
import { metadataEdit } from '../sample.ts'

export interface Described {
  text: string
  /** Which wording it was asked as, from 1. */
  variant: number
  /** The answers that it took, the last being the one that is served. */
  entries: readonly Entry[]
  /** Theirs. */
  keys: readonly Keys[]
  /** Nobody had asked for the last of them before. */
  isNew: boolean
  /** The transcript that went along, marked. */
  heard: string | undefined
  level: string | undefined
  /** `pruned`: the program did not fit and went without some of its helpers. */
  input: 'full' | 'pruned'
  /** Soft findings of the checks. */
  warnings: readonly string[]
}

export interface DescribedOutcome {
  kind: 'described'
  variants: readonly Described[]
  missing: number
  /** Why the first of those is. */
  whyMissing?: string
  /** An earlier description of the run that says nearly the same. */
  near?: string
  /** It was asked for again because of another record. */
  corrected?: true
}

export type Outcome =
  | DescribedOutcome
  | { kind: 'failed'; code: string; message: string; answer?: string }
  /** Nothing is wrong: the money ran out, or the answer is still being made. The next run goes on. */
  | { kind: 'postponed'; isOverBudget: boolean }
  /** Nobody was asked, as it was to be; `job` is what would have been. */
  | { kind: 'uncached'; job: Job }

export interface RecordState {
  descriptionPath: Path
  /** The text that the record had. */
  before: string | undefined
  /** It was no placeholder, so it is kept. */
  keepBefore: boolean
}

export function editsOf(outcome: Outcome, { descriptionPath, before, keepBefore }: RecordState): Edit[] {
  if (outcome.kind === 'uncached') return []
  if (outcome.kind === 'postponed') return [metadataEdit('needs_description', true)]
  if (outcome.kind === 'failed') {
    const { code, message, answer } = outcome
    return [
      metadataEdit('needs_description', true),
      metadataEdit('describe_error', { code, message, ...(answer && { answer }) }),
    ]
  }
  const [first] = outcome.variants
  const { text, entries } = first!
  const { backend, model } = entries.at(-1)!
  const many = outcome.variants.length > 1
  return [
    { path: descriptionPath, value: text },
    metadataEdit('needs_description', false),
    metadataEdit('needs_reason', undefined),
    metadataEdit('description_generated_by', `${backend}:${model}`),
    ...(keepBefore && before !== text ? [metadataEdit('previous_description', before)] : []),
    metadataEdit('describe_error', undefined),
    metadataEdit('describe', detailsOf(first!, outcome.missing)),
    metadataEdit('description_variants', many ? outcome.variants.map(variantOf) : undefined),
  ]
}

function detailsOf(described: Described, missing: number) {
  const last = described.entries.at(-1)!
  const tokens = sumUsage(described.entries)
  const cost = sumCost(described.entries)
  return {
    prompt: last.prompt,
    ...(described.level && { level: described.level }),
    key: described.keys.at(-1)!.variant,
    ...(last.model_answered && { model_answered: last.model_answered }),
    ...(tokens && { tokens }),
    ...(cost !== undefined && { cost }),
    ...(described.input !== 'full' && { input: described.input }),
    ...(described.warnings.length > 0 && { warnings: described.warnings }),
    ...(missing > 0 && { missing_variants: missing }),
  }
}

function variantOf({ text, level, keys }: Described) {
  return { description: text, ...(level && { level }), key: keys.at(-1)!.variant }
}

/** What the answer took in all, a first answer that would not do included. */
function sumUsage(entries: readonly Entry[]): { in: number; out: number } | undefined {
  const usages = entries.flatMap(({ usage }) => (usage ? [usage] : []))
  if (usages.length === 0) return undefined
  const prompt = ({ input, cache_read = 0, cache_write = 0 }: Usage) => input + cache_read + cache_write
  return {
    in: usages.reduce((sum, usage) => sum + prompt(usage), 0),
    out: usages.reduce((sum, usage) => sum + usage.output, 0),
  }
}

function sumCost(entries: readonly Entry[]): number | undefined {
  const costs = entries.flatMap(({ cost }) => (cost === undefined ? [] : [cost]))
  if (costs.length < entries.length) return undefined
  return Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 1e9) / 1e9
}
