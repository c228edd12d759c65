/** What has been said so far. */
import type { Thing } from '../features/stage/steps.ts'

export interface Telling {
  /** Things as they were last told, in the order in which they came. So few that looking through them takes no time. */
  known: Thing[]
  /** Numbers of things that came by themselves. */
  readonly own: ReadonlySet<number>
  /** How many groups were made of things that were told together: these have numbers below zero. */
  gathered: number
  /** Things of groups that were spoken of one by one, the last one last. Never changed, but replaced. */
  spoken: readonly number[]
  /** What the last clause says something of. */
  about: About | undefined
}

/** The things that a clause is about, and what it calls them. */
export interface About {
  readonly key: string
  readonly phrase: string
  readonly pronoun: 'it' | 'them'
}

const NONE: ReadonlySet<number> = new Set()

export function nothingTold(own = NONE): Telling {
  return { known: [], own, gathered: 0, spoken: [], about: undefined }
}

export function copyOf(telling: Telling): Telling {
  return { ...telling, known: telling.known.slice() }
}

/** As if what was said since had not been said. */
export function restore(telling: Telling, before: Telling): void {
  Object.assign(telling, copyOf(before))
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

/** Things told together, as a group that later ones may be of. */
export function rememberGroup(group: Thing, things: readonly Thing[], telling: Telling): void {
  telling.gathered++
  const id = -telling.gathered
  remember({ ...group, id }, telling)
  for (const thing of things) {
    forget(thing.id, telling)
    remember({ ...thing, of: id }, telling)
  }
}

/** With a group all that is of it, and with the last one of a group the group. */
export function recolor(thing: Thing, color: string | undefined, telling: Telling): void {
  remember(thing, telling)
  paintAll(thing.id, color, telling)
  const group = toldOf(toldOf(thing.id, telling)?.of, telling)
  if (!group) return
  const all = telling.known.filter(one => one.of === group.id && !one.part)
  const size = all.reduce((sum, { count = 1 }) => sum + (count === 'many' ? Number.NaN : count), 0)
  if (size === group.count && all.every(one => one.color === color)) paint(group.id, color, telling)
}

function paintAll(id: number | undefined, color: string | undefined, telling: Telling) {
  paint(id, color, telling)
  if (id === undefined || !telling.known.some(one => one.of === id)) return
  for (const one of telling.known) {
    if (one.part || one.of === undefined) continue
    if (one.of === id || toldOf(one.of, telling)?.of === id) paint(one.id, color, telling)
  }
}

function paint(id: number | undefined, color: string | undefined, { known }: Telling) {
  const at = placeOf(id, known)
  if (at < 0) return
  const { colors: _, ...thing } = known[at]!
  known[at] = { ...thing, color } as Thing
}

/** With it goes what is of it, and with the last one that was told together with others their group. */
export function forget(id: number | undefined, telling: Telling): void {
  const { known } = telling
  const at = placeOf(id, known)
  if (at < 0) return
  const [gone] = known.splice(at, 1)
  for (const one of known.filter(({ of }) => of === id)) forget(one.id, telling)
  if (gone!.part) return
  const group = toldOf(gone!.of, telling)
  lessen(group, gone!, telling)
  lessen(toldOf(group?.of, telling), gone!, telling)
}

function lessen(group: Thing | undefined, { count: gone = 1, color }: Thing, telling: Telling): void {
  const { id, count, colors } = group ?? {}
  if (typeof count !== 'number' || gone === 'many') return
  if (count <= gone) return forget(id, telling)
  // Where each has a colour of its own, it takes that along.
  const left = colors?.length === count ? colors.filter(one => one !== color) : colors
  telling.known[placeOf(id, telling.known)] = {
    ...group!,
    count: count - gone,
    ...(left && { colors: left }),
  }
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
