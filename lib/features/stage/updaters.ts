/** What goes on by itself as time passes: updaters that are given the time. */
import type { Param } from '../../python/ast.ts'
import { gather } from '../gather.ts'
import { GROWS, MOVES, TURNS } from './changes.ts'
import { type Machine, NO_KEYWORDS } from './machine.ts'
import { emit, isShown, tell, unlessMany } from './screen.ts'
import type { Action, Step } from './steps.ts'
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
  Object.assign(world, { steps, fresh })
  const names = probe.calls.map(({ name }) => name)
  if (names.some(name => TURNS.has(name))) return 'rotate'
  if (names.some(name => name === 'shift' || MOVES.has(name))) return 'move'
  if (names.some(name => GROWS.has(name))) return 'resize'
  return names.some(name => PAINTS.test(name)) ? 'recolor' : 'change'
}

/** Time passes: what goes on by itself is told once. */
export function tellGoing(m: Machine): Step[] {
  const { going } = m.world
  const seen = [...going].filter(([mob]) => isShown(mob) && !mob.camera)
  for (const [mob] of seen) going.delete(mob)
  const actions = new Set(seen.map(([, action]) => action))
  return gather([...actions], action => {
    const mobs = seen.filter(one => one[1] === action)
    return [
      {
        action,
        how: 'keep',
        things: unlessMany(
          m,
          mobs.map(([mob]) => tell(m, mob, false)),
        ),
      },
    ]
  })
}

export function emitGoing(m: Machine, isBeside: boolean): void {
  for (const step of tellGoing(m)) emit(m, isBeside ? { ...step, with: true } : step)
}
