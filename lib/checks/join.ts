/** `--check on|off|FILE` and `--reject-pattern`: our rules, the user's, both or none. */
import { checkDescription } from './check.ts'
import { type Check, noCheck } from './types.ts'

/** `own` as loadOwnChecks gives them for the same `mode`: a module stands beside our rules. */
export function joinChecks(mode: string, own: readonly Check[]): Check {
  const checks = mode === 'off' ? own : [checkDescription, ...own]
  if (checks.length === 0) return noCheck
  return (text, evidence) => checks.flatMap(check => check(text, evidence))
}
