import type { Usage } from '../cache/types.ts'
import { AskError } from '../engine/ask-error.ts'
import type { HttpResponse } from '../http/client.ts'
import { constant } from './constant.ts'
import {
  array,
  billed,
  type Classified,
  classifyStatus,
  type Json,
  number,
  object,
  parseObject,
  text,
  toldUsage,
} from './http-answer.ts'
import type { Question, Reply } from './types.ts'

/** The body of `:generateContent`, and the `request` of a batch. */
export function geminiRequest(model: string, question: Question): Json {
  const { system, user, schema, maxOutputTokens, effort, correction } = question
  const turn = (role: string, said: string) => ({ parts: [{ text: said }], role })
  return {
    contents: [
      turn('user', user),
      ...(correction ? [turn('model', correction.answer), turn('user', correction.complaint)] : []),
    ],
    systemInstruction: systemOf(system),
    // Before Gemini 3 thinking is set in tokens, and what is left unset is chosen by the model.
    generationConfig: configOf(maxOutputTokens, schema, /gemini-[3-9]/.test(model) ? effort : undefined),
  }
}

const systemOf = constant((text: string) => ({ parts: [{ text }], role: 'user' }))
const configOf = constant(
  (maxOutputTokens: number, schema: Question['schema'], effort: Question['effort']) => ({
    maxOutputTokens,
    ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
    ...(effort && { thinkingConfig: { thinkingLevel: effort.toUpperCase() } }),
  }),
)

const seconds = (value: unknown) => {
  const match = /^(\d+(?:\.\d+)?)s$/.exec(text(value) ?? '')
  return match ? Number(match[1]) * 1000 : undefined
}

/** The delay is in the body: `google.rpc.RetryInfo`, or in words. */
export function classifyGemini(response: HttpResponse): Classified {
  const error = object(parseObject(response.text)?.error)
  const details = array(error.details).map(object)
  const message = text(error.message) ?? ''
  const ofType = (name: string) => details.find(detail => String(detail['@type']).endsWith(name)) ?? {}
  const spoken = /retry in (\d+(?:\.\d+)?)s/i.exec(message)
  const wait = seconds(ofType('google.rpc.RetryInfo').retryDelay) ?? (spoken && Number(spoken[1]) * 1000)
  const reason = text(ofType('google.rpc.ErrorInfo').reason) ?? ''
  if (response.status === 400 && (reason === 'API_KEY_INVALID' || /api key/i.test(message))) {
    return { code: 'bad_key', reach: 'run', advice: 'check the key' }
  }
  if (response.status === 400 && /token count|too long|exceeds the maximum/i.test(message)) {
    return { code: 'too_long', reach: 'record' }
  }
  if (response.status === 404) {
    return { code: 'unknown_model', reach: 'run', advice: 'check --model and --base-url' }
  }
  if (response.status !== 429) return classifyStatus(response.status)

  const quotas = array(ofType('google.rpc.QuotaFailure').violations).map(each => String(object(each).quotaId))
  if (quotas.some(id => /PerDay|Daily/i.test(id))) {
    return {
      code: 'daily_quota',
      reach: 'run',
      advice: 'the quota of the day is used up; run this again tomorrow',
    }
  }
  if (/limit:\s*0\b/.test(message)) {
    return {
      code: 'no_quota',
      reach: 'run',
      advice: 'this account has no quota for the model; choose another',
    }
  }
  if (/prepayment|billing|credits? (?:are|is) depleted/i.test(message)) {
    return { code: 'no_credit', reach: 'run', advice: 'add credit, then run this again' }
  }
  const perMinute = quotas.some(id => /PerMinute/i.test(id)) ? 60_000 : undefined
  const retryAfterMs = wait ?? perMinute
  return { ...classifyStatus(429), ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

const blocked = new Set(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'LANGUAGE'])

export function readGeminiResponse(body: Json): Reply {
  const usage = toldUsage(geminiUsage(object(body.usageMetadata)))
  const model = text(body.modelVersion)
  const fail = (code: string, why: string, reach: 'record' | 'attempt' = 'record'): never => {
    throw new AskError(code, why, { reach, ...billed(usage) })
  }
  const { blockReason } = object(body.promptFeedback)
  if (blockReason) fail('blocked', `the prompt was blocked: ${blockReason}`)
  const candidate = object(array(body.candidates)[0])
  const reason = text(candidate.finishReason) ?? 'unknown'
  if (blocked.has(reason)) fail('refused', `the answer was withheld: ${reason}`)
  if (reason === 'MAX_TOKENS') fail('truncated', 'the answer was cut at maxOutputTokens')
  const answer = array(object(candidate.content).parts)
    .map(object)
    .filter(part => part.thought !== true)
    .map(part => text(part.text) ?? '')
    .join('')
  if (!Array.isArray(body.candidates))
    fail('malformed', 'the server sent an answer without candidates', 'attempt')
  if (answer.trim() === '') fail('empty', `the model answered with nothing (${reason})`)
  if (reason.startsWith('MALFORMED')) fail('malformed', `the answer was malformed: ${reason}`, 'attempt')
  return { text: answer, finishReason: reason, ...(usage && { usage }), ...(model && { model }) }
}

/** Thoughts are billed as output and stand beside the candidates' tokens; what was cached is within the prompt's. */
function geminiUsage(usage: Json): Usage {
  const cached = number(usage.cachedContentTokenCount)
  const thoughts = number(usage.thoughtsTokenCount)
  return {
    input: Math.max(0, number(usage.promptTokenCount) - cached),
    output: number(usage.candidatesTokenCount) + thoughts,
    ...(cached > 0 && { cache_read: cached }),
    ...(thoughts > 0 && { reasoning: thoughts }),
  }
}
