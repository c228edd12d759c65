/** What one animation does to the screen. */
import { descends, families, family, perClass } from '../../facts/manim.ts'
import { gather } from '../gather.ts'
import { builderEffects, entrance } from './animate.ts'
import { cameraBack, placeIn } from './camera.ts'
import { colorOf } from './eval.ts'
import { unseen } from './following.ts'
import { childMobs, isGroup } from './groups.ts'
import { isWrapped } from './letters.ts'
import { take, takeBack, takeChanges } from './likeness.ts'
import { type Machine, NO_KEYWORDS } from './machine.ts'
import { callMethod } from './methods.ts'
import { isThereAndBack } from './rates.ts'
import { thereAndBack } from './returning.ts'
import { faces, hide, isShown, markShown, noteRead, see, standing, tell } from './screen.ts'
import { offsetOf } from './sizes.ts'
import type { Step, Thing } from './steps.ts'
import { tableOf } from './tables.ts'
import { manyOf } from './together.ts'
import { tellTurn, turnOf } from './turns.ts'
import { type Anim, anim, asMob, asNumber, builder, type Mob, num, truth, type Value } from './values.ts'
import { whereIs } from './whereabouts.ts'

const shownBy = manner([
  ['AddTextLetterByLetter', 'type'],
  ['AddTextWordByWord', 'type'],
  ['TypeWithCursor', 'type'],
  ['ShowIncreasingSubsets', 'one by one'],
  ['ShowSubmobjectsOneByOne', 'one by one'],
  ['Write', 'write'],
  ['DrawBorderThenFill', 'draw'],
  ['SpiralIn', 'spiral in'],
  ['SpinInFromNothing', 'spin in'],
  ['GrowFromPoint', 'grow'],
  ['GrowFromCenter', 'grow'],
  ['GrowArrow', 'grow'],
  ['FadeIn', 'fade in'],
  ['Add', 'appear'],
  ['Create', 'draw'],
  ['ShowPartial', 'draw'],
])
const hiddenBy = manner([
  ['FadeOut', 'fade out'],
  ['Unwrite', 'erase'],
  ['Uncreate', 'erase'],
  ['RemoveTextLetterByLetter', 'erase'],
  ['UntypeWithCursor', 'erase'],
  ['ShrinkToCenter', 'shrink away'],
])
const highlightOf = manner([
  ['Indicate', 'highlight'],
  ['Circumscribe', 'circle'],
  ['ShowPassingFlash', 'passing flash'],
  ['Flash', 'flash'],
  ['FocusOn', 'focus'],
  ['Wiggle', 'wiggle'],
  ['ApplyWave', 'wave'],
  ['Broadcast', 'broadcast'],
  ['Blink', 'blink'],
])

/** How a class of animations is said, by the first root that it descends from. */
function manner(table: readonly (readonly [string, string])[]): (cls: string) => string | undefined {
  return perClass(cls => table.find(([root]) => descends(cls, root))?.[1])
}

const isA = families({
  map: ['LaggedStartMap'],
  lagged: ['LaggedStart'],
  flash: ['ShowPassingFlash'],
  /** They draw something at or around a thing, and leave the thing itself alone. */
  beside: ['Broadcast', 'Circumscribe', 'Flash', 'FocusOn', 'ShowPassingFlash'],
  several: ['FadeIn', 'Add'],
  along: ['MoveAlongPath'],
  rotation: ['Rotate', 'Rotating'],
  /** Each member of a group goes its own way. */
  own: ['MoveToTarget', 'Restore'],
  recolor: ['FadeToColor'],
  scale: ['ScaleInPlace'],
  swap: ['Swap', 'CyclicReplace'],
  decimal: ['ChangingDecimal', 'ChangeDecimalToValue'],
  deform: [
    'ApplyFunction',
    'ApplyPointwiseFunction',
    'ApplyMatrix',
    'Homotopy',
    'PhaseFlow',
    'ApplyComplexFunction',
  ],
  transform: ['Transform', 'TransformMatchingAbstractBase', 'FadeTransform'],
  copies: ['TransformFromCopy'],
  replaces: ['ReplacementTransform', 'TransformMatchingAbstractBase', 'FadeTransform', 'TransformFromCopy'],
})

