/** Who this process is, and whether another one still lives: so that no claim outlives its owner. */
import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export interface Owner {
  /** Host, boot and process namespace: where a process number means anything. */
  place: string
  pid: number
  /** When the process began, in the kernel's ticks: tells it from a later one with its number. Absent where unknown. */
  start?: string
}

export function thisProcess(): Owner {
  const start = startOf(process.pid)
  return { place: placeOf(), pid: process.pid, ...(start === undefined ? {} : { start }) }
}

export function newToken(): string {
  return randomBytes(8).toString('hex')
}

/** False: gone for sure. Undefined: can't be told from here; then only its heartbeat tells. */
export function isAlive(owner: Owner, place = placeOf()): boolean | undefined {
  if (owner.place !== place) return undefined
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (owner.start === undefined) return undefined
  const start = startOf(owner.pid)
  return start === undefined ? undefined : start === owner.start
}

let place: string | undefined

function placeOf(): string {
  place ??= [hostname(), tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())]
    .concat(tryRead(() => readlinkSync('/proc/self/ns/pid')))
    .join(' ')
  return place
}

/** Field 22 of /proc/PID/stat. The second field, the program's name, may hold spaces and brackets. A zombie has ended. */
function startOf(pid: number): string | undefined {
  const stat = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (stat === '') return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19]
}

function tryRead(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
