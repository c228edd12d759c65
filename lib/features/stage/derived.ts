/** What other things the methods of a thing give: curves of axes, labels, parts, copies. */
import { family } from '../../facts/manim.ts'
import { POINTS_ON, pointOn, standAt } from './axes.ts'
import { fillLineGraph, fillPolar } from './curves.ts'
import { colorOf } from './eval.ts'
import { barLabels } from './graphs.ts'
import { isCounted, isLine, partOf } from './groups.ts'
import type { Args, Machine } from './machine.ts'
import { copyOf, makeMob } from './objects.ts'
import { point } from './placing.ts'
import { plainText, write } from './text.ts'
import { asNumber, list, type Mob, newMob, num, str, unknown, type Value } from './values.ts'

/** Methods that give another thing: its class, and what text it shows. */
const MAKES: Record<string, string> = {
  plot: 'FunctionGraph',
  get_graph: 'FunctionGraph',
  plot_parametric_curve: 'ParametricFunction',
  plot_implicit_curve: 'ImplicitFunction',
  plot_line_graph: 'FunctionGraph',
  plot_derivative_graph: 'FunctionGraph',
  plot_surface: 'Surface',
  plot_polar_graph: 'ParametricFunction',
  get_vertical_line: 'DashedLine',
  get_horizontal_line: 'DashedLine',
  get_line_from_axis_to_point: 'DashedLine',
  get_lines_to_point: 'DashedLine',
  get_secant_slope_group: 'Line',
  get_vector: 'Vector',
  get_T_label: 'Triangle',
  get_vertical_lines_to_graph: 'DashedLine',
}
/** As many as Manim draws where nobody says how many. */
const USUAL_LINES = 20
const TEXTS: Record<string, string> = {
  get_text: 'Tex',
  get_tex: 'MathTex',
  get_x_axis_label: 'MathTex',
  get_y_axis_label: 'MathTex',
  get_z_axis_label: 'MathTex',
  get_graph_label: 'MathTex',
}
/** Keywords by which they take what they say; others take places and sizes. */
const LABELS = ['label', 'text', 'tex']
const POINTS = new Set(
  `get_center get_start get_end get_top get_bottom get_left get_right get_corner get_critical_point
get_center_of_mass get_midpoint get_edge_center point_from_proportion get_arc_center get_x get_y get_z
get_boundary_point`.split(/\s+/),
)
const PARTS =
  /^(?:get_part|get_parts_by|select$|get_cell|get_row|get_column|get_brackets|get_tip|get_axis|get_x_axis|get_y_axis|get_highlighted_cell|submobjects|get_labels|get_row_labels|get_col_labels|get_horizontal_lines|get_vertical_lines|family_members_with_points|get_family|split|\[\]|\[:\])/

/** Under the curve that is given. */
function standingUnder(made: Mob, { args, kws }: Args): Mob {
  const curve = asCurve(args[0] ?? kws.get('graph'))
  if (curve) made.rel = { word: 'under', of: curve }
  return made
}