/** What is given other animations; those that descend from these make their own. */
const GROUPS: ReadonlySet<string> = new Set(['AnimationGroup', 'ChangeSpeed', 'LaggedStart', 'Succession'])

/** Whether things may leave the screen by it, or by one of the animations that it holds. */
export function isHiding(cls: string): boolean {
  return GROUPS.has(cls) || isA(cls).map || hiddenBy(cls) !== undefined
}

/** The things that come on screen by an animation. */
export function introduced(value: Value): Mob[] {
  if (value.t === 'list') return gather(value.items, introduced)
  if (value.t !== 'anim') return []
  if (GROUPS.has(value.cls)) return gather(value.rest, introduced)
  const [first] = value.rest
  // Of each member it makes what it is given.
  const cls = isA(value.cls).map && first?.t === 'class' ? first.name : value.cls
  const comes = shownBy(cls) !== undefined && hiddenBy(cls) === undefined
  if (!comes || isA(cls).flash) return []
  return value.mobs.map(one => (one.t === 'list' ? undefined : asMob(one))).filter(mob => mob !== undefined)
}

/** Steps of one argument of `play`, in order; the things are changed accordingly. */
export function effects(m: Machine, value: Value): Step[] {
  const { clock, nextId } = m.world
  const steps = effectsOf(m, value)
  const isOneOfMany = (value.t === 'anim' || value.t === 'builder') && value.within > clock.open
  return isOneOfMany ? steps.map(step => ofEach(step, nextId)) : steps
}

/** The same of each of many, who knows how many, of which one was told. */
function ofEach(step: Step, firstNew: number): Step {
  const { things, into } = step
  const each = (thing: Thing) => manyOf(thing, 'several', firstNew)
  return { ...step, ...(things && { things: things.map(each) }), ...(into && { into: into.map(each) }) }
}

function effectsOf(m: Machine, value: Value): Step[] {
  if (value.t === 'list') return gather(value.items, item => effects(m, item))
  if (value.t === 'builder') {
    const run = () => builderEffects(m, value)
    return returns(m, value.rate) ? thereAndBack(m, [value.mob], run) : run()
  }
  // `play(banner.create())`: an animation that the thing makes of itself.
  if (value.t === 'mob') {
    if (value.partOf || value.cls === 'Mobject') return [{ action: 'more' }]
    const comes = entrance(m, value)
    return comes.length > 0 ? comes : [{ action: 'change', things: faces(m, value) }]
  }
  if (value.t !== 'anim') {
    if (value.t === 'method') return effects(m, value.of)
    return value.t === 'unknown' ? [{ action: 'more' }] : []
  }
  const rate = value.kws.get('rate_func')
  if (GROUPS.has(value.cls) || isA(value.cls).map) {
    const { returning } = m.world
    m.world.returning = returns(m, rate)
    const steps = groupEffects(m, value)
    m.world.returning = returning
    return steps
  }
  if (!returns(m, rate)) return single(m, value)
  const mobs = value.mobs.slice(0, 1).map(one => asMob(one))
  return thereAndBack(
    m,
    mobs.filter(mob => mob !== undefined),
    () => single(m, value),
  )
}

function returns({ world }: Machine, rate: Value | undefined): boolean {
  return world.returning || isThereAndBack(rate)
}

function groupEffects(m: Machine, { cls, kws, rest }: Anim): Step[] {
  const [first, second] = rest
  if (isA(cls).map && first?.t === 'class') {
    const mob = asMob(second ?? kws.get('mobject'))
    if (!mob) return []
    const members = isA(first.name).own ? childMobs(mob).slice(0, MOST_MAPPED) : []
    const inner = (one: Mob) => anim(first.name, [one], NO_KEYWORDS, [one])
    const steps = gather(members.length > 0 ? members : [mob], one => single(m, inner(one)))
    return merge(steps).map(step => ({ ...step, detail: 'one after another' }))
  }
  const steps = gather(rest, item => effects(m, item))
  if (isA(cls).lagged && steps.length > 0)
    return merge(steps).map(step => ({ ...step, detail: 'one after another' }))
  return steps
}

/** Of a group with more members each is not looked at. */
const MOST_MAPPED = 60

