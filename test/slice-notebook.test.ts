import t from 'tap'
import { notebookText } from '../lib/slice/notebook.ts'
import { codeOf, idOf, project, scene, sliceOf } from './slice-harness.ts'

const notebook = (...cells: string[]) =>
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', source: ['# class Fake(Scene):'] },
      ...cells.map(source => ({ cell_type: 'code', source: source.split(/(?<=\n)/) })),
    ],
    nbformat: 4,
  })

t.test('magics are made harmless, line by line', async t => {
  const { text, cellEnds } = notebookText(
    notebook(
      '%%manim -qm A\nclass A(Scene):\n    pass',
      '!pip install \\\n  x\n%time\nfiles = !ls\nx = """\n%kept\n"""',
      '%%bash\nls\n',
    ),
  )
  t.equal(
    text,
    '# %%manim -qm A\nclass A(Scene):\n    pass\npass  # !pip install \npass  # x\npass  # %time\nfiles = None  # !ls\nx = """\n%kept\n"""\n# %%bash\n# ls\n# \n',
  )
  t.equal(cellEnds.length, 3)
})

t.test('a line that goes on is no magic, and magics that run code leave it', async t => {
  const cases: [string, string][] = [
    [
      'x = (10\n%3)\ny = """\n%a""" + f(\n!b\n)\nz = 1 \\\n% 2',
      'x = (10\n%3)\ny = """\n%a""" + f(\n!b\n)\nz = 1 \\\n% 2',
    ],
    ["x = '[('\n%who  # (\ny = 1 # [\n%who", "x = '[('\npass  # %who  # (\ny = 1 # [\npass  # %who"],
    ['if a:\n  %time x = f()\n%time\ny = %time g(1)', 'if a:\n  x = f()\npass  # %time\ny = g(1)'],
    ['%timeit -n 10 -r3 f(-1)\n%prun -l 7 g()\n%timer x', 'f(-1)\ng()\npass  # %timer x'],
    ['%%time\nx = 1', '# %%time\nx = 1'],
    ['%%timeit -n 3 n = 2\nf(n)', 'n = 2  # %%timeit\nf(n)'],
    [
      '%%writefile helpers.py\nclass A(Scene):\n    pass',
      '# %%writefile helpers.py\n# class A(Scene):\n#     pass',
    ],
  ]
  for (const [source, text] of cases) t.equal(notebookText(notebook(source)).text, `${text}\n`, source)
})

t.test('a scene takes what earlier cells left, and its own version of a class', async t => {
  const files = {
    'n.ipynb': notebook(
      'from manim import *\nimport numpy as np',
      'SIZE = 1\ndef helper():\n    return SIZE',
      `%%manim -v WARNING A\n${scene('A', 'helper()')}`,
      'SIZE = 2',
      `%%manim A\n${scene('A', 'helper(); np; late')}`,
      'late = 3',
    ),
  }
  t.strictSame(project(files).scenes().map(idOf), ['n.ipynb#A', 'n.ipynb#A~2'])
  t.match(codeOf(files, 'n.ipynb#A'), /SIZE = 1\n[\s\S]*helper\(\)\n$/)
  t.notMatch(codeOf(files, 'n.ipynb#A'), /SIZE = 2/)
  const second = sliceOf(files, 'n.ipynb#A~2')
  t.match(second.code, /SIZE = 2\n/)
  t.notMatch(second.code, /SIZE = 1/)
  t.match(second.code, /late = 3/, 'cells run in any order: what no earlier cell gives, a later one does')
  t.ok(second.self_contained)
})

t.test('a notebook imports modules beside it', async t => {
  const files = {
    'nb/misc.py': 'def tool():\n    return 1\n',
    'nb/n.ipynb': notebook('from manim import *\nimport misc as m', scene('A', 'm.tool()')),
  }
  t.match(codeOf(files, 'A'), /def tool\(\):[\s\S]* {8}tool\(\)\n/)
})

t.test('what is no notebook is told', async t => {
  const opened = project({ 'bad.ipynb': '{"cells": 1}', 'worse.ipynb': 'no json' })
  t.strictSame(opened.scenes(), [])
  t.match(opened.problems, [
    { path: 'bad.ipynb', message: /^not a notebook: it has no cells$/ },
    { path: 'worse.ipynb', message: /^not a notebook: / },
  ])
})
