import t from 'tap'
import { codeOf, type Files, project, scene, sliceOf } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('a scene brings what it names, and leaves what it does not', async t => {
  const code = codeOf(
    {
      'a.py': `${MANIM}import numpy as np\nimport os\nSIZE = 3\nOTHER = 4\ndef helper():\n    return np.ones(SIZE)\n${scene('A', 'helper()')}`,
    },
    'A',
  )
  t.equal(
    code,
    `from manim import *
import numpy as np


SIZE = 3


def helper():
    return np.ones(SIZE)


class A(Scene):
    def construct(self):
        helper()
`.replace('import numpy as np\n\n\nSIZE', 'import numpy as np\n\nSIZE'),
  )
})

t.test('every way to import a local module is followed', async t => {
  const helpers = 'def draw():\n    return 1\ndef other():\n    return 2\n'
  const ways: [string, string][] = [
    ['from helpers import draw', 'draw()'],
    ['from helpers import *', 'draw()'],
    ['from helpers import (draw,\n    other)', 'draw()'],
    ['import helpers', 'helpers.draw()'],
    ['import helpers as h', 'h.draw()'],
    ['from helpers import draw as paint', 'paint()'],
    ['import os, helpers', 'helpers.draw()'],
  ]
  for (const [line, call] of ways) {
    const slice = sliceOf({ 'helpers.py': helpers, 'a.py': `${MANIM}${line}\n${scene('A', call)}` }, 'A')
    t.match(slice.code, /def draw\(\):\n {4}return 1\n/, line)
    t.match(slice.code, /^ {8}draw\(\)$/m, `${line}: ${call} became draw()`)
    t.notMatch(slice.code, /helpers|def other/, line)
    t.strictSame(slice.inlined_files, ['helpers.py'])
    t.ok(slice.self_contained)
  }
})

t.test('packages, relative imports and re-exports lead to the file that defines', async t => {
  const files: Files = {
    'pkg/__init__.py': 'from .shapes import Box\nfrom . import tools\n',
    'pkg/shapes.py': 'from manim import *\nfrom ..colors import INK\nclass Box(Square):\n    ink = INK\n',
    'pkg/tools.py': 'def grow(x):\n    return x\n',
    'colors.py': "INK = '#000'\n",
    'a.py': `${MANIM}import pkg\nimport pkg.tools as tools\n${scene('A', 'tools.grow(pkg.Box())\npkg.tools.grow(1)')}`,
  }
  const slice = sliceOf(files, 'A')
  t.match(slice.code, /grow\(Box\(\)\)\n {8}grow\(1\)/)
  t.match(slice.code, /INK = '#000'/)
  t.ok(slice.self_contained)
})

t.test('a star import obeys __all__ and the underscore rule', async t => {
  const files: Files = {
    'listed.py': "__all__ = ['shown']\nshown = 1\nhidden = 2\n",
    'plain.py': '_private = 1\npublic = 2\n',
    'a.py': `${MANIM}from listed import *\nfrom plain import *\n${scene('A', 'print(shown, hidden, _private, public)')}`,
  }
  const slice = sliceOf(files, 'A')
  t.strictSame(slice.unresolved_names, [{ name: '_private' }, { name: 'hidden' }])
  t.match(slice.code, /^shown = 1$/m)
  t.match(slice.code, /^public = 2$/m)
})

t.test(
  'sys.path is relative to any folder above, and what one module adds serves those it is imported with',
  async t => {
    const common = { 'year/common/classes.py': 'class Label:\n    kind = "common"\n' }
    const hack = 'import sys\nsys.path.insert(1, "common/")\nfrom classes import *\n'
    t.match(
      codeOf({ ...common, 'year/topic/a.py': `${MANIM}${hack}${scene('A', 'Label()')}` }, 'A'),
      /class Label:\n {4}kind = "common"/,
    )
    t.match(
      codeOf(
        {
          ...common,
          'year/topic/first.py': `${hack}X = 1\n`,
          'year/topic/b.py': `${MANIM}from first import *\nfrom classes import Label\n${scene('B', 'Label()')}`,
        },
        'B',
      ),
      /kind = "common"/,
      'inherited from a module imported before',
    )
    t.match(
      codeOf(
        {
          'lib/deep/util.py': 'VALUE = 1\n',
          'scenes/c.py': `${MANIM}import sys\nfrom pathlib import Path\nroot = Path(__file__).resolve().parent.parent\nsys.path.append(str(root / "lib" / "deep"))\nfrom util import VALUE\n${scene('C', 'print(VALUE)')}`,
        },
        'C',
      ),
      /^VALUE = 1$/m,
      'computed from __file__',
    )
  },
)

