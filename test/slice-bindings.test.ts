import t from 'tap'
import { codeOf, idOf, project, scene, sliceOf } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('the last binding before a use wins', async t => {
  const code = codeOf(
    {
      'a.py': `${MANIM}x = 1\nclass Early:\n    taken = x\nx = 2\ny = 1\ny = 2\ndef late():\n    return y\n${scene('A', 'Early(), late()')}y = 3\n`,
    },
    'A',
  )
  t.match(code, /^x = 1\n/m)
  t.notMatch(code, /x = 2/, 'the class took x before it changed')
  t.notMatch(code, /y = [12]/, 'a function finds what the module ended with')
  t.match(code, /y = 3/)
})

t.test('what if and try guard stays whole, with what it may leave standing', async t => {
  const code = codeOf(
    {
      'a.py': `${MANIM}import sys\nMODE = "a"\nif sys.argv:\n    MODE = "b"\ntry:\n    import fast as engine\nexcept ImportError:\n    engine = None\n${scene('A', 'print(MODE, engine)')}`,
    },
    'A',
  )
  t.match(
    code,
    /MODE = "a"\nif sys\.argv:\n {4}MODE = "b"\ntry:\n {4}import fast as engine\nexcept ImportError:\n {4}engine = None\n/,
  )
})

t.test('what a name is made from comes along, in order', async t => {
  const code = codeOf(
    {
      'a.py': `${MANIM}BASE = 1\nTOTAL = BASE\nTOTAL += 2\nPAIR, REST = TOTAL, 4\nAlias = list[int]\ndef deco(f):\n    return f\n@deco\ndef g(a=PAIR, *, b: Alias = None):\n    return a\n${scene('A', 'g()')}`,
    },
    'A',
  )
  t.match(
    code,
    /BASE = 1\nTOTAL = BASE\nTOTAL \+= 2\nPAIR, REST = TOTAL, 4\nAlias = list\[int\]\n\n\ndef deco\(f\):\n {4}return f\n\n\n@deco\ndef g/,
  )
})

t.test('a class redefined is a second scene, and each slice has its own', async t => {
  const files = { 'a.py': `${MANIM}A0 = 1\n${scene('A', 'print(A0, A)')}\n${scene('A', 'print(2)')}` }
  t.strictSame(project(files).scenes().map(idOf), ['a.py#A', 'a.py#A~2'])
  t.match(codeOf(files, 'a.py#A'), /print\(A0, A\)\n$/)
  t.notMatch(codeOf(files, 'a.py#A'), /print\(2\)/)
  t.match(codeOf(files, 'a.py#A~2'), /print\(2\)\n$/)
})

t.test('a class may shadow the library name it is built on', async t => {
  const code = codeOf(
    { 'a.py': `${MANIM}class Scene(MovingCameraScene):\n    pass\n${scene('A', 'self.wait()')}` },
    'A',
  )
  t.match(code, /class Scene\(MovingCameraScene\)[\s\S]*class A\(Scene\)/)
})

t.test('a class may take the place of the library class it is built on', async t => {
  const slice = sliceOf(
    { 'a.py': `${MANIM}class Scene(Scene):\n    pass\n${scene('A', 'self.wait()')}` },
    'A',
  )
  t.match(slice.code, /class Scene\(Scene\):\n[\s\S]*class A\(Scene\)/)
  t.strictSame(slice.renamed, [])
})

t.test('scopes decide what is global', async t => {
  const body = [
    'local = 1',
    'print([inner for inner in range(local)], (lambda q: q)(1))',
    'if (w := local): print(w)',
    'def nested(param): return param + local + shared',
    'match local:\n    case int(real=r) | [r, *_]: print(r)\n    case {"k": v, **rest}: print(v, rest)\n    case OPTIONS.x as o: print(o)',
    'print(f"{local!r:>{w}} {shared=} {"nested" + f"{shared}"}")',
    'for i, (j, *k) in []: print(i, j, k)',
    'with open("f") as f: print(f)',
    'try:\n    pass\nexcept E as e:\n    print(e)',
  ].join('\n')
  const slice = sliceOf({ 'a.py': `${MANIM}shared = 1\n${scene('A', body)}` }, 'A')
  t.strictSame(slice.unresolved_names, [{ name: 'E' }, { name: 'OPTIONS' }])
})

