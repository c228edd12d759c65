/** Making things: classes of Manim, classes of the program's own. */
import { families, isAxes } from '../../facts/manim.ts'
import type { Class } from '../../python/ast.ts'
import { makeAnimation } from './animations.ts'
import { fillAxes, standAt, standBetween } from './axes.ts'
import { colorParts } from './colored.ts'
import { storeNamed } from './containers.ts'
import { fillCurve, fillSurface } from './curves.ts'
import { colorOf } from './eval.ts'
import { fillChart, fillGraph } from './graphs.ts'
import { isPartOf } from './groups.ts'
import { type Args, findMethod, type Machine, NO_KEYWORDS, NOTHING } from './machine.ts'
import { fillAround, fillSize } from './natural-sizes.ts'
import { fillPieces } from './pieces.ts'
import { gatherIn } from './sizes.ts'
import { fillTable } from './tables.ts'
import { NUMBER_KEYWORDS, plainText, write, writeNumber } from './text.ts'
import {
  asMob,
  asNumber,
  asPoint,
  asPoints,
  type DictValue,
  type Env,
  isRest,
  list,
  type Mob,
  NONE,
  newDict,
  newMob,
  num,
  spread,
  type Value,
  vec,
} from './values.ts'

const HOLDERS = new Set(['VGroup', 'Group', 'VDict', 'OpenGLVGroup', 'OpenGLGroup', 'PGroup'])
const isA = families({
  around: ['SurroundingRectangle', 'BackgroundRectangle', 'Brace', 'Underline', 'Cross'],
  underline: ['Underline'],
  brace: ['Brace'],
  cross: ['Cross'],
  number: ['DecimalNumber'],
  whole: ['Integer'],
  value: ['ValueTracker', 'DecimalNumber'],
  dot: ['Dot', 'Dot3D'],
  line: ['Line', 'ArcBetweenPoints'],
  vector: ['Vector'],
  polygon: ['Polygon', 'Polygram'],
  regular: ['Rectangle', 'RegularPolygram'],
  formula: ['SingleStringMathTex'],
  text: ['Text', 'MarkupText', 'Typst'],
  markup: ['MarkupText'],
  braceLabel: ['BraceLabel'],
  variable: ['Variable'],
  labeled: ['LabeledDot', 'LabeledLine', 'LabeledArrow'],
  table: ['Table', 'Matrix'],
  graph: ['GenericGraph'],
  chart: ['BarChart'],
  curve: ['ParametricFunction', 'ImplicitFunction'],
  surface: ['Surface', 'OpenGLSurface'],
  picture: ['ImageMobject', 'SVGMobject'],
})

/** What polygons are called by the number of their sides. */
const WITH_SIDES: Readonly<Record<number, string>> = {
  3: 'Triangle',
  4: 'quadrilateral',
  5: 'pentagon',
  6: 'hexagon',
  7: 'heptagon',
  8: 'octagon',
  10: 'decagon',
}
const REGULAR: Readonly<Record<number, string>> = { 4: 'Square' }

/** `Circle(radius=2, color=RED)`. */
export function makeMob(m: Machine, cls: string, given: Args): Mob {
  const mob = newMob(cls)
  fill(m, mob, given)
  return mob
}

