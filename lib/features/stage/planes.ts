/** The plane of a LinearTransformationScene, which is there from the first on, with its basis vectors. */
import { descends } from '../../facts/manim.ts'
import { comeAtOnce } from './arrivals.ts'
import { pass } from './clock.ts'
import { type Machine, NOTHING } from './machine.ts'
import { makeMob } from './objects.ts'
import { emit, tell } from './screen.ts'
import { type Mob, truth } from './values.ts'

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

export function deformPlane(m: Machine): void {
  pass(m.world, { seconds: 3, exact: false })
  emit(m, { action: 'deform', things: [tell(m, planeOf(m), false)] })
}

function planeOf(m: Machine): Mob {
  const { scene } = m.world
  const known = scene.t === 'scene' ? scene.attrs.get('plane') : undefined
  if (known?.t === 'mob') return known
  const plane = makeMob(m, 'NumberPlane', NOTHING)
  if (scene.t === 'scene') scene.attrs.set('plane', plane)
  return plane
}
