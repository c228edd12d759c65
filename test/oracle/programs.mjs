// Random programs, run by Python and followed by us: does a text on screen say what Python puts there?
//   node test/oracle/programs.mjs [SEED] [PROGRAMS]
// What we do not know we may leave open; what we tell must be true. Ends with 1 where it is not.
// Needs `npm run build` and a Python 3.11 or newer (PYTHON names another one).
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { analyze } from '../../build/lib/features/analyze.js'

const [seed = 1, programs = 4000] = process.argv.slice(2).map(Number)
const SHOWN = 3

/** mulberry32: the same programs for the same seed. */
let state = seed
function below(n) {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) % n
}
const pick = choices => choices[below(choices.length)]

/**
 * Expressions by the kind of what they give: N a number, S a text, L a list of numbers, C a test; small letters for the
 * simplest of a kind. `$N` stands for any of its kind, a level less deep.
 */
const EXPRESSIONS = {
  N: `($N + $N)  ($N - $N)  ($N * $N)  ($N // $N)  ($N % $N)  ($N ^ $N)  ($N & $N)  ($N | $N)  (~$N)  ($N << $n)  len($L)
min($N, $N)  max($N, $N)  sum($L)  abs($N)  ($N if $C else $N)  $L[0]  $L[-1]  d.get($S, $N)  $S.count($s)  $S.find($s)
f($N)  f($N, y=$N)  l.index($n)  l.count($n)  box.n  box.up($N)  ord($s[0])  int(str($N))  round($N / 3, 2)
divmod($N, 3)[1]  (lambda q: q + $n)($N)  next(iter($L))  int($C)  g(*$L)  ($N or $N)  ($N and $N)  int(bin($n)[2:], 2)`,
  S: `($S + $S)  str($N)  $S.upper()  $S.title()  $S[:2]  $S[1:]  $S[::-1]  $S[-2:]  "-".join(map(str, $L))  $S * 2
"".join(sorted($S))  "".join(reversed($S))  $S.replace($s, "_")  chr(97 + $N % 26)  $S.split()[0]  str($L)  str($C)
$S.zfill(4)  $S.rjust(6, "0")  $S.center(7, "-")  max($S, $S)  "%d-%s" % ($N, $S)  "{}/{:>4}".format($N, $S)  $S.strip()
$S.removesuffix($s)  list(d)[0]  f"{$m:03d}"  f"{$m:+.1f}"  f"{$m:b}"  f"{$m / 7:.3g}"  f"{$m * 1000:,}"`,
  L: `[$N, $N]  [q * $n for q in $L]  [q for q in $L if q % 2]  sorted($L)  sorted($L, reverse=True)  list(reversed($L))
sorted($L, key=lambda q: -q)  list($L)[1:]  list($L)[::-1]  list(map(lambda q: q + 1, $L))  list($L) + list($L)
list(filter(lambda q: q > 1, $L))  [i * q for i, q in enumerate($L)]  [i - q for i, q in zip($L, $L)]  list(d.values())
list($L) * 2  [i + q for i in $L for q in [1, 2]]  list(range($N % 5))  [ord(c) for c in $S]  list(dict.fromkeys($L))
sorted(set($L))  [*$L, 7]  list(enumerate($L, 1))[0]  h($N)`,
  C: `$N < $N  $N == $N  $n in $L  not $N  $S.startswith($s)  $s in $S  all(q > 0 for q in $L)  any(q > 2 for q in $L)
isinstance($n, int)  0 < $N <= 4  $L == $L  $S != $s  bool($L)  $s in d`,
  n: 'a  b  0  1  2  3  5  (-1)  len(l)  len(s)',
  /** Without what would end an f-string. */
  m: 'a  b  7  len(u)  (-12)',
  s: 's  u  "abc"  "a"  "x y"  ""  "Zeta"',
  l: 'l  k  [1, 2, 3]  [3, 1]  range(4)  []  range(2, 9, 3)',
}
const STATEMENTS = `a = $N  b = $N  s = $S  u = $S  l = list($L)  k = list($L)  l.append($N)  a += $N  a *= $n  a ^= $n
d[$S] = $N  a, b = b, a  l[0] = $N  l.sort()  l.reverse()  l.insert(0, $N)  b = l.pop()  l.extend($L)  l += [$N]  s += $S
box.n += $N  a, *k = $L  d.update({$S: $N})  k = l  k = l[:]  k = l.copy()  d.pop("p", None)  l.remove(l[0])  del l[0]
l[0], l[-1] = l[-1], l[0]  b = d.setdefault($s, $N)`
const BLOCKS = [
  'for i in $L:\n    a += i\n    $B',
  'for c in $S:\n    u = c + u\n    $B',
  'if $C:\n    $B\nelse:\n    $B',
  'while len(l) > 2:\n    l.pop()\n    b += 1\n    s += "."',
  'for i in range(4):\n    if i == $n:\n        break\n    $B',
  'for i in range(4):\n    if i == $n:\n        continue\n    $B',
  'for q, w in d.items():\n    s = s + q\n    b += w',
]
const DEPTH = 2

