import { defineCommand, type Values } from '../cli/command.ts'
import { UsageError } from '../errors.ts'
import { requireApart } from '../filter/files.ts'
import { lookThrough } from '../filter/first-pass.ts'
import { areFiles, inputsOf, requireReadable } from '../filter/input.ts'
import { recordOptions } from '../filter/options.ts'
import { runFilter } from '../filter/run.ts'
import { judge, writeReason } from '../judge.ts'
import { createJudgements, type Judgements } from '../judgements.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { defaultNeeds, type NeedsOptions, type Reason } from '../needs.ts'
import { createTextWindow } from '../shared-texts.ts'

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
    twice to find every one of these, however many there are: what the first reading finds, some 20 bytes a record,
    is kept in a temporary file in TMPDIR where they are more than 16,000. A pipe is read once: there the first of
    them has left before the second is seen, so only the later ones are flagged, if no more than --window texts lie
    between.`,
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
    const { operands, options } = invocation
    const forced = new Set(options.source)
    const needs = needsOptions(options)
    // Before the first reading of what may be large.
    await requireReadable(operands)
    await requireApart(inputsOf(operands), options)
    const known = (await areFiles(operands))
      ? await readTexts(operands, options, needs, invocation.signal)
      : undefined
    const window = createTextWindow(options.window)
    const { only, invert } = options
    let wanted = 0

    const decide = (record: JsonRecord): Reason | undefined => {
      const judgement = known?.next(record) ?? judge(record, needs, options)
      if (judgement.reason) return judgement.reason
      if (forced.size > 0 && forced.has(record.text(['source']) ?? '')) return 'forced'
      if (!('text' in judgement)) return judgement.isShared ? 'shared_text' : undefined
      const { text, program } = judgement
      return window.add(text, program) ? 'shared_text' : undefined
    }

    await runFilter(invocation, {
      step(record) {
        const reason = decide(record)
        if (reason) wanted += 1
        if ((only && !reason) || (invert && reason)) return 'drop'
        writeReason(record, reason)
        return undefined
      },
      finish: async () => known?.close(),
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
): Promise<Judgements> {
  const known = createJudgements()
  await lookThrough(files, values['max-line'], signal, record =>
    known.add(record, judge(record, needs, values)),
  )
  known.settle()
  return known
}
