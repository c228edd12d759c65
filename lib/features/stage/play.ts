/** What is played at once, and what in turn. */
import { gather } from '../gather.ts'
import { settle } from './arrivals.ts'
import { exactly, given, pass } from './clock.ts'
import { effects, introduced, isHiding, merge } from './effects.ts'
import { lasting, longest } from './lasting.ts'
import type { Args, Machine } from './machine.ts'
import { isThereAndBack } from './rates.ts'
import { emit, isShown } from './screen.ts'
import type { Step } from './steps.ts'
import { wholeTables } from './tables.ts'
import { emitGoing } from './updaters.ts'
import { type Mob, unpacked, type Value } from './values.ts'

/** `first`: what takes its time beside all that is played. */
export function play(m: Machine, { args, kws }: Args, first?: Step): void {
  const { world } = m
  const anims = unpacked(args)
  const parts = [...(first ? [exactly(1)] : []), ...anims.map(lasting)]
  pass(world, given(kws.get('run_time')) ?? longest(parts))
  const turns = turnsOf(anims).map(turn => ({ turn, coming: gather(turn, introduced) }))
  settle(
    m,
    gather(turns, ({ coming }) => coming),
  )
  world.returning = isThereAndBack(kws.get('rate_func'))
  const told = turns.map(({ turn, coming }) => stepsOf(m, turn, coming))
  world.returning = false
  if (first) told[0] = [first, ...(told[0] ?? [])]
  for (const steps of together(told))
    steps.forEach((step, i) => {
      emit(m, i === 0 ? step : { ...step, with: true })
    })
  emitGoing(
    m,
    told.some(steps => steps.length > 0),
  )
}

/** What a succession is given is played one after the other. */
function turnsOf(anims: readonly Value[]): readonly (readonly Value[])[] {
  const [only, ...others] = anims
  const isSuccession = only?.t === 'anim' && only.cls === 'Succession' && others.length === 0
  return isSuccession ? unpacked(only.rest).map(anim => [anim]) : [anims]
}

/** The same of several things in turn is said once. */
function together(turns: readonly (readonly Step[])[]): readonly (readonly Step[])[] {
  if (turns.length === 1) return turns
  const [only, ...others] = merge(turns.flat())
  const isSame = only?.detail === undefined && others.length === 0 && only?.things?.length === turns.length
  return isSame ? [[{ ...only, detail: 'one after another' }]] : turns
}

function stepsOf(m: Machine, anims: readonly Value[], coming: readonly Mob[]): readonly Step[] {
  const { world } = m
  world.coming = coming
  world.again = new Set(coming.filter(mob => isShown(mob)))
  world.arriving = wholeTables(coming)
  const visible = anims.some(mayHide) ? [...world.shown].filter(isOnTop) : []
  return tidy(m, comingFirst(merge(gather(anims, anim => effects(m, anim)))), visible)
}

/** What is only there from now on is there before anything is done to it. */
function comingFirst(steps: readonly Step[]): readonly Step[] {
  const isThere = ({ how, action }: Step) => action === 'show' && how === 'appear'
  return [...steps.filter(isThere), ...steps.filter(step => !isThere(step))]
}

/** Fading out all there is is one thing to say. */
function tidy(m: Machine, steps: readonly Step[], before: readonly Mob[]): readonly Step[] {
  const known = steps.length > 1 ? steps.filter(step => step.action !== 'more') : steps
  const [only] = known
  if (known.length === 1 && only?.action === 'hide' && before.length > 1 && before.every(mob => !mob.shown)) {
    m.world.shown.clear()
    return [{ action: 'clear', ...(only.how === undefined ? {} : { how: only.how }) }]
  }
  return known
}

function mayHide(value: Value): boolean {
  return value.t !== 'anim' || isHiding(value.cls)
}

function isOnTop(mob: Mob): boolean {
  return mob.id > 0 && mob.shown && mob.partOf === undefined
}
