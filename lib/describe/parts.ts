/** Short hashes of what a request was made of: two answers for one animation differ in one of these. */
import { createHash } from 'node:crypto'
import type { Question } from '../backends/types.ts'
import type { Prompt } from '../prompts/file.ts'
import type { Asked } from '../prompts/question.ts'

const shared = new Set(['prompt', 'template', 'language', 'parameters', 'variation', 'context', 'title'])

export function partsOf(
  asked: Asked,
  question: Question,
  { sections }: Prompt,
  language: string,
): Record<string, string> {
  const { sample } = asked
  const parts: Record<string, string | undefined> = {
    code: asked.code,
    features: sample.features === undefined ? undefined : JSON.stringify(sample.features),
    context: sample.context,
    title: sample.title,
    video: sample.youtubeUrl,
    transcript: asked.transcript,
    prompt: question.system,
    template: templateText(sections),
    language,
    parameters: JSON.stringify([question.maxOutputTokens, question.effort, question.schema]),
    variation: JSON.stringify([asked.variation, asked.variant]),
    correction: question.correction && JSON.stringify(question.correction),
  }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, (shared.has(name) ? shortHash : hashOf)(text)]],
    ),
  )
}

/** The prompt before anything of a sample is in it. */
const templates = new WeakMap<Prompt['sections'], string>()

function templateText(sections: Prompt['sections']): string {
  const before = templates.get(sections)
  if (before !== undefined) return before
  const text = JSON.stringify(sections)
  templates.set(sections, text)
  return text
}

/** What is the same for every sample is hashed once. */
const known = new Map<string, string>()
const mostKnown = 256

function shortHash(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const hash = hashOf(text)
  if (known.size < mostKnown) known.set(text, hash)
  return hash
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
