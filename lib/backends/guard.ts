/** A backend that is not ours: what it gives and throws is looked at, and nobody waits for it longer than was agreed. */
import { inspect } from 'node:util'
import type { Usage } from '../cache/types.ts'
import { AskError, type Reach } from '../engine/ask-error.ts'
import { messageOf, UsageError } from '../errors.ts'
import { TransportError } from '../http/transport-error.ts'
import { object } from './http-answer.ts'
import type { Attempt, Backend, Reply } from './types.ts'

/** `backend` behind its checks. `path` names it in what is said of it. Throws UsageError where it is no backend. */
export function guarded(backend: unknown, path: string): Backend {
  const wrong = problemOf(backend)
  if (wrong) throw new UsageError(`--llm: ${path}: ${wrong}`)
  // Its methods may want their `this`, and stand in its class.
  const own = backend as Backend
  const { name, model, contextTokens, priceProvider, isLocal, batches } = own
  return {
    name,
    model,
    ...(typeof contextTokens === 'number' && { contextTokens }),
    ...(typeof priceProvider === 'string' && { priceProvider }),
    ...(isLocal === true && { isLocal }),
    ...(own.prepare && { prepare: () => own.prepare!() }),
    ...(batches && { batches }),
    request(question) {
      let request: unknown
      try {
        request = own.request(question)
        if (JSON.stringify(request) !== undefined) return request
      } catch (error) {
        throw foreign(error)
      }
      throw new AskError('malformed', `${path}: request gave ${shown(request)}, which is no JSON`, {
        reach: 'record',
      })
    },
    async send(request, question, attempt) {
      const work = (signal: AbortSignal) => own.send(request, question, { ...attempt, signal })
      return replyOf(await within(attempt, path, work), path)
    },
  }
}

function problemOf(backend: unknown): string | undefined {
  const { name, model, request, send, prepare, contextTokens, priceProvider } = object(backend)
  if (typeof request !== 'function' || typeof send !== 'function')
    return `create is to give { name, model, request, send }, and gave ${shown(backend)}`
  if (typeof name !== 'string' || name === '') return `its name is to be a text, and is ${shown(name)}`
  if (typeof model !== 'string') return `its model is to be a text, and is ${shown(model)}`
  if (!isAbsent(prepare) && typeof prepare !== 'function')
    return `prepare is to be a function, and is ${shown(prepare)}`
  if (!isAbsent(contextTokens) && !isAmount(contextTokens))
    return `contextTokens is to be a number, and is ${shown(contextTokens)}`
  if (!isAbsent(priceProvider) && typeof priceProvider !== 'string')
    return `priceProvider is to be a text, and is ${shown(priceProvider)}`
  return undefined
}

/** The time of an attempt and the end of the run hold for `work` whether it heeds its signal or not. */
function within<T>(
  { signal, timeoutMs }: Attempt,
  path: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const stop = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const giveUp = (reason: unknown) => {
      settle()
      // First of all: what `work` throws when it hears of it is not why it ended.
      reject(reason)
      stop.abort(reason)
    }
    const timer = setTimeout(
      () => giveUp(new TransportError('timeout', `${path} gave no answer in ${timeoutMs / 1000} s`)),
      timeoutMs,
    )
    const end = () => giveUp(signal.reason)
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
    }
    signal.addEventListener('abort', end, { once: true })
    // In a function of its own, what it throws at once is thrown as what it throws later.
    const working = (async () => work(stop.signal))()
    working.then(resolve, error => reject(foreign(error))).finally(settle)
  })
}

const reaches: readonly unknown[] = ['attempt', 'record', 'run'] satisfies Reach[]

/** What a user's code throws. Whatever does not say that more is lost fails the sample. */
function foreign(error: unknown): Error {
  if (error instanceof AskError || error instanceof TransportError || error instanceof UsageError)
    return error
  const { code, reach } = object(error)
  const name = typeof code === 'string' || typeof code === 'number' ? String(code) : 'backend_error'
  const reached = reaches.includes(reach) ? (reach as Reach) : 'record'
  return new AskError(name, messageOf(error), { reach: reached, cause: error })
}

function replyOf(given: unknown, path: string): Reply {
  const { text, model, usage, cost, finishReason } =
    typeof given === 'string' ? { text: given } : (object(given) as Partial<Reply>)
  const expect = (isRight: boolean, what: string, value: unknown) => {
    if (isRight) return
    throw new AskError('malformed', `${path}: ${what}, and is ${shown(value)}`, {
      reach: 'record',
      maybeBilled: true,
    })
  }
  expect(typeof text === 'string', 'the answer is to be a text, or { text, model, usage, cost }', given)
  expect(isAbsent(model) || typeof model === 'string', 'the model of an answer is to be a text', model)
  expect(isAbsent(usage) || isUsage(usage), 'the usage of an answer is to be { input, output }', usage)
  expect(isAbsent(cost) || isAmount(cost), 'the cost of an answer is to be a number', cost)
  const bill = { ...(usage && { usage }), ...(typeof cost === 'number' && { cost }) }
  if (text!.trim() === '')
    throw new AskError('empty', 'the backend answered with nothing', { reach: 'record', ...bill })
  return {
    text: text!,
    finishReason: typeof finishReason === 'string' ? finishReason : 'end',
    ...(model && { model }),
    ...bill,
  }
}

function isUsage(value: unknown): value is Usage {
  const { input, output, cache_read = 0, cache_write = 0, reasoning = 0 } = object(value)
  return [input, output, cache_read, cache_write, reasoning].every(isAmount)
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}

function shown(value: unknown): string {
  const text = inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 60 })
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
