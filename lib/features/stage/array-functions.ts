/** What NumPy makes of numbers and arrays: its functions, and the methods and attributes of arrays. */
import {
  array,
  arrayOf,
  asArray,
  between,
  converted,
  DEEPEST,
  depthOf,
  each,
  isArray,
  itemsOf,
  MOST,
  put,
  rowsOf,
} from './arrays.ts'
import type { Args } from './machine.ts'
import { calculate, isOfLists, isOfNumbers, WHOLE } from './numbers.ts'
import {
  asNumber,
  bool,
  isFloat,
  type ListValue,
  list,
  num,
  roughNum,
  unknown,
  type Value,
} from './values.ts'

/** To go through more of an array of arrays takes time, again and again. */
const MOST_IN_ALL = 4000

/** Functions of NumPy, on numbers and arrays; `name` without its module. */
export function onArrays(name: string, { args, kws }: Args): Value {
  const [first, second] = args
  const made = MAKERS.get(name)
  if (made) return made(args, kws)
  const joined = JOINS.get(name)
  if (joined) return (kws.size === 0 && args.length === 1 && first && joined(rowsIn(first))) || unknown()
  const isPlain = kws.size === 0
  const ordered = ORDERS.get(name)
  const all = first?.t === 'vec' ? asArray(first) : first
  if (ordered && all?.t === 'list')
    return (isPlain && args.length === 1 && ofKnown(all, ordered)) || unknown()
  if (isOfLists(name)) return isPlain && all ? calculate(name, [all, ...args.slice(1)]) : unknown()
  if (!args.some(arg => arg.t === 'list' || arg.t === 'vec'))
    return isPlain ? ofNumbers(name, args) : unknown()
  if (!isPlain || !first || !isOfNumbers(name)) return unknown()
  if (args.length === 1) return rowsOf(first, row => onArrays(name, { args: [row], kws }))
  const run = (x: Value, y: Value) => ofNumbers(name, [x, y, ...args.slice(2)])
  return second && args.slice(2).every(({ t }) => t === 'num') ? between(first, second, run) : unknown()
}

/** What `math` rounds is whole; with NumPy it keeps its point, and of what was whole that depends on its version. */
function ofNumbers(name: string, args: readonly Value[]): Value {
  const value = calculate(name, args)
  if (!WHOLE.has(name) || value.t !== 'num') return value
  if (!isFloat(args)) return roughNum(value.v)
  // Nothing has the sign of what was rounded.
  const before = asNumber(args[0])!
  return num(value.v || (before < 0 || Object.is(before, -0) ? -0 : 0), true)
}

type Maker = (args: readonly Value[], kws: Args['kws']) => Value

/** How many there are is known where what is in them is not. */
const MAKERS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['zeros', ([shape], kws) => filled(shape ?? kws.get('shape'), num(0, true), kws)],
  ['ones', ([shape], kws) => filled(shape ?? kws.get('shape'), num(1, true), kws)],
  ['full', ([shape, value], kws) => filled(shape ?? kws.get('shape'), value ?? unknown(), kws)],
  ['zeros_like', ([like], kws) => filledLike(like, 0, kws)],
  ['ones_like', ([like], kws) => filledLike(like, 1, kws)],
])

/** `shape`: a number, or numbers; undefined where it is not known. */
export function filled(shape: Value | undefined, value: Value, kws: Args['kws']): Value {
  const sizes = shape?.t === 'list' ? shape.items.map(asNumber) : [asNumber(shape)]
  const [size, ...inner] = sizes
  if (size === undefined || size < 0 || inner.length >= DEEPEST) return unknown()
  const isLarge = sizes.reduce<number>((all, one) => all * (one ?? 1), 1) > MOST_IN_ALL
  const item = () =>
    inner.length === 0
      ? value
      : isLarge
        ? unknown()
        : filled(list(inner.map(one => numeral(one))), value, NO_TYPE)
  const all = array(Array.from({ length: Math.min(size, MOST) }, item), size > MOST)
  const { items, open } = converted(all, kws.get('dtype'))
  return put(items, inner.length === 0, open)
}
const NO_TYPE: Args['kws'] = new Map()
const numeral = (value: number | undefined) => (value === undefined ? unknown() : num(value))

function filledLike(like: Value | undefined, by: number, kws: Args['kws']): Value {
  if (!isArray(like)) return unknown()
  return converted(
    each(like, item => num(by, item.t !== 'num' || item.float)),
    kws.get('dtype'),
  )
}

/** The rows of several, undefined where one is not known or is no row of single values. */
type Rows = readonly (readonly Value[])[] | undefined

/** What is put together of rows. */
const JOINS: ReadonlyMap<string, (rows: Rows) => Value | undefined> = new Map([
  ['concatenate', joined],
  ['hstack', joined],
  ['vstack', stacked],
  ['stack', stacked],
  ['column_stack', turned],
  ['transpose', turned],
])

