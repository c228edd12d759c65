/** Things in English: named with `a` when they come, with `the` afterwards. */
import { article, isPluralNoun, plural, shortNoun } from '../facts/nouns.ts'
import type { Thing } from '../features/stage/steps.ts'
import { collapse, MOST_POOLED } from '../features/stage/together.ts'
import { groupOf, memberOf, membersOfGroup, withItsGroup } from './members.ts'
import { isKnown, nothingTold, remember, type Telling, toldOf } from './telling.ts'
import {
  amount,
  distinct,
  firstOf,
  isGroup,
  isMany,
  listed,
  nounFor,
  quoted,
  spelled,
  WORDY,
} from './wording.ts'

/** A text longer than this is not repeated to tell one from another. */
const LONGEST_NAME = 24

const MOST_COLORS = 3

/** One that has another colour each time has none. */
function adjective(thing: Thing): string {
  const { color, colors, count = 1 } = thing
  if (color !== undefined) return `${color} `
  if (!colors || !isMany(count) || colors.length > MOST_COLORS || hasEachItsOwn(thing)) return ''
  return `${listed(colors)} `
}

function hasEachItsOwn({ colors = [], count }: Thing): boolean {
  return colors.length > 1 && colors.length === count
}

/** ` in red, green and blue`, of three. */
function eachInColor(thing: Thing): string {
  const { colors = [] } = thing
  const isTold = thing.color === undefined && hasEachItsOwn(thing) && colors.length <= MOST_COLORS
  return isTold ? ` in ${listed(colors)}` : ''
}

/** Nothing is known of it that a reader could draw. */
export function isUnknown(thing: Thing): boolean {
  if (thing.name !== undefined || thing.text !== undefined || thing.texts) return false
  if (thing.part) return thing.of === undefined && !isPieceByItself(thing)
  return (
    (thing.kind === 'object' || thing.kind === 'group' || thing.kind === 'value') &&
    (thing.parts ?? []).every(isUnknown)
  )
}

/** `a red circle`, `five dots`, `the text "Hello"`; with its place where that says something. */
export function introduce(thing: Thing, telling: Telling, where = true): string {
  const member = memberOf(thing, telling)
  const phrase = member ?? indefinite(thing, telling)
  if (member === undefined) remember(thing, telling)
  // What it stands beside is told apart from it.
  return where ? phrase + placed(thing, telling) : phrase
}

function indefinite(thing: Thing, telling: Telling): string {
  const whole = wholeOf(thing, telling)
  if (whole !== undefined) return whole
  const noun = nounFor(thing)
  const count = thing.count ?? 1
  if (isMany(count))
    return `${quantity(thing)} ${adjective(thing)}${plural(noun)}${eachInColor(thing)}${labelled(thing)}${labels(thing)}${each(thing)}`
  if (WORDY.has(thing.kind) && thing.name === undefined) return wordy(thing)
  if (thing.file !== undefined)
    return `the ${adjective(thing)}${noun} ${quoted(thing.file)}${labelled(thing)}`
  if (thing.parts && thing.name === undefined) return partsOf(thing)
  const network = nodesAndEdges(thing)
  if (thing.curve !== undefined) return `the ${adjective(thing)}${noun} ${thing.curve}`
  const spoken = `${sizeOf(thing)}${adjective(thing)}${network === '' ? noun : shortNoun(noun)}`
  const another = hasTwin(thing, telling)
  const lead = isPluralNoun(noun) ? (another ? 'more ' : '') : another ? 'another ' : article(spoken)
  const made = thing.parts && thing.name !== undefined ? madeOf(thing) : ''
  return `${lead}${spoken}${labelled(thing)}${network === '' ? labels(thing) : network}${made}${bars(thing)}${spanned(thing)}`
}

/** ` with bars of 5, 3 and 8` */
function bars({ values }: Thing): string {
  if (!values) return ''
  return ` with bars of ${values.length > MOST_POOLED ? firstOf(values, MOST_LABELS) : listed(values)}`
}

