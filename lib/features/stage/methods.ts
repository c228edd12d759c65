/** What the methods of a thing do to how and where it is. */
import { ownAnimation } from './animations.ts'
import { standAt } from './axes.ts'
import { lose } from './camera.ts'
import { colorByMap, colorWords } from './colored.ts'
import { copiesOf, derive } from './derived.ts'
import { drawThrough } from './drawn.ts'
import { colorOf, operate } from './eval.ts'
import { changeBars, changeGraph } from './graphs.ts'
import { childMobs, isTable, partOf } from './groups.ts'
import { take, takeBack } from './likeness.ts'
import { type Args, type Machine, NO_KEYWORDS } from './machine.ts'
import { copyOf, fill, hold, putBetween } from './objects.ts'
import { outline, paintOf, setOpacity, tint } from './paint.ts'
import {
  alignTo,
  arrange,
  arrangeInGrid,
  fit,
  gridOf,
  moveBy,
  moveOnto,
  moveTo,
  nextTo,
  scale,
  toEdge,
} from './placing.ts'
import { gatherIn, sizeOf } from './sizes.ts'
import { askTable } from './tables.ts'
import { plainText, wordsOf, writeNumber } from './text.ts'
import { goesAround, isQuarter, turnedFrom, turnOf } from './turns.ts'
import { addUpdater, removeUpdaters } from './updaters.ts'
import {
  asMob,
  asNumber,
  asPoint,
  builder,
  type Mob,
  NONE,
  num,
  type Point,
  truth,
  unknown,
  type Value,
  vec,
} from './values.ts'

/** What a line becomes that ends in a tip. */
const WITH_TIP: ReadonlyMap<string, string> = new Map([
  ['Arc', 'CurvedArrow'],
  ['ArcBetweenPoints', 'CurvedArrow'],
  ['Line', 'Arrow'],
])
const SIDES = ['width', 'height']
/** Of `match_width` and the like. */
const axisOf = (name: string): 0 | 1 => (name.endsWith('width') ? 0 : 1)

/** Changes the thing and gives the value of the call. */
type Method = (m: Machine, mob: Mob, given: Args, name: string) => Value

/** One method under all its names. */
const method = (names: string, run: Method): [string, Method][] => names.split(' ').map(name => [name, run])

