import t from 'tap'
import type { Expr, Stmt } from '../lib/python/ast.ts'
import { ChunkCache, lineOf, readProgram } from '../lib/python/program.ts'
import { parse } from '../lib/python/syntax/parse.ts'

/** An expression in a form that shows the tree: `(+ a (* b c))`. */
function show(x: Expr | undefined): string {
  if (!x) return '_'
  const all = (items: readonly Expr[]) => items.map(show).join(' ')
  switch (x.k) {
    case 'Name':
      return x.id
    case 'Attr':
      return `${show(x.obj)}.${x.name}`
    case 'Call':
      return `${show(x.fn)}(${[...x.args.map(show), ...x.kws.map(kw => `${kw.name ?? '**'}=${show(kw.value)}`)].join(' ')})`
    case 'Str':
      return x.parts
        ? `f<${x.parts.map(part => (typeof part === 'string' ? part : `{${show(part.x)}${part.spec ? `:${part.spec}` : ''}}`)).join('')}>`
        : `${x.bytes ? 'b' : ''}${JSON.stringify(x.v)}`
    case 'Num':
      return String(x.v)
    case 'Const':
      return String(x.v)
    case 'Bin':
    case 'Cmp':
      return `(${x.ops.join(',')} ${all(x.items)})`
    case 'Un':
      return `(${x.op} ${show(x.x)})`
    case 'Dict':
      return `{${x.pairs.map(({ key, value }) => `${key ? show(key) : '**'}:${show(value)}`).join(' ')}}`
    case 'Cond':
      return `(${show(x.yes)} if ${show(x.test)} else ${show(x.no)})`
    case 'Lambda':
      return `(lambda ${x.params.map(param => `${param.star ?? ''}${param.name}`).join(' ')}: ${show(x.body)})`
    case 'Comp':
      return `(${x.of} ${show(x.body)} ${x.clauses.map(one => `${one.target ? `for ${show(one.target)} in` : 'if'} ${show(one.x)}`).join(' ')})`
    case 'Sub':
      return `${show(x.obj)}[${all(x.index)}]`
    case 'Star':
      return `*${show(x.x)}`
    case 'Walrus':
      return `(${x.name} := ${show(x.value)})`
    default:
      return `(${x.k}${x.items.length > 0 ? ` ${all(x.items)}` : ''})`
  }
}

const only = (code: string): Stmt => {
  const { body, trouble } = parse(`${code}\n`)
  t.equal(trouble, undefined, code)
  return body[0]!
}
const shown = (code: string) => {
  const st = only(code)
  return st.k === 'Expr' ? show(st.x) : st.k
}
const error = (code: string) => {
  const { trouble } = parse(`${code}\n`)
  return trouble ? { line: lineOf(code, trouble.at), message: trouble.message } : undefined
}

t.test('operators bind as in Python, and chains are flat', async t => {
  const cases: readonly (readonly [string, string])[] = [
    ['a + b - c * d', '(+,- a b (* c d))'],
    ['(a + b) * c', '(+,* a b c)'],
    ['-a ** -b ** c', '(- (** a (- (** b c))))'],
    ['a or b and not c == d', '(Or a (And b (not (== c d))))'],
    ['a < b <= c is not d not in e', '(<,<=,is not,not in a b c d e)'],
    ['a if b else c if d else e', '(a if b else (c if d else e))'],
    ['a | b ^ c & d << e', '(| a (^ b (& c (<< d e))))'],
    ['a.b(c)[d:e, ::f](*g, h=i, **j)', 'a.b(c)[(Slice d e) (Slice f)](*g h=i **=j)'],
    ['await a.b() ** 2', '(** a.b() 2)'],
    ['lambda a, *b, c=1, **d: (yield)', '(lambda a *b c **d: (Yield))'],
    ['f(x for x in y if z)', 'f((generator x for x in y if z))'],
    ['{**a, b: c}', '{**:a b:c}'],
    ['[n := 1, *m]', '(List (n := 1) *m)'],
    ['0x_ff + 1_000.5e-1j + .5 + 0o17', '(+,+,+ 255 100.05 0.5 15)'],
  ]
  for (const [code, tree] of cases) t.equal(shown(code), tree, code)
})

