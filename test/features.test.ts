import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t, { type Test } from 'tap'
import { RELEASES } from '../lib/facts/manim.ts'
import { analyze } from '../lib/features/analyze.ts'
import type { CodeFeatures } from '../lib/features/types.ts'

const schema = JSON.parse(
  readFileSync(new URL('../lib/features/code-features.schema.json', import.meta.url), 'utf8'),
) as object
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

/** Analyses and holds every record of this file to the schema. */
function features(code: string, scene?: string): CodeFeatures {
  const found = analyze(code, scene === undefined ? {} : { scene })
  if (!validate(found)) t.fail('the record fits its schema', { errors: validate.errors })
  return found
}

/** The body of construct as a whole program. */
const inScene = (body: string, more = '') =>
  features(
    `from manim import *\n${more}\nclass Demo(Scene):\n    def construct(self):\n        ${body.replaceAll('\n', '\n        ')}\n`,
  )

t.test('an empty program, a comment and white space give a record that fits the schema', async t => {
  for (const code of ['', '# nothing\n', ' \n\t\n', '\ufefffrom manim import *\n']) {
    const found = features(code)
    t.equal(found.scene, null)
    t.equal(found.has_animations, false)
    t.equal(found.error, undefined)
  }
})

t.test('has_xor', async t => {
  t.equal(inScene('self.add(MathTex("x^2"))').has_xor, false, 'x^2 in LaTeX is none')
  t.equal(inScene('y = a ^ b').has_xor, true, 'the operator')
  t.equal(inScene('a ^= b').has_xor, true, 'with =')
  t.equal(inScene('y = {1} ^ seen').has_xor, false, 'of sets')
  t.equal(inScene('self.add(MathTex(r"a \\oplus b"))').has_xor, true, 'its sign in LaTeX')
  t.equal(inScene('self.add(Text("Now XOR them"))').has_xor, true, 'the word in a text')
  t.equal(inScene('"""an xor in a docstring"""\nself.wait()').has_xor, false, 'a docstring')
  t.equal(inScene('y = np.bitwise_xor(a, b)').has_xor, true, 'a function')
})

t.test('has_binary_ops', async t => {
  for (const body of [
    'mask >> i & 1',
    'bin(5)',
    'int(s, 2)',
    'x = f"{n:08b}"',
    'format(n, "b")',
    '0b101',
    'x |= 4',
    '~n',
  ])
    t.equal(inScene(body).has_binary_ops, true, body)
  for (const body of [
    'Text("binary tree")',
    'binary_tree = 1',
    '(a > 0) & (b < 1)',
    'a[~mask]',
    'int(s)',
    'MathTex("500a+10b")',
  ])
    t.equal(inScene(body).has_binary_ops, false, body)
  t.equal(inScene('pass', 'def f(x: int | None) -> int | str: pass').has_binary_ops, false, 'annotations')
})

t.test('has_graphs', async t => {
  t.equal(inScene('# plane = NumberPlane()\nself.wait()').has_graphs, false, 'commented out')
  t.equal(inScene('Text("Graphic Processing")').has_graphs, false, 'a word')
  t.equal(inScene('BarChart([1, 2])').has_graphs, true, 'a bar chart has axes')
  t.equal(inScene('Graph.from_networkx(g)').has_graphs, true, 'a constructor by another name')
  t.equal(inScene('Bars([1])', 'class Bars(BarChart): pass').has_graphs, true, 'a class of its own')
})

t.test('has_latex, has_3d, has_voiceover, has_animations', async t => {
  t.equal(inScene('BulletedList("a", "b")').has_latex, true)
  t.equal(inScene('# Tex("a")\nText("Tex(1)")').has_latex, false)
  t.equal(inScene('Integer(4)').has_latex, false, 'implied only')
  t.equal(inScene('Integer(4)').latex.implied, 1)
  t.equal(inScene('Cube()').has_3d, true)
  t.equal(inScene('ParametricSurface(f)').has_3d, true, 'an older name')
  t.equal(inScene('self.set_camera_orientation(phi=1)').has_3d, true)
  t.equal(inScene('Square()').has_3d, false)
  t.equal(features('from manim import *\nclass A(ThreeDScene):\n  pass\n').has_3d, true)
  t.equal(inScene('self.play(Create(Circle()))').has_animations, true, 'without any .animate')
  t.equal(inScene('sorter.animate_sort(self)').has_animations, false, 'animate_sort( is no animation')
  t.equal(inScene('sorter.animate_sort(self)').animate, 0)
  t.equal(
    features('from manim_voiceover import VoiceoverScene\nclass A(VoiceoverScene): pass\n').has_voiceover,
    true,
  )
  t.equal(
    features('from manim import *\nclass VoiceoverScene(Scene): pass\nclass A(VoiceoverScene): pass\n')
      .has_voiceover,
    false,
  )
})

