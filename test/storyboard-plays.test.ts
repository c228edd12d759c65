/** Scenes with a `play` of their own, and what the surroundings say. */
import t from 'tap'
import { analyze } from '../lib/features/analyze.ts'
import { board, features } from './stage.ts'

/** Of a scene whose base has this body of `play`. */
function played(body: string, more = '') {
  const lines = body.replaceAll('\n', '\n        ')
  const scene = [
    'self.play(Create(c))',
    'self.play(c.animate.shift(LEFT * 3), run_time=3)',
    'self.play([FadeOut(c)], FadeIn(Dot(), run_time=2))',
    'self.wait(2)',
  ].join('\n        ')
  const code = `from manim import *\n${more}class Base(Scene):\n    def play(self, *animations, **kwargs):\n        ${lines}\nclass Demo(Base):\n    def construct(self):\n        c = Circle()\n        ${scene}\n`
  const { duration, storyboard } = analyze(code, { scene: 'Demo' })
  return { duration, told: storyboard.map(({ action, seconds = '' }) => `${action}${seconds}`) }
}

t.test('what a play of its own makes of times is the time of the scene', t => {
  const told = ['show', 'move', 'hide', 'show', 'wait2']
  t.same(played('super().play(*animations, **kwargs)'), {
    duration: { seconds: 1 + 3 + 2 + 2, exact: true, lower_bound: false },
    told,
  })
  const slow =
    'if kwargs.get("run_time") is not None:\n    kwargs["run_time"] /= 0.5\n    return super().play(*animations, **kwargs)\n' +
    'prepared = [prepare_animation(a) for a in flatten_iterable_parameters(animations)]\n' +
    'for a in prepared:\n    a.run_time /= 0.5\nreturn super().play(*prepared, **kwargs)'
  t.same(
    played(slow),
    { duration: { seconds: 16, exact: true, lower_bound: false }, told: [...told.slice(0, 4), 'wait4'] },
    'to wait is to play, too',
  )
  const unlessWait =
    'if not any(type(a).__name__ == "Wait" for a in animations):\n    kwargs["run_time"] = 5\nsuper().play(*animations, **kwargs)'
  t.match(played(unlessWait).duration, { seconds: 5 + 5 + 5 + 2, exact: true })
  t.end()
})

t.test('what a play of its own hands on in a way that nobody knows is what it was given', t => {
  const { duration, told } = played('super().play(*mystery(animations), **kwargs)')
  t.same(told, ['show', 'move', 'hide', 'show'])
  t.match(duration, { exact: false, lower_bound: true })
  t.end()
})

t.test('a Wait that is played is a wait', t => {
  t.match(board('self.play(Wait(3))'), [{ action: 'wait', seconds: 3 }])
  t.match(board('self.play(Wait(run_time=4))'), [{ action: 'wait', seconds: 4 }])
  t.match(features('self.play(Wait())').duration, { seconds: 1, exact: true })
  t.end()
})

t.test('who renders a scene has set nothing in the environment for it', t => {
  const quick = (value: string) =>
    features('self.wait(9 if QUICK else 5)', `import os\nQUICK = ${value}\n`).duration
  for (const value of [
    'os.environ.get("QUICK") == "1"',
    'os.getenv("QUICK") is not None',
    'os.environ.get("QUICK", "0") == "1"',
  ])
    t.match(quick(value), { seconds: 5, exact: true }, value)
  t.match(quick('os.environ["QUICK"] == "1"'), { exact: false })
  t.match(quick('os.environ.get("HOME") is None'), { exact: false }, 'but for what is always set')
  t.match(quick('os.path.exists("quick")'), { exact: false })
  t.end()
})

t.test('what is defined below try, if and with is played as anything else', async t => {
  const scene =
    'class A(Scene):\n    def construct(self):\n        show(self, Circle())\n        self.wait(2)\n'
  const show = 'def show(scene, thing):\n    scene.play(Create(thing))\n'
  const below = (head: string, body: string) => `${head}\n    ${body.trimEnd().replaceAll('\n', '\n    ')}\n`
  const start = 'from manim import *\n'
  const durationOf = (code: string) => analyze(code, { scene: 'A' }).duration
  const whole = { seconds: 3, exact: true, lower_bound: false }
  for (const code of [
    `${below('try:', `from manim import Scene, Circle, Create\n${show}${scene}`)}except ImportError:\n    pass\n`,
    `${start}${below('if DEBUG:', show)}${scene}`,
    `${start}${show}${below('if DEBUG:', 'X = 1')}${below('else:', scene)}`,
    `${start}${show}${below('with quiet():', scene)}`,
    `${start}${show}${below('if DEBUG:', below('try:', scene) + below('except E:', 'pass'))}`,
    `${start}${below('if DEBUG:', 'def show(scene, thing):\n    scene.wait(9)')}${show}${scene}`,
  ]) {
    t.same(durationOf(code), whole, code)
  }
})

t.test(
  'how long is not known where somebody unknown is given the scene, or several are called so',
  async t => {
    const least = (body: string, more = '') => features(body, more).duration
    const open = { seconds: 2, exact: false, lower_bound: true }
    const tools = 'from tools import show, Teller\n'
    t.same(least('show(self, Circle())\nself.wait(2)', tools), open)
    t.same(least('teller = Teller(scene=self)\nteller.tell()\nself.wait(2)', tools), open)
    t.same(least('tools.show(self)\nself.wait(2)', 'import tools\n'), open)
    t.match(least('print(self)\nisinstance(self, Scene)\nshow(1)\nself.wait(2)', tools), { exact: true })
    const either =
      'try:\n    from tools import show\nexcept ImportError:\n    def show(scene):\n        scene.wait(1)\n'
    t.same(least('show(self)\nself.wait(2)', either), open)
    const scenes = `if NEW:\n    class A(Scene):\n        def construct(self):\n            self.wait(2)\nelse:\n    class A(Scene):\n        def construct(self):\n            self.wait(3)\n`
    t.match(analyze(`from manim import *\n${scenes}`, { scene: 'A' }).duration, { exact: false })
  },
)

t.test('scenes that a scene makes and plays are of their own class', async t => {
  const part = (name: string, body: string) =>
    `class ${name}(Base):\n    SECONDS = 2\n    def construct(self):\n        ${body}\n`
  const more = `class Base(Scene):\n    def rest(self):\n        self.wait(self.SECONDS)\n${part('One', 'self.play(Create(Circle()))')}${part('Two', 'self.play(Write(Text("two")))\n        self.rest()')}`
  const { duration, storyboard } = features(
    'for cls in [One, Two]:\n    part = cls()\n    part.renderer = self.renderer\n    part.setup()\n    part.construct()\n    self.wait(0.5)',
    more,
  )
  t.match(duration, { seconds: 1 + 0.5 + 1 + 2 + 0.5, exact: true })
  t.same(
    storyboard.map(({ action, things }) => [action, things?.[0]?.kind]),
    [
      ['show', 'circle'],
      ['show', 'text'],
      ['wait', undefined],
    ],
  )
})
