/** Where the cache lies. */
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/** `$MANIM_FILTERS_CACHE`, else `$XDG_CACHE_HOME/manim-filters`, else `~/.cache/manim-filters`. Empty counts as unset. */
export function cachePath(env: NodeJS.ProcessEnv): string {
  if (env.MANIM_FILTERS_CACHE) return resolve(env.MANIM_FILTERS_CACHE)
  // The XDG specification: a relative path is to be ignored.
  const folder = env.XDG_CACHE_HOME
  const base = folder && isAbsolute(folder) ? folder : join(env.HOME || homedir(), '.cache')
  return join(base, 'manim-filters')
}
