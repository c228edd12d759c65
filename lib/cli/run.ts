/** From a command and a command line to an exit code: the frame round every command. */
import { setMaxListeners } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { exitCode, InputError, messageOf, UsageError } from '../errors.ts'
import { ReaderGone } from '../filter/output.ts'
import { suitStreams } from '../vm.ts'
import { completionScript, completions, parseArguments } from './args.ts'
import { baseOptions } from './base-options.ts'
import type { Command, Invocation, Options } from './command.ts'
import { helpText, usageLine } from './help.ts'
import { createLog, type Log } from './log.ts'
import { createProgress, noProgress } from './progress.ts'
import { resolveSettings, type Setting } from './settings.ts'

/** Time for the process to end by itself, as it does at once where nothing is left to do. */
const leftOverMs = 500

/** The signal that asked the process to end. */
class Signalled extends Error {
  override name = 'Signalled'
  readonly signal: NodeJS.Signals
  constructor(signal: NodeJS.Signals) {
    super(signal === 'SIGINT' ? 'interrupted' : 'terminated')
    this.signal = signal
  }
}

/** Runs `command` and resolves to its exit code; on a signal the process dies of that signal instead. Never rejects. */
export async function run<O extends Options>(command: Command<O>, argv: readonly string[]): Promise<number> {
  const { name } = command
  const all: Options = { ...command.options, ...baseOptions }
  const asked = informationAsked(argv)
  if (asked === 'help') return print(helpText(command as unknown as Command))
  if (asked === 'version') return print(`${name} ${packageVersion()}\n`)

  let log = createLog({ program: name, quiet: false, verbose: false, write: writeError })
  let hint: string | undefined = `Try '${name} --help' for more information.`
  try {
    if (argv.includes('--get-yargs-completions')) {
      return print((await completions(name, argv, all)).map(word => `${word}\n`).join(''))
    }
    const parsed = await parseArguments(name, argv, all)
    if (parsed.given.get('help') === true) return print(helpText(command as unknown as Command))
    if (parsed.given.get('version') === true) return print(`${name} ${packageVersion()}\n`)
    if (parsed.given.get('completion') === true) return print(await completionScript(name, all))

    const settings = resolveSettings(name, all, parsed, process.env)
    const quiet = settings.get('quiet')?.value === true
    const verbose = settings.get('verbose')?.value === true
    log = createLog({ program: name, quiet, verbose, write: writeError })
    for (const [option, setting] of settings) log.debug(describeSetting(option, setting))
    requireInput(command as unknown as Command, parsed.operands)
    // From here on it is no longer the command line that is wrong.
    hint = undefined
    return await invoke(command, settings, parsed.operands, log, quiet)
  } catch (error) {
    return report(error, log, hint)
  }
}

async function invoke<O extends Options>(
  command: Command<O>,
  settings: ReadonlyMap<string, Setting>,
  operands: readonly string[],
  log: Log,
  quiet: boolean,
): Promise<number> {
  // Everything that waits listens to the run's one signal: from the eleventh on Node would warn of a leak on stderr.
  setMaxListeners(0)
  suitStreams()
  const abort = new AbortController()
  let failed = false
  const progress =
    process.stderr.isTTY && !quiet ? await createProgress(command.name, sizeOf(operands)) : noProgress
  const invocation = {
    options: Object.fromEntries([...settings].map(([option, { value }]) => [option, value])),
    operands,
    env: process.env,
    signal: abort.signal,
    log,
    progress,
    fail: () => {
      failed = true
    },
    stop: (reason: Error) => abort.abort(reason),
  }
  const ignoreSignals = onSignal(signal => abort.abort(new Signalled(signal)))
  try {
    await command.run(invocation as unknown as Invocation<O>)
    return failed ? 1 : 0
  } catch (error) {
    if (error instanceof ReaderGone) return failed ? 1 : 0
    if (error instanceof Signalled) return die(error.signal, ignoreSignals)
    throw error
  } finally {
    progress.stop()
    ignoreSignals()
    // A reader that stopped early must not keep the process waiting for more.
    if (operands.length === 0 || operands.includes('-')) process.stdin.destroy()
    // Nor may what a module of the user's own has left running. All that was to be written is written.
    setTimeout(() => process.exit(), leftOverMs).unref()
  }
}

/** The first signal asks; the second is left to do what it does by default. */
function onSignal(handle: (signal: NodeJS.Signals) => void): () => void {
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const remove = () => {
    for (const signal of signals) process.off(signal, listener)
  }
  const listener = (signal: NodeJS.Signals) => {
    remove()
    handle(signal)
  }
  for (const signal of signals) process.on(signal, listener)
  return remove
}

/** A shell that sees death by signal stops its loop; an exit code of 130 alone would not tell it. */
function die(signal: NodeJS.Signals, ignoreSignals: () => void): Promise<number> {
  ignoreSignals()
  process.kill(process.pid, signal)
  return new Promise(() => {
    // Keeps the process until the signal arrives.
    setTimeout(() => {}, 10_000)
  })
}

function report(error: unknown, log: Log, usageHint: string | undefined): number {
  log.error(messageOf(error))
  if (process.env.DEBUG && error instanceof Error) writeError(`${error.stack}\n`)
  const hint =
    error instanceof UsageError
      ? (error.hint ?? usageHint)
      : error instanceof InputError
        ? error.hint
        : undefined
  if (hint) log.error(hint)
  return exitCode(error)
}

/** --help and --version work whatever else is there, and without loading anything. */
function informationAsked(argv: readonly string[]): 'help' | 'version' | undefined {
  const end = argv.indexOf('--')
  for (const argument of end < 0 ? argv : argv.slice(0, end)) {
    if (argument === '--help' || argument === '-h') return 'help'
    if (argument === '--version') return 'version'
  }
  return undefined
}

/** Where records are read from standard input, a person at a terminal is told how to call the command. */
function requireInput(command: Command, operands: readonly string[]): void {
  if (command.operands !== '[FILE...]' || operands.length > 0 || !process.stdin.isTTY) return
  throw new UsageError('no input: name a file, or pipe records in', {
    hint: `${usageLine(command)}; '${command.name} --help' tells more.`,
  })
}

export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function describeSetting(option: string, { value, origin }: Setting): string {
  return `--${option} ${JSON.stringify(value)} (${origin})`
}

function sizeOf(operands: readonly string[]): number | undefined {
  if (operands.length === 0) return undefined
  let total = 0
  for (const operand of operands) {
    const stats = operand === '-' ? undefined : statSync(operand, { throwIfNoEntry: false })
    if (!stats?.isFile()) return undefined
    total += stats.size
  }
  return total
}

function print(text: string): number {
  process.stdout.on('error', () => {})
  process.stdout.write(text)
  return 0
}

function writeError(text: string): void {
  // The cursor may stand behind a progress bar.
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : text)
}
