/** What can go wrong, and the one map from an error to an exit code. */

/** The caller asked for something impossible: a flag, a key, a file, a full disk. Exit 2; nothing was spent. */
export class UsageError extends Error {
  override name = 'UsageError'
  /** A second line for the person, for example `Try 'describe --help' for more information.` */
  hint?: string
  constructor(message: string, options?: { hint?: string; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    if (options?.hint !== undefined) this.hint = options.hint
  }
}

/** A record, or the work on one, is bad. Exit 1 in the end. */
export class InputError extends Error {
  override name = 'InputError'
  /** A second line for the person: what became of the output. */
  hint?: string
}

/** 1: something in the data or the work failed. 2: everything else that stops a run. */
export function exitCode(error: unknown): 1 | 2 {
  return error instanceof InputError ? 1 : 2
}

/** The `code` of a system error (`ENOENT`, `EPIPE`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}

/** One line for a person, whatever was thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\s*\n\s*/g, ' ').trim()
}

/** What a system error means, without Node's prefix of code and call. */
export function reason(error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOSPC':
      return 'no space left on device'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'ENOENT':
      return 'no such file or folder'
    case 'EISDIR':
      return 'it is a folder'
    case 'ENOTDIR':
      return 'a part of the path is no folder'
    case 'ENAMETOOLONG':
      return 'the name is too long'
    case 'EROFS':
      return 'the file system is read-only'
    default:
      return messageOf(error)
  }
}
