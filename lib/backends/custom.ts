/** A user's own backend in its short form: a function from a question to a text. */
import type { Usage } from '../cache/types.ts'
import { AskError, type Reach } from '../engine/ask-error.ts'
import { messageOf } from '../errors.ts'
import { TransportError } from '../http/transport-error.ts'
import type { Backend, BackendSettings, Question } from './types.ts'

export interface AnswerContext {
  model: string
  baseUrl: string | undefined
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}

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
  answer(
    question: Question,
    context: AnswerContext,
  ): Promise<string | { text: string; model?: string; usage?: Usage; cost?: number }>
}

export function functionBackend(module: FunctionBackend, settings: BackendSettings): Backend {
  const model = settings.model ?? module.model ?? 'default'
  return {
    name: module.name,
    model,
    ...(module.priceProvider !== undefined && { priceProvider: module.priceProvider }),
    request: ({ sample: _, ...question }) => ({ version: module.version ?? null, model, question }),
    async send(_request, question, { signal }) {
      const { baseUrl, env } = settings
      const answer = await own(module.answer(question, { model, baseUrl, env, signal }), signal)
      const { text, ...rest } = typeof answer === 'string' ? { text: answer } : answer
      if (text.trim() === '')
        throw new AskError('empty', 'the backend answered with nothing', { reach: 'record' })
      return { text, finishReason: 'end', ...rest }
    },
  }
}

async function own<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AskError || error instanceof TransportError) throw error
    const { code = 'backend_error', reach = 'record' } = (error ?? {}) as { code?: unknown; reach?: unknown }
    throw new AskError(String(code), messageOf(error), { reach: reach as Reach, cause: error })
  }
}
