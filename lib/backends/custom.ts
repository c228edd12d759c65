/** A user's own backend in its short form: a function from a question to a text. */
import type { Usage } from '../cache/types.ts'
import type { Backend, BackendSettings, Question, Reply } from './types.ts'

export interface AnswerContext {
  model: string
  baseUrl: string | undefined
  env: NodeJS.ProcessEnv
  /** Aborted when the answer is no longer wanted: at ^C, and when its time is over. */
  signal: AbortSignal
}

export type Answer = string | { text: string; model?: string; usage?: Usage; cost?: number }

export interface FunctionBackend {
  name: string
  summary?: string
  /** The model asked where the user names none. */
  model?: string
  /** Raise it when the answers change: those of the old version are then asked for anew. */
  version?: string | number
  /** The provider in the price table, where answers tell their usage. */
  priceProvider?: string
  /**
   * A text, or a text with what it took. A thrown error with `reach: 'attempt'` is tried again, one with `reach: 'run'`
   * stops the run; any other fails the sample.
   */
  answer(question: Question, context: AnswerContext): Answer | Promise<Answer>
}

export function functionBackend(module: FunctionBackend, settings: BackendSettings): Backend {
  const model = settings.model ?? module.model ?? 'default'
  const { baseUrl, env } = settings
  return {
    name: module.name,
    model,
    ...(module.priceProvider !== undefined && { priceProvider: module.priceProvider }),
    request: ({ sample: _, ...question }) => ({ version: module.version ?? null, model, question }),
    // A text alone is a reply as well to whoever looks at it: lib/backends/guard.ts.
    send: async (_request, question, { signal }) =>
      (await module.answer(question, { model, baseUrl, env, signal })) as Reply,
  }
}
