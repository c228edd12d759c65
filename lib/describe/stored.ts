/** How it is kept what came of a record. */
import type { Delta } from './delta.ts'
import type { Memory } from './recall.ts'

export interface Stored {
  memory: Memory
  /** Where in the record its description stands. */
  start: number
  end: number
  delta: Delta
}

/**
 * The length of a text, the text, and the bytes of the delta. The text is JSON of a list: it is read for every record of
 * a rerun, and a list takes half the time of an object.
 */
export function encodeStored({ memory, start, end, delta: { cuts, bytes } }: Stored): Buffer {
  const { program, source, id, video, near, heard, served } = memory
  const answers = served.map(({ prompt, cost }): List[6][number] => [prompt, cost])
  const list: List = [program, source, id, video, near, heard, answers, start, end, cuts]
  const text = JSON.stringify(list)
  const length = Buffer.byteLength(text)
  const value = Buffer.allocUnsafe(lengthBytes + length + bytes.length)
  value.writeUInt32LE(length)
  value.write(text, lengthBytes)
  value.set(bytes, lengthBytes + length)
  return value
}

/** The delta's bytes are those of `value`. */
export function decodeStored(value: Buffer): Stored {
  const bytesFrom = lengthBytes + value.readUInt32LE()
  const list: List = JSON.parse(value.toString('utf8', lengthBytes, bytesFrom))
  const served = list[6].map(([prompt, cost]) => ({ prompt, cost: cost ?? undefined }))
  return {
    memory: {
      program: list[0],
      source: list[1] ?? undefined,
      id: list[2] ?? undefined,
      video: list[3] ?? undefined,
      near: list[4] ?? undefined,
      heard: list[5] ?? undefined,
      served,
    },
    start: list[7],
    end: list[8],
    delta: { cuts: list[9], bytes: value.subarray(bytesFrom) },
  }
}

const lengthBytes = 4

/** What is undefined is null when it is read. */
type Text = string | null | undefined
type List = [
  program: number,
  source: Text,
  id: Text,
  video: Text,
  near: Text,
  heard: Text,
  served: [prompt: string, cost: number | null | undefined][],
  start: number,
  end: number,
  cuts: readonly number[],
]
