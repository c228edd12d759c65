/** Expressions, as far as they matter to a viewer. */
import { stringWord } from '../../facts/colors.ts'
import type { Assign, Bin, Comp, Expr, Keyword, Num, Seq, Str } from '../../python/ast.ts'
import { remember } from '../remember.ts'
import type { Names } from '../resolve.ts'
import { combine, whole } from './arithmetic.ts'
import { between, isArray } from './arrays.ts'
import { pointOn } from './axes.ts'
import { forgetByCall } from './blur.ts'
import { perhaps } from './clock.ts'
import { holds } from './comparisons.ts'
import { store, storeAll } from './containers.ts'
import { libraryValue, moduleValue } from './library.ts'
import { LOOP_FUEL } from './loops.ts'
import { type Machine, NO_KEYWORDS, NOTHING } from './machine.ts'
import { filledOldWay } from './strings.ts'
import { subscript } from './subscript.ts'
import { inserted } from './text.ts'
import {
  bool,
  classOf,
  type Env,
  func,
  list,
  type Mob,
  NONE,
  newDict,
  newMob,
  num,
  roughly,
  str,
  truth,
  unknown,
  type Value,
  vec,
} from './values.ts'

/** Nested calls of helpers multiply the depth of expressions: beyond this the rest is unknown. */
const MAX_NESTING = 900
const MAX_ITEMS = 200
/** A text that grows in a loop is nobody's text to read. */
const LONGEST_TEXT = 2_000

export function evaluate(m: Machine, expr: Expr, env: Env): Value {
  const { world } = m
  if (world.fuel <= 0 || world.evals > MAX_NESTING) {
    world.cut ||= world.fuel <= 0
    return unknown()
  }
  world.fuel--
  // Most of a program is names that are known and numbers: they lead no deeper.
  if (expr.k === 'Name') {
    const known = variable(expr.id, env)
    if (known) return known
  } else if (expr.k === 'Num') return literal(expr)
  world.evals++
  const value = dispatch(m, expr, env)
  world.evals--
  return value
}

function dispatch(m: Machine, expr: Expr, env: Env): Value {
  // The most frequent first.
  switch (expr.k) {
    case 'Call':
      return call(m, expr, env)
    case 'Attr':
      return m.attribute(evaluate(m, expr.obj, env), expr.name)
    case 'Bin':
      return arithmetic(m, expr, env)
    case 'Sub':
      return subscript(m, evaluate(m, expr.obj, env), expr.index, env)
    case 'Name':
      return global(m, expr.id)
    case 'Str':
      return text(m, expr, env)
    case 'Const':
      return expr.v === null ? NONE : expr.v === '...' ? unknown() : bool(expr.v)
    case 'List':
    case 'Tuple':
    case 'Set':
      return items(m, expr, env)
    case 'Dict':
      return dictionary(m, expr, env)
    case 'Cmp':
      return compare(m, expr, env)
    case 'Un': {
      const x = evaluate(m, expr.x, env)
      if (expr.op === 'not') {
        const known = truth(x)
        return known === undefined ? unknown() : bool(!known)
      }
      if (expr.op === '+') return x
      if (x.t === 'vec' && expr.op === '-') return vec(-x.x, -x.y, -x.z, x.float)
      if (isArray(x) && expr.op === '-') return operate('*', x, num(-1))
      if (x.t !== 'num') return unknown()
      return expr.op === '-' ? { ...x, v: x.float ? -x.v : 0 - x.v } : combine('^', x, ALL_BITS)
    }
    case 'And':
    case 'Or': {
      let last: Value = NONE
      for (const item of expr.items) {
        last = evaluate(m, item, env)
        const known = truth(last)
        if (known === undefined) return unknown()
        if (known === (expr.k === 'Or')) return last
      }
      return last
    }
    case 'Cond': {
      const known = truth(evaluate(m, expr.test, env))
      if (known === undefined) {
        const { yes: one, no: other } = expr
        const [yes, no] = perhaps(m.world, () => [evaluate(m, one, env), evaluate(m, other, env)])
        return yes.t === no.t && yes.t === 'mob' ? yes : unknown()
      }
      return evaluate(m, known ? expr.yes : expr.no, env)
    }
    case 'Lambda':
      return func(expr, env)
    case 'Comp':
      return comprehension(m, expr, env)
    case 'Walrus': {
      const value = evaluate(m, expr.value, env)
      env.vars.set(expr.name, value)
      return value
    }
    case 'Star':
      return evaluate(m, expr.x, env)
    case 'Num':
      return literal(expr)
    default:
      for (const item of expr.items) evaluate(m, item, env)
      return unknown()
  }
}

