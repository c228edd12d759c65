/**
 * fast.as.ts for the rest of the program. A chunk of input is read into its memory, where its lines are scanned many at
 * a call; a text that lies elsewhere is copied there first, which costs a tenth of the work on it.
 */
import { readFileSync } from 'node:fs'
import { hashBytes } from '../hash.ts'
import type { TextKey } from '../text-key.ts'
import { type Layout, scan } from './scan.ts'

/** As `scan`, and with the same errors. */
export function layoutOf(bytes: Buffer, start = 0, end = bytes.length): Layout {
  return fast?.scan(bytes, start, end) ?? scan(bytes.subarray(start, end))
}

/** The layout of an object that is all ASCII, or undefined where it may be something else. */
export function scanAscii(bytes: Buffer, start: number, end: number): Layout | undefined {
  const layout = fast?.scan(bytes, start, end)
  return fast?.isBeyondAscii() ? undefined : layout
}

/** 32 bits, equal for equal strings, however their JSON is spelled. For comparing within one run. */
export function hashString(
  json: Buffer,
  hasLongEscapes: boolean,
  start = 0,
  end: number = json.length,
): number {
  if (fast) return fast.hashString(json, hasLongEscapes, start, end)
  const bytes = json.subarray(start, end)
  return hashBytes(hasLongEscapes ? Buffer.from(JSON.stringify(JSON.parse(bytes.toString()))) : bytes)
}

export interface StringKey extends TextKey {
  /** No white space in the text follows other white space, and all of it is spaces. */
  isTidy: boolean
}

/** The key of the JSON string that lies from `start` to `end`, its quotes included; undefined where its text must be read for that. */
export function keyOfString(json: Buffer, start: number, end: number): StringKey | undefined {
  return fast?.keyOfString(json, start, end)
}

/** The largest chunk that there is room for in the scanner's memory. */
export const CHUNK = 1 << 21
/** One that is worked on, one that is read meanwhile, and two for a reader that begins before another has ended. */
const CHUNKS = 4

/** Memory of CHUNK bytes in which lines are scanned where they lie; undefined where all of that is taken. */
export function takeResident(): Buffer | undefined {
  resident ??= fast?.chunks() ?? []
  return resident.pop()
}
let resident: Buffer[] | undefined

/** Memory of CHUNK bytes, resident if there is any. */
export function takeChunk(): Buffer {
  return takeResident() ?? others.pop() ?? Buffer.allocUnsafeSlow(CHUNK)
}
/** Chunks that were given back: fresh memory costs more than the reading. */
const others: Buffer[] = []

/** For a chunk to which nothing refers any more; a part of one that was taken will do. */
export function giveChunk(chunk: Buffer): void {
  const whole = fast?.wholeOf(chunk)
  if (whole) resident?.push(whole)
  else if (chunk.buffer.byteLength === CHUNK) others.push(Buffer.from(chunk.buffer as ArrayBuffer))
}

export interface Fast {
  /** Undefined where the text is better looked at with care. */
  scan(bytes: Buffer, start?: number, end?: number): Layout | undefined
  /** Of the text last scanned: some string may hold a byte beyond ASCII. */
  isBeyondAscii(): boolean
  hashString(json: Buffer, hasLongEscapes: boolean, start: number, end: number): number
  keyOfString(json: Buffer, start: number, end: number): StringKey | undefined
  /** The key of the text whose normal form that is. */
  keyOfNormal(normal: Buffer): TextKey
  /** Memory for chunks. To be asked for once. */
  chunks(): Buffer[]
  /** The memory that `chunks` gave and of which this is a part. */
  wholeOf(chunk: Buffer): Buffer | undefined
  /** Scans as many of the whole lines from `from` to the end as it takes at once. Undefined for other memory. */
  scanLines(chunk: Buffer, from: number): Rows | undefined
}

/** Lines that were scanned together. */
export interface Rows {
  /** For each line its number of words, start, end, what is known of it, and what `scan` of fast.as gives. */
  words: Int32Array
  /** Where the chunk lies, from which start and end are counted. */
  base: number
}

/** What we use of it: TypeScript keeps its types with those of the browser. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

interface Exports {
  memory: { buffer: ArrayBuffer; grow(pages: number): void }
  scan(at: number, length: number): number
  scanLines(from: number, end: number): number
  hasLongEscapes(): number
  isBeyondAscii(): number
  hash(at: number, length: number): number
  keyOfString(at: number, length: number): number
  keyOfNormal(at: number, length: number): void
  respell(at: number, length: number): number
}

/** Where things lie, what is free behind a text, and the words before a row's offsets: as in fast.as. */
const ROWS = 1 << 14
const TEXT = 1 << 16
const PADDING = 128
export const HEADER = 4
export const KNOWN = 1
export const BEYOND_ASCII = 2
export const LONG_ESCAPES = 4
const TIDY = 2

