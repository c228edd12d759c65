/** Analysis on several cores. Each answer is a promise, so that the caller keeps the order of its records. */
import type { Analysis } from './analysis.ts'
import type { AnalyzeOptions } from './analyze.ts'
import type { IdleCores } from './idle-cores.ts'
import { createMember, type Job, type Member } from './member.ts'

export interface PoolOptions {
  readonly storyboardSteps?: number
  /** Milliseconds that one program may take; with threads only, for nothing can stop a thread from within. */
  readonly timeout?: number
  /**
   * For a pipe, whose other filters want the cores too: a thread more begins only where one stands idle. Threads that
   * take turns on one core each learn for themselves what one of them would know. Without it they begin at once.
   */
  readonly idleCores?: IdleCores
}

export interface AnalyzerPool {
  /**
   * Never rejects for a program's sake: what goes wrong is told in `error`. `family`: programs that share text have it
   * in common; the thread that had the last of them has that text still at hand.
   */
  analyze(code: string, scene?: string, family?: string): Promise<Analysis>
  close(): Promise<void>
}

const TIMEOUT = 60_000

/** `jobs` of 1 works in this thread, or in one thread of its own where a `timeout` is asked for. */
export function createAnalyzerPool(jobs: number, options: PoolOptions = {}): AnalyzerPool {
  return jobs <= 1 && options.timeout === undefined ? inProcess(options) : threads(Math.max(1, jobs), options)
}

function optionsOf(scene: string | undefined, { storyboardSteps }: PoolOptions): AnalyzeOptions {
  return { scene, storyboardSteps }
}

function inProcess(options: PoolOptions): AnalyzerPool {
  // Where threads work, this one need not load what they work with.
  const loaded = import('./analysis.ts')
  return {
    async analyze(code, scene) {
      const { analyzeToJson } = await loaded
      return analyzeToJson(code, optionsOf(scene, options))
    },
    async close() {},
  }
}

function threads(size: number, options: PoolOptions): AnalyzerPool {
  const { idleCores } = options
  const atOnce = idleCores ? 1 : size
  let waiting: Job[] = []
  const members = new Set<Member>()
  /** Which thread had the last program of a family. */
  const homes = new Map<string, Member>()
  let closed = false
  let looking: NodeJS.Timeout | undefined

  /** The first program that no other thread is at home with, else the first of all: nobody idles beside work. */
  function take(member: Member): void {
    const own = waiting.findIndex(({ family }) => {
      const home = family === undefined ? undefined : homes.get(family)
      return home === undefined || home === member || !members.has(home)
    })
    // What another thread is at home with is left to it while there is enough else to do.
    if (own < 0 && !member.isIdle()) return
    const [job] = waiting.splice(Math.max(0, own), 1)
    if (!job) return
    if (job.family !== undefined && own >= 0) settle(job.family, member)
    member.take(job)
  }

  function settle(family: string, member: Member): void {
    homes.delete(family)
    homes.set(family, member)
    if (homes.size > MOST_HOMES) homes.delete(homes.keys().next().value!)
  }

  function serve(): void {
    for (const member of members) if (waiting.length > 0 && member.isIdle()) take(member)
    // Threads are started when there is work for them: a short pipe pays for one.
    while (waiting.length > 0 && members.size < atOnce && !closed) begin()
    for (const member of members) if (waiting.length > 0 && member.hasRoom()) take(member)
    if (waiting.length > 0 && members.size < size && !closed) looking ??= setTimeout(lookForRoom, LOOK_MS)
  }

  function begin(): void {
    const member = createMember(options.timeout ?? TIMEOUT, serve, (gone, left) => {
      members.delete(gone)
      waiting = [...left, ...waiting]
      serve()
    })
    members.add(member)
    take(member)
  }

  function lookForRoom(): void {
    looking = undefined
    if (waiting.length > 0 && !closed && idleCores!() > IDLE_ENOUGH) begin()
    serve()
  }

  return {
    analyze(code, scene, family) {
      if (closed) return Promise.reject(new Error('the pool is closed'))
      return new Promise(answer => {
        waiting.push({ code, options: optionsOf(scene, options), family, answer })
        serve()
      })
    },
    async close() {
      closed = true
      clearTimeout(looking)
      await Promise.all([...members].map(member => member.stop()))
    },
  }
}

/** How often a pool that may grow looks for room. */
const LOOK_MS = 100
/** Of a core: what is busy for less than half of its time has room. */
const IDLE_ENOUGH = 0.5
/** Families whose thread is remembered. */
const MOST_HOMES = 500
