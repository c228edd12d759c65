/** What a run of describe is to do, made from its options and checked before the first record. */
import { loadBackend } from '../backends/load.ts'
import type { Backend } from '../backends/types.ts'
import { loadOwnChecks } from '../checks/own.ts'
import type { Check } from '../checks/types.ts'
import type { Log } from '../cli/log.ts'
import { UsageError } from '../errors.ts'
import { loadPrices } from '../money/prices.ts'
import { type PriceRow, readPriceFile } from '../money/rates.ts'
import { loadPrompt, type Prompt } from '../prompts/file.ts'
import type { TranscriptOptions } from '../transcripts/transcripts.ts'
import type { DescribeValues } from './options.ts'

export interface Setup {
  values: DescribeValues
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  log: Log
}

export interface Plan {
  backend: Backend
  prompt: Prompt
  /** The user's own prices. */
  rows: readonly PriceRow[]
  ownChecks: readonly Check[]
  transcripts: TranscriptOptions['source']
}

/** A slip in an option costs nothing and shows at once: throws UsageError. */
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
    async loadProse() {
      const { storyboardProse } = await import('./further.ts')
      return storyboardProse
    },
    note: message => log.note(message),
  })
  const prompt = loadPrompt(values.prompt)
  const rows = values.prices === undefined ? [] : readPriceFile(values.prices)
  if (values['max-cost'] !== undefined) await requirePrice(backend, rows)
  const ownChecks = await loadOwnChecks(values.check, values['reject-pattern'])
  const transcripts = await transcriptsOf(values.transcripts)
  if (values['dry-run'] && values.explain) {
    throw new UsageError('--dry-run and --explain write two different reports: give one of them')
  }
  if (values.batch && values['cache-readonly']) {
    throw new UsageError('--batch keeps its requests in the cache: not with --cache-readonly')
  }
  return { backend, prompt, rows, ownChecks, transcripts }
}

async function transcriptsOf(value: string): Promise<Plan['transcripts']> {
  if (value === 'auto' || value === 'off') return value
  const { openTranscriptFolder } = await import('./further.ts')
  return openTranscriptFolder(value)
}

async function requirePrice({ name, model, priceProvider }: Backend, rows: readonly PriceRow[]) {
  const { cost } = await loadPrices({ provider: priceProvider, model, rows })
  if (cost({ input: 1, output: 1 }) !== undefined) return
  throw new UsageError(`--max-cost: no price is known for ${name}:${model}; give one with --prices FILE`)
}