function single(m: Machine, anim: Anim): Step[] {
  const { cls } = anim
  const is = isA(cls)
  const mobs = anim.mobs.map(value => asMob(value)).filter(mob => mob !== undefined)
  const [a, b] = mobs
  // What takes away is often a kind of what shows: `Unwrite` is a `Write` played backwards.
  const away = hiddenBy(cls)
  if (away !== undefined) return vanish(m, anim.mobs, mobs, away)
  const how = shownBy(cls)
  if (how !== undefined && !is.flash) return show(m, is.several ? mobs : mobs.slice(0, 1), how)
  if (!a) return cls === 'Wait' || mobs.length === 0 ? [] : [{ action: 'more' }]
  const highlight = highlightOf(cls)
  if (highlight !== undefined) {
    const color = colorOf(anim.kws.get('color'))
    if (!a.shown && is.flash) a.id ||= m.world.nextId++
    return [
      ...(is.beside ? [] : entrance(m, a)),
      {
        action: 'highlight',
        how: highlight,
        things: faces(m, a),
        ...(color === undefined ? {} : { color }),
      },
    ]
  }
  const comes = b && is.transform ? [] : entrance(m, a)
  const steps = changes(m, anim, a, mobs)
  // Of what comes by a change of which nothing is known there is no more to say.
  return comes.length > 0 && steps.every(isVague) ? comes : [...comes, ...steps]
}

const isVague = ({ action, how, detail }: Step) =>
  action === 'change' && how === undefined && detail === undefined

/** How far an animation is when it is over. */
const END = num(1, true)

/** What an animation does to a thing that is there. */
function changes(m: Machine, anim: Anim, a: Mob, mobs: readonly Mob[]): Step[] {
  const { cls } = anim
  const is = isA(cls)
  const [, b] = mobs
  if (cls === 'MoveToTarget') return a.target ? becomes(m, a, a.target) : []
  if (cls === 'Restore') return restore(m, a)
  if (is.along)
    return [{ action: 'move', how: 'along', things: [plain(m, a)], ...(b ? { into: [tell(m, b)] } : {}) }]
  if (is.rotation) return [rotate(m, a, anim)]
  if (is.recolor) {
    const color = colorOf(anim.rest[1] ?? anim.kws.get('color'))
    const thing = tell(m, a)
    if (color !== undefined) a.color = color
    return [{ action: 'recolor', things: [thing], ...(color === undefined ? {} : { color }) }]
  }
  if (is.scale) return [{ action: 'resize', things: [plain(m, a)], ...sized(asNumber(anim.rest[1])) }]
  if (is.swap) return [{ action: 'swap', things: mobs.map(mob => plain(m, mob)) }]
  if (is.decimal) {
    const [, to] = anim.rest
    // `lambda alpha: 5 * alpha`, at the end.
    const value = to?.t === 'func' ? unseen(m, to, [END]) : to
    const things = [plain(m, a)]
    callMethod(m, a, 'set_value', { args: value ? [value] : [], kws: NO_KEYWORDS })
    return [
      { action: 'change', things, ...(a.value === undefined ? {} : { detail: `to ${a.text ?? a.value}` }) },
    ]
  }
  if (cls === 'UpdateFromAlphaFunc') {
    return asked(m, a, anim.rest[1], [END]) ?? [{ action: 'change', things: faces(m, a) }]
  }
  if (is.deform) {
    // How comes first: a function, or a matrix, which may be a list.
    const mob = asMob(anim.rest[1] ?? anim.kws.get('mobject')) ?? a
    const known = cls === 'ApplyFunction' ? asked(m, mob, anim.rest[0]) : undefined
    return known ?? [...entrance(m, mob), { action: 'deform', things: [tell(m, mob)] }]
  }
  if (b && is.transform) return transform(m, anim, a, b)
  return [{ action: 'change', things: faces(m, a) }]
}

function show(m: Machine, mobs: readonly Mob[], how: string): Step[] {
  const comes = (things: readonly Thing[], more = {}): Step[] =>
    things.length === 0 ? [] : [{ action: 'show', how, things, ...more }]
  const there = how === 'appear' ? [] : mobs.filter(mob => comesAgain(m, mob))
  const before = gather(there, mob => faces(m, mob))
  return [...comes(gather(mobs, mob => arrive(m, mob))), ...comes(before, { again: true })]
}

