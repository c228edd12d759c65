import { compact } from '../cache/compact.ts'
import { openCache } from '../cache/open.ts'
import { cachePath } from '../cache/path.ts'
import { countAll } from '../cache/recount.ts'
import { isSelected, type Selection, selectionOptions, selectsAll, timeAgo } from '../cache/select.ts'
import type { Store } from '../cache/store.ts'
import type { Keys } from '../cache/types.ts'
import { defineCommand } from '../cli/command.ts'
import type { Log } from '../cli/log.ts'
import { UsageError } from '../errors.ts'

/** Removed together: one commit, and the write lock is held for a moment only. */
const AT_ONCE = 500

export const cachePrune = defineCommand({
  name: 'cache-prune',
  summary: 'removes answers from the cache, and makes its file small',
  operands: '',
  details: `
    Removes the answers that every option given describes; with none given, no answer. What is removed was paid for:
    --dry-run says how many answers it would be, and what they cost.

    Then the file is replaced by a copy without free space. That needs room for the copy, and that no other process
    has the cache open; else the file keeps its size, and says why. The free space in it is used again in any case.`,
  examples: [
    { note: 'what would go', command: 'cache-prune --older-than 90d --dry-run' },
    { note: 'drop what was found wanting', command: 'cache-prune --failed' },
    { note: 'drop the answers to an old prompt', command: 'cache-prune --prompt scene@1' },
  ],
  options: {
    'older-than': {
      type: 'text',
      value: 'AGE',
      describe: 'only answers older than that: 30d, or 2026-11-24',
      commandLineOnly: true,
    },
    failed: {
      type: 'flag',
      describe: 'only answers that were rejected or empty, and damaged entries',
      commandLineOnly: true,
    },
    ...selectionOptions,
    'dry-run': { type: 'flag', alias: 'n', describe: 'say what would be removed, and remove nothing' },
  },
  async run(invocation) {
    const { operands, options, log, env, signal } = invocation
    if (operands.length > 0) throw new UsageError(`no operand is wanted, but there is '${operands[0]}'`)
    const age = options['older-than']
    const { model, prompt, source, failed } = options
    const before = age === undefined ? undefined : timeAgo('older-than', age)
    const selection: Selection = { model, prompt, source, failed, before }
    const dryRun = options['dry-run']
    const path = cachePath(env)

    const store = await openCache({ path, log, readOnly: dryRun })
    try {
      if (store.readOnly && !dryRun) throw new UsageError(`nothing can be removed from the cache ${path}`)
      const { keys, cost, hasDamaged } = findDoomed(store, selection)
      if (!dryRun) await removeAll(store, keys, signal)
      // Sums over the oldest and newest can't be subtracted from.
      if (!dryRun && keys.length > 0) await store.recount(countAll)
      const what = `${keys.length} answers${hasDamaged ? ', damaged ones among them' : ''}, which cost $${cost.toFixed(2)}`
      log.note(dryRun ? `would remove ${what}` : `removed ${what}`)
    } finally {
      await store.close()
    }
    if (!dryRun) await makeSmall(path, log)
  },
})

function findDoomed(store: Store, selection: Selection) {
  const keys: Keys[] = []
  let cost = 0
  let hasDamaged = false
  if (selectsAll(selection)) return { keys, cost, hasDamaged }
  const { failed, ...others } = selection
  for (const { keys: found, entry } of store.scan()) {
    // Nothing is known of a damaged entry: it goes only where all failed ones go.
    if (entry ? !isSelected(entry, selection) : !failed || !selectsAll(others)) continue
    keys.push(found)
    cost += entry?.cost ?? 0
    hasDamaged ||= entry === undefined
  }
  return { keys, cost, hasDamaged }
}

async function removeAll(store: Store, keys: readonly Keys[], signal: AbortSignal) {
  for (let start = 0; start < keys.length; start += AT_ONCE) {
    signal.throwIfAborted()
    await store.remove(keys.slice(start, start + AT_ONCE))
  }
  if (keys.length > 0) await store.tidySamples()
}

async function makeSmall(path: string, log: Log) {
  const done = await compact(path)
  if ('skipped' in done) log.note(`the file keeps its size: ${done.skipped}`)
  else log.note(`the file had ${megabytes(done.before)}, now it has ${megabytes(done.after)}`)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
