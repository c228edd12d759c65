/** Numbers as Python writes them. */

/** `f"{value:.2f}"`: what lies in the middle goes to the even digit. */
export function fixed(value: number, places: number): string {
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
const MOST_PLACES = 20

/** `round(value, places)`; negative places are tens and hundreds. */
export function rounded(value: number, places = 0): number {
  if (!Number.isInteger(places)) return Number.NaN
  if (places > MOST_PLACES) return value
  if (places >= 0) return Number(fixed(value, places))
  const unit = 10 ** -places
  return Number.isFinite(unit) ? Number(fixed(value / unit, 0)) * unit : 0
}

/** `str(value)` */
export function written(value: number, isFloat: boolean): string {
  if (!isFloat) return Number.isSafeInteger(value) ? String(value) : String(BigInt(value))
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  return Number.isInteger(value) ? value.toFixed(1) : String(value)
}