/** Parts come each time with their whole; what stands for any of several may be another one. */
function comesAgain({ world }: Machine, mob: Mob): boolean {
  if (mob.opacity === 0 || mob.partOf || !world.again.has(mob)) return false
  return ![mob, ...standing(mob)].some(one => world.anyOf.has(one))
}

/** What comes on screen when a thing is shown: of a group that is there in part only the rest. */
function arrive(m: Machine, mob: Mob): Thing[] {
  // What is wholly transparent is not seen, whatever brings it.
  if (mob.opacity === 0) return []
  const table = tableOf(mob)
  if (table && m.world.arriving.has(table)) return arrive(m, table)
  if (mob.partOf) return [seePart(m, mob, mob.partOf)]
  if (isShown(mob)) return []
  const there = standing(mob)
  if (there.length === 0 || there.includes(mob)) return [see(m, mob)]
  return gather(childMobs(mob), child => arrive(m, child))
}

/** The first lines of a text are where they are to be in the text. */
function seePart(m: Machine, mob: Mob, of: Mob): Thing {
  const thing = see(m, mob)
  const isFirst = thing.text !== undefined && thing.of === undefined && !mob.pos && !mob.rel
  const place = isFirst ? placeWithin(m.world.frame, mob, of) : undefined
  return place === undefined ? thing : { ...thing, place }
}

function placeWithin(frame: Mob, mob: Mob, of: Mob): string | undefined {
  if (isWrapped(of)) return undefined
  const offset = of.rel ? undefined : offsetOf(mob, of)
  if (!offset || !of.pos) return whereIs(of, frame)
  return placeIn(frame, [of.pos[0] + offset[0], of.pos[1] + offset[1]])
}

function vanish(m: Machine, values: readonly Value[], mobs: readonly Mob[], how: string): Step[] {
  const { world } = m
  const everything = values.some(value => value.t === 'list' && value.everything)
  if (everything) {
    for (const mob of [...world.shown]) hide(m, mob)
    return [{ action: 'clear', how }]
  }
  const gone = gather(mobs, mob => (isUnseen(mob) ? [mob] : standing(mob)))
  const things = gone.map(mob => plain(m, mob))
  for (const mob of mobs) hide(m, mob)
  return things.length === 0 ? [] : [{ action: 'hide', how, things }]
}

/** Manim brings what is not there for the time in which it goes. */
function isUnseen(mob: Mob): boolean {
  if (mob.shown || mob.opacity === 0) return false
  return mob.hint !== undefined || (mob.id === 0 && !mob.partOf && !isGroup(mob) && mob.cls !== 'Mobject')
}

function transform(m: Machine, { cls, kws }: Anim, a: Mob, b: Mob): Step[] {
  const is = isA(cls)
  const copies = is.copies || (!a.shown && a.copyOf?.shown === true)
  const source = copies && a.copyOf && !a.shown ? a.copyOf : a
  const from = faces(m, source, false)
  const swapped = kws.get('replace_mobject_with_target_in_scene')
  const replaces = is.replaces || copies || (swapped !== undefined && truth(swapped) === true)
  if (replaces) {
    if (!copies) hide(m, a)
    const into = see(m, b)
    return [{ action: 'transform', ...(copies ? { how: 'copy' } : {}), things: from, into: [into] }]
  }
  if (same(a, b) || (a.shown && alike(a, b))) return becomes(m, a, b)
  take(m, a, b)
  markShown(a)
  m.world.shown.add(a)
  noteRead(m, a)
  return [{ action: 'transform', things: from, into: [tell(m, a)] }]
}

function same(a: Mob, b: Mob): boolean {
  return b.copyOf === a && a.cls === b.cls && a.text === b.text
}

const isSimple = family(
  'Circle',
  'Rectangle',
  'Line',
  'Dot',
  'SurroundingRectangle',
  'Brace',
  'Arrow',
  'Triangle',
  'Square',
  'Polygon',
  'Ellipse',
  'Underline',
)

/** A frame that becomes an equal frame elsewhere has moved. */
function alike(a: Mob, b: Mob): boolean {
  return isSimple(a.cls) && a.cls === b.cls && a.text === b.text && a.color === b.color
}

