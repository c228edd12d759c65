/** What a run of describe needs, made from its options. What costs time is made when the first sample wants it. */
import { loadBackend } from '../backends/load.ts'
import type { Backend } from '../backends/types.ts'
import type { Cache } from '../cache/types.ts'
import { loadCheck } from '../checks/load.ts'
import type { Log } from '../cli/log.ts'
import { cachedOnly } from '../engine/cached-only.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import { createGate } from '../engine/gate.ts'
import { UsageError } from '../errors.ts'
import { createHttpClient, type HttpClient } from '../http/client.ts'
import { loadPrices, type Prices } from '../money/prices.ts'
import { readPriceFile } from '../money/rates.ts'
import { loadPrompt, type Prompt } from '../prompts/file.ts'
import { createTranscripts } from '../transcripts/transcripts.ts'
import { createAnalyze } from './analyze.ts'
import { createDescriber, type Describer } from './describer.ts'
import type { DescribeValues } from './options.ts'
import { createRecall, type Recall } from './recall.ts'
import { storyboardProse } from './storyboard.ts'

export interface Setup {
  values: DescribeValues
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  log: Log
}

/** Checked before the first record: a slip in an option costs nothing and shows at once. */
export interface Plan {
  backend: Backend
  prompt: Prompt
  prices: Prices
}

export interface Session extends Plan {
  cache: Cache
  engine: Engine
  http: HttpClient
  describer: Describer
  recall: Recall | undefined
  close(): Promise<void>
}

export async function planRun({ values, env, log }: Setup): Promise<Plan> {
  if (values.llm === undefined) {
    throw new UsageError('--llm is wanted: which model is to write? For example --llm claude', {
      hint: "Try 'describe --help' for more information.",
    })
  }
  const backend = await loadBackend(values.llm, {
    model: values.model,
    baseUrl: values['base-url'],
    keyFile: values['key-file'],
    env,
    describeFromStoryboard: storyboardProse,
    note: message => log.note(message),
  })
  const prompt = loadPrompt(values.prompt)
  const rows = values.prices === undefined ? [] : readPriceFile(values.prices)
  const prices = await loadPrices({ provider: backend.priceProvider, model: backend.model, rows })
  if (values['max-cost'] !== undefined && prices.cost({ input: 1, output: 1 }) === undefined) {
    throw new UsageError(
      `--max-cost: no price is known for ${backend.name}:${backend.model}; give one with --prices FILE`,
    )
  }
  if (values['dry-run'] && values.explain) {
    throw new UsageError('--dry-run and --explain write two different reports: give one of them')
  }
  if (values.batch && values['cache-readonly']) {
    throw new UsageError('--batch keeps its requests in the cache: not with --cache-readonly')
  }
  return { backend, prompt, prices }
}

export async function openSession(
  { values, env, signal, log }: Setup,
  plan: Plan,
  /** Puts something between the describer and the engine. */
  wrap: (engine: Engine) => Engine = engine => engine,
): Promise<Session> {
  const { openCache } = await import('../cache/open.ts')
  const { cachePath } = await import('../cache/path.ts')
  const asksNobody = values['dry-run'] || values.explain
  const cache = await openCache({
    path: cachePath(env),
    readOnly: asksNobody || values['cache-readonly'],
    log,
  })
  // An answer that can't be kept would be paid for again by the next run.
  const sends = !asksNobody && (!cache.readOnly || values['send-anyway'])
  const http = createHttpClient(env)
  const { backend, prompt, prices } = plan
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
    ...(values['max-cost'] !== undefined && { maxCost: values['max-cost'] }),
    debug: message => log.debug(message),
  })
  const engine = wrap(sends || (backend.isLocal && !asksNobody) ? whole : cachedOnly(whole, cache))
  const describer = createDescriber({
    backend,
    engine,
    cache,
    prompt,
    analyze: createAnalyze(),
    check: await loadCheck(values.check, values['reject-pattern']),
    transcripts: createTranscripts({
      mode: values.transcripts,
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
    cache,
    engine,
    http,
    describer,
    recall: createRecall({ values, backend, prompt, cache }),
    async close() {
      await http.close()
      await cache.close()
    },
  }
}
