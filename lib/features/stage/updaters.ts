/** What goes on by itself as time passes: updaters that are given the time. */
import { family } from '../../facts/manim.ts'
import type { Param } from '../../python/ast.ts'
import { gather } from '../gather.ts'
import { GROWS, MOVES, TURNS } from './changes.ts'
import { isComposed } from './groups.ts'
import { type Machine, NO_KEYWORDS } from './machine.ts'
import { take } from './methods.ts'
import { isFar, wayOf } from './places.ts'
import { emit, isShown, tell, unlessMany } from './screen.ts'
import type { Action, Step } from './steps.ts'
import { asMob, asNumber, type Builder, builder, type Mob, num, type Point, type Value } from './values.ts'

/** Of a second, about what Manim hands over for a frame. */
const FRAME = 1 / 60
const PAINTS = /^(?:set_color|set_fill|set_stroke|set_opacity|fade)/

/**
 * `thing.add_updater(lambda m, dt: m.rotate(dt))`: it goes on by itself, as does what takes the same step in each frame.
 * What merely follows other things is where they put it from its first frame on.
 */
export function addUpdater(m: Machine, mob: Mob, updater: Value | undefined): void {
  if (updater?.t !== 'func') return
  const isTimed = takesTime(updater.def.params, updater.self !== undefined)
  const asked = callsOf(m, mob, updater, isTimed ? [num(FRAME, true)] : [])
  if (isTimed || (asked.length > 0 && asked.every(isStep))) m.world.going.set(mob, actionOf(asked))
  else follow(m, mob, updater)
}

/** By so much, wherever it is. */
function isStep({ name, args }: Builder['calls'][number]): boolean {
  if (name === 'shift') return args.length > 0 && args.every(way => way.t === 'vec')
  return (
    (name === 'rotate' || name === 'scale' || name === 'increment_value') && asNumber(args[0]) !== undefined
  )
}

function follow(m: Machine, mob: Mob, updater: Value): void {
  m.world.following.set(mob, { by: updater, anew: false })
  const { text } = mob
  unseen(m, updater, [mob])
  // Who wrote a text to begin with wrote what it says at first; a number begins with whatever it counts.
  const isLost = mob.text === undefined || mob.text.includes('…')
  if (isLost && text !== undefined && mob.value === undefined && !isNumber(mob.cls)) mob.text = text
}

const isNumber = family('DecimalNumber')

/** Calls a function; of what it does to the screen nothing is told. */
export function unseen(m: Machine, callee: Value, args: readonly Value[]): Value {
  const { world } = m
  const { steps, fresh } = world
  world.steps = []
  const given = m.call(callee, { args, kws: NO_KEYWORDS })
  world.steps = steps
  world.fresh = fresh
  return given
}

export function keepGoing(m: Machine, of: Value | undefined, action: Action): void {
  const mob = asMob(of)
  if (mob) m.world.going.set(mob, action)
}

export function removeUpdaters(m: Machine, mob: Mob): void {
  m.world.going.delete(mob)
  m.world.following.delete(mob)
}

function takesTime(params: readonly Param[], isBound: boolean): boolean {
  const [, second, ...others] = isBound ? params.slice(1) : params
  return (
    second !== undefined && !second.star && !second.default && others.every(one => one.star || one.default)
  )
}

/** Runs it for one frame, and looks what it asks of the thing. */
function callsOf(m: Machine, mob: Mob, updater: Value, time: readonly Value[]): Builder['calls'] {
  const probe = builder(mob)
  unseen(m, updater, [probe, ...time])
  return probe.calls
}

function actionOf(asked: Builder['calls']): Action {
  const names = asked.map(({ name }) => name)
  if (names.some(name => TURNS.has(name))) return 'rotate'
  if (names.some(name => name === 'shift' || MOVES.has(name))) return 'move'
  if (names.some(name => GROWS.has(name))) return 'resize'
  return names.some(name => PAINTS.test(name)) ? 'recolor' : 'change'
}

/** Time passes: what goes on by itself is told, once. `isBeside`: with what is played. */
export function emitGoing(m: Machine, isBeside: boolean): void {
  const { going } = m.world
  const byAction = new Map<Action, Mob[]>()
  for (const [mob, action] of going) {
    if (mob.camera || !isShown(mob)) continue
    going.delete(mob)
    byAction.set(action, [...(byAction.get(action) ?? []), mob])
  }
  for (const [action, mobs] of byAction) {
    const things = unlessMany(
      m,
      mobs.map(mob => tell(m, mob, false)),
    )
    emit(m, { action, how: 'keep', things, ...(isBeside && { with: true }) })
  }
}

/** Of more nobody can see what each does. */
const MOST_FOLLOWERS = 6

/** What follows other things is where they put it now: what a viewer sees of that. */
export function followAgain(m: Machine): Step[] {
  const { following } = m.world
  if (following.size > MOST_FOLLOWERS) return []
  return gather([...following], ([mob, { by, anew }]) => {
    if (!isShown(mob) || mob.camera) return []
    const before = { ...mob }
    const made = unseen(m, by, anew ? [] : [mob])
    if (anew) drawAgain(m, mob, asMob(made))
    return differences(m, before, mob)
  })
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
  if (mob.text !== undefined && mob.text !== before.text && !mob.text.includes('…')) {
    const things = asItWas()
    return [{ action: 'change', things, detail: `to ${tell(m, mob, false).text ?? mob.text}` }]
  }
  const turn = mob.half && before.half && turnBetween(before.half, mob.half)
  // Another length is neither.
  if (turn === undefined && mob.half) return []
  if (turn) return [{ action: 'rotate', things: asItWas() }]
  if (!isElsewhere(before, mob)) return []
  // A line between points is drawn elsewhere, as long as it has to be.
  if (mob.rel?.word.startsWith('from ')) return [{ action: 'resize', things: asItWas() }]
  const [from, to] = [before.pos, mob.pos]
  const things = asItWas()
  const place = tell(m, mob).place ?? (from && to && wayOf(to[0] - from[0], to[1] - from[1]))
  return [{ action: 'move', things, ...(place !== undefined && { place }) }]
}

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
