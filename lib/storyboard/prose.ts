/** The storyboard as a person would ask for it: plain, in order, nothing that the program does not show. */

import { nounOf, plural } from '../facts/nouns.ts'
import { weightOf } from '../features/stage/shorten.ts'
import type { Step } from '../features/stage/steps.ts'
import { readable } from '../features/stage/tex.ts'
import type { CodeFeatures } from '../features/types.ts'
import { countWords } from '../features/words.ts'
import { clause } from './clauses.ts'
import { isUnknown, listed, quoted, spelled, type Telling } from './phrases.ts'

const MOST_WORDS = 115

export interface ProseOptions {
  readonly words?: number
}

export function describeFromStoryboard(features: CodeFeatures, options: ProseOptions = {}): string {
  const limit = options.words ?? MOST_WORDS
  const steps = features.storyboard.filter(step => step.action !== 'more')
  let chosen = steps.map((_, i) => i)
  const last = lastToldOf(steps)
  const pointed = pointedAt(steps)
  const weights = steps.map((step, i) => weightFor(step, pointed) + (i === 0 ? 6 : 0) + (i === last ? 6 : 0))
  let text = tell(features, steps, chosen, weights)
  for (let words = countWords(text); words > limit && chosen.length > 3; words = countWords(text)) {
    // The least telling step goes, a later one before an earlier one; a few at once where much is too much.
    const excess = words / limit
    const drop = Math.max(1, Math.floor((chosen.length * (1 - 1 / excess)) / 2))
    const order = [...chosen].sort((a, b) => weights[a]! - weights[b]! || spread(b) - spread(a))
    const gone = new Set(order.slice(0, drop))
    chosen = chosen.filter(i => !gone.has(i))
    text = tell(features, steps, chosen, weights)
  }
  return text === '' ? summary(features) : text
}

/** What is told to come must be told to go: that costs nothing where its coming was left out. */
const GOING = 40

function weightFor(step: Step, pointed: ReadonlySet<number>): number {
  if (step.action === 'hide' || step.action === 'clear') return GOING
  // A shape that others are told by says more than a label that nothing refers to.
  const isBase = step.action === 'show' && step.things?.some(({ id }) => id !== undefined && pointed.has(id))
  return weightOf(step) + (isBase ? 3 : 0)
}

