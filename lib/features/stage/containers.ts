/** Methods of lists and dictionaries. What a method does that is not known here leaves the contents open. */
import { agreed } from './blur.ts'
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { keyOf } from './text.ts'
import {
  type DictValue,
  type ListValue,
  list,
  type Mob,
  NONE,
  num,
  readFrom,
  roughly,
  str,
  truth,
  unknown,
  type Value,
} from './values.ts'

const MOST = 400

export function listMethod(m: Machine, of: ListValue, name: string, { args, kws }: Args): Value {
  const first = args[0]
  const second = args[1]
  switch (name) {
    case 'append':
    case 'add': {
      // A set holds each once.
      const isThere = of.type === 'set' && positionOf(of.items, first) >= 0
      if (first && !isThere && of.items.length < MOST) of.items.push(first)
      return NONE
    }
    case 'insert':
      if (second && of.items.length < MOST) of.items.splice(first?.t === 'num' ? first.v : 0, 0, second)
      return NONE
    case 'extend':
    case 'update':
      if (first) {
        const more = m.iterate(first)
        of.items.push(...more.items.slice(0, MOST))
        if (more.open) of.open = true
      }
      return NONE
    case 'pop': {
      if (args.length > 0 && first?.t !== 'num') {
        of.open = true
        return unknown()
      }
      const gone = first?.t === 'num' ? of.items.splice(first.v, 1)[0] : of.items.pop()
      return of.open && gone?.t !== 'mob' ? unknown() : (gone ?? unknown())
    }
    case 'remove':
    case 'discard': {
      const at = positionOf(of.items, first)
      if (at >= 0) of.items.splice(at, 1)
      else of.open = true
      return NONE
    }
    case 'reverse':
      of.items.reverse()
      return NONE
    case 'sort': {
      const sorted = inOrder(m, of, kws)
      of.items.splice(0, of.items.length, ...sorted.items)
      if (sorted.open) of.open = true
      return NONE
    }
    case 'clear':
      of.items.length = 0
      of.open = false
      return NONE
    case 'copy':
      return list([...of.items], of.open, of.type)
    case 'index': {
      const at = of.open ? -1 : positionOf(of.items, first)
      // One that is not known may be the same.
      const isFirst = first?.t === 'mob' || !of.items.slice(0, at).some(item => keyOf(item) === undefined)
      return at < 0 || !isFirst ? unknown() : num(at)
    }
    case 'count': {
      const keys = of.open || !first ? [] : [first, ...of.items].map(item => keyOf(item))
      return keys.length === 0 || keys.includes(undefined)
        ? unknown()
        : num(keys.filter(key => key === keys[0]).length - 1)
    }
    default:
      of.open = true
      return unknown()
  }
}

/** Where the value itself stands, or one that reads the same; -1 where neither does. */
function positionOf(items: readonly Value[], value: Value | undefined): number {
  if (!value) return -1
  const text = keyOf(value)
  if (text === undefined) return items.indexOf(value)
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!
    // Two numbers read the same where they are the same: nothing need be written out to see that.
    const same = item.t === 'num' && value.t === 'num' ? item.v === value.v : (keyOf(item) ?? '') === text
    if (same) return i
  }
  return -1
}

/** Sorted as Python would; items whose order is not known are known no more. */
export function inOrder(
  m: Machine,
  of: { readonly items: readonly Value[]; readonly open?: boolean },
  kws: ReadonlyMap<string, Value>,
): { items: Value[]; open: boolean } {
  const reverse = kws.get('reverse')
  const backwards = reverse === undefined ? false : truth(reverse)
  const keys = of.open || backwards === undefined ? undefined : keysOf(m, of.items, kws.get('key'))
  if (!keys) return { items: of.items.map(roughly), open: true }
  const order = keys.map((_, i) => i)
  const way = backwards ? -1 : 1
  order.sort((a, b) => way * (compared(keys[a]!, keys[b]!) ?? 0))
  return { items: order.map(i => of.items[i]!), open: false }
}

/** What the items are ordered by; undefined where one of them cannot be compared with the first. */
function keysOf(m: Machine, items: readonly Value[], key: Value | undefined): Value[] | undefined {
  const found: Value[] = []
  for (const item of items) {
    found.push(key && key.t !== 'none' ? m.call(key, { args: [item], kws: NO_KEYWORDS }) : item)
    if (compared(found[0]!, found.at(-1)!) === undefined) return undefined
  }
  return found
}

