/** The methods of a scene. */
import { gather } from '../gather.ts'
import { comeAtOnce, settle } from './arrivals.ts'
import { exactly, pass, UNKNOWN } from './clock.ts'
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { callMethod } from './methods.ts'
import { makeMob } from './objects.ts'
import { deformPlane, goAlong, isOfVectors, unitSquare } from './planes.ts'
import { play } from './play.ts'
import { emit, hide, isShown, see, standing, tell } from './screen.ts'
import type { Step } from './steps.ts'
import { plainText } from './text.ts'
import { emitGoing } from './updaters.ts'
import {
  anim,
  asMob,
  asNumber,
  bool,
  list,
  type Mob,
  NONE,
  newMob,
  spread,
  truth,
  type Unknown,
  unknown,
  unpacked,
  type Value,
} from './values.ts'

export function sceneMethod(m: Machine, name: string, given: Args): Value {
  const { world } = m
  const { args, kws } = given
  switch (name) {
    case 'play':
      play(m, given)
      return NONE
    case 'wait':
    case 'pause':
      wait(m, args[0] ?? kws.get('duration'))
      return NONE
    case 'wait_until':
      pass(world, UNKNOWN)
      return NONE
    case 'add':
    case 'add_background_mobject':
    case 'add_foreground_mobject':
    case 'add_foreground_mobjects':
    case 'add_fixed_in_frame_mobjects':
    case 'add_fixed_orientation_mobjects':
    case 'bring_to_front':
    case 'bring_to_back':
      appear(m, args)
      return NONE
    case 'remove':
    case 'remove_foreground_mobject':
    case 'remove_foreground_mobjects':
      disappear(m, args)
      return NONE
    case 'clear':
      if (world.shown.size > 0) emit(m, { action: 'clear', how: 'remove' })
      for (const mob of [...world.shown]) hide(m, mob)
      return NONE
    case 'next_section':
    case 'next_slide': {
      const title = plainText(args[0] ?? kws.get('name') ?? kws.get('section_name'))
      if (name === 'next_section' || world.steps.at(-1)?.action !== 'section')
        emit(m, { action: 'section', ...(title ? { detail: title } : {}) })
      return NONE
    }
    case 'set_camera_orientation':
      emit(m, { action: 'camera', how: 'angle' })
      return NONE
    case 'move_camera': {
      const turn: Step = { action: 'camera', how: zoomOf(asNumber(kws.get('zoom'))) }
      play(m, { args: [kws.get('added_anims') ?? NONE], kws }, turn)
      return NONE
    }
    case 'begin_ambient_camera_rotation':
    case 'begin_3dillusion_camera_rotation':
      emit(m, { action: 'camera', how: 'orbit' })
      return NONE
    case 'stop_ambient_camera_rotation':
    case 'stop_3dillusion_camera_rotation':
      emit(m, { action: 'camera', how: 'stop' })
      return NONE
    case 'activate_zooming': {
      // The frame closes in, and then the display pops out.
      const isPlayed = truth(args[0] ?? kws.get('animate') ?? bool(false))
      if (isPlayed !== false) pass(world, isPlayed ? exactly(3) : UNKNOWN)
      emit(m, { action: 'camera', how: 'inset' })
      return NONE
    }
    case 'apply_matrix':
    case 'apply_inverse':
    case 'apply_nonlinear_transformation':
    case 'apply_transposed_matrix':
      settle(m, [])
      deformPlane(m)
      return NONE
    case 'add_vector': {
      const vector = makeMob(m, 'Vector', { args: [], kws })
      pass(world, exactly(1))
      emit(m, { action: 'show', how: 'grow', things: [see(m, vector)] })
      goAlong(m, [vector])
      return vector
    }
    case 'add_transformable_mobject':
      goAlong(m, args)
      appear(m, args)
      return NONE
    case 'add_moving_mobject':
      appear(m, args.slice(0, 1))
      return NONE
    case 'add_unit_square': {
      const square = unitSquare(m, given)
      goAlong(m, [square])
      if (truth(args[0] ?? kws.get('animate') ?? bool(false)) === false) appear(m, [square])
      else play(m, { args: [anim('DrawBorderThenFill', [square], NO_KEYWORDS, [square])], kws: NO_KEYWORDS })
      return world.scene
    }
    case 'get_unit_square':
      return isOfVectors(m) ? unitSquare(m, given) : unknown()
    case 'get_vector':
      return isOfVectors(m) ? makeMob(m, 'Vector', given) : unknown()
    case 'add_plane': {
      const plane = makeMob(m, 'NumberPlane', given)
      emit(m, { action: 'show', how: 'appear', things: [see(m, plane)] })
      return plane
    }
    case 'voiceover':
      world.clock.exact = false
      return unknown('tracker')
    case 'get_mobjects':
      return list([...world.shown])
    case 'setup_axes':
    case 'get_graph':
    case 'get_graph_label':
    case 'get_area':
    case 'get_riemann_rectangles': {
      const axes = ownAxes(m)
      if (!axes) return unknown()
      if (name !== 'setup_axes') return callMethod(m, axes, name, given)
      appear(m, [axes])
      return NONE
    }
    default:
      return unknown()
  }
}

