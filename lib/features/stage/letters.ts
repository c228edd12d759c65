/** How much room words take, by their letters. */
import { family, isFormula, isNumber } from '../../facts/manim.ts'
import { remember } from '../remember.ts'
import type { Args } from './machine.ts'
import { LEADING } from './sizes.ts'
import { readable } from './tex.ts'
import { asNumber, type Mob, type Size } from './values.ts'

/** Widths of letters of the usual font, at the usual size. */
const EACH = 0.4
const EACH_SET = 0.25
const USUAL_FONT = 48
const isWritten = family('Text', 'MarkupText', 'Paragraph')

/** Of what a text, a formula or a number says. */
export function sizeOfWords({ cls, text }: Mob, kws: Args['kws']): Size | undefined {
  if (text === undefined) return undefined
  const font = kws.get('font_size')
  const scale = font ? asNumber(font) : USUAL_FONT
  if (scale === undefined) return undefined
  const [w, h] = isFormula(cls) || isNumber(cls) ? setSize(text) : isWritten(cls) ? writtenSize(text) : [0, 0]
  return w === 0 ? undefined : [(w * scale) / USUAL_FONT, (h * scale) / USUAL_FONT]
}

const writtenSize = remember((text: string): Size => {
  const lines = text.split(/\n|; /)
  return [EACH * Math.max(...lines.map(breadth)), 0.55 + 0.75 * (lines.length - 1)]
})

/** Patterns take long over longer ones, and no frame holds them. */
const LONGEST = 2000

const setSize = remember((words: string): Size => {
  if (words.length > LONGEST) return [0, 0]
  // The rows of a matrix are no lines.
  const lines = words.includes('\\begin')
    ? [words]
    : words.split(/\\\\(?:\[[^\]]*\])?/).filter(line => line.trim() !== '')
  const sizes = lines.map(line => lineSize(readable(line)))
  const heights = sizes.reduce((sum, [, height]) => sum + height * LEADING, 0)
  return [Math.max(0, ...sizes.map(([width]) => width)), heights / LEADING]
})

function lineSize(text: string): Size {
  const isTall = /[∑∫∏/[]/.test(text)
  // Of a fraction the longer part counts, of what is raised two thirds.
  const flat = text.replace(
    /(\([^()]*\)|[^\s()/]+)\/(\([^()]*\)|[^\s()/]+)/g,
    (_, over: string, under: string) => (over.length > under.length ? over : under),
  )
  const raised =
    flat
      .match(/[_^](?:\([^()]*\)|\p{L}|\p{N}+)/gu)
      ?.join('')
      .replace(/[_^()]/g, '') ?? ''
  return [EACH_SET * (breadth(flat.replace(/[_^]/g, '')) - breadth(raised) / 3), isTall ? 1 : 0.4]
}

/** In letters of the usual breadth. */
function breadth(line: string): number {
  let sum = 0
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i)
    sum += BREADTHS[code] ?? (code < FIRST_WIDE ? 1 : 2)
  }
  return sum
}

/** Letters of Chinese, Japanese and Korean, and signs of their size. */
const FIRST_WIDE = 0x2e80
const BREADTHS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  if (/[\sijlftrI1.,:;'"!|()[\]]/.test(letter)) return 0.55
  if (/[mwMW@%]/.test(letter)) return 1.6
  return /[A-Z]/.test(letter) ? 1.25 : 1
})

/** LaTeX breaks a text that is longer than a line of a page: nobody knows where its pieces come to stand. */
export function isWrapped({ cls, text }: Mob): boolean {
  return isProse(cls) && (text ?? '').split(/\\\\/).some(line => readable(line).length > LINE)
}
const isProse = family('Tex')
const LINE = 70
