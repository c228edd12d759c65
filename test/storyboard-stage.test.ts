import t from 'tap'
import { analyze } from '../lib/features/analyze.ts'
import { describeFromStoryboard } from '../lib/storyboard/prose.ts'

const program = (body: string, more = '', scene = 'Scene') =>
  `from manim import *\n${more}\nclass Demo(${scene}):\n    def construct(self):\n        ${body.replaceAll('\n', '\n        ')}\n`
const features = (body: string, more = '', scene = 'Scene') =>
  analyze(program(body, more, scene), { scene: 'Demo' })
const board = (body: string, more = '', scene = 'Scene') => features(body, more, scene).storyboard
const prose = (body: string, more = '') => describeFromStoryboard(features(body, more))

t.test('a long text is cut between words, and what is alone does not come one after another', async t => {
  const long = 'First 200 members to sign up get a good part off the annual subscription at once'
  t.match(
    prose(`self.add(Text("${long}"))`),
    /"First 200 members to sign up get a good part off the annual…"/,
  )
  t.match(prose(`self.add(Text("${'x'.repeat(90)}"))`), /"x{59}…"/)
  t.equal(prose('self.play(LaggedStart(Create(Circle())))'), 'Draw a circle.')
  t.match(prose('self.play(LaggedStart(Create(Circle()), Create(Square())))'), /one after another/)
})

t.test('a picture is known by its file', async t => {
  const two = 'a = ImageMobject("assets/fox.png")\nb = SVGMobject(file_name=r"art\\house.svg")\n'
  t.equal(
    prose(`${two}self.play(FadeIn(a))\nself.play(FadeIn(b))`),
    'Fade in the image "fox.png". Fade in the drawing "house.svg".',
  )
  const images =
    'a = ImageMobject("a.png")\nb = ImageMobject("b.png")\nself.play(FadeIn(a))\nself.play(FadeIn(b))\n'
  t.match(prose(`${images}self.play(FadeOut(b))`), /fade out the image "b.png"/i)
  t.equal(prose('self.add(ImageMobject(unknown()))'), 'Show an image.')
  t.match(prose('self.add(Group(*[ImageMobject(f"{i}.png") for i in range(3)]))'), /three images/)
})

t.test('how several equal things stand is told', async t => {
  const squares = 'VGroup(*[Square() for i in range(3)]).arrange(RIGHT)'
  const shown = (group: string, more = '') => prose(`g = ${group}\n${more}self.play(Create(g))`)
  t.equal(shown(squares), 'Draw a row of three squares.')
  t.equal(shown(squares.replace('RIGHT', 'DOWN')), 'Draw a column of three squares.')
  t.equal(shown(squares.replace('RIGHT', 'OUT')), 'Draw three squares.')
  t.equal(shown(`VGroup(*[${squares} for j in range(4)]).arrange(DOWN)`), 'Draw a 4 by 3 grid of squares.')
  t.equal(
    shown(`VGroup(*[${squares.replace('RIGHT', 'DOWN')} for j in range(2)]).arrange(RIGHT)`),
    'Draw a 3 by 2 grid of squares.',
  )
  for (const args of ['2, 3', 'rows=2', 'cols=3'])
    t.equal(
      shown(`VGroup(*[Circle() for i in range(6)]).arrange_in_grid(${args})`),
      'Draw a 2 by 3 grid of circles.',
    )
  t.equal(
    shown('VGroup(*[Circle() for i in range(7)]).arrange_in_grid(rows=2)'),
    'Draw a grid of seven circles.',
  )
  t.equal(shown(squares, 'g[1].shift(UP)\n'), 'Draw three squares.', 'one has left the row')
  t.equal(shown(`VGroup(${squares}, Square()).arrange(DOWN)`), 'Draw four squares.')
})

t.test('what takes away is not taken for what shows', async t => {
  t.match(board('t = Text("Hi")\nself.play(Write(t))\nself.play(Unwrite(t))\nself.play(Write(t))'), [
    { action: 'show' },
    { action: 'hide', how: 'erase' },
    { action: 'show' },
  ])
  for (const away of ['Unwrite', 'Uncreate', 'RemoveTextLetterByLetter', 'UntypeWithCursor']) {
    t.same(board(`self.play(${away}(Text("Hi")))`), [], `${away} of what nobody has seen`)
    t.match(board(`t = Text("Hi")\nself.add(t)\nself.play(${away}(t))`)[1], { action: 'hide', how: 'erase' })
  }
})

t.test('a group stands for those of it that were shown one by one', async t => {
  const pair = 'a = Circle()\nb = Square()\ng = VGroup(a, b)\nself.play(Create(a))\nself.play(Create(b))\n'
  t.match(board(`${pair}self.add(Star())\nself.play(FadeOut(g))\nself.play(FadeIn(a))`).slice(3), [
    { action: 'hide', things: [{ id: 1 }, { id: 2 }] },
    { action: 'show', things: [{ id: 1 }] },
  ])
  t.equal(board(`${pair}self.play(FadeIn(g))`).length, 2, 'what is there already does not come again')
  t.match(board(`${pair}self.remove(g)`)[2], { action: 'hide', things: [{ id: 1 }, { id: 2 }] })
  t.match(board(`${pair}self.play(Create(SurroundingRectangle(g)))`)[2], {
    things: [{ kind: 'frame', place: 'around #1 and #2' }],
  })
  t.match(
    prose(`${pair}self.play(Create(SurroundingRectangle(g)))`),
    /a frame around the circle and the square/,
  )
  t.match(board(`${pair}self.play(g.animate.shift(UP))`)[2], {
    action: 'move',
    things: [{ id: 1 }, { id: 2 }],
  })
  t.match(
    board('a = Circle()\ng = VGroup(a, Square())\nself.play(Create(a))\nself.play(FadeIn(g))')[1],
    { action: 'show', things: [{ kind: 'square' }] },
    'only the rest comes',
  )
  t.match(
    board(
      'g = VGroup(Circle(), Square())\nself.add(g)\nself.play(FadeOut(g[0]))\nself.play(FadeOut(g[1]))\nself.play(FadeIn(g))',
    )[3],
    { action: 'show' },
    'a group whose members have gone may come again',
  )
})

