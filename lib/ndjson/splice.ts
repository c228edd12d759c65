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

/** What `edits` change in the text that begins at `start`, in the order of the bytes. Empty where nothing differs. */
export function cutsFor(bytes: Buffer, start: number, layout: Layout, edits: readonly Edit[]): Cut[] {
  const cuts: Cut[] = []
  collect(bytes, start, layout, edits, 0, cuts)
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

/**
 * Adds to `cuts` what `edits` change in the container that lies at `base`, from the paths' element `depth` on. Paths
 * that go on below one member are taken together, where the first of them stands.
 */
function collect(
  bytes: Buffer,
  base: number,
  layout: Layout,
  edits: readonly Edit[],
  depth: number,
  cuts: Cut[],
) {
  let additions = ''
  let removed: Set<number> | undefined
  for (let place = 0; place < edits.length; place++) {
    const key = edits[place]!.path[depth]!
    if (isBefore(edits, depth, key, place)) continue
    const leaf = leafOf(edits, depth, key)
    if (leaf && leaf.value === undefined) {
      removed = removals(bytes, base, layout, key, removed)
      continue
    }
    const index = find(bytes, base, layout, key)
    const start = index < 0 ? -1 : base + valueStart(layout, index)
    const end = index < 0 ? -1 : base + valueEnd(layout, index)
    const inner = leaf ? edits : below(edits, depth, key)
    if (!leaf && index >= 0 && isContainer(bytes[start])) {
      collect(bytes, start, innerLayout(bytes, base, layout, start, end), inner, depth + 1, cuts)
      continue
    }
    if (!leaf && index >= 0 && bytes[start] !== 0x6e) throw new InputError(`"${key}" is no object`)
    if (!leaf && inner.every(edit => edit.value === undefined)) continue
    const json = leaf ? toJson(leaf.value) : created(inner, depth + 1)
    if (index < 0) additions += `,${member(key)}${json}`
    else if (bytes.toString('utf8', start, end) !== json) cuts.push({ start, end, text: json })
  }
  if (removed) removeMembers(base, layout, removed, cuts)
  if (additions !== '') cuts.push(insertion(base, layout, removed, additions))
}

/** Does an edit before `place` have that key too? */
function isBefore(edits: readonly Edit[], depth: number, key: string | number, place: number): boolean {
  for (let i = 0; i < place; i++) if (edits[i]!.path[depth] === key) return true
  return false
}

/** The edit that is about the member itself, not about what is in it. */
function leafOf(edits: readonly Edit[], depth: number, key: string | number): Edit | undefined {
  for (const edit of edits) if (edit.path[depth] === key && edit.path.length === depth + 1) return edit
  return undefined
}

/** Those whose path goes on from `key`; mostly all of them. */
function below(edits: readonly Edit[], depth: number, key: string | number): readonly Edit[] {
  for (const { path } of edits) {
    if (path[depth] !== key) return edits.filter(edit => edit.path[depth] === key)
  }
  return edits
}

/** A new object with what `edits` ask for below `depth`. */
function created(edits: readonly Edit[], depth: number): string {
  const empty = Buffer.from('{}')
  const cuts: Cut[] = []
  collect(empty, 0, layoutOf(empty), edits, depth, cuts)
  return splice(empty, 0, empty.length, cuts).toString()
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

/** Keys as they are spelled in front of a value. A program has few of its own. */
const spelled = new Map<string, string>()

function member(key: string | number): string {
  if (typeof key === 'number') throw new InputError(`there is no element ${key}`)
  let text = spelled.get(key)
  if (text === undefined) {
    text = `${toJson(key)}:`
    spelled.set(key, text)
  }
  return text
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
  const missing = key.length - (end - start)
  if (missing > 0) return false
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i)
    if (unit > 0x7f) return bytes.toString('utf8', start, end) === key
    if (bytes[start + i] !== unit) return false
  }
  return missing === 0
}

function isContainer(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b
}