/** A thing goes over into a changed copy of itself. */
function becomes(m: Machine, a: Mob, b: Mob): Step[] {
  const thing = plain(m, a)
  const moved =
    !b.pos || !a.pos || Math.hypot(b.pos[0] - a.pos[0], b.pos[1] - a.pos[1]) > 0.4 || b.rel !== a.rel
  const recolored = b.color !== a.color
  const retexted = b.text !== a.text
  takeChanges(m, a, b)
  noteRead(m, a)
  const place = tell(m, a).place ?? placeIn(m.world.frame, a.pos)
  const steps: Step[] = []
  if (retexted) steps.push({ action: 'transform', things: [thing], into: [tell(m, a)] })
  else if (moved) steps.push({ action: 'move', things: [thing], ...(place === undefined ? {} : { place }) })
  if (recolored && b.color !== undefined) steps.push({ action: 'recolor', things: [thing], color: b.color })
  return steps.length > 0 ? steps : [{ action: 'change', things: [thing] }]
}

function restore(m: Machine, a: Mob): Step[] {
  if (a.camera) return cameraBack(m, a)
  const unseen = a.opacity === 0
  if (a.saved) takeBack(m, a, a.saved)
  if (unseen && a.opacity !== 0) return [{ action: 'show', how: 'fade in', things: [see(m, a)] }]
  return [{ action: 'change', how: 'restore', things: [plain(m, a)] }]
}

function rotate(m: Machine, a: Mob, anim: Anim): Step {
  const given = { args: anim.rest.slice(1), kws: anim.kws }
  const step: Step = {
    action: 'rotate',
    things: [plain(m, a)],
    ...tellTurn(turnOf(given), a.pos, m.world.frame),
  }
  callMethod(m, a, 'rotate', given)
  return step
}

export function sized(factor: number | undefined): { how?: string } {
  return factor === undefined || factor === 1 ? {} : { how: factor > 1 ? 'bigger' : 'smaller' }
}

/** What the function asks of the thing, as `animate` would; undefined where that is nothing that is known. */
function asked(m: Machine, mob: Mob, by: Value | undefined, more: readonly Value[] = []): Step[] | undefined {
  const probe = builder(mob, m.world.clock.open)
  if (by?.t === 'func') unseen(m, by, [probe, ...more])
  return probe.calls.length > 0 ? builderEffects(m, probe) : undefined
}

/** The thing without its place. */
function plain(m: Machine, mob: Mob): Thing {
  return tell(m, mob, false)
}

/** Equal effects at the same time become one with more things. */
export function merge(steps: readonly Step[]): readonly Step[] {
  if (steps.length < 2) return steps
  const found: Step[] = []
  /** The things of steps that were made here, which can grow. */
  const growing = new Map<Step, Thing[]>()
  for (const step of steps) {
    const at = found.findIndex(
      one =>
        one.action === step.action &&
        one.how === step.how &&
        one.place === step.place &&
        one.color === step.color &&
        one.detail === step.detail &&
        one.back === step.back &&
        one.again === step.again &&
        !one.into &&
        !step.into &&
        !one.steps &&
        one.action !== 'camera',
    )
    // Letters that turn into letters are one change of the whole.
    if (step.into && found.some(one => isSameOfParts(one, step))) continue
    const one = found[at]
    if (one?.things && step.things) {
      let things = growing.get(one)
      if (!things) {
        things = [...one.things]
        found[at] = { ...one, things }
        growing.set(found[at], things)
      }
      for (const thing of step.things) if (!isAmong(thing, things)) things.push(thing)
    } else if (!(one && step.action === 'more')) found.push(step)
  }
  return found
}

/** What is done to a thing twice at once is told once. */
function isAmong({ id }: Thing, things: readonly Thing[]): boolean {
  return id !== undefined && things.some(one => one.id === id)
}

function isSameOfParts(a: Step, b: Step): boolean {
  const same = (x: readonly Thing[] | undefined, y: readonly Thing[] | undefined) => {
    const [one, two] = [x?.[0], y?.[0]]
    return (
      x?.length === 1 &&
      y?.length === 1 &&
      one?.part &&
      two?.part &&
      one.of === two.of &&
      one.text === two.text
    )
  }
  return a.action === b.action && a.how === b.how && Boolean(same(a.things, b.things) && same(a.into, b.into))
}
