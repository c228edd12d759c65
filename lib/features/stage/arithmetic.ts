/** Operators between numbers. Whole ones have no limit in Python: of what does not fit the last digits are not known. */
import { num, roughNum, unknown, type Value } from './values.ts'

type NumValue = Extract<Value, { t: 'num' }>

/** `a op b`. */
export function combine(op: string, a: NumValue, b: NumValue): Value {
  const near = approximate(op, a.v, b.v)
  if (a.float || b.float || op === '/' || (op === '**' && b.v < 0)) return num(near, true)
  // They depend on the last digits.
  const isFine = op === '%' || BITS.has(op)
  if (a.rough || b.rough) return isFine ? unknown() : roughNum(Math.trunc(near))
  if (Number.isSafeInteger(near) && Number.isSafeInteger(a.v) && Number.isSafeInteger(b.v)) return num(near)
  return Number.isFinite(near) || BITS.has(op) ? whole(exactly(op, BigInt(a.v), b.v)) : unknown()
}

export function whole(exact: bigint | undefined): Value {
  const near = Number(exact)
  return Number.isFinite(near) && BigInt(near) === exact ? num(near) : roughNum(near)
}

const BITS: ReadonlySet<string> = new Set(['&', '|', '^', '<<', '>>'])
/** By more nothing of it would fit. */
const MOST_SHIFTED = 1100

function approximate(op: string, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '//':
      return quotient(a, b)
    case '%':
      return remainder(a, b)
    case '**':
      return a ** b
    default:
      return Number.NaN
  }
}

function exactly(op: string, a: bigint, second: number): bigint | undefined {
  const b = BigInt(second)
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '//':
      return (a - modulo(a, b)) / b
    case '%':
      return modulo(a, b)
    case '**':
      return a ** b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    default:
      if (second < 0 || second > MOST_SHIFTED) return undefined
      return op === '<<' ? a << b : a >> b
  }
}

function quotient(a: number, b: number): number {
  const whole = Math.round((a - remainder(a, b)) / b)
  // Nothing has the sign of what was rounded.
  return whole === 0 ? 0 * Math.sign(a / b) : whole
}

/** It has the sign of the divisor. */
export function remainder(a: number, b: number): number {
  const rest = a % b
  if (rest === 0) return 0 * Math.sign(b)
  return rest < 0 !== b < 0 ? rest + b : rest
}

function modulo(a: bigint, b: bigint): bigint {
  const rest = a % b
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest
}
