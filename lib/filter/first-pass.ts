/** A look through the input before it is filtered: good records only, bad lines are left to the pass that writes. */
import { createSplitter } from '../ndjson/lines.ts'
import { JsonRecord } from '../ndjson/record.ts'
import { openInputs } from './input.ts'

/** Calls `take` with each record in order, one at a time. Ends quietly when `signal` is aborted. */
export async function lookThrough(
  operands: readonly string[],
  maxLine: number,
  signal: AbortSignal,
  take: (record: JsonRecord) => void | Promise<void>,
): Promise<void> {
  for await (const { origin, chunks, recycle } of openInputs(operands, signal)) {
    const splitter = createSplitter(maxLine)
    const look = (bytes: Buffer) => {
      const record = parse(bytes, origin)
      return record && take(record)
    }
    for await (const chunk of chunks) {
      for (const { bytes } of splitter.push(chunk)) {
        const pending = look(bytes)
        if (pending) await pending
      }
      recycle(chunk)
    }
    for (const { bytes } of splitter.end()) await look(bytes)
  }
}

function parse(bytes: Buffer, origin: string): JsonRecord | undefined {
  try {
    return new JsonRecord(bytes, origin, 0)
  } catch {
    return undefined
  }
}
