/** Takes the engine's place where answers come in batches: sends nothing itself, and puts what is missing onto the pile. */
import type { BatchRun } from '../batch/run.ts'
import type { Usage } from '../cache/types.ts'
import { type Engine, type Job, OverBudget, Postponed, type Work } from '../engine/engine.ts'
import { worstUsage } from '../money/estimate.ts'

export interface BatchEngine extends Engine {
  /** From now on what is missing is asked for. */
  open(run: BatchRun): void
  /** What was on its way is there, and paid for. */
  nextRound(): void
  /** From now on nothing more is asked for, and what is served counts. */
  deliver(): void
}

/** `price`: USD at the price of batches; undefined: not known. `maxCost`: USD; undefined: no bound. */
export function createBatchEngine(
  engine: Engine,
  maxCost: number | undefined,
  price: (usage: Usage) => number | undefined,
): BatchEngine {
  let run: BatchRun | undefined
  let isCollecting = true
  /** The worst that is on its way, in USD. */
  let planned = 0
  let isOverBudget = false

  // What is read again and again while answers are collected, or has just been paid for, is no hit.
  const known: Engine['known'] = job => {
    const entry = engine.look(job)
    return entry && (isCollecting || run?.takeNew(job) ? entry : engine.reuse(entry))
  }

  const add = async (jobs: readonly Job[], work: Work, member?: string) => {
    if (!run || !isCollecting) return
    const worst = price(worstUsage(work.question))
    const total = engine.tally.spent + planned + (worst ?? Number.POSITIVE_INFINITY)
    if (maxCost !== undefined && total > maxCost) {
      isOverBudget = true
      return
    }
    planned += worst ?? 0
    await run.add({ jobs, request: work.request, ...(member !== undefined && { member }) })
  }

  const later = (job: Job) =>
    isOverBudget && !run?.isPending(job)
      ? new OverBudget('--max-cost is reached')
      : new Postponed('its batch is not done')

  return {
    tally: engine.tally,
    look: engine.look,
    reuse: answer => (isCollecting ? answer : engine.reuse(answer)),
    known,
    async ask(job) {
      const entry = known(job)
      if (entry) return entry
      const failure = run?.failure(job)
      if (failure && (failure.reach !== 'attempt' || !isCollecting)) throw failure
      if (!run?.isPending(job)) await add([job], job)
      throw later(job)
    },
    askGroup(jobs, group) {
      const isAlone = (job: Job) => run?.wantsToBeAlone(job)
      const fresh = jobs.filter(job => !isAlone(job) && !run?.isPending(job))
      const added = fresh.length > 0 ? add(fresh, group.build(fresh), group.member) : undefined
      return jobs.map(async job => {
        if (isAlone(job)) return undefined
        await added
        throw later(job)
      })
    },
    open(found) {
      run = found
    },
    nextRound() {
      planned = 0
    },
    deliver() {
      isCollecting = false
    },
  }
}
