/** What is kept of an answer: the same whether it came by itself, among others, or in a batch. */
import type { Reply } from '../backends/types.ts'
import type { Entry, Usage } from '../cache/types.ts'

/** A reply and what it took in USD; undefined: not known. */
export interface Answered {
  reply: Reply
  cost: number | undefined
}

/** What the entry is to say of the sample and the prompt. */
export type About = Pick<Entry, 'prompt' | 'prompt_hash' | 'source' | 'sample' | 'parts'>

/** The rules that an answer breaks; none: it is good. */
export type Judge = (text: string) => readonly string[]

export function entryOf(
  backend: { name: string; model: string },
  about: About,
  { reply: { text, model, usage, finishReason }, cost }: Answered,
  now: Date,
): Entry {
  const entry: Partial<Entry> = { text, backend: backend.name, model: backend.model }
  if (model !== undefined) entry.model_answered = model
  Object.assign(entry, about)
  if (usage) entry.usage = usage
  if (cost !== undefined) entry.cost = cost
  entry.finish_reason = finishReason
  entry.time = now.toISOString()
  return entry as Entry
}

/** The entry with what the checks make of it. Throws what they throw. */
export function judged(entry: Entry, judge: Judge | undefined): Entry {
  const { unchecked: _, ...known } = entry
  const rejected = judge?.(entry.text) ?? []
  return rejected.length > 0 ? { ...known, rejected } : known
}

/** One of `count` equal shares of what an answer took; whole tokens, so that the sum is what was billed. */
export function share({ reply, cost }: Answered, count: number, index: number): Answered {
  const part = (total: number) => Math.floor(total / count) + (index < total % count ? 1 : 0)
  const usage =
    reply.usage &&
    (Object.fromEntries(
      Object.entries(reply.usage).map(([name, total]) => [name, part(total)]),
    ) as unknown as Usage)
  return {
    reply: { ...reply, ...(usage && { usage }) },
    cost: cost === undefined ? undefined : Math.round((cost / count) * 1e9) / 1e9,
  }
}
