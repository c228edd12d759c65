/** Where things are put, and where points of theirs are. */
import { standAt } from './axes.ts'
import { childMobs } from './groups.ts'
import { middle } from './objects.ts'
import { sideOf } from './places.ts'
import { asMob, asPoint, type Layout, type Mob, num, type Point, unknown, type Value, vec } from './values.ts'

export function moveBy(mob: Mob, dx: number, dy: number, depth = 0): void {
  if (mob.pos) mob.pos = [mob.pos[0] + dx, mob.pos[1] + dy]
  if (depth < 5) for (const child of childMobs(mob)) moveBy(child, dx, dy, depth + 1)
}

export function moveTo(mob: Mob, to: Point | undefined): void {
  mob.rel = undefined
  if (to && mob.pos) moveBy(mob, to[0] - mob.pos[0], to[1] - mob.pos[1])
  else {
    mob.pos = to
    for (const child of childMobs(mob)) child.pos = to
  }
}

export function point(mob: Mob, name: string, args: readonly Value[]): Value {
  if (!mob.pos) return unknown()
  const [x, y] = mob.pos
  if (name === 'get_x') return num(x, true)
  if (name === 'get_y') return num(y, true)
  const way = args[0]
  const along = mob.half && alongOf(mob.half, name, way)
  if (mob.half && along !== undefined) return vec(x + mob.half[0] * along, y + mob.half[1] * along)
  const off = { get_top: [0, 0.5], get_bottom: [0, -0.5], get_left: [-0.5, 0], get_right: [0.5, 0] }[name]
  if (off) return vec(x + off[0]!, y + off[1]!)
  if (way?.t === 'vec') return vec(x + way.x * 0.5, y + way.y * 0.5)
  return vec(x, y)
}

/** How far along a line a point of it is, from -1 at its start to 1 at its end. */
function alongOf([x, y]: Point, name: string, at: Value | undefined): number | undefined {
  switch (name) {
    case 'get_start':
      return -1
    case 'get_end':
      return 1
    case 'get_left':
      return -Math.sign(x)
    case 'get_right':
      return Math.sign(x)
    case 'get_bottom':
      return -Math.sign(y)
    case 'get_top':
      return Math.sign(y)
    case 'point_from_proportion':
      return at?.t === 'num' ? 2 * at.v - 1 : undefined
    default:
      return undefined
  }
}

/** The length of a direction widens the gap, a quarter of a unit, and not the things on both its sides. */
function beside(way: number, sizes: number): number {
  return way === 0 ? 0 : Math.sign(way) * (sizes + 0.25 * Math.abs(way))
}

export function nextTo(mob: Mob, neighbour: Value | undefined, direction: Value | undefined): void {
  const other = asMob(neighbour)
  const at = asPoint(neighbour)
  const way = direction ?? vec(1, 0)
  if (at && way.t === 'vec') moveTo(mob, [at[0] + beside(way.x, 0.95), at[1] + beside(way.y, 0.65)])
  else moveTo(mob, undefined)
  const side = sideOf(way)
  mob.rel = other && side ? { word: side, of: other } : undefined
  if (side) standAt(mob, neighbour, side)
}

export function arrange(mob: Mob, direction: Value | undefined): void {
  const way = direction ?? vec(1, 0)
  const children = childMobs(mob)
  if (way.t !== 'vec') return
  // One behind the other is neither.
  const isFlat = way.x !== 0 || way.y !== 0
  mob.layout = isFlat ? (Math.abs(way.y) > Math.abs(way.x) ? 'column' : 'row') : undefined
  const [x, y] = mob.pos ?? [0, 0]
  const gap = children.length > 6 ? 0.8 : 1.6
  children.forEach((child, i) => {
    const offset = (i - (children.length - 1) / 2) * gap
    child.rel = undefined
    moveTo(child, [x + Math.sign(way.x) * offset, y + Math.sign(way.y) * offset * 0.8])
  })
  if (!mob.pos) mob.pos = middle(mob)
}

export function gridOf(count: number, rows: number | undefined, cols: number | undefined): Layout {
  if (rows !== undefined && count % rows === 0) return `${rows} by ${count / rows} grid`
  return cols !== undefined && count % cols === 0 ? `${count / cols} by ${cols} grid` : 'grid'
}
