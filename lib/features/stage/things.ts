/** From things that are tracked to things as they are told. */
import { family, perClass } from '../../facts/manim.ts'
import { nounOf, words } from '../../facts/nouns.ts'
import { remember } from '../remember.ts'
import { cutShort, evenSpaces } from '../words.ts'
import { coloredParts } from './colored.ts'
import { childMobs, facesOf, isGroup, isTable, wholeOf } from './groups.ts'
import { isFar } from './places.ts'
import type { Thing } from './steps.ts'
import { readable } from './tex.ts'
import { collapse, MOST_POOLED, type Telling } from './together.ts'
import type { Mob } from './values.ts'
import { whereIs } from './whereabouts.ts'

/** Numbers are given when a thing is first told. */
export interface Numbering {
  nextId: number
}

const MAX_PARTS = 4
const MAX_TEXT = 80
const inWords = remember(words)

/** How things are told. */
export interface View {
  /** The camera's. */
  readonly frame: Mob
  /** With the place where each is. */
  readonly placed: boolean
}

export function tellThing(mob: Mob, numbering: Numbering, view: View): Thing {
  const isNew = !mob.id
  if (isNew) mob.id = numbering.nextId++
  const told = describe(mob, 0, view, { id: mob.id, kind: nounOf(mob.cls) })
  if (mob.among && told.of === undefined) told.of = mob.among.id
  if (isNew && told.count !== undefined && isGroup(mob)) markMembers(mob, mob)
  return told
}

/** Who was told of as one of several, and never by itself, is known as one of these. */
function markMembers(of: Mob, mob: Mob, depth = 0): void {
  for (const child of childMobs(mob)) {
    if (child.id > 0 || child.partOf) continue
    child.among = of
    if (depth < 2 && isGroup(child)) markMembers(of, child, depth + 1)
  }
}

/** `whole`: with what is told once, of what it is made of too. */
function describe(mob: Mob, depth: number, view: View, base: Telling, whole = view.placed): Telling {
  if (mob.partOf) {
    const owner = wholeOf(mob.partOf)
    // With words of its own, where the whole was never told of, it is a text by itself to who looks on.
    if (owner.id || mob.text === undefined) base.part = true
    if (owner.id) base.of = owner.id
    else if (owner.text !== undefined && mob.text === undefined) {
      // Its words say which part of what this is.
      base.kind = nounOf(owner.cls)
      say(owner, base)
    }
    if (base.kind === 'object' || (owner.id && isTable(owner.cls))) base.kind = partNoun(mob.partOf.cls)
  }
  if (mob.text !== undefined) say(mob, base)
  if (mob.file !== undefined) base.file = mob.file
  if (mob.color !== undefined) base.color = mob.color
  const place = view.placed ? whereIs(mob, view.frame) : undefined
  if (place !== undefined) base.place = place
  if (typeof mob.count === 'number') base.count = mob.count
  if (mob.live) base.live = true
  if (mob.holds) holds(mob, base, whole)
  if (isWords(mob.cls)) colors(mob, base, view.placed)
  if (isGroup(mob)) group(mob, base, depth, view, whole)
  else if (mob.children.length > 0 && base.text === undefined && !isWords(mob.cls)) label(mob, base)
  const vague = base.kind === 'object' || base.kind === 'group' || base.kind === 'shape'
  if (vague || (mob.local !== undefined && base.text === undefined)) {
    const called = mob.local ?? mob.hint
    const name = called === undefined ? undefined : inWords(called)
    if (name !== undefined && name !== base.kind) base.name = name
  }
  return base
}

/** How high bars are, what axes span and what curves show is told once; what keeps changing has no equation. */
function holds({ holds, live }: Mob, base: Telling, whole: boolean): void {
  const { values, ranges, curve, ...always } = holds!
  Object.assign(base, always)
  if (values && whole) base.values = values
  if (ranges && whole) base.ranges = ranges
  if (curve !== undefined && whole && !live) base.curve = curve
}

function say(mob: Mob, base: Telling): void {
  const { text, sort } = said(mob)
  if (sort && (base.kind === 'text' || base.kind === 'formula')) base.kind = sort
  if (text !== undefined) base.text = text
}

/** Words in a colour of their own, each once; where it is told as what is known already, they are known too. */
function colors(mob: Mob, base: Telling, placed: boolean): void {
  delete base.parts
  if (base.text === undefined || !placed) return
  const parts: Thing[] = []
  for (const part of coloredParts(mob)) {
    const text = (read(mob, part.text!).text ?? part.text!).replace(/^[_^]/, '')
    if (isReadable(text) && !parts.some(other => other.text === text)) parts.push({ ...part, text })
  }
  if (parts.length > 0) base.parts = parts.slice(0, MAX_PARTS)
}

/** Half a command is nothing to read. */
function isReadable(text: string): boolean {
  return !text.includes('\\') && text.split('{').length === text.split('}').length
}

