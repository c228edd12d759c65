/** What has been said so far. */
import type { Thing } from '../features/stage/steps.ts'

export interface Telling {
  /** Things as they were last told, in the order in which they came. So few that looking through them takes no time. */
  readonly known: Thing[]
  /** Things that were told together with others like them, by number: how many they are. Never changed, but replaced. */
  crowd: ReadonlyMap<number, number>
}

const NO_CROWD: ReadonlyMap<number, number> = new Map()

export function nothingTold(): Telling {
  return { known: [], crowd: NO_CROWD }
}

export function copyOf({ known, crowd }: Telling): Telling {
  return { known: known.slice(), crowd }
}

/** The thing of that number as it was told. */
export function toldOf(id: number | undefined, { known }: Telling): Thing | undefined {
  const at = placeOf(id, known)
  return at < 0 ? undefined : known[at]
}

export function isKnown(id: number | undefined, { known }: Telling): boolean {
  return placeOf(id, known) >= 0
}

export function remember(thing: Thing, { known }: Telling): void {
  if (thing.id === undefined) return
  const at = placeOf(thing.id, known)
  if (at < 0) known.push(thing)
  else if (saysMore(thing, known[at]!)) known[at] = { ...known[at], ...thing }
}

export function forget(id: number | undefined, { known }: Telling): void {
  const at = placeOf(id, known)
  if (at >= 0) known.splice(at, 1)
}

export function forgetAll({ known }: Telling): void {
  known.length = 0
}

function placeOf(id: number | undefined, known: readonly Thing[]): number {
  if (id === undefined) return -1
  for (let at = 0; at < known.length; at++) if (known[at]!.id === id) return at
  return -1
}

function saysMore(thing: Thing, before: Thing): boolean {
  if (thing === before) return false
  for (const name in thing) {
    if (thing[name as keyof Thing] !== before[name as keyof Thing]) return true
  }
  return false
}
