/** Why an answer of the cache is none to a request: in which of its parts they differ. */
import type { Cache, Entry, FoundEntry } from '../cache/types.ts'
import type { Job } from '../engine/engine.ts'

export interface Explanation {
  /** `never asked`, or of code, features, context, transcript, prompt, model, parameters, variation, correction. */
  differs: string[]
  /** The earlier answer that differs least; the newest of those. */
  nearest: { variant: string; model: string; prompt: string; time: string } | null
}

/** What the parts of a request are called in an explanation. Those of one name are of one kind. */
const names: Record<string, string> = {
  code: 'code',
  context: 'context',
  title: 'context',
  video: 'context',
  transcript: 'transcript',
  template: 'prompt',
  parameters: 'parameters',
  language: 'parameters',
  correction: 'correction',
}
/** Entries of before these were noted lack them: that says nothing. */
const notedLater = new Set(['template', 'language', 'video'])

export function explain(
  job: Job,
  cache: Pick<Cache, 'answers' | 'answersOf'>,
  backend: { name: string; model: string },
): Explanation {
  const about = job.about()
  const { sample, source } = about
  const { content } = job.keys
  const earlier: FoundEntry[] = [
    ...cache.answers(content).map(found => ({ content, ...found })),
    ...(sample === undefined ? [] : cache.answersOf(sample, source)),
  ]
  let best: { differs: string[]; found: FoundEntry } | undefined
  for (const found of earlier) {
    const differs = differencesOf(about, found.entry, backend)
    const fewer = best === undefined ? -1 : differs.length - best.differs.length
    if (fewer < 0 || (fewer === 0 && found.entry.time > best!.found.entry.time)) best = { differs, found }
  }
  if (best === undefined) return { differs: ['never asked'], nearest: null }
  const { variant, entry } = best.found
  const { model, prompt, time } = entry
  return { differs: best.differs, nearest: { variant, model: `${entry.backend}:${model}`, prompt, time } }
}

function differencesOf(
  about: ReturnType<Job['about']>,
  entry: Entry,
  backend: { name: string; model: string },
): string[] {
  const differs = new Set<string>()
  const parts = about.parts ?? {}
  const before = entry.parts
  const isOther = (part: string) =>
    before !== undefined &&
    parts[part] !== before[part] &&
    !(notedLater.has(part) && (before[part] === undefined || parts[part] === undefined))
  for (const [part, name] of Object.entries(names)) if (isOther(part)) differs.add(name)
  if (entry.backend !== backend.name || entry.model !== backend.model) differs.add('model')
  // Its parts say more than the hash of a prompt's file, where they are known.
  if (before?.template === undefined && entry.prompt_hash !== about.prompt_hash) differs.add('prompt')
  // These follow from the others, and tell something only where nothing else does.
  if (differs.size === 0 && isOther('features')) differs.add('features')
  if (differs.size === 0 && isOther('variation')) differs.add('variation')
  if (differs.size === 0) differs.add('request')
  return [...differs]
}
