import { sameEntries } from '../cache/counters.ts'
import { countAll } from '../cache/recount.ts'
import { withCache } from '../cache/with.ts'
import { defineCommand } from '../cli/command.ts'
import { UsageError } from '../errors.ts'
import { standardOutput } from '../filter/output.ts'

export const cacheVerify = defineCommand({
  name: 'cache-verify',
  summary: 'reads every entry of the cache and checks that it is whole',
  operands: '',
  details: `
    Reads every answer, transcript and batch, and compares each answer with the checksum stored with it. Writes one
    JSON line for each that is damaged, and exits with 1 if there is one. A damaged answer is never served: it counts
    as missing. cache-prune --failed removes it.

    Says too whether the sums that cache-stats shows are those of the entries; cache-stats --recount renews them.`,
  examples: [{ note: 'check the cache', command: 'cache-verify' }],
  options: {},
  async run(invocation) {
    const { operands, log, signal, stop } = invocation
    if (operands.length > 0) throw new UsageError(`no operand is wanted, but there is '${operands[0]}'`)
    await withCache(invocation, 'read', async store => {
      const output = standardOutput(stop)
      let whole = 0
      let damaged = 0
      const report = async (line: object) => {
        damaged++
        invocation.fail()
        await output.write(`${JSON.stringify(line)}\n`)
      }
      for (const { keys, entry } of store.scan()) {
        signal.throwIfAborted()
        if (entry) whole++
        else await report({ ...keys, problem: 'the checksum differs' })
      }
      for (const name of store.damagedSides()) await report({ name, problem: 'it can not be read' })
      await output.close()
      log.note(`${whole} entries whole, ${damaged} damaged`)
      if (!sameEntries(store.statistics.rows(), countAll(store.scan()).rows.values())) {
        log.note("the sums of cache-stats are not those of the entries: 'cache-stats --recount' renews them")
      }
    })
  },
})
