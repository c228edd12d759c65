/** Arrays of NumPy: what is done to one is done to each of its items. */
import type { Args } from './machine.ts'
import { calculate, isOfLists, isOfNumbers, WHOLE } from './numbers.ts'
import {
  type ArrayValue,
  asNumber,
  bool,
  isFloat,
  type ListValue,
  list,
  num,
  roughNum,
  unknown,
  type Value,
  vec,
} from './values.ts'

/** Of a longer one the rest is left open. */
const MOST = 200
/** To go through more of an array of arrays takes time, again and again. */
const MOST_IN_ALL = 4000
const DEEPEST = 4

export const array = (items: Value[], open = false): ArrayValue =>
  list(items.slice(0, MOST), open || items.length > MOST, 'array') as ArrayValue

export const isArray = (value: Value | undefined): value is ArrayValue =>
  value?.t === 'list' && value.type === 'array'

/** `np.array(…)`: three numbers are a point. */
export function arrayOf(value: Value, type?: Value): Value {
  if (value.t !== 'list') return value
  const made = value.items.map(item => arrayOf(item))
  const items = made.some(hasFloat) ? made.map(toFloat) : made
  const isPoint = items.length === 3 && !value.open && items.every(({ t }) => t === 'num' || t === 'unknown')
  if (!isPoint || isArray(value)) return converted(array(items, value.open), type)
  const numbers = converted(array(items), type).items
  const [x, y, z] = numbers.map(asNumber)
  // Of a point that is known in part nobody knows where it is.
  if (x === undefined || y === undefined || z === undefined) return unknown()
  return vec(x, y, z, isFloat(numbers))
}

/** As `dtype` says. */
export function converted(value: ListValue, type: Value | undefined): ListValue {
  if (!type || type.t === 'none') return value
  const name = type.t === 'lib' ? type.name.replace('np.', '') : type.t === 'str' ? type.v : ''
  if (/^float(64)?$/.test(name)) return each(value, toFloat)
  // Of narrow ones some numbers have no room.
  if (/^int(64)?$/.test(name)) return each(value, toInt)
  return each(value, () => unknown())
}

/** One of them makes all that is in an array one. */
function hasFloat(value: Value): boolean {
  if (value.t === 'list') return value.items.some(hasFloat)
  return (value.t === 'num' || value.t === 'vec') && value.float
}

function toFloat(value: Value): Value {
  if (value.t === 'vec') return { ...value, float: true }
  if (isArray(value)) return each(value, toFloat)
  return value.t === 'num' ? num(value.v, true) : value
}
const toInt = (value: Value): Value => (value.t === 'num' ? num(Math.trunc(value.v)) : unknown())

function each(value: ListValue, run: (item: Value) => Value): ListValue {
  return array(
    value.items.map(item => (isArray(item) ? each(item, run) : run(item))),
    value.open,
  )
}

/** `a op b`, one of which is an array: item by item, or the same with each. */
export function between(a: Value, b: Value, run: (x: Value, y: Value) => Value): Value {
  const [deep, other] = [depthOf(a), depthOf(b)]
  if (!ARITHMETIC.has(a.t) || !ARITHMETIC.has(b.t) || Math.max(deep, other) > DEEPEST) return unknown()
  if (deep === 0 && other === 0) return run(a, b)
  if (deep > other) return rowsOf(a, row => between(row, b, run))
  if (deep < other) return rowsOf(b, row => between(a, row, run))
  const [rows, others] = [itemsOf(a), itemsOf(b)]
  if (rows.open || others.open) return array([], true)
  const length = Math.max(rows.items.length, others.items.length)
  if ([rows, others].some(({ items }) => items.length !== length && items.length !== 1)) return unknown()
  const at = ({ items }: Items, i: number) => items[items.length === 1 ? 0 : i]!
  return put(
    Array.from({ length }, (_, i) => between(at(rows, i), at(others, i), run)),
    a.t === 'vec' || b.t === 'vec',
  )
}

const ARITHMETIC: ReadonlySet<Value['t']> = new Set(['num', 'bool', 'list', 'vec'])

interface Items {
  readonly items: readonly Value[]
  readonly open: boolean
}

function itemsOf(value: Value): Items {
  if (value.t === 'vec')
    return { items: [value.x, value.y, value.z].map(v => num(v, value.float)), open: false }
  return value.t === 'list' ? value : { items: [], open: true }
}

function rowsOf(value: Value, run: (row: Value) => Value): Value {
  const { items, open } = itemsOf(value)
  return put(items.map(run), value.t === 'vec', open)
}

/** A point where it comes of one. */
function put(items: Value[], isPoint: boolean, open = false): Value {
  const numbers = isPoint && items.length === 3 ? items.map(asNumber) : [undefined]
  return numbers.includes(undefined)
    ? array(items, open)
    : vec(numbers[0]!, numbers[1]!, numbers[2]!, isFloat(items))
}

function depthOf(value: Value): number {
  if (value.t === 'vec') return 1
  if (value.t !== 'list') return 0
  return 1 + (value.items[0] ? depthOf(value.items[0]) : 0)
}

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
  const before = asNumber(args[0])!
  return num(value.v || (before < 0 ? -0 : before && 0), true)
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

/** A point as an array. */
export const asArray = (point: Extract<Value, { t: 'vec' }>): ArrayValue => array([...itemsOf(point).items])

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

/** `values[[0, 2]]`, `values[values > 1]`, `grid[0, 1]`. */
export function picked(of: ListValue, key: ListValue): Value {
  if (key.type === 'tuple') {
    const [row, ...deeper] = key.items
    const at = asNumber(row)
    const item = at === undefined || of.open ? undefined : of.items.at(at)
    if (!item || deeper.length === 0) return unknown()
    if (deeper.length === 1 && item.t === 'list') {
      const inner = asNumber(deeper[0])
      return (inner === undefined || item.open ? undefined : item.items.at(inner)) ?? unknown()
    }
    return unknown()
  }
  const places = key.open || of.open ? [undefined] : key.items.map(asNumber)
  const isMask = key.items.some(({ t }) => t === 'bool')
  if (isMask || places.includes(undefined)) return array([], true)
  return array(places.map(at => of.items.at(at!) ?? unknown()))
}
