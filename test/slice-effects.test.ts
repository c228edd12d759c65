import t, { type Test } from 'tap'
import { codeOf, scene } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('effects that change the result are kept, in the order they run', async t => {
  const code = codeOf(
    {
      'base.py': 'from manim import *\nimport random\nrandom.seed(7)\nTex.set_default(color=RED)\nC = 1\n',
      'a.py': `${MANIM}import numpy as np\nimport matplotlib.pyplot as plt\nnp.random.seed(23)\nfrom base import C\nconfig["assets_dir"] = "assets"\nconfig.background_color = WHITE\nplt.rcParams["x"] = 1\nText.set_default(font="x")\nprint("loaded")\n${scene('A', 'print(C)')}`,
    },
    'A',
  )
  t.match(
    code,
    /np\.random\.seed\(23\)\n+random\.seed\(7\)\nTex\.set_default\(color=RED\)\nC = 1\n+config\["assets_dir"\] = "assets"\nconfig\.background_color = WHITE\nplt\.rcParams\["x"\] = 1\nText\.set_default\(font="x"\)\n/,
  )
  t.notMatch(code, /print\("loaded"\)/)
})

t.test('a change to a name is kept with the name, and not without it', async t => {
  const source = `${MANIM}WORDS = ["a"]\nWORDS.append("b")\nWORDS[0] = "c"\nfor w in "xy":\n    WORDS.append(w)\nUNUSED = {}\nUNUSED["k"] = 1\nclass Tip:\n    pass\nTip.size = 2\nsetattr(Tip, "more", 3)\ndel WORDS[0]\nlast = WORDS.pop()\n`
  const code = codeOf({ 'a.py': `${source}${scene('A', 'print(WORDS, Tip)')}` }, 'A')
  t.match(
    code,
    /WORDS = \["a"\]\nWORDS\.append\("b"\)\nWORDS\[0\] = "c"\nfor w in "xy":\n {4}WORDS\.append\(w\)\n\n\nclass Tip:\n {4}pass\n\n\nTip\.size = 2\nsetattr\(Tip, "more", 3\)\ndel WORDS\[0\]\nlast = WORDS\.pop\(\)\n/,
  )
  t.notMatch(code, /UNUSED/)
})

t.test('registration is kept: what a call or a decorator enters in a table that is in', async t => {
  const code = codeOf(
    {
      'reg.py':
        'TABLE = {}\ndef register(f):\n    TABLE[f.__name__] = f\n    return f\ndef log(f):\n    return f\n',
      'a.py': `${MANIM}from reg import *\n@register\ndef one():\n    return 1\ndef two():\n    return 2\nregister(two)\n@log\ndef three():\n    return 3\nlog(three)\n${scene('A', 'TABLE["one"]()')}`,
    },
    'A',
  )
  t.match(code, /@register\ndef one/)
  t.match(code, /def two[\s\S]*\nregister\(two\)\n/)
  t.notMatch(code, /three/)
})

/** Statements that a scene with this body keeps, and those that it does not, all of one module. */
function keeps(t: Test, source: string, body: string, lines: string[], dropped: string[] = []): void {
  const code = codeOf({ 'a.py': `${MANIM}${source}\n${scene('A', body)}` }, 'A')
  for (const line of lines) t.ok(code.includes(line), `${line}\n---\n${code}`)
  for (const line of dropped) t.notOk(code.includes(line), `without ${line}\n---\n${code}`)
}

t.test('a chain of methods changes the object at its beginning, unless a copy stands between', async t => {
  keeps(
    t,
    'dot = Dot()\nother = Dot()\ndot.shift(RIGHT).scale(2)\nother.shift(LEFT).scale(3)\ndot.copy().shift(UP)\nmoved = dot.next_to(ORIGIN)',
    'self.add(dot)',
    ['dot.shift(RIGHT).scale(2)', 'moved = dot.next_to(ORIGIN)'],
    ['other', 'copy'],
  )
})

t.test('a loop changes what it goes through, and other names of a thing change the thing', async t => {
  keeps(
    t,
    [
      'SQUARES, OTHERS, grid, TABLE = [Square()], [Square()], [[0], [1]], {1: [2]}',
      'LOST = [1]',
      'for s in SQUARES:\n    s.set_color(RED)',
      'for s in LOST:\n    s.set_color(BLUE)',
      'for i, s in enumerate(OTHERS[1:]):\n    s.shift(i * UP)',
      '[s.scale(2) for s in SQUARES]',
      'for row in TABLE.values():\n    row.append(3)',
      'row = grid[1]\nrow[0] = 5\nlast = row.pop()',
      'cell = row\nsetattr(cell, "x", 1)',
      'lost = LOST[0]\nlost.shift(UP)',
      'fresh = [1]\nfresh.append(grid[0])',
      'pair = VGroup(SQUARES[0], Dot())\npair.arrange(RIGHT)\npair[0].flip()\nSQUARES[0].flip().scale(2)\nLOST[0].flip()',
    ].join('\n'),
    'print(SQUARES, OTHERS, grid, TABLE)',
    [
      's.set_color(RED)',
      's.shift(i * UP)',
      '[s.scale(2) for s in SQUARES]',
      'row.append(3)',
      'row = grid[1]\nrow[0] = 5\nlast = row.pop()\ncell = row\nsetattr(cell, "x", 1)',
      'pair.arrange(RIGHT)\npair[0].flip()\nSQUARES[0].flip().scale(2)\n',
    ],
    ['LOST', 'BLUE', 'lost', 'fresh'],
  )
})

