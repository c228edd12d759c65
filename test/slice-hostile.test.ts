import t from 'tap'
import { type Files, project, scene, sliceOf } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('deep nesting is a problem of the file, not of the run', async t => {
  const files: Files = {
    'brackets.py': `x = ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
    'open.py': `x = ${'('.repeat(10_000)}\n`,
    'sum.py': `x = ${'1 + '.repeat(10_000)}1\n`,
    'ok.py': `${MANIM}from brackets import x\n${scene('A', 'print(x)')}`,
  }
  const opened = project(files)
  t.equal(opened.scenes().length, 1)
  for (const path of ['brackets.py', 'open.py', 'sum.py']) {
    t.ok(
      opened.problems.some(problem => problem.path === path),
      path,
    )
  }
  t.strictSame(opened.slice(opened.scenes()[0]!).unresolved_names, [{ name: 'x' }])
})

t.test('a thousand modules that import each other in a chain end in a told problem', async t => {
  const files: Files = { 'm0.py': `${MANIM}from m1 import *\n${scene('A', 'print(X1000, X10)')}` }
  for (let n = 1; n <= 1000; n++) files[`m${n}.py`] = `from m${n + 1} import *\nX${n} = ${n}\n`
  const opened = project(files)
  const slice = opened.slice(opened.scenes()[0]!)
  t.match(slice.code, /X10 = 10/)
  t.strictSame(slice.unresolved_names, [{ name: 'X1000' }])
  t.match(opened.problems.find(problem => /more than/.test(problem.message))?.path, /^m\d+\.py$/)
})

t.test('a class built on itself, or on a ring of classes, is no scene and no hang', async t => {
  const opened = project({
    'a.py': 'from b import *\nclass A(B): pass\nclass C(C): pass\n',
    'b.py': 'from a import *\nclass B(A): pass\n',
  })
  t.strictSame(opened.scenes(), [])
})

t.test('files that can not be read or hold anything are skipped with what is known', async t => {
  const slice = sliceOf(
    { 'a\nb.py': `${MANIM}import missing_here\n${scene('A', 'missing_here.x')}`, 'nul.py': '\0\0\0' },
    'A',
  )
  t.match(slice.code, /^import missing_here$/m)
})

t.test('a large file of many statements is read in time that grows with its size', async t => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `V${n} = V${n - 1} + 1`).join('\n')
  const started = Date.now()
  const slice = sliceOf(
    {
      'a.py': `${MANIM}V_1 = 0\nV0 = 1\n${lines.slice(lines.indexOf('\n') + 1)}\n${scene('A', 'print(V19999)')}`,
    },
    'A',
  )
  t.ok(slice.self_contained)
  t.ok(Date.now() - started < 30_000)
})

t.test('loops and classes that go round end', async t => {
  const slice = sliceOf(
    {
      'a.py': `${MANIM}L = [[[1]]]\nfor x in L:\n    for y in x:\n        for x in y:\n            x.f()\nclass P(Q): pass\nclass Q(P): pass\nclass P(Q, P): pass\nx = y\ny = x\ny.z = 1\n${scene('A', 'print(L, P)')}`,
    },
    'A',
  )
  t.match(slice.code, /x\.f\(\)/)
})

t.test('long chains of names, methods and classes are followed only so far', async t => {
  const count = Array.from({ length: 10_000 }, (_, n) => n)
  const names = count.map(n => `V${n + 1} = V${n}`).join('\n')
  const methods = count.map(n => `    def m${n}(self):\n        self.m${n + 1}()`).join('\n')
  const classes = count
    .slice(0, 1000)
    .map(n => `class C${n + 1}(C${n}): pass`)
    .join('\n')
  const source = `V0 = []\n${names}\nV10000.x = 1\nclass M:\n${methods}\nM().m0()\nclass C0: pass\n${classes}\n`
  const slice = sliceOf({ 'a.py': `${MANIM}${source}${scene('A', 'print(V10000, M, C3)')}` }, 'A')
  t.match(slice.code, /V10000\.x = 1/)
})
