/** Functions of the program as people write them: `x^2 - 3x + 1` of `lambda x: x**2 - 3 * x + 1`. */
import type { Bin, Call, Def, Expr } from '../../python/ast.ts'
import { gather } from '../gather.ts'
import { OF_MATH, OF_NUMPY } from './library.ts'
import type { Machine } from './machine.ts'
import { calculate } from './numbers.ts'
import { asNumber, type Env, num, unknown, type Value } from './values.ts'

/** How tightly the parts of a term hold together. */
const SUM = 1
/** A product with a minus in front. */
const SIGNED = 2
const PRODUCT = 3
const POWER = 4
const WHOLE = 5
type Level = typeof SUM | typeof SIGNED | typeof PRODUCT | typeof POWER | typeof WHOLE

interface Term {
  readonly text: string
  readonly level: Level
  /** Of a number that is written out. */
  readonly value: number | undefined
}

const termFrom = (text: string, level: Level): Term => ({ text, level, value: undefined })

/** The scope of a formula: what its letters stand for, where they are no numbers of the program. */
interface Scope {
  readonly m: Machine
  readonly env: Env
  readonly letters: ReadonlyMap<string, Term | undefined>
  readonly depth: number
}

/** A function of the program, as far as it can be told: what it names first, and what it then gives. */
interface Body {
  readonly named: readonly { readonly name: string; readonly expr: Expr }[]
  readonly given: Expr
  /** What it can be handed, in order; `free` is what it must be. */
  readonly params: readonly { readonly name: string; readonly free: boolean }[]
  /** Where all else is looked up. */
  readonly env: Env
}

/** A longer one is nothing to read. */
export const LONGEST = 48
/** Functions that call each other. */
const DEEPEST = 3

/**
 * What a function gives, one term for each coordinate of a point; undefined for what is no function of so many numbers,
 * or not to be told. `letters`: what the numbers are called where the program has no letter for them, or `whatever` it
 * has.
 */
export function termsOf(
  m: Machine,
  value: Value | undefined,
  letters: readonly string[],
  whatever = false,
): readonly string[] | undefined {
  if (value?.t === 'lib') {
    const term = applied(
      value,
      letters.map(name => termFrom(name, WHOLE)),
    )
    return term && [term.text]
  }
  const body = value && bodyOf(value, m)
  const free = body?.params.filter(param => param.free) ?? []
  if (!body || free.length !== letters.length) return undefined
  const own = free.map(({ name }, i) => (isLetter(name) ? name : letters[i]!))
  const names = whatever || new Set(own).size < own.length ? letters : own
  const handed = new Map(free.map(({ name }, i) => [name, termFrom(names[i]!, WHOLE)]))
  const scope = inside(m, body, handed, 0)
  const terms = coordinates(body.given, scope)
  const known = terms.filter(term => term !== undefined)
  return known.length === terms.length ? known.map(({ text }) => text) : undefined
}

/** A word is none, `e` is a number, and `y` is what most functions give. */
const isLetter = (name: string) => /^[a-df-xz]$/.test(name)

/** The scope of a function that is handed these. */
function inside(m: Machine, { named, env }: Body, handed: ReadonlyMap<string, Term>, depth: number): Scope {
  const letters = new Map<string, Term | undefined>(handed)
  const scope = { m, env, letters, depth }
  for (const { name, expr } of named) letters.set(name, briefly(expr, scope))
  return scope
}

function briefly(expr: Expr, scope: Scope): Term | undefined {
  const term = termOf(expr, scope)
  return term && term.text.length <= LONGEST ? term : undefined
}

/** Methods of axes that make a point of coordinates. */
export const COORDINATES = new Set(['c2p', 'coords_to_point'])

/** `[cos(t), sin(t), 0]`, `np.array([…])`, `axes.c2p(…)`, `curve(t)`: a term for each coordinate, or a single one. */
function coordinates(expr: Expr, scope: Scope): readonly (Term | undefined)[] {
  if (expr.k === 'List' || expr.k === 'Tuple') return gather(expr.items, item => coordinates(item, scope))
  if (expr.k === 'Star') return coordinates(expr.x, scope)
  if (expr.k !== 'Call') return [briefly(expr, scope)]
  const name = expr.fn.k === 'Attr' ? expr.fn.name : ''
  if (name === 'array' && expr.args.length > 0) return coordinates(expr.args[0]!, scope)
  if (COORDINATES.has(name)) return gather(expr.args, arg => coordinates(arg, scope))
  const inner = innerOf(expr, scope)
  return inner ? coordinates(inner.body.given, inner.scope) : [briefly(expr, scope)]
}