t.test('a loop takes its variable from itself, and not from the loops before it', async t => {
  keeps(
    t,
    'X = []\nY = []\nfor n in [1]:\n    Y.append(n)\nfor n in [2]:\n    X.append(n)',
    'print(X)',
    ['X.append(n)'],
    ['Y'],
  )
})

t.test('what is given to something that changes it is changed', async t => {
  keeps(
    t,
    [
      'import random, heapq\nimport numpy as np\nfrom bisect import insort',
      'PALETTE, DECK, HEAP, M, SORTED = [], [1, 2], [], np.zeros((2, 2)), []',
      'a, b = Dot(), Dot()',
      'def fill(target):\n    target.append(RED)',
      'def fill_all(*targets):\n    for target in targets:\n        fill(target)',
      'def show(what):\n    for one in what:\n        print(one)',
      'class Node:\n    def __init__(self, parent):\n        self.size = 1\n        if parent is not None:\n            parent.children.append(self)',
      'class Leaf(Node):\n    pass',
      'class Box:\n    children = []',
      'root = Box()',
      'VGroup(a, b).arrange(RIGHT)\nrandom.shuffle(DECK)\nnp.fill_diagonal(M, 0)\nheapq.heappush(HEAP, 1)\ninsort(SORTED, 2)',
      'fill(PALETTE)\nfill_all(PALETTE, DECK)\nnode = Leaf(root)\nLeaf(None)',
      'show(PALETTE)\nprint(PALETTE)\ntotal = sum(PALETTE)\nfill(len(PALETTE))\nbest = max(PALETTE, key=len)\nbox = Box()\nnumbers = np.append(DECK, 4)\nsquare = Square(len(DECK))',
    ].join('\n'),
    'print(PALETTE, DECK, HEAP, M, SORTED, a, b, root)',
    [
      'VGroup(a, b).arrange(RIGHT)',
      'random.shuffle(DECK)',
      'np.fill_diagonal(M, 0)',
      'heapq.heappush(HEAP, 1)',
      'insort(SORTED, 2)',
      '\nfill(PALETTE)',
      'fill_all(PALETTE, DECK)',
      'node = Leaf(root)',
    ],
    ['show', 'print(PALETTE)\n', 'total', 'fill(len', 'best', 'box =', 'numbers', 'square', 'Leaf(None)'],
  )
})

t.test('code that sets up a library is called for that, whoever makes it', async t => {
  keeps(
    t,
    [
      'import numpy as np\nfrom decimal import getcontext\nimport locale',
      'def setup(width):\n    config.frame_width = width\ndef idle():\n    return config.frame_width',
      'class Theme:\n    def __init__(self):\n        self.size = 3\n    def apply(self):\n        self.fonts()\n    def fonts(self):\n        Text.set_default(font="x")\n    def other(self):\n        config.x = 1',
      'def late():\n    def inner(self):\n        np.random.seed(3)\n    return inner',
      'def run():\n    config.quality = "low"\n    A().render()',
      'theme = Theme()\ntheme.apply()\nsetup(3)\nidle()\nunused = Theme()\nlate()\nrun()',
      'for cls in (Circle, Square):\n    cls.set_default(color=RED)',
      'c = config\nc.frame_height = 10',
      'def lighten(what):\n    what.background_color = WHITE\nlighten(config)\nlighten(idle)',
      'getcontext().prec = 50\nnp.seterr(all="ignore")\nlocale.setlocale(locale.LC_ALL, "C")',
      'd = np.zeros(3)\nd[0] = 1',
      'if True:\n    config.pixel_width = 3',
    ].join('\n'),
    'self.wait()',
    [
      'theme = Theme()\ntheme.apply()\nsetup(3)',
      'cls.set_default(color=RED)',
      'c = config\nc.frame_height = 10',
      'lighten(config)',
      'getcontext().prec = 50\nnp.seterr(all="ignore")\nlocale.setlocale',
      'config.pixel_width = 3',
    ],
    ['idle', 'unused', 'late', 'run', 'zeros', 'd[0]'],
  )
})

