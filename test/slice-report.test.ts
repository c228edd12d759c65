import t from 'tap'
import { idOf, project, scene, sliceOf } from './slice-harness.ts'

const MANIM = 'from manim import *\n'

t.test('names that nothing gives are told, with the Manim release that last had them', async t => {
  const slice = sliceOf(
    { 'a.py': `${MANIM}${scene('A', 'TextMobject(undefined, "x")\nself.play(Create(Circle()))')}` },
    'A',
  )
  t.strictSame(
    slice.unresolved_names.map(item => item.name),
    ['TextMobject', 'undefined'],
  )
  t.match(slice.unresolved_names[0]!.last_release, /^0\.\d+\.\d+$/)
  t.notOk('last_release' in slice.unresolved_names[1]!)
  t.notOk(slice.self_contained)
})

t.test(
  'a star import of a package we can not look into is kept and listed, if a name may come from it',
  async t => {
    const files = {
      'a.py': `${MANIM}from pulp import *\nfrom math import *\n${scene('A', 'LpVariable(sqrt(4))')}\n${scene('B', 'print(cos(1))')}`,
    }
    const slice = sliceOf(files, 'A')
    t.match(slice.code, /^from manim import \*\nfrom pulp import \*\nfrom math import \*\n/)
    t.strictSame(
      [slice.opaque_star_imports, slice.unresolved_names, slice.self_contained],
      [['pulp'], [], false],
    )
    t.strictSame(sliceOf(files, 'B').opaque_star_imports, [])
  },
)

t.test('names in strings are followed, and what only a run could tell is told', async t => {
  const source = [
    'def one(): pass\ndef two(): pass\ndef three(): pass\ndef lost(): pass',
    'globals()["FOUR"] = 4',
    'import sys',
  ].join('\n')
  const slice = (body: string, files = {}) =>
    sliceOf({ ...files, 'a.py': `${MANIM}${source}\n${scene('A', body)}` }, 'A')
  const found = slice(
    'globals()["one"]()\nn = 1\neval("two() + n.lost + math")\ngetattr(sys.modules[__name__], "three")\nglobals().get("five")\neval("1", {})\nprint(FOUR)',
  )
  t.match(found.code, /def one[\s\S]*def two[\s\S]*def three[\s\S]*globals\(\)\["FOUR"\] = 4/)
  t.notMatch(found.code, /def lost/)
  t.ok(found.self_contained)
  t.strictSame(slice('globals()["six"]').unresolved_names, [{ name: 'six' }])
  t.strictSame(slice('globals()[n]\neval(f"draw_{n}()", globals())').unresolved_names, [
    { name: 'eval(f"draw_{n}()", globals())' },
    { name: 'globals()[n]' },
    { name: 'n' },
  ])
})

t.test('a name in a string is renamed with what it names', async t => {
  const slice = sliceOf(
    {
      'one.py': 'class Label:\n    one = 1\ndef make():\n    return globals()["Label"], eval("Label.one")\n',
      'a.py': `${MANIM}from one import make\nclass Label:\n    two = 2\n${scene('A', 'make(), Label()')}`,
    },
    'A',
  )
  t.match(slice.code, /return globals\(\)\["Label_one"\], eval\("Label_one\.one"\)\n/)
})

t.test('requirements are the names on PyPI', async t => {
  const slice = sliceOf(
    {
      'a.py': `${MANIM}import cv2, yaml, os\nfrom PIL import Image\nfrom sklearn.cluster import KMeans\n${scene('A', 'import networkx as nx\ncv2, yaml, os, Image, KMeans, nx')}`,
    },
    'A',
  )
  t.strictSame(slice.requirements, ['Pillow', 'PyYAML', 'manim', 'networkx', 'opencv-python', 'scikit-learn'])
})

t.test('assets: the call, the path or its source, the kind, where and when it is needed', async t => {
  const files = {
    'topic/assets/rose.jpg': '',
    'topic/a.py': `${MANIM}BG = ImageMobject("bg.png")\nNAME = "x"\n${scene('A', 'BG, ImageMobject("rose")\nSVGMobject(file_name="icon.svg")\nself.add_sound("click.wav")\nopen(NAME + ".csv")\nhelper("photo.jpeg", "no file. really")')}def helper(a, b):\n    pass\n`,
  }
  t.strictSame(sliceOf(files, 'A').assets, [
    { call: 'ImageMobject', path: 'bg.png', kind: 'image', in_repo: false, import_time: true },
    { call: 'ImageMobject', path: 'rose', kind: 'image', in_repo: true, import_time: false },
    { call: 'SVGMobject', path: 'icon.svg', kind: 'svg', in_repo: false, import_time: false },
    { call: 'self.add_sound', path: 'click.wav', kind: 'audio', in_repo: false, import_time: false },
    { call: 'open', path: 'x.csv', kind: 'data', in_repo: false, import_time: false },
    { call: 'helper', path: 'photo.jpeg', kind: 'image', in_repo: false, import_time: false },
  ])
})

