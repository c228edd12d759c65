/** From a model's text to a description. Tolerant of what models do to JSON; never invents one. */
import { evenSpaces } from '../features/words.ts'
import { groupId } from '../prompts/question.ts'

export interface Answer {
  description: string
  /** What the model committed to having seen, where the prompt asks for that. */
  onScreen: readonly string[]
}

/** Undefined: there is no description in `text`. `member` undefined: the prompt asks for plain text. */
export function readAnswer(text: string, member: string | undefined): Answer | undefined {
  if (member === undefined) return fromText(text)
  const value = parseLoosely(text)
  if (value === undefined) return text.includes('{') ? undefined : fromText(text)
  return fromObject(value, member)
}

/** An answer to another prompt, whose members are not known here: the usual ones, else the longest text. */
export function readForeignAnswer(text: string, member: string | undefined): Answer | undefined {
  const value = parseLoosely(text)
  if (value === undefined) return text.includes('{') ? undefined : fromText(text)
  const object = (Array.isArray(value) ? value[0] : value) as Record<string, unknown>
  for (const name of [member, 'description', 'request']) {
    const answer = name === undefined ? undefined : fromObject(object, name)
    if (answer) return answer
  }
  const texts = Object.values(object).filter(each => typeof each === 'string')
  return fromText(texts.sort((a, b) => b.length - a.length)[0] ?? '')
}

/**
 * The answers of a group of `count`, each as its prompt would have it of one sample; undefined where it came back missing
 * or out of place.
 */
export function splitGroupAnswer(text: string, member: string, count: number): (string | undefined)[] {
  const ids = Array.from({ length: count }, (_, index) => groupId(index))
  const found = readGroupAnswer(text, member, ids)
  return ids.map(id => {
    const item = found.get(id)
    return item && JSON.stringify({ on_screen: item.onScreen, [member]: item.description })
  })
}

/** The items of a group's answer by id; those that are damaged or of no known id are left out. */
export function readGroupAnswer(text: string, member: string, ids: readonly string[]): Map<string, Answer> {
  const items = (parseLoosely(text) as { items?: unknown } | undefined)?.items
  const found = new Map<string, Answer>()
  const twice = new Set<string>()
  for (const item of Array.isArray(items) ? items : []) {
    const id = String((item as { id?: unknown } | null)?.id)
    const answer = fromObject(item, member)
    if (!answer || !ids.includes(id)) continue
    // Two answers under one id: nobody knows which is whose.
    if (found.has(id)) twice.add(id)
    found.set(id, answer)
  }
  for (const id of twice) found.delete(id)
  return found
}

function fromText(text: string): Answer | undefined {
  const description = tidy(text)
  return description ? { description, onScreen: [] } : undefined
}

function fromObject(value: unknown, member: string): Answer | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value.length === 1 ? fromObject(value[0], member) : undefined
  const object = value as Record<string, unknown>
  if (object[member] === undefined && Array.isArray(object.items)) return fromObject(object.items, member)
  const text = object[member]
  const description = typeof text === 'string' ? tidy(text) : ''
  if (!description) return undefined
  const facts = object.on_screen
  const onScreen = Array.isArray(facts) ? facts.filter(fact => typeof fact === 'string') : []
  return { description, onScreen }
}

/** JSON as it stands, in a fence, or amid prose. */
function parseLoosely(text: string): unknown {
  for (const partOf of [whole, fenced, braced]) {
    const part = partOf(text)
    if (part === undefined) continue
    const value = tryParse(part) ?? tryParse(mendEscapes(part))
    if (typeof value === 'object' && value !== null) return value
  }
  return undefined
}

const whole = (text: string) => text
const fenced = (text: string) => /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1]

function braced(text: string): string | undefined {
  const first = text.indexOf('{')
  const last = text.lastIndexOf('}')
  return first >= 0 && last > first ? text.slice(first, last + 1) : undefined
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `\(` and `\pi` are no escapes in JSON, and what LaTeX is full of. Line breaks within strings are none either. */
function mendEscapes(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, string =>
    string
      .replace(/\\(?!["\\/bfnrtu])/g, '\\\\')
      .replace(/\n/g, '\\n')
      .replace(/\t/g, '\\t'),
  )
}

/** One paragraph, without what is round it. */
function tidy(text: string): string {
  const bare = text.replace(/^\s*```\w*\n([\s\S]*?)\n?```\s*$/, '$1')
  const plain = evenSpaces(bare).trim()
  const quoted = /^"([^"]*)"$/.exec(plain) ?? /^“([^”]*)”$/.exec(plain)
  return (quoted ? quoted[1]! : plain).trim()
}