t.test('what a thing was transformed into has parts that are on screen', async t => {
  const group = 'g = VGroup(*[Square() for i in range(3)])\nself.add(g, Star())\n'
  const after = `${group}self.play(Transform(g, VGroup(*[Circle() for i in range(3)])))\n`
  t.match(board(`${after}self.play(FadeOut(g[0]))`)[2], { action: 'hide', how: 'fade out' })
  const target = `${group}g.generate_target()\ng.target.shift(UP)\nself.play(MoveToTarget(g))\n`
  t.match(board(`${target}self.play(FadeOut(g[0]))`)[2], { action: 'hide', how: 'fade out' })
  const other = 'c = Circle()\ns = Square()\nself.add(c)\n'
  const replaced = `${other}self.play(Transform(c, s, replace_mobject_with_target_in_scene=True))\n`
  t.match(board(`${replaced}self.play(FadeOut(s), Create(Star()))`).slice(1), [
    { action: 'transform', into: [{ id: 2 }] },
    { action: 'hide', things: [{ id: 2 }] },
    { action: 'show' },
  ])
})

t.test('slices keep to their bounds', async t => {
  const group = 'g = VGroup(Circle(), Square(), Star(), Dot())\n'
  t.match(board(`${group}self.play(FadeIn(g[1:3]))`)[0], {
    things: [{ parts: [{ kind: 'square' }, { kind: 'star' }] }],
  })
  t.match(board(`${group}self.play(FadeIn(g[:1]))\nself.play(FadeIn(g[-1:]))`), [
    { things: [{ kind: 'circle' }] },
    { things: [{ kind: 'dot' }] },
  ])
  t.match(board('x = [Circle(), Square(), Star()]\nself.play(*[Create(y) for y in x[::2]])')[0], {
    things: [{ kind: 'circle' }, { kind: 'star' }],
  })
  t.match(board('self.add(Text("Hello"[1:3]), Text("Hello"[-1]))')[0], {
    things: [{ text: 'el' }, { text: 'o' }],
  })
  t.match(board('t = Text("Hello big world")\nself.add(t)\nself.play(Indicate(t[5:8]))')[1], {
    things: [{ text: 'big', part: true, of: 1 }],
  })
  t.match(board(`${group}self.play(FadeIn(g[1:n]))`)[0], { action: 'show' }, 'unknown bounds give some of it')
})

t.test('after a loop that was not followed to its end, what it changed is not known', async t => {
  const loop =
    'n = 0\nrow = VGroup()\nfor i in range(40):\n    n += 1\n    row.add(Dot())\n    self.play(Create(Square()))\n'
  t.match(board(`${loop}self.add(Text(f"n = {n}"))`)[1], { things: [{ text: 'n = …' }] })
  t.notMatch(JSON.stringify(board(`${loop}self.add(row)`)[1]), /"count":\d/)
  t.match(features(`${loop}for x in row:\n    self.wait(3)`).duration, { exact: false })
  const all = 'n = 0\nfor i in range(4):\n    n += 1\n    self.play(Create(Square()))\n'
  t.match(
    board(`${all}self.add(Text(f"n = {n}"))`)[1],
    { things: [{ text: 'n = 4' }] },
    'every round was looked at',
  )
  const open = 'n = 1\nwhile unknown():\n    self.add(Text(f"n = {n}"))\n    n += 1\n'
  t.match(board(open)[0], { times: 'several', steps: [{ things: [{ text: 'n = …' }] }] })
})

t.test('so are lists and groups within a list that got more', async t => {
  const build =
    'def build():\n    return VGroup(*[VGroup(*[Square() for _ in range(60)]) for _ in range(30)])\n' +
    'kinds = [[], []]\nfor i in range(6):\n    kinds[0 if i < 4 else 1].append(build())\n'
  const cards = 'for card in kinds[1]:\n    self.play(FadeIn(Star()))'
  t.match(board(`${build}${cards}`)[0], { action: 'repeat', times: 'several' })
  const groups = build.replace('[[], []]', '[VGroup(), VGroup()]').replaceAll('.append(', '.add(')
  t.match(board(`${groups}self.play(*[FadeIn(Star()) for _ in kinds[0]])`)[0], { things: [{ kind: 'star' }] })
  t.notMatch(board(`${groups}self.add(kinds[0])`)[0], { things: [{ count: Number }] })
  const few = 'kinds = [[], []]\nfor i in range(6):\n    kinds[0 if i < 4 else 1].append(i)\n'
  t.match(board(`${few}${cards}`)[0], { action: 'repeat', times: 2 }, 'where it was followed they are known')
})

t.test('so is what the functions change that such a loop calls', async t => {
  const grid = 'VGroup(*[VGroup(*[Square() for _ in range(60)]) for _ in range(30)])'
  const loop = 'for i in range(9):\n    each(i)\nfor one in found:\n    self.play(FadeIn(Star()))'
  const each = (work: string) =>
    `found = []\ndef note(i):\n    ${work}\n    found.append(i)\ndef each(i):\n    note(i)\n${loop}`
  t.match(board(each(grid))[0], { action: 'repeat', times: 'several' })
  t.match(board(each('pass'))[0], { action: 'repeat', times: 9 }, 'where it was followed they are known')
  const shadowed = each(grid).replaceAll('note(i)', 'note(i, [])').replace('note(i, [])', 'note(i, found)')
  t.same(board(shadowed), [], 'but not what a parameter of theirs has the name of')
  for (const call of ['note(found, i)', 'note(i=i, into=found)']) {
    const handed = `found = []\ndef note(into, i):\n    ${grid}\n    into.append(i)\ndef each(i):\n    ${call}\n${loop}`
    t.match(board(handed)[0], { action: 'repeat', times: 'several' }, call)
  }
  const { storyboard } = analyze(
    `from manim import *\nclass Demo(Scene):\n    def note(self, i):\n        ${grid}\n        self.found.append(i)\n` +
      '    def construct(self):\n        self.found = []\n        for i in range(9):\n            self.note(i)\n' +
      '        for one in self.found:\n            self.play(FadeIn(Star()))\n',
    { scene: 'Demo' },
  )
  t.match(storyboard[0], { action: 'repeat', times: 'several' })
})

t.test(
  'a big group within a group loses none of its kinds, and has no number that was not counted',
  async t => {
    const mixed = 'VGroup(*[Square() for _ in range(50)], *[Circle() for _ in range(50)])'
    t.match(board(`self.add(VGroup(*[${mixed} for _ in range(3)]))`)[0], {
      things: [
        {
          kind: 'group',
          count: 3,
          parts: [
            { kind: 'square', count: 'many' },
            { kind: 'circle', count: 'many' },
          ],
        },
      ],
    })
  },
)

