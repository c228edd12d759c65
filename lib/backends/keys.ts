/** API keys: from a file or the environment, never from the command line, never into a text that we write. */
import { readFileSync, statSync } from 'node:fs'
import { systemCode, UsageError } from '../errors.ts'

export interface KeySource {
  /** Variables in order of preference; each has a twin `NAME_FILE` that names a file. */
  variables: readonly string[]
  keyFile: string | undefined
  env: NodeJS.ProcessEnv
  note(message: string): void
}

/** The key, or undefined where there is none. Throws UsageError where it cannot be read or sent. */
export function findKey({ variables, keyFile, env, note }: KeySource): string | undefined {
  if (keyFile !== undefined) return readKeyFile(keyFile, note)
  for (const variable of variables) {
    const value = env[variable]?.trim()
    if (value) return sendable(value, variable)
    const path = env[`${variable}_FILE`]
    if (path) return readKeyFile(path, note)
  }
  return undefined
}

export function missingKey(backend: string, variables: readonly string[]): UsageError {
  return new UsageError(
    `no key for ${backend}: set ${variables.join(' or ')}, or name a file that holds it with --key-file`,
  )
}

function readKeyFile(path: string, note: (message: string) => void): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
    if (process.platform !== 'win32' && statSync(path).mode & 0o044) {
      note(`the key file ${path} is readable by others; chmod 600 keeps it yours`)
    }
  } catch (error) {
    throw new UsageError(`cannot read the key file ${path}: ${systemCode(error)}`, { cause: error })
  }
  if (text === '') throw new UsageError(`the key file ${path} is empty`)
  return sendable(text, path)
}

/** A key with a line break or an accent in it would fail in the HTTP layer, with the key in the message. */
function sendable(key: string, place: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new UsageError(`the key from ${place} holds a space or another character that no key has`)
}

/** `text` without the key, were a server to send it back. */
export function redact(text: string, key: string | undefined): string {
  return key && key.length >= 4 && text.includes(key) ? text.replaceAll(key, '[key]') : text
}
