/** The shape of a command: one object that is its own manual. Help, README, man page and completion come from it. */
import type { Log } from './log.ts'
import type { Progress } from './progress.ts'

interface Described {
  /** One phrase; the first letter small, no full stop. */
  describe: string
  /** One letter. */
  alias?: string
  /** What stands for the value in the usage line, for example `DIR`. */
  value?: string
  /** It says what this one run is about: what is set for other runs, and for other commands, must not reach it. */
  commandLineOnly?: boolean
}

export interface FlagOption extends Described {
  type: 'flag'
}
export interface TextOption extends Described {
  type: 'text'
  choices?: readonly string[]
  default?: string
}
/** Repeatable; commas separate too, where `separator` is given. */
export interface ListOption extends Described {
  type: 'list'
  separator?: string
}
export interface NumberOption extends Described {
  type: 'number'
  default?: number
  min?: number
  max?: number
  integer?: boolean
}
/** Bytes: a number with an optional K, M or G (powers of 1024). */
export interface SizeOption extends Described {
  type: 'size'
  default?: number
}

export type Option = FlagOption | TextOption | ListOption | NumberOption | SizeOption
export type Options = Readonly<Record<string, Option>>

type ValueOf<O> = O extends { type: 'flag' }
  ? boolean
  : O extends { type: 'list' }
    ? readonly string[]
    : O extends { type: 'text'; choices: readonly (infer C)[] }
      ? C | (O extends { default: string } ? never : undefined)
      : O extends { type: 'text' }
        ? string | (O extends { default: string } ? never : undefined)
        : O extends { default: number }
          ? number
          : number | undefined

/** Option values by their names as written on the command line, typed after their declaration. */
export type Values<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> }

export interface Invocation<O extends Options = Options> {
  readonly options: Values<O>
  /** The operands in order; `-` is standard input. */
  readonly operands: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Aborted by ^C, SIGTERM, a reader that went away, or an error that ends the run. */
  readonly signal: AbortSignal
  readonly log: Log
  readonly progress: Progress
  /** Something in the data or the work failed: the run goes on and ends with exit code 1. */
  fail(): void
  /** Aborts the signal: the run ends, with `reason` deciding the exit code. */
  stop(reason: Error): void
}

export interface Example {
  /** What the command does, as a phrase. */
  note: string
  command: string
}

export interface Command<O extends Options = Options> {
  readonly name: string
  /** One sentence without a full stop. */
  readonly summary: string
  /** Operands as in a usage line, for example `[FILE...]`. */
  readonly operands: string
  /** A few paragraphs of prose, separated by blank lines. */
  readonly details: string
  readonly examples: readonly Example[]
  readonly options: O
  /** Variables that it heeds besides those of its options: what each means, by its name, or names. */
  readonly environment?: Readonly<Record<string, string>>
  run(invocation: Invocation<O>): Promise<void>
}

/** Infers the option types, so that `run` sees them. */
export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command
}
