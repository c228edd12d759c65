/** Things that come on screen, as a clause. */
import type { Step, Thing } from '../features/stage/steps.ts'
import { collapse } from '../features/stage/together.ts'
import { canBeTold, introduce, namesOf, placed } from './phrases.ts'
import { isKnown, rememberGroup, type Telling } from './telling.ts'
import { distinct, isMany, isPlural, isWordy, listed } from './wording.ts'

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
  if (words.length > 0) return clauseOf('write', things, step, telling)
  // Nobody draws a drawing.
  const isTraced = things.some(({ kind, name }) => kind === 'drawing' && name === undefined)
  return clauseOf(isTraced ? 'trace' : 'draw', things, step, telling)
}

/** Pieces of one text: of each the same would be said. */
function isPiece(a: Thing, b: Thing): boolean {
  return Boolean(a.part && b.part) && a.kind === b.kind && a.text !== undefined && a.text === b.text
}

function clauseOf(verb: string, things: readonly Thing[], step: Step, telling: Telling): string {
  const told = tellable(things)
  const named = told.slice(0, MOST_THINGS)
  const shared = named.length > 1 && new Set(named.map(({ thing }) => thing.place)).size === 1
  const phrases: string[] = []
  for (const { thing, alike } of named) {
    if (alike.some(({ id }) => !isKnown(id, telling))) {
      phrases.push(introduceAll(thing, alike, !shared, telling))
      continue
    }
    const names = listed(namesOf(alike, telling))
    phrases.push(shared ? names : names + placed(thing, telling))
  }
  if (told.length > named.length) phrases.push('other elements')
  for (const { thing, alike } of told.slice(named.length)) rememberAll(thing, alike, telling)
  const [only] = told
  if (only && told.length === 1 && only.thing.place === undefined && only.thing.id !== undefined)
    telling.about = {
      key: String(only.thing.id),
      phrase: phrases[0]!,
      pronoun: isPlural(only.thing) ? 'them' : 'it',
    }
  const inTurn = step.detail === 'one after another' || step.how === 'one by one'
  const tail = inTurn && !isAlone(told.map(({ thing }) => thing)) ? ', one after another' : ''
  return `${verb} ${listed(distinct(phrases))}${shared ? placed(named[0]!.thing, telling) : ''}${tail}`
}

/** Nothing of it could come after anything else. */
function isAlone([only, ...others]: readonly Thing[]): boolean {
  const isMade = only?.parts !== undefined && only.text === undefined
  return others.length === 0 && only?.count === undefined && !isMade && !only?.texts
}

/** What is told as one: by itself, or by kind and number those that it is of. */
interface Tellable {
  readonly thing: Thing
  readonly alike: readonly Thing[]
}

function tellable(things: readonly Thing[]): readonly Tellable[] {
  if (!isCrowd(things)) return things.map(thing => ({ thing, alike: [thing] }))
  const alike: Thing[][] = []
  for (const thing of things) {
    const same = alike.find(([first]) => collapse([first!, thing], things.length > MOST_THINGS).length === 1)
    if (same) same.push(thing)
    else alike.push([thing])
  }
  return collapse(things).map((thing, i) => ({ thing, alike: alike[i]! }))
}

function introduceAll(thing: Thing, alike: readonly Thing[], where: boolean, telling: Telling): string {
  const { id: _, ...group } = thing
  const phrase = introduce(isGathered(thing, alike) ? group : thing, telling, where)
  // What comes after it may stand beside one of them.
  rememberAll(thing, alike, telling)
  return phrase
}

/** They were told together, and may be told of one by one later. */
function rememberAll(thing: Thing, alike: readonly Thing[], telling: Telling) {
  if (!isGathered(thing, alike)) return
  const { id: _, ...group } = thing
  rememberGroup(
    group,
    alike.filter(({ id, count }) => id !== undefined && count === undefined),
    telling,
  )
}

/** Without a number that a later step could name it by. */
function isGathered({ id, count }: Thing, alike: readonly Thing[]): boolean {
  return isMany(count) && (alike.length > 1 || id === undefined)
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
