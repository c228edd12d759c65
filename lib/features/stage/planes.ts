/** The plane of a LinearTransformationScene, which is there from the first on, with its basis vectors. */
import { descends } from '../../facts/manim.ts'
import { comeAtOnce } from './arrivals.ts'
import { pass } from './clock.ts'
import { type Args, type Machine, NOTHING } from './machine.ts'
import { makeMob } from './objects.ts'
import { emit, tell } from './screen.ts'
import { type ListValue, list, type Mob, truth, type Value } from './values.ts'

/** Green and red are Manim's own. */
const BASIS = { i_hat: 'green', j_hat: 'red' }

export function showPlane(m: Machine): void {
  const { names, scene, sceneClass } = m.world
  if (
    scene.t !== 'scene' ||
    !names.roots(sceneClass).some(root => descends(root, 'LinearTransformationScene'))
  )
    return
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

/** With what was added to be deformed with it. */
export function deformPlane(m: Machine): void {
  pass(m.world, { seconds: 3, exact: false })
  const along = goingAlong(m).items.filter(mob => mob.t === 'mob' && mob.shown) as Mob[]
  emit(m, { action: 'deform', things: [planeOf(m), ...along].map(mob => tell(m, mob, false)) })
}

/** From now on these are deformed with the plane. */
export function goAlong(m: Machine, mobs: readonly Value[]): void {
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

export function isOfVectors({ world: { names, sceneClass } }: Machine): boolean {
  return names.roots(sceneClass).some(root => descends(root, 'VectorScene'))
}

/** The square that the basis vectors span. */
export function unitSquare(m: Machine, { kws }: Args): Mob {
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
