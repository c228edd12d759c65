/** Where things are put, and where points of theirs are. */
import { standAt } from './axes.ts'
import { childMobs } from './groups.ts'
import type { Args } from './machine.ts'
import { FRAME, sideOf } from './places.ts'
import { middleOf, type Placed, resize, roughSize, sizeOf, spreadFrom } from './sizes.ts'
import {
  asMob,
  asNumber,
  asPoint,
  bool,
  type Layout,
  type Mob,
  num,
  type Point,
  type Size,
  truth,
  unknown,
  type Value,
  vec,
} from './values.ts'

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
  if (name === 'point_from_proportion') return { t: 'coords', label: 'a point', of: mob }
  if (ENDS.has(name)) return unknown()
  const [w, h] = roughSize(mob)
  const off = SIDES[name]
  if (off) return vec(x + (off[0] * w) / 2, y + (off[1] * h) / 2)
  if (way?.t === 'vec') return vec(x + (Math.sign(way.x) * w) / 2, y + (Math.sign(way.y) * h) / 2)
  return vec(x, y)
}

/** Of what is no line they may be anywhere. */
const ENDS = new Set(['get_start', 'get_end'])

const SIDES: Readonly<Record<string, Point>> = {
  get_top: [0, 1],
  get_bottom: [0, -1],
  get_left: [-1, 0],
  get_right: [1, 0],
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

/** How far from each other things are put. */
const GAP = 0.25
/** And from the edge of the frame. */
const MARGIN = 0.5
const NOWHERE: Size = [0, 0]

const distance = (given: Value | undefined, usual: number): number => (given && asNumber(given)) ?? usual

/** Where a thing of this size has its middle when it stands beside another, with the edges on one side in line. */
function beside([at, size]: Placed, own: Size, way: Point, gap: number, edge: Point): Point {
  const along = (axis: 0 | 1) => {
    const theirs = Math.sign(edge[axis] + way[axis]) * size[axis]
    const mine = Math.sign(edge[axis] - way[axis]) * own[axis]
    return at[axis] + (theirs - mine) / 2 + gap * way[axis]
  }
  return [along(0), along(1)]
}

const CENTRE: Point = [0, 0]

export function nextTo(
  mob: Mob,
  neighbour: Value | undefined,
  direction: Value | undefined,
  gap?: Value,
  edge?: Value,
): void {
  const other = asMob(neighbour)
  const at = asPoint(neighbour)
  const way = direction ?? vec(1, 0)
  const to = asPoint(way)
  const size = other ? roughSize(other) : NOWHERE
  // How far it reaches is not known: what stands on the side of the middle may be beyond it.
  const isVague = other && at && to && !sizeOf(other) && at[0] * to[0] + at[1] * to[1] < 0
  const isKnown = at && to && !isVague
  moveTo(
    mob,
    isKnown ? beside([at, size], roughSize(mob), to, distance(gap, GAP), asPoint(edge) ?? CENTRE) : undefined,
  )
  const side = sideOf(way)
  mob.rel = other && side ? { word: side, of: other } : undefined
  if (side) standAt(mob, neighbour, side)
}

/** With its middle there, or its edge at that of what is there. */
export function moveOnto(mob: Mob, to: Value | undefined, edge: Value | undefined): void {
  const at = asPoint(to)
  const way = asPoint(edge)
  const size = to?.t === 'mob' ? roughSize(to) : NOWHERE
  moveTo(mob, at && way ? inLine(mob, at, size, way) : at)
}

/** The one edge in line with the other; along the other axis the middles. */
function inLine(mob: Mob, at: Point, size: Size, way: Point): Point {
  const own = roughSize(mob)
  const along = (axis: 0 | 1) => at[axis] + (Math.sign(way[axis]) * (size[axis] - own[axis])) / 2
  return [along(0), along(1)]
}

export function alignTo(mob: Mob, other: Mob, way: { readonly x: number; readonly y: number }): void {
  if (!mob.pos || !other.pos) return
  const [x, y] = inLine(mob, other.pos, roughSize(other), [way.x, way.y])
  moveTo(mob, [way.x === 0 ? mob.pos[0] : x, way.y === 0 ? mob.pos[1] : y])
}

export function toEdge(mob: Mob, way: Value, margin: Value | undefined): void {
  if (way.t !== 'vec') return
  const [x, y] = mob.pos ?? CENTRE
  const [w, h] = roughSize(mob)
  const rest = distance(margin, MARGIN)
  moveTo(mob, [
    way.x === 0 ? x : Math.sign(way.x) * ((FRAME.width - w) / 2 - rest),
    way.y === 0 ? y : Math.sign(way.y) * ((FRAME.height - h) / 2 - rest),
  ])
}

/** One beside the other, and all of them around the middle of the frame, unless the first is to stay. */
export function arrange(mob: Mob, { args, kws }: Args): void {
  const way = args[0] ?? kws.get('direction') ?? vec(1, 0)
  const gap = distance(args[1] ?? kws.get('buff'), GAP)
  const edge = asPoint(kws.get('aligned_edge')) ?? CENTRE
  if (way.t !== 'vec') return
  // One behind the other is neither.
  const isFlat = way.x !== 0 || way.y !== 0
  mob.layout = isFlat ? (Math.abs(way.y) > Math.abs(way.x) ? 'column' : 'row') : undefined
  const placed: Placed[] = []
  for (const child of childMobs(mob)) {
    const own = roughSize(child)
    const before = placed.at(-1)
    placed.push([before ? beside(before, own, [way.x, way.y], gap, edge) : CENTRE, own])
  }
  const isCentred = truth(args[2] ?? kws.get('center') ?? TRUE)
  const first = childMobs(mob)[0]?.pos
  if (isCentred === false && first) settle(mob, placed, first, CENTRE)
  else settle(mob, placed, CENTRE)
}
const TRUE = bool(true)

/** Row by row, each as high and each column as wide as what stands in it. */
export function arrangeInGrid(
  mob: Mob,
  rows: number | undefined,
  columns: number | undefined,
  gap: Value | undefined,
): void {
  const sizes = childMobs(mob).map(roughSize)
  const across = columns ?? Math.ceil(rows ? sizes.length / rows : Math.sqrt(sizes.length))
  const [gapX = GAP, gapY = GAP] =
    gap?.t === 'list' ? gap.items.map(asNumber) : [distance(gap, GAP), distance(gap, GAP)]
  const widths = lanes(sizes, 0, i => i % across)
  const heights = lanes(sizes, 1, i => Math.floor(i / across))
  const placed = sizes.map((size, i): Placed => {
    const column = i % across
    const row = Math.floor(i / across)
    return [[middleIn(widths, column, gapX), -middleIn(heights, row, gapY)], size]
  })
  settle(mob, placed, mob.pos ?? CENTRE)
}

/** The most that one of a lane takes. */
function lanes(sizes: readonly Size[], axis: 0 | 1, laneOf: (i: number) => number): readonly number[] {
  const most: number[] = []
  sizes.forEach((size, i) => {
    most[laneOf(i)] = Math.max(most[laneOf(i)] ?? 0, size[axis])
  })
  return most
}

function middleIn(lanes: readonly number[], at: number, gap: number): number {
  return lanes.slice(0, at).reduce((sum, lane) => sum + lane + gap, 0) + lanes[at]! / 2
}

/** Each of the group where it is to be, so that `from`, the middle of all of them unless another is given, comes there. */
function settle(mob: Mob, placed: readonly Placed[], to: Point, from?: Point): void {
  if (placed.length === 0) return
  const middle = middleOf(placed)
  const [x, y] = from ?? middle
  const moved = ([atX, atY]: Point): Point => [atX - x + to[0], atY - y + to[1]]
  childMobs(mob).forEach((child, i) => {
    moveTo(child, moved(placed[i]![0]))
  })
  mob.pos = moved(middle)
}

/** So many times as large; undefined where that is not known. */
export function scale(mob: Mob, factor: number | undefined, about: Point | undefined): void {
  if (factor === undefined) {
    mob.half = undefined
    mob.size = undefined
    return
  }
  resize(mob, factor, about ?? mob.pos)
  if (about && mob.pos) mob.pos = spreadFrom(about, mob.pos, factor)
}

/** As wide or as high as that. */
export function fit(mob: Mob, axis: 0 | 1, length: number | undefined): void {
  const now = sizeOf(mob)?.[axis]
  scale(mob, length !== undefined && now ? length / now : undefined, undefined)
}

export function gridOf(count: number, rows: number | undefined, cols: number | undefined): Layout {
  if (rows !== undefined && count % rows === 0) return `${rows} by ${count / rows} grid`
  return cols !== undefined && count % cols === 0 ? `${count / cols} by ${cols} grid` : 'grid'
}
