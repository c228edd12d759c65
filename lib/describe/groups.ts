/** `--samples-per-request`: small programs share one request, matched by id; what comes back missing is asked alone. */
import type { Backend, Schema } from '../backends/types.ts'
import { variantKey } from '../cache/keys.ts'
import type { Cache, Entry, Keys } from '../cache/types.ts'
import { AskError } from '../engine/ask-error.ts'
import type { Engine, GroupRequest, Job } from '../engine/engine.ts'
import type { Prompt } from '../prompts/file.ts'
import { buildGroupQuestion } from '../prompts/question.ts'
import { splitGroupAnswer } from './answer.ts'
import type { Prepared } from './describer.ts'

export interface Groups {
  /** Undefined: too large to share, or without an answer from its group. */
  answer(
    prepared: Prepared,
    about: Pick<Job, 'about' | 'judge'>,
  ): Promise<{ entry: Entry; keys: Keys } | undefined>
}

export interface GroupOptions {
  size: number
  backend: Backend
  engine: Engine
  cache: Cache
  prompt: Prompt & { schema: Schema }
  language: string
}

/** Longer programs are asked about alone. */
const mostLines = 60
/** A group that nobody joins any more goes as it is. */
const patienceMs = 30

interface Member {
  job: Job
  prepared: Prepared
  settle(entry: Entry | undefined): void
  fail(error: unknown): void
}

export function createGroups(options: GroupOptions): Groups {
  const { backend, engine, cache, prompt, language, size } = options
  let waiting: Member[] = []
  let timer: NodeJS.Timeout | undefined
  const coming = new Map<string, Promise<Entry | undefined>>()

  /** The request of one of them, and that it was answered among others: their company is no part of the name. */
  const keysOf = ({ keys, request }: Prepared): Keys => ({
    content: keys.content,
    variant: variantKey({ backend: backend.name, model: backend.model, request, grouped: true }),
  })

  const flush = () => {
    clearTimeout(timer)
    const members = waiting
    waiting = []
    if (members.length > 0) send(members)
  }

  const send = (members: readonly Member[]) => {
    // Nobody else came: it goes the ordinary way.
    if (members.length === 1) return members[0]!.settle(undefined)
    const preparedOf = new Map(members.map(({ job, prepared }) => [job, prepared]))
    const group: GroupRequest = {
      build(jobs) {
        const asked = jobs.map(job => preparedOf.get(job)!.asked)
        const question = buildGroupQuestion(prompt, asked, language)
        return { question, request: backend.request(question) }
      },
      member: prompt.answer,
      split: (text, jobs) => splitGroupAnswer(text, prompt.answer, jobs.length),
    }
    const answers = engine.askGroup(
      members.map(({ job }) => job),
      group,
    )
    for (const [index, { settle, fail }] of members.entries()) {
      answers[index]!.then(settle, error => {
        // What is wrong with the group need not be wrong with each of them.
        if (error instanceof AskError) settle(undefined)
        else fail(error)
      })
    }
  }

  const join = (prepared: Prepared, keys: Keys, about: Pick<Job, 'about' | 'judge'>) =>
    new Promise<Entry | undefined>((settle, fail) => {
      const { request, question } = prepared
      const job: Job = { keys, alone: prepared.keys, request, question, ...about }
      waiting.push({ job, prepared, settle, fail })
      clearTimeout(timer)
      if (waiting.length >= size) flush()
      else timer = setTimeout(flush, patienceMs)
    })

  return {
    async answer(prepared, about) {
      const keys = keysOf(prepared)
      const known = engine.known({ keys, ...about })
      if (known) return { entry: known, keys }
      if (cache.get(prepared.keys) || prepared.asked.code.split('\n').length > mostLines) return undefined
      const same = coming.get(keys.variant)
      if (same) {
        const entry = await same
        if (entry) engine.reuse(entry)
        return entry && { entry, keys }
      }
      const joined = join(prepared, keys, about).finally(() => coming.delete(keys.variant))
      coming.set(keys.variant, joined)
      const entry = await joined
      return entry && { entry, keys }
    },
  }
}
