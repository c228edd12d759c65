/** Places in words. The frame is 14.2 wide and 8 high, its middle is the origin. */
import type { Point, Value } from './values.ts'

export const FRAME = { width: 128 / 9, height: 8 }

export function placeOf(pos: Point | undefined): string | undefined {
  if (!pos) return undefined
  const [x, y] = pos
  const side = x <= -1.4 ? 'left' : x >= 1.4 ? 'right' : ''
  const level = y >= 1.3 ? 'upper' : y <= -1.3 ? 'lower' : ''
  if (Math.abs(x) > 7.5 || Math.abs(y) > 4.5) return undefined
  if (side && level) return `in the ${level} ${side}`
  if (side) return `on the ${side}`
  if (level) return level === 'upper' ? 'at the top' : 'at the bottom'
  return undefined
}

/** The side of a neighbour that a direction names. */
export function sideOf(direction: Value | undefined): string | undefined {
  if (direction?.t !== 'vec') return direction === undefined ? 'to the right of' : undefined
  const { x, y } = direction
  if (Math.abs(y) > Math.abs(x)) return y > 0 ? 'above' : 'below'
  if (Math.abs(x) > 0) return x > 0 ? 'to the right of' : 'to the left of'
  return undefined
}

/** Which way a shift goes. */
export function wayOf(x: number, y: number): string | undefined {
  const horizontal = Math.abs(x) < 0.05 ? '' : x > 0 ? 'to the right' : 'to the left'
  const vertical = Math.abs(y) < 0.05 ? '' : y > 0 ? 'up' : 'down'
  if (horizontal && vertical) return `${vertical} and ${horizontal}`
  return horizontal || vertical || undefined
}

/** Would a viewer see that the one is not where the other is? */
export function isFar(a: Point | undefined, b: Point | undefined): boolean {
  return a !== undefined && b !== undefined && Math.hypot(a[0] - b[0], a[1] - b[1]) > 0.4
}