t.test(
  'visual elements are exact: neither GrowArrow nor SurroundingRectangle nor MarchingSquare count',
  async t => {
    t.same(inScene('self.play(GrowArrow(x))').visual_elements, [])
    t.same(inScene('SurroundingRectangle(x)').visual_elements, [])
    t.same(inScene('MarchingSquare(x)', 'def MarchingSquare(x): pass').visual_elements, [])
    t.same(inScene('DashedLine()\nhighlightText(x)').visual_elements, [])
    t.same(
      inScene('VGroup(Circle(), Square(), Dot(), Line(), Arrow(), Text("a"), MathTex("b"))').visual_elements,
      ['circles', 'squares', 'lines', 'arrows', 'dots', 'text', 'equations', 'groups'],
    )
  },
)

t.test('names are resolved, not spelled', async t => {
  const count = (code: string) => features(code).mobjects
  t.same(count('import manim as mn\nx = mn.Circle()\n'), { Circle: 1 })
  t.same(count('from manim import Circle as C\nx = C()\n'), { Circle: 1 })
  t.same(count('import manim\nx = manim.mobject.geometry.arc.Circle()\n'), { Circle: 1 })
  t.same(count('from other import Circle\nx = Circle()\n'), {}, 'somebody else’s')
  t.same(count('from manim import *\nShape = Circle\nx = Shape()\n'), { Circle: 1 }, 'another name for it')
  t.same(count('from manim import *\ndef f(Circle):\n  return Circle()\n'), {}, 'a parameter hides it')
  t.same(count('from manim import *\nclass Circle: pass\nx = Circle()\n'), {}, 'a class of its own hides it')
  const own = features('from manim import *\nclass Ring(Circle): pass\nclass Big(Ring): pass\nx = Big()\n')
  t.same(own.mobjects, { Circle: 1 })
  t.same(own.custom_mobjects, { Big: { ancestor: 'Circle', count: 1 } })
  t.same(
    count('from manimlib.imports import *\nx = TextMobject("a")\n'),
    { Tex: 1 },
    'a name of an older flavour',
  )
})

t.test('a class that shadows its own base resolves through it', async t => {
  const found = features(
    'from manim import *\nclass Scene(MovingCameraScene): pass\nclass A(Scene):\n  def construct(self): self.wait()\n',
  )
  t.same(found.scene?.chain, ['Scene'])
  t.same(found.scene?.roots, ['MovingCameraScene'])
  t.equal(found.scene?.name, 'A')
})

t.test('a constructor that is handed on counts as what it is', async t => {
  t.same(inScene('LaggedStartMap(FadeIn, group)').animations, { FadeIn: 1, LaggedStartMap: 1 })
  t.same(inScene('VGroup(*map(Dot, points))').mobjects, { Dot: 1, VGroup: 1 })
  t.same(inScene('for s in [Circle, Square]: s()').mobjects, { Circle: 1, Square: 1 })
  t.same(inScene('isinstance(x, VGroup)\nsuper(Circle, self)\ntype(x) == Square').mobjects, {})
  t.same(inScene('Circle.set_default(color=RED)').mobjects, {})
})

t.test('of two methods of one name the later counts', async t => {
  const scene = (first: string, second: string) =>
    features(
      `from manim import *\nclass A(Scene):\n${first}        self.add(Text("old"))\n${second}        self.add(Text("new"))\n        self.wait()\n`,
    )
  const replaced = scene('    def construct(self):\n', '    def construct(self):\n')
  t.same(replaced.mobjects, { Text: 1 })
  t.same(
    replaced.strings.map(({ text }) => text),
    ['new'],
  )
  const made = scene('    @property\n    def area(self):\n', '    @area.setter\n    def area(self, value):\n')
  t.same(made.mobjects, { Text: 2 }, 'a decorator may be made out of what it replaces')
})

t.test('dead code does not count', async t => {
  t.equal(inScene('self.wait();self.clear();return\nself.play(Create(Circle()))').plays, 0)
  t.equal(inScene('return\nself.wait()').quality.early_return, true)
  t.equal(inScene('if False:\n    self.play(x)\nelse:\n    self.wait()').plays, 0)
  t.equal(
    features('from manim import *\nif __name__ == "__main__":\n  Circle()\n').mobjects.Circle,
    undefined,
  )
  t.equal(inScene('for i in x:\n    continue\n    self.play(y)').plays, 0)
  t.equal(inScene('if x:\n    return\nself.play(y)').plays, 1, 'a return under a condition ends nothing')
})

