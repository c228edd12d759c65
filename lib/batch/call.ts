/** Requests about batches: reading may be repeated at will, submitting never. */
import { type Classified, errorMessage, type Json, parseObject, raise } from '../backends/http-answer.ts'
import { redact } from '../backends/keys.ts'
import { AskError } from '../engine/ask-error.ts'
import type { HttpRequest, HttpResponse } from '../http/client.ts'
import type { BatchCall } from './types.ts'

export interface Connection {
  backend: string
  headers: Readonly<Record<string, string>>
  key: string | undefined
  classify(response: HttpResponse): Classified
}

const callMs = 300_000

export async function callApi(
  { backend, headers, key, classify }: Connection,
  { http, signal }: BatchCall,
  request: Pick<HttpRequest, 'url'> & Partial<Pick<HttpRequest, 'method' | 'body' | 'headers'>>,
): Promise<HttpResponse> {
  const response = await http.send({
    method: request.method ?? 'GET',
    url: request.url,
    headers: { ...headers, ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
    timeoutMs: callMs,
    signal,
  })
  // Read once more, it would not be there either.
  if (response.status === 404 && (request.method ?? 'GET') === 'GET')
    throw new AskError('gone', errorMessage(response), { reach: 'record' })
  if (response.status < 200 || response.status > 299)
    raise(backend, { ...response, text: redact(response.text, key) }, classify(response))
  return response
}

export function jsonOf(response: HttpResponse): Json {
  const value = parseObject(response.text)
  if (value) return value
  throw new AskError('malformed', 'the server sent an answer that is no JSON', { reach: 'attempt' })
}

/** The objects of a JSONL text; a damaged line is nobody's answer. */
export function jsonLines(text: string): Json[] {
  return text.split('\n').flatMap(line => {
    const value = parseObject(line)
    return value ? [value] : []
  })
}
