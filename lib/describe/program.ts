/** Which program this is, down to the last byte of its code: what is derived by one is no other's. */
import { readFileSync } from 'node:fs'

/** Undefined where the build left no mark. */
export function programHash(): string | undefined {
  try {
    return readFileSync(new URL('../program-hash', import.meta.url), 'utf8')
  } catch {
    return undefined
  }
}
