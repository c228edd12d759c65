/** The gate of a store: while one process compacts it, no other opens it. */
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../errors.ts'
import { isAlive, type Owner, thisProcess } from './owner.ts'

/** While this folder is there, nobody opens the store. */
const GATE = 'compacting'
const OWNER = 'owner.json'
const UNSIGNED_MS = 10_000
/** A gate whose owner can't be seen from here, and that gave no sign for so long, is open. */
const LONGEST_MS = 600_000
const SIGN_MS = 5000

/** A gate that this process closed. */
export interface ClosedGate {
  /** False where another process took this one for gone and closed the gate for itself. */
  isOurs(): boolean
  open(): void
}

/** Undefined where another process has closed it. */
export function closeGate(path: string): ClosedGate | undefined {
  if (isGateClosed(path)) return undefined
  const gate = join(path, GATE)
  rmSync(gate, { recursive: true, force: true })
  try {
    mkdirSync(gate)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return undefined
    throw error
  }
  const signature = JSON.stringify(thisProcess())
  writeFileSync(join(gate, OWNER), signature)
  const isOurs = () => readSignature(gate) === signature
  // Those who can't see this process see that the gate is renewed.
  const signs = setInterval(() => {
    const now = new Date()
    if (isOurs()) utimesSync(gate, now, now)
  }, SIGN_MS).unref()
  return {
    isOurs,
    open() {
      clearInterval(signs)
      if (isOurs()) rmSync(gate, { recursive: true, force: true })
    },
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

function readOwner(gate: string): Owner | undefined {
  try {
    return JSON.parse(readSignature(gate) ?? '')
  } catch {
    return undefined
  }
}

function readSignature(gate: string): string | undefined {
  try {
    return readFileSync(join(gate, OWNER), 'utf8')
  } catch {
    return undefined
  }
}
