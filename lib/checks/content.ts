/** Rules that hold the text against the program: objects, quoted texts, numbers, motion. */
import { membersOf } from '../prompts/facts.ts'
import { stem } from './concepts.ts'
import { isEnglish } from './language.ts'
import type { Program } from './program.ts'
import { letters, listed, type Parsed } from './text.ts'
import { type Evidence, type Finding, hard, soft } from './types.ts'

/** A shape and what in a program may be one. Two of the words are enough where a curve is drawn point by point. */
const shapes: Readonly<Record<string, RegExp>> = {
  circle: /circle|dot|annulus|ellipse|ring|node|arc|disc|disk|orbit|radius|wheel|clock|polar|sector|graph/,
  square: /square|rect|grid|box|cell|tile|table|matrix|pixel|board|polygon|block/,
  rectangle: /rect|square|box|table|grid|cell|bar|block|screen|frame|panel|polygon/,
  triangle: /triangle|polygon|angle|vertices|simplex|sierpinski/,
  hexagon: /hexagon|polygon|hex|n\s*=\s*6/,
  pentagon: /pentagon|polygon|n\s*=\s*5/,
  ellipse: /ellipse|circle|oval|orbit/,
  star: /star/,
  cube: /cube|prism|box|3d|tesseract/,
  sphere: /sphere|ball|surface|3d/,
  cylinder: /cylinder|surface|parametric/,
  cone: /cone|surface|parametric/,
  torus: /torus|surface|parametric/,
  arrow: /arrow|vector|field|->|tip/,
  brace: /brace|bracket/,
  spiral: /spiral|parametric|polar|curve/,
  heart: /heart|parametric|svg/,
  pendulum: /pendulum|swing|bob/,
  matrix: /matrix|table|array|\[\[/,
  table: /table|grid|matrix|rows|cell/,
  axes: /axes|axis|plane|graph|numberline|chart|plot/,
}
const shapeWords = new RegExp(`\\b(${Object.keys(shapes).join('|')})(?:e?s)?\\b`, 'g')

export function checkContent(text: Parsed, program: Program, evidence: Evidence): Finding[] {
  return [
    ...checkObjects(text, program),
    ...checkQuotes(text, program),
    ...checkNumbers(text, program),
    ...checkMotion(text, program, evidence),
    ...checkGrounded(text, program, evidence),
  ]
}

function checkObjects({ meant }: Parsed, { small }: Program): Finding[] {
  // Pictures hold whatever they hold.
  if (/imagemobject|svgmobject/.test(small)) return []
  const named = [...new Set([...meant.toLowerCase().matchAll(shapeWords)].map(([, noun]) => noun!))]
  const invented = named.filter(noun => !shapes[noun]!.test(small))
  if (invented.length === 0) return []
  const many = invented.length >= 2 && invented.length * 2 >= named.length
  const message = `it names ${listed(invented)}, which nothing in the program draws`
  return [(many ? hard : soft)('object', message)]
}

function checkQuotes({ quotes }: Parsed, program: Program): Finding[] {
  const has = (text: string) => program.letters.includes(text) || program.shown.includes(text)
  const spans = quotes.filter(span => letters(span).length >= 2)
  const missing = spans.filter(span => {
    if (has(letters(span))) return false
    // Texts are put together from pieces: each word on its own will do.
    return !(
      span
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    ).every(has)
  })
  if (missing.length === 0) return []
  const all = missing.length >= 2 && missing.length === spans.length
  return [(all ? hard : soft)('quote', `it quotes ${listed(missing)}, which the program does not show`)]
}

function checkNumbers({ plain }: Parsed, { small }: Program): Finding[] {
  const numbers = plain.match(/\d+(?:\.\d+)?/g) ?? []
  if (numbers.length < 3) return []
  const invented = numbers.filter(number => !small.includes(number))
  if (invented.length * 2 < numbers.length) return []
  return [soft('number', `it gives numbers that are not in the program: ${listed(invented)}`)]
}

const motionWords =
  /\b(?:mov(?:e|es|ing)|rotat\w+|transform\w*|fad(?:e|es|ing)|zoom\w*|slid(?:e|es|ing)|morph\w*|grow\w*|shrink\w*|appear\w*|animat\w+|draw\w*|writ(?:e|es|ten|ing)|turn\w*|spin\w*|travel\w*|sweep\w*|trace\w*|reveal\w*|follow\w*|chang\w+|drop\w*|flash\w*|highlight\w*|swap\w*|shift\w*|scal\w+|vanish\w*|disappear\w*|unfold\w*|pulse\w*|replac\w+|becom\w+|introduc\w+|bring\w*|add\w*|remove\w*|show\w*|let)\b/i
const strongMotion =
  /\b(?:mov(?:e|es|ing)|fad(?:e|es|ing)|transforms?|rotat(?:e|es|ing)|zoom(?:s|ing)?|morphs?|slid(?:e|es|ing))\b/gi

function checkMotion(
  { plain, meant }: Parsed,
  { moves }: Program,
  { features, language }: Evidence,
): Finding[] {
  if (!moves && !isMoving(features)) {
    const words = meant.match(strongMotion) ?? []
    const kinds = new Set(words.map(word => stem(word.toLowerCase())))
    return kinds.size >= 2
      ? [hard('motion', `it says ${listed(words)}, but the program draws a still picture`)]
      : []
  }
  return motionWords.test(plain) || !isEnglish(language)
    ? []
    : [soft('no_motion', 'it tells of no motion, though the program plays animations')]
}

/** Something is played, waited for, updated or turned: whatever the names are by which the program does it. */
function isMoving(features: unknown): boolean {
  const { plays, waits, animate, animations, custom_animations, updaters, camera } = membersOf(features)
  return (
    [plays, waits, animate].some(count => Number(count) > 0) ||
    [animations, custom_animations, updaters].some(found => Object.keys(membersOf(found)).length > 0) ||
    membersOf(camera).moving === true
  )
}

/** A text this short that shares next to nothing with the program would do for any other. */
function checkGrounded({ words }: Parsed, { small, lines }: Program, { language }: Evidence): Finding[] {
  if (words.length >= 12 || !isEnglish(language)) return []
  const content = new Set(words.filter(word => word.length >= 4 && !everyday.has(word)))
  const grounded = [...content].filter(word => small.includes(word.replace(/(?:ing|ed|es|s)$/, '')))
  if (grounded.length >= 3) return []
  return [
    (lines > 30 ? hard : soft)('generic', 'it would fit many programs; say what is particular to this one'),
  ]
}

/** Said of any animation, and found in any program. */
const everyday = new Set([
  ...['animation', 'animate', 'scene', 'video', 'create', 'make', 'show', 'display', 'draw', 'write'],
  ...['with', 'that', 'then', 'from', 'into', 'this', 'some', 'their', 'while', 'screen', 'each'],
])
