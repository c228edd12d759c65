/** From things that are tracked to things as they are told. */
import { descends } from '../../facts/manim.ts'
import { nounOf, words } from '../../facts/nouns.ts'
import { placeOf } from './places.ts'
import type { Thing } from './steps.ts'
import { readable } from './tex.ts'
import type { Mob } from './values.ts'

const GROUPS = ['VGroup', 'Group', 'VDict', 'SGroup', 'OpenGLVGroup', 'PGroup']
const MAX_PARTS = 4
const MAX_TEXT = 80

export function isGroup(mob: Mob): boolean {
  return GROUPS.includes(mob.cls) || (mob.children.length > 0 && ['VMobject', 'Mobject'].includes(mob.cls))
}

export function childMobs(mob: Mob): Mob[] {
  return mob.children.flatMap(child =>
    child.t === 'mob' ? [child] : child.t === 'unknown' && child.mob ? [child.mob] : [],
  )
}

/** Numbers are given when a thing is first told. */
export interface Numbering {
  nextId: number
}

type Telling = { -readonly [K in keyof Thing]: Thing[K] }

export function tellThing(mob: Mob, numbering: Numbering): Thing {
  if (!mob.id) mob.id = numbering.nextId++
  return { id: mob.id, ...describe(mob, 0) }
}

function describe(mob: Mob, depth: number): Telling {
  const name =
    mob.local !== undefined ? words(mob.local) : mob.hint !== undefined ? words(mob.hint) : undefined
  const place = mob.rel ? relation(mob) : placeOf(mob.pos)
  const base: Telling = { kind: nounOf(mob.cls) }
  if (mob.partOf) {
    const whole = wholeOf(mob.partOf)
    base.part = true
    if (whole.id) base.of = whole.id
    else if (whole.text !== undefined && mob.text === undefined) {
      // The whole was never told of: its words say which part of what this is.
      base.kind = nounOf(whole.cls)
      base.text = clip(readable(whole.text))
    }
    if (base.kind === 'object') base.kind = partNoun(mob.partOf)
  }
  const text = mob.text === undefined ? '' : clip(readable(mob.text))
  if (base.kind === 'text' && /^\$[^$]+\$$/.test(mob.text ?? '')) base.kind = 'formula'
  if (/[\p{L}\p{N}\p{S}]/u.test(text)) base.text = text
  if (mob.color !== undefined) base.color = mob.color
  if (place !== undefined) base.place = place
  if (typeof mob.count === 'number') base.count = mob.count
  if (mob.live) base.live = true
  if (isGroup(mob)) group(mob, base, depth)
  const vague = base.kind === 'object' || base.kind === 'group' || base.kind === 'shape'
  if (name !== undefined && (vague || (mob.local !== undefined && base.text === undefined))) base.name = name
  return base
}

/** A letter of a line of a formula is part of the formula. */
function wholeOf(mob: Mob): Mob {
  let whole = mob
  for (let i = 0; i < 8 && whole.partOf && !whole.id; i++) whole = whole.partOf
  return whole
}

function partNoun(of: Mob): string {
  if (descends(of.cls, 'SingleStringMathTex', 'MathTex')) return 'part'
  if (descends(of.cls, 'Text', 'MarkupText', 'Paragraph')) return 'part'
  if (descends(of.cls, 'Table', 'Matrix')) return 'entry'
  if (descends(of.cls, 'Graph', 'DiGraph')) return 'node or edge'
  return 'part'
}

function relation(mob: Mob): string | undefined {
  const { rel } = mob
  if (!rel) return undefined
  // A neighbour that nobody has seen says nothing.
  if (rel.of === mob || (!rel.of.shown && !rel.of.id)) return placeOf(mob.pos)
  return `${rel.word} #${rel.of.id}`
}

function group(mob: Mob, base: Telling, depth: number): void {
  const members =
    depth > 2
      ? []
      : childMobs(mob)
          .slice(0, depth === 0 ? 400 : 16)
          .map(child => describe(child, depth + 1))
  const parts = collapse(members)
  const single = parts.length === 1 ? parts[0] : undefined
  const shapes = parts.filter(part => part.text === undefined)
  const texts = parts.filter(part => part.text !== undefined)
  if (mob.count === 'several') {
    if (single) base.kind = single.kind
    delete base.count
    base.parts = single && single.kind !== 'object' ? [single] : []
    if (base.parts.length === 0) delete base.parts
    return
  }
  if (single) {
    base.kind = single.kind
    if (single.count !== undefined) base.count = single.count
    if (single.text !== undefined && single.count === undefined) base.text = single.text
    if (single.color !== undefined) base.color ??= single.color
    if (single.name !== undefined) base.name = single.name
    if (single.parts) base.parts = single.parts
    if (!mob.rel && base.place === undefined && single.place && single.count === undefined)
      base.place = single.place
    return
  }
  // A shape with a text in it is a labelled shape.
  if (shapes.length === 1 && texts.length === 1 && members.length === 2 && !shapes[0]!.parts) {
    base.kind = shapes[0]!.kind
    base.text = texts[0]!.text!
    if (shapes[0]!.color !== undefined) base.color ??= shapes[0]!.color
    return
  }
  if (parts.length > 0) base.parts = parts.slice(0, MAX_PARTS).map(({ place: _, ...part }) => part)
}

/** Equal neighbours become one with a count. */
export function collapse(things: readonly Thing[]): Thing[] {
  const found: Telling[] = []
  for (const thing of things) {
    const same = found.find(
      one =>
        one.kind === thing.kind && one.name === thing.name && Boolean(one.parts) === Boolean(thing.parts),
    )
    if (!same) {
      found.push({ ...thing })
      continue
    }
    const [a, b] = [same.count ?? 1, thing.count ?? 1]
    same.count = a === 'many' || b === 'many' ? 'many' : a + b
    if (same.text !== thing.text) delete same.text
    if (same.color !== thing.color) delete same.color
    delete same.place
  }
  return found
}

export function clip(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  return plain.length <= MAX_TEXT ? plain : `${plain.slice(0, MAX_TEXT - 1).trimEnd()}…`
}
