/** A look through the input before it is filtered: good records only, bad lines are left to the pass that writes. */
import { createSplitter, type Line } from '../ndjson/lines.ts'
import { giveChunk } from '../ndjson/load-fast.ts'
import { JsonRecord } from '../ndjson/record.ts'
import { openInputs } from './input.ts'

/** Calls `take` with each good record in order, one at a time. Ends quietly when `signal` is aborted. */
export async function lookThrough(
  operands: readonly string[],
  maxLine: number,
  signal: AbortSignal,
  take: (record: JsonRecord) => void | Promise<void>,
): Promise<void> {
  for await (const { origin, chunks } of openInputs(operands, signal)) {
    const splitter = createSplitter(maxLine)
    const look = (line: Line) => {
      const record = line.tooLong ? undefined : parse(line, origin)
      return record && take(record)
    }
    for await (const chunk of chunks) {
      for (const line of splitter.push(chunk)) {
        const pending = look(line)
        if (pending) await pending
      }
      giveChunk(chunk)
    }
    for (const line of splitter.end()) await look(line)
  }
}

function parse(line: Line, origin: string): JsonRecord | undefined {
  try {
    return new JsonRecord(line.memory, origin, line.number, line)
  } catch {
    return undefined
  }
}