t.test('strings: prefixes, neighbours, escapes, line ends', async t => {
  t.equal(shown(String.raw`'a\n' "b" r'\n' u"é"`), JSON.stringify('a\nb\\né'))
  t.equal(shown(String.raw`b'\x41' rb"\x"`), `b${JSON.stringify('A\\x')}`)
  t.equal(shown('"""a\r\nb\\\r\nc"""'), JSON.stringify('a\nbc'))
  t.equal(shown('f"{{{a!r:>{w}.2f}}}" \'b\''), 'f<{{a:>{w}.2f}{w}}b>')
  t.equal(shown('f"{d["k"]:{f"{x}"}} {y=} {z:=5}"'), 'f<{d["k"]:{f"{x}"}}{f<{x}>} y={y} {z:=5}>')
  t.equal(shown('f"""{\n  a # no text\n}"""'), 'f<{a}>')
  t.match(error(String.raw`"\underset"`), { message: /escape/ })
  t.match(error('b"é"'), { message: /ASCII/ })
  t.match(error('f"{}"'), { message: /expression required/ })
  t.match(error('f"{a"'), { line: 1 })
  t.match(error('x = 1\ny = """a\n\n'), { line: 2, message: /unterminated triple/ })
})

t.test('statements', async t => {
  const cases: readonly (readonly [string, string])[] = [
    ['match(x)', 'Expr'],
    ['match x:\n  case [a, *_] | {"k": -1j, **r} if r: pass\n  case A.B(c, d=E()) as f: pass', 'Match'],
    ['type = 1', 'Assign'],
    ['with (a as b, c as (d, e),): pass', 'With'],
    ['with (a) as b, c: pass', 'With'],
    ['with (yield x): pass', 'With'],
    ['async def f[T: int](a: str = "", /, *, b) -> None: ...', 'Def'],
    ['try:\n  pass\nexcept* (A, B) as e:\n  pass', 'Try'],
    ['from ...a.b import (c as d, e,)', 'Import'],
    ['a: int', 'Assign'],
    ['a = b, *c = yield', 'Assign'],
    ['a[b] @= c', 'Aug'],
    ['@a.b[c]\nclass D(E, metaclass=F): x = 1; y = 2', 'Class'],
    ['for a, *b in c, *d:\n\tpass\nelse: pass', 'For'],
    ['if a:\n  pass\nelif b:\n  pass\nelse:\n  pass', 'If'],
    ['if x:\n# no code\n\n    a\n  # nor here\n    b', 'If'],
    ['\ufeffx = \\\n  1', 'Assign'],
  ]
  for (const [code, k] of cases) t.equal(only(code).k, k, code)
  t.same(
    parse('type X[T] = list[T]\nµ.ﬁ\n').body.map(st => (st.k === 'Expr' ? show(st.x) : st.k)),
    ['μ.fi'],
  )
  t.equal(parse('self.play(a),\n').body.length, 1, 'a comma makes no tuple of a call')
})

t.test('offsets are those of the text, brackets that are no node left out', async t => {
  const code = 'é = "😀" + (aé.b)(c)\n'
  const st = parse(code).body[0]
  if (st?.k !== 'Assign' || st.value?.k !== 'Bin') return void t.fail('an assignment of a sum')
  const texts = st.value.items.map(({ s, e }) => code.slice(s, e))
  t.same(texts, ['"😀"', '(aé.b)(c)'])
})

