/** Words of a text, or parts of a formula, in colours of their own. */
import { isFormula } from '../../facts/manim.ts'
import { colorOf } from './eval.ts'
import { childMobs } from './groups.ts'
import type { Thing } from './steps.ts'
import type { Mob, Value } from './values.ts'

/** Of more nobody keeps account. */
const MOST = 6

/**
 * What is a piece of its own has the colour. A piece that only holds the words has it whole in releases before 0.20, and
 * not at all since: its colour is not known.
 */
export function colorWords(mob: Mob, words: string | undefined, color: string | undefined): void {
  const { text } = mob
  if (words === undefined || words === '' || text === undefined || !text.includes(words)) return
  const pieces = childMobs(mob).filter(piece => piece.text !== undefined)
  if (pieces.length > 0) {
    for (const piece of pieces)
      if (piece.text?.includes(words)) piece.color = piece.text.trim() === words.trim() ? color : undefined
  } else if (words === text) mob.color = color
  else if (isFormula(mob.cls) && !isTakenApart(mob)) mob.color = undefined
  else {
    const others = partsOf(mob).filter(part => part.text !== words)
    const part = color === undefined ? [] : [{ kind: 'part', text: words, color }]
    mob.holds = { ...mob.holds, parts: [...others, ...part].slice(0, MOST) }
  }
}

/** By a dictionary from words to colours. */
export function colorByMap(mob: Mob, map: Value | undefined): void {
  if (map?.t === 'dict') for (const [words, color] of map.entries) colorWords(mob, words, colorOf(color))
}

/** What the constructor says of the parts that a text or formula is to be coloured by. */
export function colorParts(mob: Mob, kws: ReadonlyMap<string, Value>): void {
  const map = kws.get('tex_to_color_map') ?? kws.get('t2c')
  if (map || kws.has('substrings_to_isolate')) mob.holds = { ...mob.holds, parts: [] }
  colorByMap(mob, map)
}

/** What of it has another colour than the whole, as it is written. */
export function coloredParts(mob: Mob): readonly Thing[] {
  const found = [...partsOf(mob)]
  for (const { text, color, partOf } of childMobs(mob))
    if (partOf === mob && text !== undefined && color !== undefined) found.push({ kind: 'part', text, color })
  // What has no colour of its own is white.
  return found.filter(({ color }) => color !== (mob.color ?? 'white'))
}

const partsOf = ({ holds }: Mob): readonly Thing[] => holds?.parts ?? []

/** Manim was told where to cut the formula. */
function isTakenApart({ holds, text }: Mob): boolean {
  return holds?.parts !== undefined || text?.includes('{{') === true
}
