/**
 * A record that comes again byte for byte, under the same options and to the same program: what came of it then comes of
 * it now. It is found by one hash of its line, so of a rerun's records nothing is parsed, no request is made to learn
 * its name, and no answer is checked twice.
 */
import { hash } from 'node:crypto'
import type { Backend } from '../backends/types.ts'
import type { Cache, Keys, Served } from '../cache/types.ts'
import { keyOfString } from '../ndjson/load-fast.ts'
import type { Cut } from '../ndjson/splice.ts'
import type { Prompt } from '../prompts/file.ts'
import { type TextKey, textKey } from '../text-key.ts'
import { applyDelta, deltaOf, lengthAfter } from './delta.ts'
import type { DescribeValues } from './options.ts'
import type { About } from './outcomes.ts'
import { programHash } from './program.ts'
import { decodeStored, encodeStored } from './stored.ts'

/** Its memory is used again: good until the next is looked for. */
export interface Recalled {
  /** The record as it left. */
  line: Buffer
  /** The description. */
  readonly text: string
  /** Its key. */
  readonly key: TextKey
  memory: Memory
}

/** What is known of a record that was described. */
export interface Memory extends About {
  /** The near twin that was noted in it. */
  near: string | undefined
  /** What was heard in its video. */
  heard: string | undefined
  /** The answers that it was made of. */
  served: readonly Pick<Served, 'prompt' | 'cost'>[]
}

/** A record before and after it was described, without newlines. */
export interface Edited {
  before: Buffer
  changes: readonly Cut[]
  after: Buffer
}

export interface Recall {
  find(line: Buffer): Recalled | undefined
  /** `spelled`: the description as it stands in the record, in JSON. */
  keep(edited: Edited, spelled: string, memory: Memory, answers: readonly Keys[]): void
}

/** Options on which no described record depends. Any other is part of the key. */
const irrelevant: ReadonlySet<string> = new Set<keyof DescribeValues | 'quiet' | 'verbose'>([
  // Known by what they resolve to.
  ...(['llm', 'model', 'prompt', 'base-url', 'key-file'] as const),
  ...(['concurrency', 'window', 'rpm', 'tpm', 'max-attempts', 'timeout', 'record-timeout'] as const),
  ...(['max-cost', 'prices', 'dry-run', 'explain', 'batch', 'cache-readonly', 'send-anyway'] as const),
  ...(['on-error', 'rejects', 'max-line', 'output', 'quiet', 'verbose'] as const),
])
const hashBytes = 32
/** What became longer than this is not worth keeping twice. */
const longestValue = 16 * 1024

export interface RecallOptions {
  values: DescribeValues
  backend: Backend
  prompt: Prompt
  cache: Cache
}

/** Undefined where a record may depend on more than is told here: on other answers, or modules of the user's own. */
export function createRecall({ values, backend, prompt, cache }: RecallOptions): Recall | undefined {
  const program = programHash()
  const hasOwnModules = /[./\\]/.test(values.llm ?? '') || !['on', 'off'].includes(values.check)
  const size = values['batch-size'] ?? values['samples-per-request']
  const hasCompany = values.reuse !== 'exact' || values.variants > 1 || size > 1
  if (program === undefined || hasOwnModules || hasCompany) return undefined
  const relevant = Object.entries(values).filter(([name]) => !irrelevant.has(name))
  const run = JSON.stringify([program, backend.name, backend.model, prompt.hash, relevant.sort()])
  const shortcuts = cache.shortcuts(program)

  /** The run, then the line that is looked for. */
  let question = Buffer.concat([hash('sha256', run, 'buffer')], hashBytes + 64 * 1024)
  let answer = Buffer.alloc(64 * 1024)
  const key = Buffer.alloc(hashBytes)
  const keyOf = (line: Buffer): Buffer => {
    if (question.length < hashBytes + line.length)
      question = Buffer.concat([question.subarray(0, hashBytes)], hashBytes + 2 * line.length)
    line.copy(question, hashBytes)
    // As a text, for that is made sooner than a buffer.
    key.write(hash('sha256', question.subarray(0, hashBytes + line.length), 'binary'), 'binary')
    return key
  }

  return {
    find(line) {
      const value = shortcuts.get(keyOf(line))
      if (value === undefined) return undefined
      const { memory, start, end, delta } = decodeStored(value)
      const length = lengthAfter(line, delta)
      if (answer.length < length) answer = Buffer.alloc(2 * length)
      applyDelta(line, delta, answer)
      return {
        line: answer.subarray(0, length),
        get text() {
          return JSON.parse(answer.toString('utf8', start, end))
        },
        get key() {
          return keyOfString(answer, start, end) ?? textKey(this.text)
        },
        memory,
      }
    },
    keep({ before, changes, after }, spelled, memory, answers) {
      const start = after.indexOf(spelled)
      if (start < 0) return
      const end = start + Buffer.byteLength(spelled)
      const value = encodeStored({ memory, start, end, delta: deltaOf(changes) })
      if (value.length <= longestValue) shortcuts.put(Buffer.from(keyOf(before)), value, answers)
    },
  }
}
