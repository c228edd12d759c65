/** The storyboard as a person would ask for it: plain, in order, nothing that the program does not show. */

import { nounOf, plural } from '../facts/nouns.ts'
import { weightOf } from '../features/stage/shorten.ts'
import type { Step, Thing } from '../features/stage/steps.ts'
import { readable } from '../features/stage/tex.ts'
import type { CodeFeatures } from '../features/types.ts'
import { countWords } from '../features/words.ts'
import { clause } from './clauses.ts'
import { type Said, together, withPronoun } from './joining.ts'
import { isUnknown } from './phrases.ts'
import { copyOf, nothingTold, restore, type Telling } from './telling.ts'
import { listed, quoted, spelled } from './wording.ts'

const MOST_WORDS = 115

export interface ProseOptions {
  readonly words?: number
}

/** What of a program's features is told. */
export type Scene = Pick<CodeFeatures, 'storyboard' | 'strings' | 'has_animations' | 'mobjects' | 'plays'> & {
  readonly error?: CodeFeatures['error'] | undefined
}

/** A step that may be told. */
interface Choice {
  /** Its place among all steps. */
  readonly index: number
  readonly step: Step
  readonly weight: number
}

// What runs for every sample stands in functions that stay: V8 forgets the machine code of one that was made for a sample
// and dropped with it, and makes it again and again.

export function describeFromStoryboard(features: Scene, options: ProseOptions = {}): string {
  const limit = options.words ?? MOST_WORDS
  const still = !features.has_animations
  const choices = choicesOf(features.storyboard)
  const own = comingByThemselves(features.storyboard)
  let told = tell(choices, [], still, own)
  let sentences = sentencesOf(told, still)
  let words = wordsOf(sentences)
  if (words > limit) {
    const leastFirst = [...choices].sort(byWeight)
    const gone = new Set<Choice>()
    for (; words > limit && told.length > FEWEST; words = wordsOf(sentences)) {
      leaveOut(words - limit, leastFirst, told, gone)
      told = tell(without(gone, choices), told, still, own)
      sentences = sentencesOf(told, still)
    }
  }
  return sentences.length === 0 ? summary(features) : textOf(sentences)
}

/** So many are told, however long they are. */
const FEWEST = 3

/** What goes takes more with it: its leaving, what is said of it. Where all words were counted, texts came out a sixth too short. */
const BY_ITSELF = 0.7

/** Adds to `gone` what takes most of so many words in `told`; one at least. */
function leaveOut(excess: number, leastFirst: readonly Choice[], told: readonly Told[], gone: Set<Choice>) {
  const words: number[] = []
  for (const { index, clause } of told) words[index] = clause ? wordsIn(clause) : 0
  let left = excess * BY_ITSELF
  do {
    const choice = leastFirst[gone.size]!
    gone.add(choice)
    left -= words[choice.index]!
  } while (gone.size < leastFirst.length - FEWEST && words[leastFirst[gone.size]!.index]! <= left)
}

function choicesOf(storyboard: readonly Step[]): Choice[] {
  const steps = storyboard.some(isMore) ? storyboard.filter(step => !isMore(step)) : storyboard
  const last = lastToldOf(steps)
  const pointed = pointedAt(steps)
  const choices: Choice[] = []
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]!
    const edge = (index === 0 ? 6 : 0) + (index === last ? 6 : 0)
    choices.push({ index, step, weight: weightFor(step, pointed) + edge })
  }
  return choices
}

function isMore({ action }: Step): boolean {
  return action === 'more'
}

/** The least telling first, a later one before an earlier one. */
function byWeight(a: Choice, b: Choice): number {
  return a.weight - b.weight || spread(b.index) - spread(a.index)
}

function without(gone: ReadonlySet<Choice>, choices: readonly Choice[]): Choice[] {
  const kept: Choice[] = []
  for (const choice of choices) if (!gone.has(choice)) kept.push(choice)
  return kept
}

/** What is told to come must be told to go: that costs nothing where its coming was left out. */
const GOING = 40

function weightFor(step: Step, pointed: ReadonlySet<number>): number {
  if (step.action === 'hide' || step.action === 'clear') return GOING
  // A shape that others are told by says more than a label that nothing refers to.
  return weightOf(step) + (isBase(step, pointed) ? 3 : 0)
}

