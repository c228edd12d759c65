/**
 * Does the text tell the whole scene, its end too? Models that tire, and prompts that were cut, describe the opening
 * and stop. Held against the storyboard: which of its steps does the text mention?
 */
import { readable } from '../features/stage/tex.ts'
import { membersOf } from '../prompts/facts.ts'
import { concept, conceptsOf } from './concepts.ts'
import { isEnglish } from './language.ts'
import type { Parsed } from './text.ts'
import { type Evidence, type Finding, hard, soft } from './types.ts'

/** Shorter scenes are told in a sentence or two, which need not follow their steps. */
const fewestSteps = 6
/** Of the end's own words, by weight. Below it the end is as good as missing. */
const leastOfEnd = 0.1
/** Shares of the first and last third, between which only the opening is told. */
const openingTold = 0.3
const endNotTold = 0.05

/** What a viewer sees go away is no part of the ending: "and everything fades out" may be left unsaid. */
const unseen = new Set(['hide', 'clear', 'wait', 'section', 'more'])
/** Fewer concepts than these and one unlucky word decides. */
const fewestOwn = 3

export function checkCoverage(text: Parsed, { features, level, language }: Evidence): Finding[] {
  if (level === 'brief') return []
  const canRead = isEnglish(language)
  const steps = informativeSteps(membersOf(features).storyboard, canRead ? wordsFor : wordsShown)
  if (steps.length < fewestSteps) return []
  const told = new Set(conceptsOf(text.whole))
  const weight = weightsOf(steps)
  const third = Math.floor(steps.length / 3)
  const first = steps.slice(0, third)
  const last = steps.slice(-third)

  const ending = shareTold(ownOf(last, steps.slice(0, -third)), told, weight)
  const isOpeningOnly =
    shareTold(union(first), told, weight) > openingTold && shareTold(union(last), told, weight) < endNotTold
  const isEndUntold = steps.slice(-2).every(step => ![...step].some(word => told.has(word)))
  if (isOpeningOnly) {
    return [
      hard('opening_only', 'it tells how the scene begins and leaves out the rest; tell its end as well'),
    ]
  }
  if (ending >= leastOfEnd) return []
  // In another language the last steps may be told in words that are not known here.
  return [
    (isEndUntold && canRead ? hard : soft)(
      'ending',
      'how the scene ends is missing; tell its last steps too',
    ),
  ]
}

type Concepts = ReadonlySet<string>

type Members = ReturnType<typeof membersOf>

function informativeSteps(storyboard: unknown, evidenceOf: (part: Members) => readonly string[]): Concepts[] {
  if (!Array.isArray(storyboard)) return []
  return storyboard
    .filter(step => !unseen.has(String(membersOf(step).action)))
    .map(step => new Set([...partsOf(step)].flatMap(evidenceOf)))
    .filter(step => step.size > 0)
}

/** A step and all that is told in it; of a group not what it is made of, which its name stands for. */
function* partsOf(step: unknown): Iterable<Members> {
  const members = membersOf(step)
  yield members
  for (const list of [members.things, members.into, members.steps]) {
    if (Array.isArray(list)) for (const each of list) yield* partsOf(each)
  }
}

/** Everything that a person would have a word for. */
function wordsFor({ action, color, kind, text, name }: Members): string[] {
  const said = [kind, text, name, color].filter(each => typeof each === 'string')
  const verb = typeof action === 'string' && action !== 'show' && action !== 'repeat' ? [concept(action)] : []
  return [...said.flatMap(each => conceptsOf(readable(each))), ...verb]
}

/** What is the same in every language: texts on screen, with their numbers and formulas. */
function wordsShown({ text }: Members): string[] {
  return typeof text === 'string' ? conceptsOf(readable(text)) : []
}

/** The rarer in the storyboard, the more it tells. */
function weightsOf(steps: readonly Concepts[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>()
  for (const step of steps) for (const word of step) count.set(word, (count.get(word) ?? 0) + 1)
  return new Map([...count].map(([word, many]) => [word, Math.log((steps.length + 1) / many)]))
}

function union(steps: readonly Concepts[]): Concepts {
  return new Set(steps.flatMap(step => [...step]))
}

/** What the end shows and nothing before it; where that is next to nothing, all that it shows. */
function ownOf(end: readonly Concepts[], before: readonly Concepts[]): Concepts {
  const earlier = union(before)
  const all = union(end)
  const own = new Set([...all].filter(word => !earlier.has(word)))
  return own.size >= fewestOwn ? own : all
}

function shareTold(evidence: Concepts, told: Concepts, weight: ReadonlyMap<string, number>): number {
  let sum = 0
  let found = 0
  for (const word of evidence) {
    sum += weight.get(word)!
    if (told.has(word)) found += weight.get(word)!
  }
  return sum === 0 ? 1 : found / sum
}
