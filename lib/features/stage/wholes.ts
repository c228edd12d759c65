/** Functions of `math` on whole numbers, exactly. */
import { whole } from './arithmetic.ts'
import { unknown, type Value } from './values.ts'

/** Of larger ones nothing would fit. */
const LARGEST = 1_000

const FUNCTIONS: ReadonlyMap<string, (a: bigint, b?: bigint) => bigint | undefined> = new Map([
  ['factorial', n => product(1n, n)],
  ['comb', (n, k) => (k === undefined ? undefined : product(n - k + 1n, n) / product(1n, k))],
  ['perm', (n, k = n) => product(n - k + 1n, n)],
  ['gcd', (a, b = a) => gcd(a, b)],
  ['lcm', (a, b = a) => (a * b) / (gcd(a, b) || 1n)],
])

/** Undefined for what is no such function. */
export function onWholes(name: string, given: readonly number[]): Value | undefined {
  const run = FUNCTIONS.get(name)
  if (!run) return undefined
  const areSmall = given.every(one => Number.isInteger(one) && one >= 0 && one <= LARGEST)
  if (!areSmall || given.length < 1 || given.length > 2) return unknown()
  const [a, b] = given.map(BigInt)
  return whole(run(a!, b))
}

function product(from: bigint, to: bigint): bigint {
  let all = 1n
  for (let i = from; i <= to; i++) all *= i
  return all
}

function gcd(x: bigint, y: bigint): bigint {
  let [a, b] = [x, y]
  while (b > 0n) [a, b] = [b, a % b]
  return a
}