function bodyOf(value: Value, m: Machine): Body | undefined {
  if (value.t !== 'func') return undefined
  const { def, self } = value
  const body = def.k === 'Lambda' ? { named: [], given: def.body } : returned(def.body)
  if (!body || def.params.some(({ star }) => star)) return undefined
  const vars = new Map<string, Value>()
  // What it has hides what is called so outside.
  for (const { name } of body.named) vars.set(name, unknown())
  def.params.forEach(({ name, default: usual }, i) => {
    vars.set(name, (i === 0 && self) || (usual ? m.eval(usual, value.env) : unknown()))
  })
  const params = def.params.slice(self ? 1 : 0).map(({ name, default: usual }) => ({ name, free: !usual }))
  return { ...body, params, env: { vars, parent: value.env, owner: value.owner, self } }
}

/** Of a body that names values and then returns one, and says what it is for. */
function returned(body: Def['body']): Pick<Body, 'named' | 'given'> | undefined {
  const named: { name: string; expr: Expr }[] = []
  for (const st of body) {
    if (st.k === 'Return') return st.items[0] && { named, given: st.items[0] }
    const isDocumentation = st.k === 'Expr' && st.x.k === 'Str'
    if (isDocumentation) continue
    const [target, ...others] = st.k === 'Assign' ? st.targets : []
    if (st.k !== 'Assign' || !st.value || target?.k !== 'Name' || others.length > 0) return undefined
    named.push({ name: target.id, expr: st.value })
  }
  return undefined
}

function termOf(expr: Expr, scope: Scope): Term | undefined {
  switch (expr.k) {
    case 'Name':
      return scope.letters.has(expr.id) ? scope.letters.get(expr.id) : numberAt(expr, scope)
    case 'Num':
    case 'Attr':
    case 'Sub':
      return numberAt(expr, scope)
    case 'Un': {
      const of = termOf(expr.x, scope)
      if (!of || expr.op === '+') return of
      if (expr.op !== '-') return undefined
      return of.value === undefined ? termFrom(`-${within(of, PRODUCT)}`, SIGNED) : numeral(-of.value)
    }
    case 'Bin':
      return chain(expr, scope)
    case 'Call':
      return called(expr, scope)
    default:
      return undefined
  }
}

const EXACT_PLACES = 4

/** What does not depend on the letters: a number that the program knows. */
function numberAt(expr: Expr, { m, env }: Scope): Term | undefined {
  const value = asNumber(m.eval(expr, env))
  return value === undefined ? undefined : numeral(value)
}

/** Undefined where it has too many places: a rounded number is another one. */
function numeral(value: number): Term | undefined {
  const text = figure(value, EXACT_PLACES)
  const level = text.startsWith('-') ? SIGNED : /\/|\dπ/.test(text) ? PRODUCT : WHOLE
  if (/[πe]/.test(text)) return termFrom(text, level)
  return Math.abs(Number(text) - value) < 1e-9 ? { text, level, value } : undefined
}

/** `a + b - c` or `a * b / c`, from the left. */
function chain({ items, ops }: Bin, scope: Scope): Term | undefined {
  let left = termOf(items[0]!, scope)
  for (let i = 0; i < ops.length && left; i++) {
    const right = termOf(items[i + 1]!, scope)
    left = right && joined(left, ops[i]!, right)
  }
  return left
}

function joined(a: Term, op: string, b: Term): Term | undefined {
  const known = a.value === undefined || b.value === undefined ? undefined : worth(a.value, op, b.value)
  if (known) return known
  switch (op) {
    case '+':
      if (a.value === 0) return b
      if (b.value === 0) return a
      return termFrom(
        b.text.startsWith('-') ? `${a.text} - ${b.text.slice(1)}` : `${a.text} + ${b.text}`,
        SUM,
      )
    case '-':
      if (b.value === 0) return a
      return termFrom(
        b.level === SIGNED ? `${a.text} + ${b.text.slice(1)}` : `${a.text} - ${within(b, PRODUCT)}`,
        SUM,
      )
    case '*':
      return product(a, b)
    case '/': {
      if (b.value === 1 || a.value === 0) return a
      const left = within(a, SIGNED)
      return termFrom(`${left}/${within(b, POWER)}`, levelOf(left))
    }
    case '**':
      return b.value === 1 ? a : termFrom(`${within(a, WHOLE)}^${within(b, WHOLE)}`, POWER)
    default:
      return undefined
  }
}

/** Of two numbers; a fraction or a root stays as it is. */
function worth(a: number, op: string, b: number): Term | undefined {
  const value = OPERATORS.get(op)?.(a, b)
  const isPlain = value !== undefined && (Number.isInteger(value) || !(op === '/' || op === '**'))
  return isPlain ? numeral(value) : undefined
}

const OPERATORS: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['**', (a, b) => a ** b],
])

