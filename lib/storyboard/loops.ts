/** What is done again and again, as one clause. */
import type { Step, Thing } from '../features/stage/steps.ts'
import { inTurn, type Said, together } from './joining.ts'
import { groupOf } from './members.ts'
import { copyOf, forget, isKnown, remember, rememberGroup, restore, type Telling, toldOf } from './telling.ts'
import { isWordy, quoted, spelled } from './wording.ts'

type Tell = (step: Step, telling: Telling) => Said | undefined

export function repeat(step: Step, telling: Telling, tell: Tell): Said | undefined {
  const inner = (step.steps ?? []).filter(one => one.action !== 'wait')
  const [only] = inner
  if (inner.length === 1 && only) {
    const { times } = step
    if (only.action === 'repeat' && typeof times === 'number' && typeof only.times === 'number')
      return repeat({ ...only, times: times * only.times }, telling, tell)
    if (only.action === 'repeat') return repeat({ ...only, times: 'several' }, telling, tell)
    const said =
      shownInTurn(only, times, telling, tell) ??
      doneInTurn(only, times, telling, tell) ??
      becomingInTurn(only, times, telling, tell)
    if (said !== undefined) return said
  }
  return rounds(inner.flatMap(unrolled), step.times, telling, tell)
}

/** `draw four dots, one after another` */
function shownInTurn(step: Step, times: Step['times'], telling: Telling, tell: Tell): Said | undefined {
  const [thing, ...others] = step.things ?? []
  if (step.action !== 'show' || !thing || others.length > 0 || !times) return undefined
  if (thing.text !== undefined || thing.parts) return undefined
  const isOpen = thing.count === 'many' || times === 'several' || step.maybe
  const count = isOpen ? 'many' : (typeof thing.count === 'number' ? thing.count : 1) * times
  const said = tell({ ...step, detail: 'one after another', things: [{ ...thing, count }] }, telling)
  if (!isOpen) rememberRounds([thing], times, telling)
  return said
}

/** What is done to each of a group is done to the group, one after another. */
const IN_TURN: ReadonlySet<string> = new Set([
  'hide',
  'move',
  'recolor',
  'resize',
  'rotate',
  'highlight',
  'deform',
  'change',
])

function doneInTurn(step: Step, times: Step['times'], telling: Telling, tell: Tell): Said | undefined {
  const [thing, ...others] = step.things ?? []
  if (!thing || others.length > 0 || !IN_TURN.has(step.action)) return undefined
  const group = groupOf(thing, telling)
  if (group === undefined || group.count !== times) return undefined
  const said = tell({ ...step, things: [group] }, telling)
  return said && { said: `${said.said}, one after another` }
}

/** `transform the formula into "2x = 6", then into "x = 3"` */
function becomingInTurn(step: Step, times: Step['times'], telling: Telling, tell: Tell): Said | undefined {
  const [to] = step.into ?? []
  if (step.action !== 'transform' || step.how === 'copy' || !to?.texts || !isWordy(to)) return undefined
  const { texts, ...target } = to
  if (texts.length !== times || times > MOST_IN_TURN || to.count !== undefined) return undefined
  const [from] = step.things ?? []
  const { texts: _, ...source } = from!
  const said = tell({ ...step, things: [source], into: [{ ...target, text: texts[0]! }] }, telling)
  if (!said) return undefined
  forget(to.id, telling)
  // Each round makes another one, or the same thing is another each time.
  const { id } = to
  const last = id === undefined || id === from!.id ? {} : { id: id + times - 1 }
  remember({ ...target, ...last, text: texts.at(-1)! }, telling)
  const later = texts.slice(1).map(text => `, then into ${quoted(text)}`)
  return { said: said.said + later.join('') }
}

const MOST_UNROLLED = 8
const MOST_IN_TURN = 4

