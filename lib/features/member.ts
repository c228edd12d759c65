/** One thread of the pool, seen from outside: it works on one program and has the next ones at hand. */
import { Worker } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import type { Analysis } from './analysis.ts'
import { Progress } from './progress.ts'
import type { Answers, Task } from './worker.ts'

export interface Job extends Task {
  readonly family: string | undefined
  readonly answer: (analysis: Analysis) => void
}

export interface Member {
  isIdle(): boolean
  /** One more can be handed over, so that the thread need not wait for this one when it is done. */
  hasRoom(): boolean
  take(job: Job): void
  stop(): Promise<void>
}

/** Programs that a thread has at once, however long they are: one at work, the others at hand. */
const AT_ONCE = 3
/** Of short ones it has more, so that it can answer several together and still has enough to do. Characters. */
const AT_HAND = 65_536
/**
 * What a program leaves behind is dead when it is done: more room for the young only takes more memory. These are three
 * semi-spaces of the size that vm.ts names.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24 }

/**
 * `free`: answers came. `gone`: the thread is no more; its jobs are given back, all but the one at work: those that it
 * had not begun, and those whose answers had not come.
 */
export function createMember(
  timeout: number,
  free: () => void,
  gone: (member: Member, left: readonly Job[]) => void,
): Member {
  const progress = new Progress()
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    resourceLimits: LIMITS,
    workerData: progress.memory,
  })
  /** In the order in which they are answered. */
  let jobs: Job[] = []
  let characters = 0
  let answered = 0
  let ready = false
  let timer: NodeJS.Timeout | undefined

  function send({ code, options }: Job): void {
    worker.postMessage({ code, options } satisfies Task)
  }

  /** Looks when the first that can have taken too long has. */
  function watch(ms = timeout): void {
    clearTimeout(timer)
    if (jobs.length > 0) timer = setTimeout(look, ms)
    // An idle thread must not keep the process from ending.
    else worker.unref()
  }

  function look(): void {
    // Short ones that are answered together were at work one after another.
    const left = timeout - progress.taken
    if (left > 0) watch(left)
    else leave(`not done after ${timeout / 1000} seconds`)
  }

  function leave(why: string): void {
    clearTimeout(timer)
    const left = jobs
    jobs = []
    const [lost] = left.splice(progress.done - answered, 1)
    if (lost) void fail(lost, why)
    void worker.terminate()
    gone(member, left)
  }

  worker.on('message', (answers: Answers) => {
    if (!ready) {
      ready = true
      for (const job of jobs) send(job)
      return watch()
    }
    for (const answer of answers) {
      const job = jobs.shift()
      if (!job) break
      characters -= job.code.length
      if (typeof answer === 'string') void fail(job, answer)
      else job.answer(answer)
    }
    answered += answers.length
    watch()
    free()
  })
  worker.on('error', error => leave(messageOf(error)))
  worker.on('exit', () => {
    if (jobs.length > 0) leave('the analysis ended without an answer')
  })

  const member: Member = {
    isIdle: () => jobs.length === 0,
    hasRoom: () => jobs.length < AT_ONCE || characters < AT_HAND,
    take(job) {
      jobs.push(job)
      characters += job.code.length
      worker.ref()
      if (!ready) return
      send(job)
      if (jobs.length === 1) watch()
    },
    async stop() {
      clearTimeout(timer)
      worker.removeAllListeners('exit')
      await worker.terminate()
    },
  }
  return member
}

async function fail({ code, answer }: Job, why: string): Promise<void> {
  const [{ analysisOf }, { failed }] = await Promise.all([import('./analysis.ts'), import('./analyze.ts')])
  answer(analysisOf(failed(code, why)))
}
