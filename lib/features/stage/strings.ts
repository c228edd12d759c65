/** Methods of strings, and the two older ways to fill them in. */
import type { Args, Machine } from './machine.ts'
import { inserted, plainText } from './text.ts'
import { asNumber, bool, list, num, str, unknown, type Value } from './values.ts'

type Text = Extract<Value, { t: 'str' }>

const UNKNOWN_TEXT = str('…', true)

/** What is asked of a text, and is true or not. */
const TESTS: ReadonlyMap<string, RegExp> = new Map([
  ['isdigit', /^\p{Nd}+$/u],
  ['isnumeric', /^\p{N}+$/u],
  ['isalpha', /^\p{L}+$/u],
  ['isalnum', /^[\p{L}\p{N}]+$/u],
  ['isspace', /^\s+$/u],
  ['isupper', /^(?=.*\p{Lu})\P{Ll}+$/su],
  ['islower', /^(?=.*\p{Ll})\P{Lu}+$/su],
])

/** What gives another text, whatever it is given. */
const PLAIN: ReadonlyMap<string, (text: string) => string> = new Map([
  ['upper', text => text.toUpperCase()],
  ['lower', text => text.toLowerCase()],
  ['capitalize', text => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()],
  ['title', text => text.replace(/\p{L}+/gu, word => word[0]!.toUpperCase() + word.slice(1).toLowerCase())],
  [
    'swapcase',
    text =>
      text.replace(/\p{L}/gu, one => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())),
  ],
])

/** What asks for a part of it: a text or a number; -1 and the like are what Python gives. */
const OF_PART: ReadonlyMap<string, (text: string, part: string) => Value> = new Map([
  ['startswith', (text, part) => bool(text.startsWith(part))],
  ['endswith', (text, part) => bool(text.endsWith(part))],
  ['removeprefix', (text, part) => str(text.startsWith(part) ? text.slice(part.length) : text)],
  [
    'removesuffix',
    (text, part) => str(text.endsWith(part) ? text.slice(0, text.length - part.length) : text),
  ],
  ['count', (text, part) => num(part === '' ? text.length + 1 : text.split(part).length - 1)],
  ['find', (text, part) => num(text.indexOf(part))],
  ['rfind', (text, part) => num(text.lastIndexOf(part))],
  ['index', (text, part) => (text.includes(part) ? num(text.indexOf(part)) : unknown())],
])

const LONGEST_LINE = 200

export function stringMethod(m: Machine, of: Text, name: string, given: Args): Value {
  const { args } = given
  const plain = (v: string): Value => str(v, of.holes)
  const [first, second] = args
  const test = TESTS.get(name)
  if (test) return of.holes ? unknown() : bool(test.test(of.v))
  const other = PLAIN.get(name)
  if (other) return plain(other(of.v))
  const ask = OF_PART.get(name)
  if (ask) {
    const isKnown = !of.holes && first?.t === 'str' && !first.holes && !second
    return isKnown ? ask(of.v, first.v) : unknown()
  }
  switch (name) {
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return first === undefined || first.t === 'str' ? plain(stripped(of.v, name, first?.v)) : UNKNOWN_TEXT
    case 'zfill':
    case 'rjust':
    case 'ljust':
    case 'center':
      return padded(of, name, asNumber(first), second)
    case 'replace':
      if (first?.t !== 'str' || second?.t !== 'str' || first.holes || args.length > 2) return UNKNOWN_TEXT
      return str(of.v.replaceAll(first.v, second.v), Boolean(of.holes || second.holes))
    case 'format':
      return filled(of, given)
    case 'split': {
      if (of.holes) return list([], true)
      return list(
        (first?.t === 'str' && first.v !== '' ? of.v.split(first.v) : of.v.trim().split(/\s+/))
          .slice(0, 100)
          .map(plain),
      )
    }
    case 'splitlines':
      return list(of.v.split(/\r?\n/).slice(0, 100).map(plain), of.holes)
    case 'join': {
      const source = m.iterate(first ?? unknown())
      if (source.open) return UNKNOWN_TEXT
      const holes = source.items.some(item => item.t !== 'str' || item.holes)
      return str(source.items.map(item => (item.t === 'str' ? item.v : '…')).join(of.v), holes)
    }
    default:
      return unknown()
  }
}

