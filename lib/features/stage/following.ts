/** What follows other things: where they put it at first, and again when a value ran. */
import { isNumber } from '../../facts/manim.ts'
import { gather } from '../gather.ts'
import { quietly } from './at-once.ts'
import { sized } from './effects.ts'
import { isComposed } from './groups.ts'
import { take } from './likeness.ts'
import { type Machine, NO_KEYWORDS } from './machine.ts'
import { isFar, wayOf } from './places.ts'
import { isShown, tell } from './screen.ts'
import type { Step } from './steps.ts'
import { isFullyKnown } from './text.ts'
import { asMob, type Mob, type Point, type Size, type Value } from './values.ts'

export function follow(m: Machine, mob: Mob, updater: Value): void {
  m.world.following.set(mob, { by: updater, anew: false })
  const { text } = mob
  unseen(m, updater, [mob])
  // Who wrote a text to begin with wrote what it says at first; a number begins with whatever it counts.
  if (!isFullyKnown(mob.text) && text !== undefined && mob.value === undefined && !isNumber(mob.cls))
    mob.text = text
}

/** Calls a function; of what it does to the screen nothing is told. */
export function unseen(m: Machine, callee: Value, args: readonly Value[]): Value {
  const { world } = m
  const { steps, fresh } = world
  world.steps = []
  const given = quietly(m, () => m.call(callee, { args, kws: NO_KEYWORDS }))
  world.steps = steps
  world.fresh = fresh
  return given
}

/** Of more nobody can see what each does. */
const MOST_FOLLOWERS = 6

/**
 * What follows other things is where they put it now: what a viewer sees of that, and what asks for the value that ran
 * with no difference that is known here.
 */
export function followAgain(m: Machine, tracker: Mob): { steps: Step[]; others: readonly Mob[] } {
  const { following } = m.world
  const others: Mob[] = []
  if (following.size > MOST_FOLLOWERS) return { steps: [], others }
  const steps = gather([...following], ([mob, { by, anew }]) => {
    if (!isShown(mob) || mob.camera) return []
    const before = { ...mob }
    m.world.asked = new Set()
    const made = unseen(m, by, anew ? [] : [mob])
    if (anew) drawAgain(m, mob, asMob(made))
    const found = differences(m, before, mob)
    if (found.length === 0 && m.world.asked.has(tracker)) others.push(mob)
    m.world.asked = undefined
    return found
  })
  return { steps, others }
}

function drawAgain(m: Machine, mob: Mob, made: Mob | undefined): void {
  if (!made) return
  take(m, mob, made)
  mob.rel = made.rel
}

/** `before`: the thing as it was. */
function differences(m: Machine, before: Mob, mob: Mob): Step[] {
  const asItWas = () => {
    const thing = tell(m, before, false)
    mob.id = before.id
    return [thing]
  }
  if (isFullyKnown(mob.text) && mob.text !== before.text) {
    const things = asItWas()
    return [{ action: 'change', things, detail: `to ${tell(m, mob, false).text ?? mob.text}` }]
  }
  const turn = mob.half && before.half && turnBetween(before.half, mob.half)
  // Another length is neither.
  if (turn === undefined && mob.half) return []
  if (turn) return [{ action: 'rotate', things: asItWas() }]
  const factor = mob.text === undefined ? growth(before.size, mob.size) : undefined
  if (factor !== undefined) return [{ action: 'resize', things: asItWas(), ...sized(factor) }]
  if (!isElsewhere(before, mob)) return []
  // A line between points is drawn elsewhere, as long as it has to be.
  if (mob.rel?.word.startsWith('from ')) return [{ action: 'resize', things: asItWas() }]
  const [from, to] = [before.pos, mob.pos]
  const things = asItWas()
  const place = tell(m, mob).place ?? (from && to && wayOf(to[0] - from[0], to[1] - from[1]))
  return [{ action: 'move', things, ...(place !== undefined && { place }) }]
}

/** How much larger or smaller it is, in the direction in which that is more; undefined where it is not. */
function growth(before: Size | undefined, now: Size | undefined): number | undefined {
  if (!before || !now || before.includes(0) || now.includes(0)) return undefined
  const [wide, high] = [now[0] / before[0], now[1] / before[1]]
  const factor = Math.abs(Math.log(wide)) > Math.abs(Math.log(high)) ? wide : high
  return Math.abs(factor - 1) > LEAST_GROWTH ? factor : undefined
}
const LEAST_GROWTH = 0.02

function isElsewhere(before: Mob, now: Mob): boolean {
  // The middle of what has parts is elsewhere when one of them is.
  if (!before.rel || !now.rel) return !isComposed(now) && isFar(before.pos, now.pos)
  return now.rel.word !== before.rel.word || now.rel.of !== before.rel.of
}

/** Does a line of this length turn? Undefined where it is longer or shorter. */
function turnBetween(before: Point, now: Point): boolean | undefined {
  const [a, b] = [Math.hypot(...before), Math.hypot(...now)]
  if (Math.abs(a - b) > 0.05 * a) return undefined
  return Math.hypot(before[0] - now[0], before[1] - now[1]) > 0.05 * a
}