/** Those of a GraphScene, which early releases of Manim had. */
function ownAxes({ world: { scene, sceneClass, names } }: Machine): Mob | undefined {
  if (scene.t !== 'scene' || !names.roots(sceneClass).includes('GraphScene')) return undefined
  const axes = asMob(scene.attrs.get('axes')) ?? newMob('Axes')
  scene.attrs.set('axes', axes)
  return axes
}

function zoomOf(zoom: number | undefined): string {
  if (zoom === undefined) return 'turn'
  return zoom === 1 ? 'zoom' : zoom > 1 ? 'zoom in' : 'zoom out'
}

function wait(m: Machine, value: Value | undefined): void {
  const { world } = m
  const seconds = value === undefined ? 1 : asNumber(value)
  pass(world, exactly(seconds))
  settle(m, [])
  emitGoing(m, false)
  // A breath between two steps is not worth a step of its own.
  if (seconds !== undefined && seconds >= 2) emit(m, { action: 'wait', seconds: Number(seconds.toFixed(2)) })
}

function appear(m: Machine, args: readonly Value[]): void {
  const mobs = withOthers(unpacked(args)).map(arg => asMob(arg))
  const seen: Mob[] = []
  for (const mob of mobs)
    if (
      mob &&
      !seen.includes(mob) &&
      !isShown(mob) &&
      !mob.camera &&
      mob.cls !== 'ValueTracker' &&
      !mob.partOf
    )
      seen.push(mob)
  comeAtOnce(m, seen)
}

/** Things of which there may be more or fewer are a group of an unknown number. */
function withOthers(args: readonly Value[]): readonly Value[] {
  if (!args.some(isRest)) return args
  const found: Value[] = []
  for (const arg of args) {
    if (!isRest(arg)) found.push(arg)
    else {
      const group = newMob('VGroup')
      group.children = found.splice(found.length - arg.after)
      group.count = 'several'
      found.push(group)
    }
  }
  return found
}

const isRest = (arg: Value): arg is Unknown => arg.t === 'unknown' && arg.after > 0

function disappear(m: Machine, args: readonly Value[]): void {
  const { fresh, steps } = m.world
  const gone = spread(args)
    .map(arg => asMob(arg))
    .filter(mob => mob !== undefined)
  // Who goes before time has passed was not seen.
  const unseen = fresh?.steps === steps ? fresh.mobs.filter(mob => gone.includes(mob)) : []
  if (fresh && unseen.length > 0)
    m.world.fresh = { ...fresh, mobs: fresh.mobs.filter(mob => !unseen.includes(mob)) }
  const seen = gone.filter(mob => !unseen.includes(mob))
  const things = gather(seen, standing).map(mob => tell(m, mob, false))
  for (const mob of gone) hide(m, mob)
  if (things.length > 0) emit(m, { action: 'hide', how: 'remove', things })
}
