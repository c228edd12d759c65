/** One thread of the pool: programs in, records out. */
import { parentPort } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import { type AnalyzeOptions, analyze } from './analyze.ts'

export interface Task {
  readonly code: string
  readonly options: AnalyzeOptions
}

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')
port.on('message', ({ code, options }: Task) => {
  try {
    port.postMessage({ features: analyze(code, options) })
  } catch (error) {
    port.postMessage({ failure: messageOf(error) })
  }
})
port.postMessage({ ready: true })