t.test('a long scene is followed to its end', async t => {
  const grid = 'self.play(FadeIn(VGroup(*[Square().shift(i * RIGHT) for i in range(100)])))\n'
  const { storyboard, duration } = features(`${grid.repeat(60)}self.play(FadeIn(Text("the end")))`)
  t.match(storyboard.at(-1), { things: [{ text: 'the end' }] })
  t.match(duration, { seconds: 61, exact: true })
})

t.test('a group that doubles in every round is left before it fills the memory', async t => {
  const { storyboard } = features(
    'g = VGroup(Square())\nfor i in range(200):\n    g.add(g.copy())\nself.play(FadeIn(g))\nself.play(Write(Text("the end")))',
  )
  t.match(storyboard, [{ action: 'show' }, { things: [{ text: 'the end' }] }])
  t.notMatch(storyboard[0], { things: [{ count: Number }] })
})

t.test('a recursion with many branches leaves the scene what it needs', async t => {
  const tours =
    'def tours(left, tour, found):\n    if len(left) == 0:\n        found.append(tour)\n        return\n' +
    '    for c in left:\n        tours([x for x in left if x != c], tour + [c], found)\n' +
    'few = []\ntours([1, 2, 3], [], few)\nall = []\ntours([1, 2, 3, 4, 5, 6, 7, 8], [], all)\n'
  const { storyboard, duration } = features(
    `${tours}for tour in few:\n    self.play(FadeIn(Star()))\nfor tour in all:\n    self.play(FadeIn(Dot()))\n${'self.play(FadeIn(VGroup(*[Square() for i in range(100)])))\n'.repeat(20)}self.play(FadeIn(Text("the end")))`,
  )
  t.match(storyboard[0], { action: 'repeat', times: 6, steps: [{ things: [{ kind: 'star' }] }] })
  t.match(storyboard[1], { action: 'repeat', times: 'several', steps: [{ things: [{ kind: 'dot' }] }] })
  t.match(storyboard.at(-1), { things: [{ text: 'the end' }] })
  t.match(duration, { exact: false })
})

t.test('what may have been assigned is not known', async t => {
  const maybe = 'n = 1\nc = RED\nif unknown():\n    n = 2\n    c = BLUE\n'
  const [step] = board(`${maybe}self.add(Text(f"n = {n}", color=c))`)
  t.match(step, { things: [{ text: 'n = …' }] })
  t.equal(step?.things?.[0]?.color, undefined)
  t.match(
    board('if unknown():\n    c = RED\nelse:\n    c = RED\nself.add(Text("a", color=c))')[0],
    { things: [{ color: 'red' }] },
    'both ways agree',
  )
  t.match(board('x = [1]\nif unknown():\n    x.append(2)\nfor i in x:\n    self.add(Dot())')[0], {
    times: 'several',
  })
})

t.test('a dictionary that holds itself does not end the scene', async t => {
  const { storyboard } = features(
    'd = {}\nd["self"] = d\nif unknown():\n    d["x"] = 1\nself.play(FadeIn(Text("the end")))',
  )
  t.match(storyboard, [{ things: [{ text: 'the end' }] }])
})

t.test('a way out that may be taken leaves the count open', async t => {
  const { storyboard, duration } = features(
    'for i in range(4):\n    self.play(Create(Dot()))\n    if unknown():\n        break',
  )
  t.match(storyboard, [{ action: 'repeat', times: 'several' }])
  t.equal(duration.exact, false)
  t.equal(features('if unknown():\n    return\nself.wait()').duration.exact, false)
})

t.test('a few rounds that have nothing in common are told one by one where all were followed', async t => {
  const rounds = (items: string) => `for i, name in enumerate([${items}]):
    if i % 2 == 0:
        self.play(Write(Text(name)))
    else:
        self.play(FadeIn(Circle()))`
  t.match(board(rounds('"one", "two", "three", "four"')), [
    { action: 'show', things: [{ text: 'one' }] },
    { action: 'show', things: [{ kind: 'circle' }] },
    { action: 'show', things: [{ text: 'three' }] },
    { action: 'show', things: [{ kind: 'circle' }] },
  ])
  const [many] = board(rounds(Array.from({ length: 12 }, (_, i) => `"${i}"`).join(', ')))
  t.match(many, { action: 'repeat', times: 12 })
})

t.test('only rounds that show something are counted', async t => {
  const times = (head: string, test: string) =>
    board(`for i in range(${head}):\n    if ${test}:\n        self.play(FadeIn(Circle()))`)[0]?.times
  t.equal(times('8', 'i % 2 == 0'), 4)
  t.equal(times('50', 'i == 0'), undefined, 'once')
  t.equal(times('1000', 'i == 140'), 'several', 'the first that was seen may not be the last')
  t.equal(times('10', 'i > 0'), 9)
  t.equal(times('100', 'i > 0'), 99, 'only the first is another one')
  t.equal(times('100', 'i % 2 == 0'), 'several', 'not all were looked at')
  t.equal(times('100', 'True'), 100)
})

t.test('rounds that differ are not told by the first of them', async t => {
  const body =
    'for i in range(5):\n    self.play(Write(Text(f"n = {i}")))\n    if i % 2:\n        self.play(Create(Square()))'
  const [step] = board(body)
  t.match(step, { action: 'repeat', times: 5, steps: [{ action: 'show' }, { action: 'show', maybe: true }] })
  t.equal(step?.steps?.[0]?.things?.[0]?.text, undefined)
})

t.test('lists, dictionaries and strings do what Python does, or are open', async t => {
  const said = (body: string, show: string) => board(`${body}\nself.add(Text(${show}))`)[0]?.things?.[0]?.text
  t.equal(said('x = [3, 1, 2]\nx.sort()', 'f"{x[0]}{x[2]}"'), '13')
  t.equal(said('x = sorted([1, 2, 3], key=lambda i: -i)', 'f"{x[0]}"'), '3')
  t.equal(said('x = sorted([1, 2, 3], key=unknown())', 'f"{x[0]}"'), undefined)
  t.equal(said('x = [1, 2]\nx.rotate_all()', 'f"{x[0]}{len(x)}"'), undefined)
  t.equal(said('d = {}\nd.setdefault("a", []).append(4)', 'f"{d[\'a\'][0]}"'), '4')
  t.equal(said('d = {"a": 1}\nd.mystery()', 'f"{len(d)}"'), undefined)
  t.equal(said('x = 3.14159', 'f"{x:.2f} {7:03d} {0.5:.0%} {5:b}"'), '3.14 007 50% 101')
  t.equal(said('pass', '", ".join(unknown())'), undefined)
  t.equal(said('x = [str(i) for i in range(3)]', '",".join(x)'), '0,1,2')
  t.equal(
    said('a = "yes" if isinstance("a", str) else "no"\nb = "yes" if isinstance([1], str) else "no"', 'a + b'),
    'yesno',
  )
  t.equal(said('b = "yes" if isinstance(Circle(), (Square, Circle)) else "no"', 'b'), 'yes')
  t.match(board('self.add(*[Text(f"n = {n}") for n in unknown()])')[0], { things: [{ text: 'n = …' }] })
})

