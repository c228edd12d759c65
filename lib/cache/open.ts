/** Opens the cache: the folder is made sound, the format checked, and the parts put together. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { asUsageError, DATA, prepareFolder } from './folder.ts'
import { isGateClosed, passGate } from './gate.ts'
import { guardAgainstStrayErrors } from './guard.ts'
import { type Environment, openEnvironment } from './lmdb.ts'
import { type CheckOptions, checkFormat } from './meta.ts'
import { Store, type StoreOptions } from './store.ts'

export interface OpenOptions {
  path: string
  /** Serves what is there and writes nothing. A read-only file system makes it so by itself. */
  readOnly?: boolean
  log: StoreOptions['log']
  /** How long a claim is honoured without a sign of its owner. */
  leaseMs?: number
  /** For tests: another format than today's, and the way to it. */
  format?: Pick<CheckOptions, 'format' | 'migrations'>
}

/** LMDB forbids opening a store twice in one process. */
const opened = new Set<string>()

export async function openCache({ path, log, leaseMs, format, ...wanted }: OpenOptions): Promise<Store> {
  const { readOnly, empty } = await prepareFolder(path, { readOnly: wanted.readOnly ?? false }, message =>
    log.note(message),
  )
  if (readOnly && !wanted.readOnly)
    log.note(`the cache ${path} is on a read-only file system: answers are not kept`)
  if (readOnly && empty) return new Store({ path, readOnly, log, onClose: () => {} })
  if (opened.has(path)) throw new UsageError(`the cache ${path} is already open in this process`)
  opened.add(path)

  const undo: (() => void | Promise<void>)[] = [() => void opened.delete(path), guardAgainstStrayErrors()]
  const undoAll = async () => {
    for (const step of undo.toReversed()) await step()
  }
  try {
    const environment = await openBesideCompaction(path, readOnly)
    undo.push(() => environment.close())
    await checkFormat(environment, { path, readOnly, ...format })
    return new Store({
      path,
      readOnly,
      log,
      environment,
      onClose: undoAll,
      ...(leaseMs !== undefined && { leaseMs }),
    })
  } catch (error) {
    await undoAll()
    throw asUsageError(error, path)
  }
}

/** A store that is being compacted is another file the moment after. */
async function openBesideCompaction(path: string, readOnly: boolean): Promise<Environment> {
  const inode = () => statSync(join(path, DATA), { throwIfNoEntry: false })?.ino
  for (;;) {
    await passGate(path)
    const before = inode()
    const environment = await openEnvironment(path, readOnly)
    // Whoever closed the gate before this either finds that it is not alone, or is seen here.
    if (!isGateClosed(path) && (before === undefined || before === inode())) return environment
    await environment.close()
  }
}
