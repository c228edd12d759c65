/** How keys and values lie in the store. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Entry, Keys } from './types.ts'

export const KEY_BYTES = 32
const CHECK_DIGITS = 8
/** Shorter texts hardly shrink. */
const COMPRESS_FROM = 1000
/** No JSON text begins with it. */
const COMPRESSED = 0

/** The content key's bytes, then the variant key's: all answers for one animation lie side by side. */
export function entryKey({ content, variant }: Keys): Buffer {
  const key = Buffer.from(content + variant, 'hex')
  // Decoding stops at the first character that is no digit.
  if (key.length !== 2 * KEY_BYTES || content.length !== 2 * KEY_BYTES) throw badKey(content, variant)
  return key
}

export function hexKey(text: string): Buffer {
  const key = Buffer.from(text, 'hex')
  if (key.length !== KEY_BYTES || text.length !== 2 * KEY_BYTES) throw badKey(text)
  return key
}

function badKey(...keys: string[]) {
  return new TypeError(`a key is 64 hex digits, not ${JSON.stringify(keys.join(' ')).slice(0, 150)}`)
}

export function keysOf(key: Buffer): Keys {
  return { content: key.toString('hex', 0, KEY_BYTES), variant: key.toString('hex', KEY_BYTES) }
}

export function encodeEntry(key: Buffer, entry: Entry): Buffer {
  return seal(key, JSON.stringify(entry))
}

/** Undefined where the value is not what was stored. */
export function decodeEntry(key: Buffer, value: string): Entry | undefined {
  const json = unseal(key, value)
  return json === undefined ? undefined : JSON.parse(json)
}

/** Values live until they are written: cut from one piece of memory, they cost a fraction. */
const SLAB = 256 * 1024
let slab = Buffer.alloc(0)
let used = 0

function room(most: number): Buffer {
  if (used + most > slab.length) {
    slab = Buffer.allocUnsafeSlow(Math.max(SLAB, most))
    used = 0
  }
  return slab.subarray(used)
}

/** A text behind a checksum over its key and itself: a page that is out of place is noticed too. */
export function seal(key: Buffer, json: string): Buffer {
  const free = room(key.length + 3 * json.length)
  // The sum is over both, so they lie side by side until it is made.
  key.copy(free)
  const end = key.length + free.write(json, key.length)
  const sum = digitsOf(crc32(free.subarray(0, end)))
  const value = free.subarray(key.length - CHECK_DIGITS, end)
  value.write(sum)
  used += end
  return value
}

/** Undefined where the value is not what was sealed. */
export function unseal(key: Buffer, value: string): string | undefined {
  const json = value.slice(CHECK_DIGITS)
  return value.slice(0, CHECK_DIGITS) === digitsOf(crc32(json, crc32(key))) ? json : undefined
}

function digitsOf(sum: number): string {
  return sum.toString(16).padStart(CHECK_DIGITS, '0')
}

/** Transcripts and batches: JSON, compressed where long. */
export function encodeSide(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  if (json.length < COMPRESS_FROM) return json
  return Buffer.concat([Buffer.of(COMPRESSED), deflateRawSync(json)])
}

/** Undefined where the value can't be read. */
export function decodeSide(bytes: Buffer): unknown {
  try {
    const json = bytes[0] === COMPRESSED ? inflateRawSync(bytes.subarray(1)) : bytes
    return JSON.parse(json.toString())
  } catch {
    return undefined
  }
}