/** Numbers of shapes without words that later steps refer to. */
function pointedAt(steps: readonly Step[]): Set<number> {
  const shapes = new Set<number>()
  const found = new Set<number>()
  const refer = (id: number | undefined) => {
    if (id !== undefined && shapes.has(id)) found.add(id)
  }
  for (const step of steps) {
    const things = [...(step.things ?? []), ...(step.into ?? [])]
    for (const thing of things) {
      if (step.action !== 'hide') refer(thing.id)
      refer(thing.of)
      for (const [, id] of (thing.place ?? '').matchAll(/#(\d+)/g)) refer(Number(id))
    }
    if (step.action === 'show')
      for (const { id, text, texts } of things) if (id !== undefined && !text && !texts) shapes.add(id)
  }
  return found
}

/** Ties are dropped all over the scene, not from one end. */
function spread(i: number): number {
  return (i * 7919) % 101
}

function lastToldOf(steps: readonly Step[]): number {
  for (let i = steps.length - 1; i >= 0; i--) {
    const { action, things } = steps[i]!
    if (action === 'wait' || action === 'section' || action === 'hide' || action === 'clear') continue
    if ((things ?? []).some(thing => !isUnknown(thing)) || action === 'repeat') return i
  }
  return -1
}

interface Beat {
  readonly said: string
  readonly weight: number
}

function tell(
  features: CodeFeatures,
  steps: readonly Step[],
  chosen: readonly number[],
  weights: readonly number[],
): string {
  const telling: Telling = { known: new Map(), crowd: new Map() }
  const still = !features.has_animations
  const beats: Beat[][] = []
  const kept = new Set(chosen)
  for (const i of chosen) {
    const step = steps[i]!
    const said = clause(step, telling, still)
    if (said === undefined) continue
    const previous = beats.at(-1)
    const beat = { said, weight: weights[i]! }
    if (step.with && previous && kept.has(i - 1)) previous.push(beat)
    else beats.push([beat])
  }
  return sentences(
    beats.map(beat => together(beat)),
    still,
  )
}

const MOST_AT_ONCE = 3

/** `move the circle up` and `turn the circle green` at once: `move the circle up and turn it green`. */
function together(beat: readonly Beat[]): string {
  if (beat.length === 1) return beat[0]!.said
  const distinct = beat.filter((one, i) => beat.findIndex(({ said }) => said === one.said) === i)
  const heaviest = [...distinct].sort((a, b) => b.weight - a.weight).slice(0, MOST_AT_ONCE)
  const [first, ...others] = distinct.filter(one => heaviest.includes(one)).map(({ said }) => said)
  if (first === undefined) return ''
  return listed([first, ...others.map(said => withPronoun(first, said))])
}

const ACTS = /^(?:move|turn|rotate|enlarge|shrink|resize|highlight|dim|brighten|fade out) (?=the )/

/** The object that both clauses begin with becomes `it`; a noun with a quote or a label behind it is left whole. */
function withPronoun(first: string, said: string): string {
  const [verb] = ACTS.exec(said) ?? []
  const [firstVerb] = ACTS.exec(first) ?? []
  if (verb === undefined || firstVerb === undefined) return said
  const words = said.slice(verb.length).split(' ')
  const before = first.slice(firstVerb.length).split(' ')
  let shared = 0
  while (shared < words.length && words[shared] === before[shared]) shared++
  const rest = words.slice(shared).join(' ')
  const isName = [words, before].some(list => /^(?:["“]|labelled)/.test(list[shared] ?? ''))
  const isPlural = /\b(?:and|two|three|four|five|six|seven|eight|nine|ten|\d+)\b|s$/.test(
    words.slice(0, shared).join(' '),
  )
  if (shared < 2 || isName || isPlural) return said
  return rest === '' ? `${verb}it` : `${verb}it ${rest}`
}

const THEN = ['Next,', 'After that,']

function sentences(beats: readonly string[], still: boolean): string {
  const told = beats.filter((beat, i) => beat !== beats[i - 1])
  const joined: string[] = []
  for (let i = 0; i < told.length; i++) {
    const beat = told[i]!
    const next = told[i + 1]
    // Two short beats make one sentence.
    if (next && i > 0 && isShort(beat) && isShort(next) && i + 2 < told.length) {
      joined.push(`${beat}, then ${next}`)
      i++
    } else joined.push(beat)
  }
  let turn = 0
  return joined
    .map((said, i) => {
      const last = i === joined.length - 1 && joined.length > 2
      const lead = still || i === 0 ? '' : last ? 'Finally, ' : i % 2 === 0 ? leadFor(said, turn++) : ''
      const text = `${lead}${said}`
      return `${text[0]!.toUpperCase()}${text.slice(1)}.`
    })
    .join(' ')
}

/** `Then` reads ill before a sentence that has a `then` of its own, or that begins with how often. */
function leadFor(said: string, turn: number): string {
  const plain = !said.includes(', then ') && !/^(?:\w+ times|twice|repeatedly),/.test(said)
  return plain && turn % 3 === 1 ? 'Then ' : `${THEN[turn % 2]!} `
}

function isShort(said: string): boolean {
  return !said.includes(', ') && countWords(said) <= 8
}

/** Where the course of the scene is not known: what it is made of. */
function summary(features: CodeFeatures): string {
  const nouns = new Map<string, number>()
  for (const [name, n] of Object.entries(features.mobjects)) {
    const noun = nounOf(name)
    if (
      ![
        'group',
        'object',
        'shape',
        'value',
        ...(features.strings.length > 0 ? ['text', 'formula'] : []),
      ].includes(noun)
    )
      nouns.set(noun, (nouns.get(noun) ?? 0) + n)
  }
  const things = [...nouns]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([noun, n]) =>
      n === 1
        ? `a ${noun}`.replace(/^a (?=[aeiou])/, 'an ')
        : n <= 4
          ? `${spelled(n)} ${plural(noun)}`
          : plural(noun),
    )
  const texts = features.strings
    .filter(({ text }) => !/\{\w/.test(text))
    .slice(0, 3)
    .map(({ text }) => quoted(readable(text)))
  if (things.length === 0 && texts.length === 0)
    return isEmpty(features) ? 'Show an empty scene, with nothing in it.' : ''
  const verb = features.has_animations ? 'Animate' : 'Show'
  const shown = things.length > 0 ? `${verb} ${listed(things)}` : `${verb} text`
  return texts.length > 0 ? `${shown}, with the text ${listed(texts)}.` : `${shown}.`
}

/** Nothing is made, played or put on screen; what is only not known is not empty. */
function isEmpty({ error, storyboard, mobjects, plays }: CodeFeatures): boolean {
  return !error && storyboard.length === 0 && plays === 0 && Object.keys(mobjects).length === 0
}
