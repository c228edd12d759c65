/** Analysis on several cores. Each answer is a promise, so that the caller keeps the order of its records. */
import { Worker } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import { type Analysis, analysisOf, analyzeToJson } from './analysis.ts'
import { type AnalyzeOptions, failed } from './analyze.ts'
import type { Task } from './worker.ts'

export interface PoolOptions {
  readonly storyboardSteps?: number
  /** Milliseconds that one program may take; with threads only, for nothing can stop a thread from within. */
  readonly timeout?: number
}

export interface AnalyzerPool {
  /** Never rejects for a program's sake: what goes wrong is told in `error`. */
  analyze(code: string, scene?: string): Promise<Analysis>
  close(): Promise<void>
}

interface Job extends Task {
  readonly answer: (analysis: Analysis) => void
}

interface Answer {
  readonly ready?: true
  readonly analysis?: Analysis
}

const TIMEOUT = 60_000

/** `jobs` of 1 works in this thread, or in one thread of its own where a `timeout` is asked for. */
export function createAnalyzerPool(jobs: number, options: PoolOptions = {}): AnalyzerPool {
  return jobs <= 1 && options.timeout === undefined ? inProcess(options) : threads(Math.max(1, jobs), options)
}

function optionsOf(scene: string | undefined, { storyboardSteps }: PoolOptions): AnalyzeOptions {
  return {
    ...(scene === undefined ? {} : { scene }),
    ...(storyboardSteps === undefined ? {} : { storyboardSteps }),
  }
}

function inProcess(options: PoolOptions): AnalyzerPool {
  return {
    async analyze(code, scene) {
      return analyzeToJson(code, optionsOf(scene, options))
    },
    async close() {},
  }
}

function threads(size: number, options: PoolOptions): AnalyzerPool {
  const waiting: Job[] = []
  const members = new Set<Member>()
  let closed = false

  function serve(): void {
    for (const member of members) {
      const job = member.isFree() ? waiting.shift() : undefined
      if (job) member.take(job)
    }
    // Threads are started when there is work for them: a short pipe pays for one.
    while (waiting.length > 0 && members.size < size && !closed) {
      const member = createMember(options.timeout ?? TIMEOUT, serve, gone => {
        members.delete(gone)
        serve()
      })
      members.add(member)
      member.take(waiting.shift()!)
    }
  }

  return {
    analyze(code, scene) {
      if (closed) return Promise.reject(new Error('the pool is closed'))
      return new Promise(answer => {
        waiting.push({ code, options: optionsOf(scene, options), answer })
        serve()
      })
    },
    async close() {
      closed = true
      await Promise.all([...members].map(member => member.stop()))
    },
  }
}

interface Member {
  isFree(): boolean
  take(job: Job): void
  stop(): Promise<void>
}

function createMember(timeout: number, free: () => void, gone: (member: Member) => void): Member {
  const worker = new Worker(new URL('./worker.js', import.meta.url))
  let job: Job | undefined
  let ready = false
  let sent = false
  let timer: NodeJS.Timeout | undefined

  function send(): void {
    if (!ready || !job || sent) return
    sent = true
    worker.ref()
    const { code, options } = job
    timer = setTimeout(() => leave(`not done after ${timeout / 1000} seconds`), timeout)
    worker.postMessage({ code, options } satisfies Task)
  }

  function answer(analysis: Analysis): void {
    clearTimeout(timer)
    const done = job
    job = undefined
    sent = false
    done?.answer(analysis)
  }

  function leave(why: string): void {
    const code = job?.code
    if (code !== undefined) answer(analysisOf(failed(code, why)))
    void worker.terminate()
    gone(member)
  }

  worker.on('message', (message: Answer) => {
    if (message.ready) {
      ready = true
      send()
      return
    }
    if (!job) return
    answer(message.analysis ?? analysisOf(failed(job.code, 'no answer')))
    // An idle thread must not keep the process from ending.
    worker.unref()
    free()
  })
  worker.on('error', error => leave(messageOf(error)))
  worker.on('exit', () => {
    if (job) leave('the analysis ended without an answer')
  })

  const member: Member = {
    isFree: () => job === undefined,
    take(next) {
      job = next
      send()
    },
    async stop() {
      clearTimeout(timer)
      worker.removeAllListeners('exit')
      await worker.terminate()
    },
  }
  return member
}
