/** What is on screen: things come, go, and are told with their number. */

import { showPieces } from './graphs.ts'
import { childMobs, isComposed } from './groups.ts'
import type { Machine } from './machine.ts'
import type { Step, Thing } from './steps.ts'
import { tellThing } from './things.ts'
import { collapse } from './together.ts'
import type { Mob } from './values.ts'

/** A group may hold itself: what is further in is not looked at. */
const DEEPEST = 5

/** `placed` false: without the place where it is, which is about to change or is known. */
export function tell(m: Machine, mob: Mob, placed = true): Thing {
  const thing = tellThing(mob, m.world, { frame: m.world.frame, placed })
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
  markShown(mob)
  m.world.shown.add(mob)
  noteRead(m, mob)
  return thing
}

/** The texts of a thing are on screen from now on. */
export function noteRead(m: Machine, mob: Mob, depth = 0): void {
  if (mob.text !== undefined) m.world.read.add(mob.text)
  for (const text of mob.holds?.texts ?? []) m.world.read.add(text)
  if (depth <= DEEPEST) for (const child of childMobs(mob)) noteRead(m, child, depth + 1)
}

export function markShown(mob: Mob, depth = 0): void {
  mob.shown = true
  showPieces(mob, true)
  if (depth <= DEEPEST) for (const child of childMobs(mob)) markShown(child, depth + 1)
}

export function hide(m: Machine, mob: Mob, depth = 0): void {
  mob.shown = false
  showPieces(mob, false)
  m.world.shown.delete(mob)
  if (depth <= DEEPEST) for (const child of childMobs(mob)) hide(m, child, depth + 1)
}

/** A group is on screen as long as something of it is, however it was shown or hidden. */
export function isShown(mob: Mob, depth = 0): boolean {
  if (depth > DEEPEST || !isComposed(mob)) return mob.shown
  const children = childMobs(mob)
  if (children.length === 0) return mob.shown
  const isOn = (child: Mob) => isShown(child, depth + 1)
  return mob.shown ? children.some(isOn) : children.every(isOn)
}

const MOST_MEMBERS = 8

/** What a viewer has of a thing: itself, or the members of a group that were shown one by one; nothing if unseen. */
export function standing(mob: Mob): Mob[] {
  if (mob.partOf) return mob.shown ? [mob] : []
  // What is on screen under its own number, or has no other face, stands for itself.
  if (mob.shown && (mob.id > 0 || !isComposed(mob))) return isShown(mob) ? [mob] : []
  if (isOpenCrowd(mob)) return [mob]
  const members = membersOn(mob, 0)
  if (mob.shown && members.length === 0 && childMobs(mob).length === 0) return [mob]
  return members.length > MOST_MEMBERS ? [mob] : members
}

/** Some of whom nobody knows how many came one by one: one stands for all of them, and is not all there is. */
function isOpenCrowd(mob: Mob): boolean {
  const members = mob.count === 'several' ? childMobs(mob) : []
  return members.length > 0 && members.every(({ shown }) => shown)
}

function membersOn(mob: Mob, depth: number): Mob[] {
  const found: Mob[] = []
  for (const child of childMobs(mob)) {
    if (child.shown && (child.id > 0 || !isComposed(child))) found.push(child)
    else if (isOpenCrowd(child)) found.push(child)
    else if (depth < 4) found.push(...membersOn(child, depth + 1))
  }
  return found
}

/** The things as a viewer knows them; a thing nobody has seen is told as it is. */
export function faces(m: Machine, mob: Mob, placed = true): Thing[] {
  const members = standing(mob)
  return (members.length > 0 ? members : [mob]).map(one => tell(m, one, placed))
}

export function emit(m: Machine, step: Step): void {
  const { world } = m
  const told = step.things ? { ...step, things: unlessMany(m, step.things) } : step
  world.steps.push(world.doubt > 0 ? { ...told, maybe: true } : told)
}

const MOST_TOLD = 12

/** Each of the things, or what they are together. */
export function unlessMany(m: Machine, things: readonly Thing[]): readonly Thing[] {
  return things.length > MOST_TOLD ? crowd(m, things) : things
}

/** A crowd is told by kinds and numbers; those that belong to one thing as parts of it. */
function crowd(m: Machine, things: readonly Thing[]): Thing[] {
  return collapse(things).map(thing => {
    if (thing.count === undefined) return thing
    const { id: _, of: __, part: ___, ...one } = thing
    const same = things.filter(other => other.kind === thing.kind && other.name === thing.name)
    const [first] = same
    const whole = first?.part && same.every(other => other.of === first.of) ? first.of : undefined
    const many = typeof one.count === 'number' && one.count >= m.world.capped
    return {
      ...one,
      ...(many ? { count: 'many' as const } : {}),
      ...(whole === undefined ? {} : { part: true as const, of: whole }),
    }
  })
}