/** ` with x from 0 to 10 and y from -2 to 2`, ` from 0 to 10` of a number line. */
function spanned({ kind, ranges }: Thing): string {
  if (!ranges) return ''
  if (kind === 'number line') return ranges.x === undefined ? '' : ` from ${ranges.x}`
  const spans = new Map<string, string[]>()
  for (const [axis, range] of Object.entries(ranges)) spans.set(range, [...(spans.get(range) ?? []), axis])
  return ` with ${listed([...spans].map(([range, axes]) => `${listed(axes)} from ${range}`))}`
}

/** ` of six nodes and eight edges`, where that is known. */
function nodesAndEdges(thing: Thing): string {
  const { nodes, edges } = thing
  if (nodes === undefined) return ''
  const several = (count: number, noun: string) => `${spelled(count)} ${count > 1 ? plural(noun) : noun}`
  const first = several(nodes, 'node') + labels({ ...thing, kind: 'node', count: nodes })
  return ` of ${listed(edges === undefined ? [first] : [first, several(edges, 'edge')])}`
}

const TABLES: ReadonlySet<string> = new Set(['matrix', 'table'])

/** `2 by 3 ` of a matrix. */
function sizeOf({ kind, layout }: Thing): string {
  return TABLES.has(kind) && layout !== undefined ? layout.replace(/grid$/, '') : ''
}

/** `five`, `a row of five`, `a 3 by 4 grid of`: how many there are, and how they stand. */
function quantity({ count = 1, layout }: Thing): string {
  if (layout === undefined) return amount(count)
  const [, lanes, kind] = /^(\d+) (rows|columns)$/.exec(layout) ?? []
  if (lanes)
    return `${spelled(Number(lanes))} ${kind} of ${amount(count === 'many' ? count : count / Number(lanes))}`
  const stand = `${article(layout)}${layout} of`
  return count === 'many' || /\d/.test(layout) ? stand : `${stand} ${amount(count)}`
}

const MOST_LABELS = 3
/** More are told where they are short together. */
const LONGEST_LABELS = 40

/** ` ("One", "Two", …)`: what the first of several say, or the files that they are. */
function labels({ texts, files, kind, count, name }: Thing): string {
  const said = texts ?? files
  if (!said) return ''
  const isShort = said.length <= MOST_LABELS || said.join('').length <= LONGEST_LABELS
  const all = isShort && (count === undefined ? said.length < MOST_POOLED : count === said.length)
  const isText = WORDY.has(kind) && name === undefined
  const isPlain = !texts || isText || (TABLES.has(kind) && name === undefined)
  // One that says something else each time.
  const lead = isText && count === undefined ? 'in turn ' : isPlain ? '' : 'labelled '
  if (all) return ` (${lead}${listed(said.map(quoted))})`
  // Of several groups all have so many each, and other ones.
  const few = typeof count === 'number' ? Math.min(MOST_LABELS, count) : MOST_LABELS
  return ` (${lead}${firstOf(said.map(quoted), few)})`
}

function hasTwin(thing: Thing, telling: Telling): boolean {
  for (const one of telling.known) {
    const same = one.id !== thing.id && nounFor(one) === nounFor(thing) && one.color === thing.color
    if (same && one.nodes === thing.nodes && !isMany(one.count ?? 1) && one.text === thing.text) return true
  }
  return false
}

/** Kinds of parts that say what they are, whatever they are part of. */
const BY_THEMSELVES: ReadonlySet<string> = new Set(['node', 'nodes', 'edge', 'edges', 'code line'])
/** Kinds of parts that a reader can tell from the rest of the whole: an entry is one of this table. */
const PIECES: ReadonlySet<string> = new Set([...BY_THEMSELVES, 'entry'])

function isPieceByItself({ kind }: Thing): boolean {
  return BY_THEMSELVES.has(kind)
}

/** Was it told of, or can it come up now? A part without a face of its own only where its whole was told of. */
export function canBeTold(thing: Thing, telling: Telling): boolean {
  if (isUnknown(thing)) return false
  if (isKnown(thing.id, telling)) return true
  const { part, name, text, of } = thing
  return !part || name !== undefined || text !== undefined || isPieceByItself(thing) || isKnown(of, telling)
}

