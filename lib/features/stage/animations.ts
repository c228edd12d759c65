/** Animations of Manim, of what their constructors are given. */
import { lineageOf, perClass } from '../../facts/manim.ts'
import type { Def, Lambda } from '../../python/ast.ts'
import { withOthers } from './groups.ts'
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { anim, asMob, builder, type Mob, num, unknown, type Value } from './values.ts'

/** `cls`: the class of Manim, or the nearest ancestor of one of the program's own. */
export function makeAnimation(m: Machine, cls: string, { args, kws }: Args): Value {
  if (cls === 'ApplyMethod') return applied(m, args, kws.get('run_time'))
  const mobs = withOthers(args)
  return anim(cls, [...mobs, ...named(kws)], kws, mobs, m.world.clock.open)
}

/** `ApplyMethod(thing.shift, UP)`, which is `thing.animate.shift(UP)`; a dictionary at its end holds keywords. */
function applied(m: Machine, [method, ...given]: readonly Value[], time: Value | undefined): Value {
  const mob = asMob(method?.t === 'method' ? method.of : method?.t === 'func' ? method.self : undefined)
  const name = method?.t === 'method' ? method.name : method?.t === 'func' ? nameOf(method.def) : ''
  if (!mob || name === '') return unknown()
  const last = given.at(-1)
  const call =
    last?.t === 'dict'
      ? { name, args: given.slice(0, -1), kws: last.entries }
      : { name, args: given, kws: NO_KEYWORDS }
  return builder(mob, m.world.clock.open, [call], time)
}

const nameOf = (def: Def | Lambda): string => (def.k === 'Def' ? def.name : '')

/** Animations that things make of themselves: how such is told, and the seconds it takes where that is always the same. */
const OWN = new Map<string, Readonly<Record<string, readonly [cls: string, seconds?: number]>>>([
  ['ManimBanner', { create: ['SpiralIn', 2], expand: ['Animation', 1.5] }],
  ['Table', { create: ['Create'] }],
  ['StreamLines', { create: ['Create'] }],
])
const maker = perClass(cls => lineageOf(cls).find(one => OWN.has(one)))

/** `table.create()`; undefined where the thing makes no such animation. */
export function ownAnimation(m: Machine, mob: Mob, name: string, { args, kws }: Args): Value | undefined {
  const [cls, seconds] = OWN.get(maker(mob.cls) ?? '')?.[name] ?? []
  if (cls === undefined) return undefined
  const time = seconds === undefined ? unknown() : (kws.get('run_time') ?? args[0] ?? num(seconds, true))
  return anim(cls, [mob], new Map([...kws, ['run_time', time]]), [mob], m.world.clock.open)
}

const NAMES_OF_THINGS = ['mobject', 'vmobject', 'group']

/** Things that an animation is given by keyword. */
function named(kws: ReadonlyMap<string, Value>): Value[] {
  if (kws.size === 0) return []
  return NAMES_OF_THINGS.map(key => kws.get(key)).filter(value => value !== undefined)
}