t.test('a variable changes with its tracker', async t => {
  t.match(
    board(
      'v = Variable(0, Text("Sum"), num_decimal_places=0)\nself.add(v)\nself.play(v.tracker.animate.set_value(3))',
    )[1],
    { action: 'change', things: [{ id: 1, kind: 'variable', text: 'Sum' }], detail: 'from 0 to 3' },
  )
  t.match(
    prose('v = Variable(0, "x")\nself.add(v)\nself.play(v.tracker.animate.set_value(3))'),
    /hange the variable from 0 to 3/,
  )
})

t.test('the inset of a zoomed scene is a thing on screen', async t => {
  const body =
    'd = Dot()\nself.add(d)\nf = self.zoomed_camera.frame\nself.play(Create(f))\nself.activate_zooming()\nself.play(f.animate.shift(RIGHT))'
  t.match(board(body, '', 'ZoomedScene').slice(1), [
    { action: 'show', things: [{ id: 2, kind: 'frame' }] },
    { action: 'camera', how: 'inset' },
    { action: 'move', things: [{ id: 2 }], place: 'to the right' },
  ])
})

t.test('texts made of several pieces have these as parts', async t => {
  const list = 'b = BulletedList("One", "Two")\n'
  t.match(board(`${list}for e in b:\n    self.play(Write(e))`), [
    { times: 2, steps: [{ things: [{ texts: ['One', 'Two'] }] }] },
  ])
  t.match(board(`${list}self.play(Write(b))\nself.play(FadeOut(b[1]))`), [
    { things: [{ id: 1, kind: 'bulleted list', text: 'One; Two' }] },
    { action: 'hide', things: [{ text: 'Two' }] },
  ])
  t.match(board('f = MathTex("a", "=", "b")\nself.add(f)\nself.play(Indicate(f[2]))')[1], {
    things: [{ text: 'b', part: true, of: 1 }],
  })
  t.match(board('f = MathTex("a = b")\nself.add(f)\nself.play(Indicate(f[0][2]))')[1], {
    things: [{ part: true, of: 1 }],
  })
})

t.test('labels are kept where things are told together', async t => {
  const row = 'row = VGroup(*[Square().add(Text(str(i))) for i in range(3)])\n'
  t.match(board(`${row}self.play(Create(row))`)[0], {
    things: [{ kind: 'square', count: 3, texts: ['0', '1', '2'] }],
  })
  t.match(board('s = Square().add(Text("A"))\nself.add(s)')[0], { things: [{ kind: 'square', text: 'A' }] })
  t.equal(prose(`${row}self.play(Create(row))`), 'Draw three squares (labelled "0", "1" and "2").')
  t.match(
    prose('for i in range(5):\n    self.play(Write(Text(f"Line {i}")))'),
    /Write five texts \("Line 0", "Line 1", "Line 2", "Line 3" and "Line 4"\), one after another/,
  )
  t.match(
    prose('for i in range(5):\n    self.play(Write(Text(f"This is line number {i}")))'),
    /five texts \("This is line number 0", "This is line number 1", "This is line number 2", …\)/,
    'long ones are cut short',
  )
  t.match(prose('self.play(Create(VGroup(Dot(color=RED), Dot(color=BLUE))))'), /two red and blue dots/)
})

t.test('a crowd is told by kind and number', async t => {
  const cubes = 'g = VGroup(*[Square() for i in range(30)])\nself.add(g, Star())\n'
  const [, hidden] = board(`${cubes}self.play(*[FadeOut(x) for x in g[1:]])`)
  t.match(hidden, { action: 'hide', things: [{ kind: 'square', count: 29 }] })
})

t.test('what only some rounds do is not told as done by all', async t => {
  const body =
    'self.add(Star())\nfor i in range(5):\n    d = Dot()\n    self.play(Create(d))\n    self.play(d.animate.shift(UP))\n    if i == 3:\n        self.play(Write(Text("Three")))'
  t.notMatch(JSON.stringify(board(body)), /Three/)
  t.notMatch(prose(body), /text/)
})

t.test('what was told together is taken away together', async t => {
  const body =
    'x = [Text(f"Line {i}") for i in range(3)]\nself.add(Star())\nfor one in x:\n    self.play(Write(one))\nself.play(*[Unwrite(one) for one in x])\nself.play(Create(Dot()))'
  t.match(prose(body), /rase the three texts/)
})

t.test('what is transparent is not seen', async t => {
  const fade =
    't = Text("Off")\nt.set_opacity(0)\nself.play(Write(t))\nself.play(t.animate.set_opacity(1))\nself.play(t.animate.set_opacity(0))'
  t.match(board(fade), [{ action: 'show', how: 'fade in' }, { action: 'clear' }].slice(0, 1))
  t.equal(board(fade).length, 2)
  const restored =
    's = Square()\nself.add(s)\ns.save_state()\ns.set_opacity(0)\nself.play(s.animate.restore())'
  t.match(board(restored), [{ action: 'show', how: 'fade in' }])
  t.equal(board(restored).length, 1)
})

t.test('what is added and brought in at once comes once', async t => {
  const found = board('a = Circle()\nb = Square()\nself.add(a)\nself.add(b)\nself.play(FadeIn(a))')
  t.match(found, [
    { how: 'appear', things: [{ kind: 'square' }] },
    { how: 'fade in', things: [{ kind: 'circle' }] },
  ])
  t.match(board('self.add(Circle())\nself.add(Square())'), [
    { things: [{ kind: 'circle' }, { kind: 'square' }] },
  ])
})

t.test(
  'what is animated before it was shown comes then, and without a difference there is no step',
  async t => {
    t.match(board('s = Square()\nself.play(s.animate.shift(UP))'), [
      { action: 'show', how: 'appear' },
      { action: 'move' },
    ])
    t.equal(board('s = Square(color=RED)\nself.add(s)\nself.play(s.animate.set_color(RED))').length, 1)
  },
)

