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
  raise,
  text,
  toldUsage,
} from './http-answer.ts'
import type { Question, Reply, Schema } from './types.ts'

export type Dialect = 'openai' | 'compatible'

/** By the model and not by the address: the same request through a proxy is the same answer. */
export function dialectOf(model: string): Dialect {
  return /^(?:gpt-|o\d|chatgpt-)/.test(model) ? 'openai' : 'compatible'
}

/** The body of `POST /chat/completions`, and of a line of a batch file. */
export function openaiRequest(model: string, question: Question, dialect: Dialect): Json {
  const { system, user, schema, maxOutputTokens, effort, correction } = question
  const reasons = dialect === 'openai' && /^(?:gpt-[5-9]|o\d)/.test(model)
  return {
    model,
    messages: [
      systemOf(system),
      { role: 'user', content: user },
      ...(correction
        ? [
            { role: 'assistant', content: correction.answer },
            { role: 'user', content: correction.complaint },
          ]
        : []),
    ],
    // Local servers know only the old name; GPT-5 and later refuse it.
    ...(dialect === 'openai' ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens }),
    ...(reasons && effort && { reasoning_effort: effort }),
    ...(schema && { response_format: formatOf(schema) }),
  }
}

const systemOf = constant((content: string) => ({ role: 'system', content }))
const formatOf = constant((schema: Schema) => ({
  type: 'json_schema',
  json_schema: { name: 'answer', strict: true, schema },
}))

export function classifyOpenai(response: HttpResponse): Classified {
  const error = object(parseObject(response.text)?.error)
  const code = `${text(error.code) ?? ''} ${text(error.type) ?? ''}`
  const message = text(error.message) ?? ''
  if (/insufficient_quota|billing/.test(code)) {
    return { code: 'no_credit', reach: 'run', advice: 'add credit, then run this again' }
  }
  if (/model_not_found/.test(code) || response.status === 404) {
    return { code: 'unknown_model', reach: 'run', advice: 'check --model and --base-url' }
  }
  if (/context_length_exceeded/.test(code) || /context (?:length|size|window)|too long/i.test(message)) {
    return { code: 'too_long', reach: 'record' }
  }
  if (/content_policy|content_filter|moderation/.test(code)) return { code: 'blocked', reach: 'record' }
  // OpenRouter says so of a prompt that its moderation turned down.
  if (response.status === 403 && /moderation|flagged/i.test(message))
    return { code: 'blocked', reach: 'record' }
  return classifyStatus(response.status)
}

export function readCompletion(body: Json): Reply {
  // OpenRouter: a model that fails midway is HTTP 200 with an error inside.
  if (body.error) {
    const status = number(object(body.error).code) || 502
    raise('openai', { status, headers: {}, text: JSON.stringify(body) }, classifyStatus(status))
  }
  const usage = toldUsage(openaiUsage(object(body.usage)))
  const cost = object(body.usage).cost
  const model = text(body.model)
  const fail = (code: string, why: string, reach: 'record' | 'attempt' = 'record'): never => {
    throw new AskError(code, why, { reach, ...billed(usage), ...(typeof cost === 'number' && { cost }) })
  }
  const choice = object(array(body.choices)[0])
  const message = object(choice.message)
  const reason = text(choice.finish_reason) ?? 'unknown'
  if (message.refusal) fail('refused', 'the model refused')
  if (reason === 'content_filter') fail('blocked', 'the answer was withheld by a content filter')
  if (reason === 'length') fail('truncated', 'the answer was cut at the most tokens allowed')
  if (reason === 'error') fail('server_error', 'the model failed midway', 'attempt')
  const content = message.content
  const answer = Array.isArray(content)
    ? content.map(part => text(object(part).text) ?? '').join('')
    : (text(content) ?? '')
  if (!Array.isArray(body.choices)) fail('malformed', 'the server sent an answer without choices', 'attempt')
  if (answer.trim() === '') fail('empty', 'the model answered with nothing')
  return {
    text: answer,
    finishReason: reason,
    ...(usage && { usage }),
    ...(model && { model }),
    ...(typeof cost === 'number' && { cost }),
  }
}

function openaiUsage(usage: Json): Usage {
  const prompt = object(usage.prompt_tokens_details)
  const cached = number(prompt.cached_tokens)
  const written = number(prompt.cache_write_tokens)
  const reasoning = number(object(usage.completion_tokens_details).reasoning_tokens)
  return {
    input: Math.max(0, number(usage.prompt_tokens) - cached - written),
    output: number(usage.completion_tokens),
    ...(cached > 0 && { cache_read: cached }),
    ...(written > 0 && { cache_write: written }),
    ...(reasoning > 0 && { reasoning }),
  }
}
