/** One thread of the pool: programs in, JSON text out, which goes to the other thread as it is. */
import { parentPort } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import { stopGrowing } from '../vm.ts'
import { type Analysis, analyzeToJson } from './analysis.ts'
import type { AnalyzeOptions } from './analyze.ts'

export interface Task {
  readonly code: string
  readonly options: AnalyzeOptions
}

/** `ready`, once; then, for each task in turn, its analysis or what went wrong. */
export interface Answer {
  readonly ready?: true
  readonly analysis?: Analysis
  readonly failure?: string
}

stopGrowing()
const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')
const say = (answer: Answer) => port.postMessage(answer)
port.on('message', ({ code, options }: Task) => {
  try {
    say({ analysis: analyzeToJson(code, options) })
  } catch (error) {
    say({ failure: messageOf(error) })
  }
})
say({ ready: true })
