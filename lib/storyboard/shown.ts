/** Things that come on screen, as a clause. */
import type { Step, Thing } from '../features/stage/steps.ts'
import { collapse } from '../features/stage/things.ts'
import { introduce, isUnknown, isWordy, listed, placed, refer, remember, type Telling } from './phrases.ts'

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
  const things = (step.things ?? []).filter(thing => !isUnknown(thing) && tellablePart(thing, telling))
  const verb = still ? 'show' : (VERBS[step.how ?? ''] ?? 'show')
  const words = things.filter(isWordy)
  const shapes = things.filter(thing => !isWordy(thing))
  if (things.length === 0) return undefined
  // Words are written, shapes are drawn, whatever one animation did to both.
  if ((verb === 'write' || verb === 'draw') && words.length > 0 && shapes.length > 0) {
    const [first, second] = isWordy(things[0]!) ? [words, shapes] : [shapes, words]
    return listed(
      [first, second].map(some => clauseOf(some === words ? 'write' : 'draw', some, step, telling)),
    )
  }
  return clauseOf(
    verb === 'write' && words.length === 0 ? 'draw' : verb === 'draw' && shapes.length === 0 ? 'write' : verb,
    things,
    step,
    telling,
  )
}

/** A part is shown only where its whole was told of. */
function tellablePart(thing: Thing, telling: Telling): boolean {
  if (!thing.part || thing.text !== undefined || thing.name !== undefined) return true
  return thing.of !== undefined && telling.known.has(thing.of)
}

function clauseOf(verb: string, things: readonly Thing[], step: Step, telling: Telling): string {
  const told = isCrowd(things) ? gather(things) : things
  const named = told.slice(0, MOST_THINGS)
  const shared = named.length > 1 && new Set(named.map(thing => thing.place)).size === 1
  const phrases = named.map(thing => {
    const before = thing.id !== undefined && telling.known.has(thing.id)
    if (before) return refer(thing, telling) + (shared ? '' : placed(thing, telling))
    return introduce(thing, telling, !shared)
  })
  if (told.length > named.length) phrases.push('other elements')
  for (const thing of things) {
    if (told.includes(thing)) continue
    const alike = things.filter(one => one.kind === thing.kind && one.name === thing.name)
    if (thing.id !== undefined && alike.length > 1) telling.crowd?.set(thing.id, alike.length)
    // The first keeps their number.
    if (thing !== alike[0]) remember(thing, telling)
  }
  const tail = step.detail === 'one after another' || step.how === 'one by one' ? ', one after another' : ''
  return `${verb} ${listed([...new Set(phrases)])}${shared ? placed(named[0]!, telling) : ''}${tail}`
}

/** Many, or some that look the same and stand nowhere in particular. */
function isCrowd(things: readonly Thing[]): boolean {
  if (things.length > MOST_THINGS) return true
  if (things.length === 1) return false
  const looks = new Map<string, Thing[]>()
  for (const thing of things) {
    const look = `${thing.name ?? thing.kind}\0${thing.color}\0${thing.text}`
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
    const first = things.find(one => one.kind === thing.kind && one.name === thing.name)
    return first?.id === undefined ? thing : { ...thing, id: first.id }
  })
}
