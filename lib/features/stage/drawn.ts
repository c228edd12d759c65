/** Shapes that are drawn through points. */
import { asPoints, type Mob, type Point, type Value } from './values.ts'

/** What is nothing but its points. */
const OF_POINTS: ReadonlySet<string> = new Set(['VMobject', 'OpenGLVMobject', 'path', 'curve'])

/** `points`: all of them, where they are given at once. */
export function drawThrough(mob: Mob, noun: 'path' | 'curve', points?: Value): void {
  if (OF_POINTS.has(mob.cls)) mob.cls = noun
  mob.rel = undefined
  mob.pos = middleOf(points)
}

/** The middle of the box that they take up. */
function middleOf(points: Value | undefined): Point | undefined {
  const known = points?.t === 'list' && !points.open ? asPoints(points.items) : undefined
  if (!known) return undefined
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2
  return [middle(known.map(([x]) => x)), middle(known.map(([, y]) => y))]
}
