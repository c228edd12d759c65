/** Writes fields into the bytes of a record and leaves every other byte as it was. */
import { InputError } from '../errors.ts'
import { layoutOf } from './load-fast.ts'
import type { Layout } from './scan.ts'

/** Object keys and array indices, from the outside in. */
export type Path = readonly (string | number)[]

/** `value` undefined takes the member away. */
export interface Edit {
  path: Path
  value: unknown
}

/**
 * Edits as they are made: those below one member taken together, where the first of them stands, and each spelled once,
 * for however many records.
 */
export type Plan = readonly Step[]

interface Step {
  key: string | number
  /** What is to be changed in the member; undefined: the member itself. */
  inner: Plan | undefined
  /** What the member's value is to be; undefined: none of that name is to be there. */
  json: string | undefined
  /** What stands in the object where it had no such member. Spelled when it is first wanted. */
  addition: string | undefined
}

export function planOf(edits: readonly Edit[], depth = 0): Plan {
  const byKey = new Map<string | number, Edit[]>()
  for (const edit of edits) {
    const key = edit.path[depth]!
    const others = byKey.get(key)
    if (others) others.push(edit)
    else byKey.set(key, [edit])
  }
  const steps: Step[] = []
  for (const [key, below] of byKey) {
    const leaf = below.find(({ path }) => path.length === depth + 1)
    const inner = leaf ? undefined : planOf(below, depth + 1)
    const json = leaf?.value === undefined ? undefined : toJson(leaf.value)
    steps.push({ key, inner, json, addition: undefined })
  }
  return steps
}

/** Bytes from `start` to `end` give way to `text`. */
export interface Cut {
  start: number
  end: number
  text: string
}

/** The bytes from `start` to `end`. */
export interface Range {
  start: number
  end: number
}

/**
 * Where in `bytes` the value at `path` of the text that begins at `start` lies; of equal keys the last, as JSON.parse has
 * it. Undefined where there is none.
 */
export function locate(bytes: Buffer, start: number, layout: Layout, path: Path): Range | undefined {
  let base = start
  let here = layout
  for (let depth = 0; ; depth++) {
    const index = find(bytes, base, here, path[depth]!)
    if (index < 0) return undefined
    const from = base + valueStart(here, index)
    const to = base + valueEnd(here, index)
    if (depth === path.length - 1) return { start: from, end: to }
    if (!isContainer(bytes[from])) return undefined
    here = innerLayout(bytes, base, here, from, to)
    base = from
  }
}

/** What `plan` changes in the text that begins at `start`, in the order of the bytes. Empty where nothing differs. */
export function cutsFor(bytes: Buffer, start: number, layout: Layout, plan: Plan): Cut[] {
  const cuts: Cut[] = []
  collect(bytes, start, layout, plan, cuts)
  return cuts.length > 1 ? cuts.sort((a, b) => a.start - b.start || a.end - b.end) : cuts
}

/** Takes a text in pieces. */
export interface Taker {
  /** Bytes as they came. */
  range(start: number, end: number): void
  text(text: string): void
}

/** Gives the pieces of what the bytes from `start` to `end` become to `take`: ranges of them, and text between them. */
export function assemble(start: number, end: number, cuts: readonly Cut[], take: Taker): void {
  let at = start
  for (const cut of cuts) {
    if (cut.start > at) take.range(at, cut.start)
    if (cut.text !== '') take.text(cut.text)
    at = cut.end
  }
  if (at < end) take.range(at, end)
}

/** The same in one piece. */
export function splice(bytes: Buffer, start: number, end: number, cuts: readonly Cut[]): Buffer {
  const pieces: Buffer[] = []
  assemble(start, end, cuts, {
    range: (from, to) => pieces.push(bytes.subarray(from, to)),
    text: text => pieces.push(Buffer.from(text)),
  })
  return Buffer.concat(pieces)
}

