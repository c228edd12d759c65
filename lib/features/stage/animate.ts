/** `thing.animate.shift(UP).set_color(RED)`: what the viewer sees of it. */
import { family } from '../../facts/manim.ts'
import { quietly } from './at-once.ts'
import { moveCamera, placeIn } from './camera.ts'
import { DEFORMS, GROWS, MOVES, PAINTS, TURNS } from './changes.ts'
import { colorOf } from './eval.ts'
import { followAgain } from './following.ts'
import { childMobs } from './groups.ts'
import { findMethod, type Machine } from './machine.ts'
import { callMethod } from './methods.ts'
import { paintOf } from './paint.ts'
import { isFar, wayOf } from './places.ts'
import { faces, see, standing, tell } from './screen.ts'
import type { Step, Thing } from './steps.ts'
import { isFullyKnown, plainText } from './text.ts'
import { isWhole, tellTurn, turnOf } from './turns.ts'
import { asNumber, type Builder, type Mob, type Point } from './values.ts'

const isTracker = family('ValueTracker')

export function builderEffects(m: Machine, builder: Builder): Step[] {
  const { mob, calls } = builder
  if (mob.camera) return moveCamera(m, builder)
  const before = lookOf(mob)
  // What is animated is on screen from then on; what was transparent comes by what makes it visible.
  const clear = mob.opacity === 0
  const shown = entrance(m, mob)
  const things = mob.drives ? [] : faces(m, mob, false)
  for (const call of calls) apply(m, mob, call)
  if (isTracker(mob.cls) && mob.drives) {
    const step = tracker(before.value, mob, faces(m, mob.drives, false))
    const { how: _, ...change } = step
    return standing(mob.drives).length > 0 ? [change] : []
  }
  if (isTracker(mob.cls)) {
    // Nothing runs that stays as it is.
    if (before.value !== undefined && mob.value === before.value) return []
    if (mob.value === undefined) return [tracker(before.value, mob, things)]
    // Nobody sees a value, but what follows it.
    const { steps, others } = followAgain(m, mob)
    const changed = others.map(other => tell(m, other, false))
    if (steps.length > 0)
      return changed.length > 0 ? [...steps, { action: 'change', things: changed }] : steps
    return [tracker(before.value, mob, changed.length > 0 ? changed : things)]
  }
  if (clear && mob.opacity !== 0) return [{ action: 'show', how: 'fade in', things: [see(m, mob)] }]
  if (clear) return shown
  return seenOf(m, builder, before, things, shown)
}

/** What of a thing a change is seen by. */
type Look = Pick<Mob, 'pos' | 'color' | 'value'> & { readonly opacity: number }

export const lookOf = ({ pos, color, value, opacity = 1 }: Mob): Look => ({ pos, color, value, opacity })

/** What is seen of calls that were made, after `steps`. `things`: what a viewer had of the thing. */
export function seenOf(
  m: Machine,
  { mob, calls }: Pick<Builder, 'mob' | 'calls'>,
  before: Look,
  things: Thing[],
  steps: Step[] = [],
): Step[] {
  const names = calls.map(call => call.name)
  if (names.length > 0 && calls.every(isUnseenCall)) return steps
  const places = names.some(name => MOVES.has(name))
  const shifted = names.includes('shift') || (names.includes('restore') && isFar(before.pos, mob.pos))
  if (places || shifted) steps.push(move(m, { mob, calls }, before.pos, things, places))
  if (names.includes('become')) steps.push({ action: 'transform', things, into: [tell(m, mob)] })
  if (names.includes('arrange') || names.includes('arrange_in_grid') || names.includes('arrange_submobjects'))
    steps.push({ action: 'move', how: 'arrange', things, ...(mob.layout ? { detail: mob.layout } : {}) })
  const size = calls.find(isSizing)
  if (size && !places) steps.push({ action: 'resize', things, ...grown(size.name, asNumber(size.args[0])) })
  const turn = calls.find(call => TURNS.has(call.name) && !isUnseenCall(call))
  if (turn)
    steps.push({
      action: 'rotate',
      ...(turn.name === 'flip' && { how: 'flip' }),
      things,
      ...tellTurn(turnOf(turn, turn.name), before.pos, m.world.frame),
    })
  const opacity = mob.opacity ?? 1
  if (opacity === 0 && before.opacity !== 0) steps.push({ action: 'hide', how: 'fade out', things })
  // What it became it is in colour, too.
  else if (names.includes('become')) return steps
  else if (mob.color !== before.color && mob.color !== undefined)
    steps.push({ action: 'recolor', things, color: mob.color })
  else if (mob.color === undefined && calls.some(isPainting)) steps.push({ action: 'recolor', things })
  else if (opacity < before.opacity) steps.push({ action: 'change', how: 'dim', things })
  else if (opacity > before.opacity) steps.push({ action: 'change', how: 'brighten', things })
  if (names.includes('set_value') || names.includes('increment_value'))
    steps.push({ action: 'change', things, ...(isFullyKnown(mob.text) ? { detail: `to ${mob.text}` } : {}) })
  if (names.includes('change_bar_values') && mob.holds?.values)
    steps.push({ action: 'change', things, detail: `to ${mob.holds.values.join(', ')}` })
  if (names.some(name => DEFORMS.has(name))) steps.push({ action: 'deform', things })
  if (names.includes('change_layout')) steps.push(rearranged(calls, things))
  const stroke = calls.find(({ name }) => name === 'set_stroke' || name === 'set_stroke_color')
  if (stroke && steps.length === 0) steps.push(outlined(stroke, things))
  // A colour that it has already is no difference to see.
  const painted = names.length > 0 && names.every(name => PAINTS.has(name))
  if (painted && mob.color !== undefined && mob.color === before.color && opacity === before.opacity)
    return steps
  if (steps.length > 0) return steps
  return [{ action: 'change', ...(names.includes('restore') ? { how: 'restore' } : {}), things }]
}

