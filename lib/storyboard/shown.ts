/** Things that come on screen, as a clause. */
import type { Step, Thing } from '../features/stage/steps.ts'
import { collapse } from '../features/stage/together.ts'
import { canBeTold, distinct, introduce, isWordy, listed, placed, refer } from './phrases.ts'
import { isKnown, remember, type Telling } from './telling.ts'

const VERBS: Record<string, string> = {
  draw: 'draw',
  write: 'write',
  type: 'type out',
  'fade in': 'fade in',
  grow: 'grow',
  appear: 'show',
  'spin in': 'spin in',
  'spiral in': 'spiral in',
  'one by one': 'show',
}
const MOST_THINGS = 4

export function shown(step: Step, telling: Telling, still: boolean): string | undefined {
  const things: Thing[] = []
  for (const thing of step.things ?? [])
    if (canBeTold(thing, telling) && !things.some(one => isPiece(one, thing))) things.push(thing)
  if (things.length === 0) return undefined
  const verb = still ? 'show' : (VERBS[step.how ?? ''] ?? 'show')
  if (verb !== 'write' && verb !== 'draw') return clauseOf(verb, things, step, telling)
  // Words are written, shapes are drawn, whatever one animation did to both.
  const words = things.filter(isWordy)
  if (words.length > 0 && words.length < things.length) {
    const shapes = things.filter(thing => !isWordy(thing))
    const [first, second] = isWordy(things[0]!) ? [words, shapes] : [shapes, words]
    return listed(
      [first, second].map(some => clauseOf(some === words ? 'write' : 'draw', some, step, telling)),
    )
  }
  return clauseOf(words.length > 0 ? 'write' : 'draw', things, step, telling)
}

/** Pieces of one text: of each the same would be said. */
function isPiece(a: Thing, b: Thing): boolean {
  return Boolean(a.part && b.part) && a.kind === b.kind && a.text !== undefined && a.text === b.text
}

function clauseOf(verb: string, things: readonly Thing[], step: Step, telling: Telling): string {
  const told = isCrowd(things) ? gather(things) : things
  const named = told.slice(0, MOST_THINGS)
  const shared = named.length > 1 && new Set(named.map(thing => thing.place)).size === 1
  const phrases: string[] = []
  for (const thing of named) {
    const phrase = isKnown(thing.id, telling)
      ? refer(thing, telling) + (shared ? '' : placed(thing, telling))
      : introduce(thing, telling, !shared)
    phrases.push(phrase)
    // What comes after it may stand beside one of them.
    if (told !== things) tellApart(alike(thing, things), telling)
  }
  if (told.length > named.length) phrases.push('other elements')
  for (const thing of told.slice(named.length)) tellApart(alike(thing, things), telling)
  const inTurn = step.detail === 'one after another' || step.how === 'one by one'
  const tail = inTurn && !isAlone(told) ? ', one after another' : ''
  return `${verb} ${listed(distinct(phrases))}${shared ? placed(named[0]!, telling) : ''}${tail}`
}

/** Nothing of it could come after anything else. */
function isAlone([only, ...others]: readonly Thing[]): boolean {
  const isMade = only?.parts !== undefined && only.text === undefined
  return others.length === 0 && only?.count === undefined && !isMade && !only?.texts
}

function alike({ kind, name }: Thing, things: readonly Thing[]): readonly Thing[] {
  return things.filter(one => one.kind === kind && one.name === name)
}

/** They were told together, and may be told of one by one later. */
function tellApart(things: readonly Thing[], telling: Telling) {
  const crowd = new Map(telling.crowd)
  for (const thing of things) {
    if (thing.id !== undefined && things.length > 1) crowd.set(thing.id, things.length)
    // The first keeps their number.
    if (thing !== things[0]) remember(thing, telling)
  }
  telling.crowd = crowd
}

/** Many, or some that look the same and stand nowhere in particular. */
function isCrowd(things: readonly Thing[]): boolean {
  if (things.length > MOST_THINGS) return true
  if (things.length === 1) return false
  const looks = new Map<string, Thing[]>()
  for (const thing of things) {
    const look = `${thing.name ?? thing.kind}\0${thing.color}\0${thing.text}\0${thing.file}\0${thing.curve}`
    looks.set(look, [...(looks.get(look) ?? []), thing])
  }
  return [...looks.values()].some(
    same =>
      same.length > 1 &&
      (new Set(same.map(one => one.place)).size < same.length || same.some(one => !one.place)),
  )
}

/** Told by kind and number. */
function gather(things: readonly Thing[]): Thing[] {
  return collapse(things).map(thing => {
    const [first] = alike(thing, things)
    return first?.id === undefined ? thing : { ...thing, id: first.id }
  })
}