/** `part of the formula`, `a node of the graph`, `two edges of the graph`, where the whole was told of. */
function wholeOf(thing: Thing, telling: Telling, count = thing.count ?? 1): string | undefined {
  const whole = partedFrom(thing, telling)
  if (!whole || isInCircle(whole, telling)) return undefined
  const { kind } = thing
  const known = thing.text === undefined ? '' : ` ${quoted(thing.text)}`
  const one = known === '' ? `${article(kind)}${kind}` : `the ${kind}${known}`
  const some = isMany(count) ? `${amount(count)} ${plural(kind)}` : one
  return `${PIECES.has(kind) ? some : 'part'} of ${refer(whole, telling)}`
}

function partedFrom(thing: Thing, telling: Telling): Thing | undefined {
  // Words of its own tell what it is better than the whole, but for entries, which may be equal to anything.
  if (!thing.part || (thing.text !== undefined && thing.kind !== 'entry')) return undefined
  const whole = toldOf(thing.of, telling)
  return whole?.id === thing.id ? undefined : whole
}

/** Does what it is part of lead back to it? Features that were not made here may say so. */
function isInCircle(thing: Thing, telling: Telling): boolean {
  let steps = 0
  for (let whole: Thing | undefined = thing; whole; whole = partedFrom(whole, telling))
    if (steps++ > telling.known.length) return true
  return false
}

function wordy(thing: Thing): string {
  const color = adjective(thing)
  if (thing.text === undefined) {
    const some = thing.kind === 'text' ? 'some ' : article(color + thing.kind)
    return `${some}${color}${thing.kind}${labels(thing)}`
  }
  if (thing.kind === 'number') return `the ${color}number ${thing.text}`
  // What is part of something told of says its own words; else they are those of the whole.
  const some = thing.part && thing.of === undefined ? 'part of ' : ''
  return `${some}the ${color}${thing.kind} ${quoted(thing.text)}${inColors(thing)}`
}

const MOST_COLORED = 3

/** ` with "x" in red and "y" in blue`. */
function inColors({ parts = [] }: Thing): string {
  if (parts.length === 0 || parts.length > MOST_COLORED) return ''
  return ` with ${listed(parts.map(({ text = '', color }) => `${quoted(text)} in ${color}`))}`
}

function labelled({ text, kind, count = 1 }: Thing): string {
  if (text === undefined) return ''
  if (!WORDY.has(kind)) return ` labelled ${quoted(text)}`
  return isMany(count) ? ` ${quoted(text)}` : ''
}

/**
 * The parts that a reader is told of: what is in one group within stands beside the others. Of several such groups it
 * would be too much, unless they say something.
 */
function tellable(parts: readonly Thing[] = []): readonly Thing[] {
  return collapse(parts.filter(part => !isUnknown(part)).flatMap(opened))
}

function opened(part: Thing): readonly Thing[] {
  if (!isGroup(part)) return [part]
  if (part.count === undefined) return tellable(part.parts)
  return speaks(part) ? [part] : []
}

/** So many at most, and rather those that say something; several groups where there is nothing else. */
function most(all: readonly Thing[] = []): readonly Thing[] {
  const told = tellable(all)
  const parts = told.length > 0 ? told : all.filter(part => !isUnknown(part))
  let room = MOST_TOLD - parts.filter(speaks).length
  return parts.filter(part => speaks(part) || room-- > 0).slice(0, MOST_TOLD)
}

function speaks({ text, texts, parts = [] }: Thing): boolean {
  return text !== undefined || texts !== undefined || parts.some(speaks)
}

function madeOf(thing: Thing): string {
  const parts = tellable(thing.parts).filter(part => part.kind !== 'shape')
  if (parts.length === 0) return ''
  const told = parts.length > MOST_TOLD ? parts.filter(speaks) : parts
  return told.length === 0 || told.length > MOST_TOLD ? '' : ` made of ${listed(told.map(simple))}`
}

/** `, each of a circle and a square` */
function each({ kind, name, parts }: Thing): string {
  const some = kind === 'group' && name === undefined ? most(parts) : []
  return some.length === 0 ? '' : `, each of ${listed(some.map(simple))}`
}

