/** From a model's text to a description. Tolerant of what models do to JSON; never invents one. */
import { evenSpaces } from '../features/words.ts'
import { groupId } from '../prompts/question.ts'

export interface Answer {
  description: string
  /** What the model committed to having seen, where the prompt asks for that. */
  onScreen: readonly string[]
}

/** Undefined: there is no description in `text`. `member` undefined: the prompt asks for plain text. */
export function readAnswer(given: string, member: string | undefined): Answer | undefined {
  const text = withoutThoughts(given)
  if (member === undefined) return fromText(text)
  for (const value of objectsIn(text)) {
    const answer = fromObject(value, member)
    if (answer) return answer
  }
  return looksLikeJson(text) ? undefined : fromText(text)
}

/** An answer to another prompt, whose members are not known here: the usual ones, else the longest text. */
export function readForeignAnswer(given: string, member: string | undefined): Answer | undefined {
  const text = withoutThoughts(given)
  const objects = [...objectsIn(text)].map(value => (Array.isArray(value) ? value[0] : value) as unknown)
  if (objects.length === 0) return looksLikeJson(text) ? undefined : fromText(text)
  for (const name of [member, 'description', 'request']) {
    for (const object of objects) {
      const answer = name === undefined ? undefined : fromObject(object, name)
      if (answer) return answer
    }
  }
  const texts = objects
    .flatMap(object => Object.values(object ?? {}))
    .filter(each => typeof each === 'string')
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
  const items = [...objectsIn(withoutThoughts(text))]
    .map(value => (value as { items?: unknown }).items)
    .find(Array.isArray)
  const found = new Map<string, Answer>()
  const twice = new Set<string>()
  for (const item of items ?? []) {
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

/**
 * Models that think aloud do so first, and some servers leave it in, with or without the tag that opens it. Thoughts that
 * do not end were cut, and what should have followed with them.
 */
function withoutThoughts(text: string): string {
  const behind = text.lastIndexOf('</think>')
  if (behind >= 0) return text.slice(behind + '</think>'.length)
  return /^\s*<think>/.test(text) ? '' : text
}

/** JSON as it stands, in a fence, or amid prose. */
function* objectsIn(text: string): Iterable<object> {
  for (const partsOf of [whole, fenced, braced]) {
    for (const part of partsOf(text)) {
      const latex = mendLatex(part)
      const value = tryParse(latex) ?? tryParse(mendEscapes(latex))
      if (typeof value === 'object' && value !== null) yield value
    }
  }
}

/** It was to be JSON, and is damaged: no description, whatever of it could be read as one. */
function looksLikeJson(text: string): boolean {
  return /^\s*(?:```\w*\s*)?[{[]|"\s*:\s*["[{]/.test(text)
}

const whole = (text: string) => [text]
const fenced = (text: string) => /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.slice(1) ?? []

/** Prose may have braces of its own: tried are so many of the places where an object may begin. */
const mostBraces = 20

function* braced(text: string): Iterable<string> {
  const last = text.lastIndexOf('}')
  let first = text.indexOf('{')
  for (let tried = 0; first >= 0 && first < last && tried < mostBraces; tried++) {
    const end = closingBrace(text, first)
    if (end !== undefined) yield text.slice(first, end + 1)
    yield text.slice(first, last + 1)
    first = text.indexOf('{', first + 1)
  }
}

/** Where the object that begins at `start` ends; undefined where it does not. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\[\s\S])*"|[{}]/g)) {
    if (token === '{') depth += 1
    else if (token === '}' && --depth === 0) return start + index
  }
  return undefined
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * `\theta` and `\frac` would be a tab and a form feed, and nobody would see it: where a command of LaTeX follows, what
 * looks like an escape is its backslash. Nothing that is described holds a backspace or a form feed.
 */
function mendLatex(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(latexEscape, (found, command: string) => (command === '\\' ? found : `\\\\${command}`))
}

const commands = [
  'bar|begin|beta|big[a-z]*|binom|boldsymbol|bot|bullet',
  'flat|forall|frac',
  'nabla|nearrow|neg?|neq|not|notin|nu',
  'rangle|rceil|rfloor|rho|right[a-z]*|rvert',
  'tan|tanh|tau|text[a-z]*|tfrac|theta|tilde|times|to|top|triangle[a-z]*',
]
const latexEscape = new RegExp(
  `\\\\(\\\\|(?:${commands.join('|')})(?![a-z])|[bf](?=[A-Za-z])|u(?![0-9a-fA-F]{4}))`,
  'g',
)

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
