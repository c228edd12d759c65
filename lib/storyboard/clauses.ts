/** One step as an imperative clause: `draw a red circle on the left`. Undefined where there is nothing to say. */
import { article, plural } from '../facts/nouns.ts'
import type { Step, Thing } from '../features/stage/steps.ts'
import {
  canBeTold,
  firstOf,
  groupOf,
  introduce,
  isUnknown,
  listed,
  ofCrowd,
  piecesLike,
  refer,
  referAll,
  resolvePlace,
  spelled,
} from './phrases.ts'
import { shown } from './shown.ts'
import { forget, forgetAll, isKnown, remember, type Telling, toldOf } from './telling.ts'

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

export function clause(step: Step, telling: Telling, still = false): string | undefined {
  const said = plainClause(step, telling, still)
  if (said === undefined) return undefined
  return `${said}${step.again ? ' again' : ''}${step.back ? ' for a moment' : ''}`
}

function plainClause(step: Step, telling: Telling, still: boolean): string | undefined {
  if (step.how === 'keep') return kept(step, telling)
  switch (step.action) {
    case 'show':
      return shown(step, telling, still)
    case 'hide':
      return hidden(step, telling)
    case 'clear':
      if (telling.known.length === 0) return undefined
      forgetAll(telling)
      return step.how === 'fade out' ? 'fade everything out' : 'clear the screen'
    case 'transform':
      return transform(step, telling)
    case 'move':
      return move(step, telling)
    case 'recolor': {
      const what = known(step, telling)
      if (what === undefined) return undefined
      const { color } = step
      const isOutline = step.how === 'outline'
      for (const thing of step.things ?? [])
        if (!isOutline && !thing.part && !step.back) remember({ ...thing, color } as Thing, telling)
      const painted = isOutline ? `the outline of ${what}` : what
      return color === undefined ? `change the color of ${painted}` : `turn ${painted} ${color}`
    }
    case 'resize':
    case 'rotate':
    case 'highlight':
    case 'deform':
    case 'swap':
      return acted(step, telling)
    case 'change':
      return change(step, telling)
    case 'camera':
      return camera(step, telling)
    case 'repeat':
      return repeat(step, telling)
    case 'wait':
      if (telling.known.length === 0 || step.seconds === undefined || step.seconds < 3) return undefined
      return `hold for ${spelled(Number(step.seconds.toFixed(1)))} seconds`
    default:
      return undefined
  }
}

const KEPT: Partial<Record<Step['action'], string>> = {
  move: 'moving',
  rotate: 'rotating',
  resize: 'changing its size',
  recolor: 'changing its look',
}

/** What goes on by itself. */
function kept(step: Step, telling: Telling): string | undefined {
  const what = known(step, telling)
  return what && `keep ${what} ${KEPT[step.action] ?? 'changing'}`
}

const SIZES: Record<string, string> = { bigger: 'enlarge', smaller: 'shrink' }

/** What is done to things that stay what they are. */
function acted(step: Step, telling: Telling): string | undefined {
  const { action, how = '', detail, place, things = [] } = step
  if (action === 'swap' && things.length < 2) return undefined
  const what = known(step, telling)
  if (what === undefined) return undefined
  switch (action) {
    case 'resize':
      return `${SIZES[how] ?? 'resize'} ${what}`
    case 'rotate':
      if (how === 'flip') return `flip ${what}`
      return `rotate ${what}${detail === undefined ? '' : ` by ${detail}`}${place === undefined ? '' : ` ${place}`}`
    case 'highlight':
      return (HIGHLIGHT[how] ?? HIGHLIGHT.highlight!)(what)
    default:
      return `${action} ${what}`
  }
}

/** The things of a step; undefined where too little is known of them. */
function known(step: Step, telling: Telling): string | undefined {
  const things = (step.things ?? []).filter(thing => canBeTold(thing, telling))
  if (things.length === 0) return undefined
  const some = ofCrowd(things, telling)
  if (some !== undefined) return some
  const pieces = piecesLike(things[0]!, things, telling)
  if (pieces?.count === things.length) return pieces.phrase
  if (things.length <= 3) return listed(referAll(things, telling))
  const kinds = new Set(things.map(thing => thing.name ?? thing.kind))
  return kinds.size === 1 ? `the ${plural([...kinds][0]!)}` : undefined
}