/** Of a table. */
const MOST_CELLS = 12

/** The texts that a shape holds are its label, those of a table its entries, which may be equal. */
function label(mob: Mob, base: Telling): void {
  const found: string[] = []
  const isGrid = isTable(mob.cls)
  if (isGrid && mob.layout !== undefined) base.layout = mob.layout
  for (const child of mob.children) {
    const words = child.t === 'mob' && child.text !== undefined ? said(child).text : undefined
    if (words !== undefined && (isGrid || !found.includes(words))) found.push(words)
  }
  if (found.length === 1) base.text = found[0]!
  else if (found.length > 1) base.texts = found.slice(0, isGrid ? MOST_CELLS : MOST_POOLED)
}

const isGraph = family('Graph', 'DiGraph')
const isListing = family('Code')
const isWords = family('SingleStringMathTex', 'MathTex', 'Text', 'MarkupText', 'Paragraph')

const partNoun = perClass(cls => {
  if (isWords(cls)) return 'part'
  if (isTable(cls)) return 'entry'
  if (isListing(cls)) return 'code line'
  return isGraph(cls) ? 'node or edge' : 'part'
})

/** Of a group, of a group in it, and so on: what is further in is not looked at. */
const MOST_MEMBERS = [400, 64, 16, 8]

function group(mob: Mob, base: Telling, depth: number, view: View, whole: boolean): void {
  const inner = { ...view, placed: true }
  const most = MOST_MEMBERS[depth] ?? 0
  const all = withoutShadows(childMobs(mob))
  const members = all
    .slice(0, most)
    .map(child => describe(child, depth + 1, inner, { kind: nounOf(child.cls) }, whole))
  const isOpen = mob.count === 'several' || (most > 0 && all.length > most)
  const parts = collapse(members, isOpen)
  const single = parts.length === 1 ? parts[0] : undefined
  // Sixteen squares that have a name together are one thing of that name, not sixteen.
  const hasName = mob.local !== undefined && inWords(mob.local) !== undefined
  if (hasName && single?.count !== undefined && !isOpen) {
    const { place: _, ...several } = single
    const layout = layoutOf(mob)
    base.parts = [layout === undefined ? several : { ...several, layout }]
    return
  }
  const shapes = parts.filter(part => linesOf(part) === undefined)
  const texts = parts.filter(part => linesOf(part) !== undefined)
  if (isOpen) {
    if (single) {
      base.kind = single.kind
      if (!hasName) paint(base, single)
    }
    delete base.count
    const some = parts
      .filter(part => part.kind !== 'object')
      .slice(0, MAX_PARTS)
      .map(uncounted)
    // Where all that was seen is of one kind, what was not seen is of that kind.
    if (some.length > 0) base.parts = single ? [{ ...some[0]!, count: 'many' }] : some
    return
  }
  if (single) {
    base.kind = single.kind
    if (single.count !== undefined) base.count = single.count
    const layout = single.count === undefined ? single.layout : (layoutOf(mob) ?? lanesOf(members))
    if (layout !== undefined) base.layout = layout
    // Pieces have the words of the whole, which is not there several times.
    if (single.text !== undefined && !(single.part && single.count !== undefined)) base.text = single.text
    if (single.texts) base.texts = single.texts
    if (single.file !== undefined) base.file = single.file
    if (single.files) base.files = single.files
    paint(base, single)
    if (single.name !== undefined) base.name = single.name
    if (single.part && members.every(({ of }) => of !== undefined && of === single.of)) {
      base.part = true
      base.of = single.of!
    }
    if (single.parts) base.parts = single.parts
    if (view.placed && !mob.rel && base.place === undefined && single.place) base.place = single.place
    return
  }
  const [shape] = shapes
  const [text] = texts
  if (shape && text && members.length === 2) {
    // A text with a line below it is a text, a shape with a text in it is a labelled shape.
    const isHeading = shape.kind === 'line' && isUnderlined(all)
    const face = isHeading ? text : canBeLabelled(shape) ? shape : undefined
    if (face) {
      base.kind = face.kind
      base.text = linesOf(text)!
      if (face.color !== undefined) base.color ??= face.color
      if (face.file !== undefined) base.file = face.file
      return
    }
  }
  if (parts.length > 0) base.parts = parts.slice(0, MAX_PARTS).map(({ place: _, ...part }) => part)
}

function isUnderlined([a, b]: readonly Mob[]): boolean {
  const isBelow = (line: Mob | undefined, text: Mob | undefined) =>
    line?.rel?.word === 'below' && line.rel.of === text
  return isBelow(a, b) || isBelow(b, a)
}

/** What has words of its own, known or not, has no others for a label. */
function canBeLabelled({ kind, parts }: Thing): boolean {
  return !parts && kind !== 'number' && kind !== 'text' && kind !== 'formula'
}

