/** For commands that write records of their own: lines out, with backpressure, through the one writer. */
import type { Invocation } from '../cli/command.ts'
import { InputError } from '../errors.ts'
import { toJson } from '../ndjson/splice.ts'
import { isStandardOutput } from './files.ts'
import { createOrderedWriter } from './ordered.ts'
import { fileOutput, type Output, standardOutput } from './output.ts'

/** Standard output, or the file named by --output. */
export function openOutput(invocation: Pick<Invocation, 'stop'>, path: string | undefined): Promise<Output> {
  return path === undefined || isStandardOutput(path)
    ? Promise.resolve(standardOutput(invocation.stop))
    : fileOutput(path, invocation.stop)
}

/** What is there leaves when so much time has passed, where the work does not pause before. */
const TOGETHER_MS = 20

/**
 * Calls `work` with a function that writes one value as a line, in the order of the calls; await what it returns. Lines
 * that are made without a pause leave together: each write wakes the reader, which costs more than many a line. A file
 * is put in place when `work` resolves, and is not when it rejects or the run is stopped.
 */
export async function produce(
  invocation: Pick<Invocation, 'stop' | 'signal'>,
  path: string | undefined,
  work: (emit: (value: unknown) => Promise<void>) => Promise<void>,
): Promise<void> {
  const output = await openOutput(invocation, path)
  const writer = createOrderedWriter(output, { records: 1, bytes: 0 })
  let since: number | undefined
  const flush = () => {
    since = undefined
    return writer.flush()
  }
  // Comes to pass as soon as the work waits for anything.
  const flushAtPause = () => {
    if (since !== undefined) flush()
  }
  try {
    await work(async value => {
      invocation.signal.throwIfAborted()
      writer.addText(`${toJson(value)}\n`)
      if (since === undefined) {
        since = performance.now()
        setImmediate(flushAtPause)
      } else if (performance.now() - since > TOGETHER_MS) flush()
      await writer.room()
    })
    invocation.signal.throwIfAborted()
    await writer.finish()
  } catch (error) {
    // A stream has what was made; a file is not put in place.
    await writer.finish().catch(() => {})
    await output.discard()
    if (error instanceof InputError && output.discarded) error.hint = output.discarded
    throw error
  }
  await output.close()
}
