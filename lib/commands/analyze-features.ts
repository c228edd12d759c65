import { availableParallelism, cpus } from 'node:os'
import { defineCommand } from '../cli/command.ts'
import { InputError } from '../errors.ts'
import { isPiped } from '../filter/input.ts'
import { recordOptions } from '../filter/options.ts'
import type { JsonRecord } from '../ndjson/record.ts'
import { Json } from '../ndjson/splice.ts'
import { metadataEdit, readCode } from '../sample.ts'
import { suitMoreTreeWalks, suitTreeWalks } from '../vm.ts'

export const analyzeFeatures = defineCommand({
  name: 'analyze-features',
  summary: 'says what a program really shows, from its syntax tree',
  operands: '[FILE...]',
  details: `
    Reads samples and writes them with metadata.code_features: which mobjects and animations, text on screen, colours,
    camera, duration, what Manim release it wants, and a storyboard of what a viewer sees, in order. Names are
    resolved, not matched: aliases, local subclasses and helpers count as what they are; comments, strings and code
    that is never reached do not count.

    Works on the whole program in the code field, so slice first and analyse second. A program that does not parse
    passes with code_features.error, which names the line, and the run ends with 1. Every key is explained in
    lib/features/code-features.schema.json.`,
  examples: [
    { note: 'analyse what extract gives', command: 'extract reducible | analyze-features > features.jsonl' },
    {
      note: 'pick the 3D scenes',
      command: "analyze-features samples.jsonl | jq -c 'select(.metadata.code_features.has_3d)'",
    },
    {
      note: 'read the storyboards',
      command: "analyze-features samples.jsonl | jq '.metadata.code_features.storyboard'",
    },
  ],
  options: {
    'storyboard-steps': {
      type: 'number',
      default: 40,
      min: 1,
      integer: true,
      value: 'N',
      describe: 'the most steps of a storyboard',
    },
    jobs: {
      type: 'number',
      alias: 'j',
      min: 1,
      integer: true,
      value: 'N',
      describe: 'threads that analyse; 1 works without any (all cores; in a pipe, those that are idle)',
    },
    timeout: {
      type: 'number',
      min: 0.1,
      value: 'SECONDS',
      describe: 'the longest one program may take, in a thread (60)',
    },
    ...recordOptions,
  },
  async run(invocation) {
    const { options, log } = invocation
    const jobs = options.jobs ?? availableParallelism()
    // Before the code that is to profit is loaded, in this thread and in those of the pool.
    suitTreeWalks()
    const [{ createAnalyzerPool }, { watchCores }, { runFilter }] = await Promise.all([
      import('../features/pool.ts'),
      import('../features/idle-cores.ts'),
      import('../filter/run.ts'),
    ])
    const pool = createAnalyzerPool(jobs, {
      storyboardSteps: options['storyboard-steps'],
      ...(options.timeout === undefined ? {} : { timeout: options.timeout * 1000 }),
      // Who names a number of threads gets them.
      ...(options.jobs === undefined && isPiped(invocation.operands) && { idleCores: watchCores(cpus) }),
    })
    let analyzed = 0
    let failed = 0

    const analyze = async (record: JsonRecord, code: string) => {
      // Slices of one file share most of their text.
      const family = record.text(['metadata', 'file'])
      const { json, error } = await pool.analyze(code, record.text(['metadata', 'scene']), family)
      analyzed += 1
      suitMoreTreeWalks(analyzed)
      if (error) {
        failed += 1
        invocation.fail()
        const { line, message } = error
        log.error(`${record.origin}:${record.line}: line ${line} of the program: ${message}`)
      }
      record.edit([metadataEdit('code_features', new Json(json))])
      return undefined
    }

    await runFilter(invocation, {
      // Enough that a long program does not leave the other threads idle, and that each finds programs that are alike.
      window: jobs * 64,
      step(record) {
        const code = readCode(record, options)
        if (code === undefined) throw new InputError(`no program in ${options['code-field'] ?? 'code'}`)
        return analyze(record, code)
      },
      finish: () => pool.close(),
      summary: () => (failed > 0 ? `${failed} that ${failed === 1 ? 'does' : 'do'} not parse` : ''),
    })
  },
})
