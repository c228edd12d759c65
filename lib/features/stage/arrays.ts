/** Arrays of NumPy: what is done to one is done to each of its items. */
import {
  type ArrayValue,
  asNumber,
  isFloat,
  type ListValue,
  list,
  num,
  unknown,
  type Value,
  vec,
} from './values.ts'

/** Of a longer one the rest is left open. */
export const MOST = 200
export const DEEPEST = 4

export const array = (items: Value[], open = false): ArrayValue =>
  list(items.slice(0, MOST), open || items.length > MOST, 'array') as ArrayValue

export const isArray = (value: Value | undefined): value is ArrayValue =>
  value?.t === 'list' && value.type === 'array'

/** `np.array(…)`: three numbers are a point. */
export function arrayOf(value: Value, type?: Value, depth = 0): Value {
  if (value.t !== 'list') return value
  // One may hold itself.
  if (depth > DEEPEST) return unknown()
  const made = value.items.map(item => arrayOf(item, undefined, depth + 1))
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

export function each(value: ListValue, run: (item: Value) => Value): ListValue {
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

export interface Items {
  readonly items: readonly Value[]
  readonly open: boolean
}

export function itemsOf(value: Value): Items {
  if (value.t === 'vec')
    return { items: [value.x, value.y, value.z].map(v => num(v, value.float)), open: false }
  return value.t === 'list' ? value : { items: [], open: true }
}

export function rowsOf(value: Value, run: (row: Value) => Value): Value {
  const { items, open } = itemsOf(value)
  return put(items.map(run), value.t === 'vec', open)
}

/** A point where it comes of one. */
export function put(items: Value[], isPoint: boolean, open = false): Value {
  const numbers = isPoint && items.length === 3 ? items.map(asNumber) : [undefined]
  return numbers.includes(undefined)
    ? array(items, open)
    : vec(numbers[0]!, numbers[1]!, numbers[2]!, isFloat(items))
}

export function depthOf(value: Value, limit = DEEPEST + 1): number {
  if (value.t === 'vec') return 1
  if (value.t !== 'list' || limit === 0) return 0
  return 1 + (value.items[0] ? depthOf(value.items[0], limit - 1) : 0)
}

/** A point as an array. */
export const asArray = (point: Extract<Value, { t: 'vec' }>): ArrayValue => array([...itemsOf(point).items])

/** `values[[0, 2]]`, `values[values > 1]`, `grid[0, 1]`. */
export function picked(of: ListValue, key: ListValue): Value {
  if (key.type === 'tuple') {
    const [row, ...deeper] = key.items
    const at = asNumber(row)
    const item = at === undefined || of.open ? undefined : of.items.at(at)
    const inner = deeper.length === 1 ? asNumber(deeper[0]) : undefined
    return (item && inner !== undefined ? itemsOf(item).items.at(inner) : undefined) ?? unknown()
  }
  const places = key.open || of.open ? [undefined] : key.items.map(asNumber)
  const isMask = key.items.some(({ t }) => t === 'bool')
  if (isMask || places.includes(undefined)) return array([], true)
  return array(places.map(at => of.items.at(at!) ?? unknown()))
}
