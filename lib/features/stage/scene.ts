/** The methods of a scene. */
import { appear, disappear, settle } from './arrivals.ts'
import { exactly, pass, UNKNOWN } from './clock.ts'
import { type Args, findMethod, isCommunity, type Machine, NO_KEYWORDS } from './machine.ts'
import { callMethod } from './methods.ts'
import { planeMethod } from './planes.ts'
import { play } from './play.ts'
import { emit, hide } from './screen.ts'
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
  num,
  truth,
  unknown,
  unpacked,
  type Value,
} from './values.ts'

export function sceneMethod(m: Machine, name: string, given: Args): Value {
  const { world } = m
  const { args, kws } = given
  switch (name) {
    case 'play':
      playOrWait(m, overridden(m, given))
      return NONE
    case 'wait':
    case 'pause':
      waitByPlay(m, args[0] ?? kws.get('duration'))
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
    case 'voiceover':
      world.clock.exact = false
      return unknown('tracker')
    case 'get_mobjects':
    case 'get_mobject_family_members':
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
      return planeMethod(m, name, given) ?? unknown()
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

/** To play a `Wait` alone is to wait. */
function playOrWait(m: Machine, given: Args): void {
  const [only, ...others] = unpacked(given.args)
  if (only?.t !== 'anim' || only.cls !== 'Wait' || others.length > 0) play(m, given)
  else wait(m, given.kws.get('run_time') ?? only.kws.get('run_time') ?? only.rest[0])
}

/** To wait is to play a `Wait`, which a `play` of the program's own may make longer. */
function waitByPlay(m: Machine, seconds: Value | undefined): void {
  const { names, classes, sceneClass, module, scene } = m.world
  const own = isCommunity(m) ? findMethod(names, classes, sceneClass, 'play') : undefined
  if (!own) {
    wait(m, seconds)
    return
  }
  const still = anim('Wait', [], new Map([['run_time', seconds ?? num(1, true)]]), [])
  m.run(own.def, { args: [still], kws: NO_KEYWORDS }, module, scene, own.owner)
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

/**
 * A `play` of the program's own hands on what it was given, in some way or other, and takes its time: where nobody knows
 * what it hands on, it is what it was given.
 */
function overridden({ world: { running } }: Machine, given: Args): Args {
  const isLost = (arg: Value) =>
    arg.t === 'unknown' || (arg.t === 'list' && arg.open && arg.items.every(isLost))
  const own = running.at(-1)
  if (own?.def.name !== 'play' || own.given.args.length === 0 || !given.args.every(isLost)) return given
  return { args: own.given.args, kws: new Map([['run_time', unknown()], ...given.kws]) }
}