t.test('PEP 695 parameters, private names and global statements are known', async t => {
  const slice = sliceOf(
    {
      'a.py': `${MANIM}counter = 0\ndef bump():\n    global counter, made\n    counter += 1\n    made = 2\ndef first[T: (int, str)](x: T) -> T:\n    return x\ntype Pair[K] = tuple[K, K]\nclass Box[V](list[V]):\n    __secret = 1\n    def get(self) -> Pair:\n        return __hidden\n${scene('A', 'bump(), first(1), Box(), made')}`,
    },
    'A',
  )
  t.strictSame(slice.unresolved_names, [{ name: '_Box__hidden' }])
  t.match(slice.code, /^counter = 0$/m)
})

t.test('same name, different bodies: renamed apart, in names alone', async t => {
  const files = {
    'one.py':
      'class Label:\n    one = 1\ndef make(Label=None):\n    return "Label", Label\ndef build():\n    return Label(Label=1).Label\n',
    'a.py': `${MANIM}from one import build, make\nclass Label:\n    two = 2\n${scene('A', 'build(), make(), Label()')}`,
  }
  const slice = sliceOf(files, 'A')
  t.strictSame(slice.renamed, [{ from: 'Label', to: 'Label_one', path: 'one.py' }])
  t.match(slice.code, /class Label_one:\n {4}one = 1/)
  t.match(slice.code, /return Label_one\(Label=1\)\.Label/)
  t.match(slice.code, /def make\(Label=None\):\n {4}return "Label", Label\n/)
  t.match(slice.code, /build\(\), make\(\), Label\(\)/)
})

t.test('a rewritten name never falls into a local variable', async t => {
  const files = {
    'm.py': 'def size():\n    return 1\n',
    'a.py': `${MANIM}import m\ndef f(size):\n    return m.size() + size\n${scene('A', 'f(1)')}`,
  }
  const code = codeOf(files, 'A')
  t.match(code, /def size_m\(\)/)
  t.match(code, /return size_m\(\) \+ size\n/)
})

t.test('nor does the name behind an alias', async t => {
  const files = {
    'colors.py': 'MAIN = 1\nREST = 2\n',
    'a.py': `${MANIM}from colors import MAIN as C1, REST as C2\ndef f(MAIN):\n    return C1 + MAIN\n${scene('A', 'f(C2)')}`,
  }
  const slice = sliceOf(files, 'A')
  t.match(slice.code, /^MAIN_colors = 1\nREST = 2\n/m)
  t.match(slice.code, /return MAIN_colors \+ MAIN\n/)
  t.match(slice.code, /f\(REST\)/)
  t.strictSame(slice.renamed, [{ from: 'MAIN', to: 'MAIN_colors', path: 'colors.py' }])
})

t.test('what shows its own text goes on to show it', async t => {
  const files = {
    'one.py':
      'size = 1\ndef show(x):\n    return f"{size=} { size = :>5} {size=!s} {size} {x != size} {size == x}"\n',
    'a.py': `${MANIM}import one\nfrom one import show\nsize = 2\n${scene('A', 'show(size)\nf"{one.size=}"')}`,
  }
  const { code } = sliceOf(files, 'A')
  t.ok(
    code.includes(
      'f"size={size_one!r}  size = {size_one:>5} size={size_one!s} {size_one} {x != size_one} {size_one == x}"',
    ),
    code,
  )
  t.ok(code.includes('f"one.size={size_one!r}"'))
})

t.test('what one module imports by star does not hide what another meant', async t => {
  const files = {
    'plain.py': 'def power(x):\n    return pow(x, 2)\n',
    'a.py': `${MANIM}from math import *\nfrom plain import power\n${scene('A', 'print(pow(2, 3), sqrt(4), power(2))')}`,
  }
  const slice = sliceOf(files, 'A')
  t.match(slice.code, /^from builtins import pow as pow_library$|^from math import pow as pow_library$/m)
  t.ok(slice.self_contained)
})