t.test('folders of sys.path are asked in the order in which they stand there', async t => {
  const files = (hacks: string) => ({
    'talk/themes/look.py': 'COLOR = "near"\n',
    'themes/look.py': 'COLOR = "far"\n',
    'talk/config.py': `import sys\nfrom pathlib import Path\nHERE = Path(__file__).resolve().parent\nROOT = HERE.parent\n${hacks}\nfrom themes.look import COLOR\n`,
    'talk/scenes/a.py': `${MANIM}import config\n${scene('A', 'print(config.COLOR)')}`,
  })
  for (const [hacks, color] of [
    ['sys.path.insert(0, str(HERE))\nsys.path.insert(1, str(ROOT))', 'near'],
    ['sys.path.insert(0, str(HERE))\nsys.path.insert(0, str(ROOT))', 'far'],
    ['sys.path.append(str(ROOT))\nsys.path.append(str(HERE))', 'far'],
    ['sys.path += [str(HERE), str(ROOT)]', 'near'],
    ['sys.path = [str(ROOT)] + sys.path\nsys.path.insert(0, str(HERE))', 'near'],
    ['sys.path.append(str(HERE))\nsys.path[:0] = [str(ROOT)]', 'far'],
    ['sys.path.insert(9, str(HERE))\nsys.path.insert(-1, str(ROOT))', 'far'],
  ] as const)
    t.match(codeOf(files(hacks), 'A'), `"${color}"`, hacks)
})

t.test('a module that differs in case alone is found, where it is clear which', async t => {
  const helpers = { 'Core/Shapes.py': 'def draw():\n    return 1\n' }
  const use = (line: string) => ({ ...helpers, 'a.py': `${MANIM}${line}\n${scene('A', 'draw()')}` })
  for (const line of ['from core.shapes import draw', 'from CORE.Shapes import draw'])
    t.match(codeOf(use(line), 'A'), 'def draw', line)
  // What is there as it is spelled goes before it, and of two nobody knows which.
  const exact = { ...use('from core.shapes import draw'), 'core/shapes.py': 'def draw():\n    return 2\n' }
  t.match(codeOf(exact, 'A'), 'return 2')
  const both = { ...use('from core.SHAPES import draw'), 'Core/shapes.py': 'def draw():\n    return 2\n' }
  t.match(codeOf(both, 'A'), 'from core.SHAPES import draw')
  // A package that is installed is no folder of the repository.
  t.match(
    codeOf(
      {
        'Numpy/linalg.py': 'def norm():\n    return 1\n',
        'a.py': `${MANIM}from numpy.linalg import norm\n${scene('A', 'norm()')}`,
      },
      'A',
    ),
    'from numpy.linalg import norm',
  )
})

t.test('a folder of sys.path may be put together in any way that strings are', async t => {
  const ways = [
    'os.path.dirname(__file__) + "/lib"',
    'os.path.dirname(__file__) + os.sep + "lib"',
    'f"{os.path.dirname(__file__)}/lib"',
    'f"{HERE}/lib"',
    '"%s/lib" % os.path.dirname(__file__)',
    '"%s/%s" % (HERE, "lib")',
    '"{}/{}".format(HERE, "lib")',
    'os.path.join(HERE, "li" "b")',
    'str(Path(__file__).parent / "lib")',
  ]
  for (const way of ways) {
    const files = {
      'deep/one/lib/util.py': 'VALUE = 1\n',
      'deep/lib/util.py': 'VALUE = 2\n',
      'deep/one/a.py': `${MANIM}import os, sys\nfrom pathlib import Path\nHERE = os.path.dirname(__file__)\nsys.path.append(${way})\nfrom util import VALUE\n${scene('A', 'print(VALUE)')}`,
    }
    t.match(codeOf(files, 'A'), /^VALUE = 1$/m, way)
  }
  const round = `${MANIM}import sys\nx = x + x\nsys.path.append(x)\n${scene('A', 'self.wait()')}`
  t.match(codeOf({ 'a.py': round }, 'A'), /class A/, 'one made of itself is none')
})