t.test('zooms of a moved camera, gradients, decorators of the program', async t => {
  t.match(board('self.move_camera(zoom=0.5)', '', 'ThreeDScene'), [{ how: 'zoom out' }])
  t.equal(
    board('self.add(Square(color=RED).set_color_by_gradient(RED, BLUE))')[0]?.things?.[0]?.color,
    undefined,
  )
  const fade =
    'def fade(f):\n    def inner(self):\n        f(self)\n        self.play(*map(FadeOut, self.mobjects))\n    return inner\n'
  const code = `from manim import *\n${fade}class Base(Scene):\n    def setup(self):\n        self.add(Dot())\nclass Demo(Base):\n    @fade\n    def construct(self):\n        super().setup()\n        self.play(Create(Circle()))\n`
  t.match(analyze(code, { scene: 'Demo' }).storyboard, [
    { action: 'show' },
    { action: 'show', things: [{ kind: 'circle' }] },
    { action: 'clear' },
  ])
})

t.test('what was told to come is told to go, and a thing is named as it was told', async t => {
  const lines = Array.from(
    { length: 12 },
    (_, i) => `self.play(Write(Text("A rather long line of text, number ${i}, to read")))`,
  ).join('\n')
  const text = prose(`c = Circle(color=RED)\nself.play(Create(c))\n${lines}\nself.play(FadeOut(c))\n${lines}`)
  t.match(text, /red circle.*ade out the (red )?circle/s)
  t.match(prose('self.add(Dot())\nself.clear()\nself.add(Dot())'), /a dot.*lear the screen.*a dot/s)
})

t.test(
  'strings stand in the order in which they are shown; templates that were filled in are not repeated',
  async t => {
    const { strings } = features(
      'a = Text("One")\nb = Text("Two")\nself.play(Write(b))\nself.play(Write(a))\nfor i in range(2):\n    self.play(Transform(b, Text(f"Step {i}")))',
    )
    t.same(
      strings.map(({ text }) => text),
      ['Two', 'One', 'Step 0', 'Step 1'],
    )
    t.same(
      features('self.add(MathTex(r"\\frac{a}{b}"), MathTex("x"))').strings.length,
      2,
      'braces of LaTeX are no holes',
    )
  },
)

t.test('of things that were told together one is told as one of them', async t => {
  const three = 'x = [Square(), Square(), Square()]\nself.play(*[Create(s) for s in x])\n'
  t.match(prose(`${three}self.play(Indicate(x[1]))`), /three squares\. Highlight one of the squares/)
  t.match(prose(`${three}self.play(Indicate(x[0]), Indicate(x[1]))`), /ighlight two of the squares/)
  t.match(prose(`${three}self.play(*[Indicate(s) for s in x])`), /ighlight the three squares/)
  t.match(prose(`${three}self.play(Write(Text("a").next_to(x[0], UP)))`), /above one of the squares/)
})

t.test('the length of a direction is no distance', async t => {
  t.match(board('self.add(Square().to_edge(DOWN * 1.7))')[0], { things: [{ place: 'at the bottom' }] })
  t.match(board('self.add(Square().next_to(ORIGIN, RIGHT * 4))')[0], { things: [{ place: 'on the right' }] })
  t.equal(board('self.add(Line(4 * DOWN, UP * 10))')[0]?.things?.[0]?.place, undefined, 'across the frame')
})

t.test('ApplyMethod does what the method does', async t => {
  const shown = 'c = Circle(color=RED)\nself.add(c)\n'
  t.match(board(`${shown}self.play(ApplyMethod(c.shift, 2 * UP))`)[1], { action: 'move', place: 'up' })
  t.match(board(`${shown}self.play(ApplyMethod(c.set_color, BLUE), run_time=2)`)[1], { color: 'blue' })
  t.match(
    board(`${shown}self.play(ApplyMethod(c.next_to, Square(), {"direction": UP}))`)[1],
    { action: 'move' },
    'with keywords in a dictionary',
  )
  t.equal(features(`${shown}self.play(ApplyMethod(c.shift, UP, run_time=3))`).duration.seconds, 3)
  const own = 'class Pair(VGroup):\n    def paint(self, color):\n        self.set_color(color)\n'
  t.match(board('p = Pair(Circle(), Dot())\nself.add(p)\nself.play(ApplyMethod(p.paint, GREEN))', own)[1], {
    action: 'recolor',
    color: 'green',
  })
  t.equal(
    board(`${shown}self.play(ApplyMethod(unknown, UP))`).length,
    1,
    'of what nobody knows nothing is said',
  )
})

t.test('a colour that is not known replaces one that was', async t => {
  t.same(board('self.add(Square(color=RED).set_fill(random_color()))')[0]?.things, [
    { id: 1, kind: 'square' },
  ])
  const shown = 'c = Circle(color=RED)\nself.add(c)\n'
  t.match(board(`${shown}self.play(c.animate.set_color(random_color()))`)[1], { action: 'recolor' })
  t.match(prose(`${shown}self.play(c.animate.set_color(random_color()))`), /change the color/i)
  t.match(prose(`${shown}self.play(c.animate.set_color_by_gradient(RED, BLUE))`), /change the color/i)
  t.match(board('self.add(Square(color=RED).set_fill(opacity=0.5))')[0], { things: [{ color: 'red' }] })
})

t.test('what was added is told as it is when time passes', async t => {
  t.match(board('a = Circle()\nself.add(a)\na.set_color(RED).to_edge(UP)\nself.wait()')[0], {
    things: [{ color: 'red', place: 'at the top' }],
  })
  t.same(board('a = Circle()\nself.add(a)\nself.remove(a)\nself.wait()'), [], 'nobody has seen it')
  t.same(
    board('a = Circle()\nself.add(a, Dot())\nself.remove(a)\nself.play(FadeIn(a))').map(step => step.things),
    [[{ id: 2, kind: 'dot' }], [{ id: 1, kind: 'circle' }]],
  )
  t.match(
    board(
      'for i in [1]:\n    self.add(*[Square() for k in range(10)])\n    self.add(*[Square() for k in range(10)])',
    )[0],
    { things: [{ kind: 'square', count: 20 }] },
    'a crowd, however it was added',
  )
})