t.test('decorators that extend classes or fill what is in stay, with what they stand at', async t => {
  keeps(
    t,
    [
      'from functools import singledispatch',
      'def extends(cls):\n    def add(f):\n        setattr(cls, f.__name__, f)\n        return f\n    return add',
      'def slow(f):\n    def inner(self):\n        config.x = 1\n        f(self)\n    return inner',
      'class Registry:\n    def __init__(self):\n        self.items = {}\n    def register(self, f):\n        self.items[f.__name__] = f\n        return f\n    def __call__(self, f):\n        return self.register(f)',
      'SHAPES = Registry()\nLOST = Registry()',
      'class Mine:\n    pass\nclass Lost:\n    pass',
      '@extends(Mobject)\ndef wiggle(self):\n    return self',
      '@extends(Mine)\ndef mine(self):\n    return self',
      '@extends(Lost)\ndef lost(self):\n    return self',
      '@singledispatch\ndef draw(x):\n    return x',
      '@draw.register\ndef _(x: int):\n    return Dot()',
      '@SHAPES.register\ndef one():\n    return 1',
      '@SHAPES\ndef two():\n    return 2',
      '@LOST.register\ndef three():\n    return 3',
      '@LOST\ndef four():\n    return 4',
      '@slow\ndef five(self):\n    return 5',
    ].join('\n'),
    'Square().wiggle(), Mine().mine(), draw(1), SHAPES.items',
    ['def wiggle', 'def mine', 'def _(x: int)', 'def one', 'def two'],
    ['Lost', 'def lost', 'three', 'four', 'slow', 'five', 'LOST'],
  )
})

t.test('classes that enter themselves where they are made stay with the table', async t => {
  keeps(
    t,
    [
      'class Shape:\n    known = []\n    def __init_subclass__(cls, **kw):\n        super().__init_subclass__(**kw)\n        cls.known.append(cls)',
      'class Round(Shape):\n    pass\nclass Ball(Round):\n    pass',
      'class Named:\n    def __init_subclass__(cls):\n        cls.label = cls.__name__',
      'class Bob(Named):\n    pass',
      'TOOLS = {}',
      'class Meta(type):\n    def __init__(cls, name, bases, space):\n        TOOLS[name] = cls',
      'class Tool(metaclass=Meta):\n    pass\nclass Hammer(Tool):\n    pass',
      'class Lone:\n    known = []\n    def __init_subclass__(cls):\n        Lone.known.append(cls)',
      'class Only(Lone):\n    pass',
      'class Listed:\n    pass\nclass Inner(Listed):\n    pass\ndef all_listed():\n    return Listed.__subclasses__()',
      'class Unlisted:\n    pass\nclass Outer(Unlisted):\n    pass\ndef lost():\n    return Unlisted.__subclasses__()',
    ].join('\n'),
    'print(Shape.known, TOOLS, Named, all_listed(), Unlisted)',
    ['class Round', 'class Ball', 'class Tool', 'class Hammer', 'class Inner'],
    ['Bob', 'Lone', 'Only', 'Outer', 'lost'],
  )
})

t.test('what making an object counts is counted, and what is only remembered is not', async t => {
  keeps(
    t,
    [
      'COUNT, CACHE, LEFT = [0], {}, 0',
      'class Counter:\n    made = 0\n    def __init__(self):\n        COUNT[0] += 1',
      'class Plain:\n    def __init__(self):\n        self.cells = []\n        self.cells.append(1)\n        self.size = 2',
      'def get(n):\n    if n not in CACHE:\n        CACHE[n] = n * n\n    return CACHE[n]',
      'def take():\n    global LEFT\n    LEFT += 1\n    return LEFT',
      'c2 = Counter()\np2 = Plain()\nfour = get(2)\nfirst = take()',
    ].join('\n'),
    'print(COUNT, Plain(), get(3), LEFT)',
    ['c2 = Counter()', 'first = take()'],
    ['p2', 'four'],
  )
})

t.test('what runs only as a script, or only finds modules, is left out', async t => {
  const code = codeOf(
    {
      'a.py': `${MANIM}import os, sys\nsys.path.append("..")\nscene = None\n${scene('A', 'self.wait()')}if __name__ == "__main__":\n    os.system("manim a.py A")\n    scene = A()\nA().render()\n`,
    },
    'A',
  )
  t.equal(code, 'from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.wait()\n')
})

t.test('from __future__ comes first, once, from any file', async t => {
  const code = codeOf(
    {
      'h.py': '"""Doc."""\nfrom __future__ import annotations\ndef f(x: Later) -> None:\n    pass\n',
      'a.py': `from __future__ import annotations\n${MANIM}from h import f\n${scene('A', 'f(1)')}`,
    },
    'A',
  )
  t.match(code, /^from __future__ import annotations\nfrom manim import \*\n\n\ndef f/)
  t.equal(code.match(/__future__/g)?.length, 1)
})
