/**
 * A JSON scanner over bytes. It answers two questions without building a value: is this one well-formed JSON text, and
 * where do the members of its outermost object (or the elements of its outermost array) lie?
 *
 * Why not JSON.parse: parsing and writing again changes records (64-bit integers, 1.0, 1e400, duplicate keys, key order)
 * and costs four times as much. A filter here reads the two or three fields it needs by their offsets, and what it does
 * not write it copies.
 */

/** The line is not JSON. `position` is a byte offset from the start of the line. */
export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError'
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/**
 * Offsets into the scanned bytes. Of an object, four for each member: key start and end (quotes included), value start
 * and end. Of an array, two for each element: start and end.
 */
export interface Layout {
  kind: 'object' | 'array'
  offsets: readonly number[]
  /** Some key is spelled with an escape, so that equal keys need not have equal bytes. */
  escapedKeys: boolean
  /** Some string is spelled with `\u` or `\/`, so that equal strings need not have equal bytes. */
  longEscapes: boolean
  /** Offset of the opening bracket. */
  open: number
  /** Of the container within that was looked into last, by the offset at which it begins. */
  inner?: { start: number; layout: Layout }
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** 1 for the bytes that stand for themselves inside a string. */
const plain = table(byte => byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH)
const blank = table(byte => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
const simpleEscape = table(byte => '"\\/bfnrt'.includes(String.fromCharCode(byte)))
const hexDigit = table(byte => /[0-9a-fA-F]/.test(String.fromCharCode(byte)))
const digit = table(byte => byte >= 0x30 && byte <= 0x39)

function table(test: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (test(byte) ? 1 : 0))
}

/** Scans one object or array with optional white space around it. Throws JsonSyntaxError. Depth is limited by memory alone. */
export function scan(bytes: Uint8Array): Layout {
  const offsets: number[] = []
  const open = skipBlanks(bytes, 0)
  const rootIsObject = bytes[open] === OPEN_OBJECT
  if (!rootIsObject && bytes[open] !== OPEN_ARRAY) throw new JsonSyntaxError('expected { or [', open)

  // One entry for each open bracket: is it an object?
  const nesting: boolean[] = [rootIsObject]
  let inObject = rootIsObject
  let fresh = true
  let escapedKeys = false
  longEscapes = false
  let at = skipBlanks(bytes, open + 1)

  for (;;) {
    let closed = false
    if (fresh && bytes[at] === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      closed = true
    } else {
      if (inObject) {
        if (bytes[at] !== QUOTE) throw unexpected(bytes, at, fresh ? 'a key or }' : 'a key')
        const keyEnd = skipString(bytes, at)
        if (nesting.length === 1) {
          offsets.push(at, keyEnd)
          escapedKeys ||= includes(bytes, BACKSLASH, at, keyEnd)
        }
        at = skipBlanks(bytes, keyEnd)
        if (bytes[at] !== COLON) throw unexpected(bytes, at, ':')
        at = skipBlanks(bytes, at + 1)
      }
      if (nesting.length === 1) offsets.push(at)
      const first = bytes[at]
      if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
        inObject = first === OPEN_OBJECT
        nesting.push(inObject)
        fresh = true
        at = skipBlanks(bytes, at + 1)
        continue
      }
      at = first === QUOTE ? skipString(bytes, at) : skipScalar(bytes, at)
    }

    // A value has ended, or the bracket of an empty container is next.
    for (;;) {
      if (!closed) {
        if (nesting.length === 1) offsets.push(at)
        at = skipBlanks(bytes, at)
        if (bytes[at] === COMMA) {
          at = skipBlanks(bytes, at + 1)
          fresh = false
          break
        }
        if (bytes[at] !== (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
          throw unexpected(bytes, at, inObject ? ', or }' : ', or ]')
        }
      }
      closed = false
      at += 1
      nesting.pop()
      if (nesting.length === 0) {
        at = skipBlanks(bytes, at)
        if (at < bytes.length) throw unexpected(bytes, at, 'the end of the line')
        return { kind: rootIsObject ? 'object' : 'array', offsets, escapedKeys, longEscapes, open }
      }
      inObject = nesting[nesting.length - 1]!
    }
  }
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && blank[bytes[at]!]) at++
  return at
}

/** Set by skipString for the scan under way. A second result of a function this hot would cost an object for each call. */
let longEscapes = false

/** From an opening quote to behind the closing one. */
function skipString(bytes: Uint8Array, start: number): number {
  const { length } = bytes
  let at = start + 1
  for (;;) {
    while (at < length && plain[bytes[at]!]) at++
    if (at >= length) throw new JsonSyntaxError('unterminated string', start)
    const byte = bytes[at]!
    if (byte === QUOTE) return at + 1
    if (byte !== BACKSLASH) throw new JsonSyntaxError('control character in a string', at)
    const escaped = bytes[at + 1] ?? 0
    if (escaped === 0x75 || escaped === 0x2f) longEscapes = true
    if (simpleEscape[escaped]) at += 2
    else if (escaped === 0x75 && isHex4(bytes, at + 2)) at += 6
    else throw new JsonSyntaxError('bad escape in a string', at)
  }
}

function isHex4(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 4; i++) if (!hexDigit[bytes[i] ?? 0]) return false
  return true
}

/** A number, true, false or null. */
function skipScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x74:
      return skipWord(bytes, at, 'true')
    case 0x66:
      return skipWord(bytes, at, 'false')
    case 0x6e:
      return skipWord(bytes, at, 'null')
    default:
      return skipNumber(bytes, at)
  }
}

function skipWord(bytes: Uint8Array, at: number, word: string): number {
  for (let i = 0; i < word.length; i++) {
    if (bytes[at + i] !== word.charCodeAt(i)) throw unexpected(bytes, at, 'a value')
  }
  return at + word.length
}

function skipNumber(bytes: Uint8Array, start: number): number {
  let at = start
  if (bytes[at] === 0x2d) at++
  if (bytes[at] === 0x30) at++
  else at = skipDigits(bytes, at, start)
  if (bytes[at] === 0x2e) at = skipDigits(bytes, at + 1, start)
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at++
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++
    at = skipDigits(bytes, at, start)
  }
  return at
}

/** At least one digit. */
function skipDigits(bytes: Uint8Array, at: number, start: number): number {
  const first = at
  while (at < bytes.length && digit[bytes[at]!]) at++
  if (at > first) return at
  throw at === start ? unexpected(bytes, at, 'a value') : unexpected(bytes, at, 'a digit')
}

function includes(bytes: Uint8Array, byte: number, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === byte) return true
  return false
}

function unexpected(bytes: Uint8Array, at: number, expected: string): JsonSyntaxError {
  if (at >= bytes.length) return new JsonSyntaxError(`unexpected end, expected ${expected}`, at)
  const byte = bytes[at]!
  const seen =
    byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `byte 0x${byte.toString(16).padStart(2, '0')}`
  return new JsonSyntaxError(`unexpected ${seen}, expected ${expected}`, at)
}
