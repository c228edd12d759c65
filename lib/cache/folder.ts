/** Makes the cache's folder ready for LMDB: everything that would kill the process is found here and said in one line. */
import {
  accessSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { messageOf, systemCode, UsageError } from '../errors.ts'
import { type Condition, inspectFile } from './file.ts'

export const DATA = 'data.mdb'
export const LOCK = 'lock.mdb'

/** Room for a thousand readers. Written out in full: a hole in a mapped file is a SIGBUS on a full disk. */
const LOCK_BYTES = 64 * 1024
/** What a new store takes at least. */
const FIRST_BYTES = 1024 * 1024
/** A file that another process is just making looks damaged for a moment. */
const LOOKS = 5
const LOOK_MS = 30

export interface Folder {
  /** The file system, or the caller, allows no writing. */
  readOnly: boolean
  /** There is no store yet. */
  empty: boolean
}

export async function prepareFolder(
  path: string,
  wanted: { readOnly: boolean },
  note: (message: string) => void,
): Promise<Folder> {
  let { readOnly } = wanted
  try {
    if (!readOnly) readOnly = !makeFolder(path)
    if (kindOf(path) === 'missing') return { readOnly, empty: true }
    if (kindOf(path) !== 'folder') throw new UsageError(`the cache ${path} is not a folder`)
    for (const name of [DATA, LOCK]) {
      const kind = kindOf(join(path, name))
      if (kind !== 'file' && kind !== 'missing') {
        throw new UsageError(`the cache cannot be opened: ${join(path, name)} is not a file but a ${kind}`)
      }
    }
    const empty = !(await soundData(path, readOnly, note))
    if (!readOnly) makeLockFile(path)
    if (!readOnly && empty) requireSpace(path)
    return { readOnly, empty }
  } catch (error) {
    throw asUsageError(error, path)
  }
}

/** False on a read-only file system. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    for (const name of [DATA, LOCK]) {
      const file = join(path, name)
      if (kindOf(file) === 'file') accessSync(file, constants.R_OK | constants.W_OK)
    }
    return true
  } catch (error) {
    if (systemCode(error) === 'EROFS') return false
    throw error
  }
}

/** True where there is a store that LMDB may map. A damaged one is moved aside: a cache can be rebuilt, a crash can't. */
async function soundData(path: string, readOnly: boolean, note: (message: string) => void): Promise<boolean> {
  const file = join(path, DATA)
  if (kindOf(file) === 'missing') return false
  const found = await lookRepeatedly(file)
  if (found.state === 'good') return true
  if (found.state === 'new') return false
  if (found.state === 'foreign') {
    throw new UsageError(
      `the cache ${path} was written by another version of LMDB (file format ${found.version})`,
    )
  }
  if (readOnly) throw new UsageError(`the cache ${path} is damaged: ${found.why}`)
  const aside = moveAside(path, file)
  if (aside !== undefined)
    note(`the cache was damaged (${found.why}): moved to ${aside}, a new one is started`)
  return false
}

async function lookRepeatedly(file: string): Promise<Condition> {
  for (let look = 1; ; look++) {
    const found = inspectFile(file)
    if (found.state !== 'damaged' || look === LOOKS) return found
    await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  }
}

/** Undefined where another process was faster. */
function moveAside(path: string, file: string): string | undefined {
  // Without this, the slower of two processes would move away the new store that the faster one just started.
  const turn = join(path, 'moving-aside')
  try {
    mkdirSync(turn)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    const age = Date.now() - statSync(turn).mtimeMs
    if (age < 10_000) {
      throw new UsageError(`the cache ${path} is damaged and another process is moving it aside: try again`)
    }
  }
  try {
    if (inspectFile(file).state !== 'damaged') return undefined
    for (let number = 1; ; number++) {
      const aside = `${file}.damaged-${number}`
      if (kindOf(aside) !== 'missing') continue
      renameSync(file, aside)
      return aside
    }
  } finally {
    rmSync(turn, { recursive: true, force: true })
  }
}

function makeLockFile(path: string) {
  const file = join(path, LOCK)
  if (kindOf(file) !== 'missing') return
  const made = `${file}.${process.pid}`
  try {
    writeFileSync(made, Buffer.alloc(LOCK_BYTES))
    // A link never replaces: a lock file that another process is using by now stays.
    linkSync(made, file)
  } catch (error) {
    // Some file systems know no links: LMDB makes its own lock file there.
    if (!['EEXIST', 'EPERM', 'ENOTSUP', 'ENOSYS'].includes(systemCode(error) ?? '')) throw error
  } finally {
    rmSync(made, { force: true })
  }
}

/** LMDB does not survive that there is no room for its first pages. */
function requireSpace(path: string) {
  const tried = join(path, `${DATA}.${process.pid}`)
  try {
    writeFileSync(tried, Buffer.alloc(FIRST_BYTES))
  } finally {
    rmSync(tried, { force: true })
  }
}

type Kind = 'missing' | 'file' | 'folder' | 'pipe' | 'socket' | 'device' | 'broken link'

function kindOf(path: string): Kind {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined ? 'missing' : 'broken link'
  }
  if (stat.isFile()) return 'file'
  if (stat.isDirectory()) return 'folder'
  if (stat.isFIFO()) return 'pipe'
  return stat.isSocket() ? 'socket' : 'device'
}

/** A system error about the cache, as one line for the person. */
export function asUsageError(error: unknown, path: string): UsageError {
  if (error instanceof UsageError) return error
  const reasons: Record<string, string> = {
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'its file system is read-only',
    ENOTDIR: 'part of its path is not a folder',
    EEXIST: 'part of its path is not a folder',
    ENOSPC: 'no space left on its disk',
    EDQUOT: 'the disk quota is used up',
  }
  const reason = reasons[systemCode(error) ?? ''] ?? messageOf(error)
  return new UsageError(`the cache ${path} cannot be opened: ${reason}`, { cause: error })
}