function rounds(all: readonly Step[], times: Step['times'], telling: Telling, tell: Tell): Said | undefined {
  // What only some rounds do is left out where the others say enough, but for what seems to stay without it.
  const sure = all.filter(one => !one.maybe)
  const told = all
    .filter(one => !one.maybe || sure.length < 2 || one.action === 'hide')
    .slice(0, MOST_UNROLLED)
  const fresh = newIn(told, telling)
  const clauses = toldInTurn(told, sure.length > 0, telling, tell)
  if (clauses.length === 0) return undefined
  if (typeof times === 'number') rememberRounds(fresh, times, telling)
  return { said: often(times, inTurn(clauses.slice(0, MOST_IN_TURN)).said) }
}

/** What comes at once in each round is one of them. */
function toldInTurn(steps: readonly Step[], isSure: boolean, telling: Telling, tell: Tell): Said[] {
  const beats: Said[][] = []
  const heard = new Set<string>()
  for (const [at, step] of steps.entries()) {
    if (!step.with || beats.length === 0) beats.push([])
    const before = copyOf(telling)
    const plain = tell(step, telling)
    // What only some rounds take away is there for the next ones.
    if (step.maybe && step.action === 'hide') restore(telling, before)
    if (plain === undefined || heard.has(plain.said)) continue
    heard.add(plain.said)
    const said = back(step, steps[at - 1], plain)
    beats.at(-1)!.push({ ...plain, said: step.maybe && isSure ? `sometimes ${said}` : said })
  }
  return beats.filter(beat => beat.length > 0).map(together)
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['up', 'down'],
  ['to the left', 'to the right'],
  ['on the left', 'on the right'],
  ['at the top', 'at the bottom'],
])

/** `move it back to the left`, where each round moves it there and back. */
function back({ action, place = '' }: Step, before: Step | undefined, { said, opens }: Said): string {
  if (action !== 'move' || before?.action !== 'move' || !opens) return said
  const there = before.place ?? ''
  const isOpposite = OPPOSITES.get(there) === place || OPPOSITES.get(place) === there
  const isSame = isOpposite && before.things?.map(({ id }) => id).join() === opens.key
  return isSame ? said.replace(opens.phrase, `${opens.phrase} back`) : said
}

/** What one moves, it moves each time; of others each time it may be another one. */
const PLAIN =
  /^(?:move|rotate|flip|highlight|wiggle|enlarge|shrink|flash around|circle|swap|send a wave through) the [a-z ]+$/

/** `move the triangle three times`; `three times, draw a dot and move it up`. */
function often(times: Step['times'], said: string): string {
  const number =
    times === 'several' || times === undefined
      ? 'repeatedly'
      : times === 2
        ? 'twice'
        : `${spelled(times)} times`
  return PLAIN.test(said) ? `${said} ${number}` : `${number}, ${said}`
}

/** A loop within a loop is not counted again. */
function unrolled(step: Step): readonly Step[] {
  return step.action === 'repeat'
    ? (step.steps ?? []).flatMap(unrolled)
    : step.action === 'wait'
      ? []
      : [step]
}

function newIn(steps: readonly Step[], telling: Telling): readonly Thing[] {
  return steps.flatMap(({ action, things = [], into = [] }) =>
    (action === 'show' ? things : into).filter(({ id }) => id !== undefined && !isKnown(id, telling)),
  )
}

/** More are not spoken of one by one. */
const MOST_ROUNDS = 60

/** Each round numbers its own things: those of the next one follow. What is still there was told once for all of them. */
function rememberRounds(fresh: readonly Thing[], times: number, telling: Telling): void {
  const ids = [...new Set(fresh.map(({ id }) => id!))]
  const step = ids.length
  if (times < 2 || times > MOST_ROUNDS || Math.max(...ids) - Math.min(...ids) >= step) return
  for (const thing of fresh) {
    const told = toldOf(thing.id, telling)
    if (!told || told.of !== undefined || thing.count !== undefined) continue
    const { id, texts = [], colors = [] } = thing
    const members = Array.from({ length: times }, (_, round) => {
      const { texts: _texts, colors: _colors, place: _place, ...one } = thing
      const text = texts.length === times ? { text: texts[round]! } : {}
      const color = colors.length === times ? { color: colors[round]! } : {}
      return { ...one, ...text, ...color, id: id! + round * step }
    })
    forget(id, telling)
    const { id: _id, place: _place, ...group } = thing
    rememberGroup({ ...group, count: times }, members, telling)
  }
}
