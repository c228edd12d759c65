/** Coordinate systems: what they span, and points of theirs. */
import { descends, family, isAxes, perClass } from '../../facts/manim.ts'
import { allOf } from './containers.ts'
import { COORDINATES, figure } from './formulas.ts'
import type { Args, Machine } from './machine.ts'
import { FRAME } from './places.ts'
import type { Thing } from './steps.ts'
import { asNumber, type Mob, spread, unknown, type Value } from './values.ts'

type Ranges = NonNullable<Thing['ranges']>

/** What is nothing but for the errors of reckoning is nothing. */
const told = (value: number) => figure(Math.abs(value) < 1e-9 ? 0 : value)

/** The axes that a class has, in the order in which it takes their ranges. */
const axesOf = perClass((cls): readonly (keyof Ranges)[] => {
  // Its first arguments are values and names.
  if (descends(cls, 'BarChart') || descends(cls, 'PolarPlane')) return []
  if (descends(cls, 'NumberLine')) return ['x']
  return descends(cls, 'ThreeDAxes') ? ['x', 'y', 'z'] : ['x', 'y']
})

/** `Axes(x_range=[0, 10, 1], y_range=[-2, 2])`; what is not given depends on the size of the frame. */
export function fillAxes(m: Machine, mob: Mob, { args, kws }: Args): void {
  const ranges: { -readonly [K in keyof Ranges]: Ranges[K] } = {}
  for (const [i, axis] of axesOf(mob.cls).entries()) {
    const given = allOf(m, kws.get(`${axis}_range`) ?? args[i])
    // Before there were ranges.
    const ends = [given?.[0] ?? kws.get(`${axis}_min`), given?.[1] ?? kws.get(`${axis}_max`)]
    const [from, to] = ends.map(asNumber)
    if (from === undefined || to === undefined || from >= to) continue
    if (axis === 'x' && goOn(mob.cls, kws, from, to)) return
    ranges[axis] = `${told(from)} to ${told(to)}`
  }
  if (Object.keys(ranges).length > 0) mob.holds = { ranges }
}

/** Beyond the edges of the frame, where no end of theirs is to be seen. */
function goOn(cls: string, kws: Args['kws'], from: number, to: number): boolean {
  const frames = to / (FRAME.width / 2)
  if (from === -to && Math.abs(frames - Math.round(frames)) < 0.01) return true
  // One is as long there as it is in the frame.
  const isUnscaled = isOfUnits(cls) && !LENGTHS.some(name => kws.has(name))
  return isUnscaled && from <= -EDGE && to >= EDGE
}
const EDGE = 7
const LENGTHS = ['x_length', 'length', 'unit_size']
const isOfUnits = family('NumberPlane', 'NumberLine')

export const POINTS_ON = new Set([...COORDINATES, 'n2p', 'number_to_point', 'i2gp', 'input_to_graph_point'])

/** `axes.c2p(2, 1)`, `line.n2p(3)`, `axes.i2gp(3, curve)`: a point, by what is said there. */
export function pointOn(mob: Mob, name: string, { args }: Args): Value {
  const axes = axesOf(mob.cls).length
  if (mob.partOf || (name === '@' && !isAxes(mob.cls))) return unknown()
  if (name === 'i2gp' || name === 'input_to_graph_point') {
    const [x, curve] = args
    const at = asNumber(x)
    return at !== undefined && curve?.t === 'mob'
      ? { t: 'coords', label: `x = ${told(at)}`, of: curve }
      : unknown()
  }
  const numbers = spread(args).map(asNumber)
  if (numbers.length === 0 || numbers.includes(undefined)) return unknown()
  const figures = numbers.map(number => told(number!))
  if (axes === 1) return { t: 'coords', label: figures[0]!, of: mob }
  if (figures.length === 1) figures.push('0')
  // In the plane there is no third.
  return { t: 'coords', label: `(${figures.slice(0, Math.max(axes, 2)).join(', ')})`, of: mob }
}

/** What stands at such a point, or above it, says so. */
export function standAt(mob: Mob, point: Value | undefined, side = 'at'): void {
  if (point?.t === 'coords') mob.rel = { word: `${side} ${point.label} on`, of: point.of }
}

/** Between two points of the same. */
export function standBetween(mob: Mob, start: Value | undefined, end: Value | undefined): void {
  if (start?.t === 'coords' && end?.t === 'coords' && start.of === end.of)
    mob.rel = { word: `from ${start.label} to ${end.label} on`, of: start.of }
}
