/** Functions of `math` and `numpy` on numbers that are known. */
import { isFloat, num, unknown, type Value } from './values.ts'

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
  ...one('radians deg2rad', () => x => (x * Math.PI) / 180),
  ...one('degrees rad2deg', () => x => (x * 180) / Math.PI),
  ...one('factorial', () => x => factorial(x)),
  ...some('log', 1, 2, (x, base = Math.E) => Math.log(x) / Math.log(base)),
  ...some('arctan2 atan2', 2, 2, Math.atan2),
  ...some('hypot', 2, 2, (x, y) => Math.hypot(x, y)),
  ...some('power pow', 2, 2, (x, y) => x ** y),
  ...some('mod fmod remainder', 2, 2, (x, y) => x - y * Math.floor(x / y)),
  ...some('maximum', 2, 2, (x, y) => Math.max(x, y)),
  ...some('minimum', 2, 2, (x, y) => Math.min(x, y)),
  ...some('comb', 2, 2, (n, k) => factorial(n) / (factorial(k) * factorial(n - k))),
  ...some('gcd', 2, 2, gcd),
  ...some('clip', 3, 3, (x, low, high) => Math.min(Math.max(x, low), high)),
  ...some('round around round_', 1, 2, (x, digits = 0) =>
    Number(x.toFixed(Math.min(Math.max(digits, 0), 20))),
  ),
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

/** `name` without its module. */
export function calculate(name: string, args: readonly Value[]): Value {
  const [first, ...others] = args
  const ofList = OF_LISTS.get(name)
  if (ofList) {
    const isAlone = first?.t === 'list' && !first.open && others.length === 0
    const all = isAlone ? numbersOf(first.items) : undefined
    const isWhole = name !== 'mean' && isAlone && !isFloat(first.items)
    return all && all.length > 0 ? num(ofList(all), !isWhole) : unknown()
  }
  const [least, most, run] = FUNCTIONS.get(name) ?? []
  const given = numbersOf(args)
  if (!run || !given || given.length < least! || given.length > most!) return unknown()
  return num(
    run(...(given as [number, number, number])),
    !WHOLE.has(name) && (!KEEPING.has(name) || isFloat(args)),
  )
}

/** They give whole numbers. */
const WHOLE: ReadonlySet<string> = new Set(['floor', 'ceil', 'trunc', 'factorial', 'comb', 'gcd'])
/** They give whole numbers of such. */
const KEEPING: ReadonlySet<string> = new Set(
  'abs sign power mod maximum minimum clip round around round_ pow'.split(' '),
)

function numbersOf(values: readonly Value[]): readonly number[] | undefined {
  const found: number[] = []
  for (const value of values) {
    if (value.t !== 'num') return undefined
    found.push(value.v)
  }
  return found
}

function one(names: string, run: (name: string) => (x: number) => number) {
  return names.split(' ').map(name => [name, [1, 1, run(name)]] as const)
}

function some(names: string, least: number, most: number, run: OfNumbers) {
  return names.split(' ').map(name => [name, [least, most, run]] as const)
}

const LARGEST_FACTORIAL = 170

/** NaN of what has none, which is not known. */
function factorial(x: number): number {
  if (x < 0 || x > LARGEST_FACTORIAL || !Number.isInteger(x)) return Number.NaN
  let product = 1
  for (let i = 2; i <= x; i++) product *= i
  return product
}

function gcd(x: number, y: number): number {
  let [a, b] = [Math.abs(x), Math.abs(y)]
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Number.NaN
  while (b > 0) [a, b] = [b, a % b]
  return a
}