function stripped(text: string, name: string, signs: string | undefined): string {
  const all = [...text]
  const isOff = (sign: string) => (signs === undefined ? sign.trim() === '' : signs.includes(sign))
  let [from, to] = [0, all.length]
  if (name !== 'rstrip') while (from < to && isOff(all[from]!)) from++
  if (name !== 'lstrip') while (to > from && isOff(all[to - 1]!)) to--
  return all.slice(from, to).join('')
}

function padded({ v, holes }: Text, name: string, width: number | undefined, by: Value | undefined): Value {
  const fill = by === undefined ? ' ' : plainText(by)
  if (holes || fill?.length !== 1 || width === undefined || width > LONGEST_LINE) return UNKNOWN_TEXT
  if (name === 'ljust') return str(v.padEnd(width, fill))
  if (name === 'rjust') return str(v.padStart(width, fill))
  const sign = /^[+-]/.exec(v)?.[0] ?? ''
  if (name === 'zfill') return str(sign + v.slice(sign.length).padStart(width - sign.length, '0'))
  const room = Math.max(0, width - v.length)
  // Python puts the odd one on the left where the width is odd.
  const left = Math.floor(room / 2) + (room & width & 1)
  return str(v.padStart(v.length + left, fill).padEnd(width, fill))
}

const FIELD = /\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}|\{[^{}]*\}/g

/** `"{} of {n:.2f}".format(3, n=4)` */
function filled({ v, holes }: Text, { args, kws }: Args): Value {
  let isOpen = holes
  let next = 0
  const text = v.replace(FIELD, (field: string, name: string | undefined, spec: string | undefined) => {
    if (field === '{{' || field === '}}') return field[0]!
    const value =
      name === undefined
        ? undefined
        : /^\d*$/.test(name)
          ? args[name === '' ? next++ : Number(name)]
          : kws.get(name)
    const said = value && known(value, spec)
    isOpen ||= said === undefined
    return said ?? '…'
  })
  return str(text, isOpen)
}

const PLACE = /%%|%([-0]?)(\d*)(\.\d+)?([sdifgxXo])|%\([^)]*\)[-+ #0-9.]*[a-zA-Z]|%./g

/** `"%d of %.2f" % (3, 4)` */
export function filledOldWay({ v, holes }: Text, by: Value): Value {
  const values = by.t === 'list' && by.type === 'tuple' ? by.items : [by]
  let isOpen = holes
  let next = 0
  const text = v.replace(PLACE, (place: string, flag?: string, width = '', places = '', type?: string) => {
    if (place === '%%') return '%'
    const value = type === undefined ? undefined : values[next++]
    const said = value && known(asType(value, type!), specOf(flag!, width, places, type!))
    isOpen ||= said === undefined
    return said ?? '…'
  })
  return str(text, isOpen)
}

/** `%d` cuts off what stands behind the point. */
function asType(value: Value, type: string): Value {
  const isWhole = (type === 'd' || type === 'i') && value.t === 'num'
  if (isWhole) return value.float ? num(Math.trunc(value.v)) : value
  return value
}

/** What a format specification calls it. */
function specOf(flag: string, width: string, places: string, type: string): string {
  const align = flag === '-' ? '<' : width === '' ? '' : flag === '0' ? '0' : '>'
  const spec = `${align}${width}${places}${type === 'i' ? 'd' : type}`
  return spec === 's' ? '' : spec
}

function known(value: Value, spec: string | undefined): string | undefined {
  return value.t === 'str' && value.holes ? undefined : inserted(value, spec)
}
