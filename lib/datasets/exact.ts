/** JSON whose numbers stay as they are spelled: large integers, `1.0` and `1e400` among them. */
import { toJson } from '../ndjson/splice.ts'

/** A number that JavaScript would spell otherwise. Counts as a number where one reckons with it. */
export class ExactNumber {
  // No property of its own: nothing that goes through the members of a row finds one.
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
  valueOf(): number {
    return Number(this.#text)
  }
  /** JSON.stringify has no way to write it: that it was met is what `exactJson` asks. */
  toJSON(): number {
    met = true
    return Number(this.#text)
  }
}

let met = false

/** As JSON.parse, but for such numbers. */
export function parseExact(text: string): unknown {
  const value = JSON.parse(text)
  const mark = markFor(text)
  const marked = markNumbers(text, mark)
  if (marked === undefined) return value
  try {
    return JSON.parse(marked, (_, member) =>
      typeof member === 'string' && member.startsWith(mark)
        ? new ExactNumber(member.slice(mark.length))
        : member,
    )
  } catch (error) {
    // Nested more deeply than a reviver goes, and than anybody would read.
    if (error instanceof RangeError) return value
    throw error
  }
}

/** As toJson, with such numbers as they were spelled. */
export function exactJson(value: unknown): string {
  met = false
  const text = toJson(value)
  return met ? spell(value) : text
}

function spell(value: unknown): string {
  if (value instanceof ExactNumber) return String(value)
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  if (typeof value !== 'object' || value === null) return toJson(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([name, member]) => `${toJson(name)}:${spell(member)}`).join(',')}}`
}

/** The text with every such number made a string that begins with `mark`; undefined where there is none. */
function markNumbers(text: string, mark: string): string | undefined {
  let marked = ''
  let written = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = stringEnd(text, at)
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      NUMBER.lastIndex = at
      const [number] = NUMBER.exec(text)!
      if (String(Number(number)) !== number) {
        marked += `${text.slice(written, at)}"${mark}${number}"`
        written = at + number.length
      }
      at += number.length - 1
    }
  }
  return written === 0 ? undefined : marked + text.slice(written)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39
const NUMBER = /-?[\d.eE+-]+/y

function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

/** Characters for private use, more of them in a row than any string of the text has, escaped or not. */
function markFor(text: string): string {
  const runs = text.match(/(?:\ue000|\\ue000)+/gi) ?? []
  return '\ue000'.repeat(1 + Math.max(0, ...runs.map(run => run.length)))
}