t.test('a path that is put together keeps its folders, and is told once', async t => {
  const body = [
    'ImageMobject(os.path.join("assets", "img", "a.png"))',
    'ImageMobject(os.path.join(ROOT, "b.png"))',
    'SVGMobject(f"{DIR}/c.svg")',
    'show("../far/d.png", ".png", DIR + "/e.png")',
    'ImageMobject(f"{DIR}/{n}.png")',
    'Code(TEXT)',
  ].join('\n')
  const files = {
    'topic/b.png': '',
    'topic/assets/img/c.svg': '',
    'far/d.png': '',
    'topic/a.py': `${MANIM}import os\nROOT = os.path.dirname(__file__)\nDIR = "assets/img"\nTEXT = "x = 1"\n${scene('A', body)}`,
  }
  const told = (call: string, path: string, kind: string, in_repo: boolean) => {
    return { call, path, kind, in_repo, import_time: false }
  }
  t.strictSame(sliceOf(files, 'A').assets, [
    told('ImageMobject', 'assets/img/a.png', 'image', false),
    told('ImageMobject', 'topic/b.png', 'image', true),
    told('SVGMobject', 'assets/img/c.svg', 'svg', true),
    told('show', '../far/d.png', 'image', true),
    told('show', 'assets/img/e.png', 'image', false),
    told('ImageMobject', 'f"{DIR}/{n}.png"', 'image', false),
  ])
})

t.test('the flavour is that of everything a file imports', async t => {
  const scenes = project({
    'ce.py': `from base_ce import *\n${scene('Ce', 'self.wait()')}`,
    'base_ce.py': MANIM,
    'gl.py': `from manimlib import *\n${scene('Gl', 'self.wait()')}`,
    'old.py': `from big_ol_pile_of_manim_imports import *\n${scene('Old', 'self.wait()')}`,
    'both.py': `from ce import *\nfrom manimlib import Line\n${scene('Both', 'self.wait()')}`,
    'none.py': scene('None_', 'self.wait()'),
  }).scenes()
  t.strictSame(Object.fromEntries(scenes.map(found => [found.name, found.flavor])), {
    Both: 'mixed',
    Ce: 'manimce',
    Gl: 'manimgl',
    None_: 'unknown',
    Old: 'manimlib-old',
  })
})

t.test('scenes are classes whose bases are scenes, never text that looks like one', async t => {
  const scenes = project({
    'a.py': `${MANIM}import manim as mn\n"""\nclass InText(Scene):\n    pass\n"""\n# class InComment(Scene):\nclass Shape(Square): pass\nclass Far(mn.ThreeDScene): pass\nif True:\n    class Guarded(Scene):\n        def construct(self): self.wait()\n@final\nclass Decorated(Scene, metaclass=M):\n    """class Inner(Scene):"""\n    def construct(self):\n        ...\ndef make():\n    class Nested(Scene): pass\nAlias = Scene\n`,
  }).scenes()
  t.strictSame(scenes.map(idOf), ['a.py#Far', 'a.py#Guarded', 'a.py#Decorated'])
  t.strictSame(
    scenes.map(found => [found.playsNothing, found.bases.join()]),
    [
      [true, 'mn.ThreeDScene'],
      [false, 'Scene'],
      [true, 'Scene'],
    ],
  )
  t.strictSame(scenes[2]!.lines, [13, 17])
})

t.test(
  'a scene may be built on another name of a scene class, or on what a function made of one',
  async t => {
    const body = '    def construct(self):\n        self.wait()\n'
    const files = {
      'bases.py': `${MANIM}import manim as mn\nSolid = mn.ThreeDScene\nclass Mine(Solid):\n    pass\nOurs = Mine\n`,
      'a.py': [
        `${MANIM}from bases import *\nimport sys`,
        'try:\n    from elsewhere import Slide as Talk\nexcept ImportError:\n    Talk = Scene',
        'Either = MovingCameraScene if sys.argv else Scene',
        'def make(base):\n    class Made(base):\n        pass\n    return Made',
        'Made = make(Scene)\nPlain = Square\nround = other = None\nLoop = Pool\nPool = Loop',
        ...['Solid', 'Ours', 'Talk', 'Either', 'make(Scene)', 'Made', 'Plain', 'make(Square)', 'Loop'].map(
          (base, at) => `class C${at}(${base}):\n${body}`,
        ),
      ].join('\n'),
    }
    t.strictSame(
      project(files)
        .scenes()
        .filter(found => found.path === 'a.py')
        .map(found => found.bases.join()),
      ['Solid', 'Ours', 'Talk', 'Either', 'make(Scene)', 'Made'],
    )
    const { code } = sliceOf(files, 'C1')
    t.match(
      code,
      /Solid = mn\.ThreeDScene\n[\s\S]*class Mine\(Solid\)[\s\S]*Ours = Mine\n[\s\S]*class C1\(Ours\)/,
    )
    t.ok(
      project(files)
        .scenes()
        .find(found => found.name === 'Mine')?.isBase,
    )
  },
)

t.test('scenes of a copy of Manim are left out, and that is told', async t => {
  const opened = project({
    'manimlib/__init__.py': '',
    'manimlib/scene/scene.py': 'class Scene: pass\n',
    'manimlib/scene/graph_scene.py':
      'from manimlib.scene.scene import Scene\nclass GraphScene(Scene): pass\n',
    'mine/a.py': `from manimlib.imports import *\n${scene('Mine', 'self.wait()')}`,
  })
  t.strictSame(opened.scenes().map(idOf), ['mine/a.py#Mine'])
  t.strictSame(opened.problems, [
    { path: 'manimlib', message: 'a copy of Manim: its own scenes are left out' },
  ])
})
