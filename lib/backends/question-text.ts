import type { Question } from './types.ts'

/** For programs that take one text: a first answer and what was wrong with it go along as text. */
export function transcriptOf({ user, correction }: Question): string {
  if (!correction) return user
  return `${user}\n\n<your_first_answer>\n${correction.answer}\n</your_first_answer>\n\n${correction.complaint}`
}

/** Where the wire has no schema, the prompt says what form the answer has. */
export function withSchemaInWords(text: string, { schema }: Question): string {
  if (!schema) return text
  return `${text}\n\nAnswer with one JSON object and nothing else. It fits this JSON Schema: ${JSON.stringify(schema)}`
}
