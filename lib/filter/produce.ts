/** For commands that write records of their own: lines out, with backpressure, through the one writer. */
import type { Invocation } from '../cli/command.ts'
import { toJson } from '../ndjson/splice.ts'
import { fileOutput, type Output, standardOutput } from './output.ts'

/** Standard output, or the file named by --output. */
export function openOutput(invocation: Pick<Invocation, 'stop'>, path: string | undefined): Promise<Output> {
  return path === undefined
    ? Promise.resolve(standardOutput(invocation.stop))
    : fileOutput(path, invocation.stop)
}

/**
 * Calls `work` with a function that writes one value as a line, in the order of the calls; await what it returns. A file
 * is put in place when `work` resolves, and is not when it rejects or the run is stopped.
 */
export async function produce(
  invocation: Pick<Invocation, 'stop' | 'signal'>,
  path: string | undefined,
  work: (emit: (value: unknown) => Promise<void>) => Promise<void>,
): Promise<void> {
  const output = await openOutput(invocation, path)
  try {
    await work(async value => {
      invocation.signal.throwIfAborted()
      await output.write(`${toJson(value)}\n`)
    })
    invocation.signal.throwIfAborted()
  } catch (error) {
    await output.discard()
    throw error
  }
  await output.close()
}