const METHODS = new Map(
  [
    method('copy deepcopy', (m, mob) => copyOf(m, mob)),
    // Of ManimGL.
    method('get_grid replicate', (m, mob, { args, kws }, name) => {
      const [rows, columns] = ['n_rows', 'n_cols'].map((size, i) => asNumber(args[i] ?? kws.get(size)))
      const copies =
        name === 'get_grid' ? (rows ?? 0) * (columns ?? 0) : (asNumber(args[0] ?? kws.get('n')) ?? 0)
      const group = copiesOf(m, mob, copies)
      if (name === 'get_grid' && group.count === undefined) group.layout = gridOf(copies, rows, columns)
      return group
    }),
    method('generate_target', (m, mob) => {
      mob.target = copyOf(m, mob)
      mob.attrs.set('target', mob.target)
      return mob.target
    }),
    method('save_state', (m, mob) => {
      mob.saved = copyOf(m, mob)
      return mob
    }),
    method('restore', (m, mob) => {
      if (mob.saved) takeBack(m, mob, mob.saved)
      return mob
    }),
    // Who first sees all that stands in a table sees the table.
    method('get_entries get_entries_without_labels', (_m, mob, { args, kws }, name) => {
      const at = args[0] ?? kws.get('pos')
      return askTable(mob, name, at) ?? (isTable(mob.cls) && !mob.shown && !at ? mob : partOf(mob))
    }),
    method('get_rows get_columns', (_m, mob, _given, name) => askTable(mob, name) ?? partOf(mob)),
    method('move_to', (_m, mob, { args, kws }) => {
      const first = args[0]
      const to = first ?? kws.get('point_or_mobject')
      moveOnto(mob, to, args[1] ?? kws.get('aligned_edge'))
      const onto = first?.t === 'mob' ? first : undefined
      if (onto && !onto.pos) mob.rel = { word: 'on', of: onto }
      standAt(mob, first)
      return mob
    }),
    method('shift', (_m, mob, { args }) => {
      for (const arg of args) {
        if (arg.t === 'vec') moveBy(mob, arg.x, arg.y)
        else mob.pos = undefined
      }
      if (args.some(arg => arg.t === 'vec' && Math.hypot(arg.x, arg.y) > 1.5)) mob.rel = undefined
      return mob
    }),
    method('rotate rotate_about_origin', (_m, mob, given, name) => {
      const turn = turnOf(given, name)
      if (goesAround(turn, mob.pos)) moveTo(mob, turnedFrom(mob.pos, turn))
      mob.half = turnedFrom(mob.half, { ...turn, about: [0, 0] })
      if (mob.size && isQuarter(turn)) mob.size = [mob.size[1], mob.size[0]]
      return mob
    }),
    method('flip', (_m, mob, { args, kws }) => {
      const axis = args[0] ?? kws.get('axis')
      const isUpright = axis?.t !== 'vec' || Math.abs(axis.y) >= Math.abs(axis.x)
      const mirrored = ([x, y]: Point, [atX, atY]: Point): Point =>
        isUpright ? [2 * atX - x, y] : [x, 2 * atY - y]
      const about = asPoint(kws.get('about_point'))
      if (about && mob.pos) moveTo(mob, mirrored(mob.pos, about))
      mob.half = mob.half && mirrored(mob.half, [0, 0])
      return mob
    }),
    method('scale', (_m, mob, { args, kws }) => {
      scale(mob, asNumber(args[0] ?? kws.get('scale_factor')), asPoint(kws.get('about_point')))
      return mob
    }),
    method('scale_to_fit_width scale_to_fit_height set_width set_height', (_m, mob, { args }, name) => {
      fit(mob, axisOf(name), asNumber(args[0]))
      return mob
    }),
    method('set', (_m, mob, { kws }) => {
      for (const side of SIDES) if (kws.has(side)) fit(mob, axisOf(side), asNumber(kws.get(side)))
      return mob
    }),
    method('match_width match_height', (_m, mob, { args }, name) => {
      const axis = axisOf(name)
      const other = asMob(args[0])
      fit(mob, axis, other && sizeOf(other)?.[axis])
      return mob
    }),
    method('put_start_and_end_on', (_m, mob, { args: [start, end] }) => {
      mob.rel = undefined
      putBetween(mob, start, end)
      return mob
    }),
    method('next_to', (_m, mob, { args, kws }) => {
      const first = args[0]
      const second = args[1]
      nextTo(
        mob,
        first,
        second ?? kws.get('direction'),
        args[2] ?? kws.get('buff'),
        args[3] ?? kws.get('aligned_edge'),
      )
      return mob
    }),
    method('to_edge to_corner', (_m, mob, { args, kws }, name) => {
      const first = args[0]
      const way = first ?? kws.get('edge') ?? kws.get('corner') ?? vec(-1, name === 'to_edge' ? 0 : -1)
      toEdge(mob, way, args[1] ?? kws.get('buff'))
      return mob
    }),
    method('center', (_m, mob) => {
      moveTo(mob, [0, 0])
      return mob
    }),
    method('set_x set_y', (_m, mob, { args }, name) => {
      const first = args[0]
      const to = asNumber(first)
      const at = mob.pos
      if (to === undefined) mob.pos = undefined
      else if (at) moveTo(mob, name === 'set_x' ? [to, at[1]] : [at[0], to])
      return mob
    }),
    method('align_to', (_m, mob, { args, kws }) => {
      const first = args[0]
      const second = args[1]
      const other = asMob(first)
      const way = second ?? kws.get('direction')
      if (other?.pos && way?.t === 'vec') alignTo(mob, other, way)
      return mob
    }),
    method('match_x match_y', (_m, mob, { args }, name) => {
      const first = args[0]
      const other = asMob(first)
      if (other?.pos && mob.pos)
        moveTo(mob, name === 'match_x' ? [other.pos[0], mob.pos[1]] : [mob.pos[0], other.pos[1]])
      return mob
    }),
    method('arrange arrange_submobjects', (_m, mob, given) => {
      arrange(mob, given)
      return mob
    }),
    method('arrange_in_grid', (_m, mob, { args, kws }) => {
      const children = childMobs(mob)
      const [rows, cols] = ['rows', 'cols'].map((name, i) => asNumber(args[i] ?? kws.get(name)))
      mob.layout = gridOf(children.length, rows, cols)
      arrangeInGrid(mob, rows, cols, kws.get('buff'))
      return mob
    }),
    method('set_color set_fill set_fill_color set_style', (_m, mob, given, name) => {
      const paint = paintOf(given)
      // A colour that is not known is another one than before.
      if (paint) tint(mob, colorOf(paint))
      const opacity = asNumber(given.kws.get('opacity'))
      // A fill may be transparent around a line that is seen.
      if (opacity !== undefined && (opacity > 0 || name !== 'set_fill')) mob.opacity = opacity
      return mob
    }),
    method('set_stroke set_stroke_color', (_m, mob, given) => {
      const background = given.kws.get('background')
      const color = colorOf(paintOf(given))
      if (color !== undefined && !(background && truth(background) !== false)) outline(mob, color)
      return mob
    }),
    method('set_color_by_gradient', (_m, mob) => {
      tint(mob, undefined)
      return mob
    }),
    method('set_color_by_tex set_color_by_t2c set_color_by_tex_to_color_map', (_m, mob, given, name) => {
      const [words, color] = [given.args[0] ?? given.kws.get('tex'), given.args[1] ?? given.kws.get('color')]
      if (name === 'set_color_by_tex') colorWords(mob, plainText(words), colorOf(color))
      else colorByMap(mob, words ?? given.kws.get('t2c') ?? given.kws.get('texs_to_color_map'))
      return mob
    }),
    method('add_tip', (_m, mob) => {
      mob.cls = WITH_TIP.get(mob.cls) ?? mob.cls
      return mob
    }),
    method('set_points_as_corners', (_m, mob, { args }) => {
      drawThrough(mob, 'path', args[0])
      return mob
    }),
    method('set_points_smoothly', (_m, mob, { args }) => {
      drawThrough(mob, 'curve', args[0])
      return mob
    }),
    method('add_points_as_corners add_line_to', (_m, mob) => {
      drawThrough(mob, 'path')
      return mob
    }),
    method('add_smooth_curve_to add_cubic_bezier_curve_to add_quadratic_bezier_curve_to', (_m, mob) => {
      drawThrough(mob, 'curve')
      return mob
    }),
    method('make_smooth', (_m, mob) => {
      if (mob.cls === 'path') mob.cls = 'curve'
      return mob
    }),
    method('set_opacity fade', (_m, mob, { args, kws }, name) => {
      const first = args[0]
      const opacity = asNumber(first ?? kws.get('opacity'))
      setOpacity(mob, opacity === undefined ? undefined : name === 'fade' ? 1 - opacity : opacity)
      return mob
    }),
    method('match_color match_style', (_m, mob, { args }) => {
      const first = args[0]
      const color = asMob(first)?.color
      if (color !== undefined) tint(mob, color)
      return mob
    }),
    method('become', (m, mob, { args }) => {
      const first = args[0]
      const other = asMob(first)
      if (other) take(m, mob, other)
      return mob
    }),
    method('add add_to_back', (_m, mob, { args }) => {
      hold(
        mob,
        args.filter(({ t }) => t === 'mob' || t === 'unknown' || t === 'list'),
      )
      if (mob.children.length > 400) mob.children.length = 400
      gatherIn(mob)
      return mob
    }),
    method('remove', (_m, mob, { args }) => {
      mob.children = mob.children.filter(child => !args.includes(child))
      return mob
    }),
    method('set_value increment_value', (_m, mob, { args: [first] }, name) => {
      const isStep = name === 'increment_value'
      const to = first || !isStep ? asNumber(first) : 1
      mob.value = isStep ? plus(mob.value, to) : to
      if (mob.text !== undefined) writeNumber(mob)
      return mob
    }),
    method('get_value', (m, mob) => {
      m.world.asked?.add(mob)
      return mob.value === undefined ? unknown() : num(mob.value, true)
    }),
    method('add_updater', (m, mob, { args, kws }) => {
      // It follows what nobody follows here.
      if (mob.camera) lose(mob)
      if (!mob.shown) mob.live = true
      addUpdater(m, mob, args[0] ?? kws.get('update_function'))
      return mob
    }),
    method('clear_updaters remove_updater suspend_updating', (m, mob) => {
      removeUpdaters(m, mob)
      return mob
    }),
    method('add_vertices add_edges remove_vertices remove_edges', (_m, mob) => {
      changeGraph(mob)
      return mob
    }),
    method('change_bar_values', (m, mob, { args, kws }) => {
      changeBars(m, mob, args[0] ?? kws.get('values'))
      return mob
    }),
    method('create expand', (m, mob, given, name) => ownAnimation(m, mob, name, given) ?? mob),
    // Of the camera's frame; it gives an animation.
    method('auto_zoom', (m, mob, given, name) => builder(mob, m.world.clock.open, [{ name, ...given }])),
    method('add_coordinates', (_m, mob) => mob),
    method('get_color', (_m, mob) => (mob.color === undefined ? unknown() : { t: 'color', word: mob.color })),
    method('get_tex_string', (_m, mob) => wordsOf(mob) ?? unknown()),
    method('__init__', (m, mob, given) => {
      fill(m, mob, given)
      return NONE
    }),
  ].flat(),
)

export function callMethod(m: Machine, mob: Mob, name: string, given: Args): Value {
  const known = METHODS.get(name)
  return known ? known(m, mob, given, name) : derive(m, mob, name, given)
}

/** `group += thing`, `tracker -= 2`: the same thing, changed; false where that is not so. */
export function changeThing(m: Machine, mob: Mob, op: string, by: Value): boolean {
  const number = asNumber(by)
  if (mob.value !== undefined && number !== undefined) {
    callMethod(m, mob, 'set_value', {
      args: [operate(op, num(mob.value, true), num(number, true))],
      kws: NO_KEYWORDS,
    })
    return true
  }
  const name = op === '+' ? 'add' : op === '-' ? 'remove' : undefined
  if (name === undefined || (by.t !== 'mob' && by.t !== 'unknown')) return false
  callMethod(m, mob, name, { args: [by], kws: NO_KEYWORDS })
  return true
}

/** What is not known stays so, whatever is added. */
function plus(value: number | undefined, step: number | undefined): number | undefined {
  return value === undefined || step === undefined ? undefined : value + step
}