const PAGE = 1 << 16

/** Undefined on a processor without vectors. */
export const fast: Fast | undefined = load()

function load(): Fast | undefined {
  const module = compile(readFileSync(new URL('./fast.wasm', import.meta.url)))
  if (!module) return undefined
  // Two memories: to grow one would take it away from the chunks that are being read into.
  const passing = instantiate(module)
  let resident: ReturnType<typeof instantiate> | undefined
  let last = passing
  let slots: Buffer[] = []

  // To ask a buffer for its memory is slow, and most questions are about the chunk that the last one was about.
  let asked: Buffer | undefined
  let isThere = false
  const isResident = (bytes: Buffer) => {
    if (bytes !== asked) {
      asked = bytes
      isThere = resident !== undefined && bytes.buffer === resident.buffer
    }
    return isThere
  }
  const put = (bytes: Buffer, start: number, end: number) => {
    passing.provide(TEXT + end - start + PADDING)
    passing.bytes.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), TEXT)
    passing.bytes[TEXT + end - start] = 0
  }

  return {
    scan(bytes, start = 0, end = bytes.length) {
      let at = TEXT
      if (isResident(bytes)) {
        last = resident!
        at = bytes.byteOffset + start
      } else {
        last = passing
        put(bytes, start, end)
      }
      const count = last.functions.scan(at, end - start)
      if (count < 0) return undefined
      return layoutAt(last.words, 0, count, last.functions.hasLongEscapes() !== 0)
    },
    isBeyondAscii: () => last.functions.isBeyondAscii() !== 0,
    hashString(json, hasLongEscapes, start, end) {
      if (!hasLongEscapes && isResident(json)) {
        return resident!.functions.hash(json.byteOffset + start, end - start) >>> 0
      }
      put(json, start, end)
      const { hash, respell } = passing.functions
      return hash(TEXT, hasLongEscapes ? respell(TEXT, end - start) : end - start) >>> 0
    },
    keyOfString(json, start, end) {
      const isInPlace = isResident(json)
      if (!isInPlace) put(json, start, end)
      const { functions, words } = isInPlace ? resident! : passing
      const at = isInPlace ? json.byteOffset + start : TEXT
      const known = functions.keyOfString(at + 1, end - start - 2)
      if (known === 0) return undefined
      return { high: words[0]!, low: words[1]!, isTidy: (known & TIDY) !== 0 }
    },
    keyOfNormal(normal) {
      put(normal, 0, normal.length)
      passing.functions.keyOfNormal(TEXT, normal.length)
      return { high: passing.words[0]!, low: passing.words[1]! }
    },
    chunks() {
      const room = CHUNK + PADDING
      resident = instantiate(module)
      resident.provide(TEXT + CHUNKS * room)
      const { buffer } = resident
      slots = Array.from({ length: CHUNKS }, (_, index) => Buffer.from(buffer, TEXT + index * room, CHUNK))
      return [...slots]
    },
    wholeOf(chunk) {
      if (!isResident(chunk)) return undefined
      return slots.findLast(slot => slot.byteOffset <= chunk.byteOffset)
    },
    scanLines(chunk, from) {
      if (!isResident(chunk)) return undefined
      const base = chunk.byteOffset
      const count = resident!.functions.scanLines(base + from, base + chunk.length)
      return { words: resident!.words.slice(ROWS / 4, ROWS / 4 + count), base }
    },
  }
}

/** The layout whose `count` offsets are in `words` from `first` on, the one of the opening bracket before the others. */
export function layoutAt(words: Int32Array, first: number, count: number, longEscapes: boolean): Layout {
  const offsets = new Array<number>(count - 1)
  for (let i = 1; i < count; i++) offsets[i - 1] = words[first + i]!
  return { kind: 'object', offsets, escapedKeys: false, longEscapes, open: words[first]! }
}

function instantiate(module: object) {
  const { memory, ...functions } = new WebAssembly.Instance(module).exports as Exports
  const made = {
    functions,
    buffer: memory.buffer,
    bytes: new Uint8Array(memory.buffer),
    words: new Int32Array(memory.buffer, 0, TEXT / 4),
    /** Makes the memory at least `size` bytes. */
    provide(size: number) {
      const missing = size - made.bytes.length
      if (missing <= 0) return
      memory.grow(Math.ceil(missing / PAGE))
      made.buffer = memory.buffer
      made.bytes = new Uint8Array(memory.buffer)
      made.words = new Int32Array(memory.buffer, 0, TEXT / 4)
    },
  }
  return made
}

function compile(bytes: Uint8Array): object | undefined {
  try {
    return new WebAssembly.Module(bytes)
  } catch {
    return undefined
  }
}
