/** The options of describe. */
import type { Options, Values } from '../cli/command.ts'
import { recordOptions } from '../filter/options.ts'

export const describeOptions = {
  llm: {
    type: 'text',
    value: 'NAME[:MODEL]',
    describe: 'who writes: claude, gemini, openai, claude-cli, gemini-cli, storyboard, or a file of your own',
  },
  model: { type: 'text', value: 'MODEL', describe: 'the model, where --llm does not say' },
  'base-url': { type: 'text', value: 'URL', describe: 'the server, where it is not the provider itself' },
  'key-file': { type: 'text', value: 'FILE', describe: 'the file that holds the API key' },
  prompt: {
    type: 'text',
    default: 'scene',
    value: 'NAME|FILE',
    describe: 'how it is asked: scene, seed, or a file of your own',
  },
  language: { type: 'text', default: 'English', value: 'NAME', describe: 'the language to write in' },
  all: { type: 'flag', describe: 'describe every sample, not just those that want it' },
  variants: {
    type: 'number',
    default: 1,
    min: 1,
    max: 50,
    integer: true,
    value: 'N',
    describe: 'write N distinct descriptions for each sample',
  },
  'samples-per-request': {
    type: 'number',
    default: 1,
    min: 1,
    max: 20,
    integer: true,
    value: 'N',
    describe: 'ask about up to N small programs in one request',
  },
  'batch-size': {
    type: 'number',
    min: 1,
    max: 20,
    integer: true,
    value: 'N',
    describe: 'the same as --samples-per-request',
  },
  check: {
    type: 'text',
    default: 'on',
    value: 'on|off|FILE',
    describe: 'check the answers, or not, or with a module of your own as well',
  },
  'reject-pattern': {
    type: 'list',
    value: 'REGEXP',
    describe: 'a description that matches, case aside, will not do',
  },
  transcripts: {
    type: 'text',
    default: 'auto',
    value: 'auto|off|PATH',
    describe: 'what is said in the video: from YouTube, not at all, or from your file or folder',
  },
  'transcript-chars': {
    type: 'number',
    default: 1000,
    min: 0,
    integer: true,
    value: 'N',
    describe: 'how much of a transcript goes along',
  },
  reuse: {
    type: 'text',
    choices: ['exact', 'model', 'any'],
    default: 'exact',
    value: 'WHICH',
    describe: 'cached answers that will do: to the same request, of the same model, or any',
  },
  'cache-readonly': {
    type: 'flag',
    describe: 'take what the cache has, send nothing, keep nothing: what is missing stays as it is',
  },
  'send-anyway': {
    type: 'flag',
    describe: 'with a read-only cache: send what is missing all the same, and keep no answer',
  },
  batch: {
    type: 'text',
    choices: ['wait', 'submit'],
    value: 'wait|submit',
    describe:
      "use the provider's batch API at half the price: wait for the answers, or fetch them another time",
  },
  'dry-run': { type: 'flag', alias: 'n', describe: 'ask nobody; say what it would take and cost' },
  explain: {
    type: 'flag',
    describe: 'ask nobody; say of each sample that would be asked about again what changed',
  },
  'max-cost': { type: 'number', min: 0, value: 'USD', describe: 'spend no more than this' },
  prices: { type: 'text', value: 'FILE', describe: 'prices of models, before those that are built in' },
  concurrency: {
    type: 'number',
    alias: 'c',
    default: 8,
    min: 1,
    max: 1000,
    integer: true,
    value: 'N',
    describe: 'the most requests at once',
  },
  window: {
    type: 'number',
    min: 1,
    integer: true,
    value: 'N',
    describe: 'records held back behind a slow one (16 times --concurrency)',
  },
  rpm: { type: 'number', min: 1, value: 'N', describe: 'the most requests a minute' },
  tpm: { type: 'number', min: 1, value: 'N', describe: 'the most tokens a minute' },
  'max-attempts': {
    type: 'number',
    default: 6,
    min: 1,
    max: 100,
    integer: true,
    value: 'N',
    describe: 'the most tries for one request',
  },
  timeout: {
    type: 'number',
    default: 900,
    min: 0.01,
    value: 'SECONDS',
    describe: 'the longest one try may take',
  },
  'record-timeout': {
    type: 'number',
    default: 3600,
    min: 0.01,
    value: 'SECONDS',
    describe: 'the longest one request may take with all its tries',
  },
  'context-tokens': {
    type: 'number',
    min: 1000,
    integer: true,
    value: 'N',
    describe: 'what the model takes in, where it is not known',
  },
  ...recordOptions,
} as const satisfies Options

export type DescribeValues = Values<typeof describeOptions>

/** How many records may be under way at once. */
export function windowOf({ window, concurrency }: Pick<DescribeValues, 'window' | 'concurrency'>): number {
  return window ?? concurrency * 16
}
