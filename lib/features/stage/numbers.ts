/** Functions of `math` and `numpy` on numbers that are known. */
import { remainder } from './arithmetic.ts'
import { rounded } from './decimals.ts'
import { asNumber, bool, isFloat, num, roughNum, unknown, type Value } from './values.ts'
import { onWholes } from './wholes.ts'

type OfNumbers = (a: number, b: number, c: number) => number

/** By the least and the most of what they take. */
const FUNCTIONS: ReadonlyMap<string, readonly [least: number, most: number, run: OfNumbers]> = new Map([
  ...one(
    'sqrt sin cos tan floor ceil exp log2 log10 trunc sign tanh sinh cosh',
    name => Math[name as 'sqrt'],
  ),
  ...one('abs fabs', () => Math.abs),
  ...one('arcsin asin', () => Math.asin),
  ...one('arccos acos', () => Math.acos),
  ...one('arctan atan', () => Math.atan),
  ...one('radians deg2rad', () => x => x * (Math.PI / 180)),
  ...one('degrees rad2deg', () => x => x * (180 / Math.PI)),
  ...some('log', 1, 2, (x, base = Math.E) => Math.log(x) / Math.log(base)),
  ...some('arctan2 atan2', 2, 2, Math.atan2),
  ...some('hypot', 2, 2, (x, y) => Math.hypot(x, y)),
  ...some('power pow', 2, 2, (x, y) => x ** y),
  // `remainder` is another in each of the two.
  ...some('mod', 2, 2, remainder),
  ...some('fmod', 2, 2, (x, y) => x % y),
  ...some('maximum', 2, 2, (x, y) => Math.max(x, y)),
  ...some('minimum', 2, 2, (x, y) => Math.min(x, y)),
  ...some('clip', 3, 3, (x, low, high) => Math.min(Math.max(x, low), high)),
  ...some('round around round_', 1, 2, rounded),
])

const OF_LISTS: ReadonlyMap<string, (all: readonly number[]) => number> = new Map([
  ['sum', all => all.reduce((total, x) => total + x, 0)],
  ['prod', all => all.reduce((total, x) => total * x, 1)],
  ['mean', all => all.reduce((total, x) => total + x, 0) / all.length],
  ['max', all => Math.max(...all)],
  ['amax', all => Math.max(...all)],
  ['min', all => Math.min(...all)],
  ['amin', all => Math.min(...all)],
])

export const isOfLists = (name: string): boolean => OF_LISTS.has(name)
export const isOfNumbers = (name: string): boolean => FUNCTIONS.has(name)

/** `name` without its module. */
export function calculate(name: string, args: readonly Value[]): Value {
  const [first, ...others] = args
  const ofList = OF_LISTS.get(name)
  if (ofList) {
    const isAlone = first?.t === 'list' && !first.open && others.length === 0
    const all = isAlone ? numbersOf(first.items) : undefined
    const isWhole = name !== 'mean' && isAlone && !isFloat(first.items)
    return all && all.length > 0 ? result(ofList(all), !isWhole) : unknown()
  }
  const given = numbersOf(args)
  if (!given) return unknown()
  const exact = onWholes(name, given)
  if (exact) return exact
  const [least, most, run] = FUNCTIONS.get(name) ?? []
  if (!run || given.length < least! || given.length > most!) return unknown()
  return result(
    run(...(given as [number, number, number])),
    !WHOLE.has(name) && (!KEEPING.has(name) || isFloat(args)),
  )
}

/** `(0.5).is_integer()`, `n.bit_length()`, and `x.item()` of a number of NumPy. */
export function numberMethod(of: Value, name: string): Value {
  const value = asNumber(of)
  if (of.t !== 'num' || value === undefined) return unknown()
  const bits = () => Math.abs(value).toString(2)
  switch (name) {
    case 'is_integer':
      return bool(Number.isInteger(value))
    case 'bit_length':
      return of.float || of.rough ? unknown() : num(value === 0 ? 0 : bits().length)
    case 'bit_count':
      return of.float || of.rough ? unknown() : num(bits().replaceAll('0', '').length)
    case 'item':
    case 'conjugate':
      return of
    default:
      return unknown()
  }
}

/** A whole number that may have been rounded is rough. */
function result(value: number, isFloat: boolean): Value {
  return isFloat || Number.isSafeInteger(value) ? num(value, isFloat) : roughNum(value)
}

/** They give whole numbers. */
export const WHOLE: ReadonlySet<string> = new Set(['floor', 'ceil', 'trunc'])
/** They give whole numbers of such. */
const KEEPING: ReadonlySet<string> = new Set(
  'abs sign power mod maximum minimum clip round around round_'.split(' '),
)

function numbersOf(values: readonly Value[]): readonly number[] | undefined {
  const found: number[] = []
  for (const value of values) {
    const number = asNumber(value)
    if (number === undefined) return undefined
    found.push(number)
  }
  return found
}

function one(names: string, run: (name: string) => (x: number) => number) {
  return names.split(' ').map(name => [name, [1, 1, run(name)]] as const)
}

function some(names: string, least: number, most: number, run: OfNumbers) {
  return names.split(' ').map(name => [name, [least, most, run]] as const)
}
