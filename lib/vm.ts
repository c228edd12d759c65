/** What the JavaScript engine is told about our work. */
import { setFlagsFromString } from 'node:v8'

const version = Number.parseInt(process.versions.v8, 10)
/** The last major version of V8 that is known to have the flags: to be told of others is a complaint on stderr. */
const KNOWN = 13

/**
 * What suits every filter: the young generation is cleaned by the thread whose it is, and by no others beside it. There
 * is too little in it for them to help: to wake them, and to wait for them on cores that others want too, took a fifth
 * of all CPU time of the analysis, and wall time with it.
 */
export const CLEANING = ['--no-parallel-scavenge']

/** Suits V8 to streams of records. */
export function suitStreams(): void {
  tell(CLEANING)
}

/**
 * What suits V8 to walks over syntax trees.
 *
 * It waits longer before it optimises a function: a walk meets new shapes of nodes all the time, so that what is
 * optimised early is thrown away again and again. With the usual budget that took half of all CPU time of a run over
 * 4 MB of programs. And it builds fewer callees into a function, which with so many small ones took a tenth of all time.
 *
 * The heap grows by half at most before it is cleaned up. Trees that were kept for a while and are forgotten look like
 * trees that will stay: by its own measure V8 let them pile up to five times of what was in use.
 * And a thread that begins later has from the start as much room for the young as it would come to take.
 */
export const TREE_WALKS = [
  // Newer ones count calls, and count them on top of the tier between, which has a budget of its own.
  version < 12 ? '--interrupt-budget=600000' : '--invocation-count-for-turbofan=20000',
  '--max-inlined-bytecode-size=60',
  '--max-inlined-bytecode-size-cumulative=200',
  '--heap-growing-percent=50',
  '--min-semi-space-size=8',
]

/** Suits V8 to walks over syntax trees, in this thread and in those that begin later. */
export function suitTreeWalks(): void {
  tell(TREE_WALKS)
}

/**
 * After so many programs it pays to optimise sooner. From the first on, a run over the few hundred scenes of real
 * repositories took up to a tenth more CPU time for it, one over 30,000 short programs a twentieth less.
 */
const MANY_PROGRAMS = 500
export const MANY_TREE_WALKS = version < 12 ? ['--interrupt-budget=300000'] : []

/** The same as the work goes on: `programs` are behind it. */
export function suitMoreTreeWalks(programs: number): void {
  if (programs === MANY_PROGRAMS) tell(MANY_TREE_WALKS)
}

/**
 * What keeps young generations, of all threads, as large as they are.
 *
 * What a thread that only hands work to others holds lives a little longer than a young generation lets things live,
 * whatever its size: V8 takes it for a reason to grow it sixteenfold, and the buffers that die there with it.
 */
export const FULL_GROWN = ['--semi-space-growth-factor=1']

/** To be told by every thread that begins, for with each new heap V8 forgets it. */
export function stopGrowing(): void {
  tell(FULL_GROWN)
}

/**
 * What lets the heap grow by three fifths of what lives in it, not to more than three times as much, before what has died
 * is looked for. Where a thousand records are under way each lives just long enough to be taken for one that stays: the
 * larger heap is theirs. A run asking at full speed had 27 MB less for one twelfth more of CPU time.
 */
export const LEAN = ['--heap-growing-percent=60']

/** Keeps the heap of this process small. */
export function stayLean(): void {
  tell(LEAN)
}

function tell(flags: readonly string[]) {
  if (version <= KNOWN) for (const flag of flags) setFlagsFromString(flag)
}
