/**
 * How wide and high things are, about as Manim draws them: good enough to say where in the frame a thing ends up that
 * stands beside others. A group is as large as what it holds.
 */
import { childMobs, isComposed } from './groups.ts'
import type { Mob, Point, Size } from './values.ts'

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
  // Comparisons, for groups are looked at again with each thing that is added to them.
  if (x - w / 2 < box.left) box.left = x - w / 2
  if (x + w / 2 > box.right) box.right = x + w / 2
  if (y - h / 2 < box.bottom) box.bottom = y - h / 2
  if (y + h / 2 > box.top) box.top = y + h / 2
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

/** Of what goes through some points. */
export function sizeThrough(points: readonly Point[]): Size {
  const { left, right, bottom, top } = around(points.map(point => [point, NONE]))
  return [right - left, top - bottom]
}
const NONE: Size = [0, 0]

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
export const LEADING = 1.4

/** So many times as far from there. */
export function spreadFrom([x, y]: Point, [atX, atY]: Point, factor: number): Point {
  return [x + (atX - x) * factor, y + (atY - y) * factor]
}

/** Makes it and all that it holds so many times as large; what it holds moves away from there, or nearer. */
export function resize(mob: Mob, factor: number, about: Point | undefined, depth = 0): void {
  if (mob.size) mob.size = [mob.size[0] * factor, mob.size[1] * factor]
  if (mob.half) mob.half = [mob.half[0] * factor, mob.half[1] * factor]
  if (depth > DEEPEST) return
  for (const child of childMobs(mob)) {
    if (child.pos && about) child.pos = spreadFrom(about, child.pos, factor)
    resize(child, factor, about, depth + 1)
  }
}
