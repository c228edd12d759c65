/** The plane of a LinearTransformationScene, which is there from the first on, with its basis vectors. */
import { appear, comeAtOnce, settle } from './arrivals.ts'
import { pass } from './clock.ts'
import { type Args, isScene, type Machine, NO_KEYWORDS, NOTHING } from './machine.ts'
import { makeMob } from './objects.ts'
import { play } from './play.ts'
import { emit, see, tell } from './screen.ts'
import { anim, bool, type ListValue, list, type Mob, NONE, truth, unknown, type Value } from './values.ts'

/** Green and red are Manim's own. */
const BASIS = { i_hat: 'green', j_hat: 'red' }

export function showPlane(m: Machine): void {
  const { scene } = m.world
  if (scene.t !== 'scene' || !isScene(m, 'LinearTransformationScene')) return
  const here = [planeOf(m)]
  if (truth(m.attribute(scene, 'show_basis_vectors')) !== false)
    for (const [name, color] of Object.entries(BASIS)) {
      const vector = makeMob(m, 'Vector', NOTHING)
      vector.color = color
      scene.attrs.set(name, vector)
      here.push(vector)
    }
  comeAtOnce(m, here)
}

/** The methods of scenes with a plane and vectors; undefined for others. */
export function planeMethod(m: Machine, name: string, given: Args): Value | undefined {
  const { args, kws } = given
  switch (name) {
    case 'apply_matrix':
    case 'apply_inverse':
    case 'apply_nonlinear_transformation':
    case 'apply_transposed_matrix':
      settle(m, [])
      deformPlane(m)
      return NONE
    case 'add_vector': {
      const [first] = args
      const vector = first?.t === 'mob' ? first : makeMob(m, 'Vector', { args: args.slice(0, 1), kws })
      vector.color ??= 'yellow'
      goAlong(m, [vector])
      bring(m, vector, 'GrowArrow', kws.get('animate') ?? bool(true))
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
      bring(m, square, 'DrawBorderThenFill', args[0] ?? kws.get('animate') ?? bool(false))
      return m.world.scene
    }
    case 'get_unit_square':
      return isScene(m, 'VectorScene') ? unitSquare(m, given) : unknown()
    case 'get_vector':
      return isScene(m, 'VectorScene') ? makeMob(m, 'Vector', given) : unknown()
    case 'add_plane': {
      const plane = makeMob(m, 'NumberPlane', given)
      emit(m, { action: 'show', how: 'appear', things: [see(m, plane)] })
      return plane
    }
    default:
      return undefined
  }
}

/** It comes by an animation, or at once. */
function bring(m: Machine, mob: Mob, how: string, animate: Value): void {
  if (truth(animate) === false) appear(m, [mob])
  else play(m, { args: [anim(how, [mob], NO_KEYWORDS, [mob])], kws: NO_KEYWORDS })
}

/** With what was added to be deformed with it. */
function deformPlane(m: Machine): void {
  pass(m.world, { seconds: 3, exact: false })
  const along = goingAlong(m).items.filter(mob => mob.t === 'mob' && mob.shown) as Mob[]
  emit(m, { action: 'deform', things: [planeOf(m), ...along].map(mob => tell(m, mob, false)) })
}

/** From now on these are deformed with the plane. */
function goAlong(m: Machine, mobs: readonly Value[]): void {
  goingAlong(m).items.push(...mobs)
}

function goingAlong({ world: { scene } }: Machine): ListValue {
  const known = scene.t === 'scene' ? scene.attrs.get(ALONG) : undefined
  if (known?.t === 'list') return known
  const along = list([])
  if (scene.t === 'scene') scene.attrs.set(ALONG, along)
  return along
}
/** As Manim calls them. */
const ALONG = 'transformable_mobjects'

/** The square that the basis vectors span. */
function unitSquare(m: Machine, { kws }: Args): Mob {
  const square = makeMob(m, 'Square', { args: [], kws })
  square.color ??= 'yellow'
  return square
}

function planeOf(m: Machine): Mob {
  const { scene } = m.world
  const known = scene.t === 'scene' ? scene.attrs.get('plane') : undefined
  if (known?.t === 'mob') return known
  const plane = makeMob(m, 'NumberPlane', NOTHING)
  if (scene.t === 'scene') scene.attrs.set('plane', plane)
  return plane
}