const SIZES = ['width', 'height', 'depth']

/** `scale(2)`, `set(width=7)` */
function isSizing({ name, kws }: Builder['calls'][number]): boolean {
  return GROWS.has(name) || (name === 'set' && SIZES.some(size => kws.has(size)))
}

const isPainting = (call: Builder['calls'][number]) => PAINTS.has(call.name) && paintOf(call) !== undefined

const UNSEEN = new Set(
  `set_z_index add_updater clear_updaters remove_updater suspend_updating resume_updating save_state`.split(
    /\s+/,
  ),
)

/** Some move things by a hair, so that they are drawn again. */
const A_HAIR = 0.01

function isUnseenCall(call: Builder['calls'][number]): boolean {
  const { name, args } = call
  if (UNSEEN.has(name)) return true
  if (TURNS.has(name)) return isWhole(turnOf(call, name))
  const isShift = name === 'shift' && args.length > 0
  return isShift && args.every(way => way.t === 'vec' && Math.hypot(way.x, way.y, way.z) < A_HAIR)
}

/** Whatever is animated is on screen from then on: the step that says so, where nothing else brings it. */
export function entrance(m: Machine, mob: Mob): Step[] {
  const isThing = !mob.partOf && !mob.camera && !isTracker(mob.cls) && mob.cls !== 'Mobject'
  if (!isThing || mob.opacity === 0 || standing(mob).length > 0) return []
  if (m.world.coming.some(one => holds(one, mob))) return []
  return [{ action: 'show', how: 'appear', things: [see(m, mob)] }]
}

function holds(group: Mob, mob: Mob, depth = 0): boolean {
  return group === mob || (depth < 4 && childMobs(group).some(child => holds(child, mob, depth + 1)))
}

function apply(m: Machine, mob: Mob, call: Builder['calls'][number]): void {
  const own =
    mob.local === undefined ? undefined : findMethod(m.world.names, m.world.classes, mob.local, call.name)
  if (own) quietly(m, () => m.run(own.def, call, m.world.module, mob, own.owner))
  else callMethod(m, mob, call.name, call)
}

function tracker(from: number | undefined, mob: Mob, things: Thing[]): Step {
  const to = mob.value
  const [start, end] = [from, to].map(rounded)
  const detail =
    end === undefined || start === end ? undefined : `${start === undefined ? '' : `from ${start} `}to ${end}`
  return { action: 'change', how: 'value', things, ...(detail === undefined ? {} : { detail }) }
}

/** What is as small as this is the error of a calculation. */
const NOTHING = 1e-9

function rounded(value: number | undefined): string | undefined {
  if (value === undefined) return undefined
  return String(Math.abs(value) < NOTHING ? 0 : Number(value.toPrecision(4)))
}

function move(
  m: Machine,
  { mob, calls }: Pick<Builder, 'mob' | 'calls'>,
  from: Point | undefined,
  things: Thing[],
  places: boolean,
): Step {
  if (!places) {
    const by = shiftOf(calls) ?? (from && mob.pos && [mob.pos[0] - from[0], mob.pos[1] - from[1]])
    const way = by && wayOf(...by)
    return { action: 'move', things, ...(way === undefined ? {} : { place: way }) }
  }
  const { place } = tell(m, mob)
  const middle = mob.pos && Math.hypot(...mob.pos) < 0.3 ? 'to the center' : undefined
  const where = place ?? middle ?? placeIn(m.world.frame, mob.pos)
  return { action: 'move', things, ...(where === undefined ? {} : { place: where }) }
}

/** `graph.animate.change_layout("circular")` */
function rearranged(calls: Builder['calls'], things: Thing[]): Step {
  const given = calls.find(({ name }) => name === 'change_layout')!
  const layout = plainText(given.args[0] ?? given.kws.get('layout'))
  return {
    action: 'move',
    how: 'arrange',
    things,
    ...(layout === undefined ? {} : { detail: `${layout} layout` }),
  }
}

/** How far it is shifted, wherever it is; undefined where it is not, or nobody knows. */
function shiftOf(calls: Builder['calls']): Point | undefined {
  const ways = calls.filter(({ name }) => name === 'shift').flatMap(({ args }) => args)
  if (ways.length === 0 || !ways.every(way => way.t === 'vec')) return undefined
  return ways.reduce<Point>(([x, y], way) => [x + way.x, y + way.y], [0, 0])
}

function outlined(call: Builder['calls'][number], things: Thing[]): Step {
  const color = colorOf(paintOf(call))
  return color === undefined
    ? { action: 'change', how: 'outline', things }
    : { action: 'recolor', how: 'outline', things, color }
}

function grown(name: string, factor: number | undefined): { how?: string } {
  if (factor === undefined || !/^(?:scale|stretch)$/.test(name)) return {}
  return { how: factor > 1 ? 'bigger' : 'smaller' }
}
