/** One thread of the pool, seen from outside: it works on one program and has the next at hand. */
import { Worker } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import type { Analysis } from './analysis.ts'
import type { Answer, Task } from './worker.ts'

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

/** Programs that a thread has at once: one at work, the others at hand. */
const AT_ONCE = 3
/**
 * What a program leaves behind is dead when it is done: more room for the young only takes more memory. These are three
 * semi-spaces of the size that vm.ts names.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24 }

/** `free`: an answer came. `gone`: the thread is no more; those of its jobs are given back that it did not begin. */
export function createMember(
  timeout: number,
  free: () => void,
  gone: (member: Member, left: readonly Job[]) => void,
): Member {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { resourceLimits: LIMITS })
  /** In the order in which they are answered. */
  let jobs: Job[] = []
  let ready = false
  let timer: NodeJS.Timeout | undefined

  function send({ code, options }: Job): void {
    worker.postMessage({ code, options } satisfies Task)
  }

  /** The first job is at work from now on. */
  function watch(): void {
    clearTimeout(timer)
    if (jobs.length > 0) timer = setTimeout(() => leave(`not done after ${timeout / 1000} seconds`), timeout)
    // An idle thread must not keep the process from ending.
    else worker.unref()
  }

  function leave(why: string): void {
    clearTimeout(timer)
    const [lost, ...left] = jobs
    jobs = []
    if (lost) void fail(lost, why)
    void worker.terminate()
    gone(member, left)
  }

  worker.on('message', (message: Answer) => {
    if (message.ready) {
      ready = true
      for (const job of jobs) send(job)
      watch()
      return
    }
    const job = jobs.shift()
    if (!job) return
    watch()
    if (message.analysis) job.answer(message.analysis)
    else void fail(job, 'no answer')
    free()
  })
  worker.on('error', error => leave(messageOf(error)))
  worker.on('exit', () => {
    if (jobs.length > 0) leave('the analysis ended without an answer')
  })

  const member: Member = {
    isIdle: () => jobs.length === 0,
    hasRoom: () => jobs.length < AT_ONCE,
    take(job) {
      jobs.push(job)
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
