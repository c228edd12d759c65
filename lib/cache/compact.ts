/**
 * Makes the file of a store small again. LMDB never shrinks its file: a copy without free pages takes its place, which
 * is safe only while no process has the store open. Linux tells who has: a process with the store open holds a lock on
 * the lock file, listed in /proc/locks. Elsewhere the file keeps its size, and its free pages are used again.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../errors.ts'
import { inspectFile } from './file.ts'
import { DATA, LOCK } from './folder.ts'
import { isAlive, type Owner, thisProcess } from './owner.ts'

/** While this folder is there, nobody opens the store. */
const GATE = 'compacting'
const OWNER = 'owner.json'
const UNSIGNED_MS = 10_000
const LONGEST_MS = 600_000
const COPY = 'compact-copy'
const KERNEL_LOCKS = '/proc/locks'

export type Compacted = { before: number; after: number } | { skipped: string }

/** `copy` opens the store, writes the copy into the folder, and closes the store. */
export async function compact(path: string, copy: (folder: string) => Promise<void>): Promise<Compacted> {
  const folder = join(path, COPY)
  const file = join(folder, DATA)
  if (!existsSync(KERNEL_LOCKS))
    return { skipped: 'only Linux tells whether another process has the cache open' }
  const before = statSync(join(path, DATA)).size
  const { bavail, bsize } = statfsSync(path)
  if (bavail * bsize < before) return { skipped: 'there is no room for a copy' }
  const closedGate = closeGate(path)
  if (!closedGate) return { skipped: 'another process is compacting it' }
  try {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    await copy(folder)
    if (inspectFile(file).state !== 'good') return { skipped: 'the copy is not whole' }
    if (isOpen(path)) return { skipped: 'another process has the cache open' }
    renameSync(file, join(path, DATA))
    return { before, after: statSync(join(path, DATA)).size }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(join(path, GATE), { recursive: true, force: true })
  }
}

/** Waits until no live process is compacting the store. */
export async function passGate(path: string): Promise<void> {
  while (isGateClosed(path)) await new Promise(resolve => setTimeout(resolve, 50))
}

export function isGateClosed(path: string): boolean {
  const gate = join(path, GATE)
  const stat = statSync(gate, { throwIfNoEntry: false })
  if (stat === undefined) return false
  const owner = readOwner(gate)
  const alive = owner && isAlive(owner)
  // Not signed yet, or by a process that can't be seen from here: then time tells.
  return alive ?? Date.now() - stat.mtimeMs < (owner ? LONGEST_MS : UNSIGNED_MS)
}

function closeGate(path: string): boolean {
  if (isGateClosed(path)) return false
  const gate = join(path, GATE)
  rmSync(gate, { recursive: true, force: true })
  try {
    mkdirSync(gate)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
  writeFileSync(join(gate, OWNER), JSON.stringify(thisProcess()))
  return true
}

function readOwner(gate: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(gate, OWNER), 'utf8'))
  } catch {
    return undefined
  }
}

/** By inode alone: the device is written differently on layered file systems, and a false yes does no harm. */
function isOpen(path: string): boolean {
  const inode = String(statSync(join(path, LOCK)).ino)
  return readFileSync(KERNEL_LOCKS, 'utf8')
    .split('\n')
    .some(line => line.split(/\s+/).some(field => field.endsWith(`:${inode}`)))
}
