/** How much time has passed. */
import type { World } from './machine.ts'
import { asNumber, type Value } from './values.ts'

export interface Clock {
  /** On the way that is told. */
  seconds: number
  /** On every way that the scene may take. */
  least: number
  /** Both are known, and the same. */
  exact: boolean
  /** Loops under way of which nobody knows whether they run at all. */
  open: number
}

/** `exact` false where it may be more `seconds`, never less. */
export interface Lasting {
  readonly seconds: number
  readonly exact: boolean
}

export const UNKNOWN: Lasting = { seconds: 0, exact: false }

/** So many seconds; undefined where nobody knows. */
export const exactly = (seconds: number | undefined): Lasting =>
  seconds === undefined ? UNKNOWN : { seconds, exact: true }

/** What the program gives as a time, if it gives one. */
export function given(time: Value | undefined): Lasting | undefined {
  return time && time.t !== 'none' ? exactly(asNumber(time)) : undefined
}

/** Does what the program may or may not do. */
export function perhaps<T>(world: World, work: () => T): T {
  const { clock } = world
  const { seconds } = clock
  const before = world.steps.length
  world.doubt++
  const result = work()
  world.doubt--
  clock.exact &&= world.steps.length === before && clock.seconds === seconds
  return result
}

/** On ways that are not told it may not pass. */
export function pass({ clock, doubt, left }: World, { seconds, exact }: Lasting): void {
  if (doubt === 0 && left === 0 && clock.open === 0) clock.least += seconds
  clock.exact &&= exact
  // Some time it takes, however little.
  clock.seconds += exact ? seconds : seconds || 1
}
