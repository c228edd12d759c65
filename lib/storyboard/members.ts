/** One or some of several that were told together: by what sets them apart, else `one of the squares`, `another`. */
import { plural, shortNoun } from '../facts/nouns.ts'
import type { Thing } from '../features/stage/steps.ts'
import { isKnown, remember, type Telling, toldOf } from './telling.ts'
import { amount, isMany, nounFor, quoted, WORDY } from './wording.ts'

/** The things like it with which it was told: all of them, where it is of a group that was told with others. */
export function groupOf(thing: Thing, telling: Telling): Thing | undefined {
  if (thing.part) return undefined
  const of = thing.of ?? toldOf(thing.id, telling)?.of
  const group = toldOf(of, telling)
  const whole = toldOf(group?.of, telling)
  return group && ((whole && likeIt(group, whole)) ?? likeIt(thing, group))
}

/** The group itself, be it only one that is left of it, or what of its parts is of the same kind. */
function likeIt(thing: Thing, group: Thing): Thing | undefined {
  const noun = nounFor(thing)
  const isGroup = nounFor(group) === noun
  if (isMany(group.count)) return isGroup ? group : undefined
  const part = partLike(noun, group.parts)
  if (part) return { ...part, id: group.id!, ...(group.color && { color: group.color }) }
  return isGroup ? group : undefined
}

function partLike(noun: string, parts: readonly Thing[] = []): Thing | undefined {
  for (const part of parts) {
    if (nounFor(part) === noun && part.text === undefined) return part
    const within = partLike(noun, part.parts)
    if (within) return within
  }
  return undefined
}

/**
 * What something is done to is there. Where it never came by itself it came with a group, though only that is known of it
 * that the group had such things.
 */
export function withItsGroup(thing: Thing, telling: Telling): Thing {
  const { id, of, part, text } = thing
  const mayBe = id !== undefined && of === undefined && !part && text === undefined
  if (!mayBe || telling.own.has(id) || isKnown(id, telling)) return thing
  for (let at = telling.known.length - 1; at >= 0; at--) {
    const group = telling.known[at]!
    const like = group.part || group.id === undefined ? undefined : likeIt(thing, group)
    if (like && hasColor(thing.color, like)) return { ...thing, of: group.id! }
  }
  return thing
}

function hasColor(color: string | undefined, { color: common, colors }: Thing): boolean {
  return common === color || Boolean(color !== undefined && colors?.includes(color))
}

/** Those of the group that are known one by one. */
function membersOf(group: Thing, noun: string, telling: Telling): Thing[] {
  return telling.known.filter(one => !isMany(one.count) && isOf(one, group, noun, telling))
}

function isOf(one: Thing, group: Thing, noun: string, telling: Telling): boolean {
  return one.of !== undefined && nounFor(one) === noun && groupOf(one, telling)?.id === group.id
}

/** As the reader knows it: a change that was left out is not known. */
function colorOf(thing: Thing, group: Thing, telling: Telling): string | undefined {
  const told = toldOf(thing.id, telling)
  if (told) return told.color
  if (group.colors) return hasColor(thing.color, group) ? thing.color : undefined
  return group.color
}

/** How many of the group look so, those that are known one by one among them. */
function countLike(color: string | undefined, group: Thing, noun: string, telling: Telling): number | 'many' {
  const { count = 1, color: common, colors } = group
  const known = membersOf(group, noun, telling)
  const like = known.filter(one => one.color === color).length
  if (count !== 'many' && known.length >= count) return like
  if (!colors) {
    if (common !== color) return like
    return count === 'many' ? 'many' : like + count - known.length
  }
  return colors.length === count ? Math.max(like, 1) : 'many'
}

