/** Curves and surfaces that are drawn of functions: the equation that they show. */
import { family } from '../../facts/manim.ts'
import { allOf } from './containers.ts'
import { figure, LONGEST, termsOf } from './formulas.ts'
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { asNumber, type Mob, num, type Value } from './values.ts'

const isImplicit = family('ImplicitFunction')
const isGraph = family('FunctionGraph')

/** `FunctionGraph(lambda x: x**2)`, `ParametricFunction(lambda t: (cos(t), sin(t), 0))`. */
export function fillCurve(m: Machine, mob: Mob, { args, kws }: Args): void {
  const drawn = args[0] ?? kws.get('function') ?? kws.get('func')
  const told = (letters: readonly string[]) => termsOf(m, drawn, letters)
  ask(m, drawn)
  const curve = isImplicit(mob.cls)
    ? implicit(told(['x', 'y']))
    : isGraph(mob.cls)
      ? equation('y', told(['x']))
      : pointed(told(['t']))
  if (curve !== undefined) mob.holds = { curve }
}

/** `axes.plot_polar_graph(lambda theta: 2 * np.cos(theta))` */
export function fillPolar(m: Machine, mob: Mob, { args, kws }: Args): void {
  const drawn = args[0] ?? kws.get('r_func')
  ask(m, drawn)
  const curve = equation('r', termsOf(m, drawn, ['θ']))
  if (curve !== undefined) mob.holds = { curve }
}

/** `Surface(lambda u, v: axes.c2p(u, v, u * v))` */
export function fillSurface(m: Machine, mob: Mob, { args, kws }: Args): void {
  const drawn = args[0] ?? kws.get('func') ?? kws.get('function')
  ask(m, drawn)
  const usual = termsOf(m, drawn, ['x', 'y'], true)
  const [x, y, z] = usual?.length === 1 ? ['x', 'y', ...usual] : (usual ?? [])
  const curve = x === 'x' && y === 'y' ? z && `z = ${z}` : pointed(termsOf(m, drawn, ['u', 'v']))
  if (curve !== undefined) mob.holds = { curve }
}

/** `axes.plot_line_graph(x_values=[0, 1], y_values=[3, 2])`: where it goes through, where that is not too much to read. */
export function fillLineGraph(m: Machine, mob: Mob, { args, kws }: Args): void {
  const [xs, ys] = ['x_values', 'y_values'].map((name, i) =>
    allOf(m, kws.get(name) ?? args[i])?.map(asNumber),
  )
  if (!xs || !ys || xs.length !== ys.length || xs.length < 2 || xs.length > MOST_POINTS) return
  const points: string[] = []
  xs.forEach((x, i) => {
    const y = ys[i]
    if (x !== undefined && y !== undefined) points.push(`(${figure(x)}, ${figure(y)})`)
  })
  if (points.length === xs.length) mob.holds = { curve: `through ${points.join(', ')}` }
}
const MOST_POINTS = 6

/** Does the function ask for what runs? It is called for a point, whichever. */
function ask(m: Machine, drawn: Value | undefined): void {
  if (!m.world.asked || drawn?.t !== 'func') return
  m.call(drawn, { args: drawn.def.params.map(() => num(0.5, true)), kws: NO_KEYWORDS })
}

function equation(left: string, terms: readonly string[] | undefined): string | undefined {
  return terms?.length === 1 ? `${left} = ${terms[0]}` : undefined
}

function implicit(terms: readonly string[] | undefined): string | undefined {
  return terms?.length === 1 ? `${terms[0]} = 0` : undefined
}

/** In the plane where that is all. */
function pointed(terms: readonly string[] | undefined): string | undefined {
  if (!terms || terms.length < 2) return undefined
  const point = `(${(terms[2] === '0' ? terms.slice(0, 2) : terms).join(', ')})`
  return point.length <= LONGEST ? point : undefined
}
