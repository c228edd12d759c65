/** Bytes of the operands, in order. */
import { constants, type createReadStream, fstatSync, read } from 'node:fs'
import { access, open, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { reason, UsageError } from '../errors.ts'
import { CHUNK, giveChunk, takeChunk, takeResident } from '../ndjson/load-fast.ts'

export interface Input {
  /** `stdin` or the file's name, for messages. */
  origin: string
  /** Each to be handed to `giveChunk` when nothing refers to it any more, so that its memory is used again. */
  chunks: AsyncIterable<Buffer>
}

const readFrom = promisify(read)

/** Opens one after the other. `-` is standard input. Ends quietly when `signal` is aborted. */
export async function* openInputs(operands: readonly string[], signal: AbortSignal): AsyncGenerator<Input> {
  for (const operand of inputsOf(operands)) {
    if (signal.aborted) return
    yield operand === '-' ? standardInput(signal) : await namedInput(operand, signal)
  }
}

/** No operand stands for standard input. */
export function inputsOf(operands: readonly string[]): readonly string[] {
  return operands.length > 0 ? operands : ['-']
}

function standardInput(signal: AbortSignal): Input {
  const origin = 'stdin'
  return { origin, chunks: isStdinFile() ? ahead(0, signal, async () => {}) : until(process.stdin, signal) }
}

function isStdinFile(): boolean {
  return fstatSync(0).isFile()
}

async function namedInput(path: string, signal: AbortSignal): Promise<Input> {
  const handle = await open(path).catch(error => {
    throw unreadable(path, error)
  })
  if ((await handle.stat()).isFile())
    return { origin: path, chunks: ahead(handle.fd, signal, () => handle.close()) }
  // Something that may have to be waited for, as a pipe with a name.
  return { origin: path, chunks: until(handle.createReadStream(), signal) }
}

/** Reads a file one chunk ahead: while one is worked on, a thread of Node's reads the next. */
async function* ahead(fd: number, signal: AbortSignal, close: () => Promise<void>) {
  const next = () => {
    const reading = readFrom(fd, takeChunk(), 0, CHUNK, null)
    // It is looked at when its turn comes.
    reading.catch(() => {})
    return reading
  }
  let reading = next()
  try {
    for (;;) {
      const { bytesRead, buffer } = await reading
      if (bytesRead === 0 || signal.aborted) return
      reading = next()
      yield buffer.subarray(0, bytesRead)
    }
  } catch (error) {
    if (!signal.aborted) throw unreadableInput(error)
  } finally {
    await reading.then(
      ({ buffer }) => giveChunk(buffer),
      () => {},
    )
    await close()
  }
}

/**
 * A file that cannot be read stops the run before anything is written, not in the middle of it. Nothing is opened: to
 * open a pipe and close it again is to its writer as if its reader had gone.
 */
export async function requireReadable(operands: readonly string[]): Promise<void> {
  for (const operand of inputsOf(operands)) {
    if (operand === '-') {
      if (fstatSync(0).isDirectory()) throw new UsageError('cannot read stdin: it is a folder')
      continue
    }
    const isFolder = await access(operand, constants.R_OK).then(
      async () => (await stat(operand)).isDirectory(),
      error => {
        throw unreadable(operand, error)
      },
    )
    if (isFolder) throw new UsageError(`cannot read ${operand}: it is a folder`)
  }
}

/** A file can be read again from its beginning; standard input and a pipe with a name can't. */
export async function isFile(operand: string): Promise<boolean> {
  return operand !== '-' && (await stat(operand)).isFile()
}

export async function areFiles(operands: readonly string[]): Promise<boolean> {
  for (const operand of inputsOf(operands)) if (!(await isFile(operand))) return false
  return true
}

/** Does it come from others that work at the same time? */
export function isPiped(operands: readonly string[]): boolean {
  return inputsOf(operands).includes('-') && !isStdinFile()
}

function unreadable(path: string, error: unknown): UsageError {
  return new UsageError(`cannot read ${path}: ${reason(error)}`, { cause: error })
}

function unreadableInput(error: unknown): UsageError {
  return new UsageError(`cannot read the input: ${reason(error)}`, { cause: error })
}

async function* until(stream: NodeJS.ReadStream | ReturnType<typeof createReadStream>, signal: AbortSignal) {
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of stream) yield inPlace(chunk as Buffer)
  } catch (error) {
    if (!signal.aborted) throw unreadableInput(error)
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
}

/** The bytes where their lines are scanned without being copied one by one, if there is room. */
function inPlace(bytes: Buffer): Buffer {
  const chunk = bytes.length <= CHUNK ? takeResident() : undefined
  return chunk?.subarray(0, bytes.copy(chunk)) ?? bytes
}
