import t from 'tap'
import { codeOf, scene } from './slice-harness.ts'

const MANIM = 'from manim import *\n'
const pruned = (source: string) => codeOf({ 'a.py': `${MANIM}${source}` }, 'A', { pruneMethods: true })

t.test('methods that nothing kept can reach go, and what only they needed', async t => {
  const code = pruned(
    `def only():\n    pass\nclass H:\n    def used(self):\n        return self.inner()\n\n    # About dead.\n    @property\n    def dead(self):\n        return only()\n    def inner(self):\n        return 1\n${scene('A', 'H().used()')}`,
  )
  t.match(
    code,
    /class H:\n {4}def used\(self\):\n {8}return self\.inner\(\)\n {4}def inner\(self\):\n {8}return 1\n/,
  )
  t.notMatch(code, /dead|only/)
})

t.test('hooks stay, and what is reached by name', async t => {
  const code = pruned(
    `class H(VGroup):\n    def __init__(self): pass\n    def get_x2(self): pass\n    def interpolate_color(self): pass\n    def generate_points(self): pass\n    def by_string(self): pass\n    def draw_one(self): pass\n    def dead(self): pass\n    @override_animation(FadeIn)\n    def registered(self): pass\n${scene('A', 'getattr(H(), "by_string")()\nfor k in "a": getattr(H(), f"draw_{k}")()')}`,
  )
  for (const name of [
    '__init__',
    'get_x2',
    'interpolate_color',
    'generate_points',
    'by_string',
    'draw_one',
    'registered',
  ]) {
    t.match(code, `def ${name}(`, name)
  }
  t.notMatch(code, /dead/)
})

t.test('a construct that is overridden goes unless it is called', async t => {
  const base =
    'class Base(Scene):\n    def construct(self):\n        self.first()\n    def first(self): pass\n    def setup(self): pass\n'
  t.match(
    pruned(`${base}${scene('A', 'self.wait()', 'Base')}`),
    /class Base\(Scene\):\n {4}def setup\(self\): pass\n/,
  )
  t.match(pruned(`${base}${scene('A', 'super().construct()', 'Base')}`), /self\.first\(\)[\s\S]*def first/)
  t.match(pruned(`${base}class A(Base):\n    x = 1\n`), /self\.first\(\)/)
})

t.test('a class left without methods still has a body', async t => {
  t.match(
    pruned(`class H:\n\n    def dead(self):\n        pass\n\n${scene('A', 'H()')}`),
    /class H:\n {4}pass\n\n\nclass A/,
  )
})

t.test('the scene itself, and classes of bases we do not know, keep all', async t => {
  const code = pruned(
    `from torch import nn\nclass Net(nn.Module):\n    def forward(self): pass\n${scene('A', 'Net()')}    def unused(self): pass\n`,
  )
  t.match(code, /forward/)
  t.match(code, /unused/)
})
