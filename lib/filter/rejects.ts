/** The file named by --rejects: raw lines that were not taken. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { reason, UsageError } from '../errors.ts'

export interface Rejects {
  add(line: Buffer): void
  close(): void
}

/** Written at once and in place: after a crash it holds what was rejected until then. */
export function openRejects(path: string | undefined): Rejects | undefined {
  if (path === undefined) return undefined
  const file = attempt(path, () => openSync(path, 'w'))
  return {
    add(line) {
      attempt(path, () => writeAll(file, Buffer.concat([line, Buffer.from('\n')])))
    },
    close: () => closeSync(file),
  }
}

function writeAll(file: number, bytes: Buffer) {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new UsageError(`cannot write to ${path}: ${reason(error)}`, { cause: error })
  }
}
