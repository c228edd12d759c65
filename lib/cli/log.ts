/** Standard error: every line begins with the program's name, and a progress bar never tears one. */

export interface Log {
  /** What went wrong, for the person. Shown even with --quiet. */
  error(message: string): void
  /** What the person should know but need not act on. Hidden by --quiet. */
  note(message: string): void
  /** Detail for --verbose. A function is called where it is shown, so that what nobody reads costs nothing. */
  debug(message: string | (() => string)): void
}

export interface LogOptions {
  program: string
  quiet: boolean
  verbose: boolean
  /** Writes text to standard error. */
  write(text: string): void
}

export function createLog({ program, quiet, verbose, write }: LogOptions): Log {
  const line = (message: string) => {
    // A message may carry text from a file or a server: no control character reaches the terminal.
    write(`${program}: ${printable(message)}\n`)
  }
  return {
    error: line,
    note: message => {
      if (!quiet) line(message)
    },
    debug: message => {
      if (verbose) line(typeof message === 'string' ? message : message())
    },
  }
}

/** `text` on one line, control characters written as escapes. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, character => {
    if (character === '\n') return ' '
    if (character === '\t') return ' '
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