/** A value that is JSON text already, as toJson makes it. */
export class Json {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** JSON text of `value`. U+2028 and U+2029 are escaped: readers that split on them are about. */
export function toJson(value: unknown): string {
  if (value instanceof Json) return value.text
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  const text = JSON.stringify(value)
  // Seldom there, and looked for in a moment where the text is of one byte a character.
  if (!text.includes('\u2028') && !text.includes('\u2029')) return text
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** Adds to `cuts` what `plan` changes in the container that lies at `base`. */
function collect(bytes: Buffer, base: number, layout: Layout, plan: Plan, cuts: Cut[]) {
  let additions = ''
  let removed: Set<number> | undefined
  for (const step of plan) {
    const { key, inner, json } = step
    if (!inner && json === undefined) {
      removed = removals(bytes, base, layout, key, removed)
      continue
    }
    const index = find(bytes, base, layout, key)
    if (index < 0) {
      const addition = additionOf(step)
      additions = additions === '' ? addition : additions + addition
      continue
    }
    const start = base + valueStart(layout, index)
    const end = base + valueEnd(layout, index)
    if (inner && bytes[start] === openingOf(inner)) {
      collect(bytes, start, innerLayout(bytes, base, layout, start, end), inner, cuts)
      continue
    }
    if (inner && bytes[start] !== 0x6e) throw noContainer(key, inner)
    const text = inner ? created(inner) : json!
    if (text !== '' && !isText(bytes, start, end, text)) cuts.push({ start, end, text })
  }
  if (removed) removeMembers(base, layout, removed, cuts)
  if (additions !== '') cuts.push(insertion(base, layout, removed, additions))
}

/** The member that `step` makes, behind a comma; nothing where it only takes away. */
function additionOf(step: Step): string {
  if (step.addition === undefined) {
    const { key, inner } = step
    const json = (inner ? created(inner) : step.json) ?? ''
    if (json !== '' && typeof key === 'number') throw new InputError(`there is no element ${key}`)
    step.addition = json === '' ? '' : `,${toJson(key)}:${json}`
  }
  return step.addition
}

/** A new object with what `plan` asks for; nothing where that only takes away. */
function created(plan: Plan): string {
  const additions = plan.map(additionOf).join('')
  return additions === '' ? '' : `{${additions.slice(1)}}`
}

/** A removed member takes one comma with it: the one before it, or the one behind where nothing kept comes before. */
function removeMembers(base: number, layout: Layout, removed: ReadonlySet<number>, cuts: Cut[]) {
  const { offsets } = layout
  let keptBefore = false
  for (let index = 0; index < offsets.length; index += 4) {
    if (!removed.has(index)) {
      keptBefore = true
      continue
    }
    const next = offsets[index + 4]
    const start = keptBefore ? offsets[index - 1]! : offsets[index]!
    const end = keptBefore || next === undefined ? offsets[index + 3]! : next
    cuts.push({ start: base + start, end: base + end, text: '' })
  }
}

/** Behind the last member that stays; `additions` begins with a comma. */
function insertion(
  base: number,
  layout: Layout,
  removed: ReadonlySet<number> | undefined,
  additions: string,
): Cut {
  let last = layout.kind === 'object' ? layout.offsets.length - 4 : -1
  while (last >= 0 && removed?.has(last)) last -= 4
  const at = base + (last < 0 ? layout.open + 1 : layout.offsets[last + 3]!)
  return { start: at, end: at, text: last < 0 ? additions.slice(1) : additions }
}

/** Of the container from `from` to `end`. Mostly it is always the same one that is looked into: it is scanned once. */
function innerLayout(bytes: Buffer, base: number, outer: Layout, from: number, end: number): Layout {
  const start = from - base
  if (outer.inner?.start !== start) outer.inner = { start, layout: layoutOf(bytes, from, end) }
  return outer.inner.layout
}

/** Where in the offsets the member `key`, or the element of that number, begins; -1 where there is none. */
function find(bytes: Buffer, base: number, layout: Layout, key: string | number): number {
  const { kind, offsets } = layout
  if (typeof key === 'number') return kind === 'array' && key * 2 < offsets.length ? key * 2 : -1
  if (kind === 'array') return -1
  for (let index = offsets.length - 4; index >= 0; index -= 4) {
    if (keyIs(bytes, base, layout, index, key)) return index
  }
  return -1
}

function valueStart({ kind, offsets }: Layout, index: number): number {
  return offsets[kind === 'object' ? index + 2 : index]!
}

function valueEnd({ kind, offsets }: Layout, index: number): number {
  return offsets[kind === 'object' ? index + 3 : index + 1]!
}

/** `known` and every member called `key`. */
function removals(
  bytes: Buffer,
  base: number,
  layout: Layout,
  key: string | number,
  known: Set<number> | undefined,
): Set<number> | undefined {
  if (typeof key === 'number') throw new InputError('an element cannot be removed from an array')
  if (layout.kind === 'array') return known
  let removed = known
  for (let index = 0; index < layout.offsets.length; index += 4) {
    if (keyIs(bytes, base, layout, index, key)) removed = (removed ?? new Set()).add(index)
  }
  return removed
}

function keyIs(bytes: Buffer, base: number, layout: Layout, index: number, key: string): boolean {
  const start = base + layout.offsets[index]! + 1
  const end = base + layout.offsets[index + 1]! - 1
  if (layout.escapedKeys) return JSON.parse(bytes.toString('utf8', start - 1, end + 1)) === key
  return isText(bytes, start, end, key)
}

/** Are the bytes from `start` to `end` those of `text`? */
function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
  const missing = text.length - (end - start)
  if (missing > 0) return false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return bytes.toString('utf8', start, end) === text
    if (bytes[start + i] !== unit) return false
  }
  return missing === 0
}

/** What a container that `plan` changes begins with. */
function openingOf(plan: Plan): number {
  return typeof plan[0]!.key === 'number' ? 0x5b : 0x7b
}

function noContainer(key: string | number, inner: Plan): InputError {
  return new InputError(`"${key}" is no ${openingOf(inner) === 0x7b ? 'object' : 'array'}`)
}

function isContainer(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b
}
