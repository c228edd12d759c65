/** Dollars and bytes as a person reads them. */

export function money(dollars: number): string {
  if (dollars === 0) return '$0'
  return dollars < 0.01 ? `$${dollars.toPrecision(2)}` : `$${dollars.toFixed(2)}`
}

export function bytes(number: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = Math.abs(number)
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${number < 0 ? '-' : ''}${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