const choices = text => text.split(/ {2,}|\n/)
const TEMPLATES = Object.fromEntries(Object.entries(EXPRESSIONS).map(([kind, text]) => [kind, choices(text)]))
const PLAIN = choices(STATEMENTS)

const filled = (template, depth) => template.replace(/\$([A-Zlmns])/g, (_, kind) => expression(kind, depth))

function expression(kind, depth) {
  const isSimple = depth <= 0 && kind !== 'C'
  return filled(pick(TEMPLATES[isSimple ? kind.toLowerCase() : kind]), depth - 1)
}

function statement(depth = DEPTH) {
  const isBlock = depth > 0 && below(3) === 0
  return pick(isBlock ? BLOCKS : PLAIN)
    .split('\n')
    .map(line =>
      line.endsWith('$B') ? statement(depth - 1).replace(/^/gm, line.slice(0, -2)) : filled(line, DEPTH),
    )
    .join('\n')
}

const HELPERS = `class Box:
    k = 5
    def __init__(self, n=2):
        self.n = n
    def up(self, by=1):
        self.n += by
        return self.n * self.k
def f(x, y=4):
    if x > 3:
        return x - y
    return x * y
def g(*xs):
    total = 0
    for x in xs:
        if x == 3:
            return total
        total += x
    return total
def h(n):
    out = []
    while n > 0 and len(out) < 6:
        out.append(n % 2)
        n //= 2
    return out[::-1]
`
const SHOW = ['a', 'b', 's', 'u', 'l', 'k', 'box.n', 'list(d.items())']

function program() {
  const body = Array.from({ length: 1 + below(4) }, () => statement())
  const shows = SHOW.map((name, i) => `self.add(Text(f"${i}={${name}}"))\nself.wait()`)
  const start = 'a, b, s, u, l, k, d, box = 3, 5, "hi", "World", [4, 2, 6], [1], {"p": 1, "q": 2}, Box()'
  const construct = [start, ...body, ...shows].join('\n').replace(/^/gm, '        ')
  return { body, code: `${HELPERS}class S(Scene):\n    def construct(self):\n${construct}\n` }
}

/** By the number that the text begins with. */
function toldBy(code) {
  const texts = analyze(`from manim import *\n${code}`, { scene: 'S' }).storyboard.flatMap(
    ({ things = [] }) => things.map(({ text }) => text),
  )
  return SHOW.map((_, i) => texts.find(text => text?.startsWith(`${i}=`) && !text.includes('…'))?.slice(2))
}

const made = Array.from({ length: programs }, program)
const python = spawnSync(
  process.env.PYTHON ?? 'python3',
  ['-W', 'ignore', fileURLToPath(new URL('programs.py', import.meta.url))],
  { input: JSON.stringify(made.map(({ code }) => code)), maxBuffer: 1 << 30 },
)
if (python.status !== 0) throw new Error(python.stderr.toString())
const real = JSON.parse(python.stdout.toString())

/** Texts are told with single spaces, and cut short. */
const plain = text => text.replace(/\s+/g, ' ').trim()
const LONGEST = 60
const found = { failed: 0, true: 0, unknown: 0, false: 0 }
made.forEach(({ body, code }, i) => {
  if (!real[i]) found.failed++
  else
    toldBy(code).forEach((told, at) => {
      const text = plain(real[i][at].slice(2))
      const isSame = told === undefined || plain(told) === text || text.length > LONGEST
      found[told === undefined ? 'unknown' : String(isSame)]++
      if (isSame || found.false > SHOWN) return
      process.stdout.write(`${body.join('\n')}\n=> ${SHOW[at]}: told ${told}, is ${text}\n\n`)
    })
})
process.stdout.write(
  `${programs} programs, ${found.failed} that Python ends with an error; texts: ${found.true} true, ${found.unknown} unknown, ${found.false} false\n`,
)
process.exitCode = found.false > 0 ? 1 : 0
