/**
 * Makes the file of a store small again. LMDB never shrinks its file: a copy without free pages takes its place, which
 * is safe only while no process has the store open. On Linux LMDB's lock tells; elsewhere the file keeps its size, and
 * its free pages are used again.
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { inspectFile } from './file.ts'
import { DATA } from './folder.ts'
import { type ClosedGate, closeGate } from './gate.ts'
import { guardAgainstStrayErrors } from './guard.ts'
import { type Environment, openEnvironment } from './lmdb.ts'

const COPY = 'compact-copy'

/** Locks of other machines may be unknown here: NFS, SMB, CIFS, 9p, FUSE, Ceph, Lustre, AFS. */
const SHARED_FILE_SYSTEMS: readonly number[] = [
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x01021997, 0x65735546, 0x00c36400, 0x0bd00bd0, 0x5346414f,
]

export type Compacted = { before: number; after: number } | { skipped: string }

/** Where it is not done. */
class Skipped extends Error {}

export interface CompactOptions {
  /** For tests: runs when the copy is made, and not in its place yet. */
  copied?: () => Promise<void>
}

/** The store must not be open in this process. */
export async function compact(path: string, { copied }: CompactOptions = {}): Promise<Compacted> {
  const { type, bavail, bsize } = statfsSync(path)
  if (process.platform !== 'linux') return { skipped: 'only on Linux is it known who has the cache open' }
  if (SHARED_FILE_SYSTEMS.includes(type))
    return { skipped: 'other machines may have the cache open: its file system can be shared' }
  const data = join(path, DATA)
  const before = statSync(data).size
  if (bavail * bsize < before) return { skipped: 'there is no room for a copy' }
  const gate = closeGate(path)
  if (gate === undefined) return { skipped: 'another process is compacting it' }
  const silent = guardAgainstStrayErrors()
  const folder = join(path, COPY)
  const file = join(folder, DATA)
  try {
    // Whoever had it open before the gate was closed may store answers while the copy is made, and be gone after that.
    const copiedState = await whileAlone(path, async ({ copyTo }) => {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { mode: 0o700 })
      const state = stateOf(data)
      await copyTo(folder)
      return state
    })
    await copied?.()
    await whileAlone(path, async () => {
      requireGate(gate)
      // The gate holds off only those who know of it, and take its owner for alive.
      if (stateOf(data) !== copiedState) throw new Skipped('another process wrote to the cache meanwhile')
      if (inspectFile(file).state !== 'good') throw new Skipped('the copy is not whole')
      makeAlike(file, statSync(data))
      flush(file)
      renameSync(file, data)
    })
    return { before, after: statSync(data).size }
  } catch (error) {
    if (error instanceof Skipped) return { skipped: error.message }
    throw error
  } finally {
    silent()
    if (gate.isOurs()) rmSync(folder, { recursive: true, force: true })
    gate.open()
  }
}

/** With the store open in this process and in no other. Who opens it now finds the gate closed. */
async function whileAlone<T>(path: string, use: (environment: Environment) => Promise<T>): Promise<T> {
  const environment = await openEnvironment(path, false, true)
  try {
    if (!environment.isAlone) throw new Skipped('another process has the cache open')
    return await use(environment)
  } finally {
    await environment.close()
  }
}

function requireGate(gate: ClosedGate) {
  if (!gate.isOurs()) throw new Skipped('another process is compacting it')
}

/** Differs after every commit, and where the file is another one. */
function stateOf(data: string): string {
  const found = inspectFile(data)
  return `${statSync(data).ino} ${found.state === 'good' ? found.transaction : found.state}`
}

/** Who may read and write the store stays as it is. */
function makeAlike(file: string, { uid, gid, mode }: Stats) {
  for (const owner of [-1, uid]) {
    try {
      chownSync(file, owner, gid)
    } catch {
      // Only root gives files away, and others only to their own groups.
    }
  }
  chmodSync(file, mode & 0o7777)
}

/** A power cut right after the renaming would leave an empty file. */
function flush(file: string) {
  const fd = openSync(file, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