t.test('strings that hold code do not count, expressions in f-strings do', async t => {
  const cuda =
    'code = """\n__global__ void f() {}\nclass Fake(Scene):\n    self.play(Create(Circle()))\n"""\nself.play(x)'
  t.equal(inScene(cuda.replaceAll('\n', '\n')).plays, 1)
  t.same(inScene('Text(f"{len([Dot()])}")').mobjects, { Dot: 1, Text: 1 })
  t.same(
    inScene('self.play(Create(i3:=SurroundingRectangle(x)))').mobjects,
    { SurroundingRectangle: 1 },
    'a walrus',
  )
  t.same(inScene('Text(f"{d["a"]}")').mobjects, { Text: 1 }, 'quotes within quotes')
})

t.test('plays on another receiver than self count', async t => {
  t.equal(features('from manim import *\ndef show(scene):\n  scene.play(FadeIn(Dot()))\n').plays, 1)
})

t.test('code that does not parse is told with its line', async t => {
  t.match(features('from manim import *\nclass A(Scene:\n  pass\n').error, { line: 2 })
  t.match(features('x = 1\nprint "x"\n').error, { line: 2, message: /Python 2/ })
  t.ok(features(`x = ${'not '.repeat(2000)}1\n`).error, 'too deep')
})

t.test('duration', async t => {
  t.same(inScene('self.play(Create(Circle()))\nself.wait(2)').duration, {
    seconds: 3,
    exact: true,
    lower_bound: false,
  })
  t.equal(inScene('for i in range(3):\n    self.play(Create(Dot()), run_time=2)').duration.seconds, 6)
  t.equal(inScene('while x:\n    self.wait()').duration.exact, false)
  t.equal(inScene('if x:\n    self.wait()').duration.exact, false)
  t.equal(inScene('self.play(Rotating(Dot()))').duration.seconds, 5, 'the class’s own default')
})

function take(t: Test, cases: readonly ReturnType<typeof lasts>[]): void {
  for (const { body, duration } of cases) t.same(inScene(body).duration, duration, body)
}

/** What a real Manim 0.22 takes for it. */
const lasts = (body: string, seconds: number) => ({
  body,
  duration: { seconds, exact: true, lower_bound: false },
})
/** What it takes at least. */
const atLeast = (body: string, seconds: number) => ({
  body,
  duration: { seconds, exact: false, lower_bound: true },
})

t.test('Write takes its time by the glyphs that it writes', async t => {
  take(t, [
    lasts('self.play(Write(Text("fourteen signs")))', 1),
    lasts('self.play(Write(Text("that are fifteen")))', 1),
    lasts('self.play(Write(Text("that are sixteenn")))', 2),
    lasts('self.play(Unwrite(Text("far more than fifteen of them")))', 2),
    lasts('self.play(Write(MathTex("a^2 + b")))', 1),
    lasts('self.play(Write(Tex("a sentence of so many words that it takes two")))', 2),
    lasts('self.play(Write(VGroup(*[Square() for i in range(14)])))', 1),
    lasts('self.play(Write(VGroup(*[Square() for i in range(15)])))', 2),
    lasts('self.play(Write(Integer(7)))', 1),
    lasts('self.play(Write(Text("a"), run_time=3))', 3),
    lasts('self.play(AddTextLetterByLetter(Text("by letter")))', 0.8),
    lasts('self.play(AddTextLetterByLetter(Text("by"), time_per_char=0.5))', 1),
    atLeast('self.play(Write(MathTex(r"\\hat{a} + \\hat{b} + \\hat{c}")))', 1),
    atLeast('self.play(Write(Text("fitting offices 1")))', 1),
    atLeast('self.play(Write(Text(unknown)))', 1),
    atLeast('self.play(Write(SVGMobject("a.svg")))', 1),
    atLeast('self.play(Write(VGroup(*[Square() for i in unknown])))', 1),
  ])
})