function isBase({ action, things = [] }: Step, pointed: ReadonlySet<number>): boolean {
  if (action !== 'show') return false
  for (const { id } of things) if (id !== undefined && pointed.has(id)) return true
  return false
}

/**
 * Numbers of what came by itself, and not as one of a group that is shown. Numbers are given in the order of telling: of a
 * storyboard that was cut, one below others that were there before came in a step that is gone.
 */
function comingByThemselves(steps: readonly Step[]): ReadonlySet<number> {
  const isCut = steps.some(isMore)
  const own = new Set<number>()
  const met = new Set<number>()
  let highest = 0
  const meet = (things: readonly Thing[], comes: boolean) => {
    for (const { id } of things) {
      if (id === undefined || met.has(id)) continue
      met.add(id)
      if (comes || (isCut && id < highest)) own.add(id)
    }
  }
  const look = ({ action, things = [], into = [], steps: inner = [] }: Step) => {
    meet(things, action === 'show')
    meet(into, true)
    inner.forEach(look)
    for (const { id = 0 } of [...things, ...into]) highest = Math.max(highest, id)
  }
  steps.forEach(look)
  return own
}

/** Numbers of shapes without words that later steps refer to. */
function pointedAt(steps: readonly Step[]): Set<number> {
  const shapes = new Set<number>()
  const found = new Set<number>()
  for (const { action, things = [], into = [] } of steps) {
    for (const some of [things, into]) {
      for (const thing of some) {
        if (action !== 'hide' && shapes.has(thing.id!)) found.add(thing.id!)
        if (shapes.has(thing.of!)) found.add(thing.of!)
        if (thing.place?.includes('#')) pointedFrom(thing.place, shapes, found)
      }
    }
    if (action !== 'show') continue
    for (const some of [things, into])
      for (const { id, text, texts } of some) if (id !== undefined && !text && !texts) shapes.add(id)
  }
  return found
}

