/** What the JavaScript engine is told about our work. */
import { setFlagsFromString } from 'node:v8'

/** The last major version of V8 that is known to have the flags: to be told of another is a complaint on stderr. */
const KNOWN = 14

/**
 * Suits V8 to walks over syntax trees, in this thread and in those that begin later.
 *
 * It waits longer before it optimises a function: a walk meets new shapes of nodes all the time, so that what is
 * optimised early is thrown away again and again. With the usual budget that took half of all CPU time of a run over
 * 4 MB of programs. And it builds fewer callees into a function, which with so many small ones took a tenth of all
 * time. Long runs lose nothing by either.
 *
 * The heap grows by half at most before it is cleaned up. Trees that were kept for a while and are forgotten look like
 * trees that will stay: by its own measure V8 let them pile up to five times of what was in use.
 */
export function suitTreeWalks(): void {
  if (Number.parseInt(process.versions.v8, 10) > KNOWN) return
  setFlagsFromString('--interrupt-budget=600000')
  setFlagsFromString('--max-inlined-bytecode-size=60')
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200')
  setFlagsFromString('--heap-growing-percent=50')
}
