/** Numbers, lists and names of things in English. */
import { isPluralNoun, shortNoun } from '../facts/nouns.ts'
import type { Thing } from '../features/stage/steps.ts'
import { cutShort, evenSpaces } from '../features/words.ts'

const NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ')
export const spelled = (n: number): string => NUMBERS[n] ?? String(n)
/** Of how many nobody knows how many there are. */
export const amount = (count: number | 'many'): string =>
  typeof count === 'number' ? spelled(count) : 'several'
export const isMany = (count: number | 'many' = 1): boolean => count === 'many' || count > 1

export const WORDY: ReadonlySet<string> = new Set([
  'text',
  'formula',
  'title',
  'number',
  'paragraph',
  'bulleted list',
])
const LONGEST_QUOTE = 60

export function isWordy(thing: Thing): boolean {
  return thing.name === undefined && (WORDY.has(thing.kind) || thing.kind === 'code listing')
}

export function quoted(text: string): string {
  const cut = cutShort(evenSpaces(text).trim(), LONGEST_QUOTE)
  return cut.includes('"') ? `“${cut}”` : `"${cut}"`
}

export function nounFor({ name, kind, text, texts }: Thing): string {
  if (name !== undefined) return name
  // It is said with what it is labelled with.
  return text !== undefined || texts ? kind.replace(/^labelled /, '') : kind
}

export const isGroup = ({ kind, name, parts }: Thing): boolean =>
  kind === 'group' && name === undefined && parts !== undefined

/** `them`, and not `it`. */
export function isPlural(thing: Thing): boolean {
  if (isMany(thing.count)) return true
  if (isPluralNoun(shortNoun(nounFor(thing)))) return true
  return thing.parts?.length === 1 && thing.name === undefined && !WORDY.has(thing.kind) && !isGroup(thing)
}

export function distinct(phrases: readonly string[]): readonly string[] {
  return phrases.length > 1 ? [...new Set(phrases)] : phrases
}

/** `1, 2, 3, …` */
export function firstOf(phrases: readonly string[], count: number): string {
  return `${phrases.slice(0, count).join(', ')}, …`
}

export function listed(phrases: readonly string[]): string {
  if (phrases.length <= 1) return phrases[0] ?? ''
  if (phrases.length === 2) return `${phrases[0]} and ${phrases[1]}`
  return `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}`
}
