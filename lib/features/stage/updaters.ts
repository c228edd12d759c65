/** Updaters: what goes on by itself as time passes. What follows other things is in following.ts. */
import type { Param } from '../../python/ast.ts'
import { GROWS, MOVES, TURNS } from './changes.ts'
import { follow, unseen } from './following.ts'
import type { Machine } from './machine.ts'
import { emit, isShown, tell, unlessMany } from './screen.ts'
import type { Action } from './steps.ts'
import { asMob, asNumber, type Builder, builder, type Mob, num, type Value } from './values.ts'

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
  const probe = builder(mob, m.world.clock.open)
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
