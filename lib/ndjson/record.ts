/** One line of NDJSON: read by path, changed by splice, written as it came where nothing changed. */
import { isUtf8 } from 'node:buffer'
import { InputError } from '../errors.ts'
import type { Scanned } from './lines.ts'
import { hashString, keyOfString, layoutOf, type StringKey, scanAscii } from './load-fast.ts'
import { JsonSyntaxError, type Layout } from './scan.ts'
import {
  assemble,
  type Cut,
  cutsFor,
  type Edit,
  locate,
  type Path,
  type Plan,
  planOf,
  splice,
  type Taker,
} from './splice.ts'

/** Part of a larger piece of memory. */
export interface Place {
  start: number
  end: number
  /** What is known of it already. */
  scanned: Scanned | undefined
}

export class JsonRecord {
  /** Where it came from: `stdin` or a file's name. */
  readonly origin: string
  /** Line number, from 1. */
  readonly line: number
  /** The line lies in #memory from #start to #end; offsets of #layout count from #start. */
  #memory: Buffer
  #start: number
  #end: number
  #layout: Layout | undefined
  /** The line lies where it came. */
  #isWhereItCame = true
  /** What is still to be changed: most records are changed once, and then written. */
  #cuts: readonly Cut[] = noCuts

  /**
   * Checks one line without its newline, all of `memory` or what lies at `place`. Throws InputError with a message for
   * the person.
   */
  constructor(memory: Buffer, origin: string, line: number, place?: Place) {
    this.origin = origin
    this.line = line
    this.#memory = memory
    this.#start = place ? place.start : 0
    this.#end = place ? place.end : memory.length
    this.#layout = check(memory, this.#start, this.#end, place?.scanned)
  }

  /** The line as it is now, without its newline. */
  get bytes(): Buffer {
    this.#apply()
    const isAll = this.#start === 0 && this.#end === this.#memory.length
    return isAll ? this.#memory : this.#memory.subarray(this.#start, this.#end)
  }

  /** Bytes of the line as it is now. */
  get length(): number {
    this.#apply()
    return this.#end - this.#start
  }

  /** The line is as it came. */
  get isUnchanged(): boolean {
    return this.#isWhereItCame && this.#cuts.length === 0
  }

  /** What the last edit changes, by offsets in the line as it was before it. To be asked before the line is read again. */
  get changes(): readonly Cut[] {
    return this.#cuts.map(({ start, end, text }) => ({
      start: start - this.#start,
      end: end - this.#start,
      text,
    }))
  }

  /** Gives the line as it is now to `take`, in pieces: ranges of the memory in which it came. False where it is no longer there. */
  write(take: Taker): boolean {
    if (!this.#isWhereItCame) return false
    assemble(this.#start, this.#end, this.#cuts, take)
    return true
  }

  /** The JSON text at `path`, unparsed, or undefined where there is none. Of equal keys the last counts. */
  raw(path: Path): Buffer | undefined {
    const found = this.#find(path)
    return found && this.#memory.subarray(found.start, found.end)
  }

  has(path: Path): boolean {
    return this.#find(path) !== undefined
  }

  /** As `raw`, as text. */
  json(path: Path): string | undefined {
    const found = this.#find(path)
    return found && this.#memory.toString('utf8', found.start, found.end)
  }

  /** The parsed value at `path`, or undefined where there is none. */
  value(path: Path): unknown {
    const json = this.json(path)
    return json && JSON.parse(json)
  }

  /** The string at `path`, or undefined where there is none or it is no string. */
  text(path: Path): string | undefined {
    const found = this.#find(path)
    if (!found || this.#memory[found.start] !== QUOTE) return undefined
    const text = this.#memory.toString('utf8', found.start + 1, found.end - 1)
    return text.includes('\\') ? JSON.parse(`"${text}"`) : text
  }

  /** A hash of the string at `path` for comparing within one run, or undefined where there is none or it is no string. */
  hash(path: Path): number | undefined {
    const found = this.#find(path)
    if (!found || this.#memory[found.start] !== QUOTE) return undefined
    return hashString(this.#memory, this.#scanned().longEscapes, found.start, found.end)
  }

  /** The key of the text at `path` (lib/text-key.ts), or undefined where there is none or it must be read for that. */
  textKey(path: Path): StringKey | undefined {
    const found = this.#find(path)
    if (!found || this.#memory[found.start] !== QUOTE) return undefined
    return keyOfString(this.#memory, found.start, found.end)
  }

  /** Throws InputError where nothing can be written at `path`: a member on the way is no object. Writes nothing. */
  requireRoom(path: Path): void {
    this.#cutsFor(planOf([{ path, value: null }]))
  }

  /** Writes `value` at `path`, making objects on the way. Throws InputError where a member on the way is no object. */
  set(path: Path, value: unknown): void {
    this.edit([{ path, value }])
  }

  remove(path: Path): void {
    this.edit([{ path, value: undefined }])
  }

  /** Several changes in one pass over the bytes. A value of undefined takes the member away. */
  edit(edits: readonly Edit[]): void {
    this.follow(planOf(edits))
  }

  /** The same for changes that many records have in common. */
  follow(plan: Plan): void {
    this.#cuts = this.#cutsFor(plan)
  }

  #cutsFor(plan: Plan) {
    this.#apply()
    return cutsFor(this.#memory, this.#start, this.#scanned(), plan)
  }

  #find(path: Path) {
    this.#apply()
    return locate(this.#memory, this.#start, this.#scanned(), path)
  }

  #apply() {
    if (this.#cuts.length === 0) return
    this.#memory = splice(this.#memory, this.#start, this.#end, this.#cuts)
    this.#start = 0
    this.#end = this.#memory.length
    this.#layout = undefined
    this.#cuts = noCuts
    this.#isWhereItCame = false
  }

  #scanned(): Layout {
    this.#layout ??= layoutOf(this.#memory, this.#start, this.#end)
    return this.#layout
  }
}

const QUOTE = 0x22
const noCuts: readonly Cut[] = []

function check(memory: Buffer, start: number, end: number, scanned: Scanned | undefined): Layout {
  let layout = scanned ? scanned.layout : scanAscii(memory, start, end)
  if (layout && !scanned?.beyondAscii) return layout
  const bytes = memory.subarray(start, end)
  if (!isUtf8(bytes)) throw new InputError('invalid UTF-8')
  if (layout) return layout
  try {
    layout = layoutOf(memory, start, end)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new InputError(explain(error, bytes), { cause: error })
  }
  if (layout.kind !== 'object')
    throw new InputError(`the line is an array, not an object: ${excerpt(bytes, 0)}`)
  return layout
}

function explain(error: JsonSyntaxError, bytes: Buffer): string {
  if (error.message === 'expected { or [') return `the line is no JSON object: ${excerpt(bytes, 0)}`
  return `${error.message} at byte ${error.position + 1}: ${excerpt(bytes, error.position)}`
}

/** Some of the line about `position`, so that a person finds it. */
function excerpt(bytes: Buffer, position: number): string {
  const start = Math.max(0, position - 20)
  const text = bytes.toString('utf8', start, position + 40)
  return `${start > 0 ? '…' : ''}${text}${position + 40 < bytes.length ? '…' : ''}`
}
