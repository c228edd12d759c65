import { pipeline } from 'node:stream/promises'
import ndjson from 'ndjson'
import { selectionOptions, timeAgo } from '../cache/select.ts'
import { exportLines } from '../cache/transfer.ts'
import { withCache } from '../cache/with.ts'
import { defineCommand } from '../cli/command.ts'
import { UsageError } from '../errors.ts'
import { standardOutput } from '../filter/output.ts'

export const cacheExport = defineCommand({
  name: 'cache-export',
  summary: 'writes the cache as NDJSON',
  operands: '',
  details: `
    One line per answer, with its keys, in the order of keys: {"content", "variant", "entry"}. Then, where nothing is
    selected, one line per transcript: {"transcript", "value"}. Two caches that hold the same export the same bytes.
    cache-import reads it. Other processes may go on using the cache; what they add meanwhile may or may not be in it.`,
  examples: [
    {
      note: 'merge the cache of another machine into this one',
      command: 'ssh host cache-export | cache-import',
    },
    { note: 'back up', command: 'cache-export | gzip > cache.jsonl.gz' },
    { note: "last week's answers of one model", command: 'cache-export --model claude-haiku-5-5 --since 7d' },
  ],
  options: {
    ...selectionOptions,
    since: {
      type: 'text',
      value: 'WHEN',
      describe: 'only answers from then on: 7d, or 2026-11-24',
      commandLineOnly: true,
    },
  },
  async run(invocation) {
    const { operands, options, log, signal } = invocation
    if (operands.length > 0) throw new UsageError(`no operand is wanted, but there is '${operands[0]}'`)
    const { model, prompt, source } = options
    const since = options.since === undefined ? undefined : timeAgo('since', options.since)
    await withCache(invocation, 'read', async store => {
      const lines = exportLines(store, { model, prompt, source, since }, what => {
        log.error(`${what} is damaged and left out`)
        invocation.fail()
      })
      const output = standardOutput(invocation.stop)
      await pipeline(lines, ndjson.stringify(), async (texts: AsyncIterable<string>) => {
        for await (const text of texts) {
          signal.throwIfAborted()
          await output.write(text)
        }
      })
      await output.close()
    })
  },
})
