/** One thread of the pool: programs in, JSON text out, which goes to the other thread as it is. */
import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../errors.ts'
import { stopGrowing } from '../vm.ts'
import { type Analysis, analyzeToJson } from './analysis.ts'
import type { AnalyzeOptions } from './analyze.ts'
import { Progress } from './progress.ts'

export interface Task {
  readonly code: string
  readonly options: AnalyzeOptions
}

/** For each task in turn, its analysis or what went wrong. */
export type Answer = Analysis | string

/** Several at a time; the first message has none and says that the thread is ready. */
export type Answers = readonly Answer[]

/**
 * Characters of the programs that are answered together. Each message wakes the other thread, and then every filter
 * behind it in the pipe, which costs more than a small program. So much takes some ten milliseconds.
 */
const TOGETHER = 16_384

stopGrowing()
const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')
const progress = new Progress(workerData as SharedArrayBuffer)

let answers: Answer[] = []
let characters = 0
const say = () => {
  port.postMessage(answers satisfies Answers)
  answers = []
  characters = 0
}
port.on('message', ({ code, options }: Task) => {
  // What is done does not wait for a long one.
  if (answers.length > 0 && characters + code.length > TOGETHER) say()
  // Comes to pass when there is nothing more at hand.
  if (answers.length === 0) setImmediate(sayAll)
  progress.begin()
  answers.push(answer(code, options))
  progress.finish()
  characters += code.length
})
const sayAll = () => {
  if (answers.length > 0) say()
}
const answer = (code: string, options: AnalyzeOptions): Answer => {
  try {
    return analyzeToJson(code, options)
  } catch (error) {
    return messageOf(error)
  }
}
say()
