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
  text,
  toldUsage,
} from './http-answer.ts'
import type { Question, Reply } from './types.ts'

/** The body of `POST /v1/messages`, and the `params` of a batch. */
export function claudeRequest(model: string, question: Question): Json {
  const { system, user, schema, maxOutputTokens, effort, correction } = question
  const output = outputOf(takesEffort(model) ? effort : undefined, schema)
  return {
    model,
    max_tokens: maxOutputTokens,
    system: systemOf(system),
    messages: [
      { role: 'user', content: user },
      ...(correction
        ? [
            { role: 'assistant', content: correction.answer },
            { role: 'user', content: correction.complaint },
          ]
        : []),
    ],
    ...(output && { output_config: output }),
  }
}

/** The rules are the same for every sample: read from the provider's cache at a tenth of the price. */
const systemOf = constant((system: string) => [
  { type: 'text', text: system, cache_control: { type: 'ephemeral' } },
])

const outputOf = constant((effort: Question['effort'], schema: Question['schema']) =>
  effort || schema
    ? { ...(effort && { effort }), ...(schema && { format: { type: 'json_schema', schema } }) }
    : undefined,
)

/** Models before the effort parameter answer it with an error. */
function takesEffort(model: string): boolean {
  return !/haiku-4-5|sonnet-4-5|-4-1\b|-4-0\b|-3-/.test(model)
}

export function classifyClaude(response: HttpResponse): Classified {
  const error = object(object(safe(response.text)).error)
  const detail = text(object(error.details).error_code) ?? ''
  const message = text(error.message) ?? ''
  if (/spend_limit/.test(detail)) {
    return { code: 'spend_limit', reach: 'run', advice: 'raise the spend limit, then run this again' }
  }
  if (/credit balance/i.test(message)) {
    return { code: 'no_credit', reach: 'run', advice: 'add credit, then run this again' }
  }
  if (response.status === 404) {
    return { code: 'unknown_model', reach: 'run', advice: 'check --model and --base-url' }
  }
  if (response.status === 400 && /too long|too many tokens|context/i.test(message)) {
    return { code: 'too_long', reach: 'record' }
  }
  if (response.headers['x-should-retry'] === 'false' && response.status !== 429) {
    return {
      ...classifyStatus(response.status),
      reach: response.status >= 500 ? 'record' : classifyStatus(response.status).reach,
    }
  }
  return classifyStatus(response.status)
}

function safe(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Reads a Message; an answer that is none is told apart and still billed. */
export function readClaudeMessage(message: Json): Reply {
  const usage = toldUsage(claudeUsage(object(message.usage)))
  const model = text(message.model)
  const reason = text(message.stop_reason) ?? 'unknown'
  const fail = (code: string, why: string, reach: 'record' | 'attempt' = 'record'): never => {
    throw new AskError(code, why, { reach, ...billed(usage) })
  }
  if (reason === 'refusal') {
    const { category } = object(message.stop_details)
    fail('refused', `the model refused${category ? `: ${category}` : ''}`)
  }
  if (reason === 'max_tokens') fail('truncated', 'the answer was cut at max_tokens')
  if (reason === 'model_context_window_exceeded') fail('too_long', 'the answer did not fit into the context')
  const answer = array(message.content)
    .map(object)
    .filter(block => block.type === 'text')
    .map(block => text(block.text) ?? '')
    .join('')
  if (!Array.isArray(message.content))
    fail('malformed', 'the server sent an answer without content', 'attempt')
  if (answer.trim() === '') fail('empty', 'the model answered with nothing')
  return { text: answer, finishReason: reason, ...(usage && { usage }), ...(model && { model }) }
}

export function claudeUsage(usage: Json): Usage {
  const thinking = number(object(usage.output_tokens_details).thinking_tokens)
  return {
    input: number(usage.input_tokens),
    output: number(usage.output_tokens),
    ...(number(usage.cache_read_input_tokens) > 0 && { cache_read: number(usage.cache_read_input_tokens) }),
    ...(number(usage.cache_creation_input_tokens) > 0 && {
      cache_write: number(usage.cache_creation_input_tokens),
    }),
    ...(thinking > 0 && { reasoning: thinking }),
  }
}
