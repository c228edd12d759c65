/** The storyboard as a person would ask for it: plain, in order, nothing that the program does not show. */

import { nounOf, plural } from '../facts/nouns.ts'
import { weightOf } from '../features/stage/shorten.ts'
import type { Step } from '../features/stage/steps.ts'
import { readable } from '../features/stage/tex.ts'
import type { CodeFeatures } from '../features/types.ts'
import { countWords } from '../features/words.ts'
import { clause } from './clauses.ts'
import { isUnknown, listed, quoted, spelled } from './phrases.ts'
import { copyOf, nothingTold, type Telling } from './telling.ts'

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
  const tell = createTeller(steps, weights, !features.has_animations)
  let told = tell(chosen)
  for (let words = wordsOf(told); words > limit && chosen.length > 3; words = wordsOf(told)) {
    // The least telling step goes, a later one before an earlier one; a few at once where much is too much.
    const excess = words / limit
    const drop = Math.max(1, Math.floor((chosen.length * (1 - 1 / excess)) / 2))
    const order = [...chosen].sort((a, b) => weights[a]! - weights[b]! || spread(b) - spread(a))
    const gone = new Set(order.slice(0, drop))
    chosen = chosen.filter(i => !gone.has(i))
    told = tell(chosen)
  }
  return told.length === 0 ? summary(features) : textOf(told)
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
    const { action, things = [], into = [] } = step
    for (const some of [things, into]) {
      for (const { id, of, place } of some) {
        if (action !== 'hide') refer(id)
        refer(of)
        if (place?.includes('#')) for (const [, number] of place.matchAll(/#(\d+)/g)) refer(Number(number))
      }
    }
    if (action !== 'show') continue
    for (const some of [things, into])
      for (const { id, text, texts } of some) if (id !== undefined && !text && !texts) shapes.add(id)
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

/** What stands in one sentence, or in half of one. */
interface Beat {
  readonly said: string
  /** Counted when it is asked for. */
  words?: number
}

interface Clause extends Beat {
  readonly weight: number
}

interface Told {
  /** Of the step. */
  readonly index: number
  /** What had been said before it. */
  readonly before: Telling
  /** Undefined where there is nothing to say. */
  readonly clause: Clause | undefined
}

/**
 * Tells the chosen steps, given by ascending index. What they have in common with those chosen before, from the first
 * step on, is not told again.
 */
function createTeller(steps: readonly Step[], weights: readonly number[], still: boolean) {
  const told: Told[] = []
  return (chosen: readonly number[]): Sentence[] => {
    let same = 0
    while (same < told.length && told[same]!.index === chosen[same]) same++
    const telling = told[same]?.before ?? nothingTold()
    told.length = same
    for (; same < chosen.length; same++) {
      const index = chosen[same]!
      const before = copyOf(telling)
      const said = clause(steps[index]!, telling, still)
      told.push({ index, before, clause: said === undefined ? undefined : { said, weight: weights[index]! } })
    }
    return sentencesOf(beatsOf(told, steps), still)
  }
}

function beatsOf(told: readonly Told[], steps: readonly Step[]): Beat[] {
  const beats: Clause[][] = []
  for (let at = 0; at < told.length; at++) {
    const { index, clause } = told[at]!
    if (clause === undefined) continue
    const isAtOnce = steps[index]!.with && told[at - 1]?.index === index - 1
    const previous = isAtOnce ? beats.at(-1) : undefined
    if (previous) previous.push(clause)
    else beats.push([clause])
  }
  return beats.map(beat => (beat.length === 1 ? beat[0]! : { said: together(beat) }))
}

const MOST_AT_ONCE = 3

/** `move the circle up` and `turn the circle green` at once: `move the circle up and turn it green`. */
function together(beat: readonly Clause[]): string {
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

/** A lead and one beat, or two short ones. */
interface Sentence {
  readonly lead: string
  readonly beats: readonly Beat[]
}

function sentencesOf(beats: readonly Beat[], still: boolean): Sentence[] {
  const told = beats.filter((beat, i) => beat.said !== beats[i - 1]?.said)
  const groups: Beat[][] = []
  for (let i = 0; i < told.length; i++) {
    const beat = told[i]!
    const next = told[i + 1]
    // Two short beats make one sentence.
    if (next && i > 0 && i + 2 < told.length && isShort(beat) && isShort(next)) {
      groups.push([beat, next])
      i++
    } else groups.push([beat])
  }
  let turn = 0
  return groups.map((group, i) => {
    const last = i === groups.length - 1 && groups.length > 2
    const lead = still || i === 0 ? '' : last ? 'Finally, ' : i % 2 === 0 ? leadFor(group, turn++) : ''
    return { lead, beats: group }
  })
}

const THEN = ['Next, ', 'After that, ']

/** `Then` reads ill before a sentence that has a `then` of its own, or that begins with how often. */
function leadFor(beats: readonly Beat[], turn: number): string {
  if (turn % 3 !== 1 || beats.length > 1) return THEN[turn % 2]!
  const { said } = beats[0]!
  const plain = !said.includes(', then ') && !/^(?:\w+ times|twice|repeatedly),/.test(said)
  return plain ? 'Then ' : THEN[turn % 2]!
}

function isShort(beat: Beat): boolean {
  return !beat.said.includes(', ') && wordsIn(beat) <= 8
}

/** With the point or comma that follows it. */
function wordsIn(beat: Beat): number {
  beat.words ??= countWords(`${beat.said}.`)
  return beat.words
}

/** Of the text, which need not be made for that. */
function wordsOf(sentences: readonly Sentence[]): number {
  let words = 0
  for (const { lead, beats } of sentences) {
    words += countWords(lead) + beats.length - 1
    for (const beat of beats) words += wordsIn(beat)
  }
  return words
}

function textOf(sentences: readonly Sentence[]): string {
  return sentences
    .map(({ lead, beats }) => {
      const text = lead + beats.map(({ said }) => said).join(', then ')
      return `${text[0]!.toUpperCase()}${text.slice(1)}.`
    })
    .join(' ')
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
