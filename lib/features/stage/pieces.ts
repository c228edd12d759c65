/** What a formula is cut into: a piece for each string that it is made of. */
import { family, isFormula } from '../../facts/manim.ts'
import { gather } from '../gather.ts'
import { isCommunity, type Machine } from './machine.ts'
import { fillSize } from './natural-sizes.ts'
import { type Mob, newMob, type Value } from './values.ts'

const isList = family('BulletedList')
/** Their strings are pieces; what descends from them may hold more. */
const CUT: ReadonlySet<string> = new Set(['MathTex', 'Tex'])

/** A formula of several strings, and a list, hold a piece for each. */
export function fillPieces(mob: Mob, args: readonly Value[], kws: ReadonlyMap<string, Value>): void {
  if (!isFormula(mob.cls) || mob.children.length > 0 || kws.has('substrings_to_isolate')) return
  const strings = gather(args, stringsOf)
  if (strings.length < 2 || strings.includes(undefined)) return
  const bullets = isList(mob.cls)
  mob.children = strings.map(text => {
    const piece = newMob(bullets ? 'Tex' : mob.cls)
    piece.text = text
    piece.color = mob.color
    piece.pos = undefined
    fillSize(piece, { args: [], kws })
    // A bullet is a line of its own; what stands in a formula is told as a part of it.
    if (!bullets) piece.partOf = mob
    return piece
  })
}

/** Of one string there is one piece, which is all there is. Manim's older sisters cut it into letters. */
export function isOfOnePiece(m: Machine, { cls, children, text, holds, partOf }: Mob): boolean {
  if (!CUT.has(cls) || children.length > 0 || text === undefined || partOf || holds?.parts) return false
  const [piece, ...others] = cutAtBraces(text)
  return piece !== undefined && others.length === 0 && isCommunity(m)
}

const OPEN = '{{'
/** To look for the end of each that opens takes time. */
const LONGEST = 5000

function stringsOf(value: Value): (string | undefined)[] {
  return value.t === 'str' ? cutAtBraces(value.v) : [undefined]
}

/** `{{a}} + {{b}}`: what double braces hold, and what is between. Undefined where releases do not agree. */
function cutAtBraces(text: string): (string | undefined)[] {
  if (!text.includes(OPEN)) return [text]
  if (text.length > LONGEST) return [undefined]
  const found = text.split(/\{\{(.*?)\}\}/s)
  const areClear = found.every((piece, i) => (i % 2 === 0 ? !piece.includes(OPEN) : isBalanced(piece)))
  const areApart = found.every((piece, i) => i % 2 === 1 || i === found.length - 1 || /^$|\s$/.test(piece))
  return areClear && areApart ? found.filter(piece => piece !== '') : [undefined]
}

function isBalanced(piece: string): boolean {
  let depth = 0
  for (const sign of piece.replace(/\\[\\{}]/g, '')) {
    if (sign === '{') depth += 1
    if (sign === '}') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}
