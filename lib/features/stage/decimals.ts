/** Numbers as Python writes them. */

/** From here on JavaScript writes exponents. */
const LARGEST_FIXED = 1e21

/** `f"{value:.2f}"`: what lies in the middle goes to the even digit. */
export function fixed(value: number, places: number): string {
  if (Object.is(value, -0)) return `-${fixed(0, places)}`
  if (Math.abs(value) >= LARGEST_FIXED) return `${BigInt(value)}${places > 0 ? '.' : ''}${'0'.repeat(places)}`
  const away = value.toFixed(places)
  const isTie = Math.abs((value * 2 ** (places + 1)) % 2) === 1
  if (!isTie) return away
  const toward = value
    .toFixed(places + 1)
    .slice(0, -1)
    .replace(/\.$/, '')
  return /[02468]$/.test(toward) ? toward : away
}

/** No number has more that count. */
export const MOST_PLACES = 20

/** `round(value, places)`; negative places are tens and hundreds. */
export function rounded(value: number, places = 0): number {
  if (!Number.isInteger(places)) return Number.NaN
  if (places > MOST_PLACES) return value
  if (places >= 0) return Number(fixed(value, places))
  const unit = 10 ** -places
  return Number.isFinite(unit) ? Number(fixed(value / unit, 0)) * unit : 0
}

/** `f"{value:.2e}"` */
export function scientific(value: number, places?: number): string {
  if (Object.is(value, -0)) return `-${scientific(0, places)}`
  return value.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** `f"{value:g}"`: as many digits as count, and none that say nothing. */
export function general(value: number, digits: number): string {
  const most = Math.max(digits, 1)
  const [figures, power] = scientific(value, most - 1).split('e')
  const exponent = Number(power)
  const isPlain = exponent >= -4 && exponent < most
  const text = isPlain ? fixed(value, most - 1 - exponent) : figures!
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return isPlain ? short : `${short}e${power}`
}

/** `str(value)` */
export function written(value: number, isFloat: boolean): string {
  if (!isFloat) return Number.isSafeInteger(value) ? String(value) : String(BigInt(value))
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) return scientific(value)
  return Number.isInteger(value) ? fixed(value, 1) : String(value)
}
