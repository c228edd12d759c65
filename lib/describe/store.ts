/** What is known already: the answers, and what came of whole records. */
import { openCache } from '../cache/open.ts'
import { cachePath } from '../cache/path.ts'
import type { Cache } from '../cache/types.ts'
import type { Plan, Setup } from './plan.ts'
import { createRecall, type Recall } from './recall.ts'

export interface Store {
  cache: Cache
  /** Undefined where no record is known by itself. */
  recall: Recall | undefined
  close(): Promise<void>
}

export async function openStore(
  { values, env, log }: Setup,
  { backend, prompt }: Pick<Plan, 'backend' | 'prompt'>,
): Promise<Store> {
  const readOnly = asksNobody(values) || values['cache-readonly']
  const cache = await openCache({ path: cachePath(env), readOnly, log })
  return { cache, recall: createRecall({ values, backend, prompt, cache }), close: () => cache.close() }
}

/** The run is for its report alone. */
export function asksNobody(values: Setup['values']): boolean {
  return values['dry-run'] || values.explain
}
