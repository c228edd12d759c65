/**
 * Is it the description of this program at all? Of a text that belongs to another one, next to no word has any ground
 * in the program: neither in its names nor in its texts, nor in what it shows.
 */
import { membersOf, shownStrings } from '../prompts/facts.ts'
import { concept, conceptsOf } from './concepts.ts'
import { isEnglish } from './language.ts'
import type { Program } from './program.ts'
import type { Parsed } from './text.ts'
import { type Evidence, type Finding, soft } from './types.ts'

/**
 * Share of a text's words. Of 416 reviewed pairs 1.7 % are below it, of their texts put to other programs 70 %. Long
 * programs have ground for most words: there it says little.
 */
const leastGrounded = 0.12
/** Fewer words and one unlucky one decides. */
const fewestWords = 8

/** Said of any animation, or of how it is laid out: no ground is looked for. */
const everyday = new Set(
  `a an and the of to in on at with from by for as is are be it its this that these those then there while when where
  which who whose what into onto over under up down out off left right center centre middle top bottom side above below
  each every all both some any no not or but so if than too very just only also one two three four five six first
  second third last next other another same own new own they them their he she his her you your we our i me my
  after before until finally begin begins starts start ends end again still once now during between through across
  along around near next away together apart animation animate scene video screen frame background show display create
  make draw illustrate demonstrate visualize appear appears want see like please would should has have had does do can
  will being been was were how smoothly slowly quickly gradually slightly large larger small smaller big`
    .split(/\s+/)
    .map(concept),
)

export function checkMatch(text: Parsed, program: Program, { features, language }: Evidence): Finding[] {
  if (!isEnglish(language)) return []
  const said = new Set(conceptsOf(text.whole).filter(word => word.length > 1 && !everyday.has(word)))
  if (said.size < fewestWords) return []
  const ground = groundOf(program, features)
  const grounded = [...said].filter(word => ground.has(word)).length
  if (grounded >= leastGrounded * said.size) return []
  return [soft('match', 'next to nothing that it says has to do with the program; is it of another one?')]
}

function groundOf(program: Program, features: unknown): ReadonlySet<string> {
  const words = [...program.names].map(spelledOut)
  const { storyboard, colors } = membersOf(features)
  return new Set(
    conceptsOf(
      [...words, ...program.literals, ...shownStrings(features), JSON.stringify([storyboard, colors])].join(
        ' ',
      ),
    ),
  )
}

/** `makeRedBox_2`: make Red Box 2. */
function spelledOut(name: string): string {
  return name.replace(/(?<=\p{Ll}|\d)(?=\p{Lu})|(?<=\p{L})(?=\d)|_/gu, ' ')
}
