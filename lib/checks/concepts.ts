/** Words as the things they stand for: without endings, and one for all that people use for one another. */

import { spaced } from './text.ts'

/** Kinds that say nothing of what is seen. */
const vague = new Set(['group', 'part', 'object', 'drawing', 'entry', 'value', 'the', 'and', 'of', 'with'])

/** Words that people use for one another: each line is one thing. */
const sameThing = words(`
  formula equation expression math mathematics term identity
  text label word caption title heading line sentence phrase name note message
  frame box rectangle border outline highlight surround rounded background square cell block
  dot point node ball particle circle
  graph network tree
  curve plot function
  axe axis plane coordinate chart
  arrow vector pointer
  image picture photo icon logo
  code listing snippet program
  table matrix grid array board
  move slide shift travel
  transform morph become turn change replace convert
  rotate spin swing
  zoom camera pan view
  recolor color colour
  resize scale grow shrink enlarge
  highlight indicate flash emphasize circle`)

function words(lists: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const line of lists.trim().split('\n')) {
    const [first, ...others] = line.trim().split(' ')
    for (const word of [first!, ...others]) if (!found.has(stem(word))) found.set(stem(word), stem(first!))
  }
  return found
}

/** Enough of a stemmer to meet plurals and the forms of a verb. */
export function stem(word: string): string {
  const short = word.replace(/(?:ies)$/, 'y').replace(/(?:ing|ed|es|s)$/, '')
  return short.length >= 3 ? short.replace(/e$/, '') : word
}

export function concept(word: string): string {
  const short = stem(word)
  return sameThing.get(short) ?? short
}

/** Of a text in any language: the words of others than English stand for themselves. */
export function conceptsOf(text: string): string[] {
  const found =
    spaced(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return found.filter(word => !vague.has(word)).map(concept)
}
