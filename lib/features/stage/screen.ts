/** What is on screen: things come, go, and are told with their number. */
import type { Machine } from './machine.ts'
import type { Step, Thing } from './steps.ts'
import { childMobs, tellThing } from './things.ts'
import type { Mob } from './values.ts'

export function tell(m: Machine, mob: Mob): Thing {
  const thing = tellThing(mob, m.world)
  return m.world.capped === Number.POSITIVE_INFINITY ? thing : uncounted(thing, m.world.capped)
}

/** Counts that came out of a loop which was left early are no counts. */
function uncounted(thing: Thing, capped: number): Thing {
  const parts = thing.parts ? { parts: thing.parts.map(part => uncounted(part, capped)) } : {}
  return {
    ...thing,
    ...(typeof thing.count === 'number' && thing.count >= capped ? { count: 'many' as const } : {}),
    ...parts,
  }
}

/** The thing comes on screen. */
export function see(m: Machine, mob: Mob): Thing {
  const thing = tell(m, mob)
  mark(mob, true, 0)
  m.world.shown.add(mob)
  return thing
}

export function hide(m: Machine, mob: Mob): void {
  mark(mob, false, 0)
  m.world.shown.delete(mob)
}

function mark(mob: Mob, shown: boolean, depth: number): void {
  mob.shown = shown
  if (depth < 6) for (const child of childMobs(mob)) mark(child, shown, depth + 1)
}

export function emit(m: Machine, step: Step): void {
  const { world } = m
  world.steps.push(world.doubt > 0 ? { ...step, maybe: true } : step)
}
