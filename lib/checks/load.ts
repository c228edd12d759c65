/** `--check on|off|FILE` and `--reject-pattern`: our rules, the user's, both or none. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, UsageError } from '../errors.ts'
import { checkDescription } from './check.ts'
import { type Check, type Finding, hard, noCheck } from './types.ts'

/** A module's default export: gives what is wrong, as texts (hard) or findings. */
export type UserCheck = (
  description: string,
  evidence: Parameters<Check>[1],
) => readonly (string | Finding)[] | undefined

export async function loadCheck(mode: string, patterns: readonly string[]): Promise<Check> {
  const checks: Check[] = [patternCheck(patterns)]
  if (mode !== 'off') checks.push(checkDescription)
  if (mode !== 'on' && mode !== 'off') checks.push(await importCheck(mode))
  if (mode === 'off' && patterns.length === 0) return noCheck
  return (text, evidence) => checks.flatMap(check => check(text, evidence))
}

function patternCheck(patterns: readonly string[]): Check {
  const compiled = patterns.map(pattern => {
    try {
      return new RegExp(pattern, 'iu')
    } catch (error) {
      throw new UsageError(`--reject-pattern: ${(error as Error).message}`, { cause: error })
    }
  })
  return text =>
    compiled.flatMap(pattern => {
      const found = pattern.exec(text)?.[0]
      return found === undefined ? [] : [hard('pattern', `it says "${found}", which is not wanted`)]
    })
}

async function importCheck(path: string): Promise<Check> {
  let loaded: { default?: unknown }
  try {
    loaded = await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new UsageError(`--check: cannot load ${path}: ${messageOf(error)}`, { cause: error })
  }
  if (typeof loaded.default !== 'function') {
    throw new UsageError(`--check: ${path} has no function as its default export`)
  }
  const check = loaded.default as UserCheck
  return (text, evidence) =>
    (check(text, evidence) ?? []).map(found => (typeof found === 'string' ? hard('own', found) : found))
}