t.test('a line has ends', async t => {
  const dot = (line: string, at: string) =>
    board(`l = ${line}\nself.add(Dot(l.${at}))`)[0]?.things?.[0]?.place
  const line = 'Line(4 * LEFT, 4 * RIGHT + 3 * UP)'
  t.equal(dot(line, 'get_start()'), 'on the left')
  t.equal(dot(line, 'get_end()'), 'in the upper right')
  t.equal(dot(line, 'get_left()'), 'on the left')
  t.equal(dot(line, 'get_top()'), 'in the upper right')
  t.equal(dot(line, 'point_from_proportion(0)'), 'on the left')
  t.equal(dot('Line(4 * LEFT, 4 * RIGHT)', 'get_center()'), undefined)
  t.equal(dot('Line(2 * LEFT, 2 * RIGHT).scale(2)', 'get_start()'), 'on the left')
  t.equal(dot('Line(2 * LEFT, 2 * RIGHT).rotate(PI / 2)', 'get_end()'), 'at the top')
  t.equal(dot('Line().put_start_and_end_on(3 * UP, 3 * DOWN)', 'get_end()'), 'at the bottom')
  t.equal(dot('Arrow(ORIGIN, 3 * RIGHT).copy()', 'get_end()'), 'on the right')
  t.equal(dot('Line(start, 3 * RIGHT)', 'get_end()'), undefined)
  t.equal(board(`self.add(${line})`)[0]?.things?.[0]?.place, undefined, 'no place where it goes all across')
})

t.test('a text can be asked for its words', async t => {
  const label = (text: string) => board(`t = ${text}\nself.add(Text("It says " + t))`)[0]?.things?.[0]?.text
  t.equal(label('MathTex("x").get_tex_string()'), 'It says x')
  t.equal(label('MathTex("x").tex_string'), 'It says x')
  t.equal(label('Text("Hi").text'), 'It says Hi')
  t.equal(label('Circle().text'), 'It says …')
})

t.test('what a code listing is made of', async t => {
  const listing = 'c = Code(code="x = 1")\n'
  t.same(
    board(`${listing}self.play(Create(c.background_mobject), Write(c.code), Write(c.line_numbers))`).map(
      step => step.things?.map(thing => thing.kind),
    ),
    [['background rectangle'], ['code listing', 'line numbers']],
  )
  t.match(prose(`${listing}self.play(FadeIn(c.code[0]))`), /a code line/)
})

t.test('loops that show nothing are not told', async t => {
  t.same(board('for i in range(20):\n    self.play(unknown(i))'), [])
})

t.test('what each of a few says is told in turn, and which pictures they are', async t => {
  const squares = 'VGroup(*[Square().add(Text(str(n))) for n in [3, 4, 3]])'
  t.equal(prose(`self.add(${squares})`), 'Show three squares (labelled "3", "4" and "3").')
  const same = 'VGroup(*[Square().add(Text("0")) for n in range(3)])'
  t.equal(prose(`self.add(${same})`), 'Show three squares labelled "0".')
  t.match(board(`self.add(VGroup(*[Text(str(n % 2)) for n in range(20)]))`)[0], {
    things: [{ count: 20, texts: ['0', '1'] }],
  })
  t.equal(
    prose('self.add(Group(ImageMobject("a.png"), ImageMobject("b.png")))'),
    'Show two images ("a.png" and "b.png").',
  )
})

t.test('rows and columns that stand apart', async t => {
  const column = 'VGroup(*[Square() for i in range(3)]).arrange(DOWN)'
  t.equal(
    prose(`self.add(VGroup(${column}.shift(3 * LEFT), ${column}.shift(3 * RIGHT)))`),
    'Show two columns of three squares.',
  )
  t.equal(prose(`self.add(VGroup(${column}, Square()))`), 'Show four squares.')
})

t.test('an outline is the colour of what is not filled', async t => {
  const color = (thing: string) => board(`self.add(${thing})`)[0]?.things?.[0]?.color
  t.equal(color('Square().set_stroke(RED, width=4)'), 'red')
  t.equal(color('Text("Hi").set_stroke(BLACK, width=15, background=True)'), undefined)
  t.equal(color('Text("Hi").set_stroke(RED)'), undefined, 'letters are filled')
  t.equal(color('Square(color=BLUE).set_stroke(RED)'), 'blue')
  t.equal(color('Square().set_stroke(RED, background=True)'), undefined)
  t.match(board('self.add(VGroup(Square(), Text("Hi")).set_stroke(RED))')[0], {
    things: [{ kind: 'square', text: 'Hi', color: 'red' }],
  })
})

t.test('what stands beside a thing of its kind is told apart from it', async t => {
  t.match(
    prose('a = Text("One")\nb = Text("Two").next_to(a, DOWN)\nself.play(Write(a))\nself.play(Write(b))'),
    /the text "Two" below the text "One"/,
  )
})

t.test('what stands in a table', async t => {
  const shown = (table: string) => board(`self.add(${table})`)[0]?.things?.[0]
  t.same(shown('IntegerMatrix([[1, 0], [0, 1]])'), {
    id: 1,
    kind: 'matrix',
    layout: '2 by 2 grid',
    texts: ['1', '0', '0', '1'],
  })
  t.match(shown('Matrix(np.array([["x", "y", "z"]]))'), { layout: '1 by 3 grid', texts: ['x', 'y', 'z'] })
  t.match(shown('DecimalMatrix([[0.5, 1]])'), { texts: ['0.5', '1.0'] })
  t.match(shown('Table([["a", "b"], ["c", "d"]], row_labels=[Text("One"), Text("Two")])'), {
    kind: 'table',
    layout: '2 by 2 grid',
    texts: ['a', 'b', 'c', 'd', 'One', 'Two'],
  })
  t.match(shown('MobjectTable([[Circle(), Square()]])'), { layout: '1 by 2 grid' })
  t.same(shown('Matrix(numbers)'), { id: 1, kind: 'matrix' }, 'rows that are not known')
  t.same(shown('Matrix([[1, 2], [3]])'), { id: 1, kind: 'matrix' }, 'rows of different lengths')
  t.same(
    features('self.add(Matrix([[f"a_{i}"] for i in range(2)]))').strings.map(({ text }) => text),
    ['a_0', 'a_1'],
  )
  t.equal(prose('self.add(Matrix([["x", "y"]]))'), 'Show a 1 by 2 matrix ("x" and "y").')
  t.match(
    prose('m = Matrix([["x"]])\nself.add(m)\nself.play(Transform(m, Matrix([["y"], ["z"]])))'),
    /transform the matrix into a 2 by 1 matrix/i,
  )
})

