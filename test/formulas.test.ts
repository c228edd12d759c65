import t from 'tap'
import { board } from './stage.ts'

/*
 * Random functions, and what is told of them read again by rules of its own: both must give the same numbers.
 */
interface Function {
  readonly python: string
  readonly at: (x: number) => number
}

/** mulberry32 */
let state = 5
function below(n: number): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) % n
}
const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)]!

const SIMPLE: readonly Function[] = [
  ...['x', 'x', 'x'].map(python => ({ python, at: (x: number) => x })),
  ...[0, 1, 2, 3, 0.5, -1, -2, 10].map(n => ({ python: String(n), at: () => n })),
  { python: 'PI', at: () => Math.PI },
  { python: 'TAU', at: () => 2 * Math.PI },
]
const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
}
const CALLS: Readonly<Record<string, (a: number) => number>> = {
  'np.sin': Math.sin,
  'np.cos': Math.cos,
  'math.exp': Math.exp,
  'np.sqrt': Math.sqrt,
  abs: Math.abs,
  double: a => 2 * a - 1,
}

function random(depth: number): Function {
  if (depth === 0 || below(6) === 0) return pick(SIMPLE)
  const a = random(depth - 1)
  const kind = below(10)
  if (kind === 0) return { python: `-(${a.python})`, at: x => -a.at(x) }
  if (kind < 3) {
    const name = pick(Object.keys(CALLS))
    return { python: `${name}(${a.python})`, at: x => CALLS[name]!(a.at(x)) }
  }
  const b = random(depth - 1)
  const op = pick(Object.keys(OPERATORS))
  return { python: `(${a.python}) ${op} (${b.python})`, at: x => OPERATORS[op]!(a.at(x), b.at(x)) }
}

/** What an equation says at `x`, as a reader of mathematics takes it. */
function read(equation: string, x: number): number {
  const tokens = equation.match(/\d+(?:\.\d+)?|[a-z]+|[^\s]/g) ?? []
  let next = 0
  const take = (token: string) => tokens[next] === token && ++next > 0
  function sum(): number {
    let value = take('-') ? -product() : product()
    for (;;) {
      if (take('+')) value += product()
      else if (take('-')) value -= product()
      else return value
    }
  }
  function product(): number {
    let value = power()
    for (;;) {
      if (take('·')) value *= power()
      else if (take('/')) value /= power()
      else if (/^(?:[a-z]+|[π(√])$/.test(tokens[next] ?? '')) value *= power()
      else return value
    }
  }
  function power(): number {
    const base = atom()
    return take('^') ? base ** atom() : base
  }
  function atom(): number {
    if (take('(')) return closed(')')
    if (take('√')) return Math.sqrt(atom())
    const token = tokens[next++]!
    if (token === 'x') return x
    if (token === 'π') return Math.PI
    if (token === 'e') return Math.E
    if (token === 'sin' || token === 'cos' || token === 'abs') {
      next++
      return Math[token](closed(')'))
    }
    return Number(token)
  }
  function closed(by: string): number {
    const value = sum()
    if (!take(by)) throw new Error(`${by} is missing in ${equation}`)
    return value
  }
  const value = sum()
  if (next < tokens.length) throw new Error(`${tokens[next]} is not read in ${equation}`)
  return value
}

/** Which of more than two bars belong together is not told by looking at one. */
const MOST_BARS = 2
const withoutBars = (equation: string) => equation.replace('|', 'abs(').replace('|', ')')

t.test('equations mean what the functions do', async t => {
  let told = 0
  for (let i = 0; i < 1500; i++) {
    const { python, at } = random(3)
    const body = `self.add(Axes().plot(lambda x: ${python}))`
    const equation = board(body, 'def double(t):\n    return 2 * t - 1\n')[0]?.things?.[0]?.curve
    if (equation === undefined || equation.split('|').length > MOST_BARS + 1) continue
    told++
    const wrong = [0.7, 1.3, 2.9].find(x => {
      const [expected, found] = [at(x), read(withoutBars(equation.replace('y = ', '')), x)]
      if (!Number.isFinite(expected) || Math.abs(expected) > 1e9) return false
      return Math.abs(found - expected) > 1e-6 * Math.max(1, Math.abs(expected))
    })
    if (wrong !== undefined) t.fail(`${python} is told as ${equation}`)
  }
  t.ok(told > 1200, `${told} of them are told`)
})
