/** What `itertools` makes of lists that are known. */
import type { Args, Machine } from './machine.ts'
import { asNumber, list, unknown, type Value } from './values.ts'

/** Nobody looks at more rounds of a loop. */
const MOST = 200
const DEEPEST = 50

/** `name` without its module. */
export function itertool(m: Machine, name: string, { args, kws }: Args): Value {
  const sources = args.map(arg => (asNumber(arg) === undefined ? m.iterate(arg) : undefined))
  const lists = sources.filter(source => source !== undefined)
  if (lists.length === 0 || lists.some(({ open }) => open)) return unknown()
  const [first = []] = lists.map(({ items }) => items)
  const size = asNumber(args[1] ?? kws.get('r'))
  const repeat = kws.has('repeat') ? asNumber(kws.get('repeat')) : 1
  switch (name) {
    case 'chain':
      return list(lists.flatMap(({ items }) => items))
    case 'product':
      if (repeat === undefined || repeat < 0 || repeat > DEEPEST) return unknown()
      if (lists.some(({ items }) => items.length === 0)) return list([])
      return rows(tuples(Array.from({ length: repeat }, () => lists.map(({ items }) => items)).flat()))
    case 'combinations':
      return size === undefined ? unknown() : rows(chosen(first, size))
    case 'permutations':
      // Of more than there are, all ways would be tried in vain.
      return rows((size ?? 0) > first.length ? [] : ordered(first, size ?? first.length))
    case 'pairwise':
      return rows(first.slice(1).map((item, i) => [first[i]!, item]))
    default:
      return unknown()
  }
}

function rows(found: Iterable<readonly Value[]>): Value {
  const all: Value[] = []
  for (const row of found) {
    if (all.length === MOST) return list(all, true)
    all.push(list([...row], false, 'tuple'))
  }
  return list(all)
}

function* tuples([first, ...others]: readonly (readonly Value[])[]): Iterable<readonly Value[]> {
  if (!first) yield []
  else for (const item of first) for (const rest of tuples(others)) yield [item, ...rest]
}

function* chosen(items: readonly Value[], size: number): Iterable<readonly Value[]> {
  if (size <= 0) yield []
  else
    for (let i = 0; i + size <= items.length; i++)
      for (const rest of chosen(items.slice(i + 1), size - 1)) yield [items[i]!, ...rest]
}

function* ordered(items: readonly Value[], size: number): Iterable<readonly Value[]> {
  if (size <= 0) yield []
  else
    for (let i = 0; i < items.length; i++)
      for (const rest of ordered(items.toSpliced(i, 1), size - 1)) yield [items[i]!, ...rest]
}
