/** What goes on by itself as time passes: updaters that are given the time. */
import type { Param } from '../../python/ast.ts'
import { GROWS, MOVES, TURNS } from './changes.ts'
import { type Machine, NO_KEYWORDS } from './machine.ts'
import { emit, isShown, tell, unlessMany } from './screen.ts'
import type { Action } from './steps.ts'
import { asMob, builder, type Mob, num, type Value } from './values.ts'

/** Of a second, about what Manim hands over for a frame. */
const FRAME = 1 / 60
const PAINTS = /^(?:set_color|set_fill|set_stroke|set_opacity|fade)/

/** `thing.add_updater(lambda m, dt: m.rotate(dt))`. What merely follows other things has no time of its own. */
export function addUpdater(m: Machine, mob: Mob, updater: Value | undefined): void {
  if (updater?.t !== 'func' || !takesTime(updater.def.params, updater.self !== undefined)) return
  m.world.going.set(mob, actionOf(m, mob, updater))
}

export function keepGoing(m: Machine, of: Value | undefined, action: Action): void {
  const mob = asMob(of)
  if (mob) m.world.going.set(mob, action)
}

export function removeUpdaters(m: Machine, mob: Mob): void {
  m.world.going.delete(mob)
}

function takesTime(params: readonly Param[], isBound: boolean): boolean {
  const [, second, ...others] = isBound ? params.slice(1) : params
  return (
    second !== undefined && !second.star && !second.default && others.every(one => one.star || one.default)
  )
}

/** Runs it for one frame, and looks what it asks of the thing. */
function actionOf(m: Machine, mob: Mob, updater: Value): Action {
  const { world } = m
  const { steps, fresh } = world
  const probe = builder(mob)
  world.steps = []
  m.call(updater, { args: [probe, num(FRAME, true)], kws: NO_KEYWORDS })
  world.steps = steps
  world.fresh = fresh
  const names = probe.calls.map(({ name }) => name)
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