t.test('what CPython refuses is refused on its line', async t => {
  const cases: readonly (readonly [string, number])[] = [
    ['class A(Scene:\n  pass', 1],
    ['x = (\n1\ny = 3\nz = 4', 1],
    ['f(a,\n  b c)', 2],
    ['if x:\npass', 2],
    ['def f():\n  x\n y', 3],
    ['x\n  y', 2],
    ['if x:\n\ty\n        z', 3],
    ['try:\n  x\ny', 3],
    ['x = 1\nprint "x"', 2],
    ['raise E, "m"', 1],
    ['try:\n  x\nexcept E, e:\n  y', 3],
    ['x = 0777', 1],
    ['x = 1a', 1],
    ['`x`', 1],
    ['x = $', 1],
    ['x = )', 1],
    ['x = (]', 1],
    ['f() = 1', 1],
    ['a + 1 += 1', 1],
    ['(a, b): int', 1],
    ['del f()', 1],
    ['None = 1', 1],
    ['(*a)', 1],
    ['f(a=1, b)', 1],
    ['f(**a, *b)', 1],
    ['f(x for x in y, 1)', 1],
    ['f(a.b=1)', 1],
    ['def f(a=1, b): pass', 1],
    ['def f(*): pass', 1],
    ['def f((a, b)): pass', 1],
    ['[*a for a in b]', 1],
    ['a not b', 1],
    ['a == not b', 1],
    ['x.1', 1],
    ['import a.b as c.d', 1],
    ['from a import b,', 1],
    ['async x', 1],
    ['else: pass', 1],
    ['\\ x', 1],
    ['x\u00a0= 1', 1],
    ['\u0000', 1],
  ]
  for (const [code, line] of cases) t.equal(error(code)?.line, line, code)
})

t.test('after a mistake the next statement of the suite is read', async t => {
  const code =
    'class A:\n  def f(self):\n    x = (1 2\n    y\n    for i in range(3) :\n      z $\n      w\n  def g(self): pass\nB = 1\n'
  const { body } = parse(code)
  const [first, second] = body
  t.match(second, { k: 'Assign' })
  if (first?.k !== 'Class') return void t.fail('the class is kept')
  const [f, g] = first.body
  t.match(g, { k: 'Def', name: 'g' })
  t.same(f?.k === 'Def' && f.body.map(st => st.k), ['Expr', 'For'])
})

t.test('equal top-level statements are one chunk, in other programs too', async t => {
  const cache = new ChunkCache()
  const one = readProgram('import a\n\ndef f():\n  pass\n# end\n', cache)
  const two = readProgram('x = 1\ndef f():\n  pass\n', cache)
  t.equal(one.chunks[1], two.chunks[1])
  const broken = readProgram('x = 1\ny = = 2\nz = 3\n', cache)
  t.match(broken.error, { line: 2 })
  t.same(broken.chunks.flatMap(chunk => chunk.body).length, 2)
  t.match(readProgram('x = 1\ry = = 2\r', cache).error, { line: 2 }, 'lone carriage returns end lines')
})

t.test('a statement that came back is kept for longer than one that was met once', async t => {
  const cache = new ChunkCache()
  const once = 'import once\n'
  const often = 'import often\n'
  const chunkOf = (code: string) => readProgram(code, cache).chunks[0]
  const [first, second] = [chunkOf(once), chunkOf(often)]
  t.equal(chunkOf(often), second)
  for (let i = 0; i < 30; i++) chunkOf(`x_${i} = "${'y'.repeat(10_000)}"\n`)
  t.equal(chunkOf(often), second)
  t.not(chunkOf(once), first)
  t.same(chunkOf(once), first)
})

t.test('what is known of other programs does not change where one is cut', async t => {
  const first = [
    'import a\n\nif a:\n  x = 1\n\n@a.b\ndef f():\n  pass\n# end\ny = (1,\n2)  # two\n',
    'z = 1 \\\n\nw = """a\nb"""\n',
    "last = ''\n",
  ]
  const then = [
    'if a:\n  x = 1\nelse:\n  x = 2\nimport a\n',
    'if a:\n  x = 1\r\n@a.b\r\ndef f():\n  pass\n  # more\nq = 1\n',
    'y = (1,\n2)  # two or three\ny = (1,\n2)  # two\n\n\nimport a as b\nimport a\n',
    'z = 1 \\\nq = 2\nw = """a\nb"""\nw = """a\nb""" + 1\n',
    "last = '''\nimport a\n'''\nlast = ''\nimport a",
    '@c\n@a.b\ndef f():\n  pass\n',
  ]
  const known = new ChunkCache()
  const textsOf = (code: string, cache: ChunkCache) => readProgram(code, cache).chunks.map(({ text }) => text)
  for (const code of first) textsOf(code, known)
  for (const code of then) t.same(textsOf(code, known), textsOf(code, new ChunkCache()), code)
})

