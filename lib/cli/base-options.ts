/** The options of every command. */
import type { Options } from './command.ts'

export const baseOptions = {
  quiet: { type: 'flag', alias: 'q', describe: 'say nothing but errors' },
  verbose: { type: 'flag', alias: 'v', describe: 'say more: the settings in force, each request' },
  // What a run only tells of itself is no setting.
  completion: { type: 'flag', commandLineOnly: true, describe: 'print a completion script for bash or zsh' },
  help: { type: 'flag', alias: 'h', commandLineOnly: true, describe: 'show this text' },
  version: { type: 'flag', commandLineOnly: true, describe: 'show the version' },
} as const satisfies Options
