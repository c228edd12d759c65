/** One line of NDJSON: read by path, changed by splice, written as it came where nothing changed. */
import { isUtf8 } from 'node:buffer'
import { InputError } from '../errors.ts'
import { hashString, layoutOf, scanAscii } from './load-fast.ts'
import { JsonSyntaxError, type Layout } from './scan.ts'
import { assemble, type Cut, cutsFor, type Edit, locate, type Path, splice, type Taker } from './splice.ts'

export class JsonRecord {
  /** Where it came from: `stdin` or a file's name. */
  readonly origin: string
  /** Line number, from 1. */
  readonly line: number
  readonly #came: Buffer
  #bytes: Buffer
  #layout: Layout | undefined
  /** What is still to be changed in `bytes`: most records are changed once, and then written. */
  #cuts: readonly Cut[] = []

  /** Checks `bytes`, one line without its newline. Throws InputError with a message for the person. */
  constructor(bytes: Buffer, origin: string, line: number) {
    this.origin = origin
    this.line = line
    this.#came = bytes
    this.#bytes = bytes
    this.#layout = check(bytes)
  }

  /** The line as it is now, without its newline. */
  get bytes(): Buffer {
    if (this.#cuts.length > 0) {
      this.#bytes = splice(this.#bytes, this.#cuts)
      this.#layout = undefined
      this.#cuts = []
    }
    return this.#bytes
  }

  /** The line is as it came. */
  get isUnchanged(): boolean {
    return this.#bytes === this.#came && this.#cuts.length === 0
  }

  /** Gives the line as it is now to `take`, in pieces: ranges of what came. False where that is no longer there. */
  write(take: Taker): boolean {
    if (this.#bytes !== this.#came) return false
    assemble(this.#bytes, this.#cuts, take)
    return true
  }

  /** The JSON text at `path`, unparsed, or undefined where there is none. Of equal keys the last counts. */
  raw(path: Path): Buffer | undefined {
    const { bytes } = this
    const found = locate(bytes, this.#scanned(), path)
    return found && bytes.subarray(found[0], found[1])
  }

  /** The parsed value at `path`, or undefined where there is none. */
  value(path: Path): unknown {
    const json = this.raw(path)
    return json && JSON.parse(json.toString())
  }

  /** The string at `path`, or undefined where there is none or it is no string. */
  text(path: Path): string | undefined {
    const { bytes } = this
    const found = locate(bytes, this.#scanned(), path)
    if (!found || bytes[found[0]] !== 0x22) return undefined
    const text = bytes.toString('utf8', found[0] + 1, found[1] - 1)
    return text.includes('\\') ? JSON.parse(`"${text}"`) : text
  }

  /** A hash of the string at `path` for comparing within one run, or undefined where there is none or it is no string. */
  hash(path: Path): number | undefined {
    const json = this.raw(path)
    return json?.[0] === 0x22 ? hashString(json, this.#scanned().longEscapes) : undefined
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
    const { bytes } = this
    this.#cuts = cutsFor(bytes, this.#scanned(), edits)
  }

  #scanned(): Layout {
    this.#layout ??= layoutOf(this.#bytes)
    return this.#layout
  }
}

function check(bytes: Buffer): Layout {
  let layout = scanAscii(bytes)
  if (layout) return layout
  if (!isUtf8(bytes)) throw new InputError('invalid UTF-8')
  try {
    layout = layoutOf(bytes)
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
