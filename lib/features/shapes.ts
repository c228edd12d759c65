/** Small questions about one expression. */
import type { Call, Expr } from '../python/ast.ts'
import { dottedName } from '../python/live.ts'

const SETS = new Set([
  'set',
  'frozenset',
  'dict',
  'Counter',
  'keys',
  'items',
  'values',
  'union',
  'intersection',
])

/** `{1} | seen`, `(a > 0) & (b < 1)`, `a | b` of dictionaries: no arithmetic on bits. */
export function isSetLike(expr: Expr): boolean {
  switch (expr.k) {
    case 'Set':
    case 'Dict':
    case 'Cmp':
    case 'And':
    case 'Or':
    case 'Str':
    case 'List':
      return true
    case 'Comp':
      return expr.of !== 'generator'
    case 'Un':
      return expr.op === 'not' || isSetLike(expr.x)
    case 'Bin':
      return expr.items.some(isSetLike)
    case 'Call':
      return SETS.has(dottedName(expr.fn)?.split('.').at(-1) ?? '')
    default:
      return false
  }
}

const BIT_CALLS = new Set(
  'bitwise_and bitwise_or bitwise_xor bitwise_not left_shift right_shift bit_count'.split(' '),
)

/** `bin(n)`, `int(s, 2)`, `format(n, '08b')`, `'{:b}'.format(n)`, `bitwise_and(…)`. */
export function showsBits(call: Call): boolean {
  const name = call.fn.k === 'Name' ? call.fn.id : call.fn.k === 'Attr' ? call.fn.name : ''
  const first = call.args[0]
  const second = call.args[1]
  if (call.fn.k === 'Name' && name === 'bin') return true
  if (BIT_CALLS.has(name)) return true
  if (call.fn.k === 'Name' && name === 'int') {
    const base = second ?? call.kws.find(kw => kw.name === 'base')?.value
    return base?.k === 'Num' && base.v === 2
  }
  if (name !== 'format') return false
  if (call.fn.k === 'Name') return second?.k === 'Str' && /b$/.test(second.v)
  return (
    call.fn.k === 'Attr' &&
    call.fn.obj.k === 'Str' &&
    first !== undefined &&
    /\{[^{}]*:[^{}]*b\}/.test(call.fn.obj.v)
  )
}

const TEXT_KEYWORDS = new Set('text code code_string label title tex_string x_label y_label'.split(' '))

/** Stand around the expression of a hole: braces of its own a text may have as well. */
const HOLE = { open: '\uE000', close: '\uE001' }
const HOLES = /\uE000[^\uE001]*\uE001/

/** The pieces of a text of `textsOf` between its holes; one where it has none. */
export function splitAtHoles(text: string): readonly string[] {
  return text.split(HOLES)
}

/** `Step {n}`: a text of `textsOf` as one writes it. */
export function withBraces(text: string): string {
  return text.replaceAll(HOLE.open, '{').replaceAll(HOLE.close, '}')
}

/** The text arguments of a call in order: literals, f-strings with a hole for what is computed, lists of such. */
export function textsOf(call: Call, text: string): string[] | undefined {
  if (call.args.length === 0 && call.kws.length === 0) return undefined
  const found: string[] = []
  const add = (expr: Expr) => {
    const said = template(expr, text)
    if (said !== undefined) found.push(said)
    else if (expr.k === 'List' || expr.k === 'Tuple') for (const item of expr.items) add(item)
    else if (expr.k === 'Star' && !expr.double) add(expr.x)
  }
  for (const arg of call.args) add(arg)
  for (const kw of call.kws) if (kw.name !== undefined && TEXT_KEYWORDS.has(kw.name)) add(kw.value)
  return found.length > 0 ? found : undefined
}

function template(expr: Expr, text: string): string | undefined {
  if (expr.k === 'Str') {
    if (!expr.parts) return expr.bytes ? undefined : expr.v
    return expr.parts.map(part => (typeof part === 'string' ? part : hole(part.x, text))).join('')
  }
  if (expr.k === 'Bin' && expr.ops.every(op => op === '+')) {
    const pieces = expr.items.map(item => template(item, text))
    if (pieces.every(piece => piece === undefined)) return undefined
    return pieces.map((piece, i) => piece ?? hole(expr.items[i]!, text)).join('')
  }
  return undefined
}

function hole({ s, e }: Expr, text: string): string {
  return HOLE.open + text.slice(s, e) + HOLE.close
}