t.test('two folders may each have a classes.py', async t => {
  const files: Files = {
    'one/classes.py': 'class Label:\n    one = 1\n',
    'two/classes.py': 'class Label:\n    two = 2\n',
    'one/a.py': `${MANIM}from classes import *\n${scene('A', 'Label()')}`,
    'two/b.py': `${MANIM}from classes import *\n${scene('B', 'Label()')}`,
  }
  t.match(codeOf(files, 'A'), /one = 1/)
  t.match(codeOf(files, 'B'), /two = 2/)
})

t.test('an import inside a function or under try is resolved where it stands', async t => {
  const files: Files = {
    'late.py': 'def tool():\n    return 1\n',
    'a.py': `${MANIM}try:\n    from .late import tool as t1\nexcept ImportError:\n    from late import tool as t1\n${scene('A', 'from late import tool\nimport late as l\nfrom math import pi\nprint(tool(), l.tool(), t1(), pi)')}`,
  }
  const slice = sliceOf(files, 'A')
  t.match(
    slice.code,
    /pass\n {8}pass\n {8}from math import pi\n {8}print\(tool\(\), tool\(\), tool\(\), pi\)/,
  )
  t.notMatch(slice.code, /late/)
  t.ok(slice.self_contained)
})

t.test('circular imports end', async t => {
  const files: Files = {
    'a.py': `${MANIM}from b import *\nX = 1\n${scene('A', 'print(X, Y, missing)')}`,
    'b.py': 'from a import *\nfrom c import *\nY = 2\n',
    'c.py': 'from b import *\nfrom a import X\n',
  }
  const slice = sliceOf(files, 'A')
  t.strictSame(slice.unresolved_names, [{ name: 'missing' }])
})

t.test('in a package of stars that go round, a file called like its class is not the class', async t => {
  const files = {
    'core/__init__.py': 'from core.Array import *\nfrom core.Grid import *\nfrom . import tools\n',
    'core/tools.py': 'WIDTH = 3\n',
    'core/Array.py': `${MANIM}from core import *\nclass Array(VGroup):\n    pass\n`,
    'core/Grid.py': `${MANIM}from core import *\nclass Grid(VGroup):\n    def cells(self):\n        return Array()\n`,
    'videos/a.py': `${MANIM}from core import *\n${scene('A', 'self.add(Array(), Grid(), tools.WIDTH)')}`,
  }
  const slice = sliceOf(files, 'A')
  t.same(slice.unresolved_names, [])
  t.match(slice.code, /class Array\(VGroup\)/)
  t.match(slice.code, /class Grid\(VGroup\)/)
  t.match(slice.code, /WIDTH = 3/)
})

t.test('plugins and vendored copies of Manim are libraries, whatever files the repository has', async t => {
  const files: Files = {
    'manim_voiceover/__init__.py': 'class VoiceoverScene:\n    secret = 1\n',
    'manimlib/__init__.py': 'class Scene:\n    secret = 1\n',
    'manimlib/imports.py': 'from manimlib import *\n',
    'mine/__init__.py': 'class Dot2:\n    pass\n',
    'a.py': `${MANIM}from manim_voiceover import VoiceoverScene\nfrom mine import Dot2\n${scene('A', 'Dot2()', 'VoiceoverScene')}`,
    'b.py': `from manimlib.imports import *\n${scene('B', 'self.play(ShowCreation(Square(color=BLUE)))')}`,
  }
  const slice = sliceOf(files, 'A')
  t.match(slice.code, /^from manim_voiceover import VoiceoverScene$/m)
  t.match(slice.code, /^class Dot2:$/m)
  t.notMatch(slice.code, /secret/)
  t.strictSame([slice.plugins, slice.voiceover], [['manim_voiceover'], true])
  const gl = sliceOf(files, 'B')
  t.match(gl.code, /^from manimlib\.imports import \*\n/)
  t.ok(gl.self_contained, 'colours that manimlib makes at run time are known')
})