t.test('groups of animations take as long as what they hold, each lagging behind', async t => {
  const three = 'Create(Dot()), Create(Dot()), Create(Dot())'
  take(t, [
    lasts(`self.play(AnimationGroup(${three}))`, 1),
    lasts(`self.play(AnimationGroup(${three}, lag_ratio=0.5))`, 2),
    lasts(`self.play(LaggedStart(${three}))`, 1.1),
    lasts(`self.play(LaggedStart(*[Create(Dot(), run_time=2) for i in range(3)], lag_ratio=0.25))`, 3),
    lasts(`self.play(LaggedStart(${three}, run_time=4))`, 4),
    lasts(`self.play(Succession(${three}))`, 3),
    lasts(`self.play(Succession(${three}, lag_ratio=0.5))`, 2),
    lasts('self.play(Succession(Wait(2), Create(Dot(), run_time=0.5)))', 2.5),
    lasts('self.play(LaggedStartMap(FadeIn, VGroup(Dot(), Dot())))', 2),
    lasts('self.play(TransformMatchingTex(MathTex("a"), MathTex("b")))', 1),
    lasts(
      'b = ManimBanner()\nself.play(b.create())\nself.play(b.expand())\nself.play(b.expand(run_time=1))',
      4.5,
    ),
    atLeast(`self.play(LaggedStart(${three}, lag_ratio=unknown))`, 1),
    atLeast('self.play(LaggedStart(*[Create(Dot()) for i in unknown]))', 1),
    atLeast('self.play(Table([["a"]]).create())', 0),
    atLeast('self.play(ChangeSpeed(Create(Dot()), speedinfo={0: 2}))', 0),
  ])
})

t.test('where a duration is a lower bound it is one', async t => {
  take(t, [
    atLeast('self.wait(unknown)\nself.wait(2)', 2),
    atLeast('self.play(Create(Dot()), run_time=unknown)\nself.wait(2)', 2),
    atLeast('self.play(Create(Dot(), run_time=unknown), FadeIn(Dot(), run_time=2))', 2),
    atLeast('self.play(Dot().animate(run_time=unknown).shift(UP))\nself.wait(2)', 2),
    atLeast('self.play(unknown)\nself.wait(2)', 2),
    atLeast('if unknown:\n    self.wait(5)\nself.wait(2)', 2),
    atLeast('if unknown:\n    return\nself.wait(2)', 0),
    atLeast('for i in unknown:\n    self.wait(5)\nself.wait(2)', 2),
    atLeast('while unknown:\n    self.wait(5)\nself.wait(2)', 2),
    atLeast('self.play(Create(Dot())) if unknown else self.wait(5)\nself.wait(2)', 2),
    atLeast('Create.set_default(run_time=5)\nself.wait(2)', 2),
    lasts('if unknown:\n    a = 1\nself.wait(2)', 2),
    lasts('Text.set_default(font_size=20)\nself.wait(2)', 2),
    lasts('self.play(Create(Dot()), run_time=None)', 1),
  ])
})

t.test('strings in order, narration apart', async t => {
  const found = features(
    'from manim import *\nfrom manim_voiceover import VoiceoverScene\nclass A(VoiceoverScene):\n  def construct(self):\n    a = Text("One")\n    b = MathTex("x", "y")\n    with self.voiceover(text="We <bookmark mark=\'a\'/> say this") as tracker:\n      self.play(Write(a))\n    t = Text(f"Step {n}")\n',
  )
  t.same(found.strings, [
    { kind: 'text', text: 'One' },
    { kind: 'latex', text: 'x y' },
    { kind: 'text', text: 'Step {n}' },
  ])
  t.same(found.narration, ['We say this'])
  t.match(found.voiceover, { used: true, blocks: 1, bookmarks: 1, words: 3 })
})

t.test('a text that is only a hole is left out where it was seen filled', async t => {
  const strings = (body: string) => inScene(body).strings.map(({ text }) => text)
  t.same(strings('for n in range(2):\n    self.add(Text(f"{n}"))\nself.add(Text("end"))'), ['0', '1', 'end'])
  t.same(
    strings('self.add(Text("end"))\nself.add(Text(f"{n}"))'),
    ['end', '{n}'],
    'and stays where it was not',
  )
  t.same(strings('n = 3\nself.add(Text(f"Step {n}"), Text(f"{later}"))'), ['Step 3', '{later}'])
})

