/** The one writer of standard output, or of the file named by --output. */
import { createWriteStream, fstatSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { messageOf, systemCode, UsageError } from '../errors.ts'

/** The reader of standard output has gone away, as `head` does. Not a failure. */
export class ReaderGone extends Error {
  override name = 'ReaderGone'
}

/** The destination takes no more: a full disk, a folder that went away. Exit code 2. */
export class WriteError extends UsageError {
  override name = 'WriteError'
}

export interface Output {
  /** Resolves when the destination wants more; calls `written` when `bytes` are needed no longer. Rejects with ReaderGone or WriteError. */
  write(bytes: Buffer | string, written?: () => void): Promise<void> | undefined
  /** Everything written has left this process; a file is in its place. */
  close(): Promise<void>
  /** Leaves no half-written file behind. */
  discard(): Promise<void>
}

export function streamOutput(stream: Writable, name: string, onError: (error: Error) => void): Output {
  let failure: Error | undefined
  const fail = (cause: unknown) => {
    if (failure) return
    failure =
      systemCode(cause) === 'EPIPE' || systemCode(cause) === 'ERR_STREAM_DESTROYED'
        ? new ReaderGone(`the reader of ${name} is gone`)
        : new WriteError(`cannot write to ${name}: ${reason(cause)}`, { cause })
    onError(failure)
  }
  stream.on('error', fail)

  const settled = (start: (done: () => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const end = () => {
        stream.off('close', end)
        stream.off('error', end)
        if (failure) reject(failure)
        else resolve()
      }
      stream.once('close', end)
      stream.once('error', end)
      start(end)
    })

  /** What failed of what was written before is told to this write, and to the others only later. */
  const drained = () =>
    settled(done =>
      stream.write('', error => {
        if (error) fail(error)
        done()
      }),
    )

  return {
    write(bytes, written) {
      if (failure) return Promise.reject(failure)
      return stream.write(bytes, written) ? undefined : settled(done => stream.once('drain', done))
    },
    close: () => (failure ? Promise.reject(failure) : drained()),
    // What was written to a stream is written: only wait for it.
    discard: async () => {
      if (!failure) await drained().catch(() => {})
    },
  }
}

/** Bytes that a file is behind before the work waits for it. */
const WAITING = 4 * 1024 * 1024

/** Standard output. Where it is a file, through a stream that goes on after a short write: process.stdout does not. */
export function standardOutput(onError: (error: Error) => void): Output {
  const isFile = fstatSync(1).isFile()
  const stream = isFile
    ? createWriteStream('', { fd: 1, autoClose: false, highWaterMark: WAITING })
    : process.stdout
  return streamOutput(stream, 'standard output', onError)
}

/**
 * Writes beside `path` and moves the whole into place at the end, so that a reader never sees half a file. What is no
 * file, as /dev/null or a pipe with a name, is written to: moved over, it would be gone for everybody.
 */
export async function fileOutput(path: string, onError: (error: Error) => void): Promise<Output> {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  const handle = await open(isFile ? temporary : path, 'w').catch(error => {
    throw new UsageError(`cannot write to ${path}: ${reason(error)}`, { cause: error })
  })
  const stream = handle.createWriteStream({ highWaterMark: WAITING })
  const output = streamOutput(stream, path, onError)
  const closed = new Promise<void>(resolve => stream.once('close', resolve))
  return {
    write: output.write,
    async close() {
      await output.close()
      stream.end()
      await closed
      if (isFile) await rename(temporary, path)
    },
    async discard() {
      stream.destroy()
      await closed
      if (isFile) await rm(temporary, { force: true })
    },
  }
}

/** What a system error means, without Node's prefix of code and call. */
export function reason(error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOSPC':
      return 'no space left on device'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'ENOENT':
      return 'no such file or folder'
    case 'EISDIR':
      return 'it is a folder'
    case 'ENOTDIR':
      return 'a part of the path is no folder'
    case 'EROFS':
      return 'the file system is read-only'
    default:
      return messageOf(error)
  }
}