const ALL_BITS = { t: 'num', v: -1, float: false, rough: false } as const

/** `2.0`, `1e3`, and not `0x1e`. */
function literal({ v, raw }: Num): Value {
  // Most are a digit or two.
  const isFloat = raw.length > 1 && /^[\d_]*[.e]/i.test(raw)
  if (/[jJ]$/.test(raw)) return unknown()
  if (isFloat || Number.isSafeInteger(v)) return num(v, isFloat)
  return raw.length > LONGEST_NUMBER ? unknown() : whole(BigInt(raw.replaceAll('_', '')))
}
const LONGEST_NUMBER = 400

function variable(name: string, env: Env): Value | undefined {
  for (let scope: Env | undefined = env; scope; scope = scope.parent) {
    const value = scope.vars.get(name)
    if (value) return value
  }
  return undefined
}

/** What the module or the library calls so; it is looked up once. */
function global(m: Machine, name: string): Value {
  const { world } = m
  const remember = (value: Value) => {
    world.module.vars.set(name, value)
    return value
  }
  const def = world.functions.get(name)
  if (def) return remember(func(def, world.module))
  const local = world.classes.get(name)
  if (local) return remember(classOf(name, local, world.module))
  const original = world.originals.get(name)
  // `PlainText = Text`, and then `def Text(…)`.
  if (original !== undefined && world.functions.has(original))
    return remember(libraryValue(original) ?? unknown(name))
  const constant = world.constants.get(name)
  if (constant) {
    // A constant that refers to itself is unknown while it is worked out.
    remember(unknown(name))
    return remember(assigned(m, constant).get(name) ?? unknown(name))
  }
  // `from math import sin`
  const [module, member, ...deeper] = world.names.bindings.get(name)?.split('.') ?? []
  const imported = member !== undefined && deeper.length === 0 ? moduleValue(module!, member) : undefined
  if (imported) return remember(imported)
  const library = asCalledToday(world.names, world.names.libraryName(name))
  // Nothing of the library changes, and what is unknown stays the same unknown thing.
  return remember(
    (library === undefined ? undefined : libraryValue(library)) ?? libraryValue(name) ?? unknown(name),
  )
}

/** The names that a constant is assigned to. Those that are assigned to together have one value, or parts of one. */
function assigned(m: Machine, st: Assign): ReadonlyMap<string, Value> {
  const { module, constants } = m.world
  const given: Env = { vars: new Map(), parent: module, owner: undefined, self: undefined }
  const value = evaluate(m, st.value!, module)
  for (const target of st.targets) m.assign(target, value, given)
  // Later ones count.
  for (const [name, one] of given.vars) if (constants.get(name) === st) module.vars.set(name, one)
  return given.vars
}

/** A `Tex` of ManimGL is a formula from end to end; what is called so elsewhere is a text that may hold some. */
function asCalledToday({ flavor }: Names, library: string | undefined): string | undefined {
  return library === 'Tex' && flavor === 'manimgl' ? 'MathTex' : library
}

function call(m: Machine, expr: Extract<Expr, { k: 'Call' }>, env: Env): Value {
  if (expr.fn.k === 'Name' && expr.fn.id === 'super' && env.owner !== undefined && env.self)
    return { t: 'super', self: env.self, owner: env.owner }
  const callee = evaluate(m, expr.fn, env)
  const isLost = callee.t === 'unknown' || (callee.t === 'method' && callee.of.t === 'unknown')
  if (isLost) forgetByCall(m, expr.fn, env)
  const args = positional(m, expr.args, env)
  return m.call(callee, { args, kws: expr.kws.length === 0 ? NO_KEYWORDS : keywords(m, expr.kws, env) })
}

/** Most calls have one argument or none: a list that is made whole takes a tenth of one that grows. */
function positional(m: Machine, given: readonly Expr[], env: Env): readonly Value[] {
  if (given.length === 0) return NOTHING.args
  const only = given[0]!
  if (given.length === 1 && only.k !== 'Star') return [hinted(evaluate(m, only, env), only)]
  const args: Value[] = []
  for (let i = 0; i < given.length; i++) {
    const arg = given[i]!
    if (arg.k === 'Star') {
      const spread = m.iterate(evaluate(m, arg.x, env))
      for (const item of spread.items) args.push(item)
      if (spread.open) args.push(unknown(hintOf(arg.x), spread.items.length))
    } else args.push(hinted(evaluate(m, arg, env), arg))
  }
  return args
}

