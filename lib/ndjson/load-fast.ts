/** fast.as.ts for the rest of the program: texts are copied into its memory, which costs a tenth of the work on them. */
import { readFileSync } from 'node:fs'
import { hashBytes } from '../hash.ts'
import { type Layout, scan } from './scan.ts'

/** As `scan`, and with the same errors. */
export function layoutOf(bytes: Uint8Array): Layout {
  return fast?.scan(bytes) ?? scan(bytes)
}

/** The layout of an object that is all ASCII, or undefined where it may be something else. */
export function scanAscii(bytes: Uint8Array): Layout | undefined {
  const layout = fast?.scan(bytes)
  return fast?.isBeyondAscii() ? undefined : layout
}

/** 32 bits, equal for equal strings, however their JSON is spelled. For comparing within one run. */
export function hashString(json: Buffer, hasLongEscapes: boolean): number {
  if (fast) return fast.hashString(json, hasLongEscapes)
  return hashBytes(hasLongEscapes ? Buffer.from(JSON.stringify(JSON.parse(json.toString()))) : json)
}

export interface Fast {
  /** Undefined where the line is better looked at with care. */
  scan(bytes: Uint8Array): Layout | undefined
  /** Of the line last scanned: some string may hold a byte beyond ASCII. */
  isBeyondAscii(): boolean
  hashString(json: Uint8Array, hasLongEscapes: boolean): number
}

/** What we use of it: TypeScript keeps its types with those of the browser. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

interface Exports {
  memory: { buffer: ArrayBuffer; grow(pages: number): void }
  scan(length: number): number
  hasLongEscapes(): number
  isBeyondAscii(): number
  hash(length: number): number
  respell(length: number): number
}

/** Where texts go, and what is free behind them: as in fast.as. */
const TEXT = 1 << 16
const PADDING = 32

/** Undefined on a processor without vectors. */
export const fast: Fast | undefined = load()

function load(): Fast | undefined {
  const module = compile(readFileSync(new URL('./fast.wasm', import.meta.url)))
  if (!module) return undefined
  const { memory, ...functions } = new WebAssembly.Instance(module).exports as Exports
  let bytes = new Uint8Array(memory.buffer)
  let words = new Int32Array(memory.buffer, 0, TEXT / 4)

  const put = (text: Uint8Array) => {
    const missing = TEXT + text.length + PADDING - bytes.length
    if (missing > 0) {
      memory.grow(Math.ceil(missing / TEXT))
      bytes = new Uint8Array(memory.buffer)
      words = new Int32Array(memory.buffer, 0, TEXT / 4)
    }
    bytes.set(text, TEXT)
  }

  return {
    scan(line) {
      put(line)
      const count = functions.scan(line.length)
      if (count < 0) return undefined
      const offsets: number[] = []
      for (let i = 1; i < count; i++) offsets.push(words[i]!)
      const longEscapes = functions.hasLongEscapes() !== 0
      return { kind: 'object', offsets, escapedKeys: false, longEscapes, open: words[0]! }
    },
    isBeyondAscii: () => functions.isBeyondAscii() !== 0,
    hashString(json, hasLongEscapes) {
      put(json)
      return functions.hash(hasLongEscapes ? functions.respell(json.length) : json.length) >>> 0
    },
  }
}

function compile(bytes: Uint8Array): object | undefined {
  try {
    return new WebAssembly.Module(bytes)
  } catch {
    return undefined
  }
}
