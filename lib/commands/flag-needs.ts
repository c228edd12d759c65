import { defineCommand, type Values } from '../cli/command.ts'
import { UsageError } from '../errors.ts'
import { lookThrough } from '../filter/first-pass.ts'
import { requireReadable } from '../filter/input.ts'
import { recordOptions } from '../filter/options.ts'
import { runFilter } from '../filter/run.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { defaultNeeds, type NeedsOptions, type Reason, reasonFor } from '../needs.ts'
import { metadataEdit, programHash, readDescription } from '../sample.ts'
import { createTextTable, createTextWindow, type SharedTexts, textKey } from '../shared-texts.ts'

/** Texts kept in the first pass over files: some 50 MB. */
const tableCapacity = 1 << 21

const options = {
  'min-length': {
    type: 'number',
    default: defaultNeeds.minLength,
    min: 0,
    integer: true,
    value: 'N',
    describe: 'a description of fewer characters is too short',
  },
  'generic-pattern': {
    type: 'list',
    value: 'REGEXP',
    describe: 'a description that matches, case aside, is generic too',
  },
  source: {
    type: 'list',
    separator: ',',
    value: 'ID',
    describe: 'every sample of this source wants a new description',
  },
  only: { type: 'flag', describe: 'write just the samples that want a description' },
  invert: { type: 'flag', describe: 'write just the samples that want none' },
  window: {
    type: 'number',
    default: 10_000,
    min: 0,
    integer: true,
    value: 'N',
    describe: 'on a pipe, look for equal texts among the last N',
  },
  ...recordOptions,
} as const

export const flagNeeds = defineCommand({
  name: 'flag-needs',
  summary: 'decides which samples want a description, and why',
  operands: '[FILE...]',
  details: `
    Reads samples and writes them with metadata.needs_description set to true or false and, where true,
    metadata.needs_reason: missing, placeholder, generic, title_like, too_short, shared_text or forced. Nothing
    else in a record changes, and a record whose flags are right already leaves as the bytes it came in.

    shared_text: the same text stands on different programs, so it describes at most one of them. Files are read
    twice to find every one of these. A pipe is read once: there the first of them has left before the second is
    seen, so only the later ones are flagged, if no more than --window texts lie between.`,
  examples: [
    { note: 'flag a dataset', command: 'flag-needs samples.jsonl > flagged.jsonl' },
    {
      note: 'count the reasons',
      command: 'flag-needs samples.jsonl | jq -r \'.metadata.needs_reason // "fine"\' | sort | uniq -c',
    },
    { note: 'keep what is described already', command: 'flag-needs --invert samples.jsonl' },
    {
      note: 'distrust a whole source',
      command: 'extract thanks_dataset | flag-needs --source thanks_dataset',
    },
  ],
  options,
  async run(invocation) {
    const { operands } = invocation
    const forced = new Set(invocation.options.source)
    const needs = needsOptions(invocation.options)
    const twoPasses = operands.length > 0 && !operands.includes('-')
    const shared = twoPasses
      ? await readTexts(operands, invocation.options, needs, invocation.signal)
      : createTextWindow(invocation.options.window)
    const { only, invert } = invocation.options
    let wanted = 0

    const decide = (record: JsonRecord): Reason | undefined => {
      const text = readDescription(record, invocation.options).text
      const reason = reasonFor(text, needs)
      if (reason) return reason
      if (forced.size > 0 && forced.has(record.text(['source']) ?? '')) return 'forced'
      const program = programHash(record, invocation.options)
      const key = textKey(text!)
      if (!twoPasses) shared.add(key, program)
      return shared.isShared(key, program) ? 'shared_text' : undefined
    }

    await runFilter(invocation, {
      step(record) {
        const reason = decide(record)
        if (reason) wanted += 1
        if ((only && !reason) || (invert && reason)) return 'drop'
        record.edit([
          metadataEdit('needs_description', reason !== undefined),
          metadataEdit('needs_reason', reason),
        ])
        return undefined
      },
      summary: () => `${wanted} want${wanted === 1 ? 's' : ''} a description`,
    })
  },
})

function needsOptions(values: Values<typeof options>): NeedsOptions {
  return {
    minLength: values['min-length'],
    genericPatterns: values['generic-pattern'].map(pattern => {
      try {
        return new RegExp(pattern, 'iu')
      } catch (error) {
        throw new UsageError(`--generic-pattern: ${(error as Error).message}`, { cause: error })
      }
    }),
  }
}

/** The first pass: which text stands on which program. Bad lines are left to the second pass. */
async function readTexts(
  files: readonly string[],
  values: Values<typeof options>,
  needs: NeedsOptions,
  signal: AbortSignal,
): Promise<SharedTexts> {
  await requireReadable(files)
  const table = createTextTable(tableCapacity)
  await lookThrough(files, values['max-line'], signal, record => {
    const { text } = readDescription(record, values)
    if (text && !reasonFor(text, needs)) table.add(textKey(text), programHash(record, values))
  })
  return table
}
