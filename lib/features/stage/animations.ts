/** Animations of Manim, of what their constructors are given. */
import type { Def, Lambda } from '../../python/ast.ts'
import { type Args, NO_KEYWORDS } from './machine.ts'
import { anim, asMob, asNumber, builder, unknown, type Value } from './values.ts'

/** `cls`: the class of Manim, or the nearest ancestor of one of the program's own. */
export function makeAnimation(cls: string, { args, kws }: Args): Value {
  const seconds = asNumber(kws.get('run_time'))
  if (cls === 'ApplyMethod') return applied(args, seconds)
  return anim(cls, [...args, ...named(kws)], kws, args, seconds)
}

/** `ApplyMethod(thing.shift, UP)`, which is `thing.animate.shift(UP)`; a dictionary at its end holds keywords. */
function applied([method, ...given]: readonly Value[], seconds: number | undefined): Value {
  const mob = asMob(method?.t === 'method' ? method.of : method?.t === 'func' ? method.self : undefined)
  const name = method?.t === 'method' ? method.name : method?.t === 'func' ? nameOf(method.def) : ''
  if (!mob || name === '') return unknown()
  const last = given.at(-1)
  const call =
    last?.t === 'dict'
      ? { name, args: given.slice(0, -1), kws: last.entries }
      : { name, args: given, kws: NO_KEYWORDS }
  return builder(mob, [call], seconds)
}

const nameOf = (def: Def | Lambda): string => (def.k === 'Def' ? def.name : '')

const NAMES_OF_THINGS = ['mobject', 'vmobject', 'group']

/** Things that an animation is given by keyword. */
function named(kws: ReadonlyMap<string, Value>): Value[] {
  if (kws.size === 0) return []
  return NAMES_OF_THINGS.map(key => kws.get(key)).filter(value => value !== undefined)
}
