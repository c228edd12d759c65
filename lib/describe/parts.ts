/** Short hashes of what a request was made of: two answers for one animation differ in one of these. */
import { createHash } from 'node:crypto'
import type { Prepared } from './describer.ts'

export function partsOf({ asked, question }: Prepared): Record<string, string> {
  const { sample } = asked
  const parts: Record<string, string | undefined> = {
    code: asked.code,
    features: sample.features === undefined ? undefined : JSON.stringify(sample.features),
    context: sample.context,
    title: sample.title,
    transcript: asked.transcript,
    prompt: question.system,
    parameters: JSON.stringify([question.maxOutputTokens, question.effort, question.schema]),
    variation: JSON.stringify([asked.variation, asked.variant]),
    correction: question.correction && JSON.stringify(question.correction),
  }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, text]) => (text === undefined ? [] : [[name, shortHash(text)]])),
  )
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
