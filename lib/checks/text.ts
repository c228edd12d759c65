/** A description taken apart once for all rules. */
import { withoutTerms } from './terms.ts'

export interface Parsed {
  whole: string
  /** Without quoted spans: what is on screen may be anything. Apostrophes are straight. */
  plain: string
  /** `plain` without terms of art in which a word means something else. */
  meant: string
  /** Without those quoted spans alone that the program shows: what is quoted from elsewhere is said like the rest. */
  said: string
  quotes: readonly string[]
  /** Of `whole`, in small letters. */
  words: readonly string[]
  /** Of `said`, as written. */
  saidWords: readonly string[]
}

const quoted = /“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|「([^」]*)」|『([^』]*)』|"([^"]*)"|`([^`]*)`/g

/** `shows`: whether letters and digits are among those that the program shows. */
export function parseText(whole: string, shows: (letters: string) => boolean): Parsed {
  const quotes = [...whole.matchAll(quoted)].map(
    match => match.slice(1).find(part => part !== undefined) ?? '',
  )
  const plain = straight(whole.replace(quoted, ' … '))
  const isShown = (span: string) => span !== '' && shows(span)
  const said = straight(whole.replace(quoted, span => (isShown(letters(span)) ? ' … ' : span)))
  return {
    whole,
    plain,
    meant: withoutTerms(plain),
    said,
    quotes,
    words: wordsOf(whole),
    saidWords: spaced(said).match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [],
  }
}

/** In small letters, and with straight apostrophes. */
export function wordsOf(text: string): string[] {
  return (
    spaced(straight(text))
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*/gu) ?? []
  )
}

function straight(text: string): string {
  return text.replaceAll('’', "'")
}

/** Scripts that put no space between words. */
const unspaced =
  /(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*)+/gu
let segmenter: Intl.Segmenter | undefined

/** The text with a space between its words, also where it is written without. */
export function spaced(text: string): string {
  return text.replace(unspaced, run => {
    // To make one takes longer than most runs have descriptions that need it.
    segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
    return ` ${[...segmenter.segment(run)].map(({ segment }) => segment).join(' ')} `
  })
}

/** Of so many letters, where a sign that stands for a syllable or more counts as two. */
export function isLong(word: string, least: number): boolean {
  return word.length >= least || (word.length * 2 >= least && dense.test(word))
}
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Letters and digits only, small: for comparing texts that differ in spacing, markup and case. */
export function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

export function listed(words: readonly string[]): string {
  const distinct = [...new Set(words)]
  const shown = distinct.slice(0, 5).map(word => `"${word}"`)
  return shown.join(', ') + (distinct.length > 5 ? ' and others' : '')
}
