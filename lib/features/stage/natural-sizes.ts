/** How large things are at first, by what their constructors are given. */
import { family, lineageOf, perClass } from '../../facts/manim.ts'
import { sizeOfWords } from './letters.ts'
import type { Args } from './machine.ts'
import { FRAME } from './places.ts'
import { sizeOf, sizeThrough } from './sizes.ts'
import { lanesOf } from './tables.ts'
import { asNumber, asPoint, asPoints, type Mob, type Point, type Size, type Value } from './values.ts'

/** How large it is at first. */
export function fillSize(mob: Mob, { args, kws }: Args): void {
  const natural = sizeOfShape(mob.cls, args, kws) ?? sizeOfTable(mob) ?? sizeOfWords(mob, kws)
  mob.size = natural && fitted(mob, natural, kws)
}

/** Words and pictures keep their shape where one side is given. */
function fitted(mob: Mob, [w, h]: Size, kws: Args['kws']): Size {
  if (mob.text === undefined) return [w, h]
  const [width, height] = [asNumber(kws.get('width')), asNumber(kws.get('height'))]
  if (width !== undefined) return [width, (h * width) / w]
  return height === undefined ? [w, h] : [(w * height) / h, height]
}

/** `buff`: how far from it. */
export function fillAround(mob: Mob, what: Mob | undefined, { args, kws }: Args): void {
  const size = what && sizeOf(what)
  if (!size || !what.pos) return
  const [x, y] = what.pos
  const buff = asNumber(kws.get('buff'))
  if (isUnder(mob.cls)) {
    const way = asPoint(args[1] ?? kws.get('direction')) ?? DOWN
    const [gap, thick] = [buff ?? 0.2, isBrace(mob.cls) ? 0.27 : 0]
    const isFlat = way[0] === 0
    mob.size = isFlat ? [size[0], thick] : [thick, size[1]]
    mob.pos = [x + way[0] * (size[0] / 2 + gap + thick / 2), y + way[1] * (size[1] / 2 + gap + thick / 2)]
  } else {
    const all = 2 * (buff ?? (isFrame(mob.cls) ? 0.1 : 0))
    mob.size = [size[0] + all, size[1] + all]
  }
}
const DOWN: Point = [0, -1]
const isUnder = family('Brace', 'Underline')
const isBrace = family('Brace')
const isFrame = family('SurroundingRectangle')

/** Entries stand so far from each other. */
function sizeOfTable(mob: Mob): Size | undefined {
  const lanes = lanesOf(mob)
  if (!lanes) return undefined
  const { rows, columns } = lanes
  return isMatrix(mob.cls) ? [columns * 1.3, rows * 0.8] : [columns * 2, rows * 1.3]
}
const isMatrix = family('Matrix')

type Given = (name: string, at: number, usual: number) => number
type Shape = (number: Given, args: readonly Value[], kws: Args['kws']) => Size | undefined

const round: Shape = number => {
  const radius = number('radius', 0, 1)
  return [2 * radius, 2 * radius]
}
const SHAPES = new Map<string, Shape>([
  ['Dot', number => [2 * number('radius', 1, 0.08), 2 * number('radius', 1, 0.08)]],
  ['Ellipse', number => [number('width', 0, 2), number('height', 1, 1)]],
  ['Annulus', number => [2 * number('outer_radius', 1, 2), 2 * number('outer_radius', 1, 2)]],
  ['Circle', round],
  ['Square', number => [number('side_length', 0, 2), number('side_length', 0, 2)]],
  ['Cube', number => [number('side_length', 0, 2), number('side_length', 0, 2)]],
  ['Sphere', number => [2 * number('radius', 1, 1), 2 * number('radius', 1, 1)]],
  ['Rectangle', number => [number('width', 2, 4), number('height', 1, 2)]],
  ['Triangle', number => [1.73 * number('radius', 9, 1), 1.5 * number('radius', 9, 1)]],
  ['Star', number => [1.9 * number('outer_radius', 1, 1), 1.81 * number('outer_radius', 1, 1)]],
  ['RegularPolygon', number => [2 * number('radius', 9, 1), 1.9 * number('radius', 9, 1)]],
  ['Polygon', (_, args) => through(asPoints(args))],
  [
    'NumberPlane',
    (number, args, kws) => [
      number('x_length', 2, spanned(kws.get('x_range') ?? args[0]) ?? FRAME.width),
      number('y_length', 3, spanned(kws.get('y_range') ?? args[1]) ?? FRAME.height),
    ],
  ],
  ['Axes', number => [number('x_length', 2, 12), number('y_length', 3, 6)]],
  [
    'NumberLine',
    (number, args, kws) => {
      const units = spanned(kws.get('x_range') ?? args[0]) ?? FRAME.width
      return [number('length', 1, units * number('unit_size', 2, 1)), 0.2]
    },
  ],
  // They take other things first, or nobody knows how large they come out.
  ...['ThreeDAxes', 'BarChart', 'LabeledDot', 'SurroundingRectangle'].map((cls): [string, Shape] => [
    cls,
    () => undefined,
  ]),
])
const shapeOf = perClass(cls =>
  lineageOf(cls)
    .map(one => SHAPES.get(one))
    .find(shape => shape !== undefined),
)

const through = (points: readonly Point[] | undefined) => points && sizeThrough(points)

/** `[-3, 3, 1]` */
function spanned(range: Value | undefined): number | undefined {
  const [from, to] = range?.t === 'list' ? range.items.map(asNumber) : []
  return from === undefined || to === undefined ? undefined : to - from
}

function sizeOfShape(cls: string, args: readonly Value[], kws: Args['kws']): Size | undefined {
  let isKnown = true
  const number = (name: string, at: number, usual: number): number => {
    const given = kws.get(name) ?? args[at]
    const value = given ? asNumber(given) : usual
    if (value === undefined) isKnown = false
    return value ?? usual
  }
  const size = shapeOf(cls)?.(number, args, kws)
  return isKnown ? size : undefined
}
