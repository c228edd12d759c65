/** Colours of things, and what shows through them. */
import { family } from '../../facts/manim.ts'
import { childMobs, isLine } from './groups.ts'
import type { Args } from './machine.ts'
import { hasWords } from './text.ts'
import type { Mob, Value } from './values.ts'

/** The colour that a method which paints is given, if it is. */
export function paintOf({ args, kws }: Args): Value | undefined {
  const paint = args[0] ?? kws.get('color') ?? kws.get('fill_color')
  return paint?.t === 'none' ? undefined : paint
}

export function tint(mob: Mob, color: string | undefined, depth = 0): void {
  mob.color = color
  if (mob.holds?.parts) mob.holds = { ...mob.holds, parts: [] }
  if (depth < 4) for (const child of childMobs(mob)) tint(child, color, depth + 1)
}

const isFilled = family('Circle', 'AnnularSector', 'Annulus')
/** What else is nothing but a line. */
const LINES: ReadonlySet<string> = new Set(['path', 'curve', 'edge', 'edges'])

/** A line is its outline. What else has a colour already is filled with it; letters are always filled. */
export function outline(mob: Mob, color: string, depth = 0): void {
  if (LINES.has(mob.cls) || (isLine(mob.cls) && !isFilled(mob.cls))) mob.color = color
  else if (!hasWords(mob.cls)) mob.color ??= color
  if (depth < 4) for (const child of childMobs(mob)) outline(child, color, depth + 1)
}

export function setOpacity(mob: Mob, opacity: number | undefined, depth = 0): void {
  mob.opacity = opacity
  if (depth < 4) for (const child of childMobs(mob)) setOpacity(child, opacity, depth + 1)
}
