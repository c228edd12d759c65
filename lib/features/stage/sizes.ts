/**
 * How wide and high things are, about as Manim draws them: words by their letters, shapes by what their constructors are
 * given, groups by what they hold. Good enough to say where in the frame a thing ends up that stands beside others.
 */
import { family, lineageOf, perClass } from '../../facts/manim.ts'
import { remember } from '../remember.ts'
import { childMobs, isComposed } from './groups.ts'
import type { Args } from './machine.ts'
import { FRAME } from './places.ts'
import { readable } from './tex.ts'
import { asNumber, asPoint, asPoints, type Mob, type Point, type Size, type Value } from './values.ts'

/** Of what nobody knows how large it is. */
const USUAL: Size = [1, 0.7]
const DEEPEST = 5

/** Undefined where it is not known. */
export function sizeOf(mob: Mob, depth = 0): Size | undefined {
  if (mob.half) return [2 * Math.abs(mob.half[0]), 2 * Math.abs(mob.half[1])]
  if (!isComposed(mob) || mob.children.length === 0) return mob.size
  const box = boxOf(mob, depth)
  return box && [box.right - box.left, box.top - box.bottom]
}

/** About how large it is, whatever it is. */
export const roughSize = (mob: Mob): Size => sizeOf(mob) ?? USUAL

interface Box {
  left: number
  right: number
  bottom: number
  top: number
}

const nothing = (): Box => ({
  left: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.POSITIVE_INFINITY,
  top: Number.NEGATIVE_INFINITY,
})

function include(box: Box, [x, y]: Point, [w, h]: Size): void {
  box.left = Math.min(box.left, x - w / 2)
  box.right = Math.max(box.right, x + w / 2)
  box.bottom = Math.min(box.bottom, y - h / 2)
  box.top = Math.max(box.top, y + h / 2)
}

/** Of all that a group holds; undefined where a place or size in it is not known. */
function boxOf({ children, count }: Mob, depth = 0): Box | undefined {
  if (count !== undefined || depth > DEEPEST || children.length === 0) return undefined
  const box = nothing()
  for (const child of children) {
    const size = child.t === 'mob' && child.pos ? sizeOf(child, depth + 1) : undefined
    if (!size) return undefined
    include(box, (child as Mob).pos!, size)
  }
  return box
}

/** Something so large that has its middle there. */
export type Placed = readonly [at: Point, size: Size]

/** What holds all of these, of which there are some. */
function around(placed: readonly Placed[]): Box {
  const box = nothing()
  for (const [at, size] of placed) include(box, at, size)
  return box
}

/** The middle of some things. */
export function middleOf(placed: readonly Placed[]): Point {
  return centre(around(placed))
}

const centre = ({ left, right, bottom, top }: Box): Point => [(left + right) / 2, (bottom + top) / 2]

/** A group is where what it holds is, as far as that is known. */
export function gatherIn(mob: Mob): void {
  const box = boxOf(mob)
  if (box) mob.pos = centre(box)
}

/** Where a piece of a formula is, as seen from its middle: they stand in lines, each around the middle. */
export function offsetOf(piece: Mob, formula: Mob): Point | undefined {
  const lines: Mob[][] = [[]]
  for (const one of childMobs(formula)) {
    lines.at(-1)!.push(one)
    if (/\\\\\s*$/.test(one.text ?? '')) lines.push([])
  }
  if (lines.at(-1)!.length === 0) lines.pop()
  const row = lines.findIndex(line => line.includes(piece))
  let [before, all, height] = [0, 0, 0]
  for (const one of lines[row] ?? []) {
    const size = sizeOf(one)
    if (!size) return undefined
    if (one === piece) before = all + size[0] / 2
    all += size[0]
    height = Math.max(height, size[1])
  }
  return row < 0 ? undefined : [before - all / 2, ((lines.length - 1) / 2 - row) * height * LEADING]
}
/** From line to line, in heights of a line. */
const LEADING = 1.4

/** LaTeX breaks a text that is longer than a line of a page: nobody knows where its pieces come to stand. */
export function isWrapped({ cls, text }: Mob): boolean {
  return isProse(cls) && (text ?? '').split(/\\\\/).some(line => readable(line).length > LINE)
}
const isProse = family('Tex')
const LINE = 70

