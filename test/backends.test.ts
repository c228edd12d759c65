import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import t from 'tap'
import { claude } from '../lib/backends/claude.ts'
import { readClaudeCli } from '../lib/backends/claude-cli.ts'
import { claudeRates } from '../lib/backends/claude-rates.ts'
import { classifyClaude, claudeRequest, readClaudeMessage } from '../lib/backends/claude-wire.ts'
import { gemini } from '../lib/backends/gemini.ts'
import { readGeminiCli } from '../lib/backends/gemini-cli.ts'
import { classifyGemini, geminiRequest, readGeminiResponse } from '../lib/backends/gemini-wire.ts'
import { retryAfter } from '../lib/backends/http-answer.ts'
import { findKey, redact } from '../lib/backends/keys.ts'
import { loadBackend, parseChoice } from '../lib/backends/load.ts'
import { openai } from '../lib/backends/openai.ts'
import { durationMs, openaiRates } from '../lib/backends/openai-rates.ts'
import { classifyOpenai, openaiRequest, readCompletion } from '../lib/backends/openai-wire.ts'
import type { BackendModule, BackendSettings, Question } from '../lib/backends/types.ts'
import { AskError } from '../lib/engine/ask-error.ts'
import { createHttpClient } from '../lib/http/client.ts'
import { startFake } from './fake-provider.ts'

const schema = {
  type: 'object',
  properties: { request: { type: 'string' } },
  required: ['request'],
  additionalProperties: false,
}
const question: Question = {
  system: 'Be exact.',
  user: 'Describe <program>x</program>.',
  schema,
  maxOutputTokens: 512,
  effort: 'low',
  sample: { code: 'x', features: undefined, feature: () => undefined },
}
const exited = { code: 0, signal: null }
const corrected: Question = { ...question, correction: { answer: 'a', complaint: 'no' } }

function settings(extra: Partial<BackendSettings> = {}): BackendSettings {
  return {
    model: undefined,
    baseUrl: undefined,
    keyFile: undefined,
    env: { ANTHROPIC_API_KEY: 'test-a', GEMINI_API_KEY: 'test-g', OPENAI_API_KEY: 'test-o' },
    loadProse: async () => () => undefined,
    note: () => {},
    ...extra,
  }
}

/** What the backend sends for `asked`, as the server saw it. */
async function sent(module: BackendModule, model: string, asked: Question) {
  const fake = await startFake()
  const http = createHttpClient({})
  const backend = await module.create(
    settings({ baseUrl: module.name === 'openai' ? `${fake.url}/v1` : fake.url, model }),
  )
  const reply = await backend.send(backend.request(asked), asked, {
    signal: new AbortController().signal,
    timeoutMs: 5000,
    http,
    report: () => {},
  })
  await http.close()
  await fake.close()
  return { seen: fake.seen[0]!, reply }
}

t.test('what goes to Claude equals, field for field, what the official SDK sends', async t => {
  for (const asked of [question, corrected]) {
    const { seen, reply } = await sent(claude, 'claude-haiku-5-5', asked)
    const fake = await startFake()
    const client = new Anthropic({ apiKey: 'test-a', baseURL: fake.url, maxRetries: 0 })
    await client.messages.create({
      model: 'claude-haiku-5-5',
      max_tokens: 512,
      system: [{ type: 'text', text: 'Be exact.', cache_control: { type: 'ephemeral' } }],
      messages: [
        { role: 'user', content: asked.user },
        ...(asked.correction
          ? [
              { role: 'assistant' as const, content: 'a' },
              { role: 'user' as const, content: 'no' },
            ]
          : []),
      ],
      output_config: { effort: 'low', format: { type: 'json_schema', schema } },
    })
    await fake.close()
    t.strictSame(seen.body, fake.seen[0]!.body)
    t.equal(seen.path, fake.seen[0]!.path)
    t.equal(seen.headers['content-type'], fake.seen[0]!.headers['content-type'])
    t.equal(seen.headers['anthropic-version'], '2026-10-21')
    t.equal(seen.headers['x-api-key'], 'test-a')
    t.match(reply, { finishReason: 'end_turn', usage: { input: 100, output: 20 }, model: 'claude-haiku-5-5' })
    t.notMatch(reply.text, /thinking/, 'thinking is not the answer')
  }
})