/** What the constructor's arguments say about a thing. */
export function fill(m: Machine, mob: Mob, { args, kws }: Args): void {
  const { cls } = mob
  const inner = colorOf(kws.get('fill_color'))
  const outline = colorOf(kws.get('stroke_color'))
  // What is filled with the colour of the background is seen by its outline.
  const seen = inner === 'black' ? (outline ?? inner) : (inner ?? outline)
  const color = colorOf(kws.get('color') ?? kws.get('line_color')) ?? seen
  if (color !== undefined) mob.color = color
  const opacity = asNumber(kws.get('opacity'))
  if (opacity !== undefined) mob.opacity = opacity
  if (HOLDERS.has(cls)) {
    mob.children = []
    hold(mob, args)
    mob.pos = middle(mob)
    gatherIn(mob)
    return
  }
  const is = isA(cls)
  if (is.table) fillTable(m, mob, { args, kws })
  if (is.graph) fillGraph(m, mob, { args, kws })
  if (is.chart) fillChart(m, mob, { args, kws })
  else if (isAxes(cls)) fillAxes(m, mob, { args, kws })
  if (is.curve) fillCurve(m, mob, { args, kws })
  else if (is.surface) fillSurface(m, mob, { args, kws })
  const words = wordsOf(cls, args, kws)
  if (words !== undefined) write(m, mob, words)
  fillPieces(mob, args, kws)
  if (words !== undefined) colorParts(mob, kws)
  if (is.variable) variable(mob, args, kws)
  fillSize(mob, { args, kws })
  // Texts descend from pictures.
  if (is.picture && !is.formula && !is.text)
    mob.file = fileOf(args[0] ?? kws.get('filename_or_array') ?? kws.get('file_name'))
  if (is.around) {
    const around = asMob(args[0])
    if (around) mob.rel = { word: relationOf(cls), of: around }
    mob.pos = around?.pos
    fillAround(mob, around, { args, kws })
    return
  }
  if (is.value) {
    const value = asNumber(args[0] ?? kws.get('value') ?? kws.get('number') ?? num(0))
    if (value !== undefined) mob.value = value
    if (is.number) {
      if (is.whole) mob.attrs.set(NUMBER_KEYWORDS[0], num(0))
      NUMBER_KEYWORDS.forEach((name, i) => {
        const given = args[i + 1] ?? kws.get(name)
        if (given) mob.attrs.set(name, given)
      })
      if (value !== undefined) writeNumber(mob)
      fillSize(mob, { args, kws })
    }
    return
  }
  const point = kws.get('point') ?? kws.get('arc_center') ?? (is.dot ? args[0] : undefined)
  if (point) {
    mob.pos = asPoint(point)
    standAt(mob, point)
  } else if (is.vector) putBetween(mob, vec(0, 0), args[0] ?? kws.get('direction') ?? vec(1, 0))
  else if (is.line) {
    const [start, end] = [args[0] ?? kws.get('start'), args[1] ?? kws.get('end')]
    if (start || end) putBetween(mob, start, end)
    else putBetween(mob, vec(-1, 0), vec(1, 0))
  } else if (is.polygon && !is.regular) {
    const points = asPoints(args)
    mob.pos = points && mean(points)
    if (points && cls === 'Polygon') mob.cls = WITH_SIDES[points.length] ?? cls
  } else if (cls === 'RegularPolygon') {
    const sides = asNumber(args[0] ?? kws.get('n') ?? num(6))
    if (sides !== undefined) mob.cls = REGULAR[sides] ?? WITH_SIDES[sides] ?? cls
  }
  if (cls === 'Title') mob.pos = [0, 3.3]
}

/** Puts a line there. */
export function putBetween(mob: Mob, from: Value | undefined, to: Value | undefined): void {
  const [start, end] = [asPoint(from), asPoint(to)]
  mob.half = start && end && [(end[0] - start[0]) / 2, (end[1] - start[1]) / 2]
  mob.pos = start && end && mean([start, end])
  standBetween(mob, from, to)
}

/** Takes things into a group. */
export function hold(mob: Mob, things: readonly Value[]): void {
  for (const thing of spread(things)) {
    if (isRest(thing)) mob.count = 'several'
    // Manim has no group that holds itself, or a thing twice.
    else if (thing.t !== 'mob' || (!isWithin(mob, thing) && !isHeld(mob, thing))) mob.children.push(thing)
  }
  if (things.some(thing => thing.t === 'list' && thing.open)) mob.count = 'several'
}

/** Nobody looks through more: to do so for each of them takes time. */
const MOST_LOOKED_THROUGH = 1000

function isHeld({ children }: Mob, thing: Mob): boolean {
  return children.length <= MOST_LOOKED_THROUGH && children.includes(thing)
}

/** Is the thing the group, or does it hold it? */
export function isWithin(mob: Mob, group: Mob, depth = 0): boolean {
  if (group === mob) return true
  if (group.children.length === 0 || depth > DEEPEST) return false
  return group.children.some(child => child.t === 'mob' && isWithin(mob, child, depth + 1))
}
/** Groups in groups, beyond which nobody looks. */
const DEEPEST = 6

/** `giraffe.png` of `assets/giraffe.png`. */
function fileOf(path: Value | undefined): string | undefined {
  const text = plainText(path)
  return text === undefined ? undefined : text.split(/[\\/]/).at(-1)
}

/** `Variable(0, label)`: a label, a number and the tracker that drives it. */
function variable(mob: Mob, args: readonly Value[], kws: ReadonlyMap<string, Value>): void {
  const value = asNumber(args[0] ?? kws.get('var'))
  const tracker = newMob('ValueTracker')
  tracker.value = value
  tracker.drives = mob
  mob.value = value
  mob.attrs.set('tracker', tracker)
}

