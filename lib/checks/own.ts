/** A user's own checks: `--reject-pattern`, and the module of `--check FILE`. */
import { messageOf, UsageError } from '../errors.ts'
import { importPlugin } from '../plugin.ts'
import { type Check, type Finding, hard } from './types.ts'

/** A module's default export: gives what is wrong, as texts (hard) or findings; undefined or none: nothing is. */
export type UserCheck = (
  description: string,
  evidence: Parameters<Check>[1],
) => readonly (string | Finding)[] | undefined

/** `mode`: `on`, `off` or a module's path. Throws UsageError where a pattern is none or a module has no check. */
export async function loadOwnChecks(mode: string, patterns: readonly string[]): Promise<readonly Check[]> {
  const checks: Check[] = patterns.map(patternCheck)
  if (mode !== 'on' && mode !== 'off') checks.push(await importCheck(mode))
  return checks
}

function patternCheck(pattern: string): Check {
  let compiled: RegExp
  try {
    compiled = new RegExp(pattern, 'iu')
  } catch (error) {
    throw new UsageError(`--reject-pattern: ${messageOf(error)}`, { cause: error })
  }
  return text => {
    const found = compiled.exec(text)?.[0]
    return found === undefined ? [] : [hard('pattern', `it says "${found}", which is not wanted`)]
  }
}

async function importCheck(path: string): Promise<Check> {
  let loaded: unknown
  try {
    loaded = await importPlugin(path)
  } catch (error) {
    throw new UsageError(`--check: cannot load ${path}: ${messageOf(error)}`, { cause: error })
  }
  if (typeof loaded !== 'function') {
    throw new UsageError(`--check: ${path} has no function as its default export`)
  }
  const check = loaded as (...given: Parameters<UserCheck>) => unknown
  return (text, evidence) => {
    let found: unknown
    try {
      found = check(text, evidence)
    } catch (error) {
      throw new UsageError(`--check: ${path} failed: ${messageOf(error)}`, { cause: error })
    }
    if (found === undefined || found === null) return []
    if (Array.isArray(found) && found.every(isFinding)) return found.map(findingOf)
    throw new UsageError(
      `--check: ${path} is to give a list of texts or findings ({ rule, hard, message }), at once, or nothing; it gave ${nameOf(found)}`,
    )
  }
}

function isFinding(value: unknown): value is string | Finding {
  if (typeof value === 'string') return true
  const { rule, hard, message } = (value ?? {}) as Partial<Finding>
  return typeof rule === 'string' && typeof hard === 'boolean' && typeof message === 'string'
}

function findingOf(found: string | Finding): Finding {
  return typeof found === 'string' ? hard('own', found) : found
}

function nameOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise'
  return (JSON.stringify(value) ?? typeof value).slice(0, 100)
}
