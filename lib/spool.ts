/**
 * Lists of numbers that may grow beyond memory: of each the last block is in memory, those before it are in one temporary
 * file. What fits into the blocks never touches the disk.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reason, UsageError } from './errors.ts'

export interface NumberList {
  push(number: number): void
  /** Copies block `index`, counted from 0, to `to`, which is as long. How many numbers that are; 0 behind the last. */
  read(index: number, to: Int32Array): number
}

export interface Spool {
  /** In blocks of so many numbers of 32 bits. */
  list(block: number): NumberList
  close(): void
}

export function createSpool(): Spool {
  let file: number | undefined
  let end = 0

  const append = (block: Int32Array): number => {
    const start = end
    attempt(() => {
      file ??= openTemporary()
      for (let at = 0; at < block.byteLength; )
        at += writeSync(file, block, at, block.byteLength - at, start + at)
    })
    end += block.byteLength
    return start
  }
  const readAt = (start: number, to: Int32Array) => {
    attempt(() => {
      for (let at = 0; at < to.byteLength; ) {
        const count = readSync(file!, to, at, to.byteLength - at, start + at)
        if (count === 0) throw new Error('it has become shorter')
        at += count
      }
    })
  }

  return {
    list(block) {
      const starts: number[] = []
      const last = new Int32Array(block)
      let length = 0
      return {
        push(number) {
          if (length === block) {
            starts.push(append(last))
            length = 0
          }
          last[length++] = number
        },
        read(index, to) {
          if (index < starts.length) {
            readAt(starts[index]!, to)
            return block
          }
          if (index > starts.length) return 0
          to.set(last)
          return length
        },
      }
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** It has no name when this returns, so that it is gone with the process, however that ends. */
function openTemporary(): number {
  const folder = mkdtempSync(join(tmpdir(), 'manim-filters-'))
  try {
    return openSync(join(folder, 'spool'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function attempt<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new UsageError(`cannot use a temporary file in ${tmpdir()}: ${reason(error)}`, {
      hint: 'TMPDIR names another folder for it.',
      cause: error,
    })
  }
}
