import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compact } from '../cache/compact.ts'
import { DATA } from '../cache/folder.ts'
import { openCache } from '../cache/open.ts'
import { cachePath } from '../cache/path.ts'
import { countAll } from '../cache/recount.ts'
import { isSelected, type Selection, selectionOptions, selectsAll, timeAgo } from '../cache/select.ts'
import type { Store } from '../cache/store.ts'
import type { Keys } from '../cache/types.ts'
import { bytes, money } from '../cache/units.ts'
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
      describe: 'only answers that were rejected or empty, and all that is damaged',
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

    // What is not there is not made only to have nothing removed from it.
    const isThere = existsSync(join(path, DATA))
    const store = await openCache({ path, log, readOnly: dryRun || !isThere })
    try {
      if (!isThere) return log.note(`there is no cache ${path}`)
      if (store.readOnly && !dryRun) throw new UsageError(`nothing can be removed from the cache ${path}`)
      const doomed = findDoomed(store, selection)
      if (dryRun) log.note(`would remove ${inWords(doomed)}`)
      else log.note(`removed ${inWords(await removeAll(store, doomed, signal))}`)
    } finally {
      await store.close()
    }
    if (!dryRun) await makeSmall(path, log)
  },
})

interface Answer extends Keys {
  cost: number
  isDamaged: boolean
}

interface Doomed {
  answers: readonly Answer[]
  /** Transcripts and batches that can't be read. */
  damagedSides: number
}

function findDoomed(store: Store, selection: Selection): Doomed {
  const answers: Answer[] = []
  if (selectsAll(selection)) return { answers, damagedSides: 0 }
  const { failed, ...others } = selection
  // Nothing is known of what is damaged: it goes only where all that failed goes.
  const withDamaged = failed === true && selectsAll(others)
  for (const { keys, entry } of store.scan()) {
    if (entry ? isSelected(entry, selection) : withDamaged)
      answers.push({ ...keys, cost: entry?.cost ?? 0, isDamaged: entry === undefined })
  }
  return { answers, damagedSides: withDamaged ? [...store.damagedSides()].length : 0 }
}

/** Gives what was there still: another process may be removing the same. */
async function removeAll(
  store: Store,
  { answers, damagedSides }: Doomed,
  signal: AbortSignal,
): Promise<Doomed> {
  const removed: Answer[] = []
  for (let start = 0; start < answers.length; start += AT_ONCE) {
    signal.throwIfAborted()
    removed.push(...(await store.remove(answers.slice(start, start + AT_ONCE))))
  }
  if (removed.length > 0) {
    await store.tidySamples()
    // Sums over the oldest and newest can't be subtracted from.
    await store.recount(countAll)
  }
  return { answers: removed, damagedSides: damagedSides > 0 ? await store.removeDamagedSides() : 0 }
}

function inWords({ answers, damagedSides }: Doomed): string {
  const cost = answers.reduce((sum, answer) => sum + answer.cost, 0)
  const among = answers.some(({ isDamaged }) => isDamaged) ? ', damaged ones among them' : ''
  const sides = damagedSides > 0 ? `, and ${damagedSides} damaged transcripts or batches` : ''
  return `${answers.length} answers${among}, which cost ${money(cost)}${sides}`
}

async function makeSmall(path: string, log: Log) {
  const done = await compact(path)
  if ('skipped' in done) log.note(`the file keeps its size: ${done.skipped}`)
  else log.note(`the file had ${bytes(done.before)}, now it has ${bytes(done.after)}`)
}
