/**
 * An answer of HTTP/1.1, read from the bytes of a connection as they come (RFC 9112). Node's own client takes four
 * times the CPU: it makes streams and events of what is one small text most of the time.
 */

/** What came is no answer that can be read. */
export class MalformedAnswer extends Error {
  override name = 'MalformedAnswer'
}

/** Node allows 16 kB; some gateways send more of cookies alone. */
const LONGEST_HEAD = 64 * 1024
const LONGEST_LINE = 1024
const CR = 13
const LF = 10
const HEAD_END = '\r\n\r\n'
const NOTHING: Buffer = Buffer.alloc(0)
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

type Part =
  | 'head'
  /** Of a known length. */
  | 'body'
  /** As long as the connection lasts. */
  | 'rest'
  | 'chunk size'
  | 'chunk'
  | 'chunk end'
  | 'trailer'
  | 'over'

export class AnswerReader {
  status = 0
  /** Names in small letters; of repeated ones the first. */
  headers: Record<string, string> = {}
  /** Of the body, so far. */
  readonly chunks: Buffer[] = []
  /** The connection may carry another request after this answer. */
  isReusable = false
  #part: Part = 'head'
  /** Bytes left of the body, or of the chunk. */
  #left = 0
  /** The beginning of a head or line that is not whole yet. */
  #held: Buffer = NOTHING

  /** True when the answer is whole. Throws MalformedAnswer. */
  read(bytes: Buffer): boolean {
    let some = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes
    this.#held = NOTHING
    while (some.length > 0 && this.#part !== 'over') {
      const taken = this.#take(some)
      if (taken === 0) {
        this.#held = some
        return false
      }
      some = some.subarray(taken)
    }
    // What nobody asked for: the next answer on this connection would be another request's.
    if (some.length > 0) this.isReusable = false
    return this.#part === 'over'
  }

  /** The connection ended. True where the answer is whole by that. */
  end(): boolean {
    return this.#part === 'rest'
  }

  /** How many bytes were made use of; 0: more are needed. */
  #take(some: Buffer): number {
    switch (this.#part) {
      case 'head':
        return this.#takeHead(some)
      case 'body':
        return this.#takeBody(some, 'over')
      case 'chunk':
        return this.#takeBody(some, 'chunk end')
      case 'rest':
        this.chunks.push(some)
        return some.length
      default:
        return this.#takeLine(some)
    }
  }

  #takeHead(some: Buffer): number {
    const end = some.indexOf(HEAD_END, 0, 'latin1')
    if (end < 0 && some.length < LONGEST_HEAD) return 0
    if (end < 0 || end > LONGEST_HEAD) throw new MalformedAnswer('its head is too long')
    const [first, ...lines] = some.toString('latin1', 0, end).split('\r\n')
    const [, minor, status] = statusLine.exec(first!) ?? []
    if (status === undefined) throw new MalformedAnswer('it is no HTTP/1.1')
    this.status = Number(status)
    // 100 and 103 come before the answer; nobody asked for 101.
    if (this.status === 101) throw new MalformedAnswer('it changes the protocol')
    if (this.status >= 200) this.#beginBody(fieldsOf(lines), minor === '1')
    return end + HEAD_END.length
  }

  #beginBody(fields: Map<string, string[]>, isNew: boolean) {
    for (const [name, [first]] of fields) this.headers[name] = first!
    const codings = listOf(fields.get('transfer-encoding'))
    const lengths = listOf(fields.get('content-length'))
    if (this.status === 204 || this.status === 304) this.#part = 'over'
    else if (codings.length > 0) this.#part = codings.at(-1) === 'chunked' ? 'chunk size' : 'rest'
    else if (lengths.length === 0) this.#part = 'rest'
    else {
      this.#left = lengthOf(lengths)
      this.#part = this.#left > 0 ? 'body' : 'over'
    }
    const tokens = listOf(fields.get('connection'))
    const isKept = isNew ? !tokens.includes('close') : tokens.includes('keep-alive')
    // With a coding and a length one of them is wrong, and who knows where the answer ends.
    const isClear = this.#part !== 'rest' && (codings.length === 0 || lengths.length === 0)
    this.isReusable = isKept && isClear
  }

  #takeBody(some: Buffer, next: Part): number {
    const chunk = some.length > this.#left ? some.subarray(0, this.#left) : some
    this.chunks.push(chunk)
    this.#left -= chunk.length
    if (this.#left === 0) this.#part = next
    return chunk.length
  }

  #takeLine(some: Buffer): number {
    const end = some.indexOf(LF)
    if (end > LONGEST_LINE || (end < 0 && some.length > LONGEST_LINE)) {
      throw new MalformedAnswer('a chunk of it is unclear')
    }
    if (end < 0) return 0
    const line = some.toString('latin1', 0, some[end - 1] === CR ? end - 1 : end)
    if (this.#part === 'chunk size') this.#beginChunk(line)
    else if (this.#part === 'trailer') this.#part = line === '' ? 'over' : 'trailer'
    else if (line === '') this.#part = 'chunk size'
    else throw new MalformedAnswer('a chunk of it is longer than it says')
    return end + 1
  }

  #beginChunk(line: string) {
    const [, size] = /^([\da-f]{1,12})[ \t]*(?:;|$)/i.exec(line) ?? []
    if (size === undefined) throw new MalformedAnswer('a chunk of it is unclear')
    this.#left = Number.parseInt(size, 16)
    this.#part = this.#left > 0 ? 'chunk' : 'trailer'
  }
}

function fieldsOf(lines: readonly string[]): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon))
    if (!headerName.test(name)) throw new MalformedAnswer('its head is unclear')
    const key = name.toLowerCase()
    const value = line.slice(colon + 1).trim()
    const known = fields.get(key)
    if (known) known.push(value)
    else fields.set(key, [value])
  }
  return fields
}

/** A length that is told several times must be the same each time. */
function lengthOf(told: readonly string[]): number {
  const [length] = told
  if (told.some(each => each !== length) || !/^\d{1,15}$/.test(length!))
    throw new MalformedAnswer('its length is unclear')
  return Number(length)
}

/** The members of a field that is a list, in small letters. */
function listOf(values: readonly string[] | undefined): string[] {
  if (values === undefined) return []
  return values
    .join()
    .split(',')
    .map(each => each.trim().toLowerCase())
    .filter(each => each !== '')
}
