/** The built-in functions, and those of numpy and Manim, that shape what is seen. */
import { descends } from '../../facts/manim.ts'
import { combine } from './arithmetic.ts'
import { onArrays } from './array-functions.ts'
import { array, arrayOf, converted, isArray } from './arrays.ts'
import { bubble } from './bubbles.ts'
import { allOf, inOrder, store, storeAll, storeNamed } from './containers.ts'
import { inOtherWords, toNumber } from './conversions.ts'
import { itertool } from './itertools.ts'
import { OF_LISTS, OF_MATH, OF_NUMPY } from './library.ts'
import { type Args, isScene, type Machine, NO_KEYWORDS, NOTHING } from './machine.ts'
import { calculate } from './numbers.ts'
import { copyOf } from './objects.ts'
import { chance, numpysChance, OF_CHANCE, OF_NUMPYS_CHANCE } from './randoms.ts'
import { rateAt } from './rates.ts'
import type { Action } from './steps.ts'
import { keyOf, textOf } from './text.ts'
import { keepGoing } from './updaters.ts'
import {
  asMob,
  asNumber,
  bool,
  isFloat,
  list,
  NONE,
  newDict,
  num,
  readFrom,
  str,
  truth,
  unknown,
  unpacked,
  type Value,
} from './values.ts'
import { onPoints } from './vectors.ts'

const MAX_RANGE = 200

export function builtin(m: Machine, name: string, given: Args): Value {
  const { args, kws } = given
  const first = args[0]
  const second = args[1]
  const third = args[2]
  switch (name) {
    case 'range': {
      const numbers = args.map(asNumber)
      if (numbers.includes(undefined) || numbers.length === 0) return list([], true)
      const [start, stop, step] =
        numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1]
      const count = Math.max(0, Math.ceil((stop - start) / step)) || 0
      const shown: Value[] = []
      for (let i = 0; i < count && i < MAX_RANGE; i++) shown.push(num(start + i * step, isFloat(args)))
      return list(shown, count > MAX_RANGE)
    }
    case 'len': {
      if (first?.t === 'str') return first.holes ? unknown() : num(first.v.length)
      if (!first) return unknown()
      const source = m.iterate(first)
      return source.open ? unknown() : num(source.items.length)
    }
    case 'enumerate': {
      const source = m.iterate(first ?? unknown())
      const start = asNumber(second ?? kws.get('start')) ?? 0
      return list(
        source.items.map((item, i) => list([num(i + start), item], false, 'tuple')),
        source.open,
      )
    }
    case 'zip': {
      const sources = args.map(arg => m.iterate(arg))
      const closed = sources.filter(source => !source.open)
      const length = Math.min(...(closed.length > 0 ? closed : sources).map(({ items }) => items.length))
      const rows = Array.from({ length: sources.length > 0 ? length : 0 }, (_, i) =>
        list(
          sources.map(({ items, open }) => readFrom(items[i], open)),
          false,
          'tuple',
        ),
      )
      return list(
        rows,
        sources.every(source => source.open),
      )
    }
    case 'list':
    case 'tuple': {
      const source = first ? m.iterate(first) : { items: [], open: false }
      // How numbers of NumPy are written in them depends on its version.
      return list([...source.items], source.open, first && isArray(first) ? undefined : name)
    }
    case 'set':
      return setOf(first ? m.iterate(first) : { items: [], open: false })
    case 'sorted': {
      const found = inOrder(m, m.iterate(first ?? unknown()), kws)
      return list(found.items, found.open, 'list')
    }
    case 'reversed':
    case 'iter': {
      if (!first) return list([])
      const source = m.iterate(first)
      const items = name === 'reversed' ? [...source.items].reverse() : [...source.items]
      return list(items, source.open)
    }
    case 'map': {
      const source = m.iterate(second ?? unknown())
      return list(
        source.items.map(item => (first ? m.call(first, { args: [item], kws: NO_KEYWORDS }) : item)),
        source.open,
      )
    }
    case 'filter':
      return first && second ? filtered(m, first, second) : unknown()
    case 'bool': {
      const known = first ? truth(first) : false
      return known === undefined ? unknown() : bool(known)
    }
    case 'dict':
      return dictOf(m, first, kws)
    case 'str':
      return first?.t === 'str' ? first : strOf(textOf(first))
    case 'int':
    case 'float':
    case 'round':
    case 'abs':
      return toNumber(name, given)
    case 'min':
    case 'max':
      return extreme(m, name, given)
    case 'sum': {
      const items = first && !second ? allOf(m, first) : undefined
      if (!items) return unknown()
      return items.length === 0 ? num(0) : calculate(name, [list([...items])])
    }
    case 'type':
      return (first && classFor(first)) ?? unknown()
    // What `play` does to what it is given.
    case 'prepare_animation':
      return first ?? unknown()
    case 'flatten_iterable_parameters':
      return first?.t === 'list' ? list([...unpacked(first.items)], first.open) : unknown()
    case 'os.getenv':
    case 'os.environ.get':
      return first?.t === 'str' && !isUsual(first.v) ? (second ?? kws.get('default') ?? NONE) : unknown()
    case 'any':
    case 'all': {
      const known = first ? m.iterate(first) : undefined
      if (!known || known.open) return unknown()
      const truths = known.items.map(truth)
      if (truths.includes(undefined)) return unknown()
      return bool(name === 'any' ? truths.includes(true) : !truths.includes(false))
    }
    case 'next':
      return first ? (m.iterate(first).items[0] ?? unknown()) : unknown()
    case 'always_redraw': {
      const made = first ? m.call(first, NOTHING) : unknown()
      const mob = asMob(made)
      if (mob && first) {
        mob.live = true
        m.world.following.set(mob, { by: first, anew: true })
      }
      return made
    }
    case 'always_rotate':
    case 'always_shift':
      keepGoing(m, first, name === 'always_rotate' ? 'rotate' : 'move')
      return first ?? unknown()
    case 'turn_animation_into_updater':
    case 'cycle_animation':
      if (first?.t !== 'anim') return first ?? unknown()
      keepGoing(m, first.mobs[0], changeBy(first.cls))
      return first.mobs[0] ?? unknown()
    case 'copy':
    case 'deepcopy':
      return first?.t === 'mob' ? copyOf(m, first) : (first ?? unknown())
    case 'np.array':
    case 'np.asarray':
      return first ? arrayOf(first, second ?? kws.get('dtype')) : unknown()
    case 'np.arange': {
      const range = builtin(m, 'range', given)
      return range.t === 'list' ? converted(array(range.items, range.open), kws.get('dtype')) : range
    }
    case 'np.linspace':
      return evenly(given)
    case 'isinstance':
      return first && second ? isOf(m, first, second) : unknown()
    case 'getattr':
      return first && second?.t === 'str' ? attributeOf(m, first, second.v, third) : unknown()
    case 'chr':
    case 'ord':
    case 'hex':
    case 'bin':
      return (first && inOtherWords(name, first)) ?? unknown()
    case 'dict.fromkeys':
      return first ? fromKeys(m, first, second) : unknown()
    case 'divmod':
      return first?.t === 'num' && second?.t === 'num'
        ? list([combine('//', first, second), combine('%', first, second)], false, 'tuple')
        : unknown()
    case 'pow':
      return first?.t === 'num' && second?.t === 'num' && !third ? combine('**', first, second) : unknown()
    case 'color_gradient': {
      const count = asNumber(second)
      const isCount = count !== undefined && count >= 1 && count <= MAX_RANGE
      return isCount ? list(Array.from({ length: count }, () => unknown())) : list([], true)
    }
    default: {
      const made = onPoints(name, args) ?? bubble(m, name, given)
      if (made) return made
      const rate = rateAt(name, asNumber(first))
      if (rate !== undefined) return num(rate, true)
      if (name.startsWith(OF_NUMPYS_CHANCE)) return numpysChance(name.slice(OF_NUMPYS_CHANCE.length), given)
      if (name.startsWith(OF_CHANCE)) return chance(m, name.slice(OF_CHANCE.length), given)
      if (name.startsWith(OF_NUMPY)) return onArrays(name.slice(OF_NUMPY.length), given)
      if (name.startsWith(OF_MATH)) return calculate(name.slice(OF_MATH.length), args)
      return name.startsWith(OF_LISTS) ? itertool(m, name.slice(OF_LISTS.length), given) : unknown()
    }
  }
}