/** What a method gives that changes nothing: another thing, or the thing itself where nobody knows better. */
export function derive(m: Machine, mob: Mob, name: string, given: Args): Value {
  const { args, kws } = given
  if (Object.hasOwn(MAKES, name)) {
    const drawn = kws.get('line_func')
    const cls = drawn?.t === 'class' && !drawn.def ? drawn.name : MAKES[name]!
    const made = makeMob(m, cls, { args: isDrawn(cls) ? args : [], kws })
    made.pos = mob.pos
    if (name === 'get_vertical_lines_to_graph') {
      const lines = args[2] ?? kws.get('num_lines') ?? num(USUAL_LINES)
      made.count = asNumber(lines) ?? 'several'
      return standingUnder(made, given)
    }
    if (name === 'plot_polar_graph') fillPolar(m, made, given)
    if (name === 'plot_line_graph') fillLineGraph(m, made, given)
    // Up to there.
    if (isLine(cls)) standAt(made, args.at(-1), 'to')
    return made
  }
  if (name === 'get_area' || name === 'get_riemann_rectangles') {
    const made = makeMob(m, name === 'get_area' ? 'Polygon' : 'VGroup', { args: [], kws })
    made.hint = name === 'get_area' ? 'shaded_area' : 'riemann_rectangles'
    if (name === 'get_area') made.cls = 'VMobject'
    made.pos = mob.pos
    return standingUnder(made, given)
  }
  if (name === 'get_axis_labels') return axisLabels(m, mob, given)
  if (name === 'get_bar_labels') return barLabels(m, mob)
  if (Object.hasOwn(TEXTS, name)) {
    const named = LABELS.map(label => kws.get(label))
    const beside =
      [...args, kws.get('graph')].map(given => asCurve(given)).find(curve => curve !== undefined) ?? mob
    const given = [...args, ...named].find(label => label?.t === 'mob' && label.text !== undefined)
    if (given?.t === 'mob') {
      given.rel = { word: 'next to', of: beside }
      return given
    }
    const shown = [...args.filter(arg => arg.t !== 'num'), ...named]
      .map(plainText)
      .filter(text => text !== undefined)
    const made = newMob(TEXTS[name]!)
    made.rel = { word: 'next to', of: beside }
    made.color = colorOf(kws.get('color'))
    if (shown.length > 0) write(m, made, shown.join(', '))
    return made
  }
  if (POINTS.has(name)) return point(mob, name, args)
  if (PARTS.test(name)) return name.endsWith('s') || name === '[:]' ? several(mob, name) : partOf(mob)
  if (POINTS_ON.has(name)) return pointOn(mob, name, given)
  return ASKS.test(name) ? unknown() : mob
}

function asCurve(value: Value | undefined): Mob | undefined {
  return value?.t === 'mob' && isCurve(value.cls) ? value : undefined
}

/** One for each axis, by the name of the axis where it is given no other. */
function axisLabels(m: Machine, axes: Mob, { args, kws }: Args): Mob {
  const labels = newMob('VGroup')
  labels.rel = { word: 'next to', of: axes }
  const names = isSpatial(axes.cls) ? ['x', 'y', 'z'] : ['x', 'y']
  names.forEach((name, i) => {
    const given = args[i] ?? kws.get(`${name}_label`) ?? kws.get(`${name}_label_tex`) ?? str(name)
    const text = plainText(given)
    const label = given.t === 'mob' ? given : newMob('MathTex')
    label.rel = labels.rel
    if (given.t !== 'mob' && text !== undefined) write(m, label, text)
    labels.children.push(label)
  })
  return labels
}

const isSpatial = family('ThreeDAxes')

/** Methods that say something of a thing, which stays as it is. */
const ASKS = /^(?:get_|is_|has_|(?:point_to_(?:coords|number)|p2c|p2n)$)/

const isHolder = family('VGroup', 'Group')

function several(mob: Mob, name: string): Value {
  if (name === 'submobjects' || name === '[:]') {
    if (name === 'submobjects' && (mob.children.length > 0 || isCounted(mob))) {
      // What is not known may stand for many: what is put in its place does not replace them all.
      const isKnown = mob.children.every(child => child.t === 'mob')
      return isKnown ? list(mob.children) : list([...mob.children], true)
    }
    if (name === '[:]' && isHolder(mob.cls)) {
      const some = newMob(mob.cls)
      some.children = mob.children
      some.count = 'several'
      some.partOf = mob
      some.shown = mob.shown
      return some
    }
  }
  return partOf(mob)
}

const isCurve = family('ParametricFunction', 'ImplicitFunction')
/** Of a function. */
const isDrawn = family('ParametricFunction', 'ImplicitFunction', 'Surface')

/** More are told as several. */
const MOST_COPIES = 100

export function copiesOf(m: Machine, mob: Mob, count: number): Mob {
  const group = newMob('VGroup')
  const isFew = Number.isInteger(count) && count > 0 && count <= MOST_COPIES
  group.children = Array.from({ length: isFew ? count : 1 }, () => copyOf(m, mob))
  if (!isFew) group.count = 'several'
  return group
}
