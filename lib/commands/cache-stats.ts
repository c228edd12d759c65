import { countAll } from '../cache/recount.ts'
import { summarize } from '../cache/summary.ts'
import { summaryTable } from '../cache/table.ts'
import { withCache } from '../cache/with.ts'
import { defineCommand } from '../cli/command.ts'
import { UsageError } from '../errors.ts'
import { standardOutput } from '../filter/output.ts'

export const cacheStats = defineCommand({
  name: 'cache-stats',
  summary: 'shows what the cache holds, what it cost and what it saved',
  operands: '',
  details: `
    Prints a table on a terminal, and one JSON object on a pipe or with --json: entries, tokens, dollars spent and
    saved, per backend, model, prompt, source and month; the hit rate of the last runs; size, growth, and batches
    under way. Months of spending are those of the answers, months of saving those of the hits.

    The sums are kept with every answer as it is stored, so this takes no longer for a million entries than for ten.
    --recount reads every entry and puts right what differs, for instance after a damaged entry was replaced.`,
  examples: [
    { note: 'look at it', command: 'cache-stats' },
    { note: 'dollars spent per model', command: "cache-stats | jq -r '.models[] | [.name, .cost] | @tsv'" },
  ],
  options: {
    json: { type: 'flag', describe: 'print JSON, on a terminal too' },
    recount: { type: 'flag', describe: 'read every entry and renew the sums first' },
  },
  async run(invocation) {
    const { operands, options } = invocation
    if (operands.length > 0) throw new UsageError(`no operand is wanted, but there is '${operands[0]}'`)
    const summary = await withCache(invocation, options.recount ? 'write' : 'read', async store => {
      if (options.recount) await store.recount(countAll)
      return summarize(store)
    })
    const output = standardOutput(invocation.stop)
    const asTable = process.stdout.isTTY && !options.json
    await output.write(asTable ? summaryTable(summary) : `${JSON.stringify(summary)}\n`)
    await output.close()
  },
})
