/** `x[i]` and `x[a:b]`. */
import { family } from '../../facts/manim.ts'
import type { Expr, Slice } from '../../python/ast.ts'
import { array, asArray, isArray, picked } from './arrays.ts'
import { configured } from './configuration.ts'
import { anyOf, lookUp } from './containers.ts'
import { nodeOf } from './graphs.ts'
import { isTable, partOf } from './groups.ts'
import type { Machine } from './machine.ts'
import { isOfOnePiece } from './pieces.ts'
import { askTable } from './tables.ts'
import { isFullyKnown, keyOf, plainText } from './text.ts'
import {
  asNumber,
  type Env,
  type ListValue,
  list,
  type Mob,
  newMob,
  roughly,
  str,
  unknown,
  type Value,
} from './values.ts'

export function subscript(m: Machine, of: Value, index: readonly Expr[], env: Env): Value {
  const [first] = index
  if (!first) return unknown()
  if (first.k === 'Slice') return slice(m, of, index.length === 1 ? first : undefined, env)
  const key = indexed(m, index, env)
  const at = index.length === 1 ? asNumber(key) : undefined
  switch (of.t) {
    case 'list':
      return isArray(of) && key.t === 'list' ? picked(of, key) : listItem(m, of, at)
    case 'vec':
      return key.t === 'list' ? picked(asArray(of), key) : listItem(m, asArray(of), at)
    case 'str': {
      const letter = at === undefined || of.holes ? undefined : of.v.at(at)
      return letter === undefined ? unknown() : str(letter)
    }
    case 'dict':
      return lookUp(m, of, key)
    case 'mob': {
      // The first that a table holds is the group of its entries.
      if (isTable(of.cls))
        return (at === 0 ? askTable(of, 'get_entries') : undefined) ?? m.attribute(of, '[]')
      const node = nodeOf(of, keyOf(key))
      if (node) return node
      const child = at === undefined ? undefined : of.children.at(at)
      if (child) return child
      const [first] = of.children
      if (of.count === 'several' && first?.t === 'mob' && !first.partOf) return anyOf(m, first)
      if ((at === 0 || at === -1) && isOfOnePiece(m, of)) {
        m.world.taken.add(of)
        return of
      }
      const part = at === undefined ? undefined : letters(of, at, at + 1 || undefined)
      return part ?? m.attribute(of, '[]')
    }
    case 'builder':
      return of
    case 'lib':
      return (of.name === 'config' && key.t === 'str' ? configured(m, key.v) : undefined) ?? unknown()
    case 'unknown':
      return m.attribute(of, `[${plainText(key) ?? '…'}]`)
    default:
      return unknown()
  }
}

/** `x[a, b]` is `x[(a, b)]`. */
export function indexed(m: Machine, index: readonly Expr[], env: Env): Value {
  return index.length === 1
    ? m.eval(index[0]!, env)
    : list(
        index.map(one => m.eval(one, env)),
        false,
        'tuple',
      )
}

/**
 * Of a list with an open end a thing is known by its kind, and a list by what it holds, but no number or text. At an index
 * that is not known is a thing like the first.
 */
function listItem(m: Machine, of: ListValue, at: number | undefined): Value {
  const item = at === undefined ? undefined : of.items.at(at)
  if (item) return of.open ? roughly(item) : item
  const [first] = of.items
  const isLikeFirst = of.open || at === undefined
  return isLikeFirst && first?.t === 'mob' ? anyOf(m, first) : unknown()
}

/** Bounds that are left out are undefined; the whole is undefined where one of them is not known. */
function boundsOf(m: Machine, { bounds }: Slice, env: Env): (number | undefined)[] | undefined {
  const found: (number | undefined)[] = []
  let known = true
  for (const bound of bounds) {
    const value = bound && m.eval(bound, env)
    const at = asNumber(value)
    if (value && value.t !== 'none' && at === undefined) known = false
    found.push(at)
  }
  return known ? found : undefined
}

function slice(m: Machine, of: Value, node: Slice | undefined, env: Env): Value {
  const [start, stop, step] = (node && boundsOf(m, node, env)) ?? [0, 0, 0]
  if (step === 0 || (step !== undefined && step < 0 && (start !== undefined || stop !== undefined)))
    return someOf(m, of)
  const cut = <T>(items: readonly T[]): T[] => {
    const some = items.slice(start, stop)
    return step === undefined || step === 1
      ? some
      : step < 0
        ? every(some.reverse(), -step)
        : every(some, step)
  }
  switch (of.t) {
    case 'list':
      return of.open && ((start ?? 0) < 0 || (stop ?? 0) < 0)
        ? someOf(m, of)
        : list(cut(of.items), of.open, of.type)
    case 'vec':
      return array(cut(asArray(of).items))
    case 'str':
      return of.holes ? unknown() : str(cut([...of.v]).join(''))
    case 'mob': {
      if (of.children.length > 0 && of.count !== 'several' && !isTable(of.cls)) {
        const some = newMob('VGroup')
        some.children = cut(of.children)
        some.pos = of.pos
        return some.children.length === of.children.length && of.cls === 'VGroup' ? of : some
      }
      return (step === undefined ? letters(of, start, stop) : undefined) ?? someOf(m, of)
    }
    default:
      return m.attribute(of, '[:]')
  }
}

/** A slice whose bounds are not known: some of it. */
function someOf(m: Machine, of: Value): Value {
  if (of.t === 'str') return unknown()
  if (of.t === 'list') return list([...of.items], true, of.type)
  return m.attribute(of, '[:]')
}

function every<T>(items: readonly T[], step: number): T[] {
  return items.filter((_, i) => i % step === 0)
}

const isText = family('Text')

/** Letters of a text; Manim counts no spaces. */
function letters(mob: Mob, start: number | undefined, stop: number | undefined): Mob | undefined {
  const { text } = mob
  if (!isFullyKnown(text) || !isText(mob.cls) || mob.partOf) return undefined
  const at: number[] = []
  for (let i = 0; i < text.length; i++) if (/\S/.test(text[i]!)) at.push(i)
  const chosen = at.slice(start, stop)
  if (chosen.length === 0) return undefined
  if (chosen.length === at.length) return mob
  const part = partOf(mob, mob.cls)
  part.text = text.slice(chosen[0]!, chosen.at(-1)! + 1)
  part.color = mob.color
  return part
}