function keywords(m: Machine, given: readonly Keyword[], env: Env): ReadonlyMap<string, Value> {
  const kws = new Map<string, Value>()
  for (let i = 0; i < given.length; i++) {
    const kw = given[i]!
    const value = evaluate(m, kw.value, env)
    if (kw.name !== undefined) kws.set(kw.name, value)
    else if (value.t === 'dict') for (const [key, item] of value.entries) kws.set(key, item)
  }
  return kws
}

/** Something unknown is called as the author calls it. */
function hinted(value: Value, expr: Expr): Value {
  if (value.t === 'unknown' && value.hint === undefined) {
    const hint = hintOf(expr)
    if (hint !== undefined) value.hint = hint
  }
  return value
}

export function hintOf(expr: Expr): string | undefined {
  if (expr.k === 'Name') return expr.id
  if (expr.k === 'Attr') return expr.name
  return undefined
}

function text(m: Machine, expr: Str, env: Env): Value {
  if (!expr.parts) return str(expr.v)
  let said = ''
  let holes = false
  for (const part of expr.parts) {
    if (typeof part === 'string') said += part
    else {
      const value = evaluate(m, part.x, env)
      const plain = inserted(value, part.spec)
      if (plain === undefined || (value.t === 'str' && value.holes)) holes = true
      said += plain ?? '…'
    }
  }
  return short(said, holes)
}

const TYPES = { List: 'list', Tuple: 'tuple', Set: 'set' } as const

function items(m: Machine, { k, items: exprs }: Seq, env: Env): Value {
  const found: Value[] = []
  let open = false
  for (const expr of exprs.length > MAX_ITEMS ? exprs.slice(0, MAX_ITEMS) : exprs) {
    if (expr.k === 'Star') {
      const spread = m.iterate(evaluate(m, expr.x, env))
      found.push(...spread.items)
      open ||= spread.open
    } else found.push(hinted(evaluate(m, expr, env), expr))
  }
  return list(found, open || exprs.length > MAX_ITEMS, TYPES[k])
}

function dictionary(m: Machine, expr: Extract<Expr, { k: 'Dict' }>, env: Env): Value {
  const found = newDict()
  found.open = expr.pairs.length > MAX_ITEMS
  for (const { key, value } of expr.pairs.slice(0, MAX_ITEMS)) {
    const name = key && evaluate(m, key, env)
    const item = evaluate(m, value, env)
    if (!name) {
      if (item.t === 'dict') storeAll(found, item)
      else found.open = true
    } else store(found, name, item)
  }
  return found
}

function arithmetic(m: Machine, expr: Bin, env: Env): Value {
  const { items, ops } = expr
  let left = evaluate(m, items[0]!, env)
  for (let i = 0; i < ops.length; i++) left = operate(ops[i]!, left, evaluate(m, items[i + 1]!, env))
  return left
}

function short(text: string, holes = false): Value {
  return text.length > LONGEST_TEXT ? str(text.slice(0, LONGEST_TEXT), true) : str(text, holes)
}

export function operate(op: string, a: Value, b: Value): Value {
  if (a.t === 'num' && b.t === 'num') return combine(op, a, b)
  if (isPoints(a) || isPoints(b)) return op === '@' ? unknown() : ofPoints(op, a, b)
  if (a.t === 'bool' && b.t === 'bool') return both(op, a.v, b.v)
  if (a.t === 'str' && b.t === 'str' && op === '+') return short(a.v + b.v, a.holes || b.holes)
  if (op === '%' && a.t === 'str') return filledOldWay(a, b)
  if (a.t === 'mob') return ofThings(op, a, b)
  if (op === '+' && a.t === 'str') return short(`${a.v}…`, true)
  if (op === '+' && b.t === 'str') return short(`…${b.v}`, true)
  if (a.t === 'str' && b.t === 'num' && op === '*')
    return short(a.v.repeat(Math.max(0, Math.min(b.v, LONGEST_TEXT / Math.max(1, a.v.length)))), a.holes)
  if (a.t === 'list' && b.t === 'list' && op === '+')
    return list([...a.items, ...b.items].slice(0, MAX_ITEMS), Boolean(a.open || b.open), a.type)
  if (a.t === 'list' && b.t === 'num' && op === '*') {
    const times = Math.max(0, Math.min(Math.floor(b.v), 50))
    return list(
      Array.from({ length: times }, () => a.items)
        .flat()
        .slice(0, MAX_ITEMS),
      Boolean(a.open),
      a.type,
    )
  }
  return unknown()
}