function relationOf(cls: string): string {
  const { underline, brace, cross } = isA(cls)
  if (underline) return 'under'
  if (brace) return 'along'
  return cross ? 'over' : 'around'
}

/** The words that a text, formula or label shows. */
function wordsOf(cls: string, args: readonly Value[], kws: ReadonlyMap<string, Value>): string | undefined {
  const said = (values: readonly Value[], glue: string) => {
    const pieces = spread(values).map(plainText)
    const known = pieces.filter(piece => piece !== undefined)
    return known.length > 0 ? known.join(glue) : undefined
  }
  const is = isA(cls)
  if (is.formula) return said(args, cls === 'BulletedList' ? '; ' : ' ')
  if (cls === 'Paragraph' || cls === 'BulletedList') return said(args, '; ')
  if (is.text) {
    const kw = worded(kws)
    const text = said(args.length > 0 ? args.slice(0, 1) : kw ? [kw] : [], ' ')
    return cls === 'MarkupText' || is.markup ? text?.replace(/<[^>]*>/g, '') : text
  }
  if (cls === 'Code') return undefined
  if (is.braceLabel) return said(args.slice(1, 2), ' ')
  if (is.variable) return labelText(args[1] ?? kws.get('label'))
  if (is.labeled) return labelText(worded(kws) ?? args[0])
  return undefined
}

/** The words that are given by keyword. */
function worded(kws: ReadonlyMap<string, Value>): Value | undefined {
  return kws.get('text') ?? kws.get('label') ?? kws.get('code_string') ?? kws.get('code')
}

function labelText(value: Value | undefined): string | undefined {
  return value?.t === 'mob' ? value.text : plainText(value)
}

export function middle(mob: Mob): Mob['pos'] {
  const points = mob.children.map(child => (child.t === 'mob' ? child.pos : undefined))
  const known = points.filter(point => point !== undefined)
  return known.length > 0 && known.length === points.length
    ? mean(known)
    : known.length === 0
      ? [0, 0]
      : undefined
}

function mean(points: readonly (readonly [number, number])[]): [number, number] {
  const sum = points.reduce<[number, number]>((total, [x, y]) => [total[0] + x, total[1] + y], [0, 0])
  return [sum[0] / points.length, sum[1] / points.length]
}

/** `MarkovChain(…)`: a class of the program's own. */
export function makeLocal(m: Machine, name: string, def: Class | undefined, given: Args, env: Env): Value {
  const { world } = m
  const resolved = world.names.class(name)
  if (resolved?.kind === 'animation') return makeLocalAnimation(m, name, resolved.library, def, given, env)
  let self: Value
  if (resolved?.kind === 'mobject') self = newMob(resolved.library, name)
  else if (resolved?.kind === 'scene') self = { t: 'scene', cls: name, attrs: new Map() }
  else self = { t: 'obj', cls: name, attrs: new Map() }
  classAttributes(m, def, self, env)
  const init = findMethod(world.names, world.classes, name, '__init__')
  if (init) m.run(init.def, given, env, self, init.owner)
  else if (self.t === 'mob') fill(m, self, given)
  else if (self.t === 'obj' && def) fields(def, given, self)
  return self
}

/** An animation of the program's own is what its constructor hands to that of Manim, as far as that is followed. */
function makeLocalAnimation(
  m: Machine,
  name: string,
  library: string,
  def: Class | undefined,
  given: Args,
  env: Env,
): Value {
  const { world } = m
  const init = findMethod(world.names, world.classes, name, '__init__')
  const self: Value = { t: 'obj', cls: name, attrs: new Map() }
  if (init) {
    classAttributes(m, def, self, env)
    m.run(init.def, given, env, self, init.owner)
  }
  const [handed, named] = [self.attrs.get(HANDED), self.attrs.get(NAMED)]
  const args = handed?.t === 'list' ? handed.items : given.args
  const kws = named?.t === 'dict' ? named.entries : given.kws
  const target = library === 'Transform' && args.length === 1 ? ownTarget(m, name, self) : undefined
  if (!target) return makeAnimation(m, library, { args, kws })
  if (target.opacity !== 0) return makeAnimation(m, library, { args: [...args, target], kws })
  // Into what cannot be seen, or out of it if it is played backwards.
  const rate = kws.get('rate_func')
  const begin = rate && asNumber(m.call(rate, { args: [num(0, true)], kws: NO_KEYWORDS }))
  return makeAnimation(m, begin === 1 ? 'FadeIn' : 'FadeOut', { args, kws })
}

