/** What a request will take in tokens, before it is sent: bounds, and a guess for rate limits. */

import type { Question } from '../backends/types.ts'
import type { Usage } from '../cache/types.ts'

export interface Range {
  low: number
  high: number
}

export interface Estimate {
  input: Range
  output: Range
}

/** Roles, separators and what a provider adds for structured output. */
const overhead: Range = { low: 3, high: 700 }

/**
 * A token of any current tokenizer stands for one byte at least, and in programs and English for six characters at
 * most on average. Below the byte bound: programs come to 2.5 to 3.5 characters a token, so half the characters.
 */
export function estimate(question: Question): Estimate {
  const schema = question.schema ? JSON.stringify(question.schema) : ''
  const said = question.correction ? question.correction.answer + question.correction.complaint : ''
  const text = question.system + question.user + said
  const bytes = Buffer.byteLength(text)
  // Outside ASCII a character may take several tokens.
  const wide = bytes - text.length
  return {
    input: {
      low: overhead.low + Math.floor(text.length / 6),
      high: overhead.high + Math.ceil(text.length / 2) + wide + Math.ceil(schema.length / 2),
    },
    output: { low: 1, high: question.maxOutputTokens },
  }
}

/** What a complaint says beyond the words of the answer that it names. */
const complaintTokens = 1500

/** The same question, sent once more with an answer to it and what is wrong with that. Only bounds: neither is known. */
export function correctionOf(question: Question): Estimate {
  const { input, output } = estimate(question)
  // Each rule that an answer breaks names some of its words.
  return { input: { low: input.low, high: input.high + 2 * output.high + complaintTokens }, output }
}

/** The worst that a request can be billed for: what --max-cost counts on. */
export function worstUsage(question: Question): Usage {
  const schema = question.schema ? JSON.stringify(question.schema) : ''
  const said = question.correction ? question.correction.answer + question.correction.complaint : ''
  const bytes = Buffer.byteLength(question.system + question.user + said + schema)
  return { input: bytes + overhead.high, output: question.maxOutputTokens }
}

/** For the token bucket: in the middle. */
export function likelyTokens(question: Question): number {
  return Math.ceil((question.system.length + question.user.length) / 3.3) + 400
}
