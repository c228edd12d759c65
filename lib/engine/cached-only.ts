/** An engine that asks nobody: answers are those of the cache. */
import type { Cache } from '../cache/types.ts'
import type { Engine, Job } from './engine.ts'

/** The answer would have to be asked for. */
export class NotCached extends Error {
  override name = 'NotCached'
  readonly job: Job
  constructor(job: Job) {
    super('its answer is not in the cache')
    this.job = job
  }
}

export function cachedOnly(engine: Engine, cache: Cache): Engine {
  return {
    tally: engine.tally,
    reuse: engine.reuse,
    async ask(job) {
      const known = cache.get(job.keys)
      if (!known) throw new NotCached(job)
      return engine.reuse(known)
    },
    // Each of them is asked for alone then.
    askGroup: async jobs => jobs.map(() => undefined),
  }
}