t.test('entries of a table', async t => {
  const matrix = 'm = Matrix([["a", "b"], ["c", "d"]])\nself.add(m)\n'
  const red = (entry: string, more = '') =>
    board(`${matrix}${more}self.play(${entry}.animate.set_color(RED))`)
      .at(-1)
      ?.things?.map(({ text }) => text)
  t.same(red('m.get_entries()[1]'), ['b'])
  t.same(red('m[0][2]'), ['c'])
  t.same(red('m.get_rows()[1]'), ['c', 'd'])
  t.same(red('m.get_columns()[1]'), ['b', 'd'])
  t.same(red('m.get_entries((2, 1))'), ['c'])
  t.same(red('n.get_entries()[3]', 'n = m.copy()\nself.add(n)\n'), ['d'])
  t.match(board(`${matrix}n = m.copy()\nself.add(n)\nself.play(Indicate(n[0][0]))`).at(-1), {
    things: [{ kind: 'entry', part: true, of: 2, text: 'a' }],
  })
  t.match(
    prose(`${matrix}self.play(Create(SurroundingRectangle(m.get_rows()[0])))`),
    /a frame around part of the matrix/,
  )
  t.match(
    prose(`${matrix}self.play(Create(SurroundingRectangle(m.get_entries()[3])))`),
    /a frame around an entry of the matrix/,
  )
  const labelled = 't = Table([["a"]], col_labels=[Text("X")])\nself.add(t)\n'
  t.match(board(`${labelled}self.play(t.get_entries_without_labels()[0].animate.set_color(RED))`)[1], {
    things: [{ text: 'a' }],
  })
})

t.test('entries that come together are their table', async t => {
  const matrix = 'm = Matrix([["a", "b"], ["c", "d"]])\n'
  const whole = [{ kind: 'matrix', layout: '2 by 2 grid' }]
  const lagged = 'LaggedStart(Create(m.get_brackets()[0]), *[Write(e) for e in m.get_entries()])'
  const [step, ...others] = board(`${matrix}self.play(${lagged})`)
  t.match(step, { things: whole })
  t.same(others, [])
  t.match(board(`${matrix}self.play(FadeIn(m.get_rows()[0]), FadeIn(m.get_rows()[1]))`)[0], { things: whole })
  t.match(
    board(`${matrix}self.play(Write(m.get_entries()[0]))`)[0],
    { things: [{ kind: 'formula', text: 'a' }] },
    'not one of them',
  )
})

t.test('places beside a part', async t => {
  const graph = 'g = Graph([1, 2], [(1, 2)])\nself.add(g)\n'
  t.match(
    prose(`${graph}self.play(Write(Text("Hi").next_to(g.vertices[1], UP)))`),
    /"Hi" above a node of the graph/,
  )
  const formula = 'f = MathTex("a", "b")\nself.add(f)\n'
  t.match(prose(`${formula}self.play(Create(Underline(f[1])))`), /under part of the formula/)
})

t.test('a graph has so many nodes and edges', async t => {
  const shown = (graph: string, more = '') => prose(`g = ${graph}\n${more}self.add(g)`)
  t.equal(shown('Graph([1, 2, 3], [(1, 2), (2, 3)])'), 'Show a graph of three nodes and two edges.')
  t.equal(
    shown('DiGraph(list("ab"), [("a", "b")], labels=True)'),
    'Show a directed graph of two nodes (labelled "a" and "b") and one edge.',
  )
  t.equal(shown('Graph(list(range(5)), edges_of(x))'), 'Show a graph of five nodes.')
  t.equal(shown('Graph([1, 2, 1], [(1, 2), (1, 2)])'), 'Show a graph of two nodes and one edge.')
  t.equal(shown('Graph(vertices, edges)'), 'Show a graph of nodes and edges.')
  t.equal(shown('Graph([1, 2], [(1, 2)])', 'g.add_vertices(3)\n'), 'Show a graph of nodes and edges.')
  t.match(board('g = Graph([1, 2], [])\nself.add(g.copy())')[0], {
    things: [{ nodes: 2 }],
  })
  t.match(
    prose('self.add(Graph([1, 2], [(1, 2)]), Graph([1], []))'),
    /two graphs of nodes and edges/,
    'of several it is not told',
  )
  t.match(
    prose('g = Graph([1, 2], [(1, 2)])\nself.add(g)\nself.play(g.animate.shift(UP))'),
    /move the graph up/i,
  )
  const tree = 'class Tree(Graph):\n    def __init__(self):\n        super().__init__([1, 2], [(1, 2)])\n'
  t.equal(prose('self.add(Tree())', tree), 'Show a tree of two nodes and one edge.')
})

t.test('list() and tuple() keep the order, sorted() and set() do not', async t => {
  const said = (items: string) =>
    board(`self.add(VGroup(*[Text(str(x)) for x in ${items}]))`)[0]?.things?.[0]?.texts
  t.same(said('list([3, 1, 2])'), ['3', '1', '2'])
  t.same(said('tuple([3, 1, 2])'), ['3', '1', '2'])
  t.same(said('sorted([3, 1, 2])'), ['1', '2', '3'])
  t.same(said('sorted([3, 1, 2], reverse=True)'), ['3', '2', '1'])
  t.same(said('set([3, 1, 3])'), ['1', '3'])
  const grown = 's = set()\nfor x in [1, 2, 1]:\n    s.add(x)\nself.add(Text(str(len(s))))'
  t.equal(board(grown)[0]?.things?.[0]?.text, '2', 'a set holds each once')
  t.equal(features('self.add(*[Dot() for x in list()])').storyboard.length, 0)
})

t.test('what kind of a list it is', async t => {
  const said = (test: string) => board(`self.add(Text("yes" if ${test} else "no"))`)[0]?.things?.[0]?.text
  t.equal(said('isinstance(["a"], list)'), 'yes')
  t.equal(said('isinstance(["a"], tuple)'), 'no')
  t.equal(said('isinstance(("a", "b"), (list, tuple))'), 'yes')
  t.equal(said('isinstance([x for x in "ab"] + ["c"], list)'), 'yes')
  t.equal(said('isinstance(tuple("ab")[1:], tuple)'), 'yes')
  t.equal(said('isinstance({1} , set)'), 'yes')
  t.equal(said('isinstance(0.5, int)'), 'no')
  t.equal(said('isinstance(0.5, float)'), 'yes')
  t.not(said('isinstance(2, int)'), 'no')
})