/** Copies of a text in its place are its glow or its shadow: who looks on sees one text, which is that on top. */
function withoutShadows(children: readonly Mob[]): readonly Mob[] {
  if (children.length > MOST_LAYERS) return children
  return children.filter((child, i) => !children.some((other, on) => on > i && isShadow(child, other)))
}
/** Of more each would be compared with all others. */
const MOST_LAYERS = 40

function isShadow(mob: Mob, of: Mob): boolean {
  if (of.text === undefined) return false
  if (isGroup(mob)) {
    const layers = childMobs(mob)
    return layers.length > 0 && layers.every(layer => isShadow(layer, of))
  }
  const isThere = mob.pos !== undefined && of.pos !== undefined && !isFar(mob.pos, of.pos)
  return mob.text === of.text && isThere && mob.rel === of.rel && originOf(mob) === originOf(of)
}

function originOf(mob: Mob): Mob {
  let origin = mob
  while (origin.copyOf) origin = origin.copyOf
  return origin
}

/** What a text says, or the lines that are made as one text each. */
function linesOf({ kind, text, texts, count }: Thing): string | undefined {
  if (text !== undefined) return text
  return kind === 'text' && texts && count === texts.length && count <= MOST_LINES
    ? texts.join(' ')
    : undefined
}
const MOST_LINES = 3

/** The colour of all of a group is the group's. */
function paint(group: Telling, { color, colors }: Thing): void {
  if (color !== undefined) group.color ??= color
  if (colors) group.colors = colors
}

/** As it was arranged, where its children still stand so. */
function layoutOf({ layout, children }: Mob): string | undefined {
  const items = facesOf(children)
  const [first] = items
  if (layout === undefined || !first || items.length < children.length || items.length < 2) return undefined
  if (layout !== 'row' && layout !== 'column') return standInLanes(items) ? layout : undefined
  const axis = layout === 'row' ? 1 : 0
  if (!items.every(({ pos }) => isSame(pos?.[axis], first.pos?.[axis]))) return undefined
  if (items.every(item => item.layout === undefined)) return items.length > 2 ? layout : undefined
  // Rows above each other, or columns beside each other, all as long.
  const across = first.children.length
  const isGrid = items.every(
    item => layoutOf(item) === (axis === 1 ? 'column' : 'row') && item.children.length === across,
  )
  if (!isGrid) return undefined
  return axis === 1 ? `${across} by ${items.length} grid` : `${items.length} by ${across} grid`
}

/** In rows and columns, of which the last may be short. */
function standInLanes(items: readonly Mob[]): boolean {
  const [across, down] = [0, 1].map(axis => {
    const found: (number | undefined)[] = []
    for (const { pos } of items) if (!found.some(one => isSame(one, pos?.[axis]))) found.push(pos?.[axis])
    return found.length
  })
  return across! * down! - items.length < across!
}

/** Rows or columns that are all as long. */
function lanesOf(members: readonly Thing[]): string | undefined {
  const [first] = members
  const { layout, count } = first ?? {}
  if ((layout !== 'row' && layout !== 'column') || members.length < 2) return undefined
  const areAlike = members.every(one => one.layout === layout && one.count === count)
  return areAlike ? `${members.length} ${layout}s` : undefined
}

const isSame = (a: number | undefined, b: number | undefined) =>
  a === b || (a !== undefined && b !== undefined && Math.abs(a - b) < 1e-6)

/** There may be more than were seen. */
function uncounted({ place: _, layout: _layout, ...part }: Thing): Thing {
  return typeof part.count === 'number' ? { ...part, count: 'many' } : part
}

/** What a reader sees of a text; nothing where it holds neither letter nor figure nor sign. */
interface Said {
  readonly text?: string
  /** Where it is all of one sort, whatever the class: words in a formula, a formula among the texts. */
  readonly sort?: 'text' | 'formula'
}

const said = (mob: Mob): Said => read(mob, mob.text!)

function read({ cls, partOf }: Mob, words: string): Said {
  return isVerbatim(cls) || (partOf && isVerbatim(partOf.cls)) ? asItIs(words) : set(words)
}

/** They show what they are given as it stands; all else is set by LaTeX. */
const isVerbatim = family('Text', 'MarkupText', 'Paragraph', 'Code')
const asItIs = remember((words: string): Said => seen(words))
const set = remember((words: string): Said => ({ ...seen(readable(words)), ...sortOf(words) }))

function seen(words: string): Said {
  const text = clip(words)
  return /[\p{L}\p{N}\p{S}?!]/u.test(text) ? { text } : {}
}

function sortOf(tex: string): Said {
  if (/^\$(\$?)[^$]+\$\1$/.test(tex)) return { sort: 'formula' }
  return ONLY_WORDS.test(tex) ? { sort: 'text' } : {}
}
const ONLY_WORDS = /^(?:\s*\\(?:text(?:bf|it|rm|sc|sf|tt)?|mbox)\s*\{[^{}$]*\})+\s*$/

export function clip(text: string): string {
  return cutShort(evenSpaces(text).trim(), MAX_TEXT)
}
