/** One step as an imperative clause: `draw a red circle on the left`. Undefined where there is nothing to say. */
import { plural } from '../facts/nouns.ts'
import type { Step, Thing } from '../features/stage/steps.ts'
import { collapse } from '../features/stage/things.ts'
import {
  introduce,
  isUnknown,
  listed,
  placed,
  refer,
  remember,
  resolvePlace,
  spelled,
  type Telling,
} from './phrases.ts'

const SHOW: Record<string, string> = {
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
const HIDE: Record<string, string> = { 'fade out': 'fade out', erase: 'erase', remove: 'remove' }
const HIGHLIGHT: Record<string, (what: string) => string> = {
  highlight: what => `highlight ${what}`,
  circle: what => `circle ${what}`,
  flash: what => `flash around ${what}`,
  focus: what => `focus on ${what}`,
  wiggle: what => `wiggle ${what}`,
  wave: what => `send a wave through ${what}`,
  'passing flash': what => `run a flash of light along ${what}`,
  broadcast: what => `send out rings of ${what}`,
  blink: what => `make ${what} blink`,
}
const MOST_THINGS = 4

export function clause(step: Step, telling: Telling, still = false): string | undefined {
  switch (step.action) {
    case 'show':
      return show(step, telling, still)
    case 'hide': {
      const what = known(step, telling)
      if (what === undefined) return undefined
      return step.how === 'shrink away'
        ? `shrink ${what} away`
        : `${HIDE[step.how ?? ''] ?? 'remove'} ${what}`
    }
    case 'clear':
      return step.how === 'fade out' ? 'fade everything out' : 'clear the screen'
    case 'transform':
      return transform(step, telling)
    case 'move':
      return move(step, telling)
    case 'recolor': {
      const what = known(step, telling)
      if (what === undefined || step.color === undefined) return undefined
      for (const thing of step.things ?? []) remember({ ...thing, color: step.color }, telling)
      return `turn ${what} ${step.color}`
    }
    case 'resize': {
      const what = known(step, telling)
      return (
        what && `${step.how === 'bigger' ? 'enlarge' : step.how === 'smaller' ? 'shrink' : 'resize'} ${what}`
      )
    }
    case 'rotate': {
      const what = known(step, telling)
      return what && `rotate ${what}${step.detail === undefined ? '' : ` by ${step.detail}`}`
    }
    case 'highlight': {
      const what = known(step, telling)
      return what && (HIGHLIGHT[step.how ?? ''] ?? HIGHLIGHT.highlight!)(what)
    }
    case 'deform': {
      const what = known(step, telling)
      return what && `deform ${what}`
    }
    case 'swap':
      return (step.things?.length ?? 0) > 1
        ? `swap ${listed((step.things ?? []).map(thing => refer(thing, telling)))}`
        : undefined
    case 'change':
      return change(step, telling)
    case 'camera':
      return camera(step, telling)
    case 'repeat':
      return repeat(step, telling)
    case 'wait':
      return step.seconds !== undefined && step.seconds >= 3
        ? `hold for ${spelled(step.seconds)} seconds`
        : undefined
    default:
      return undefined
  }
}

function show(step: Step, telling: Telling, still: boolean): string | undefined {
  const things = (step.things ?? []).filter(thing => !isUnknown(thing))
  if (things.length === 0) return undefined
  const shown =
    things.length > MOST_THINGS || things.length > new Set(things.map(look)).size ? gather(things) : things
  const named = shown.slice(0, MOST_THINGS)
  const places = new Set(named.map(thing => thing.place))
  const shared = named.length > 1 && places.size === 1
  const phrases = named.map(thing => {
    const before = thing.id !== undefined && telling.known.has(thing.id)
    return before ? refer(thing, telling) + placed(thing, telling) : introduce(thing, telling, !shared)
  })
  if (shown.length > named.length) phrases.push('other elements')
  for (const thing of things) if (!shown.includes(thing)) remember(thing, telling)
  const verb = verbFor(step, things, still)
  const tail = step.detail === 'one after another' || step.how === 'one by one' ? ', one after another' : ''
  return `${verb} ${listed(phrases)}${shared ? placed(named[0]!, telling) : ''}${tail}`
}

const look = (thing: Thing) => `${thing.kind}\0${thing.name}\0${thing.color}\0${thing.text}\0${thing.place}`

/** Many things at once are told by kind and number. */
function gather(things: readonly Thing[]): Thing[] {
  return collapse(things).map((thing, i) => ({
    ...thing,
    id: things.find(one => one.kind === thing.kind && one.name === thing.name)?.id ?? i,
  }))
}

function verbFor(step: Step, things: readonly Thing[], still: boolean): string {
  if (still) return 'show'
  const verb = SHOW[step.how ?? ''] ?? 'show'
  const words = things.every(thing =>
    /^(?:text|formula|title|number|paragraph|bulleted list|code listing)$/.test(thing.kind),
  )
  if (verb === 'write' && !words) return things.some(thing => thing.text !== undefined) ? 'write' : 'draw'
  if (verb === 'draw' && words) return 'write'
  return verb
}

/** Things that were told of; a part of something unknown says too little. */
function known(step: Step, telling: Telling): string | undefined {
  const things = (step.things ?? []).filter(
    thing => !isUnknown(thing) && !(thing.part && thing.name === undefined && thing.text === undefined),
  )
  if (things.length === 0) return undefined
  const ids = things.map(thing => (thing.id === undefined ? undefined : telling.known.get(thing.id)))
  if (things.length > 3) return manyOf(things)
  if (ids.every(one => one === undefined) && things.every(thing => thing.part)) return undefined
  return listed(things.map(thing => refer(thing, telling)))
}

function manyOf(things: readonly Thing[]): string {
  const kinds = new Set(things.map(thing => thing.name ?? thing.kind))
  return kinds.size === 1 ? `the ${plural([...kinds][0]!)}` : 'these objects'
}

function transform(step: Step, telling: Telling): string | undefined {
  const [from] = step.things ?? []
  const [to] = step.into ?? []
  if (!from || !to || isUnknown(to)) return undefined
  const target = to.id === from.id ? { ...to, place: undefined } : to
  const goal = (): string => {
    const { place: _, ...plain } = target
    return to.id !== from.id && to.id !== undefined && telling.known.has(to.id)
      ? refer(plain, telling)
      : introduce(plain, telling, false)
  }
  if (isUnknown(from) || (from.part && (from.id === undefined || !telling.known.has(from.id))))
    return `form ${goal()}`
  const source = refer(from, telling)
  if (to.id !== from.id && from.id !== undefined && step.how !== 'copy') telling.known.delete(from.id)
  const phrase = goal()
  if (source === phrase) return undefined
  return `${step.how === 'copy' ? 'turn a copy of' : 'transform'} ${source} into ${phrase}`
}

const TO: Record<string, string> = {
  'on the left': 'to the left',
  'on the right': 'to the right',
  'at the top': 'to the top',
  'at the bottom': 'to the bottom',
}

function move(step: Step, telling: Telling): string | undefined {
  const what = known(step, telling)
  if (what === undefined) return undefined
  if (step.how === 'arrange')
    return `arrange ${what}${step.detail === undefined ? '' : ` in a ${step.detail}`}`
  if (step.how === 'along') {
    const [path] = step.into ?? []
    return `move ${what} along ${path && !isUnknown(path) ? refer(path, telling) : 'a path'}`
  }
  if (step.place === undefined) return `move ${what}`
  const place = resolvePlace(step.place, telling)
  if (place === undefined) return `move ${what}`
  return `move ${what} ${TO[place] ?? place.replace(/^in the (upper|lower)/, 'to the $1')}`
}

function change(step: Step, telling: Telling): string | undefined {
  if (step.how === 'value') return step.detail === undefined ? undefined : `let a value run ${step.detail}`
  const what = known(step, telling)
  if (what === undefined) return undefined
  if (step.how === 'restore') return `bring ${what} back to how it was`
  if (step.how === 'dim' || step.how === 'brighten') return `${step.how} ${what}`
  if (step.detail?.startsWith('to ')) return `change ${what} ${step.detail}`
  return undefined
}

function camera(step: Step, telling: Telling): string | undefined {
  const [target] = step.things ?? []
  const at =
    target && !isUnknown(target) && target.id !== undefined && telling.known.has(target.id)
      ? refer(target, telling)
      : undefined
  switch (step.how) {
    case 'zoom in':
      return at ? `zoom in on ${at}` : 'zoom in'
    case 'zoom out':
      return 'zoom out'
    case 'zoom':
      return at ? `zoom to ${at}` : 'change the zoom'
    case 'back':
      return 'bring the camera back to where it was'
    case 'angle':
      return 'look at the scene from an angle'
    case 'turn':
      return 'turn the camera'
    case 'orbit':
      return 'let the camera orbit slowly around the scene'
    case 'inset':
      return 'open a magnified inset'
    case 'move':
      if (at) return `move the camera to ${at}`
      return step.place ? `move the camera ${step.place}` : 'move the camera'
    default:
      return undefined
  }
}

function repeat(step: Step, telling: Telling): string | undefined {
  const inner = (step.steps ?? []).filter(one => one.action !== 'wait')
  const [only] = inner
  if (
    inner.length === 1 &&
    only?.action === 'show' &&
    only.things?.length === 1 &&
    typeof step.times === 'number'
  ) {
    const [thing] = only.things
    if (thing && thing.text === undefined && !thing.parts)
      return clause(
        {
          ...only,
          detail: 'one after another',
          things: [{ ...thing, count: thing.count === 'many' ? 'many' : (thing.count ?? 1) * step.times }],
        },
        telling,
      )
  }
  const clauses: string[] = []
  for (const one of inner.slice(0, 6)) {
    const said = clause(one, telling)
    if (said !== undefined && !clauses.includes(said)) clauses.push(said)
  }
  if (clauses.length === 0) return undefined
  const times =
    step.times === 'several' || step.times === undefined
      ? 'repeatedly'
      : step.times === 2
        ? 'twice'
        : `${spelled(step.times)} times`
  return `${times}, ${listed(clauses.slice(0, 4))}`
}
