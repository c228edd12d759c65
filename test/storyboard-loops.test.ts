import t from 'tap'
import { board, features, prose } from './stage.ts'

const things = (body: string) => board(body)[0]?.things

t.test('what a loop only adds comes at once', async t => {
  t.match(board('for i in range(4):\n    self.add(Dot(color=RED))\nself.wait()'), [
    { action: 'show', how: 'appear', things: [{ color: 'red' }, { id: 2 }, { id: 3 }, { id: 4 }] },
  ])
  t.match(
    things('for i in range(20):\n    if i % 3 == 0:\n        self.add(Star())\n    self.add(Dot())'),
    [
      { kind: 'star', count: 7 },
      { kind: 'dot', count: 20 },
    ],
    'each is counted, whatever a round adds',
  )
  t.match(
    things(
      'self.add(Square())\nfor i in range(2):\n    for j in range(2):\n        self.add(Dot())\nself.add(Star())',
    ),
    [
      { kind: 'square' },
      { kind: 'dot' },
      { kind: 'dot' },
      { kind: 'dot' },
      { kind: 'dot' },
      { kind: 'star' },
    ],
    'with what is added before and after',
  )
  t.match(
    things('for i in range(2):\n    d = Dot()\n    self.add(d)\n    d.to_edge(UP)\nself.wait()'),
    [{ place: 'at the top' }, { place: 'at the top' }],
    'as it is when time passes',
  )
  t.match(
    board('for s in ["a", "b"]:\n    x = Text(s)\n    self.add(x)\n    self.play(Write(x))'),
    [{ action: 'repeat', times: 2, steps: [{ how: 'write' }] }],
    'but for what comes by an animation',
  )
  t.equal(prose('for i in range(30):\n    self.add(Dot())\nself.wait()'), 'Show 30 dots.')
})

t.test('rounds between which time passes are rounds', async t => {
  t.match(board('for i in range(4):\n    self.add(Dot())\n    self.wait(0.2)'), [
    { action: 'repeat', times: 4, steps: [{ how: 'appear' }] },
  ])
  t.match(
    prose('for i in range(4):\n    self.add(Dot())\n    self.wait(0.2)'),
    /four dots, one after another/i,
  )
})

t.test('nobody knows how many an open loop adds', async t => {
  const open =
    'self.add(Square())\nfor i in range(unknown):\n    self.add(Dot(), Dot(color=RED))\nself.wait()'
  t.match(board(open)[1], { action: 'show', how: 'appear', things: [{ kind: 'dot', count: 'many' }] })
  t.equal(board(open)[1]?.things?.length, 1, 'those of a kind together')
  t.same(features(open).duration, { seconds: 1, exact: true, lower_bound: false })
  t.match(
    board(
      'd = Dot()\nself.play(FadeIn(d))\nself.remove(d)\nfor i in range(unknown):\n    self.add(d)\nself.wait()',
    )[2],
    { things: [{ id: 1, kind: 'dot', count: undefined }] },
    'what was seen before is one thing',
  )
  t.match(
    board('for i in range(unknown):\n    self.add(Dot())\n    self.play(FadeIn(Star()))')[0],
    { action: 'repeat', times: 'several' },
    'what takes its time is still a repetition',
  )
})

t.test('a scene that is put together of functions or classes is told part by part', async t => {
  const parts = `def one(scene):
    scene.play(Create(Circle()))
    scene.wait()

def two(scene):
    scene.play(Write(Text("two")))

class Third(Scene):
    def construct(self):
        self.play(FadeIn(Square()))
`
  const told = (body: string) =>
    board(body, parts).flatMap(({ action, things }) => (action === 'show' ? [things?.[0]?.kind] : [action]))
  t.same(told('for part in (one, two):\n    part(self)'), ['circle', 'text'])
  t.same(
    told('for part in [Third, Other]:\n    part.construct(self)'),
    ['square'],
    'one of them is not known',
  )
  t.same(told('for i, part in enumerate([one, two]):\n    part(self)\n    if i < 1:\n        self.clear()'), [
    'circle',
    'clear',
    'text',
  ])
  t.same(told('for part in (one, two):\n    part(self)\n    break'), ['circle'])
  t.same(told('for part in (one, one, one, one):\n    part(self)'), ['repeat'], 'the same again and again')
})

t.test('what one of the rounds may leave out may be left out of them', async t => {
  const twice = `for i in range(2):
    self.play(Create(Dot()))
    if i == 0 or unknown:
        self.play(Write(Text("mark")))`
  t.match(board(twice), [
    {
      action: 'repeat',
      times: 2,
      steps: [
        { how: 'draw', maybe: undefined },
        { how: 'write', maybe: true },
      ],
    },
  ])
})

t.test('what is done to one thing again and again is not done to another', async t => {
  const [, , repeat] = board(`a, b = Text("a"), Text("b")
self.add(a, b)
p = Dot()
self.play(FadeIn(p))
for i, say in enumerate([0, 1, 1, 2]):
    self.play(p.animate.shift(UP))
    a.become(Text(f"a{say}"))
    b.become(Text(f"b{i}"))
    self.wait(0.5)`)
  t.match(repeat, {
    action: 'repeat',
    times: 4,
    steps: [
      { action: 'move', things: [{ kind: 'dot' }] },
      { action: 'transform', things: [{ id: 1 }], into: [{ id: 1, texts: ['a0', 'a1', 'a2'] }], maybe: true },
      { action: 'transform', things: [{ id: 2 }], into: [{ id: 2, texts: ['b0', 'b1', 'b2', 'b3'] }] },
    ],
  })
  const swaps = board(`g = [Square() for i in range(5)]
self.add(*g)
for i in range(4):
    self.play(Swap(g[i], g[i + 1]))`)
  t.match(swaps[1], { action: 'repeat', times: 4 }, 'but each of many may have its turn')
})

t.test('texts and formulas that come one by one are read one by one', async t => {
  const [step] = board(
    'for word in VGroup(Text("Energy"), MathTex("E = m"), Text("is kept"), MathTex("K + U")):\n    self.play(Write(word))',
  )
  t.match(step, {
    action: 'repeat',
    times: 4,
    steps: [{ how: 'write', things: [{ kind: 'text', texts: ['Energy', 'E = m', 'is kept', 'K + U'] }] }],
  })
  t.notMatch(JSON.stringify(step), /maybe/)
})