const isPoints = (value: Value) => value.t === 'vec' || isArray(value)

/** One of them is a point, or an array. */
function ofPoints(op: string, a: Value, b: Value): Value {
  if (op === '+' && a.t === 'vec' && b.t === 'vec')
    return vec(a.x + b.x, a.y + b.y, a.z + b.z, a.float || b.float)
  if (op === '-' && a.t === 'vec' && b.t === 'vec')
    return vec(a.x - b.x, a.y - b.y, a.z - b.z, a.float || b.float)
  if (op === '*' && a.t === 'vec' && b.t === 'num')
    return vec(a.x * b.v, a.y * b.v, a.z * b.v, a.float || b.float)
  return between(a, b, (x, y) => operate(op, x, y))
}

/** `group + thing`, `axes @ (2, 1)` */
function ofThings(op: string, a: Mob, b: Value): Value {
  if (op === '@') return pointOn(a, '@', { args: [b], kws: NO_KEYWORDS })
  const isThing = b.t === 'mob' || b.t === 'unknown'
  if (!isThing || (op !== '+' && op !== '-')) return unknown()
  const made = newMob(a.cls)
  made.children = op === '+' ? [...a.children, b] : a.children.filter(child => child !== b)
  return made
}

/** `(a < b) & (c < d)` */
function both(op: string, a: boolean, b: boolean): Value {
  if (op === '^') return bool(a !== b)
  return op === '&' ? bool(a && b) : op === '|' ? bool(a || b) : unknown()
}

function compare(m: Machine, expr: Extract<Expr, { k: 'Cmp' }>, env: Env): Value {
  const { items, ops } = expr
  const values: Value[] = []
  for (let i = 0; i < items.length; i++) values.push(evaluate(m, items[i]!, env))
  let all = true
  for (let i = 0; i < ops.length; i++) {
    const known = holds(ops[i]!, values[i]!, values[i + 1]!)
    if (known === undefined) return unknown()
    all &&= known
  }
  return bool(all)
}

function comprehension(m: Machine, expr: Comp, env: Env): Value {
  const found: Value[] = []
  const values: Value[] = []
  const inner: Env = { vars: new Map(), parent: env, owner: env.owner, self: env.self }
  let open = false
  let doubtful = false
  const enough = Math.max(0, m.world.fuel - LOOP_FUEL)
  const walk = (index: number): void => {
    const clause = expr.clauses[index]
    if (found.length >= MAX_ITEMS) {
      open = true
      return
    }
    if (!clause) {
      const item = evaluate(m, expr.body, inner)
      if (expr.of === 'dict' && expr.value) values.push(evaluate(m, expr.value, inner))
      found.push(item)
      return
    }
    if (!clause.target) {
      const known = truth(evaluate(m, clause.x, inner))
      if (known === false || (known === undefined && doubtful)) return
      // Of those that may be among them one is told for all.
      if (known === undefined) {
        open = true
        doubtful = true
      }
      walk(index + 1)
      return
    }
    const source = m.iterate(evaluate(m, clause.x, inner))
    open ||= source.open
    // Of what may be more or fewer one round is told for all.
    const items = source.open ? [oneFor(source.items)] : source.items
    const { clock } = m.world
    if (source.open) clock.open++
    for (const item of items) {
      m.assign(clause.target, item, inner)
      walk(index + 1)
      if (m.world.fuel < enough) {
        open = true
        break
      }
    }
    if (source.open) clock.open--
  }
  walk(0)
  if (expr.of === 'dict') return dictOf(found, values, open)
  return list(found, open, expr.of === 'generator' ? undefined : expr.of)
}

/** One thing for all that there may be, with what is listed beside it. */
function oneFor(items: readonly Value[]): Value {
  const one = items.find(
    item => item.t === 'mob' || (item.t === 'list' && item.items.some(({ t }) => t === 'mob')),
  )
  return one ? roughly(one) : unknown()
}

function dictOf(keys: readonly Value[], values: readonly Value[], open: boolean): Value {
  const found = newDict()
  found.open = open
  keys.forEach((key, i) => {
    store(found, key, values[i] ?? unknown())
  })
  return found
}

const colorWord = remember(stringWord)

/** A colour in words, of whatever says one. */
export function colorOf(value: Value | undefined): string | undefined {
  if (value?.t === 'color') return value.word
  if (value?.t === 'str' && !value.holes) return colorWord(value.v)
  return undefined
}
