/** What it takes to describe a sample that nothing is known of yet. Made when the first such sample comes. */
import { joinChecks } from '../checks/join.ts'
import { cachedOnly } from '../engine/cached-only.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import { createGate } from '../engine/gate.ts'
import { createHttpClient, type HttpClient } from '../http/client.ts'
import { loadPrices, type Prices } from '../money/prices.ts'
import { createTranscripts } from '../transcripts/transcripts.ts'
import { stayLean } from '../vm.ts'
import { createAnalyze } from './analyze.ts'
import { createDescriber, type Describer } from './describer.ts'
import { windowOf } from './options.ts'
import type { Plan, Setup } from './plan.ts'
import { asksNobody, type Store } from './store.ts'

export interface Session extends Plan, Store {
  prices: Prices
  engine: Engine
  http: HttpClient
  describer: Describer
}

/** Takes the store over: it is closed with the session. */
export async function openSession(
  { values, env, signal, log }: Setup,
  plan: Plan,
  store: Store,
  /** Puts something between the describer and the engine. */
  wrap: (engine: Engine) => Engine = engine => engine,
): Promise<Session> {
  const { cache } = store
  // An answer that can't be kept would be paid for again by the next run.
  const sends = !asksNobody(values) && (!cache.readOnly || values['send-anyway'])
  const http = createHttpClient(env)
  const { backend, prompt, rows, transcripts } = plan
  // A request holds its record for as long as the answer takes. What nobody is asked about is done in a moment.
  if (!backend.isLocal) stayLean()
  const prices = await loadPrices({ provider: backend.priceProvider, model: backend.model, rows })
  const whole = createEngine({
    backend,
    cache,
    http,
    prices,
    signal,
    gate: createGate({
      concurrency: values.concurrency,
      ...(values.rpm !== undefined && { requestsPerMinute: values.rpm }),
      ...(values.tpm !== undefined && { tokensPerMinute: values.tpm }),
    }),
    maxAttempts: values['max-attempts'],
    attemptTimeoutMs: values.timeout * 1000,
    recordTimeoutMs: values['record-timeout'] * 1000,
    window: windowOf(values),
    ...(values['max-cost'] !== undefined && { maxCost: values['max-cost'] }),
    debug: message => log.debug(message),
  })
  const engine = wrap(sends || (backend.isLocal && !asksNobody(values)) ? whole : cachedOnly(whole))
  const describer = createDescriber({
    backend,
    engine,
    cache,
    prompt,
    analyze: createAnalyze(),
    check: joinChecks(values.check, plan.ownChecks),
    transcripts: createTranscripts({
      source: transcripts,
      shelf: cache.transcripts,
      fetch: http.fetch,
      signal,
      note: message => log.note(message),
      offline: !sends,
      readOnly: cache.readOnly,
    }),
    transcriptChars: values['transcript-chars'],
    reuse: values.reuse,
    variants: values.variants,
    samplesPerRequest: values['batch-size'] ?? values['samples-per-request'],
    language: values.language,
    ...(values['context-tokens'] !== undefined && { contextTokens: values['context-tokens'] }),
  })
  return {
    ...plan,
    ...store,
    prices,
    engine,
    http,
    describer,
    async close() {
      await http.close()
      await store.close()
    },
  }
}
