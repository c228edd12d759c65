/** How far a thing turns, and about what. */
import { moveTo } from './methods.ts'
import { isFar, placeOf } from './places.ts'
import { asPoint, type Mob, type Point, type Value } from './values.ts'

interface Turn {
  readonly detail?: string
  readonly place?: string
}

/** Turns `mob` by `angle`, in radians, about what the keywords name: about itself where they name nothing. */
export function turned(mob: Mob, angle: number | undefined, keywords: ReadonlyMap<string, Value>): Turn {
  const told = detailOf(angle)
  const center = asPoint(keywords.get('about_point'))
  const at = mob.pos
  if (!center || !at || !isFar(center, at)) return told
  if (!keywords.has('axis')) moveTo(mob, angle === undefined ? undefined : rotated(at, center, angle))
  if (!isFar(center, [0, 0])) return { ...told, place: 'around the center' }
  const where = placeOf(center)
  return { ...told, place: where === undefined ? 'around a point' : `around a point ${where}` }
}

function rotated([x, y]: Point, [cx, cy]: Point, angle: number): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos]
}

function detailOf(angle: number | undefined): Turn {
  if (angle === undefined) return {}
  const degrees = Math.round(Math.abs(angle) * (180 / Math.PI))
  if (degrees === 0) return {}
  return { detail: degrees === 360 ? 'a full turn' : `${degrees}°` }
}