t.test('what goes to Gemini equals, field for field, what the official SDK sends', async t => {
  for (const asked of [question, corrected]) {
    const { seen, reply } = await sent(gemini, 'gemini-3.5-flash-lite', asked)
    const fake = await startFake()
    const client = new GoogleGenAI({ apiKey: 'test-g', httpOptions: { baseUrl: fake.url } })
    await client.models.generateContent({
      model: 'gemini-3.5-flash-lite',
      contents: [
        { role: 'user', parts: [{ text: asked.user }] },
        ...(asked.correction
          ? [
              { role: 'model', parts: [{ text: 'a' }] },
              { role: 'user', parts: [{ text: 'no' }] },
            ]
          : []),
      ],
      config: {
        systemInstruction: 'Be exact.',
        maxOutputTokens: 512,
        responseMimeType: 'application/json',
        responseJsonSchema: schema,
        thinkingConfig: { thinkingLevel: 'LOW' as never },
      },
    })
    await fake.close()
    t.strictSame(seen.body, fake.seen[0]!.body)
    t.equal(seen.path, fake.seen[0]!.path)
    t.equal(seen.headers['x-goog-api-key'], fake.seen[0]!.headers['x-goog-api-key'])
    t.match(reply, { finishReason: 'STOP', usage: { input: 100, output: 20 } })
    t.notMatch(reply.text, /^hm/, 'thoughts are not the answer')
  }
})

t.test('what goes to OpenAI equals, field for field, what the official SDK sends', async t => {
  for (const asked of [question, corrected]) {
    const { seen, reply } = await sent(openai, 'gpt-6-luna', asked)
    const fake = await startFake()
    const client = new OpenAI({ apiKey: 'test-o', baseURL: `${fake.url}/v1`, maxRetries: 0 })
    await client.chat.completions.create({
      model: 'gpt-6-luna',
      messages: [
        { role: 'system', content: 'Be exact.' },
        { role: 'user', content: asked.user },
        ...(asked.correction
          ? [
              { role: 'assistant' as const, content: 'a' },
              { role: 'user' as const, content: 'no' },
            ]
          : []),
      ],
      max_completion_tokens: 512,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
    })
    await fake.close()
    t.strictSame(seen.body, fake.seen[0]!.body)
    t.equal(seen.path, fake.seen[0]!.path)
    t.equal(seen.headers.authorization, fake.seen[0]!.headers.authorization)
    t.match(reply, { finishReason: 'stop', usage: { input: 100, output: 20 } })
  }
})

t.test('what requests have in common is made once, and made anew where it differs', async t => {
  const makers = [
    (asked: Question) => claudeRequest('claude-haiku-5-5', asked),
    (asked: Question) => openaiRequest('gpt-6-luna', asked, 'openai'),
    (asked: Question) => geminiRequest('gemini-3.5-flash', asked),
  ]
  const { schema: _, effort: __, ...plain } = question
  const others: Question[] = [
    { ...question, system: 'Be brief.' },
    { ...question, schema: { ...schema, required: [] } },
    { ...question, effort: 'high' },
    plain,
  ]
  for (const make of makers) {
    const first = JSON.stringify(make(question))
    const texts = new Set([first, ...others.map(other => JSON.stringify(make(other)))])
    t.equal(texts.size, 5)
    t.equal(JSON.stringify(make(question)), first)
  }
})

t.test('Claude gets no sampling parameter, and an effort only where the model knows one', async t => {
  const body = claudeRequest('claude-haiku-4-5', question)
  t.notOk('temperature' in body || 'top_p' in body || 'top_k' in body)
  t.strictSame(body.output_config, { format: { type: 'json_schema', schema } })
  t.match(claudeRequest('claude-opus-5-5', question), { output_config: { effort: 'low' } })
})

t.test('a server that is not OpenAI gets the old names and no effort', async t => {
  const body = openaiRequest('qwen3:8b', question, 'compatible')
  t.match(body, { max_tokens: 512 })
  t.notOk('reasoning_effort' in body || 'max_completion_tokens' in body)
  t.notOk(
    'response_format' in openaiRequest('qwen3:8b', { ...question, schema: undefined as never }, 'compatible'),
  )
  t.notOk('thinkingConfig' in (geminiRequest('gemini-2.5-flash', question).generationConfig as object))
})

