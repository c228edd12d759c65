/** What the JavaScript engine is told about our work. */
import { setFlagsFromString } from 'node:v8'

/** The last major version of V8 that is known to have the flag: to be told of another is a complaint on stderr. */
const KNOWN = 14

/**
 * Lets V8 wait longer before it optimises a function. A walk over syntax trees meets new shapes of nodes all the time,
 * so that what is optimised early is thrown away again and again: with the usual budget that took half of all CPU time
 * of a run over 4 MB of programs. Long runs lose nothing by it.
 */
export function optimizeLate(): void {
  if (Number.parseInt(process.versions.v8, 10) <= KNOWN) setFlagsFromString('--interrupt-budget=600000')
}
