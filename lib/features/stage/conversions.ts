/** From one kind of value to another: `int("101", 2)`, `round(2.5)`, `chr(97)`. */
import { rounded } from './decimals.ts'
import type { Args } from './machine.ts'
import { asNumber, isFloat, num, roughNum, str, unknown, type Value } from './values.ts'

/** `int`, `float`, `round` and `abs`. */
export function toNumber(name: string, { args: [first, second], kws }: Args): Value {
  if (name === 'int' && first?.t === 'str') return parsed(first.v, asNumber(second ?? kws.get('base')) ?? 10)
  const value = first?.t === 'str' && name === 'float' ? Number(first.v || 'none') : asNumber(first)
  if (value === undefined || Number.isNaN(value)) return unknown()
  if (name === 'float') return num(value, true)
  if (first?.t === 'num' && first.rough) return name === 'abs' ? roughNum(Math.abs(value)) : first
  if (name === 'int') return num(Math.trunc(value))
  if (name === 'abs') return num(Math.abs(value), isFloat([first!]))
  const places = asNumber(second)
  return num(rounded(value, places), places !== undefined && isFloat([first!]))
}

/** `int("101", 2)` */
function parsed(text: string, base: number): Value {
  const digits = text.trim().replace(/^[+-]/, '')
  const areDigits = [...digits].every(digit => !Number.isNaN(Number.parseInt(digit, base)))
  const value = areDigits ? Number.parseInt(text, base) : Number.NaN
  return Number.isSafeInteger(value) ? num(value) : roughNum(value)
}

/** `chr`, `ord`, `hex` and `bin`; undefined where it is not known. */
export function inOtherWords(name: string, value: Value): Value | undefined {
  if (name === 'ord')
    return value.t === 'str' && value.v.length > 0 ? num(value.v.codePointAt(0)!) : undefined
  const number = asNumber(value)
  if (number === undefined || !Number.isInteger(number) || number < 0) return undefined
  if (name === 'chr') return number <= LAST_LETTER ? str(String.fromCodePoint(number)) : undefined
  return str(name === 'hex' ? `0x${number.toString(16)}` : `0b${number.toString(2)}`)
}
const LAST_LETTER = 0x10ffff