t.test('hostile programs get a tree or an error', async t => {
  const n = 100_000
  const fine = [
    '# comment\n'.repeat(n),
    `x = "${'y'.repeat(5_000_000)}"`,
    `x = 1${' + 1'.repeat(n)}`,
    `x = a${' and a'.repeat(n)}`,
    `if a: pass\n${'elif a: pass\n'.repeat(n)}`,
    'x = 1\n'.repeat(10 * n),
    `x = [${'1,'.repeat(n)}]`,
    `x = ${'"a" '.repeat(n)}`,
    `f(${'**a,'.repeat(n)})`,
  ]
  for (const code of fine) t.equal(error(code), undefined, code.slice(0, 20))
  const refused = [
    `${'('.repeat(n)}1${')'.repeat(n)}`,
    `x${'.y'.repeat(n)}`,
    `x${'()'.repeat(n)}`,
    `${'not '.repeat(n)}x`,
    `${'-'.repeat(n)}x`,
    `x${' ** x'.repeat(n)}`,
    `${'lambda: '.repeat(n)}x`,
    `${'x if x else '.repeat(n)}x`,
    `${'f"{'.repeat(n)}`,
    `x = [${'{('.repeat(n)}`,
    Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''),
    '(\n'.repeat(n),
    'x = = 1\n'.repeat(n),
    `${'if x:\n\n'.repeat(n)}`,
    `${"'\n".repeat(n)}`,
    `${'"""\n'.repeat(n)}"`,
    `${'f(1 2\n'.repeat(n)}`,
    'match x:\n case '.repeat(1000),
  ]
  for (const code of refused) t.ok(error(code), code.slice(0, 20))
})

t.test('whatever is done to a program, the parser ends and keeps within the text', async t => {
  const seed = `@a.b\nclass S(Scene, k=1):\n    """Doc"""\n    async def f(self, *a: int, b=[1, {2: 3}], **c) -> x:\n        with (open(x) as f, g):\n            y = [z for z in f"{a!r:{b}}" if not z] or (lambda: 0)\n        try:\n            match y:\n                case A(b=1) | {"c": _}: pass\n        except (E, F) as e:\n            raise G from e\n        finally: del y[1:2], z\n    if a < b: x = yield; print('a' "b", *c, sep='''\n''')\n`
  const pieces = [
    '(',
    ')',
    '[',
    '{',
    '}',
    ':',
    '=',
    '\n',
    '\n  ',
    '"',
    "'''",
    'f"{',
    '\\',
    'if ',
    'match ',
    ',',
    '*',
    '\t',
    '#',
    '\ud800',
    'é',
    '0',
    '.',
  ]
  let state = 1
  const random = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 8) % n
  }
  for (let round = 0; round < 5000; round++) {
    let code = seed
    for (let i = random(4); i >= 0; i--) {
      const at = random(code.length + 1)
      code = `${code.slice(0, at)}${random(3) > 0 ? pieces[random(pieces.length)] : ''}${code.slice(at + random(6))}`
    }
    const { body, trouble } = parse(`${code}\n`)
    if (trouble && (trouble.at < 0 || trouble.at > code.length + 1)) t.fail('an offset outside', { code })
    for (const st of body)
      if (st.s < 0 || st.e > code.length || st.s > st.e) t.fail('a span outside', { code, st })
  }
  t.pass('ended')
})