/** A number comes first, and before a letter, a function or a parenthesis without a sign. */
function product(a: Term, b: Term): Term {
  if (b.value !== undefined && a.value === undefined) return product(b, a)
  if (a.value === 0 || b.value === 1) return a
  if (a.value === 1) return b
  if (a.value === -1) return termFrom(`-${within(b, PRODUCT)}`, SIGNED)
  const left = within(a, SIGNED)
  const right = within(b, PRODUCT)
  const size = left.replace('-', '')
  const isNumber =
    (/^\d[\d.]*$/.test(size) && /^[\p{L}(√|]/u.test(right)) ||
    (/^\d*π$/.test(size) && /^[a-z(√|]/.test(right))
  const isClear = isNumber || (left.endsWith(')') && right.startsWith('('))
  return termFrom(`${left}${isClear ? '' : ' · '}${right}`, levelOf(left))
}

/** Of a product that begins so: what stands first keeps its sign in front, as in `-2x`. */
function levelOf(first: string): Level {
  return first.startsWith('-') ? SIGNED : PRODUCT
}

function within({ text, level }: Term, least: Level): string {
  return level < least ? `(${text})` : text
}

/** Functions of one number, as they are written where that is not their name. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  ...'sin cos tan sinh cosh tanh arcsin arccos arctan sinc log2 log10 floor ceil sign'
    .split(' ')
    .map(name => [name, name] as const),
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
  ['log', 'ln'],
])

const OF_TWO: ReadonlyMap<string, string> = new Map([
  ['max', 'max'],
  ['maximum', 'max'],
  ['min', 'min'],
  ['minimum', 'min'],
])

function called(call: Call, scope: Scope): Term | undefined {
  const inner = innerOf(call, scope)
  if (inner) return briefly(inner.body.given, inner.scope)
  const callee = scope.m.eval(call.fn, scope.env)
  const given = call.args.map(arg => termOf(arg, scope)).filter(term => term !== undefined)
  const isKnown = given.length === call.args.length && call.kws.length === 0
  return callee.t === 'lib' && isKnown ? applied(callee, given) : undefined
}

/** Another function of the program that is called, and the scope of what it gives for what it is handed here. */
function innerOf({ fn, args, kws }: Call, scope: Scope): { body: Body; scope: Scope } | undefined {
  const { m, env, depth } = scope
  const callee = m.eval(fn, env)
  const body = depth < DEEPEST ? bodyOf(callee, m) : undefined
  if (!body || args.length > body.params.length) return undefined
  const handed = new Map<string, Term>()
  const hand = (name: string | undefined, expr: Expr) => {
    const term = termOf(expr, scope)
    if (name !== undefined && term) handed.set(name, term)
  }
  args.forEach((arg, i) => {
    hand(body.params[i]!.name, arg)
  })
  for (const { name, value } of kws) hand(name, value)
  const isWhole = body.params.every(({ name, free }) => !free || handed.has(name))
  return isWhole && handed.size === args.length + kws.length
    ? { body, scope: inside(m, body, handed, depth + 1) }
    : undefined
}

/** A function of Python or numpy, given these. */
function applied({ name: full }: Extract<Value, { t: 'lib' }>, given: readonly Term[]): Term | undefined {
  const name = full.slice([OF_MATH, OF_NUMPY].find(module => full.startsWith(module))?.length ?? 0)
  const [first, second, ...others] = given
  if (!first || others.length > 0) return undefined
  if (second) {
    if (name === 'power' || name === 'pow') return joined(first, '**', second)
    const written = OF_TWO.get(name)
    return written === undefined ? undefined : termFrom(`${written}(${first.text}, ${second.text})`, WHOLE)
  }
  const known = first.value === undefined ? undefined : asNumber(calculate(name, [num(first.value)]))
  if (known !== undefined && Number.isInteger(known)) return numeral(known)
  if (name === 'float') return first
  if (name === 'exp') return joined(termFrom('e', WHOLE), '**', first)
  if (name === 'sqrt') return termFrom(`√${within(first, WHOLE)}`, POWER)
  if (name === 'abs' || name === 'fabs') return termFrom(`|${first.text}|`, WHOLE)
  const written = WRITTEN.get(name)
  return written === undefined ? undefined : termFrom(`${written}(${first.text})`, WHOLE)
}

/** `3`, `0.25`, `π/2`, `-2π`. */
export function figure(value: number, places = MOST_PLACES): string {
  for (const below of Number.isInteger(value) ? [] : [1, 2, 3, 4, 6]) {
    const times = (value / Math.PI) * below
    const whole = Math.round(times)
    if (whole === 0 || Math.abs(times - whole) > 1e-9) continue
    const size = Math.abs(whole) === 1 ? '' : String(Math.abs(whole))
    return `${whole < 0 ? '-' : ''}${size}π${below === 1 ? '' : `/${below}`}`
  }
  if (Math.abs(value - Math.E) < 1e-9) return 'e'
  return String(Number(Math.abs(value) < 1 ? value.toPrecision(places) : value.toFixed(places)))
}
const MOST_PLACES = 2
