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

/** Start and end of the value at `path`; of equal keys the last, as JSON.parse has it. Undefined where there is none. */
export function locate(bytes: Buffer, layout: Layout, path: Path): readonly [number, number] | undefined {
  let base = 0
  let here = layout
  for (const [depth, key] of path.entries()) {
    const found = find(bytes.subarray(base), here, key)
    if (!found) return undefined
    const start = base + found[0]
    const end = base + found[1]
    if (depth === path.length - 1) return [start, end]
    if (!isContainer(bytes[start])) return undefined
    here = layoutOf(bytes.subarray(start, end))
    base = start
  }
  return undefined
}

/** The record with `edits` made. Equal to `bytes`, the very object, where nothing differs. */
export function splice(bytes: Buffer, layout: Layout, edits: readonly Edit[]): Buffer {
  const cuts: Cut[] = []
  const additions: string[] = []
  const keep = new Set<number>(memberIndices(layout))
  for (const [key, group] of groupByKey(edits)) {
    const leaf = group.find(edit => edit.path.length === 1)
    const found = find(bytes, layout, key)
    if (!leaf) inner(bytes, key, found, group, cuts, additions)
    else if (leaf.value === undefined) for (const index of indicesOf(bytes, layout, key)) keep.delete(index)
    else if (found) replace(bytes, found, toJson(leaf.value), cuts)
    else additions.push(member(key, toJson(leaf.value)))
  }
  removeMembers(layout, keep, cuts)
  if (additions.length > 0) cuts.push(insertion(layout, keep, additions))
  return cuts.length === 0 ? bytes : assemble(bytes, cuts)
}

/** JSON text of `value`. U+2028 and U+2029 are escaped: readers that split on them are about. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, unit => (unit === '\u2028' ? '\\u2028' : '\\u2029'))
}

interface Cut {
  start: number
  end: number
  replacement: Buffer
}

const nothing = Buffer.alloc(0)

/** Edits below one member: into its value where that is a container, else as a new one. */
function inner(
  bytes: Buffer,
  key: string | number,
  found: readonly [number, number] | undefined,
  group: readonly Edit[],
  cuts: Cut[],
  additions: string[],
) {
  const edits = group.map(edit => ({ path: edit.path.slice(1), value: edit.value }))
  if (found && isContainer(bytes[found[0]])) {
    const value = bytes.subarray(found[0], found[1])
    const spliced = splice(value, layoutOf(value), edits)
    if (spliced !== value) cuts.push({ start: found[0], end: found[1], replacement: spliced })
    return
  }
  if (found && bytes[found[0]] !== 0x6e) throw new InputError(`"${key}" is no object`)
  if (edits.every(edit => edit.value === undefined)) return
  const created = Buffer.from('{}')
  const json = splice(created, layoutOf(created), edits).toString()
  if (found) replace(bytes, found, json, cuts)
  else additions.push(member(key, json))
}

function replace(bytes: Buffer, [start, end]: readonly [number, number], json: string, cuts: Cut[]) {
  const replacement = Buffer.from(json)
  if (!replacement.equals(bytes.subarray(start, end))) cuts.push({ start, end, replacement })
}

/** A removed member takes one comma with it: the one before it, or the one behind where nothing kept comes before. */
function removeMembers(layout: Layout, keep: ReadonlySet<number>, cuts: Cut[]) {
  const { offsets } = layout
  let keptBefore = false
  for (const index of memberIndices(layout)) {
    if (keep.has(index)) {
      keptBefore = true
      continue
    }
    const next = offsets[index + 4]
    const start = keptBefore ? offsets[index - 1]! : offsets[index]!
    const end = keptBefore || next === undefined ? offsets[index + 3]! : next
    cuts.push({ start, end, replacement: nothing })
  }
}

function insertion(layout: Layout, keep: ReadonlySet<number>, additions: readonly string[]): Cut {
  const last = Math.max(...keep, -1)
  const at = last < 0 ? layout.open + 1 : layout.offsets[last + 3]!
  const text = (last < 0 ? '' : ',') + additions.join(',')
  return { start: at, end: at, replacement: Buffer.from(text) }
}

function assemble(bytes: Buffer, cuts: Cut[]): Buffer {
  cuts.sort((a, b) => a.start - b.start || a.end - b.end)
  const pieces: Buffer[] = []
  let at = 0
  for (const { start, end, replacement } of cuts) {
    pieces.push(bytes.subarray(at, start), replacement)
    at = end
  }
  pieces.push(bytes.subarray(at))
  return Buffer.concat(pieces)
}

function member(key: string | number, json: string): string {
  if (typeof key === 'number') throw new InputError(`there is no element ${key}`)
  return `${toJson(key)}:${json}`
}

function groupByKey(edits: readonly Edit[]): Map<string | number, Edit[]> {
  const groups = new Map<string | number, Edit[]>()
  for (const edit of edits) {
    const group = groups.get(edit.path[0]!)
    if (group) group.push(edit)
    else groups.set(edit.path[0]!, [edit])
  }
  return groups
}

function find(bytes: Buffer, layout: Layout, key: string | number): readonly [number, number] | undefined {
  const { kind, offsets } = layout
  if (typeof key === 'number') {
    const start = kind === 'array' ? offsets[key * 2] : undefined
    return start === undefined ? undefined : [start, offsets[key * 2 + 1]!]
  }
  if (kind === 'array') return undefined
  for (let index = offsets.length - 4; index >= 0; index -= 4) {
    if (keyIs(bytes, layout, index, key)) return [offsets[index + 2]!, offsets[index + 3]!]
  }
  return undefined
}

function indicesOf(bytes: Buffer, layout: Layout, key: string | number): number[] {
  if (typeof key === 'number') throw new InputError('an element cannot be removed from an array')
  return memberIndices(layout).filter(index => keyIs(bytes, layout, index, key))
}

function memberIndices({ kind, offsets }: Layout): number[] {
  const indices: number[] = []
  if (kind === 'object') for (let index = 0; index < offsets.length; index += 4) indices.push(index)
  return indices
}

function keyIs(bytes: Buffer, layout: Layout, index: number, key: string): boolean {
  const start = layout.offsets[index]! + 1
  const end = layout.offsets[index + 1]! - 1
  if (layout.escapedKeys) return JSON.parse(bytes.toString('utf8', start - 1, end + 1)) === key
  if (end - start !== key.length && isAscii(key)) return false
  return isAscii(key) ? matches(bytes, start, key) : bytes.toString('utf8', start, end) === key
}

function matches(bytes: Buffer, start: number, key: string): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key.charCodeAt(i)) return false
  return true
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}

function isContainer(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b
}
