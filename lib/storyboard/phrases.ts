/** Things in English: named with `a` when they come, with `the` afterwards. */
import { article, isPluralNoun, plural } from '../facts/nouns.ts'
import type { Thing } from '../features/stage/steps.ts'

/** What has been said so far. */
export interface Telling {
  /** Things by number, as they were last told. */
  readonly known: Map<number, Thing>
}

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
export const spelled = (n: number): string => NUMBERS[n] ?? String(n)

const amount = (count: number | 'many'): string => (typeof count === 'number' ? spelled(count) : count)

const WORDY = new Set(['text', 'formula', 'title', 'number', 'paragraph', 'bulleted list'])
const LONGEST_QUOTE = 60

export function quoted(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  const cut = plain.length > LONGEST_QUOTE ? `${plain.slice(0, LONGEST_QUOTE - 1).trimEnd()}…` : plain
  return cut.includes('"') ? `“${cut}”` : `"${cut}"`
}

function adjective(thing: Thing): string {
  return thing.color === undefined ? '' : `${thing.color} `
}

function nounFor(thing: Thing): string {
  return thing.name ?? thing.kind
}

export function isUnknown(thing: Thing): boolean {
  return thing.kind === 'object' && thing.name === undefined && thing.parts === undefined
}

/** `a red circle`, `five dots`, `the text "Hello"`; with its place where that says something. */
export function introduce(thing: Thing, telling: Telling, where = true): string {
  const place = where ? placed(thing, telling) : ''
  const phrase = indefinite(thing, telling) + place
  remember(thing, telling)
  return phrase
}

function indefinite(thing: Thing, telling: Telling): string {
  const noun = nounFor(thing)
  const count = thing.count ?? 1
  if (count === 'many' || count > 1)
    return `${amount(count)} ${adjective(thing)}${plural(noun)}${labelled(thing)}`
  if (WORDY.has(thing.kind) && thing.name === undefined) return wordy(thing)
  if (thing.parts && thing.name === undefined) return partsOf(thing)
  const another = [...telling.known.values()].some(
    one =>
      one.id !== thing.id &&
      nounFor(one) === noun &&
      one.color === thing.color &&
      (one.count ?? 1) === 1 &&
      one.text === thing.text,
  )
  const spoken = `${adjective(thing)}${noun}`
  const lead = isPluralNoun(noun) ? (another ? 'more ' : '') : another ? 'another ' : article(spoken)
  const made = thing.parts && thing.name !== undefined ? madeOf(thing) : ''
  return `${lead}${spoken}${labelled(thing)}${made}`
}

function wordy(thing: Thing): string {
  const color = adjective(thing)
  if (thing.text === undefined) {
    if (thing.kind === 'text') return `some ${color}text`
    return `${article(color + thing.kind)}${color}${thing.kind}`
  }
  if (thing.kind === 'number') return `the ${color}number ${thing.text}`
  const words =
    /[a-z]{3}/i.test(thing.text.replace(/\\[a-zA-Z]+/g, '')) || thing.kind !== 'text' ? thing.kind : 'text'
  return `the ${color}${words} ${quoted(thing.text)}`
}

function labelled(thing: Thing): string {
  return thing.text === undefined || WORDY.has(thing.kind) ? '' : ` labelled ${quoted(thing.text)}`
}

function madeOf(thing: Thing): string {
  const parts = (thing.parts ?? []).filter(
    part => !isUnknown(part) && part.kind !== 'group' && part.kind !== 'shape',
  )
  if (parts.length === 0 || parts.length > 3) return ''
  return ` made of ${listed(parts.map(part => simple(part)))}`
}

function partsOf(thing: Thing): string {
  const parts = (thing.parts ?? []).filter(part => !isUnknown(part))
  if (parts.length === 0) return 'a group of objects'
  const several = parts.length === 1
  if (several) return `several ${plural(nounFor(parts[0]!))}`
  return `a group of ${listed(parts.slice(0, 3).map(part => simple(part)))}`
}

function simple(part: Thing): string {
  const count = part.count ?? 1
  if (count === 'many' || count > 12) return `many ${adjective(part)}${plural(nounFor(part))}`
  return indefinite(part, { known: new Map() })
}

/** `the circle`, `the red circle` where there are others, `it`-free. */
export function refer(thing: Thing, telling: Telling): string {
  const known = thing.id === undefined ? undefined : telling.known.get(thing.id)
  if (!known) {
    if (thing.part) return thing.name === undefined ? `part of the picture` : `the ${thing.name}`
    return introduce(thing, telling, false)
  }
  remember(thing, telling)
  const noun = nounFor(thing)
  const count = thing.count ?? 1
  const rivals = [...telling.known.values()].filter(one => one.id !== thing.id && nounFor(one) === noun)
  if (count === 'many') return `the ${rivals.length > 0 ? adjective(thing) : ''}${plural(noun)}`
  if (count > 1) return `the ${rivals.length > 0 ? adjective(thing) : ''}${spelled(count)} ${plural(noun)}`
  if (thing.parts && thing.name === undefined && !WORDY.has(thing.kind))
    return thing.kind === 'group' || thing.kind === 'object' ? 'the group' : `the ${noun}`
  const distinct = rivals.length > 0
  if (distinct && thing.text !== undefined && thing.text.length <= 24 && WORDY.has(thing.kind))
    return `the ${noun} ${quoted(thing.text)}`
  if (distinct && thing.text !== undefined && thing.text.length <= 24)
    return `the ${noun} labelled ${quoted(thing.text)}`
  const color = distinct && rivals.some(one => one.color !== thing.color) ? adjective(thing) : ''
  return `the ${color}${noun}`
}

export function remember(thing: Thing, telling: Telling): void {
  if (thing.id !== undefined) telling.known.set(thing.id, { ...telling.known.get(thing.id), ...thing })
}

/** ` on the left`, ` below the title`. */
export function placed(thing: Thing, telling: Telling): string {
  const place = thing.place === undefined ? undefined : resolvePlace(thing.place, telling, thing.id)
  return place === undefined ? '' : ` ${place}`
}

/** Replaces `#3` by what is known of it; undefined where nothing was said of it. */
export function resolvePlace(place: string, telling: Telling, self?: number): string | undefined {
  const link = / ?#(\d+)$/.exec(place)
  if (!link) return place
  const of = telling.known.get(Number(link[1]))
  if (!of || of.id === self) return undefined
  return `${place.slice(0, link.index)} ${refer(of, telling)}`
}

export function listed(phrases: readonly string[]): string {
  if (phrases.length <= 1) return phrases[0] ?? ''
  return `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}`
}
