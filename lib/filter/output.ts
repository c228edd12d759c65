/** The one writer of standard output, or of the file named by --output. */
import { createWriteStream, fstatSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { reason, systemCode, UsageError } from '../errors.ts'
import { behindLinks } from './files.ts'

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
  /** What the person is to know where it is discarded. */
  discarded?: string
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
  const unwritable = (error: unknown) =>
    new WriteError(`cannot write to ${path}: ${reason(error)}`, { cause: error })
  const before = await stat(path).catch(error => {
    // What is not there is made, or cannot be, as opening it says.
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined
    throw unwritable(error)
  })
  const isFile = before?.isFile() ?? true
  const place = isFile ? behindLinks(path) : path
  // Short, whatever the name; processes in two containers may have one number.
  const mark = `${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  const temporary = join(dirname(place), `.${basename(place).slice(0, 32)}.${mark}.tmp`)
  // Who may read the file is the user's word, and stays so.
  const mode = before && before.mode & 0o777
  const handle = await (isFile ? open(temporary, 'wx', mode) : open(path, 'w')).catch(error => {
    throw unwritable(error)
  })
  // The umask has taken some of it away.
  if (mode !== undefined && isFile) await handle.chmod(mode).catch(() => {})
  const stream = handle.createWriteStream({ highWaterMark: WAITING })
  const output = streamOutput(stream, path, onError)
  let lost: unknown
  stream.once('error', error => {
    lost ??= error
  })
  const closed = new Promise<void>(resolve => stream.once('close', resolve))
  const discard = async () => {
    stream.destroy()
    await closed
    if (isFile) await rm(temporary, { force: true })
  }
  return {
    write: output.write,
    async close() {
      try {
        await output.close()
        stream.end()
        await closed
        // A server that keeps files may say only now that it has no room for what it took.
        if (lost !== undefined) throw lost
        if (isFile) await rename(temporary, place)
      } catch (error) {
        await discard()
        throw error instanceof ReaderGone || error instanceof WriteError ? error : unwritable(error)
      }
    },
    discard,
    ...(isFile && { discarded: before ? `${path} is left as it was` : `${path} is not made` }),
  }
}
