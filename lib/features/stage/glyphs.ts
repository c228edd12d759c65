/** How many outlines a thing is drawn with: Manim takes its time by them. */
import { family, isFormula, isNumber } from '../../facts/manim.ts'
import { isComposed, isCounted, isOutline } from './groups.ts'
import { isFullyKnown } from './text.ts'
import type { Mob } from './values.ts'

/** At least, and at most. */
type Range = readonly [number, number]

const ANY: Range = [0, Number.POSITIVE_INFINITY]
const DEEPEST = 6

const isPlainText = family('Text')
/** They draw more than what they say. */
const hasMore = family('Title', 'BulletedList', 'Paragraph', 'Code')

export function glyphsOf(mob: Mob | undefined, depth = 0): Range {
  if (!mob || mob.count !== undefined || mob.vague || mob.partOf || depth > DEEPEST) return ANY
  if (isComposed(mob) && isCounted(mob)) {
    let [least, most] = [0, 0]
    for (const child of mob.children) {
      const [few, many] = child.t === 'mob' ? glyphsOf(child, depth + 1) : ANY
      least += few
      most += many
    }
    return [least, most]
  }
  const { cls, text } = mob
  if (mob.children.length > 0 || mob.local !== undefined) return ANY
  if (isOutline(cls)) return [1, 1]
  if (!isFullyKnown(text)) return ANY
  const [least, most] = isPlainText(cls)
    ? inText(text)
    : isFormula(cls)
      ? inFormula(text)
      : inNumber(cls, text)
  return hasMore(cls) ? [least, Number.POSITIVE_INFINITY] : [least, most]
}

const inNumber = (cls: string, text: string): Range => (isNumber(cls) ? [text.length, text.length] : ANY)

/** One for each letter but spaces; of letters beyond the plain ones several may be one, or one several. */
function inText(text: string): Range {
  const seen = text.replace(/\s/g, '')
  const joined = seen.match(/f(?=[fil])/g)?.length ?? 0
  const isPlain = /^[\x20-\x7e\u00a1-\u024f\u0370-\u04ff]*$/.test(seen)
  return isPlain ? [seen.length - joined, seen.length] : [0, Number.POSITIVE_INFINITY]
}

/** What is read of a formula has brackets that the formula has not, and misses bars and hats that it has. */
function inFormula(text: string): Range {
  if (text.includes('\\')) return ANY
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const joined = text.match(/f(?=[fil])/g)?.length ?? 0
  const least = text.includes(' choose ') ? 0 : letters - joined
  // A mark over each, and a brace over all.
  return [least, 2 * text.replace(/[\s_^]/g, '').length + 4]
}
