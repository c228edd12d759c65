/** An engine that asks nobody: answers are those of the cache. */
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

export function cachedOnly(engine: Engine): Engine {
  return {
    tally: engine.tally,
    reuse: engine.reuse,
    look: engine.look,
    known: engine.known,
    async ask(job) {
      const known = engine.known(job)
      if (!known) throw new NotCached(job)
      return known
    },
    // Each of them is asked for alone then.
    askGroup: jobs => jobs.map(async () => undefined),
  }
}
