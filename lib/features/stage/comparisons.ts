/** Does `a < b`, `a is b`, `a in b` hold? Undefined where that is not known. */
import { isArray } from './arrays.ts'
import { keyOf } from './text.ts'
import { asNumber, type ListValue, type Mob, type Value } from './values.ts'

export function holds(op: string, a: Value, b: Value): boolean | undefined {
  if (op === 'is' || op === 'is not' || op === '==' || op === '!=') {
    const negative = op === 'is not' || op === '!='
    if (a.t === 'none' || b.t === 'none') {
      if (isOpen(a) || isOpen(b)) return undefined
      return (a.t === b.t) !== negative
    }
    if (a.t === 'class' && b.t === 'class') return (a.name === b.name) !== negative
    if (a.t === 'mob' && b.t === 'mob') {
      const same = areOne(a, b)
      return same === undefined ? undefined : same !== negative
    }
  }
  if (a.t === 'str' && b.t === 'str' && !a.holes && !b.holes) {
    if (op === 'in' || op === 'not in') return b.v.includes(a.v) === (op === 'in')
    return isOrdered(op, a.v, b.v)
  }
  if (op === 'in' || op === 'not in') {
    const found = isAmong(a, b)
    return found === undefined ? undefined : found === (op === 'in')
  }
  if (a.t === 'list' && b.t === 'list' && (op === '==' || op === '!=')) {
    const known = areEqual(a, b)
    return known === undefined ? undefined : known === (op === '==')
  }
  const x = asNumber(a)
  const y = asNumber(b)
  return x === undefined || y === undefined ? undefined : isOrdered(op, x, y)
}

/** What is asked of a thing may be an attribute that nobody knows of, and no method. */
const isOpen = ({ t }: Value) => t === 'unknown' || t === 'method'

function isOrdered<T extends number | string>(op: string, x: T, y: T): boolean | undefined {
  switch (op) {
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    case '>=':
      return x >= y
    case '==':
      return x === y
    case '!=':
      return x !== y
    default:
      return undefined
  }
}

/** Lists in lists that are compared; two may hold each other. */
const DEEPEST = 8

/** Item by item, as far as it takes to see a difference. */
function areEqual(a: ListValue, b: ListValue, depth = 0): boolean | undefined {
  // Of arrays each item is compared.
  if (isArray(a) || isArray(b)) return undefined
  if (a === b) return true
  if (a.open || b.open || depth === DEEPEST) return undefined
  // A list is no tuple, whatever is in it.
  if (a.type && b.type && a.type !== b.type) return false
  if (a.type === 'set' && b.type === 'set') return haveSame(a, b)
  if (a.items.length !== b.items.length) return false
  for (let i = 0; i < a.items.length; i++) {
    const [one, other] = [a.items[i]!, b.items[i]!]
    const known =
      one.t === 'list' && other.t === 'list' ? areEqual(one, other, depth + 1) : holds('==', one, other)
    if (!known) return known
  }
  return true
}

/** In whatever order. */
function haveSame(a: ListValue, b: ListValue): boolean | undefined {
  const [some, others] = [a, b].map(({ items }) => new Set(items.map(item => keyOf(item))))
  if (some!.has(undefined) || others!.has(undefined)) return undefined
  return some!.size === others!.size && [...some!].every(key => others!.has(key))
}

function isAmong(value: Value, many: Value): boolean | undefined {
  if (value.t === 'mob' || value.t === 'none') {
    if (many.t !== 'list' || many.open) return undefined
    return isAny(
      many.items.map(item => (value.t === 'none' || item.t === 'mob' ? holds('is', value, item) : undefined)),
    )
  }
  const key = keyOf(value)
  if (key === undefined) return undefined
  if (many.t === 'dict') return many.open || many.rest ? undefined : many.entries.has(key)
  if (many.t !== 'list' || many.open) return undefined
  const keys = many.items.map(item => keyOf(item))
  return keys.includes(undefined) ? undefined : keys.includes(key)
}

function isAny(found: readonly (boolean | undefined)[]): boolean | undefined {
  if (found.includes(true)) return true
  return found.includes(undefined) ? undefined : false
}

/** Are they the same thing? Of a part nobody knows which it is. */
function areOne(a: Mob, b: Mob): boolean | undefined {
  if (a === b) return true
  return a.vague || b.vague || a.partOf || b.partOf ? undefined : false
}