/** The code of the AskError that `read` throws. */
function codeOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof AskError) return `${error.code} ${error.reach}`
    throw error
  }
  return 'answered'
}

t.test('answers that are none are told apart, and what they cost is known', async t => {
  const message = (part: object) => ({
    content: [{ type: 'text', text: 'x' }],
    stop_reason: 'end_turn',
    usage: {
      input_tokens: 3,
      output_tokens: 4,
      cache_read_input_tokens: 5,
      output_tokens_details: { thinking_tokens: 2 },
    },
    ...part,
  })
  t.equal(
    codeOf(() => readClaudeMessage(message({}))),
    'answered',
  )
  t.strictSame(readClaudeMessage(message({})).usage, { input: 3, output: 4, cache_read: 5, reasoning: 2 })
  t.equal(
    codeOf(() => readClaudeMessage(message({ stop_reason: 'refusal', stop_details: { category: 'bio' } }))),
    'refused record',
  )
  t.equal(
    codeOf(() => readClaudeMessage(message({ stop_reason: 'max_tokens' }))),
    'truncated record',
  )
  t.equal(
    codeOf(() => readClaudeMessage(message({ content: [{ type: 'thinking', thinking: 'x' }] }))),
    'empty record',
  )
  t.equal(
    codeOf(() => readClaudeMessage({ ok: true })),
    'malformed attempt',
  )
  for (const [name, read] of [
    ['claude', () => readClaudeMessage({ content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn' })],
    [
      'gemini',
      () =>
        readGeminiResponse({ candidates: [{ content: { parts: [{ text: 'x' }] }, finishReason: 'STOP' }] }),
    ],
    ['openai', () => readCompletion({ choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] })],
    [
      'openai',
      () =>
        readCompletion({
          choices: [{ message: { content: 'x' } }],
          usage: { prompt_tokens: 0, completion_tokens: 0 },
        }),
    ],
    ['gemini-cli', () => readGeminiCli('{"response":"x"}', '', exited)],
    ['claude-cli', () => readClaudeCli('{"result":"x"}', '', exited)],
  ] as const) {
    t.equal(read().usage, undefined, `${name}: what is not told is not known`)
  }
  for (const [name, read] of [
    ['claude', () => readClaudeMessage({ content: [], stop_reason: 'refusal' })],
    ['gemini', () => readGeminiResponse({ promptFeedback: { blockReason: 'SAFETY' } })],
    ['openai', () => readCompletion({ choices: [{ message: { refusal: 'no' } }] })],
    ['gemini-cli', () => readGeminiCli('{"response":""}', '', exited)],
    ['claude-cli', () => readClaudeCli('{"result":""}', '', exited)],
  ] as const) {
    try {
      read()
      t.fail(name)
    } catch (error) {
      t.equal((error as AskError).maybeBilled, true, `${name}: it may be billed`)
    }
  }
  try {
    readClaudeMessage(message({ stop_reason: 'refusal' }))
  } catch (error) {
    t.match((error as AskError).usage, { input: 3, output: 4 }, 'a refusal is billed')
  }

  const response = (part: object) => ({
    candidates: [{ content: { parts: [{ text: 'x' }] }, finishReason: 'STOP' }],
    ...part,
  })
  t.equal(
    codeOf(() => readGeminiResponse(response({}))),
    'answered',
  )
  t.equal(
    codeOf(() => readGeminiResponse({ promptFeedback: { blockReason: 'SAFETY' } })),
    'blocked record',
  )
  t.equal(
    codeOf(() => readGeminiResponse(response({ candidates: [{ finishReason: 'SAFETY' }] }))),
    'refused record',
  )
  t.equal(
    codeOf(() => readGeminiResponse(response({ candidates: [{ finishReason: 'MAX_TOKENS' }] }))),
    'truncated record',
  )
  t.equal(
    codeOf(() => readGeminiResponse(response({ candidates: [{ finishReason: 'STOP' }] }))),
    'empty record',
  )
  t.strictSame(
    readGeminiResponse(
      response({
        usageMetadata: {
          promptTokenCount: 10,
          cachedContentTokenCount: 4,
          candidatesTokenCount: 5,
          thoughtsTokenCount: 2,
        },
      }),
    ).usage,
    { input: 6, output: 7, cache_read: 4, reasoning: 2 },
    'thoughts are output, cached tokens are within the prompt',
  )

  const completion = (part: object, reason = 'stop') => ({
    choices: [{ message: { content: 'x', ...part }, finish_reason: reason }],
  })
  t.equal(
    codeOf(() => readCompletion(completion({}))),
    'answered',
  )
  t.equal(
    codeOf(() => readCompletion(completion({ refusal: 'no' }))),
    'refused record',
  )
  t.equal(
    codeOf(() => readCompletion(completion({}, 'content_filter'))),
    'blocked record',
  )
  t.equal(
    codeOf(() => readCompletion(completion({}, 'length'))),
    'truncated record',
  )
  t.equal(
    codeOf(() => readCompletion(completion({ content: ' ' }))),
    'empty record',
  )
  t.equal(
    codeOf(() => readCompletion({ error: { code: 502, message: 'upstream' } })),
    'server_error attempt',
  )
  t.equal(
    codeOf(() => readCompletion({ error: { code: 402, message: 'credits' } })),
    'no_credit run',
  )
})

const response = (status: number, body: unknown, headers = {}) => ({
  status,
  headers,
  text: JSON.stringify(body),
})

t.test('errors are sorted by what they mean for the attempt, the record and the run', async t => {
  const claudes = (status: number, type: string, message = 'm', details = {}) => {
    const { code, reach } = classifyClaude(
      response(status, { type: 'error', error: { type, message, details } }),
    )
    return `${code} ${reach}`
  }
  t.equal(claudes(400, 'invalid_request_error'), 'bad_request record')
  t.equal(claudes(400, 'invalid_request_error', 'prompt is too long: 9 tokens'), 'too_long record')
  t.equal(claudes(400, 'invalid_request_error', 'Your credit balance is too low'), 'no_credit run')
  t.equal(claudes(401, 'authentication_error'), 'bad_key run')
  t.equal(claudes(402, 'billing_error'), 'no_credit run')
  t.equal(claudes(403, 'permission_error'), 'forbidden run')
  t.equal(claudes(404, 'not_found_error'), 'unknown_model run')
  t.equal(claudes(413, 'request_too_large'), 'too_long record')
  t.equal(claudes(429, 'rate_limit_error'), 'rate_limited attempt')
  t.equal(
    claudes(429, 'rate_limit_error', 'm', { error_code: 'enforced_spend_limit_reached' }),
    'spend_limit run',
  )
  t.equal(claudes(500, 'api_error'), 'server_error attempt')
  t.equal(claudes(529, 'overloaded_error'), 'overloaded attempt')

  const geminis = (status: number, message: string, details: unknown[] = []) => {
    const { code, reach, retryAfterMs } = classifyGemini(
      response(status, { error: { code: status, message, details } }),
    )
    return `${code} ${reach}${retryAfterMs === undefined ? '' : ` ${retryAfterMs}`}`
  }
  const type = (name: string) => ({ '@type': `type.googleapis.com/google.rpc.${name}` })
  t.equal(
    geminis(400, 'API key not valid.', [{ ...type('ErrorInfo'), reason: 'API_KEY_INVALID' }]),
    'bad_key run',
  )
  t.equal(geminis(400, 'bad schema'), 'bad_request record')
  t.equal(geminis(404, 'no model'), 'unknown_model run')
  t.equal(
    geminis(429, 'slow', [{ ...type('RetryInfo'), retryDelay: '34.07s' }]),
    'rate_limited attempt 34070',
  )
  t.equal(geminis(429, 'Please retry in 2.5s.'), 'rate_limited attempt 2500')
  t.equal(
    geminis(429, 'x', [{ ...type('QuotaFailure'), violations: [{ quotaId: 'GenerateRequestsPerMinute' }] }]),
    'rate_limited attempt 60000',
  )
  t.equal(
    geminis(429, 'x', [
      { ...type('QuotaFailure'), violations: [{ quotaId: 'GenerateRequestsPerDayPerProject' }] },
    ]),
    'daily_quota run',
  )
  t.equal(geminis(429, 'Quota exceeded, limit: 0'), 'no_quota run')
  t.equal(geminis(503, 'busy'), 'overloaded attempt')

  const openais = (status: number, error: unknown) => {
    const { code, reach } = classifyOpenai(response(status, { error }))
    return `${code} ${reach}`
  }
  t.equal(openais(401, { code: 'invalid_api_key' }), 'bad_key run')
  t.equal(openais(404, { code: 'model_not_found' }), 'unknown_model run')
  t.equal(openais(429, { code: 'rate_limit_exceeded' }), 'rate_limited attempt')
  t.equal(openais(429, { code: 'insufficient_quota' }), 'no_credit run')
  t.equal(openais(400, { code: 'context_length_exceeded' }), 'too_long record')
  t.equal(openais(400, 'plain words'), 'bad_request record')
  t.equal(openais(500, {}), 'server_error attempt')
})

t.test('waiting times are read in every form', async t => {
  t.equal(retryAfter({ 'retry-after': '3' }), 3000)
  t.equal(retryAfter({ 'retry-after': '3', 'retry-after-ms': '120' }), 120)
  t.equal(
    retryAfter({ 'retry-after': 'Tue, 24 Nov 2026 12:00:05 GMT' }, Date.parse('2026-11-24T12:00:00Z')),
    5000,
  )
  t.equal(retryAfter({ 'retry-after': 'soon' }), undefined)
  t.equal(durationMs('6m0s'), 360_000)
  t.equal(durationMs('12ms'), 12)
  t.equal(durationMs('1.5s'), 1500)
  t.equal(durationMs('x'), undefined)
  t.strictSame(
    openaiRates(
      {
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '7',
        'x-ratelimit-reset-requests': '1s',
      },
      100,
    ),
    {
      requests: { remaining: 7, limit: 60, resetAt: 1100 },
    },
  )
  t.strictSame(
    claudeRates(
      {
        'anthropic-ratelimit-requests-remaining': '7',
        'anthropic-ratelimit-requests-reset': '2026-11-24T12:00:05Z',
        'anthropic-ratelimit-input-tokens-limit': '1000',
        'anthropic-ratelimit-input-tokens-remaining': '900',
        'anthropic-ratelimit-input-tokens-reset': '2026-11-24T12:00:01Z',
      },
      Date.parse('2026-11-24T12:00:00Z'),
      100,
    ),
    { requests: { remaining: 7, resetAt: 5100 }, tokens: { remaining: 900, limit: 1000, resetAt: 1100 } },
  )
})

t.test('keys come from the environment or a file, and are blotted out', async t => {
  const folder = t.testdir({ key: ' sk-file \n', empty: '' })
  const notes: string[] = []
  const find = (env: NodeJS.ProcessEnv, keyFile?: string) =>
    findKey({ variables: ['A_API_KEY', 'B_API_KEY'], env, keyFile, note: text => notes.push(text) })
  t.equal(find({ A_API_KEY: 'a', B_API_KEY: 'b' }), 'a')
  t.equal(find({ B_API_KEY: 'b' }), 'b')
  t.equal(find({ A_API_KEY_FILE: `${folder}/key` }), 'sk-file')
  t.equal(find({ A_API_KEY: 'a' }, `${folder}/key`), 'sk-file')
  t.match(notes, [/readable by others/])
  t.equal(find({}), undefined)
  t.throws(() => find({}, `${folder}/none`), /cannot read the key file/)
  t.throws(() => find({}, `${folder}/empty`), /is empty/)
  t.throws(() => find({ A_API_KEY: 'two words' }), { message: /holds a space/ })
  t.equal(redact('sent sk-file to x', 'sk-file'), 'sent [key] to x')
})

t.test('--llm names a backend, a model, or a file', async t => {
  t.strictSame(parseChoice('claude'), { name: 'claude', model: undefined })
  t.strictSame(parseChoice('openai:llama3.2:3b'), { name: 'openai', model: 'llama3.2:3b' })
  t.strictSame(parseChoice('./mine.mjs:big'), { name: './mine.mjs', model: 'big' })
  t.equal((await loadBackend('claude:claude-opus-5-5', settings())).model, 'claude-opus-5-5')
  t.equal((await loadBackend('claude', settings({ model: 'b' }))).model, 'b')
  await t.rejects(loadBackend('clod', settings()), /no backend "clod"; there are claude/)
  await t.rejects(loadBackend('./nowhere.mjs', settings()), /cannot load/)
})