t.test('a label may have several lines', async t => {
  const lines = 'VGroup(Text("Huffman"), Text("Encoder")).arrange(DOWN)'
  t.match(board(`self.add(VGroup(Square(), ${lines}))`)[0], {
    things: [{ kind: 'square', text: 'Huffman Encoder' }],
  })
})

t.test('entries and punctuation', async t => {
  t.match(board('self.add(Matrix([["?"], ["a"]]))')[0], { things: [{ texts: ['?', 'a'] }] })
  t.match(board('self.add(Text("?"))')[0], { things: [{ text: '?' }] })
  const two = 'a = Matrix([["a"]])\nb = Matrix([["b"]])\nself.add(a, b)\n'
  const both = 'VGroup(a.get_entries()[0].copy(), b.get_entries()[0].copy())'
  t.same(
    board(`${two}self.play(FadeIn(${both}))`)[1]?.things,
    [{ id: 3, kind: 'entry', count: 2, texts: ['a', 'b'] }],
    'entries of two matrices are of neither alone',
  )
})

t.test('the bars of a chart have names', async t => {
  const chart = 'BarChart(values=[3, 1], bar_names=["Yes", "No"])'
  t.equal(prose(`self.play(Create(${chart}))`), 'Draw a bar chart (labelled "Yes" and "No").')
  t.same(
    features(`self.play(Create(${chart}))`).strings.map(({ text }) => text),
    ['Yes', 'No'],
  )
})

t.test('rounds that show different numbers of things show many', async t => {
  t.match(
    prose('for n in [2, 3]:\n    self.play(Create(VGroup(*[Dot() for i in range(n)])))\n    self.wait(3)'),
    /twice, draw many dots|many dots/i,
  )
})

t.test('nodes and edges by their keys', async t => {
  const graph = 'g = Graph([1, 2, 3], [(1, 2), (2, 3)])\nself.add(g)\n'
  t.match(
    prose(`${graph}self.play(*[g.vertices[v].animate.set_color(RED) for v in g.vertices])`),
    /turn three nodes of the graph red/i,
  )
  t.match(
    prose(`${graph}self.play(*[g.edges[e].animate.set_color(RED) for e in g.edges if e not in [(1, 2)]])`),
    /turn an edge of the graph red/i,
  )
  t.match(board(`${graph}self.play(FadeOut(g.edges[(1, 2)]))`)[1], {
    action: 'hide',
    things: [{ kind: 'edge', part: true, of: 1 }],
  })
  t.match(
    board(
      `g = Graph([1, 2], [])\ng.vertices[1].set_color(RED)\nself.add(g)\nself.play(FadeOut(g.vertices[1]))`,
    )[1],
    {
      action: 'hide',
      things: [{ kind: 'node', color: 'red' }],
    },
  )
  t.match(board(`${graph}self.play(g.vertices[9].animate.set_color(RED))`)[1], { things: [{ kind: 'node' }] })
  t.match(
    board(`${graph}h = g.copy()\nself.add(h)\nself.play(h.vertices[1].animate.set_color(RED))`).at(-1),
    { things: [{ kind: 'node', of: 2 }] },
    'those of a copy are its own',
  )
  t.match(
    board(
      `${graph}g.add_vertices(4)\nself.play(*[g.vertices[v].animate.set_color(RED) for v in g.vertices])`,
    )[1],
    { things: [{ kind: 'node' }] },
  )
})

t.test('tuples as keys', async t => {
  const said = (value: string, before = '') =>
    board(`${before}self.add(Text(f"{${value}}"))`)[0]?.things?.[0]?.text
  const grid = 'd = {(0, 1): "a", (1, 0): "b"}\n'
  t.equal(said('d[(0, 1)]', grid), 'a')
  t.equal(said('d[1, 0]', grid), 'b')
  t.equal(said('d[0, 1]', `${grid}d[0, 1] = "c"\n`), 'c')
  t.equal(said('d.get((1, 0))', grid), 'b')
  t.equal(said('len(d)', `${grid}d[(5, 5)] = "z"\n`), '3')
  t.equal(said('len(d)', `${grid}d[unknown] = "z"\n`), undefined, 'one more or not')
  t.equal(said('"yes" if (0, 1) in d else "no"', grid), 'yes')
  t.equal(said('"yes" if (7, 7) in d else "no"', grid), 'no')
  t.equal(said('"yes" if (0, 1) in [(0, 1)] else "no"'), 'yes')
  t.equal(said('"yes" if [1, 2] == [1, 2] else "no"'), 'yes')
  t.equal(said('"yes" if [1, 2] != [1, 2] else "no"'), 'no')
  t.equal(said('"yes" if "x" not in "abc" else "no"'), 'yes')
  t.equal(said('"yes" if "a" < "b" else "no"'), 'yes')
  t.equal(said('"yes" if "a" >= "b" else "no"'), 'no')
})

t.test('of those that may be among many one is told', async t => {
  const graph = 'g = Graph([1, 2, 3], [(1, 2), (2, 3)])\nself.add(g)\n'
  const [, step] = board(`${graph}self.play(*[FadeOut(g.edges[e]) for e in g.edges if e not in tree])`)
  t.equal(step?.things?.length, 1)
  t.match(board('self.add(VGroup(*[Dot() for i in range(9) if random() < 0.5]))')[0], {
    things: [{ parts: [{ kind: 'dot', count: 'many' }] }],
  })
})

t.test('what is done to a thing twice at once is told once', async t => {
  t.equal(board('d = Dot()\nself.add(d)\nself.play(*[Indicate(d) for i in range(4)])')[1]?.things?.length, 1)
})

t.test('what only some rounds show is not counted', async t => {
  const loops =
    'for i in range(4):\n    for j in range(3):\n        if random() < 0.5:\n            self.play(Create(Line()))'
  t.match(prose(loops), /many lines/)
})

t.test('axes have a label each, graphs of points the colour of their line', async t => {
  const axes = 'a = Axes()\nself.add(a)\n'
  t.match(
    prose(`${axes}l = a.get_axis_labels(x_label="n", y_label="time")\nself.play(Write(l))`),
    /write two formulas \("n" and "time"\) next to the axes/i,
  )
  t.same(
    features(`${axes}self.add(a.get_axis_labels(Tex("x"), Tex("y"))[1])`).strings.map(({ text }) => text),
    ['y', 'x'],
  )
  t.match(board(`${axes}self.play(Create(a.plot_line_graph([1], [2], line_color=RED)))`)[1], {
    things: [{ kind: 'curve', color: 'red' }],
  })
})
