/** How far a thing turns, and about what. */
import { moveTo } from './methods.ts'
import { isFar, placeOf } from './places.ts'
import { asPoint, type Mob, type Value } from './values.ts'

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
  if (!keywords.has('axis')) {
    const [x, y] = [at[0] - center[0], at[1] - center[1]]
    const [cos, sin] = angle === undefined ? [] : [Math.cos(angle), Math.sin(angle)]
    const known = cos !== undefined && sin !== undefined
    moveTo(mob, known ? [center[0] + x * cos - y * sin, center[1] + x * sin + y * cos] : undefined)
  }
  const where = isFar(center, [0, 0]) ? placeOf(center) : undefined
  if (where !== undefined) return { ...told, place: `around a point ${where}` }
  return { ...told, place: isFar(center, [0, 0]) ? 'around a point' : 'around the center' }
}

function detailOf(angle: number | undefined): Turn {
  if (angle === undefined) return {}
  const degrees = Math.round(Math.abs(angle) * (180 / Math.PI))
  if (degrees === 0) return {}
  return { detail: degrees === 360 ? 'a full turn' : `${degrees}°` }
}