/** `np.linspace` */
function evenly({ args: [from, to, third], kws }: Args): Value {
  const [a, b] = [asNumber(from), asNumber(to)]
  const count = asNumber(third ?? kws.get('num')) ?? 50
  if (a === undefined || b === undefined || count > MAX_RANGE || count < 1 || kws.has('retstep'))
    return array([], true)
  const endpoint = truth(kws.get('endpoint') ?? bool(true))
  const gaps = endpoint === false ? count : count - 1
  const step = gaps === 0 ? 0 : (b - a) / gaps
  const items = Array.from({ length: Math.floor(count) }, (_, i) =>
    endpoint === undefined ? unknown() : num(i > 0 && i === gaps ? b : i * step + a, true),
  )
  return converted(array(items), kws.get('dtype'))
}

function strOf(text: string | undefined): Value {
  return text === undefined ? str('…', true) : str(text)
}

function filtered(m: Machine, test: Value, of: Value): Value {
  const { items, open } = m.iterate(of)
  const answers = items.map(item =>
    truth(test.t === 'none' ? item : m.call(test, { args: [item], kws: NO_KEYWORDS })),
  )
  return list(
    items.filter((_, i) => answers[i] !== false),
    open || answers.includes(undefined),
  )
}

/** The first of those that stand first in order. */
function extreme(m: Machine, name: 'min' | 'max', { args, kws }: Args): Value {
  const [first] = args
  const { items, open } = args.length === 1 && first ? m.iterate(first) : { items: args, open: false }
  const order = new Map([['reverse', bool(name === 'max')]])
  const key = kws.get('key')
  if (key) order.set('key', key)
  const sorted = inOrder(m, { items, open }, order)
  if (sorted.open) return unknown()
  return sorted.items[0] ?? kws.get('default') ?? unknown()
}

