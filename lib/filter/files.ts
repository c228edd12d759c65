/** Which file is which: what a run writes can be written, and is not what it reads. */
import { type BigIntStats, constants, fstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { reason, systemCode, UsageError } from '../errors.ts'

/** What a run writes besides standard output. */
interface Written {
  output?: string | undefined
  rejects?: string | undefined
}

/**
 * Throws UsageError where a file is written that is also read, or twice at once: it would be empty before it is read, or
 * grow as it is. To --output alone the input may be named: that is put in place when all was read. `inputs` may name what
 * is no file.
 */
export async function requireApart(inputs: readonly string[], { output, rejects }: Written): Promise<void> {
  const read = new Map<string | undefined, string>()
  for (const input of inputs) {
    const stats = input === '-' ? fstat(0) : statsOf(input)
    if (stats?.isFile()) read.set(fileOf(stats), input === '-' ? 'stdin' : input)
  }
  const toFile = output !== undefined && !isStandardOutput(output)
  const written = toFile ? identity(output) : fileOf(fstat(1))
  if (toFile) await requireWritable(output)
  else if (read.has(written)) {
    throw new UsageError(`the input is the output: ${read.get(written)}; --output writes in place`)
  }
  const kept = rejects === undefined ? undefined : identity(rejects)
  if (kept === undefined) return
  if (read.has(kept)) throw new UsageError(`--rejects ${rejects}: it is the input`)
  if (kept === written) throw new UsageError(`--rejects ${rejects}: it is the output`)
}

/** Does it name what standard output goes to? Opened anew, it would be written from its beginning. */
export function isStandardOutput(path: string): boolean {
  const named = statsOf(path)
  const { dev, ino } = fstat(1)
  return named?.dev === dev && named.ino === ino
}

/** Where a link leads, there or not: the file is made anew, and the link stays. */
export function behindLinks(path: string): string {
  let place = path
  // As many as Linux follows.
  for (let links = 0; links < 40; links++) {
    try {
      place = resolve(realpathSync(dirname(place)), readlinkSync(place))
    } catch {
      return place
    }
  }
  return place
}

/** The same for two names of one file, whether it is there or not. Undefined where it is no file. */
function identity(path: string): string | undefined {
  const stats = statsOf(path)
  if (stats) return fileOf(stats)
  const place = behindLinks(path)
  try {
    return resolve(realpathSync(dirname(place)), basename(place))
  } catch {
    return undefined
  }
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}

function fileOf(stats: BigIntStats): string | undefined {
  return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined
}

function fstat(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true })
}

/** A file that cannot be written is told before the work, not after it. */
async function requireWritable(path: string): Promise<void> {
  if (path === '') throw new UsageError('--output names no file')
  const refuse = (why: string, cause?: unknown) =>
    new UsageError(`cannot write to ${path}: ${why}`, { cause })
  // Node takes the name without its slash, and the system does not.
  if (path.endsWith('/')) throw refuse('it is a folder')
  try {
    const before = await stat(path).catch(error => {
      if (systemCode(error) !== 'ENOENT') throw error
    })
    if (before?.isDirectory()) throw refuse('it is a folder')
    // A file is made beside the old one and moved there.
    const place = !before || before.isFile() ? dirname(behindLinks(path)) : path
    await access(place, constants.W_OK)
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(reason(error), error)
  }
}
