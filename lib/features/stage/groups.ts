/** What a thing consists of, and what it is part of. */
import { descends, family, perClass } from '../../facts/manim.ts'
import { isRest, type Mob, newMob, unpacked, type Value } from './values.ts'

const GROUPS = new Set(['VGroup', 'Group', 'VDict', 'SGroup', 'OpenGLVGroup', 'OpenGLGroup', 'PGroup'])

export function isGroup(mob: Mob): boolean {
  return GROUPS.has(mob.cls) || (mob.children.length > 0 && (mob.cls === 'VMobject' || mob.cls === 'Mobject'))
}

const isComposedText = family('BulletedList', 'Paragraph')

/** It is nothing but its children. */
export function isComposed(mob: Mob): boolean {
  return isGroup(mob) || (mob.children.length > 0 && isComposedText(mob.cls))
}

/** All that it holds is known: there is nothing else in it. */
export function isCounted(mob: Mob): boolean {
  if (mob.count !== undefined || mob.vague || mob.partOf) return false
  return mob.children.length > 0 || isGroup(mob) || (isOutline(mob.cls) && !mob.local && !isLabeled(mob.cls))
}

/** They are drawn by one line, and have no tip. */
export const isOutline = perClass(
  cls => descends(cls, 'Polygram', 'Circle', 'Dot', 'Annulus') || cls === 'Line' || cls === 'Arc',
)
/** They have no inside. */
export const isLine = family('Line', 'Arc', 'ParametricFunction', 'ImplicitFunction')
const isLabeled = family('LabeledDot', 'LabeledPolygram')

export function childMobs({ children }: Mob): readonly Mob[] {
  // Most groups hold nothing else, and need no copy of what they hold.
  return children.every(child => child.t === 'mob') ? children : facesOf(children)
}

export function facesOf(children: readonly Value[]): Mob[] {
  const found: Mob[] = []
  for (const child of children) {
    if (child.t === 'mob') found.push(child)
    else if (child.t === 'unknown' && child.mob) found.push(child.mob)
  }
  return found
}

export const isTable = family('Table', 'Matrix')

/** A letter of a line of a formula is part of the formula. */
export function wholeOf(mob: Mob): Mob {
  let whole = mob
  for (let i = 0; i < 8 && whole.partOf && !whole.id; i++) whole = whole.partOf
  return whole
}

const PIECE_OF: ReadonlyMap<string, string> = new Map([
  ['nodes', 'node'],
  ['edges', 'edge'],
])

/** `noun`: the class of the part, or what it is called; one of several nodes is a node. */
export function partOf(mob: Mob, noun = PIECE_OF.get(mob.cls) ?? 'Mobject'): Mob {
  const part = newMob(noun)
  part.partOf = mob
  part.shown = mob.shown
  part.pos = undefined
  return part
}

/** Is it a part of the thing, or does it hold such? */
export function isPartOf(value: Value, mob: Mob): boolean {
  if (value.t === 'dict') return value.rest !== undefined && isPartOf(value.rest, mob)
  return value.t === 'mob' && value.partOf === mob
}

/** Of arguments, things of which there may be more or fewer are a group of an unknown number. */
export function withOthers(args: readonly Value[]): readonly Value[] {
  if (!args.some(isRest)) return args
  const found: Value[] = []
  for (const arg of args) {
    const some = isRest(arg) ? unpacked(found.splice(found.length - arg.after)) : []
    if (some.length > 0 && some.every(({ t }) => t === 'mob')) {
      const group = newMob('VGroup')
      group.children = [...some]
      group.count = 'several'
      found.push(group)
    } else found.push(...some, arg)
  }
  return found
}
