/** Short hashes of what a request was made of: two answers for one animation differ in one of these. */
import { hash } from 'node:crypto'
import type { Question } from '../backends/types.ts'
import type { Prompt } from '../prompts/file.ts'
import type { Asked } from '../prompts/question.ts'

export function partsOf(
  asked: Asked,
  question: Question,
  { sections }: Prompt,
  language: string,
): Record<string, string> {
  const { sample, variation, variant } = asked
  const parts: Record<string, string> = {}
  const put = (name: string, text: string | undefined, hashed: (text: string) => string) => {
    if (text !== undefined) parts[name] = hashed(text)
  }
  put('code', asked.code, hashOf)
  put('features', sample.featuresJson, hashOf)
  put('context', sample.context, shortHash)
  put('title', sample.title, shortHash)
  put('video', sample.youtubeUrl, hashOf)
  put('transcript', asked.transcript, hashOf)
  put('prompt', question.system, shortHash)
  put('template', templateText(sections), shortHash)
  put('language', language, shortHash)
  put('parameters', parametersText(question), shortHash)
  put('variation', JSON.stringify([variation, variant]), shortHash)
  put('correction', question.correction && JSON.stringify(question.correction), hashOf)
  return parts
}

/** Of the last question: these are the same for all questions of a run, down to the schema's object. */
let last: { question: Question; text: string } | undefined

function parametersText(question: Question): string {
  const { maxOutputTokens, effort, schema } = question
  const before = last?.question
  const isSame =
    before?.schema === schema && before?.effort === effort && before?.maxOutputTokens === maxOutputTokens
  if (!last || !isSame) last = { question, text: JSON.stringify([maxOutputTokens, effort, schema]) }
  return last.text
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
  const short = hashOf(text)
  if (known.size < mostKnown) known.set(text, short)
  return short
}

function hashOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 12)
}
