/** Values as text: `str(x)` and the specifications of f-strings. */
import { family } from '../../facts/manim.ts'
import { fixed, general, MOST_PLACES, scientific, written } from './decimals.ts'
import type { Machine } from './machine.ts'
import { asNumber, type Mob, num, str, truth, type Value } from './values.ts'

/** What `str(value)` gives, where that is plain. */
export function plainText(value: Value | undefined): string | undefined {
  if (value?.t === 'str') return value.v
  return value?.t === 'num' && !value.rough ? written(value.v, value.float) : undefined
}

/** `str(value)`, of truths and of lists and tuples too. */
export function textOf(value: Value | undefined, depth = 0): string | undefined {
  if (value?.t === 'bool') return value.v ? 'True' : 'False'
  if (value?.t === 'none') return 'None'
  if (value?.t !== 'list') return plainText(value)
  // The order of a set is not known.
  const brackets = BRACKETS[value.type ?? '']
  if (!brackets || value.open || value.items.length > MOST_WRITTEN || depth === DEEPEST) return undefined
  const items = value.items.map(item => (item.t === 'str' ? quotedText(item) : textOf(item, depth + 1)))
  if (items.includes(undefined)) return undefined
  const comma = value.type === 'tuple' && items.length === 1 ? ',' : ''
  return `${brackets[0]}${items.join(', ')}${comma}${brackets[1]}`
}
const BRACKETS: Readonly<Record<string, string>> = { list: '[]', tuple: '()' }
const MOST_WRITTEN = 60

function quotedText({ v, holes }: Extract<Value, { t: 'str' }>): string | undefined {
  if (holes || /[\\\n]/.test(v)) return undefined
  if (!v.includes("'")) return `'${v}'`
  return v.includes('"') ? undefined : `"${v}"`
}

/** Of a key: nobody looks things up by longer ones, and to write them out takes time. */
const MOST_ITEMS = 8
const DEEPEST = 2

/** What a value is known by among others: its text, and that of the items of a tuple. */
export function keyOf(value: Value | undefined, depth = 0): string | undefined {
  // `2.0` and `2` are the same key.
  if (value?.t === 'num') return String(value.v)
  if (value?.t !== 'list') return plainText(value)
  if (value.open || value.items.length > MOST_ITEMS || depth === DEEPEST) return undefined
  let key = '('
  for (const item of value.items) {
    const one = keyOf(item, depth + 1)
    if (one === undefined) return undefined
    key += `${one}, `
  }
  return `${key})`
}

/** The thing shows the text. */
export function write(m: Machine, mob: Mob, text: string): void {
  mob.text = text
  m.world.texts.push({ kind: mob.cls, text })
}

/** What a number on screen is written by. */
export const NUMBER_KEYWORDS = ['num_decimal_places', 'include_sign', 'group_with_commas'] as const
const DEFAULT_PLACES = 2

/** The number shows its value. */
export function writeNumber(mob: Mob): void {
  mob.text = mob.value === undefined ? '…' : (figures(mob.value, mob.attrs) ?? '…')
}

function figures(value: number, attrs: Mob['attrs']): string | undefined {
  const [places = num(DEFAULT_PLACES), signed, grouped] = NUMBER_KEYWORDS.map(name => attrs.get(name))
  const sign = signed && truth(signed) === true ? '+' : ''
  const comma = grouped && truth(grouped) === false ? '' : ','
  const text = formatted(num(value, true), `${sign}${comma}.${asNumber(places)}f`)
  // Nothing is no less than nothing.
  return text?.replace(/^-(?=[0.]+$)/, sign)
}

/** What a value says where it is put into a text. */
export function inserted(value: Value, spec: string | undefined): string | undefined {
  return spec ? formatted(value, spec) : textOf(value)
}

const SPEC = /^(?:(.)?([<>^]))?([+ ])?(0)?(\d+)?(,)?(?:\.(\d+))?([bdefgosxX%])?$/u

/** `f"{value:.2f}"`; undefined where the specification asks for more than the plain forms. */
function formatted(value: Value, spec: string): string | undefined {
  const found = SPEC.exec(spec)
  const text = plainText(value)
  if (!found || text === undefined) return undefined
  const [, fill, align, sign, zero, width, comma, places, type] = found
  let said = text
  if (value.t === 'num') {
    const isPlain = type === undefined && places === undefined
    const digits = isPlain ? text : digitsOf(value, type, places === undefined ? undefined : Number(places))
    if (digits === undefined) return undefined
    said = comma ? digits.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',') : digits
    if (sign && !said.startsWith('-')) said = sign + said
  } else if (type !== undefined && type !== 's') return undefined
  const room = Number(width ?? 0)
  if (zero && said.startsWith('-')) return `-${said.slice(1).padStart(room - 1, '0')}`
  if (align === '^') {
    const left = Math.floor(Math.max(0, room - said.length) / 2)
    return said.padStart(said.length + left, fill ?? ' ').padEnd(room, fill ?? ' ')
  }
  const before = align === '>' || (align === undefined && value.t === 'num')
  const pad = fill ?? (zero ? '0' : ' ')
  return before ? said.padStart(room, pad) : said.padEnd(room, pad)
}

function digitsOf(
  { v, float }: Extract<Value, { t: 'num' }>,
  type: string | undefined,
  places: number | undefined,
): string | undefined {
  const known = Math.min(places ?? 6, MOST_PLACES)
  switch (type) {
    case 'f':
      return fixed(v, known)
    case '%':
      return `${fixed(v * 100, known)}%`
    case 'e':
      return scientific(v, known)
    case 'g':
      return general(v, known)
    default:
  }
  const base = type === undefined ? undefined : BASES[type]
  if (base === undefined || float || places !== undefined) return undefined
  const digits = BigInt(v).toString(base)
  return type === 'X' ? digits.toUpperCase() : digits
}
const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16, X: 16 }

export const hasWords = family('SingleStringMathTex', 'Text', 'MarkupText')

/** Is all of it known? What is not stands in it as `…`. */
export function isFullyKnown(text: string | undefined): text is string {
  return text !== undefined && !text.includes('…')
}

/** What a text or formula says, where that is known. */
export function wordsOf({ cls, text }: Mob): Value | undefined {
  return hasWords(cls) && isFullyKnown(text) ? str(text) : undefined
}
