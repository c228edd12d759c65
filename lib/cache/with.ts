import type { Log } from '../cli/log.ts'
import { openCache } from './open.ts'
import { cachePath } from './path.ts'
import type { Store } from './store.ts'

/** Opens the user's cache for `use`, and closes it whatever happens. */
export async function withCache<T>(
  { env, log }: { env: NodeJS.ProcessEnv; log: Log },
  mode: 'read' | 'write',
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openCache({ path: cachePath(env), readOnly: mode === 'read', log })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}
