/** What is added comes at once, and is told as it is when time passes. */
import { gather } from '../gather.ts'
import { tellChanges } from './at-once.ts'
import { withOthers } from './groups.ts'
import type { Machine, World } from './machine.ts'
import { emit, hide, isShown, markShown, see, standing, tell, unlessMany } from './screen.ts'
import type { Thing } from './steps.ts'
import { asMob, isRest, type Mob, spread, unpacked, type Value } from './values.ts'

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
  m.world.leaving.clear()
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

/** `self.add(…)` */
export function appear(m: Machine, args: readonly Value[]): void {
  const mobs = unpacked(withOthers(args)).map(arg => asMob(arg))
  const seen: Mob[] = []
  for (const mob of mobs)
    if (
      mob &&
      !seen.includes(mob) &&
      !isShown(mob) &&
      !mob.camera &&
      mob.cls !== 'ValueTracker' &&
      !mob.partOf &&
      !comesBack(m, mob)
    )
      seen.push(mob)
  comeAtOnce(m, seen)
}

/** `self.remove(…)` */
export function disappear(m: Machine, args: readonly Value[]): void {
  const { fresh, steps } = m.world
  const gone = spread(args)
    .filter(arg => !isRest(arg))
    .map(arg => asMob(arg))
    .filter(mob => mob !== undefined)
  // Who goes before time has passed was not seen.
  const unseen = fresh?.steps === steps ? fresh.mobs.filter(mob => gone.includes(mob)) : []
  if (fresh && unseen.length > 0)
    m.world.fresh = { ...fresh, mobs: fresh.mobs.filter(mob => !unseen.includes(mob)) }
  const seen = gone.filter(mob => !unseen.includes(mob))
  const things = gather(seen, mob => {
    const members = standing(mob)
    const told = members.map(one => tell(m, one, false))
    if (told.length > 0)
      m.world.leaving.set(mob, { members, things: told, look: placesOf(m, members), steps })
    return told
  })
  for (const mob of gone) hide(m, mob)
  if (things.length > 0) emit(m, { action: 'hide', how: 'remove', things })
}

function placesOf(m: Machine, mobs: readonly Mob[]): readonly Thing[] {
  return mobs.map(mob => tell(m, mob))
}

/** What is removed and added again before time passes, to lie above others, never left. */
function comesBack(m: Machine, mob: Mob): boolean {
  const { world } = m
  const { steps } = world
  const left = world.leaving.get(mob)
  if (left?.steps !== steps) return false
  const at = steps.findLastIndex(step => step.things?.includes(left.things[0]!))
  if (at < 0 || JSON.stringify(placesOf(m, left.members)) !== JSON.stringify(left.look)) return false
  const step = steps[at]!
  const things = step.things!.filter(thing => !left.things.includes(thing))
  world.leaving.delete(mob)
  if (things.length > 0) steps[at] = { ...step, things }
  else {
    steps.splice(at, 1)
    if (world.fresh && world.fresh.at > at) world.fresh = { ...world.fresh, at: world.fresh.at - 1 }
  }
  markShown(mob)
  world.shown.add(mob)
  return true
}