/** Makes it and all that it holds so many times as large; what it holds moves away from there, or nearer. */
export function resize(mob: Mob, factor: number, about: Point | undefined, depth = 0): void {
  if (mob.size) mob.size = [mob.size[0] * factor, mob.size[1] * factor]
  if (mob.half) mob.half = [mob.half[0] * factor, mob.half[1] * factor]
  if (depth > DEEPEST) return
  for (const child of childMobs(mob)) {
    if (child.pos && about)
      child.pos = [
        about[0] + (child.pos[0] - about[0]) * factor,
        about[1] + (child.pos[1] - about[1]) * factor,
      ]
    resize(child, factor, about, depth + 1)
  }
}

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
function sizeOfTable({ cls, layout }: Mob): Size | undefined {
  const [, rows, columns] = /^(\d+) by (\d+) grid$/.exec(layout ?? '')?.map(Number) ?? []
  if (!rows || !columns) return undefined
  return isMatrix(cls) ? [columns * 1.3, rows * 0.8] : [columns * 2, rows * 1.3]
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
  ['Polygon', (_, args) => sizeThrough(asPoints(args))],
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

/** `[-3, 3, 1]` */
function spanned(range: Value | undefined): number | undefined {
  const [from, to] = range?.t === 'list' ? range.items.map(asNumber) : []
  return from === undefined || to === undefined ? undefined : to - from
}

function sizeThrough(points: readonly Point[] | undefined): Size | undefined {
  if (!points) return undefined
  const { left, right, bottom, top } = around(points.map(point => [point, NONE]))
  return [right - left, top - bottom]
}
const NONE: Size = [0, 0]

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

/** Widths of letters of the usual font, at the usual size. */
const EACH = 0.4
const EACH_SET = 0.25
const USUAL_FONT = 48
const isSet = family('SingleStringMathTex')
const isWritten = family('Text', 'MarkupText', 'Paragraph')
const isNumber = family('DecimalNumber')

function sizeOfWords({ cls, text }: Mob, kws: Args['kws']): Size | undefined {
  if (text === undefined) return undefined
  const font = kws.get('font_size')
  const scale = font ? asNumber(font) : USUAL_FONT
  if (scale === undefined) return undefined
  const [w, h] = isSet(cls) || isNumber(cls) ? setSize(text) : isWritten(cls) ? writtenSize(text) : [0, 0]
  return w === 0 ? undefined : [(w * scale) / USUAL_FONT, (h * scale) / USUAL_FONT]
}

const writtenSize = remember((text: string): Size => {
  const lines = text.split(/\n|; /)
  return [EACH * Math.max(...lines.map(breadth)), 0.55 + 0.75 * (lines.length - 1)]
})

const setSize = remember((words: string): Size => {
  // The rows of a matrix are no lines.
  const lines = words.includes('\\begin')
    ? [words]
    : words.split(/\\\\(?:\[[^\]]*\])?/).filter(line => line.trim() !== '')
  const sizes = lines.map(line => lineSize(readable(line)))
  const heights = sizes.reduce((sum, [, height]) => sum + height * LEADING, 0)
  return [Math.max(0, ...sizes.map(([width]) => width)), heights / LEADING]
})

function lineSize(text: string): Size {
  const isTall = /[∑∫∏/[]/.test(text)
  // Of a fraction the longer part counts, of what is raised two thirds.
  const flat = text.replace(
    /(\([^()]*\)|[^\s()/]+)\/(\([^()]*\)|[^\s()/]+)/g,
    (_, over: string, under: string) => (over.length > under.length ? over : under),
  )
  const raised =
    flat
      .match(/[_^](?:\([^()]*\)|\p{L}|\p{N}+)/gu)
      ?.join('')
      .replace(/[_^()]/g, '') ?? ''
  return [EACH_SET * (breadth(flat.replace(/[_^]/g, '')) - breadth(raised) / 3), isTall ? 1 : 0.4]
}

/** In letters of the usual breadth. */
function breadth(line: string): number {
  let sum = 0
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i)
    sum += BREADTHS[code] ?? (code < FIRST_WIDE ? 1 : 2)
  }
  return sum
}

/** Letters of Chinese, Japanese and Korean, and signs of their size. */
const FIRST_WIDE = 0x2e80
const BREADTHS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  if (/[\sijlftrI1.,:;'"!|()[\]]/.test(letter)) return 0.55
  if (/[mwMW@%]/.test(letter)) return 1.6
  return /[A-Z]/.test(letter) ? 1.25 : 1
})
