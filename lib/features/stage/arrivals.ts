/** What is added comes at once, and is told as it is when time passes. */
import { tellChanges } from './at-once.ts'
import type { Machine, World } from './machine.ts'
import { emit, hide, see, tell, unlessMany } from './screen.ts'
import type { Thing } from './steps.ts'
import type { Mob } from './values.ts'

/** The things come on screen, with those that were added since time last passed. */
export function comeAtOnce(m: Machine, mobs: Mob[]): void {
  const things = mobs.map(mob => see(m, mob))
  if (things.length === 0) return
  const { steps, fresh, doubt } = m.world
  const before = fresh && fresh.steps === steps && fresh.at === steps.length - 1 ? steps[fresh.at] : undefined
  // What is added one after the other, with no time between, comes at once.
  if (fresh && before && (before.maybe === true) === doubt > 0) {
    steps[fresh.at] = { ...before, things: unlessMany(m, [...(before.things ?? []), ...things]) }
    fresh.mobs.push(...mobs)
    return
  }
  emit(m, { action: 'show', how: 'appear', things })
  m.world.fresh = { steps, at: steps.length - 1, mobs }
}

/** What was added in steps that tell of nothing else; undefined where they tell of more, or of nothing. */
export function addedAlone({ steps, fresh, doubt }: World): readonly Mob[] | undefined {
  const [only, ...others] = steps
  const isFresh = fresh?.steps === steps && others.length === 0 && (only?.maybe === true) === doubt > 0
  return isFresh ? fresh.mobs : undefined
}

/**
 * Time passes. Of what was just added only that counts which is seen and is not `coming` by an animation, as it is now:
 * often things are put in their places after they were added.
 */
export function settle(m: Machine, coming: readonly Mob[]): void {
  arrived(m, coming)
  tellChanges(m)
}

function arrived(m: Machine, coming: readonly Mob[]): void {
  const { fresh } = m.world
  m.world.fresh = undefined
  const step = fresh?.steps[fresh.at]
  if (!fresh || !step) return
  const byAnimation = new Set(coming)
  const things: Thing[] = []
  for (const mob of fresh.mobs)
    if (mob.opacity === 0 || byAnimation.has(mob)) hide(m, mob)
    else things.push(tell(m, mob))
  if (things.length > 0) fresh.steps[fresh.at] = { ...step, things: unlessMany(m, things) }
  else fresh.steps.splice(fresh.at, 1)
}