function rowsIn(value: Value): Rows {
  if (value.t !== 'list' || value.open) return undefined
  const rows = value.items.map(itemsOf)
  const areFlat = rows.every(({ items, open }) => !open && items.every(item => depthOf(item) === 0))
  const isSmall = rows.reduce((all, { items }) => all + items.length, 0) <= MOST_IN_ALL
  return areFlat && isSmall ? rows.map(({ items }) => items) : undefined
}

function joined(rows: Rows): Value | undefined {
  return rows && array(rows.flat())
}

function stacked(rows: Rows): Value | undefined {
  return rows && arrayOf(list(rows.map(row => list([...row]))))
}

function turned(rows: Rows): Value | undefined {
  const columns = rows?.[0]?.map((_, i) => rows.map(row => row[i]))
  const isWhole = rows?.every(row => row.length === columns?.length)
  return isWhole ? stacked(columns as Rows) : undefined
}

/** Of all of them in their order. */
const ORDERS: ReadonlyMap<string, (all: readonly number[], isWhole: boolean) => Value> = new Map([
  ['argmax', all => num(all.indexOf(Math.max(...all)))],
  ['argmin', all => num(all.indexOf(Math.min(...all)))],
  ['cumsum', (all, isWhole) => running(all, isWhole, (so_far, x) => so_far + x)],
  ['cumprod', (all, isWhole) => running(all, isWhole, (so_far, x) => so_far * x)],
  ['diff', (all, isWhole) => array(all.slice(1).map((x, i) => num(x - all[i]!, !isWhole)))],
  ['sort', (all, isWhole) => array([...all].sort((a, b) => a - b).map(x => num(x, !isWhole)))],
  ['flip', (all, isWhole) => array([...all].reverse().map(x => num(x, !isWhole)))],
])

function running(
  all: readonly number[],
  isWhole: boolean,
  step: (so_far: number, x: number) => number,
): Value {
  let last: number | undefined
  return array(
    all.map(x => {
      last = last === undefined ? x : step(last, x)
      return num(last, !isWhole)
    }),
  )
}

function ofKnown(
  value: ListValue,
  run: (all: readonly number[], isWhole: boolean) => Value,
): Value | undefined {
  const all = value.open ? [undefined] : value.items.map(asNumber)
  if (all.length === 0 || all.includes(undefined)) return undefined
  return run(all as number[], !isFloat(value.items))
}

const KEEPING: ReadonlySet<string> = new Set(['copy', 'ravel', 'flatten', 'squeeze', 'view'])

/** A method of an array; what changes it in its place leaves nothing known of it. */
export function arrayMethod(of: ListValue, name: string, given: Args): Value {
  const { args, kws } = given
  const isFlat = depthOf(of) === 1
  if (KEEPING.has(name) && isFlat) return array([...of.items], of.open)
  if (name === 'tolist' && isFlat) return list([...of.items], of.open, 'list')
  if (name === 'astype') return converted(of, args[0] ?? kws.get('dtype'))
  if (name === 'item' && of.items.length === 1) return of.items[0]!
  if (name === 'any' || name === 'all') return truthOf(of, name)
  if (IN_PLACE.has(name)) {
    of.items.splice(0, of.items.length, ...of.items.map(() => unknown()))
    return unknown()
  }
  return onArrays(name, { args: [of, ...args], kws })
}
const IN_PLACE: ReadonlySet<string> = new Set(['sort', 'fill', 'put', 'partition', 'resize'])

function truthOf({ items, open }: ListValue, name: 'any' | 'all'): Value {
  const known = open ? [undefined] : items.map(item => (item.t === 'bool' ? item.v : undefined))
  if (known.includes(undefined)) return unknown()
  return bool(name === 'any' ? known.includes(true) : !known.includes(false))
}

/** `values.shape`, `values.size`; undefined for what is a method. */
export function arrayAttribute(of: ListValue, name: string): Value | undefined {
  switch (name) {
    case 'shape':
      return of.open
        ? unknown()
        : list(
            shapeOf(of).map(size => num(size)),
            false,
            'tuple',
          )
    case 'size':
      return of.open ? unknown() : num(shapeOf(of).reduce((all, size) => all * size, 1))
    case 'ndim':
      return num(depthOf(of))
    case 'T':
      return depthOf(of) === 1 ? of : (turned(rowsIn(of)) ?? unknown())
    case 'dtype':
    case 'real':
    case 'imag':
    case 'flat':
      return unknown()
    default:
      return undefined
  }
}

function shapeOf(value: Value): readonly number[] {
  if (value.t === 'vec') return [3]
  return value.t === 'list' ? [value.items.length, ...(value.items[0] ? shapeOf(value.items[0]) : [])] : []
}
