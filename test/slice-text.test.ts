import t from 'tap'
import { codeOf, type Files, project, scene, sliceOf } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('statements keep their text: tabs, odd spacing, columns, comments of their own', async t => {
  const pieces = [
    'def tabbed(a):\n\tif a:\n\t\treturn """\ncolumn 0\n\tclass Fake(Scene):\n"""\n\treturn  a ;\n',
    'class  Spaced (Square) :  # why\n  x = 1; y = 2\n  def m(self): return self.x\n',
    '# About the size.\n# In two lines.\nSIZE  =  (1,\n   2)  # behind\n',
    'LONG = 1 + \\\n    2\n',
    'def fstring(w):\n    return f"{w!r:>{SIZE[0]}} {"nested" + f"{w}"}"\n',
  ]
  const body = `tabbed(1), Spaced(), SIZE, LONG, fstring(1), (walrus := 2)`
  const source = `${MANIM}${pieces.join('\n\n')}\n\n${scene('A', body)}`
  const code = codeOf({ 'a.py': source }, 'A')
  for (const piece of pieces) t.ok(code.includes(piece.trimEnd()), piece)
})

t.test('statements on one line are taken one by one', async t => {
  const code = codeOf({ 'a.py': `${MANIM}a = 1; b = 2; c = ";"\n${scene('A', 'print(b, c)')}` }, 'A')
  t.match(code, /\n\nb = 2\nc = ";"\n\n\nclass A/)
  t.notMatch(code, /a = 1/)
})

t.test('a file with CRLF gives a program with CRLF', async t => {
  const source = `${MANIM}X = """one\ntwo"""\nimport os\n${scene('A', 'print(X, os)')}`.replaceAll(
    '\n',
    '\r\n',
  )
  const code = codeOf({ 'a.py': source }, 'A')
  t.equal(code.replaceAll('\r\n', '').includes('\n'), false)
  t.match(code, /X = """one\r\ntwo"""\r\n/)
})

t.test('a byte order mark is no part of the program', async t => {
  t.match(codeOf({ 'a.py': `\uFEFF${MANIM}${scene('A', 'self.wait()')}` }, 'A'), /^from manim import \*\n/)
})

t.test('imports stand at the top, each once, and only those that are used', async t => {
  const files: Files = {
    'h.py':
      'import numpy as np\nimport os.path\nfrom math import pi, tau\nimport xml.dom, xml.sax\ndef f():\n    return np.pi, os.path, pi, xml.dom\n',
    'a.py': `${MANIM}import numpy as np\nimport numpy\nimport json\nfrom h import f\n${scene('A', 'f(), np, numpy.e')}`,
  }
  t.match(
    codeOf(files, 'A'),
    /^from manim import \*\nimport numpy as np\nimport numpy as numpy\nimport os\.path\nimport xml\.dom\nimport xml\.sax\nfrom math import pi\n\n\ndef f|^from manim import \*\nimport numpy\nimport numpy as np\nimport os\.path\nimport xml\.dom\nimport xml\.sax\nfrom math import pi\n\n\ndef f/,
  )
})

t.test('every emitted statement is found again in its file, byte for byte', async t => {
  const files: Files = {
    'lib/h.py':
      'import random\nrandom.seed(1)\n# Note.\nLIST = [\n  1,\n]\nLIST.append(2)\n@staticmethod\ndef f(x = LIST):\n\treturn x\n\n\nclass G(object):\n    """Doc.\n\nFake: def f():\n"""\n    def a(self): return f()\n    def b(self):\n        return self.a()\n',
    'a.py': `${MANIM}import sys\nsys.path.append("lib")\nfrom h import *\n${scene('A', 'G().b()')}`,
  }
  const { code } = sliceOf(files, 'A')
  const body = code.slice(code.indexOf('\n\n') + 2)
  const sources = Object.values(files)
  // Paragraphs: what stands between blank lines the emitter put is a run of statements of one file.
  for (const paragraph of body.split(/\n\n\n/)) {
    t.ok(
      sources.some(source => source.includes(paragraph.trim())),
      paragraph,
    )
  }
})

t.test('a program that does not parse says why, where, and what else was wrong with its file', async t => {
  const files: Files = {
    'a.py': `${MANIM}def broken(:\n    pass\n\n\n${scene('Good', 'self.wait()')}\n${scene('Bad', 'broken()')}`,
    'old.py': `${MANIM}class Old(Scene):\n    def construct(self):\n        print "x"\n`,
    'tab.py': `${MANIM}class Tab(Scene):\n    def construct(self):\n        x = 1\n\ty = 2\n`,
  }
  const opened = project(files)
  const problems = new Map(opened.scenes().map(found => [found.name, opened.slice(found).problem]))
  t.equal(problems.get('Good'), undefined)
  t.match(problems.get('Old'), /^old\.py:4: print statement of Python 2$/)
  t.match(problems.get('Tab'), /^tab\.py:5: inconsistent indentation$/)
  t.match(opened.problems, [
    { path: 'a.py', line: 2, message: 'invalid syntax' },
    { path: 'old.py', line: 4 },
    { path: 'tab.py', line: 5 },
  ])
})

t.test('Python 2 and errors that only the compiler finds are told', async t => {
  const bad = [
    'try:\n    x\nexcept A, e:\n    pass',
    'raise E, "x"',
    'x = `a`',
    'x = 0777',
    'x = ur"a"',
    'x = lambda (a, b): a',
    'def f(a, (b, c)): pass',
    'f(a=1, b)',
    'f(**k, *a)',
    'def f(a=1, b): pass',
    'def f(x, x): pass',
    'class A:\nx = 1',
    'x = [i for i in a, b]',
    'x = 1.real',
    'def f():\n  """doc"""\n    x = 1',
    'nonlocal x',
    'del f()',
  ]
  for (const source of bad) {
    const opened = project({ 'a.py': `${source}\n` })
    opened.scenes()
    t.equal(opened.problems.length, 1, source)
  }
})

t.test('raw is the class text alone', async t => {
  const slice = sliceOf({ 'a.py': `${MANIM}X = 1\n${scene('A', 'print(X)')}\nY = 1\n` }, 'A', { raw: true })
  t.equal(slice.code, scene('A', 'print(X)'))
  t.strictSame(slice.unresolved_names, [{ name: 'Scene' }, { name: 'X' }])
  t.notOk(slice.self_contained)
})