t.test('texts of methods that nobody calls are shown to nobody', async t => {
  const program = (body: string, more = '') =>
    `from manim import *\nfrom manim_voiceover import VoiceoverScene\nclass Base(VoiceoverScene):\n  def construct(self):\n    self.add(Text("base"))\n    self.first()\n  def first(self):\n    self.add(Text("first"))\n    with self.voiceover(text="Said first"):\n      pass\n  def second(self):\n    self.add(Text("second"))\n    self.third()\n  def third(self):\n    self.add(Text("third"), x.get_text("label"))\nclass A(Base):\n  def construct(self):\n    self.add(Text("own"))\n    ${body}\n${more}`
  const textsOf = (code: string) => features(code, 'A').strings.map(({ text }) => text)
  t.same(textsOf(program('pass')), ['own'])
  t.same(features(program('pass'), 'A').narration, [])
  t.same(textsOf(program('super().construct()')), ['own', 'base', 'first'])
  t.same(features(program('super().construct()'), 'A').narration, ['Said first'])
  t.same(textsOf(program('self.second()')), ['own', 'second', 'third', 'label'], 'and what that one calls')
  t.same(
    textsOf(program('later(self.third)')),
    ['own', 'third', 'label'],
    'a method that is handed on may be called',
  )
  t.same(
    textsOf(program('getattr(self, "third")()')),
    ['own', 'third', 'label'],
    'one that is named by a string too',
  )
  t.same(
    textsOf(program('for i in range(3):\n      getattr(self, f"part_{i}")()')),
    ['own', 'base', 'first', 'second', 'third', 'label'],
    'where the name is worked out it may be any',
  )
  t.same(
    textsOf(program('pass', 'run(A.third)\n')),
    ['own', 'third', 'label'],
    'and one that is used outside',
  )
  t.match(textsOf(program('pass', 'class B(Scene):\n  def construct(self):\n    Text("b")\n')), ['own', 'b'])
})

t.test('api, colours, assets, imports, randomness', async t => {
  const found = features(
    'from manim import *\nimport random, scipy.stats, numpy as np\nYELLOWISH = "#FFD966"\nimage = ImageMobject("rose")\nnp.random.seed(1)\nclass A(Scene):\n  def construct(self):\n    a = Circle(color=RED, wobble=1).set_color(YELLOWISH)\n    self.play(ShowCreation(a), rate_func=linear)\n    random.random()\n    ghost()\n',
  )
  t.match(found.api, { legacy_names: ['ShowCreation'], unknown_keywords: ['Circle(wobble)'] })
  const spanOf = (body: string) => {
    const { manim_min, manim_max, unknown_keywords } = inScene(body).api
    return [manim_min, manim_max, ...unknown_keywords]
  }
  const [first, last] = [RELEASES[0], RELEASES.at(-1)]
  t.same(
    spanOf('a = Polygon(UP, color=RED)\nself.play(FadeIn(a, lag_ratio=1))'),
    [first, last],
    'a keyword that a class has left to its base is taken all the same',
  )
  t.same(spanOf('Star(color=RED)').slice(1), [last], 'by what came later than the move too')
  t.same(
    spanOf('NumberPlane(stroke_width=1)\nGraph([1], [], layout="tree")\nUnion(a, b, color=RED)').slice(1),
    [last],
    'any of several bases may take it, and a class that has no constructor now has that of a base',
  )
  t.same(
    spanOf('SurroundingRectangle(mobject=a)').slice(2),
    ['SurroundingRectangle(mobject)'],
    'and one that no base takes is not',
  )
  t.equal(found.animations.Create, 1)
  t.same(
    found.colors.map(({ name, word }) => [name, word]),
    [
      ['RED', 'red'],
      ['YELLOWISH', 'yellow'],
    ],
  )
  t.match(found.assets, [{ call: 'ImageMobject', path: 'rose', kind: 'image', at_import: true }])
  t.match(found.imports, { standard: ['random'], third_party: ['numpy', 'scipy'], manim: ['manim'] })
  t.match(found.randomness, { calls: 1, seeded: true })
  t.same(found.unresolved_names, ['ShowCreation', 'ghost'])
  t.same(found.rate_functions, ['linear'])
})

t.test('the same statement in another program is resolved anew', async t => {
  const body = 'def make():\n  return Circle()\n'
  t.same(features(`from manim import *\n${body}`).mobjects, { Circle: 1 })
  t.same(features(`from elsewhere import Circle\nimport manim\n${body}`).mobjects, {})
})

t.test('tabs, CRLF and code in column 0 of a string are read', async t => {
  t.equal(
    features(
      'from manim import *\r\nclass A(Scene):\r\n\tdef construct(self):\r\n\t\tself.play(Create(Circle()))\r\n',
    ).plays,
    1,
  )
  const found = features(
    'from manim import *\nclass A(Scene):\n    code = """\nint main() { return 0; }\n"""\n    def construct(self):\n        self.wait()\n',
  )
  t.equal(found.waits, 1)
})
