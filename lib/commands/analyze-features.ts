import { defineCommand } from '../cli/command.ts'
import { InputError } from '../errors.ts'
import { analyze } from '../features/analyze.ts'
import { recordOptions } from '../filter/options.ts'
import { runFilter } from '../filter/run.ts'
import { openParser } from '../python/parser.ts'
import { metadataEdit, readCode } from '../sample.ts'

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
    ...recordOptions,
  },
  async run(invocation) {
    const { options, log } = invocation
    const parser = await openParser()
    let failed = 0
    await runFilter(invocation, {
      step(record) {
        const code = readCode(record, options)
        if (code === undefined) throw new InputError(`no program in ${options['code-field'] ?? 'code'}`)
        const scene = record.text(['metadata', 'scene'])
        const features = analyze(code, parser, {
          storyboardSteps: options['storyboard-steps'],
          ...(scene === undefined ? {} : { scene }),
        })
        if (features.error) {
          failed += 1
          invocation.fail()
          log.error(
            `${record.origin}:${record.line}: line ${features.error.line} of the program: ${features.error.message}`,
          )
        }
        record.edit([metadataEdit('code_features', features)])
        return undefined
      },
      summary: () => (failed > 0 ? `${failed} that ${failed === 1 ? 'does' : 'do'} not parse` : ''),
    })
  },
})
