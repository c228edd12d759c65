import t from 'tap'
import { analyze } from '../lib/features/analyze.ts'
import { board, features, prose } from './stage.ts'

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
    t.match(
      board(`self.play(${away}(Text("Hi")))`),
      [{ action: 'hide', how: 'erase', things: [{ kind: 'text', text: 'Hi' }] }],
      `${away} shows what nobody has seen while it goes`,
    )
    t.match(board(`t = Text("Hi")\nself.add(t)\nself.play(${away}(t))`)[1], { action: 'hide', how: 'erase' })
  }
  t.same(board('t = Text("Hi")\nt.set_opacity(0)\nself.play(Uncreate(t))'), [], 'but for what is transparent')
})

t.test('a group stands for those of it that were shown one by one', async t => {
  const pair = 'a = Circle()\nb = Square()\ng = VGroup(a, b)\nself.play(Create(a))\nself.play(Create(b))\n'
  t.match(board(`${pair}self.add(Star())\nself.play(FadeOut(g))\nself.play(FadeIn(a))`).slice(3), [
    { action: 'hide', things: [{ id: 1 }, { id: 2 }] },
    { action: 'show', things: [{ id: 1 }] },
  ])
  t.match(board(`${pair}self.play(FadeIn(g))`)[2], { things: [{ id: 1 }, { id: 2 }], again: true })
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
    'n = 0\nrow = VGroup()\nfor i in range(400):\n    n += 1\n    row.add(Dot())\n    self.play(Create(Square()))\n'
  t.match(board(`${loop}self.add(Text(f"n = {n}"))`)[1], { things: [{ text: 'n = …' }] })
  t.notMatch(JSON.stringify(board(`${loop}self.add(row)`)[1]), /"count":\d/)
  t.match(features(`${loop}for x in row:\n    self.wait(3)`).duration, { exact: false })
  const all = 'n = 0\nfor i in range(40):\n    n += 1\n    self.play(Create(Square()))\n'
  t.match(
    board(`${all}self.add(Text(f"n = {n}"))`)[1],
    { things: [{ text: 'n = 40' }] },
    'every round was looked at',
  )
  const open = 'n = 1\nwhile unknown():\n    self.add(Text(f"n = {n}"))\n    n += 1\n'
  t.match(board(open)[0], { things: [{ text: 'n = …', count: 'many' }] })
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

t.test('recursions of which nobody knows the end leave the scene what it needs', async t => {
  const tree = `
class Node:
    def __init__(self, key):
        self.key, self.left, self.right = key, None, None

def insert(node, key):
    if node is None:
        return Node(key)
    if key < node.key:
        node.left = insert(node.left, key)
    else:
        node.right = insert(node.right, key)
    return node

def spread(node, places):
    if node is None:
        return
    spread(node.left, places)
    spread(node.right, places)
    def move(node, by):
        if node is None:
            return
        places[node] = places.get(node, 0) + by
        move(node.left, by)
        move(node.right, by)
    move(node.left, -1)
    move(node.right, 1)

def draw(root):
    if root is None:
        return {}, 0
    places, circles = {}, {}
    spread(root, places)
    def circle(node, depth):
        if node is None:
            return
        circles[node] = VGroup(Circle(color=BLUE), Text(str(node.key)))
        circle(node.left, depth + 1)
        circle(node.right, depth + 1)
    circle(root, 0)
    return circles, 1
`
  const { storyboard } = features(
    `root = None
for key in unknown():
    root = insert(root, key)
for i in range(4):
    circles, scale = draw(root)
    self.add(*circles.values())
    self.play(FadeIn(Text(f"tree {i}")))
self.play(FadeIn(Star()))`,
    tree,
  )
  t.match(storyboard, [
    {
      action: 'repeat',
      times: 4,
      steps: [
        {
          things: [
            { parts: [{ count: 'many', parts: [{ kind: 'circle', color: 'blue' }, { kind: 'text' }] }] },
          ],
        },
        { things: [{ kind: 'text' }] },
      ],
    },
    { things: [{ kind: 'star' }] },
  ])
})

t.test('a way out with nothing to show is not what a helper returns', async t => {
  const returned = (nothing: string) =>
    board(
      'found, n = shapes(unknown())\nself.add(*found)',
      `def shapes(x):\n    if x is None:\n        return ${nothing}\n    return [Circle(), Square()], 2\n`,
    ).flatMap(({ things }) => things?.map(({ kind }) => kind) ?? [])
  t.same(returned('[], 0'), ['circle', 'square'])
  t.same(returned('VGroup(), 0'), ['circle', 'square'])
  t.same(returned('[Dot()], 1'), ['dot'], 'the first way with something to show')
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
    things: [{ kind: 'dot', count: 'many' }],
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
  t.match(board('self.add(*[Text(f"n = {n}") for n in unknown()])')[0], {
    things: [{ kind: 'text', parts: [{ text: 'n = …', count: 'many' }] }],
  })
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
  const lasts = (animate: string) => features(`self.activate_zooming(${animate})`, '', 'ZoomedScene').duration
  t.match(lasts(''), { seconds: 0, exact: true })
  t.match(lasts('animate=True'), { seconds: 3, exact: true }, 'two animations')
  t.match(lasts('unknown()'), { seconds: 0, exact: false })
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
  t.match(prose('self.play(Create(VGroup(Dot(color=RED), Dot(color=BLUE))))'), /two dots in red and blue/)
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

t.test('what is changed with no animation is seen when time passes', async t => {
  const after = (body: string, more = '') =>
    board(`d = Dot()\nself.add(d)\nself.wait()\n${body}`, more)
      .filter(({ action }) => action !== 'wait')
      .slice(1)
  t.match(after('d.shift(RIGHT * 3)\nself.wait()'), [
    {
      action: 'move',
      things: [{ id: 1, kind: 'dot', place: undefined }],
      place: 'to the right',
      with: undefined,
    },
  ])
  t.match(after('d.become(Square(color=RED))\nself.wait()'), [
    {
      action: 'transform',
      things: [{ id: 1, kind: 'dot' }],
      into: [{ id: 1, kind: 'square', color: 'red' }],
    },
  ])
  t.match(after('d.set_color(RED).scale(2)\nself.play(Create(Star()))'), [
    { action: 'resize', things: [{ kind: 'dot', color: undefined }], how: 'bigger' },
    { action: 'recolor', things: [{ kind: 'dot' }], color: 'red' },
    { action: 'show', things: [{ kind: 'star' }] },
  ])
  t.same(after('d.shift(RIGHT)'), [], 'nobody sees what is changed when all is over')
  t.same(after('d.move_to(ORIGIN)\nself.wait()'), [], 'nor that it moves where it is')
  t.same(after('d.become(Dot())\nself.wait()'), [], 'or becomes what it is')
  t.same(after('e = d.copy().shift(UP)\nself.wait()'), [], 'or what is no longer or not yet there')
  t.same(
    after('def follow(m):\n    m.set_color(RED)\nd.add_updater(follow)\nself.wait()').filter(
      ({ action }) => action === 'recolor',
    ),
    [],
    'updaters are told otherwise',
  )
  t.match(after('if unknown():\n    d.set_color(RED)\nself.wait()'), [{ action: 'recolor', maybe: true }])
  t.match(after('for i in range(4):\n    d.shift(UP)\n    self.wait(0.1)'), [
    { action: 'repeat', times: 4, steps: [{ action: 'move', place: 'up' }] },
  ])
  t.match(
    board('d = Dot()\nself.add(d)\nd.shift(RIGHT * 3)\nself.wait()').filter(
      ({ action }) => action !== 'wait',
    ),
    [{ action: 'show', things: [{ place: 'on the right' }] }],
    'what was just added is told as it is when time passes',
  )
  const grid = 'g = VGroup(*[Square() for i in range(20)])\nself.play(FadeIn(g))\n'
  t.match(board(`${grid}for s in g:\n    s.set_fill(RED)\nself.wait()`)[1], {
    action: 'recolor',
    things: [{ kind: 'square', count: 20 }],
    color: 'red',
  })
  const own =
    'class Lamp(VGroup):\n    def glow(self):\n        self.set_color(YELLOW)\n        return self\n'
  t.match(
    board(
      'l = Lamp(Dot(), Square())\nself.add(l)\nself.wait()\nself.play(l.animate.glow())\nself.wait()',
      own,
    ).filter(({ action }) => action === 'recolor').length,
    1,
    'what is animated is told once',
  )
})

t.test('transformations of the program’s own say what they end with', async t => {
  const more = `
class Away(Transform):
    def __init__(self, mobject, way, rate_func=smooth, **kwargs):
        self.thing, self.way = mobject, way
        super().__init__(mobject, rate_func=rate_func, **kwargs)

    def create_target(self):
        return self.thing.copy().shift(self.way).set_opacity(0)

class Hither(Away):
    def __init__(self, mobject, way):
        super().__init__(mobject, way, rate_func=lambda x: smooth(1 - x), run_time=3)

class Redden(Transform):
    def create_target(self):
        return Square(color=RED)
`
  const { storyboard, duration } = features(
    'd = Dot()\nself.play(Hither(d, UP))\nself.play(Away(d, UP))\ns = Star()\nself.play(Redden(s))',
    more,
  )
  t.match(storyboard, [
    { action: 'show', how: 'fade in', things: [{ id: 1, kind: 'dot' }] },
    { action: 'hide', how: 'fade out', things: [{ id: 1, kind: 'dot' }] },
    { action: 'transform', things: [{ kind: 'star' }], into: [{ kind: 'square', color: 'red' }] },
  ])
  t.match(duration, { seconds: 5, exact: true })
})

t.test('a loop lasts as long as its rounds, each of which is gone through', t => {
  const seconds = (body: string) => features(body).duration
  const last = 'for i in range(9):\n    self.wait(max(1, i - 5))'
  t.match(seconds(last), { seconds: 7 + 2 + 3, exact: true })
  const but_last = 'for i in range(12):\n    self.wait()\n    if i < 11:\n        self.wait(2)'
  t.match(seconds(but_last), { seconds: 12 + 22, exact: true })
  // Too much to be gone through.
  const long = 'for i in range(180):\n    self.wait()\n    if i < 179:\n        self.wait(2)'
  t.match(seconds(long), { exact: false, lower_bound: true })
  t.match(seconds('for i in range(180):\n    self.wait()'), { seconds: 180, exact: true })
  const letters = 'word = Tex("Squares")\nself.play(*[FadeOut(word[0][i]) for i in range(2, len(word[0]))])'
  t.match(seconds(letters), { exact: false }, 'nobody knows of how many letters LaTeX makes a word')
  t.end()
})

t.test('what is removed and added again before time passes never left', t => {
  const back = (between: string) =>
    board(
      `a, b, c = Circle(), Square(), Dot()\nself.play(Create(a), Create(b))\n${between}\nself.wait()`,
    ).map(({ action, how, things = [] }) => [action, how, ...things.map(({ kind }) => kind)].join(' '))
  t.same(back('self.remove(a)\nself.add(c, a)'), ['show draw circle square', 'show appear dot'])
  t.same(back('self.remove(a, b)\nself.add(a)'), ['show draw circle square', 'hide remove square'])
  t.same(back('self.add(c)\nself.remove(a)\nself.add(a, c)'), ['show draw circle square', 'show appear dot'])
  t.same(back('mobs = self.mobjects\nself.remove(*mobs)\nself.add(c, *mobs)'), [
    'show draw circle square',
    'show appear dot',
  ])
  t.same(
    back('self.remove(a)\na.shift(RIGHT * 3)\nself.add(a)'),
    ['show draw circle square', 'hide remove circle', 'show appear circle'],
    'it comes back elsewhere',
  )
  t.same(
    back('self.remove(a)\nself.wait()\nself.add(a)'),
    ['show draw circle square', 'hide remove circle', 'show appear circle'],
    'it was seen to be gone',
  )
  t.end()
})

t.test('a function within a scene is what its decorators make of it', t => {
  t.match(board('@always_redraw\ndef arc():\n    return Arc(color=RED)\nself.add(arc)'), [
    { action: 'show', things: [{ kind: 'arc', color: 'red' }] },
  ])
  t.match(
    board('@part\ndef first():\n    self.play(Create(Star()))', 'def part(f):\n    f()\n    return f\n'),
    [{ action: 'show', things: [{ kind: 'star' }] }],
    'one that runs it at once',
  )
  t.match(board('@nobody.knows\ndef first():\n    self.play(Create(Star()))\nfirst()'), [
    { action: 'show', things: [{ kind: 'star' }] },
  ])
  t.end()
})

t.test('a scene is of its own classes and of those it comes of, and is no thing', t => {
  const is = (name: string) =>
    board(
      `self.add(Text(f"{isinstance(self, ${name})}"))`,
      'class Other(Scene):\n    pass\n',
      'MovingCameraScene',
    )[0]?.things?.[0]?.text
  t.same(['Demo', 'Other', 'Scene', 'MovingCameraScene', 'Mobject', 'VGroup'].map(is), [
    'True',
    'False',
    'True',
    'True',
    'False',
    'False',
  ])
  t.end()
})

t.test('what is deformed is the thing, and not the matrix; a function may tell what it does', async t => {
  const after = (animation: string, more = '') =>
    board(`g, c = NumberPlane(), Circle()\nself.add(g, c)\nself.play(${animation})`, more)[1]
  const plane = { action: 'deform', things: [{ kind: 'coordinate plane' }] }
  t.match(after('ApplyMatrix([[1, 2], [0, 1]], g)'), plane)
  t.match(after('ApplyMatrix(np.array(unknown()), g)'), plane)
  t.match(after('ApplyMatrix(matrix=unknown(), mobject=g)'), plane)
  t.match(after('ApplyComplexFunction(lambda z: z**2, g)'), plane)
  t.match(board('self.play(ApplyMatrix([[1, 2], [0, 1]], NumberPlane()))'), [
    { action: 'show', how: 'appear', things: [{ kind: 'coordinate plane' }] },
    { action: 'deform' },
  ])
  const paint = 'def paint(mob, color=RED):\n    mob.set_color(color)\n    return mob\n'
  t.match(after('ApplyFunction(paint, c)', paint), {
    action: 'recolor',
    things: [{ kind: 'circle' }],
    color: 'red',
  })
  t.match(after('ApplyFunction(nobody_knows, c)'), { action: 'deform', things: [{ kind: 'circle' }] })
})

t.test('each member of a group goes to its own target', async t => {
  const made = 'g = VGroup(Circle(), Square())\nself.add(g)\nfor one in g:\n    one.generate_target()\n'
  t.match(board(`${made}    one.target.set_color(RED)\nself.play(LaggedStartMap(MoveToTarget, g))`)[1], {
    action: 'recolor',
    things: [{ kind: 'circle' }, { kind: 'square' }],
    color: 'red',
    detail: 'one after another',
  })
})