function fromKeys(m: Machine, keys: Value, value: Value = NONE): Value {
  const found = newDict()
  const { items, open } = m.iterate(keys)
  for (const item of items) store(found, item, value)
  found.open ||= open
  return found
}

function changeBy(cls: string): Action {
  if (descends(cls, 'Rotate', 'Rotating')) return 'rotate'
  return descends(cls, 'MoveAlongPath') ? 'move' : 'change'
}

/**
 * `getattr(self, "name", other)`: where nobody gave it a value it may have one of Manim's, or be the other. No program
 * asks for what is Manim's private own.
 */
function attributeOf(m: Machine, of: Value, name: string, other: Value | undefined): Value {
  const found = m.attribute(of, name)
  if (found.t !== 'method' || !other) return found
  return of.t === 'mob' && name.startsWith('_') ? other : unknown()
}

/** Each once. The order of small whole numbers is their own; that of texts is another in each run. */
function setOf({ items, open }: { readonly items: readonly Value[]; readonly open: boolean }): Value {
  const found = new Map<string | Value, Value>()
  for (const item of items) found.set(keyOf(item) ?? item, item)
  const unique = [...found.values()]
  const numbers = unique.filter(item => item.t === 'num')
  if (numbers.length < unique.length) return list(unique, open, 'set')
  return list(
    numbers.sort((a, b) => a.v - b.v),
    open,
    'set',
  )
}

function dictOf(m: Machine, of: Value | undefined, kws: ReadonlyMap<string, Value>): Value {
  const found = newDict()
  if (of?.t === 'dict') storeAll(found, of)
  else if (of) {
    const source = m.iterate(of)
    found.open = source.open
    for (const pair of source.items) {
      const [key, value] = pair.t === 'list' ? pair.items : []
      store(found, key ?? unknown(), value ?? unknown())
    }
  }
  storeNamed(found, kws)
  return found
}

const PLAIN_KINDS: Record<string, readonly Value['t'][]> = {
  str: ['str'],
  list: ['list'],
  tuple: ['list'],
  set: ['list'],
  dict: ['dict'],
  int: ['num', 'bool'],
  float: ['num'],
}
/** Kinds of values whose Python type is known. */
const TYPED = new Set<Value['t']>(['str', 'list', 'dict', 'num', 'bool', 'none', 'mob', 'scene'])

function isSceneOf(m: Machine, { name, def }: Extract<Value, { t: 'class' }>): Value {
  if (def) return bool(m.world.chain.includes(name))
  return isScene(m, name) ? bool(true) : descends(name, 'Mobject') ? bool(false) : unknown()
}

/** Is there always such a variable? Who renders a scene has set no others for it. */
const isUsual = (variable: string): boolean =>
  /^(?:HOME|USER(?:NAME|PROFILE)?|LOGNAME|HOST(?:NAME)?|PATH|PWD|SHELL|LANG|TERM|TE?MP|TMPDIR|APPDATA)$/.test(
    variable,
  )

/** The class of a thing or an animation. */
function classFor(value: Value): Value | undefined {
  if (value.t === 'anim' || (value.t === 'mob' && value.local === undefined && value.cls !== 'Mobject'))
    return { t: 'class', name: value.cls, def: undefined, env: undefined }
  return undefined
}

function isOf(m: Machine, value: Value, type: Value): Value {
  if (type.t === 'list') {
    const answers = type.items.map(one => isOf(m, value, one))
    if (answers.some(one => one.t === 'bool' && one.v)) return bool(true)
    return answers.every(one => one.t === 'bool') ? bool(false) : unknown()
  }
  if (!TYPED.has(value.t)) return unknown()
  if (type.t === 'lib' && Object.hasOwn(PLAIN_KINDS, type.name)) {
    if (!PLAIN_KINDS[type.name]!.includes(value.t)) return bool(false)
    if (value.t === 'list') return value.type === undefined ? unknown() : bool(value.type === type.name)
    if (value.t === 'num') return bool(value.float === (type.name === 'float'))
    return bool(true)
  }
  if (type.t !== 'class') return unknown()
  if (value.t === 'scene') return isSceneOf(m, type)
  if (value.t !== 'mob') return type.def ? unknown() : bool(false)
  if (type.def)
    return value.local === undefined
      ? bool(false)
      : m.world.names.order(value.local).includes(type.name)
        ? bool(true)
        : bool(false)
  if (descends(value.cls, type.name)) return bool(true)
  return value.cls === 'Mobject' || value.partOf ? unknown() : bool(false)
}