function partsOf(thing: Thing): string {
  const known = (thing.parts ?? []).filter(part => !isUnknown(part))
  if (known.length > 0 && known.every(isGroup)) return listed(known.slice(0, MOST_TOLD).map(simple))
  const parts = most(known)
  const [only] = parts
  if (!only) return 'some objects'
  if (parts.length > 1) return `a group of ${listed(parts.map(simple))}`
  return only.kind === 'group' || speaks(only)
    ? simple(only)
    : `several ${adjective(only)}${plural(nounFor(only))}`
}

const MOST_TOLD = 3

function simple(part: Thing): string {
  const count = part.count ?? 1
  if (part.layout === undefined && part.kind !== 'group' && count !== 'many' && count > 12)
    return `many ${adjective(part)}${plural(nounFor(part))}`
  return indefinite(part, nothingTold())
}

/** `the circle`, or `the red circle` where there are others; what was not told of yet is introduced. */
export function refer(given: Thing, telling: Telling): string {
  const thing = withItsGroup(given, telling)
  const told = toldOf(thing.id, telling)
  if (!told) {
    if (thing.of === undefined || !groupOf(thing, telling))
      return knownParts(thing, telling) ?? introduce(thing, telling, false)
    return again(thing, telling)
  }
  // It is named by what was said of it: a change of colour that was left out is not known to the reader.
  const { color, colors } = told
  const isAsTold = thing.color === color && thing.colors === colors
  return again(isAsTold ? thing : ({ ...thing, color, colors } as Thing), telling)
}

/** A group of what was told before: `the hexagon, the dots and the lines`. */
function knownParts(thing: Thing, telling: Telling): string | undefined {
  const parts = isMany(thing.count) ? [thing] : isGroup(thing) ? tellable(thing.parts) : []
  const all: Thing[] = []
  for (const part of parts) {
    const found = knownAs(part, telling)
    if (found.length === 0) return undefined
    all.push(...found)
  }
  if (all.length === 0) return undefined
  const phrases = namesOf(all, telling)
  return phrases.length > MOST_NAMED ? undefined : listed(phrases)
}

/** As many things as the part says, each told of before: the group of them, or one by one. */
function knownAs(given: Thing, telling: Telling): readonly Thing[] {
  const part = isSeveral(given) && !isMany(given.count) ? given.parts![0]! : given
  const noun = nounFor(part)
  const { count = 1, text, color, colors } = part
  const alike = telling.known.filter(one => nounFor(one) === noun && one.text === text && !one.part)
  const groups = alike.filter(one => isSeveral(one) && (one.color === color || one.colors !== undefined))
  const [group] = groups
  if (isMany(count)) {
    if (groups.length === 1 && (group!.count ?? 'many') === count) return [group!]
  }
  const single = alike.filter(
    one =>
      !isSeveral(one) &&
      one.of === undefined &&
      (one.color === color || Boolean(colors?.includes(one.color!))),
  )
  return single.length === count ? single : []
}

/** `dots`, however many. */
function isSeveral({ count, parts, kind, name }: Thing): boolean {
  return isMany(count) || (parts?.length === 1 && name === undefined && parts[0]!.kind === kind)
}

/** So many are named one by one. */
export const MOST_NAMED = 4

/** Each of them; those that were told together, the pieces of one thing, and what is called the same, once. */
export function namesOf(things: readonly Thing[], telling: Telling): readonly string[] {
  const left = things.map(thing => withItsGroup(thing, telling))
  const phrases: string[] = []
  while (left.length > 0) {
    const thing = left[0]!
    const pieces = piecesLike(thing, left, telling)
    const fellows = pieces ? pieces.things : fellowsOf(thing, left, telling)
    const rest = left.filter(one => !fellows.includes(one))
    left.splice(0, left.length, ...rest)
    if (pieces) phrases.push(pieces.phrase)
    else if (fellows.length > 1) phrases.push(...membersOfGroup(fellows, telling))
    else phrases.push(refer(thing, telling))
  }
  return distinct(phrases)
}

/** All of its group, or those that nothing but what they look like sets apart; at least itself. */
function fellowsOf(thing: Thing, things: readonly Thing[], telling: Telling): readonly Thing[] {
  const group = severalOf(thing, telling)
  if (!group) return [thing]
  const fellows = things.filter(
    one => severalOf(one, telling)?.id === group.id && nounFor(one) === nounFor(thing),
  )
  if (fellows.length === group.count) return fellows
  return thing.text === undefined ? fellows.filter(one => one.text === undefined) : [thing]
}