function hidden(step: Step, telling: Telling): string | undefined {
  // What was never told of need not be taken away.
  const found = (step.things ?? []).map(thing => toldAs(thing, telling)).filter(thing => thing !== undefined)
  const things = [...new Map(found.map(thing => [thing.id, thing])).values()]
  const what = known({ ...step, things }, telling)
  if (what === undefined) return undefined
  for (const { id } of things) forget(id, telling)
  return step.how === 'shrink away' ? `shrink ${what} away` : `${HIDE[step.how ?? ''] ?? 'remove'} ${what}`
}

/** By itself, with others like it, or as part of a whole. */
function wasTold(thing: Thing, telling: Telling): boolean {
  const isPart = thing.part === true && isKnown(thing.of, telling)
  return isPart || isKnown(thing.id, telling) || groupOf(thing, telling) !== undefined
}

/** The thing as it was told of: itself, or several told together of which it is one. */
function toldAs(thing: Thing, telling: Telling): Thing | undefined {
  if (wasTold(thing, telling)) return thing
  if (thing.text === undefined) return undefined
  return telling.known.find(
    one => one.kind === thing.kind && one.name === thing.name && one.texts?.includes(thing.text!),
  )
}

function transform(step: Step, telling: Telling): string | undefined {
  const [from] = step.things ?? []
  const [to] = step.into ?? []
  if (!from || !to || isUnknown(to) || (to.part && to.text === undefined)) return undefined
  const { place: _, ...target } = to
  const goal = () =>
    to.id !== from.id && isKnown(to.id, telling) ? refer(target, telling) : introduce(target, telling, false)
  if (!canBeTold(from, telling)) return isShape(to) ? undefined : `form ${goal()}`
  const source = refer(from, telling)
  if (step.how === 'copy') return `turn a copy of ${source} into ${goal()}`
  const noun = ({ name, kind, color, text, texts, count, layout, nodes, edges, curve }: Thing) =>
    [name ?? kind, color, text, texts, count, layout, nodes, edges, curve].join('\0')
  const told = toldOf(from.id, telling)
  const before = told?.curve === undefined ? from : { ...from, curve: told.curve }
  forget(from.id, telling)
  const phrase = goal()
  // Equal to the word: what has changed is not known.
  return noun(before) === noun(to) ? `change ${source}` : `transform ${source} into ${phrase}`
}

/** Some shape, of which nothing more is known. */
function isShape({ kind, name, text }: Thing): boolean {
  return kind === 'shape' && name === undefined && text === undefined
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
  const place = step.place === undefined ? undefined : resolvePlace(step.place, telling, step.things?.[0]?.id)
  if (place === undefined) return `move ${what}`
  return `move ${what} ${TO[place] ?? place.replace(/^in the (?=upper|lower)/, 'to the ').replace(/^at (?=\(|x =|-?\d)/, 'to ')}`
}

function change(step: Step, telling: Telling): string | undefined {
  if (step.how === 'value') return valueRun(step, telling)
  const [only, ...others] = step.things ?? []
  // From round to round of a loop.
  if (only?.texts && isNumber(only) && others.length === 0) {
    const { texts, ...number } = only
    const few = texts.length > MOST_NUMBERS ? firstOf(texts, MOST_NUMBERS) : listed(texts)
    return `change ${refer(number, telling)} (${few})`
  }
  const what = known(step, telling)
  if (what === undefined) return undefined
  if (step.how === 'restore') return `bring ${what} back to how it was`
  if (step.how === 'dim' || step.how === 'brighten') return `${step.how} ${what}`
  if (/^(?:to|from) /.test(step.detail ?? '')) return `change ${what} ${step.detail}`
  // A number that changes is another one, whichever that is.
  return step.how === undefined && step.things?.every(isNumber) ? `let ${what} change` : undefined
}

