import { pipeline } from 'node:stream/promises'
import split from 'split2'
import { legacyKeys, readLegacy } from '../cache/legacy.ts'
import type { Adopted, Store } from '../cache/store.ts'
import { parseLine } from '../cache/transfer.ts'
import type { Entry, Keys } from '../cache/types.ts'
import { withCache } from '../cache/with.ts'
import { defineCommand, type Invocation } from '../cli/command.ts'
import { InputError, UsageError } from '../errors.ts'
import { type Input, openInputs, requireReadable } from '../filter/input.ts'

/** Stored together: one commit. */
const AT_ONCE = 500

export const cacheImport = defineCommand({
  name: 'cache-import',
  summary: 'takes in what cache-export wrote',
  operands: '[EXPORT...]',
  details: `
    Reads lines of cache-export, from files or standard input, and stores the answers that are not here yet. The same
    answer twice changes nothing. Where two answers to one request differ, the older stays, and that is said. A stream
    that was cut off gives its whole lines, and exit code 1.

    --legacy DIR takes in the cache of the Python system before this one (.cache/llm_descriptions). Its answers are
    found by describe --reuse any, for samples with the same code, source, context, video and title.`,
  examples: [
    {
      note: 'merge the cache of another machine into this one',
      command: 'ssh host cache-export | cache-import',
    },
    { note: 'take in the old cache', command: 'cache-import --legacy .cache/llm_descriptions' },
  ],
  options: {
    legacy: { type: 'text', value: 'DIR', describe: "a folder of the old system's cache" },
  },
  async run(invocation) {
    const { legacy } = invocation.options
    if (legacy !== undefined && invocation.operands.length > 0) {
      throw new UsageError('--legacy names what to read: no operand is wanted')
    }
    if (legacy === undefined) await requireReadable(invocation.operands)
    const keys = legacy === undefined ? undefined : legacyKeys(legacy)
    await withCache(invocation, 'write', async store => {
      const intake = new Intake(store, invocation)
      try {
        if (legacy !== undefined && keys) await takeLegacy(legacy, keys, intake)
        else await takeInputs(invocation, intake)
      } finally {
        await intake.flush()
        intake.report()
      }
    })
  },
})

async function takeInputs({ operands, signal }: Pick<Invocation, 'operands' | 'signal'>, intake: Intake) {
  for await (const input of openInputs(operands, signal)) await takeLines(input, intake)
  signal.throwIfAborted()
}

async function takeLines({ origin, chunks }: Input, intake: Intake) {
  let number = 0
  await pipeline(chunks, split('\n'), async (lines: AsyncIterable<string>) => {
    for await (const line of lines) {
      number++
      const text = line.trim()
      if (text !== '') await intake.attempt(`${origin}:${number}`, () => parseLine(text))
    }
  })
}

async function takeLegacy(folder: string, keys: readonly string[], intake: Intake) {
  for (const key of keys) {
    await intake.attempt(folder, () => {
      const answer = readLegacy(folder, key)
      return { ...answer.keys, entry: answer.entry }
    })
  }
}

/** Stores answers many at a time, and counts what became of them. */
class Intake {
  readonly #store: Store
  readonly #invocation: Pick<Invocation, 'log' | 'fail' | 'signal'>
  #pending: Promise<unknown>[] = []
  readonly #counts: Record<Adopted | 'transcripts' | 'bad', number> = {
    new: 0,
    same: 0,
    kept: 0,
    replaced: 0,
    transcripts: 0,
    bad: 0,
  }

  constructor(store: Store, invocation: Pick<Invocation, 'log' | 'fail' | 'signal'>) {
    this.#store = store
    this.#invocation = invocation
  }

  async attempt(place: string, read: () => ReturnType<typeof parseLine>) {
    this.#invocation.signal.throwIfAborted()
    try {
      const line = read()
      this.#pending.push(
        'transcript' in line ? this.#transcript(line) : this.#answer(place, line, line.entry),
      )
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      this.#counts.bad++
      this.#invocation.fail()
      this.#invocation.log.error(`${place}: ${error.message}`)
    }
    if (this.#pending.length >= AT_ONCE) await this.flush()
  }

  async flush() {
    await Promise.all(this.#pending.splice(0))
  }

  report() {
    const { new: added, same, kept, replaced, transcripts, bad } = this.#counts
    const parts = [`${added} answers new`, `${same} already here`]
    if (kept + replaced > 0) parts.push(`${kept + replaced} differ: the older stays`)
    if (transcripts > 0) parts.push(`${transcripts} transcripts`)
    if (bad > 0) parts.push(`${bad} bad`)
    this.#invocation.log.note(parts.join(', '))
  }

  async #answer(place: string, { content, variant }: Keys, entry: Entry) {
    const outcome = await this.#store.adopt({ content, variant }, entry)
    this.#counts[outcome]++
    if (outcome === 'kept' || outcome === 'replaced') {
      const older =
        outcome === 'kept' ? 'the one here is older and stays' : 'the imported one is older and replaces it'
      this.#invocation.log.note(
        `${place}: two answers for ${content.slice(0, 12)} ${variant.slice(0, 12)}: ${older}`,
      )
    }
  }

  async #transcript({ transcript, value }: { transcript: string; value: unknown }) {
    if (this.#store.transcripts.get(transcript) !== undefined) return
    await this.#store.transcripts.put(transcript, value)
    this.#counts.transcripts++
  }
}
