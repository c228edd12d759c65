/** How far a thing turns, about what, and where that leaves it. */

import { placeIn } from './camera.ts'
import type { Args } from './machine.ts'
import { isFar } from './places.ts'
import { asNumber, asPoint, type Mob, type Point } from './values.ts'

export interface Turn {
  /** Radians, against the clock where it is flat; undefined where it is not known. */
  readonly angle: number | undefined
  /** In the plane of the screen. */
  readonly isFlat: boolean
  /** Undefined where the thing turns about itself. */
  readonly about: Point | undefined
}

/** What `rotate(angle, axis, about_point=…)` is given; the animations take the same names. */
export function turnOf({ args, kws }: Args, name = 'rotate'): Turn {
  const axis = kws.get('axis') ?? args[1]
  const isFlat = axis === undefined || (axis.t === 'vec' && axis.x === 0 && axis.y === 0)
  const angle = asNumber(kws.get('angle') ?? kws.get('radians') ?? args[0])
  return {
    angle: angle !== undefined && axis?.t === 'vec' && axis.z < 0 ? -angle : angle,
    isFlat,
    about: name === 'rotate_about_origin' ? [0, 0] : asPoint(kws.get('about_point')),
  }
}

/** Does what is at `at` go about another place? */
export function goesAround({ about }: Turn, at: Point | undefined): boolean {
  return isFar(about, at)
}

/** Where what is at `at` comes to; undefined where that is not known. */
export function turnedFrom(at: Point | undefined, { angle, isFlat, about }: Turn): Point | undefined {
  if (!at || !about || !isFlat || angle === undefined) return undefined
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [dx, dy] = [at[0] - about[0], at[1] - about[1]]
  return [about[0] + dx * cos - dy * sin, about[1] + dx * sin + dy * cos]
}

/** What was wide is high after it. */
export function isQuarter({ angle, isFlat }: Turn): boolean {
  return isFlat && angle !== undefined && Math.abs(Math.cos(angle)) < 1e-6
}

/** Points of an animated call go straight to where they come to stand, which after whole turns is where they stood. */
export function isWhole({ angle }: Turn): boolean {
  return angle !== undefined && Math.abs(Math.sin(angle / 2)) < 1e-6
}

/** In words, of a thing that was at `at`, in the camera's `frame`. */
export function tellTurn(turn: Turn, at: Point | undefined, frame: Mob): { detail?: string; place?: string } {
  const told = detailOf(turn.angle)
  if (!goesAround(turn, at)) return told
  if (!isFar(turn.about, [0, 0])) return { ...told, place: 'around the center' }
  const where = placeIn(frame, turn.about)
  return { ...told, place: where === undefined ? 'around a point' : `around a point ${where}` }
}

function detailOf(angle: number | undefined): { detail?: string } {
  if (angle === undefined) return {}
  const degrees = Math.round(Math.abs(angle) * (180 / Math.PI))
  if (degrees === 0) return {}
  return { detail: degrees === 360 ? 'a full turn' : `${degrees}°` }
}