/** What a transformation of the program's own is to end with. */
function ownTarget(m: Machine, name: string, self: Value): Mob | undefined {
  const { names, classes, module } = m.world
  const found = findMethod(names, classes, name, 'create_target')
  return found && asMob(m.run(found.def, NOTHING, module, self, found.owner))
}

/** No names of a program's. */
const HANDED = '[args]'
const NAMED = '[keywords]'

function classAttributes(m: Machine, def: Class | undefined, self: Value, env: Env): void {
  if (self.t !== 'obj' && self.t !== 'mob') return
  for (const member of def?.body ?? []) {
    const [target] = member.k === 'Assign' ? member.targets : []
    if (member.k === 'Assign' && target?.k === 'Name' && member.value)
      self.attrs.set(target.id, m.eval(member.value, env))
  }
}

/** A dataclass takes its fields in order. */
function fields(def: Class, given: Args, self: { attrs: Map<string, Value> }): void {
  const names = def.body.flatMap(member =>
    member.k === 'Assign' && member.type && member.targets[0]?.k === 'Name' ? [member.targets[0].id] : [],
  )
  names.forEach((name, i) => {
    const value = given.args[i] ?? given.kws.get(name)
    if (value) self.attrs.set(name, value)
  })
}

/** `super().__init__(…)`: the next local constructor, or what Manim makes of the arguments. */
export function superInit(m: Machine, self: Value, owner: string, given: Args): Value {
  const { world } = m
  const start = self.t === 'mob' ? self.local : self.t === 'obj' ? self.cls : undefined
  const next =
    start === undefined ? undefined : findMethod(world.names, world.classes, start, '__init__', owner)
  if (next) m.run(next.def, given, world.module, self, next.owner)
  else handOn(m, self, given)
  return NONE
}

/** The constructor of Manim is reached, with what it makes of its arguments. */
export function handOn(m: Machine, self: Value, given: Args): void {
  if (self.t === 'obj') {
    self.attrs.set(HANDED, list([...given.args]))
    const named = newDict()
    storeNamed(named, given.kws)
    self.attrs.set(NAMED, named)
  } else if (self.t === 'scene') for (const [name, value] of given.kws) self.attrs.set(name, value)
  else if (self.t === 'mob') {
    const before = self.children
    fill(m, self, given)
    if (before.length > 0) self.children = [...before, ...self.children]
  }
}

/** A copy looks the same and is another thing. It costs as much as what it is made of: groups can double in a loop. */
export function copyOf(m: Machine, mob: Mob, depth = 0): Mob {
  m.world.fuel--
  const copy = newMob(mob.cls, mob.local)
  // A part of the one is no part of the other.
  for (const [name, value] of mob.attrs)
    if (!isPartOf(value, mob)) copy.attrs.set(name, value)
    else if (value.t === 'dict') copy.attrs.set(name, piecesFor(m, copy, value, mob, depth + 1))
  copy.children =
    depth > 4 || m.world.fuel <= 0
      ? mob.children
      : mob.children.map(child => (child.t === 'mob' ? copyFor(m, copy, child, mob, depth + 1) : child))
  copy.color = mob.color
  copy.text = mob.text
  copy.pos = mob.pos
  copy.half = mob.half
  copy.size = mob.size
  copy.rel = mob.rel
  copy.hint = mob.hint
  copy.count = mob.count
  copy.partOf = mob.partOf
  copy.copyOf = mob
  copy.live = mob.live
  copy.opacity = mob.opacity
  copy.value = mob.value
  copy.layout = mob.layout
  copy.file = mob.file
  copy.holds = mob.holds
  copy.drives = mob.drives
  copy.camera = mob.camera
  return copy
}

function piecesFor(m: Machine, mob: Mob, pieces: DictValue, of: Mob, depth: number): DictValue {
  const copyIn = (piece: Value) => (piece.t === 'mob' ? copyFor(m, mob, piece, of, depth) : piece)
  const entries = new Map<string, Value>()
  for (const [key, piece] of pieces.entries) entries.set(key, copyIn(piece))
  return {
    ...pieces,
    entries,
    keys: new Map(pieces.keys),
    others: [...pieces.others],
    rest: pieces.rest && copyIn(pieces.rest),
  }
}

/** A child of `of` for what looks as that does; its entries and pieces are parts of the new one. */
export function copyFor(m: Machine, mob: Mob, child: Mob, of: Mob, depth = 0): Mob {
  const copy = copyOf(m, child, depth)
  if (copy.partOf === of) copy.partOf = mob
  return copy
}
