/** The camera: its frame is no thing on screen, what it does is a camera move, and where things are seen hangs on it. */
import { GROWS } from './changes.ts'
import { takeBack } from './likeness.ts'
import type { Machine } from './machine.ts'
import { callMethod } from './methods.ts'
import { FRAME, placeOf, wayOf } from './places.ts'
import { faces, tell } from './screen.ts'
import type { Step, Thing } from './steps.ts'
import { asMob, asNumber, type Builder, type Mob, newMob, type Point } from './values.ts'

/** The frame as a scene finds it. */
export function newFrame(): Mob {
  const frame = newMob('Mobject')
  frame.camera = true
  frame.shown = true
  frame.size = [FRAME.width, FRAME.height]
  return frame
}

/** `frame.animate.scale(0.5).move_to(dot)` */
export function moveCamera(m: Machine, { mob, calls }: Builder): Step[] {
  let how = 'move'
  let things: Thing[] = []
  let place: string | undefined
  for (const call of calls) {
    const { name, args, kws } = call
    const factor = asNumber(args[0])
    const width = asNumber(
      kws.get('width') ?? (name === 'set_width' || name === 'scale_to_fit_width' ? args[0] : undefined),
    )
    if (name === 'scale' && factor !== undefined) how = factor < 1 ? 'zoom in' : 'zoom out'
    else if (width !== undefined) how = width < (mob.size?.[0] ?? FRAME.width) ? 'zoom in' : 'zoom out'
    else if (GROWS.has(name) || name === 'set') how = 'zoom'
    if (name === 'restore') how = 'back'
    if (name === 'move_to' || name === 'set' || name === 'match_width') {
      const target = asMob(args[0])
      if (target && !target.camera && (target.shown || target.partOf)) things = [tell(m, target, false)]
    }
    if (name === 'auto_zoom') {
      how = 'zoom in'
      const around = asMob(args[0])
      if (around) things = faces(m, around, false)
    }
    if (name === 'shift' && args[0]?.t === 'vec' && how === 'move') place = wayOf(args[0].x, args[0].y)
    if (FOLLOWED.has(name)) callMethod(m, mob, name, call)
    else lose(mob)
  }
  return [
    {
      action: 'camera',
      how,
      ...(things.length > 0 ? { things } : {}),
      ...(place === undefined ? {} : { place }),
    },
  ]
}

/** Of these it is known where they lead. */
const FOLLOWED = new Set(
  `move_to shift scale scale_to_fit_width scale_to_fit_height set_width set_height set set_x set_y center restore
save_state match_width match_height next_to align_to to_edge to_corner`.split(/\s+/),
)

/** Nobody knows where it looks now. */
export function lose(frame: Mob): void {
  frame.pos = undefined
  frame.size = undefined
}

/** As it was when its state was saved. */
export function cameraBack(m: Machine, frame: Mob): Step[] {
  if (frame.saved) takeBack(m, frame, frame.saved)
  return [{ action: 'camera', how: 'back' }]
}

/** In which part of what the camera shows; undefined where nobody knows, or the part has no name. */
export function placeIn(frame: Mob, pos: Point | undefined): string | undefined {
  const { pos: middle, size } = frame
  if (!pos || !middle || !size) return undefined
  const zoom = FRAME.width / size[0]
  return placeOf([(pos[0] - middle[0]) * zoom, (pos[1] - middle[1]) * zoom])
}
