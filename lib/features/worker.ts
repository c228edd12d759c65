/** One thread of the pool: programs in, JSON text out, which goes to the other thread as it is. */
import { parentPort } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import { analyzeToJson } from './analysis.ts'
import type { AnalyzeOptions } from './analyze.ts'

export interface Task {
  readonly code: string
  readonly options: AnalyzeOptions
}

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')
port.on('message', ({ code, options }: Task) => {
  try {
    port.postMessage({ analysis: analyzeToJson(code, options) })
  } catch (error) {
    port.postMessage({ failure: messageOf(error) })
  }
})
port.postMessage({ ready: true })