function compared(a: Value, b: Value): number | undefined {
  if (a.t === 'num' && b.t === 'num') return a.v - b.v
  if (a.t === 'str' && b.t === 'str' && !a.holes && !b.holes) return a.v < b.v ? -1 : a.v > b.v ? 1 : 0
  if (a.t !== 'list' || b.t !== 'list' || a.open || b.open) return undefined
  for (let i = 0; i < Math.min(a.items.length, b.items.length); i++) {
    const found = compared(a.items[i]!, b.items[i]!)
    if (found !== 0) return found
  }
  return a.items.length - b.items.length
}

/** What it holds, one by one; undefined where there may be more or fewer. */
export function allOf(m: Machine, of: Value | undefined): readonly Value[] | undefined {
  if (!of) return undefined
  const { items, open } = m.iterate(of)
  return open ? undefined : items
}

/** `of[key] = value`: under a key that is not known it is one more, or it replaces any of them. */
export function store(of: DictValue, key: Value, value: Value): void {
  const name = keyOf(key)
  if (name === undefined) {
    of.open = true
    if (of.others.length < MOST) of.others.push(value)
    return
  }
  of.entries.set(name, value)
  of.keys.set(name, key)
}

const pair = (key: Value, value: Value) => list([key, value], false, 'tuple')

/** `of.update(more)`. */
export function storeAll(of: DictValue, more: DictValue): void {
  for (const [name, value] of more.entries) of.entries.set(name, value)
  for (const [name, key] of more.keys) of.keys.set(name, key)
  if (more.open) of.open = true
  of.others.push(...more.others.slice(0, MOST - of.others.length))
}

/** `of.update(**kws)`. */
export function storeNamed(of: DictValue, kws: Iterable<readonly [string, Value]>): void {
  for (const [name, value] of kws) store(of, str(name), value)
}

/** What is there under a key; of several under keys that are not known it may be any. */
export function lookUp(m: Machine, of: DictValue, key: Value | undefined): Value {
  const name = keyOf(key)
  const found = name === undefined ? undefined : of.entries.get(name)
  if (found) return readFrom(found, of.open)
  const [first] = of.others
  const any = of.rest ?? (first ? agreed(m, first, of.others, '') : unknown())
  return any.t === 'mob' ? anyOf(m, any) : any
}

/** The thing stands for any of several from now on. */
export function anyOf({ world }: Machine, thing: Mob): Mob {
  world.anyOf.add(thing)
  return thing
}

export function dictMethod(m: Machine, of: DictValue, name: string, { args, kws }: Args): Value {
  const [key, fallback] = args
  const at = keyOf(key)
  const stored = at === undefined ? undefined : of.entries.get(at)
  switch (name) {
    case 'items':
      return list(
        [
          ...[...of.entries].map(([one, value]) => pair(of.keys.get(one)!, value)),
          ...of.others.map(value => pair(unknown(), value)),
        ],
        of.open,
      )
    case 'values':
      return list([...of.entries.values(), ...of.others], of.open)
    case 'keys':
      return list([...of.keys.values()], of.open)
    case 'get':
      return at !== undefined && !stored && !of.open ? (fallback ?? NONE) : lookUp(m, of, key)
    case 'setdefault': {
      if (stored) return stored
      if (at === undefined || of.open) break
      const value = fallback ?? NONE
      store(of, key!, value)
      return value
    }
    case 'pop':
      if (at === undefined) break
      of.entries.delete(at)
      of.keys.delete(at)
      return stored ?? fallback ?? unknown()
    case 'update': {
      if (key?.t !== 'dict' && key !== undefined) break
      if (key) storeAll(of, key)
      storeNamed(of, kws)
      return NONE
    }
    case 'copy':
      return { ...of, entries: new Map(of.entries), keys: new Map(of.keys), others: [...of.others] }
    case 'clear':
      of.entries.clear()
      of.keys.clear()
      of.others.length = 0
      of.open = false
      return NONE
    default:
  }
  of.open = true
  return unknown()
}