/** Of those that it shows in turn. */
const MOST_NUMBERS = 3

const isNumber = ({ kind, name }: Thing) => kind === 'number' && name === undefined

/** Nobody sees a value, but what changes with it. */
function valueRun(step: Step, telling: Telling): string | undefined {
  const what = known(step, telling)
  const way = step.detail === undefined ? '' : ` ${step.detail}`
  if (what !== undefined) return `let ${what} change as a value runs${way}`
  return way === '' ? undefined : `let a value run${way}`
}

function camera(step: Step, telling: Telling): string | undefined {
  const [target] = step.things ?? []
  const at = target && !isUnknown(target) && wasTold(target, telling) ? refer(target, telling) : undefined
  if (step.how === 'angle') return 'look at the scene from an angle'
  if (step.how === 'background') return background(step, telling)
  if (step.how === 'orbit') return 'let the camera orbit slowly around the scene'
  // Before anything is there, the camera is only put in its place.
  if (telling.known.length === 0) return undefined
  switch (step.how) {
    case 'zoom in':
      return at ? `zoom in on ${at}` : 'zoom in'
    case 'zoom out':
      return 'zoom out'
    case 'zoom':
      return at ? `zoom to ${at}` : 'zoom'
    case 'back':
      return 'bring the camera back to where it was'
    case 'turn':
      return 'turn the camera'
    case 'inset':
      return 'open a magnified inset'
    case 'move':
      if (at) return `move the camera to ${at}`
      return step.place ? `move the camera ${step.place}` : 'move the camera'
    default:
      return undefined
  }
}

function background({ color = '' }: Step, { known }: Telling): string {
  const isFirst = known.length === 0
  return isFirst ? `use ${article(color)}${color} background` : `turn the background ${color}`
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

function repeat(step: Step, telling: Telling): string | undefined {
  const inner = (step.steps ?? []).filter(one => one.action !== 'wait')
  const [only] = inner
  if (inner.length === 1 && only) {
    const { times } = step
    if (only.action === 'repeat' && typeof times === 'number' && typeof only.times === 'number')
      return repeat({ ...only, times: times * only.times }, telling)
    if (only.action === 'repeat') return repeat({ ...only, times: 'several' }, telling)
    const [thing] = only.things ?? []
    if (
      only.action === 'show' &&
      only.things?.length === 1 &&
      thing &&
      thing.text === undefined &&
      !thing.parts &&
      times
    ) {
      const isOpen = thing.count === 'many' || times === 'several' || only.maybe
      const count = isOpen ? 'many' : (typeof thing.count === 'number' ? thing.count : 1) * times
      return clause({ ...only, detail: 'one after another', things: [{ ...thing, count }] }, telling)
    }
    const group = only.things?.length === 1 && thing ? groupOf(thing, telling) : undefined
    if (group && group.count === times && IN_TURN.has(only.action)) {
      const said = clause({ ...only, things: [group] }, telling)
      return said && `${said}, one after another`
    }
  }
  const clauses: string[] = []
  const all = inner.flatMap(unrolled)
  // What only some rounds do is left out where the others say enough.
  const sure = all.filter(one => !one.maybe)
  const told = sure.length > 1 || sure.length === all.length ? sure : all
  for (const one of told.slice(0, 8)) {
    const plain = clause(one, telling)
    const said = plain !== undefined && one.maybe && sure.length > 0 ? `sometimes ${plain}` : plain
    if (said !== undefined && !clauses.includes(said)) clauses.push(said)
  }
  if (clauses.length === 0) return undefined
  const { times } = step
  const often =
    times === 'several' || times === undefined
      ? 'repeatedly'
      : times === 2
        ? 'twice'
        : `${spelled(times)} times`
  return `${often}, ${listed(clauses.slice(0, 4))}`
}

/** A loop within a loop is not counted again. */
function unrolled(step: Step): readonly Step[] {
  return step.action === 'repeat'
    ? (step.steps ?? []).flatMap(unrolled)
    : step.action === 'wait'
      ? []
      : [step]
}
