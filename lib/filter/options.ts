/** The options that every filter over records has. */
import type { Options } from '../cli/command.ts'

export const recordOptions = {
  'on-error': {
    type: 'text',
    choices: ['fail', 'skip', 'pass'],
    default: 'fail',
    value: 'POLICY',
    describe: 'what to do with a bad line: stop there, leave it out, or write it unchanged',
  },
  rejects: { type: 'text', value: 'FILE', describe: 'keep the raw text of bad lines in FILE' },
  'max-line': {
    type: 'size',
    default: 64 * 1024 * 1024,
    value: 'BYTES',
    describe: 'the longest line accepted',
  },
  'code-field': { type: 'text', value: 'PATH', describe: 'where the program is, as a dotted path' },
  'description-field': {
    type: 'text',
    value: 'PATH',
    describe: 'where the description is, as a dotted path',
  },
  output: {
    type: 'text',
    alias: 'o',
    value: 'FILE',
    describe: 'write to FILE, put in place when all was read, and else left as it was',
  },
} as const satisfies Options