function pointedFrom(place: string, shapes: ReadonlySet<number>, found: Set<number>) {
  for (const [, number] of place.matchAll(/#(\d+)/g))
    if (shapes.has(Number(number))) found.add(Number(number))
}

/** Ties are dropped all over the scene, not from one end. */
function spread(i: number): number {
  return (i * 7919) % 101
}

function lastToldOf(steps: readonly Step[]): number {
  for (let i = steps.length - 1; i >= 0; i--) {
    const { action, things } = steps[i]!
    if (action === 'wait' || action === 'section' || action === 'hide' || action === 'clear') continue
    if (!(things ?? []).every(isUnknown) || action === 'repeat') return i
  }
  return -1
}

/** What stands in one sentence, or in half of one. */
interface Beat extends Said {
  /** Counted when it is asked for. */
  words?: number
}

interface Told extends Choice {
  /** What had been said before it. */
  readonly before: Telling
  /** Undefined where there is nothing to say. */
  readonly clause: Beat | undefined
}

/** Tells what is chosen. What it has in common with an earlier telling, from the first step on, is not told again. */
function tell(
  chosen: readonly Choice[],
  earlier: readonly Told[],
  still: boolean,
  own: ReadonlySet<number>,
): Told[] {
  let same = 0
  while (same < earlier.length && earlier[same]!.index === chosen[same]?.index) same++
  // What of a beat was told depends on all of it.
  while (same > 0 && same < chosen.length && isAtOnce(chosen, same)) same--
  const told = earlier.slice(0, same)
  const telling = same < earlier.length ? copyOf(earlier[same]!.before) : nothingTold(own)
  while (same < chosen.length) {
    let next = same + 1
    while (next < chosen.length && isAtOnce(chosen, next)) next++
    told.push(...tellBeat(chosen.slice(same, next), telling, still))
    same = next
  }
  return told
}

function isAtOnce(chosen: readonly Choice[], at: number): boolean {
  const { step, index } = chosen[at]!
  return Boolean(step.with) && chosen[at - 1]?.index === index - 1
}

const MOST_AT_ONCE = 3

/** Of much that comes at once only what says most is told: nothing of the rest is taken for known afterwards. */
function tellBeat(choices: readonly Choice[], telling: Telling, still: boolean): Told[] {
  const before = copyOf(telling)
  const told = tellEach(choices, telling, still)
  const kept = heaviest(told)
  if (kept.length === distinctIn(told).length) return told
  restore(telling, before)
  return tellEach(choices, telling, still, new Set(kept.map(({ index }) => index)))
}

function tellEach(
  choices: readonly Choice[],
  telling: Telling,
  still: boolean,
  kept?: ReadonlySet<number>,
): Told[] {
  return choices.map(choice => {
    const before = copyOf(telling)
    const isLeftOut = kept !== undefined && !kept.has(choice.index)
    const said = isLeftOut ? undefined : clause(choice.step, telling, still)
    return { ...choice, before, clause: said }
  })
}

function distinctIn(told: readonly Told[]): readonly Told[] {
  const said = new Set<string>()
  return told.filter(({ clause }) => {
    if (clause === undefined || said.has(clause.said)) return false
    said.add(clause.said)
    return true
  })
}

function heaviest(told: readonly Told[]): readonly Told[] {
  return [...distinctIn(told)].sort((a, b) => b.weight - a.weight).slice(0, MOST_AT_ONCE)
}

/** Steps at the same time are one beat. */
function beatsOf(told: readonly Told[]): Beat[] {
  const beats: Beat[] = []
  for (let at = 0; at < told.length; ) {
    let next = at + 1
    while (next < told.length && isAtOnce(told, next)) next++
    const said = distinctIn(told.slice(at, next)).map(({ clause }) => clause!)
    // The same is not said twice in succession.
    const beat = said.length === 1 ? said[0]! : { ...together(said) }
    if (said.length > 0 && beat.said !== beats.at(-1)?.said) beats.push(beat)
    at = next
  }
  return beats
}

/** A lead and one beat, or two short ones. */
interface Sentence {
  readonly lead: string
  readonly beats: readonly Beat[]
}

function sentencesOf(told: readonly Told[], still: boolean): Sentence[] {
  const groups = inPairs(beatsOf(told))
  const sentences: Sentence[] = []
  let turn = 0
  for (let i = 0; i < groups.length; i++) {
    const beats = groups[i]!
    const last = i === groups.length - 1 && groups.length > 2
    const lead = still || i === 0 ? '' : last ? 'Finally, ' : i % 2 === 0 ? leadFor(beats, turn++) : ''
    sentences.push({ lead, beats })
  }
  return sentences
}

/** Two short beats make one sentence. */
function inPairs(beats: readonly Beat[]): Beat[][] {
  const groups: Beat[][] = []
  for (let i = 0; i < beats.length; i++) {
    const beat = beats[i]!
    const next = beats[i + 1]
    if (next && i > 0 && i + 2 < beats.length && isShort(beat) && isShort(next)) {
      groups.push([beat, { said: withPronoun(next, beat.closes) }])
      i++
    } else groups.push([beat])
  }
  return groups
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

function wordsIn(beat: Beat): number {
  beat.words ??= countWords(beat.said)
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
  let whole = ''
  for (const { lead, beats } of sentences) {
    let text = lead
    for (const beat of beats) text += beat === beats[0] ? beat.said : `, then ${beat.said}`
    whole += `${whole === '' ? '' : ' '}${text[0]!.toUpperCase()}${text.slice(1)}.`
  }
  return whole
}

/** Where the course of the scene is not known: what it is made of. */
function summary(features: Scene): string {
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
    .map(({ kind, text }) => quoted(kind === 'latex' ? readable(text) : text))
  if (things.length === 0 && texts.length === 0)
    return isEmpty(features) ? 'Show an empty scene, with nothing in it.' : ''
  const verb = features.has_animations ? 'Animate' : 'Show'
  const named = isOneOfThem(features.storyboard, things.length) ? things.join(' or ') : listed(things)
  const shown = things.length > 0 ? `${verb} ${named}` : `${verb} text`
  return texts.length > 0 ? `${shown}, with the text ${listed(texts)}.` : `${shown}.`
}

/** Less is shown than was made: nobody knows which. */
function isOneOfThem(storyboard: readonly Step[], made: number): boolean {
  const shown = storyboard.flatMap(({ action, things = [] }) => (action === 'show' ? things : []))
  const isOne = ({ kind, count, parts }: Thing) => kind === 'object' && count === undefined && !parts
  return made > 1 && shown.length === 1 && shown.every(isOne)
}

/** Nothing is made, played or put on screen; what is only not known is not empty. */
function isEmpty({ error, storyboard, mobjects, plays }: Scene): boolean {
  return !error && storyboard.length === 0 && plays === 0 && Object.keys(mobjects).length === 0
}
