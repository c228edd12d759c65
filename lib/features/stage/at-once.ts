/** What the program changes of things on screen by itself, with no animation: it is seen when time passes. */
import { gather } from '../gather.ts'
import { lookOf, seenOf } from './animate.ts'
import { DEFORMS, GROWS, MOVES, PAINTS, TURNS } from './changes.ts'
import { merge } from './effects.ts'
import { wholeOf } from './groups.ts'
import type { Args, Machine } from './machine.ts'
import { isWithin } from './objects.ts'
import { isFar } from './places.ts'
import { emit, tell } from './screen.ts'
import type { Step, Thing } from './steps.ts'
import type { Mob } from './values.ts'

const OTHERS =
  `shift become arrange arrange_in_grid arrange_submobjects set_value increment_value set_opacity fade set_stroke
change_bar_values change_layout restore`.split(/\s+/)
const CHANGES: ReadonlySet<string> = new Set([...DEFORMS, ...GROWS, ...MOVES, ...PAINTS, ...TURNS, ...OTHERS])
/** Of more that were added at once nobody looks for one. */
const MOST_FRESH = 60

/** To be called before a method of the thing runs. */
export function noteChange(m: Machine, mob: Mob, name: string, given: Args): void {
  const { changed, doubt } = m.world
  if (!mob.shown || mob.camera || !CHANGES.has(name) || isFresh(m, mob)) return
  const call = { name, ...given }
  const known = changed.get(mob)
  if (known) known.calls.push(call)
  else changed.set(mob, { before: { ...mob }, calls: [call], doubtful: doubt > 0 })
}

/** What `work` changes is told otherwise, or not at all. */
export function quietly<T>({ world }: Machine, work: () => T): T {
  const { changed } = world
  world.changed = new Map()
  const result = work()
  world.changed = changed
  return result
}

/** What was added since time last passed is told as it is when it passes. */
function isFresh({ world: { fresh } }: Machine, mob: Mob): boolean {
  const mobs = fresh?.mobs ?? []
  const whole = wholeOf(mob)
  return mobs.length > MOST_FRESH || mobs.some(one => isWithin(whole, one))
}

/** Tells of all that was changed since time last passed. */
export function tellChanges(m: Machine): void {
  const { changed } = m.world
  if (changed.size === 0) return
  m.world.changed = new Map()
  const told = [...changed].filter(([mob]) => mob.shown)
  const sure = told.filter(([, { doubtful }]) => !doubtful)
  const unsure = told.filter(([, { doubtful }]) => doubtful)
  for (const step of stepsOf(m, sure)) emit(m, step)
  for (const step of stepsOf(m, unsure)) emit(m, { ...step, maybe: true })
}

function stepsOf(m: Machine, changes: readonly (readonly [Mob, Changed])[]): readonly Step[] {
  return merge(
    gather(changes, ([mob, { before, calls }]) => {
      const things = [tell(m, before, false)]
      mob.id = before.id
      const isThere = !hasLeft(before, mob)
      return seenOf(m, { mob, calls }, lookOf(before), things).filter(step => isSaid(step, isThere))
    }),
  )
}

/** Is it known to be where it was not before? */
function hasLeft(before: Mob, now: Mob): boolean {
  if (now.rel) return now.rel.word !== before.rel?.word || now.rel.of !== before.rel.of
  return isFar(before.pos, now.pos)
}

/** That something changes, or becomes or moves where it is, says nothing; a number is another one then. */
function isSaid({ action, how, detail, things = [], into }: Step, isThere: boolean): boolean {
  if (action === 'change' && how === undefined) {
    const [{ kind, text } = { kind: '' }] = things
    return detail === undefined ? kind === 'number' : detail !== `to ${text}`
  }
  if (action === 'move' && how === undefined) return !isThere
  return !isThere || !into?.every((thing, i) => isAlike(thing, things[i]))
}

const isAlike = (a: Thing, b: Thing | undefined) =>
  b !== undefined && a.kind === b.kind && a.text === b.text && a.color === b.color

/** A change that nobody has seen yet. */
export interface Changed {
  /** The thing as it was. */
  readonly before: Mob
  readonly calls: { readonly name: string; readonly args: Args['args']; readonly kws: Args['kws'] }[]
  readonly doubtful: boolean
}
