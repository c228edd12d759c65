/** The only file that knows yargs: a command line into raw values and operands. */
import { messageOf, UsageError } from '../errors.ts'
import type { Option, Options } from './command.ts'

export interface Arguments {
  /** Options that were given, as text; flags as what they are to be. */
  given: Map<string, string | boolean | readonly string[]>
  operands: readonly string[]
}

/** Throws UsageError on an option that does not exist, lacks its value, or was not asked for in a way we know. */
export async function parseArguments(
  program: string,
  argv: readonly string[],
  options: Options,
): Promise<Arguments> {
  const parser = await configure(program, argv, options)
  const parsed = parser.fail(complain(argv)).parseSync()
  const given: Arguments['given'] = new Map()
  for (const [name, option] of Object.entries(options)) {
    const value = parsed[name]
    if (value === undefined) continue
    given.set(name, lastOrAll(option, value))
  }
  return { given, operands: parsed._.map(String) }
}

/** An option given twice: a list has both, any other the last. */
function lastOrAll(option: Option, value: unknown): string | boolean | readonly string[] {
  if (option.type === 'list') return value as readonly string[]
  return Array.isArray(value) ? value.at(-1) : (value as string)
}

/** The text to put into a shell's start-up file. */
export async function completionScript(program: string, options: Options): Promise<string> {
  const parser = await configure(program, [], options)
  let script = ''
  const { log } = console
  console.log = (text: unknown) => {
    script += `${text}\n`
  }
  try {
    parser.showCompletionScript()
  } finally {
    console.log = log
  }
  return script
}

/** Answers the shell: the words that may stand where the cursor is, one a line. */
export async function completions(
  program: string,
  argv: readonly string[],
  options: Options,
): Promise<readonly string[]> {
  const parser = await configure(program, [], options)
  const words = argv.slice(argv.indexOf('--get-yargs-completions') + 1)
  return parser.getCompletion([...words])
}

async function configure(program: string, argv: readonly string[], options: Options) {
  const { default: yargs } = await import('yargs')
  return (
    yargs([...argv])
      .scriptName(program)
      .locale('en')
      // Ours come first: declared while yargs' own are on, it would warn of reserved words.
      .help(false)
      .version(false)
      .parserConfiguration({
        'boolean-negation': false,
        'camel-case-expansion': false,
        'dot-notation': false,
        'greedy-arrays': false,
        'parse-numbers': false,
        'parse-positional-numbers': false,
      })
      .options(
        Object.fromEntries(Object.entries(options).map(([name, option]) => [name, declaration(option)])),
      )
      .completion('completion', false)
      .strictOptions()
      .exitProcess(false)
  )
}

function declaration(option: Option) {
  const shared = { describe: option.describe, ...(option.alias ? { alias: option.alias } : {}) }
  if (option.type === 'flag') return { ...shared, type: 'boolean' } as const
  if (option.type === 'list') return { ...shared, type: 'array', string: true, requiresArg: true } as const
  const choices = option.type === 'text' && option.choices ? { choices: [...option.choices] } : {}
  return { ...shared, ...choices, type: 'string', requiresArg: true } as const
}

function complain(argv: readonly string[]) {
  return (message: string | null, error?: Error): never => {
    // Of what yargs' own parser finds it says nothing here but the error.
    throw new UsageError(reword(message ?? (error ? messageOf(error) : 'wrong usage'), argv))
  }
}

function reword(message: string, argv: readonly string[]): string {
  const lacking = /^Not enough arguments following: (.*)$/.exec(message)?.[1]
  if (lacking !== undefined) return `${lacking.length > 1 ? '--' : '-'}${lacking} wants a value`
  const choice = /^Invalid values: Argument: ([\w-]+), Given: (.*), Choices: (.*)$/.exec(
    message.replace(/\s+/g, ' '),
  )
  if (choice) return `--${choice[1]}: expected one of ${choice[3]!.replaceAll('"', '')}, got ${choice[2]}`
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1]
  if (unknown === undefined) return message.replace(/\s*\n\s*/g, ' ').trim()
  const name = unknown.split(', ')[0]!
  const dashedId = argv.find(argument => /^-[\w-]{10}$/.test(argument))
  if (dashedId) return `unknown option ${dashedId}; an operand that begins with a dash goes behind --`
  return `unknown option ${argv.find(argument => argument.replace(/=.*/s, '').endsWith(name)) ?? `--${name}`}`
}
