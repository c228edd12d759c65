/** What all HTTP APIs share: sending JSON, reading JSON, and the errors that mean the same everywhere. */
import { plainBytes } from '../cache/json.ts'
import type { Usage } from '../cache/types.ts'
import { AskError, type AskErrorDetails, type Reach } from '../engine/ask-error.ts'
import type { HttpResponse } from '../http/client.ts'
import { redact } from './keys.ts'
import type { Attempt } from './types.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Post {
  url: string
  headers: Readonly<Record<string, string>>
  body: unknown
  key: string | undefined
  attempt: Attempt
}

export function postJson({ url, headers, body, key, attempt }: Post): Promise<HttpResponse> {
  const { http, timeoutMs, signal } = attempt
  const all = { 'content-type': 'application/json', accept: 'application/json', ...headers }
  return http.send({ url, headers: all, body: plainBytes(body), timeoutMs, signal }).then(response => {
    const { status, headers, text } = response
    return { status, headers, text: redact(text, key) }
  })
}

/** The body of a 200. One that is no JSON object was paid for and is of no use. */
export function readObject(response: HttpResponse): Json {
  const value = parseObject(response.text)
  if (value) return value
  throw new AskError('malformed', 'the server sent an answer that is no JSON', {
    reach: 'attempt',
    maybeBilled: true,
  })
}

export function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}

/** `retry-after-ms`, else `retry-after` in seconds or as a date. */
export function retryAfter(headers: HttpResponse['headers'], now = Date.now()): number | undefined {
  const ms = Number(headers['retry-after-ms'])
  if (headers['retry-after-ms'] && ms >= 0) return ms
  const value = headers['retry-after']
  if (!value) return undefined
  const seconds = Number(value)
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000
  return wait >= 0 ? wait : undefined
}

/** The message of an error body in any of the shapes that are about, or the beginning of the body. */
export function errorMessage(response: HttpResponse): string {
  const body = parseObject(response.text)
  const error = body?.error
  const found =
    (typeof error === 'object' && error !== null ? (error as Json).message : error) ??
    body?.message ??
    body?.detail
  const text = typeof found === 'string' ? found : response.text
  const plain = text
    // Names of one request: they would make two runs differ.
    .replace(/\breq(?:uest)?_[A-Za-z0-9]+\b/g, 'req_…')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > 300 ? `${plain.slice(0, 300)}…` : plain || `HTTP ${response.status}`
}

export interface Classified {
  code: string
  reach: Reach
  /** What a person is to do, where the run ends. */
  advice?: string
  overload?: boolean
  retryAfterMs?: number
  maybeBilled?: boolean
}

/** By status alone, for whatever a provider has no rule of its own. */
export function classifyStatus(status: number): Classified {
  if (status > 299 && status < 400) {
    return { code: 'moved', reach: 'run', advice: 'the server is elsewhere: check --base-url' }
  }
  if (status === 401) return { code: 'bad_key', reach: 'run', advice: 'check the key' }
  if (status === 402) return { code: 'no_credit', reach: 'run', advice: 'add credit to the account' }
  if (status === 403) return { code: 'forbidden', reach: 'run', advice: 'the key may not use this model' }
  if (status === 404) {
    return { code: 'not_found', reach: 'run', advice: 'check --model and --base-url' }
  }
  if (status === 413) return { code: 'too_long', reach: 'record' }
  if (status === 429) return { code: 'rate_limited', reach: 'attempt', overload: true }
  if (status === 503 || status === 529) return { code: 'overloaded', reach: 'attempt', overload: true }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    // A gateway that lost patience says nothing about the server behind it.
    return { code: 'server_error', reach: 'attempt', maybeBilled: status === 504 || status === 524 }
  }
  return { code: 'bad_request', reach: 'record' }
}

export function raise(backend: string, response: HttpResponse, how: Classified): never {
  const said = errorMessage(response)
  const message =
    how.reach === 'run'
      ? `${backend}: ${said}${how.advice ? `; ${how.advice}` : ''}`
      : `${said} (HTTP ${response.status})`
  const wait = how.retryAfterMs ?? retryAfter(response.headers)
  throw new AskError(how.code, message, {
    reach: how.reach,
    ...(how.overload && { overload: true }),
    ...(how.maybeBilled && { maybeBilled: true }),
    ...(wait !== undefined && { retryAfterMs: wait }),
  })
}

/** What an answer took. Undefined where the server does not say, or counts nothing: that is not known, and not zero. */
export function toldUsage(usage: Usage): Usage | undefined {
  const { input, output, cache_read = 0, cache_write = 0 } = usage
  return input + output + cache_read + cache_write > 0 ? usage : undefined
}

/** For an answer that will not do: it is billed all the same. */
export function billed(usage: Usage | undefined): Pick<AskErrorDetails, 'usage' | 'maybeBilled'> {
  return usage ? { usage } : { maybeBilled: true }
}

export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
