/** One step as an imperative clause: `draw a red circle on the left`. Undefined where there is nothing to say. */
import { article, plural } from '../facts/nouns.ts'
import type { Step, Thing } from '../features/stage/steps.ts'
import type { Said } from './joining.ts'
import { repeat } from './loops.ts'
import { groupOf } from './members.ts'
import { canBeTold, introduce, isUnknown, MOST_NAMED, namesOf, refer, resolvePlace } from './phrases.ts'
import { shown } from './shown.ts'
import { forget, forgetAll, isKnown, recolor, type Telling, toldOf } from './telling.ts'
import { firstOf, isPlural, isWordy, listed, nounFor, spelled } from './wording.ts'

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

export function clause(step: Step, telling: Telling, still = false): Said | undefined {
  telling.about = undefined
  const plain = plainClause(step, telling, still)
  if (plain === undefined) return undefined
  const said = `${plain}${step.again ? ' again' : ''}${step.back ? ' for a moment' : ''}`
  const about = step.action === 'repeat' ? undefined : telling.about
  return { said, opens: about, closes: step.action === 'transform' ? undefined : about }
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
      if (!isOutline && !step.back)
        for (const thing of step.things ?? []) if (!thing.part) recolor(thing, color, telling)
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
      return repeat(step, telling, clause)?.said
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
  const things = withoutLabels(step.things ?? []).filter(thing => canBeTold(thing, telling))
  const [first] = things
  if (!first) return undefined
  const phrases = namesOf(things, telling)
  const kinds = new Set(things.map(nounFor))
  const phrase =
    phrases.length <= MOST_NAMED
      ? listed(phrases)
      : kinds.size === 1
        ? `the ${plural(nounFor(first))}`
        : listed([...phrases.slice(0, MOST_NAMED - 1), 'other elements'])
  const pronoun = things.length > 1 || isPlural(first) ? 'them' : 'it'
  telling.about = { key: things.map(({ id }) => id ?? phrase).join(), phrase, pronoun }
  return phrase
}

/** What is written in things of a group goes with them. */
function withoutLabels(things: readonly Thing[]): readonly Thing[] {
  const isLabel = ({ of, text, part }: Thing) =>
    of !== undefined &&
    !part &&
    text !== undefined &&
    things.some(one => one.of === of && one.text === undefined && !one.part)
  return things.filter(thing => !isLabel(thing))
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
  const { kind, name, text, texts = [] } = thing
  const says = text === undefined ? texts : [text]
  if (says.length === 0) return undefined
  return telling.known.find(
    one =>
      one.kind === kind &&
      one.name === name &&
      says.every(text => one.text === text || one.texts?.includes(text)),
  )
}

function transform(step: Step, telling: Telling): string | undefined {
  const { things = [] } = step
  const [from] = things
  const [to] = step.into ?? []
  if (!from || !to || isUnknown(to) || (to.part && to.text === undefined)) return undefined
  const { place: _, ...target } = to
  const isNew = to.id === from.id || !isKnown(to.id, telling)
  const goal = () => (isNew ? introduce(target, telling, false) : refer(target, telling))
  const source = known(step, telling)
  if (source === undefined) return isShape(to) ? undefined : `form ${goal()}`
  if (step.how === 'copy') return `turn a copy of ${source} into ${goal()}`
  const noun = ({ name, kind, color, text, texts, count, layout, nodes, edges, curve }: Thing) =>
    [name ?? kind, color, text, texts, count, layout, nodes, edges, curve].join('\0')
  const told = toldOf(from.id, telling)
  const before = told?.curve === undefined ? from : { ...from, curve: told.curve }
  for (const { id } of things) forget(id, telling)
  const phrase = isNew && saysOtherWords(from, to) ? goal().replace(/^the \w+ /, '') : goal()
  // Equal to the word: what has changed is not known.
  const isSame = things.length === 1 && noun(before) === noun(to)
  return isSame ? `change ${source}` : `transform ${source} into ${phrase}`
}

/** As a text that becomes another text, in the same colour. */
function saysOtherWords(from: Thing, to: Thing): boolean {
  const isAlike = from.kind === to.kind && from.name === to.name && from.color === to.color
  return isAlike && isWordy(to) && to.kind !== 'number' && to.text !== undefined && !to.parts && !to.part
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
  const { detail = '', things: [thing] = [] } = step
  if (/^(?:to|from) /.test(detail)) {
    if (thing?.kind !== 'bar chart') return `change ${what} ${detail}`
    return `change the bars of ${what} to ${listed(detail.slice(3).split(', '))}`
  }
  // A number that changes is another one, whichever that is; what is drawn again of a value that runs looks otherwise.
  const isSeen = (one: Thing) => isNumber(one) || one.live === true
  return step.how === undefined && step.things?.every(isSeen) ? `let ${what} change` : undefined
}

/** Of those that it shows in turn. */
const MOST_NUMBERS = 3

const isNumber = ({ kind, name }: Thing) => kind === 'number' && name === undefined

/** Nobody sees a value, but what changes with it. */
function valueRun(step: Step, telling: Telling): string | undefined {
  const what = known(step, telling)
  const way = step.detail === undefined ? '' : ` ${step.detail.replace(/\d+\.\d{3,}/g, rounded)}`
  if (what !== undefined) return `let ${what} change as a value runs${way}`
  return way === '' ? undefined : `let a value run${way}`
}

/** As far as anybody could see it. */
function rounded(number: string): string {
  const value = Number(number)
  return value < 0.1 ? number : String(Number(value.toFixed(2)))
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