t.test('a chain of bases through files is a chain of scenes', async t => {
  const files: Files = { 's0.py': `${MANIM}${scene('S0', 'pass')}` }
  for (let n = 1; n < 8; n++) {
    files[`s${n}.py`] =
      `from s${n - 1} import *\nclass S${n}(S${n - 1}):\n    def construct(self):\n        self.wait(${n})\n`
  }
  const slice = sliceOf(files, 'S7')
  t.match(slice.code, /class S0[\s\S]*class S3[\s\S]*class S7/)
  t.equal(slice.inlined_files.length, 7)
  const scenes = project(files).scenes()
  t.equal(scenes.length, 8)
  t.strictSame(
    scenes.filter(found => found.isBase && found.playsNothing).map(found => found.name),
    ['S0'],
  )
})

t.test('a module that is handed around is an object with what the program may ask it for', async t => {
  const utils = 'K = 3\ndef box():\n    return K\ndef ring():\n    return 1\ndef other():\n    return 2\n'
  const files = (body: string, more = '') => ({
    'utils.py': utils + more,
    'a.py': `${MANIM}import utils\ndef draw(shapes):\n    return shapes.ring()\n${scene('A', body)}`,
  })
  const slice = sliceOf(files("getattr(utils, 'box')(), draw(utils), utils.box()"), 'A')
  t.match(slice.code, /^from types import SimpleNamespace$/m)
  t.match(slice.code, /\n\n\nutils = SimpleNamespace\(box=box, ring=ring\)\n\n\ndef draw/)
  t.match(slice.code, /getattr\(utils, 'box'\)\(\), draw\(utils\), box\(\)/)
  t.notMatch(slice.code, /other/)
  t.ok(slice.self_contained)
  t.match(
    codeOf(files('getattr(utils, name)'), 'A'),
    /SimpleNamespace\(K=K, box=box, other=other, ring=ring\)/,
  )
  t.match(codeOf(files('vars(utils)'), 'A'), /SimpleNamespace\(K=K, box=box, other=other, ring=ring\)/)
})

t.test('a module that no object can stand for is told, though Manim has one of that name', async t => {
  const files = (body: string) => ({
    'utils.py': 'K = 3\ndef set_k():\n    global K\n    K = 4\n',
    'a.py': `${MANIM}import utils\n${scene('A', body)}`,
  })
  for (const body of ["getattr(utils, 'K')", 'print(utils)', 'utils.missing()', 'utils.K = 2'])
    t.strictSame(sliceOf(files(body), 'A').unresolved_names, [{ name: 'utils' }], body)
})

t.test('a pattern compares with what a module has, and binds no name of it', async t => {
  const slice = sliceOf(
    {
      'conf.py': 'RED_MODE = 1\nBLUE_MODE = 2\nLOST = 3\nclass Point:\n    pass\n',
      'a.py': `${MANIM}import conf as c\ndef f(mode):\n    match mode:\n        case c.RED_MODE | c.Point(x=c.BLUE_MODE):\n            return c.RED_MODE\n${scene('A', 'f(1)')}`,
    },
    'A',
  )
  t.match(slice.code, /conf = SimpleNamespace\(BLUE_MODE=BLUE_MODE, RED_MODE=RED_MODE\)/)
  t.match(slice.code, /case conf\.RED_MODE \| Point\(x=conf\.BLUE_MODE\):\n {12}return RED_MODE\n/)
  t.ok(slice.self_contained)
})