/** `the red circle`, `one of the squares`, `the square labelled "3"`; undefined of what is of no group. */
export function memberOf(given: Thing, telling: Telling): string | undefined {
  const group = groupOf(given, telling)
  if (!group) return undefined
  const long = nounFor(given)
  const noun = shortNoun(long)
  if (given.text !== undefined) {
    if (WORDY.has(given.kind)) return undefined
    remember(given, telling)
    return `the ${noun} labelled ${quoted(given.text)}`
  }
  if (!isMany(group.count)) return undefined
  const color = colorOf(given, group, telling)
  const thing = { ...given, of: given.of ?? toldOf(given.id, telling)?.of, color } as Thing
  remember(thing, telling)
  const alike = countLike(color, group, long, telling)
  const isMixed = alike !== group.count
  const hue = isMixed && color !== undefined ? `${color} ` : ''
  if (isMany(thing.count)) {
    return thing.count === alike
      ? `the ${amount(alike)} ${hue}${plural(noun)}`
      : `${amount(thing.count!)} of the ${hue}${plural(noun)}`
  }
  if (alike === 1 && hue !== '')
    return hasRival(thing, telling) ? `the ${hue}one of the ${plural(noun)}` : `the ${hue}${noun}`
  return oneOf(thing, noun, hue, alike, group, telling)
}

/** Another one by itself is called the same. */
function hasRival(thing: Thing, { known }: Telling): boolean {
  return known.some(
    one =>
      one.of !== thing.of &&
      !isMany(one.count) &&
      one.color === thing.color &&
      nounFor(one) === nounFor(thing),
  )
}

/** One that nothing sets apart: whether it was spoken of before is all that can be said. */
function oneOf(
  thing: Thing,
  noun: string,
  hue: string,
  alike: number | 'many',
  group: Thing,
  telling: Telling,
): string {
  const { id } = thing
  // Nobody could find it again.
  if (id === undefined) return `one of the ${hue}${plural(noun)}`
  const before = spokenOf(group, nounFor(thing), telling)
  telling.spoken = [...telling.spoken.filter(other => other !== id), id]
  if (before.at(-1)?.id === id) return `that ${hue}${noun}`
  const likeIt = before.filter(other => other.color === thing.color)
  if (before.some(other => other.id === id))
    return likeIt.length === 1 ? `the same ${hue}${noun}` : `one of the ${hue}${plural(noun)}`
  // Of what all looked like to begin with, those that look otherwise by now were spoken of.
  const isUsual = group.color === thing.color
  const others = isUsual ? before : likeIt
  const shade = isUsual ? '' : hue
  if (others.length === 0) return `one of the ${hue}${plural(noun)}`
  const isLast = others.length === 1 && (isUsual ? group.count : alike) === 2
  return isLast ? `the other ${shade}${noun}` : `another of the ${shade}${plural(noun)}`
}

function spokenOf(group: Thing, noun: string, telling: Telling): readonly Thing[] {
  const told = telling.spoken.map(id => toldOf(id, telling))
  return told.filter(one => one !== undefined && isOf(one, group, noun, telling)) as Thing[]
}

/** Some of one group: `the two squares`, `two of the squares`, `the red square and one of the blue squares`. */
export function membersOfGroup(things: readonly Thing[], telling: Telling): readonly string[] {
  const [first] = things
  const group = groupOf(first!, telling)!
  const noun = plural(shortNoun(nounFor(first!)))
  if (things.length === group.count) return [`the ${amount(things.length)} ${noun}`]
  const byColor = new Map<string | undefined, Thing[]>()
  for (const thing of things) {
    const color = colorOf(thing, group, telling)
    byColor.set(color, [...(byColor.get(color) ?? []), thing])
    remember({ ...thing, color } as Thing, telling)
  }
  if (byColor.size > MOST_HUES) return [`${amount(things.length)} of the ${noun}`]
  return [...byColor].map(([color, some]) => {
    if (some.length === 1) return memberOf(some[0]!, telling)!
    const alike = countLike(color, group, nounFor(first!), telling)
    const hue = alike !== group.count && color !== undefined ? `${color} ` : ''
    return alike === some.length
      ? `the ${hue === '' ? 'other ' : ''}${amount(alike)} ${hue}${noun}`
      : `${amount(some.length)} of the ${hue}${noun}`
  })
}

const MOST_HUES = 3