function severalOf(thing: Thing, telling: Telling): Thing | undefined {
  const group = isMany(thing.count) ? undefined : groupOf(thing, telling)
  return isMany(group?.count) ? group : undefined
}

/** `two nodes of the graph`: pieces of the same kind and whole are counted. */
function piecesLike(
  thing: Thing,
  things: readonly Thing[],
  telling: Telling,
): { readonly phrase: string; readonly things: readonly Thing[] } | undefined {
  if (!PIECES.has(thing.kind) || thing.count !== undefined) return undefined
  const alike = things.filter(
    one => one.kind === thing.kind && one.of === thing.of && one.count === undefined,
  )
  const phrase = alike.length > 1 ? wholeOf(thing, telling, alike.length) : undefined
  return phrase === undefined ? undefined : { phrase, things: alike }
}

function again(thing: Thing, telling: Telling): string {
  const member = memberOf(thing, telling)
  if (member !== undefined) return member
  remember(thing, telling)
  const whole = wholeOf(thing, telling)
  if (whole !== undefined) return whole
  const long = nounFor(thing)
  const noun = shortNoun(long)
  const count = thing.count ?? 1
  let hasRival = false
  let color = ''
  for (const one of telling.known) {
    // A group is told from those that are of it by its number.
    const isOther = one.id !== thing.id && !isMemberOf(one, thing) && !isMemberOf(thing, one)
    if (!isOther || nounFor(one) !== long) continue
    hasRival = true
    if (one.color !== thing.color && thing.color !== undefined) color = `${thing.color} `
  }
  if (count === 'many') return `the ${color}${plural(noun)}`
  if (count > 1) return `the ${spelled(count)} ${color}${plural(noun)}`
  if (thing.parts && thing.name === undefined && !WORDY.has(thing.kind)) {
    if (thing.kind === 'group' || thing.kind === 'object') return 'the group'
    return `the ${thing.parts.length === 1 ? plural(noun) : noun}`
  }
  if (hasRival && thing.text !== undefined && thing.text.length <= LONGEST_NAME)
    return WORDY.has(thing.kind)
      ? `the ${noun} ${quoted(thing.text)}`
      : `the ${noun} labelled ${quoted(thing.text)}`
  if (hasRival && thing.curve !== undefined) return `the ${noun} ${thing.curve}`
  return `the ${color}${noun}${hasRival && thing.file !== undefined ? ` ${quoted(thing.file)}` : ''}`
}

function isMemberOf({ of }: Thing, group: Thing): boolean {
  return of !== undefined && of === group.id
}

/** ` on the left`, ` below the title`. */
export function placed(thing: Thing, telling: Telling): string {
  const place = thing.place === undefined ? undefined : resolvePlace(thing.place, telling, thing.id)
  return place === undefined ? '' : ` ${place}`
}

/** Replaces `#3` by what is known of it; undefined where nothing was said of it. */
export function resolvePlace(place: string, telling: Telling, self?: number): string | undefined {
  if (!place.includes('#')) return place
  const link = / ?#\d+(?: and #\d+)*$/.exec(place)
  if (!link) return place
  const named: Thing[] = []
  for (const [, id] of link[0].matchAll(/#(\d+)/g)) {
    const of = toldOf(Number(id), telling)
    if (!of || of.id === self || isUnknown(of)) return undefined
    named.push(of)
  }
  const point = /^(.*\)) on$/.exec(place.slice(0, link.index))?.[1]
  // Where there are no other axes, it is clear of which they are.
  if (point !== undefined && named.length === 1 && areAlone(named[0]!, telling)) return point
  return `${place.slice(0, link.index)} ${listed(namesOf(named, telling))}`
}

function areAlone(axes: Thing, { known }: Telling): boolean {
  return known.every(one => one.id === axes.id || !(SYSTEMS.has(one.kind) || one.ranges))
}
const SYSTEMS: ReadonlySet<string> = new Set([
  'axes',
  '3D axes',
  'coordinate plane',
  'complex plane',
  'polar plane',
])
