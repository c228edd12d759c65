/** Functions of Manim and numpy on points that are known. */
import { asNumber, asPoint, num, type Point, unknown, type Value, vec } from './values.ts'

const FUNCTIONS: ReadonlyMap<string, (args: readonly Value[]) => Value | undefined> = new Map([
  [
    'normalize',
    ([a]) => ofPoint(a, ([x, y], length) => (length > 0 ? vec(x / length, y / length) : vec(x, y))),
  ],
  ['np.linalg.norm', ([a]) => ofPoint(a, (_, length) => num(length, true))],
  ['angle_of_vector', ([a]) => ofPoint(a, ([x, y]) => num(Math.atan2(y, x), true))],
  ['rotate_vector', ([a, by]) => ofPoint(a, point => turned(point, asNumber(by)))],
  ['midpoint', ([a, b]) => between(a, b, 0.5)],
  ['interpolate', ([a, b, t]) => between(a, b, asNumber(t))],
  ['np.dot', ([a, b]) => ofPoint(a, ([x, y]) => ofPoint(b, ([u, v]) => num(x * u + y * v, true)))],
])

export const VECTOR_FUNCTIONS: readonly string[] = [...FUNCTIONS.keys()].filter(name => !name.includes('.'))

/** Undefined for what is no such function. */
export function onPoints(name: string, args: readonly Value[]): Value | undefined {
  const run = FUNCTIONS.get(name)
  return run && (run(args) ?? unknown())
}

/** In the plane of the screen. What stands on screen has a place that may change. */
function ofPoint(
  value: Value | undefined,
  run: (point: Point, length: number) => Value | undefined,
): Value | undefined {
  const isFlat =
    (value?.t === 'vec' && value.z === 0) ||
    (value?.t === 'list' && value.items.slice(2).every(item => asNumber(item) === 0))
  const point = isFlat ? asPoint(value) : undefined
  return point && run(point, Math.hypot(...point))
}

function turned([x, y]: Point, by: number | undefined): Value | undefined {
  if (by === undefined) return undefined
  const [cos, sin] = [Math.cos(by), Math.sin(by)]
  return vec(x * cos - y * sin, x * sin + y * cos)
}

function between(a: Value | undefined, b: Value | undefined, t: number | undefined): Value | undefined {
  if (t === undefined) return undefined
  const mix = (from: number, to: number) => from + (to - from) * t
  if (a?.t === 'num' && b?.t === 'num') return num(mix(a.v, b.v), true)
  return ofPoint(a, ([x, y]) => ofPoint(b, ([u, v]) => vec(mix(x, u), mix(y, v))))
}
