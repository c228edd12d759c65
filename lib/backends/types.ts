/** What stands between the engine and a model: one small interface, the same for an API, a program and a function. */
import type { BatchApi } from '../batch/types.ts'
import type { Usage } from '../cache/types.ts'
import type { RateReport } from '../engine/quota.ts'
import type { HttpClient } from '../http/client.ts'

/** JSON Schema of the closed kind that all three providers take: objects, arrays, strings, everything required. */
export type Schema = Readonly<Record<string, unknown>>

/** What is asked, before a provider's wire gives it a form. */
export interface Question {
  /** The same for every sample: what the provider may keep between requests. */
  system: string
  /** What is asked about one sample, or a few. */
  user: string
  /** The form of the answer; absent: plain text. */
  schema?: Schema
  maxOutputTokens: number
  effort?: 'low' | 'medium' | 'high'
  /** A first answer that would not do, and what was wrong with it. */
  correction?: { answer: string; complaint: string }
  /** For backends that look at the sample and not at the prompt. */
  sample: {
    code: string
    features: unknown
    /** One of the features, by name: for who wants a few, sooner read than all. */
    feature(name: string): unknown
  }
}

/** What came back. Everything in it is a property of the answer. */
export interface Reply {
  text: string
  finishReason: string
  /** The model that says it answered. */
  model?: string
  usage?: Usage
  /** USD, where the wire tells. */
  cost?: number
}

export interface Attempt {
  signal: AbortSignal
  timeoutMs: number
  http: HttpClient
  /** Takes what the answer's headers say of the limits. */
  report(rates: RateReport): void
}

export interface Backend {
  /** As in `description_generated_by`, before the colon. */
  readonly name: string
  readonly model: string
  /** The most that the model takes in, in tokens; absent: not known. */
  readonly contextTokens?: number
  /** The provider's name in the price table; absent: costs nothing. */
  readonly priceProvider?: string
  /** True where no request leaves this machine and none costs: no retry, no rate. */
  readonly isLocal?: boolean
  /** Throws UsageError where no request can succeed, for want of a key or a program. Called once, before the first. */
  prepare?(): void | Promise<void>
  /** The request as sent, without the key: the answer's name in the cache is its hash. Plain JSON. */
  request(question: Question): unknown
  /** One attempt. Rejects with AskError, TransportError or the signal's reason. */
  send(request: unknown, question: Question, attempt: Attempt): Promise<Reply>
  /** The provider's batch API, where it has one. */
  readonly batches?: BatchApi
}

export interface BackendSettings {
  model: string | undefined
  baseUrl: string | undefined
  keyFile: string | undefined
  env: NodeJS.ProcessEnv
  /** Gives what writes prose from what analyze-features found. */
  loadProse(): Promise<(feature: (name: string) => unknown) => string | undefined>
  /** A remark for the person. */
  note(message: string): void
}

export interface BackendModule {
  /** What `--llm` calls it. */
  name: string
  /** One phrase for the list of backends. */
  summary: string
  create(settings: BackendSettings): Backend | Promise<Backend>
}

/** Types a backend of ours. */
export function defineBackend(module: BackendModule): BackendModule {
  return module
}
