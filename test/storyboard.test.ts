import t from 'tap'
import { analyze } from '../lib/features/analyze.ts'
import type { Step } from '../lib/features/stage/steps.ts'
import { countWords } from '../lib/features/words.ts'
import { describeFromStoryboard } from '../lib/storyboard/prose.ts'

const program = (body: string, more = '') =>
  `from manim import *\n${more}\nclass Demo(Scene):\n    def construct(self):\n        ${body.replaceAll('\n', '\n        ')}\n`
const board = (body: string, more = '') => analyze(program(body, more), { scene: 'Demo' })
const prose = (body: string, more = '') => describeFromStoryboard(board(body, more))

t.test('a short scene reads as a person would ask for it', async t => {
  const text = prose(
    'title = Text("Shapes", color=YELLOW).to_edge(UP)\nself.play(Write(title))\nc = Circle(color=RED).shift(LEFT * 3)\ns = Square(color=BLUE).next_to(c, RIGHT)\nself.play(Create(c), Create(s))\nself.play(c.animate.shift(UP).set_color(GREEN))\nself.play(Transform(c, Triangle(color=BLUE)))\nself.play(*[FadeOut(m) for m in self.mobjects])',
  )
  t.equal(
    text,
    'Write the yellow text "Shapes" at the top. Draw a red circle on the left and a blue square to the right of the circle. ' +
      'Next, move the circle up and turn it green, then transform it into a blue triangle. Finally, fade everything out.',
  )
})

t.test('what is cut out or put together is a shape, and where two meet is their intersection', t => {
  const text = (name: string) =>
    prose(`a = Square()\nb = Circle()\nself.play(Create(${name}(a, b, color=RED)))`)
  for (const name of ['Difference', 'Exclusion', 'Union']) t.match(text(name), /draw a red shape/i)
  t.match(text('Intersection'), /draw a red intersection/i)
  t.end()
})

t.test('a wait is said as a person would say it', t => {
  const hold = (seconds: string) => prose(`self.add(Circle())\nself.wait(${seconds})`)
  t.match(hold('61 / 12'), /hold for 5\.1 seconds/i)
  t.match(hold('4.96'), /hold for five seconds/i)
  t.match(hold('120'), /hold for 120 seconds/i)
  t.end()
})

t.test('loops are said once with their count', async t => {
  const { storyboard } = board('s = Square()\nself.add(s)\nfor i in range(4):\n    self.play(Indicate(s))')
  t.match(storyboard[1], { action: 'repeat', times: 4, steps: [{ action: 'highlight' }] })
  t.match(
    prose('for i in range(4):\n    self.play(Create(Dot(color=RED)))'),
    /four red dots, one after another/,
  )
})

t.test('a group of equal things is told by number', async t => {
  t.match(prose('self.play(FadeIn(VGroup(*[Square() for _ in range(5)]).arrange(RIGHT)))'), /five squares/)
  const grid =
    'g = VGroup()\nfor i in range(30):\n    for j in range(30):\n        g.add(Square())\nself.play(Create(g))'
  t.notMatch(prose(grid), /\d/, 'a number that was not counted to its end is not said')
})

t.test('what was told with others like it is one of them', async t => {
  const grid = 'g = VGroup(*[Square() for _ in range(12)]).arrange_in_grid(3, 4)\nself.play(Create(g))\n'
  const { storyboard } = board(`${grid}self.play(Indicate(g[7]))`)
  t.match(storyboard[1], { action: 'highlight', things: [{ id: 2, kind: 'square', of: 1 }] })
  t.match(prose(`${grid}self.play(Indicate(g[7]))`), /highlight one of the squares\.$/i)
  t.match(prose(`${grid}self.play(Indicate(g[7]), Indicate(g[2]))`), /highlight two of the squares/i)
  t.match(prose(`${grid}self.play(FadeOut(g[7], g[2]))`), /fade out two of the squares\.$/i)
  t.match(
    prose(`${grid}self.play(g[7].animate.set_color(RED))\nself.play(g[7].animate.shift(UP))`),
    /turn one of the squares red.*move the red square up/is,
  )
  t.match(
    prose(`${grid}h = Square()\nself.play(Create(h))`),
    /draw a square\.$/i,
    'one that came by itself is not',
  )
})

t.test('what comes with something that is not told does not come with what was told before', async t => {
  const unseen = 'm = unknown()\n'
  t.equal(
    prose(`${unseen}self.play(FadeIn(Circle()))\nself.play(LaggedStart(FadeOut(m), FadeIn(Square())))`),
    'Fade in a circle. Fade in a square.',
  )
})

t.test('all entries of a table that nobody has seen are the table', async t => {
  const table = 't = Table([["a", "b"], ["c", "d"]])\n'
  t.match(
    prose(`${table}self.play(FadeIn(t.get_entries()), Create(t.get_horizontal_lines()))`),
    /^Fade in a 2 by 2 table/,
  )
  t.match(
    prose(`${table}self.play(Create(t))\nself.play(t.get_entries((1, 1)).animate.set_color(RED))`),
    /turn the entry "a" of the table red/i,
  )
  const gone = `${table}self.play(Create(t))\nself.play(FadeOut(t.get_entries()))\nself.wait()`
  t.match(prose(gone), /^Draw a 2 by 2 table.* Fade out four entries of the table/)
  t.match(
    board(gone).storyboard[1],
    { action: 'hide', things: [{ part: true }] },
    'of one that is there they are a part',
  )
})

t.test('nodes and edges say what they are, whatever graph they are of', async t => {
  const graph = 'g = Graph([1, 2], [(1, 2)])\n'
  t.match(
    prose(`${graph}self.play(Write(g.vertices[1]), Write(g.vertices[2]), Write(g.edges[(1, 2)]))`),
    /two nodes and an edge\.$/i,
  )
})

t.test('what is done to each of a group is done to the group, one after another', async t => {
  const row = 'g = VGroup(*[Circle() for _ in range(5)]).arrange(RIGHT)\nself.play(FadeIn(g))\n'
  t.match(
    prose(`${row}for c in g:\n    self.play(c.animate.shift(UP))`),
    /move the five circles up, one after another\.$/i,
  )
  t.match(prose(`${row}for i in range(3):\n    self.play(Indicate(g[i]))`), /three times, highlight one of/i)
})

t.test('pieces of a formula that was never shown whole are known by its words, and told once', async t => {
  const pieces = 'pi = Tex("$\\\\pi$")\nself.play(Write(pi))\ne = VGroup(Tex("$$x = y$$"))\n'
  const { storyboard } = board(`${pieces}self.play(FadeIn(e[0][0][:10]), FadeIn(e[0][0][11:]))`)
  t.match(storyboard[1]?.things?.[0], { kind: 'formula', part: true, text: 'x = y' })
  t.match(
    prose(`${pieces}self.play(FadeIn(e[0][0][:10]), FadeIn(e[0][0][11:]))`),
    /fade in part of the formula "x = y"\.$/i,
  )
  t.match(
    prose(`${pieces}self.play(Transform(pi, e[0][0][10]))`),
    /transform the formula into part of the formula "x = y"\.$/i,
  )
})

t.test('a piece with words of its own is told by these, whole', async t => {
  const lines = 'lines = Tex("First line", "Second line")\n'
  const { storyboard } = board(`${lines}self.play(Write(lines[0]))\nself.play(Write(lines[1]))`)
  t.same(storyboard[0]?.things, [{ id: 1, kind: 'text', text: 'First line' }])
  t.equal(
    prose(`${lines}self.play(Write(lines[0]))\nself.play(Write(lines[1]))`),
    'Write the text "First line". Write the text "Second line".',
  )
  t.match(
    prose(`${lines}self.play(Write(lines))\nself.play(lines[1].animate.set_color(RED))`),
    /turn the text "Second line" red\.$/i,
    'of what was told whole as well',
  )
})

t.test('what turns about something else goes around it', async t => {
  const dot = 'd = Dot().shift(2 * UP)\nself.add(d)\n'
  const { storyboard } = board(`${dot}self.play(Rotating(d, angle=TAU, about_point=ORIGIN))`)
  t.match(storyboard[1], { action: 'rotate', detail: 'a full turn', place: 'around the center' })
  t.match(
    prose(
      `${dot}self.play(Rotate(d, PI / 2, about_point=ORIGIN))\nself.play(Write(Text("x").next_to(d, UP)))`,
    ),
    /rotate the dot by 90° around the center. Finally, write the text "x" /i,
  )
  t.match(
    board(`${dot}self.play(d.animate.rotate(PI, about_point=LEFT * 4))\nself.play(FadeOut(d))`).storyboard[1],
    { action: 'rotate', detail: '180°', place: 'around a point on the left' },
  )
  t.equal(
    board(`${dot}self.play(Rotate(d, angle=PI, about_point=d.get_center()))`).storyboard[1]?.place,
    undefined,
    'about itself',
  )
  t.equal(
    board(`${dot}self.play(Rotate(d, **load()))`).storyboard[1]?.detail,
    undefined,
    'an angle that may come from elsewhere is not known',
  )
  t.match(
    board(`${dot}self.play(Rotate(d, PI, about_point=ORIGIN))\nself.play(FadeIn(Square().move_to(d)))`)
      .storyboard,
    [{}, { detail: '180°' }, { things: [{ place: 'at the bottom' }] }],
    'and is then where it came to',
  )
  t.same(
    board(
      `${dot}self.play(d.animate.rotate(TAU))\nself.play(d.animate.rotate(2 * TAU).set_color(RED))`,
    ).storyboard.map(({ action }) => action),
    ['show', 'recolor'],
    'and what is only animated to where a whole turn leaves it does not move',
  )
})

t.test('a graph has nodes and edges', async t => {
  const graph =
    'g = Graph([1, 2, 3], [(1, 2), (2, 3)], layout="circular")\nself.play(Create(g))\nself.play(g.animate.shift(UP))\n'
  const { storyboard } = board(`${graph}self.play(g.vertices[1].animate.set_color(RED))`)
  t.match(storyboard.at(-1), { action: 'recolor', things: [{ kind: 'node', part: true, of: 1 }] })
  t.equal(
    prose(
      `${graph}self.play(*[g.vertices[v].animate.set_color(RED) for v in (1, 2)], g.edges[(1, 2)].animate.set_color(BLUE))\nself.play(Indicate(VGroup(*g.edges.values())))`,
    ),
    'Draw a graph of three nodes and two edges. Move the graph up. Next, turn two nodes of the graph red and turn an edge of the graph blue. Finally, highlight two edges of the graph.',
  )
})

t.test('what a picture shows and what an outline looks like tells two things apart', async t => {
  t.equal(
    prose('self.play(FadeIn(SVGMobject("a/left.svg"), SVGMobject("right.svg")))'),
    'Fade in the drawing "left.svg" and the drawing "right.svg".',
  )
  const { storyboard } = board(
    'self.add(SurroundingRectangle(Text("x"), stroke_color=WHITE, fill_color=BLACK), Square(fill_color=RED, stroke_color=WHITE))',
  )
  t.match(storyboard[0]?.things, [{ color: 'white' }, { color: 'red' }])
})

t.test('what moves by a hair does not move; several are several when they come again', async t => {
  const { storyboard } = board(
    's = Square()\nself.add(s)\nself.play(s.animate.shift((DOWN + RIGHT) * 0.000001))',
  )
  t.equal(storyboard.length, 1)
  t.match(
    prose('g = VGroup(*[Dot() for x in load()])\nself.play(FadeIn(g))\nself.play(Rotate(g, PI))'),
    /several dots\..*rotate the dots by 180°/is,
  )
  t.equal(
    prose(
      'grid = VGroup(*[VGroup(*[Square(color=RED) for c in row]) for row in load()])\nself.play(Create(grid))',
    ),
    'Draw several red squares.',
  )
})

t.test('a class of the author’s own is one thing, however many equal ones it holds', async t => {
  const more =
    'class PixelArray(VGroup):\n    def __init__(self, n):\n        super().__init__(*[Square() for _ in range(n)])\n        self.arrange(RIGHT)\nclass Integers(VGroup):\n    pass\n'
  const { storyboard } = board('self.play(FadeIn(PixelArray(6)))', more)
  t.match(storyboard[0]?.things, [
    { kind: 'group', name: 'pixel array', parts: [{ kind: 'square', count: 6, layout: 'row' }] },
  ])
  t.equal(storyboard[0]?.things?.[0]?.count, undefined)
  t.equal(
    prose('self.play(FadeIn(PixelArray(6)))', more),
    'Fade in a pixel array made of a row of six squares.',
  )
  t.equal(
    prose('self.play(FadeIn(Integers(Integer(1), Integer(2))))', more),
    'Fade in integers made of two numbers ("1" and "2").',
  )
  t.match(
    prose('self.play(Create(Graph([1, 2], [(1, 2)], color=WHITE)))'),
    /a (?:white )?graph of two nodes/i,
  )
})

t.test('helpers, methods, classes of its own and inherited scenes are followed', async t => {
  const more =
    'class Base(Scene):\n    def construct(self):\n        self.play(Create(Circle(color=RED)))\n    def show(self, x):\n        self.play(FadeIn(x))\nclass Box(VGroup):\n    def __init__(self, words, **kwargs):\n        super().__init__(**kwargs)\n        self.add(Rectangle(), Text(words))\ndef make(color):\n    return Star(color=color)\nclass Child(Base):\n    def construct(self):\n        super().construct()\n        self.show(make(GOLD))\n        self.show(Box("Queue"))\n'
  const text = describeFromStoryboard(analyze(`from manim import *\n${more}`, { scene: 'Child' }))
  t.match(text, /red circle.*gold star.*"Queue"/s)
})

t.test('what is not known is not told', async t => {
  t.equal(prose('self.play(FadeIn(mystery(3)))'), '')
  t.notMatch(prose('self.play(Create(Circle()))\nx = load()\nself.play(FadeIn(x))'), /load|object/)
  const { storyboard } = board('if condition:\n    self.play(Create(Circle()))')
  t.match(storyboard, [{ action: 'show', maybe: true }])
})

t.test('camera, sections, places, trackers', async t => {
  const { storyboard } = board(
    'self.next_section("Intro")\nd = Dot().to_corner(UR)\nself.add(d)\nself.play(self.camera.frame.animate.scale(0.5).move_to(d))\nv = ValueTracker(0)\nself.play(v.animate.set_value(5))\nself.wait(4)',
  )
  t.match(storyboard, [
    { action: 'section', detail: 'Intro' },
    { action: 'show', things: [{ kind: 'dot', place: 'in the upper right' }] },
    { action: 'camera', how: 'zoom in', things: [{ id: 1 }] },
    { action: 'change', detail: 'from 0 to 5' },
    { action: 'wait', seconds: 4 },
  ])
})

t.test('no code stands in the prose', async t => {
  const text = prose(
    'my_Box1 = Square()\nself.play(Create(my_Box1))\nself.play(my_Box1.animate.to_edge(DOWN))',
  )
  t.equal(text, 'Draw a square. Move the square to the bottom.')
})

t.test('a still is shown, not animated', async t => {
  t.match(
    prose('self.add(Circle(color=BLUE), Text("Hello").to_edge(DOWN))'),
    /^Show a blue circle and the text "Hello" at the bottom\.$/,
  )
})

t.test('long scenes are cut to their length and keep their end', async t => {
  const body = Array.from(
    { length: 80 },
    (_, i) => `self.play(Write(Text("Line ${i} of the long scene")))`,
  ).join('\n')
  const found = board(body)
  t.equal(found.storyboard.length, 40)
  t.equal(found.storyboard_omitted, 40)
  const text = describeFromStoryboard(found)
  t.ok(countWords(text) <= 120, `${countWords(text)} words`)
  t.match(text, /"Line 0 of.*"Line 79 of/s)
  t.equal(analyze(program(body), { storyboardSteps: 5 }).storyboard.length, 5)
})

t.test('what is left of a cut storyboard is as true as the whole', async t => {
  // Each play draws a curve and writes a label beside it; the labels weigh more, and stay.
  const part = (n: number) =>
    `axes${n} = Axes()\nself.play(Create(axes${n}))\nself.play(Create(axes${n}.plot(lambda x: x)), Write(Text("label ${n}")))\nself.play(Create(Circle()), Create(Square()))\nself.play(FadeOut(*self.mobjects))`
  const { storyboard } = board(Array.from({ length: 12 }, (_, n) => part(n)).join('\n'))
  const whole = analyze(program(Array.from({ length: 12 }, (_, n) => part(n)).join('\n')), {
    storyboardSteps: 1000,
  }).storyboard
  t.equal(storyboard.length, 40)
  t.ok(whole.length > 40)
  // The screens are told apart: nothing of one seems to stay for the next.
  t.equal(storyboard.filter(step => step.action === 'clear').length, 12)
  const partner = (steps: typeof whole, text: string) => {
    const at = steps.findIndex(step => step.things?.[0]?.text === text)
    return steps[at]?.with && steps[at - 1]?.things?.[0]?.kind
  }
  for (let n = 0; n < 12; n++) {
    t.equal(partner(whole, `label ${n}`), 'curve', 'in the whole it comes with its curve')
    const left = partner(storyboard, `label ${n}`)
    t.ok(
      left === undefined || left === 'curve',
      `label ${n} is with its curve or by itself, not with the ${left}`,
    )
  }
})

t.test('of many of whom nobody knows how many, all are told, not the one that stands for them', async t => {
  const many = [{ kind: 'square', color: 'red', count: 'many' }]
  const squares = 'squares = VGroup(*[Square(color=RED) for name in os.listdir()])\n'
  const shown = (body: string) => board(body, 'import os').storyboard.map(({ things }) => things)
  const all = '[FadeIn(one) for one in squares]'
  t.match(shown('self.play(*[FadeIn(Square(color=RED)) for name in os.listdir()])'), [many])
  t.match(shown(`${squares}self.play(*${all})`), [many])
  t.match(shown(`${squares}self.play(LaggedStart(*${all}))`), [many])
  t.match(shown(`${squares}self.play(AnimationGroup(${all}))`), [many])
  t.match(shown(`${squares}all = []\nfor one in squares:\n    all.append(FadeIn(one))\nself.play(*all)`), [
    many,
  ])
  t.match(
    shown(`${squares}self.add(squares)\nself.play(*[one.animate.set_color(BLUE) for one in squares])`).at(-1),
    many,
  )
  // All of them stay many, and any of them is one of their kind.
  const later = `${squares}self.play(*${all})\nself.play(squares.animate.shift(UP))\nself.play(Indicate(squares[3]))`
  t.match(shown(later).slice(1), [[{ kind: 'square', parts: [{ count: 'many' }] }], [{ kind: 'square' }]])
  t.notOk(shown(later)[2]?.[0]?.parts)
  // In its own round it is one, and what is there before is no other in each.
  t.notOk(
    board('for name in os.listdir():\n    self.play(FadeIn(Square()))', 'import os').storyboard[0]?.steps?.[0]
      ?.things?.[0]?.count,
  )
  const title =
    'title = Text("Files")\nself.add(title)\nself.play(*[Indicate(title) for name in os.listdir()])'
  t.notOk(board(title, 'import os').storyboard.at(-1)?.things?.[0]?.count)
})

t.test('no place refers to what the storyboard does not tell', async t => {
  const referred = (steps: readonly Step[]): number[] =>
    steps.flatMap(({ things = [], into = [], steps: inner = [], place }) => [
      ...[place, ...[...things, ...into].map(thing => thing.place)].flatMap(where =>
        Array.from((where ?? '').matchAll(/#(\d+)/g), ([, digits]) => Number(digits)),
      ),
      ...[...things, ...into].flatMap(thing => thing.of ?? []),
      ...referred(inner),
    ])
  const told = (steps: readonly Step[]): number[] =>
    steps.flatMap(({ things = [], into = [], steps: inner = [] }) => [
      ...[...things, ...into].flatMap(thing => thing.id ?? []),
      ...told(inner),
    ])
  const one = (n: number) =>
    `axes${n} = Axes()\nself.play(Create(axes${n}))\nself.play(Write(Text("label ${n}").next_to(axes${n}, RIGHT)))`
  const body = `self.add(Dot())\n${Array.from({ length: 30 }, (_, n) => one(n)).join('\n')}`
  const { storyboard } = board(body)
  const known = new Set(told(storyboard))
  t.same(
    referred(storyboard).filter(number => !known.has(number)),
    [],
  )
  const places = storyboard
    .flatMap(({ things = [] }) => things)
    .flatMap(({ text, place }) => (text ? [place] : []))
  t.ok(places.length >= 29, 'the labels stay')
  t.ok(places.some(place => place === 'to the right of the axes'))
  t.ok(places.some(place => /^to the right of #\d+$/.test(place ?? '')))
})

t.test('the same program gives the same words', async t => {
  const body =
    'self.play(Create(Circle()), FadeIn(Square()))\nfor c in [RED, BLUE]:\n    self.play(Create(Dot(color=c)))'
  t.equal(prose(body), prose(body))
})

t.test('programs that would never end are given up in time', async t => {
  const bodies = [
    'while True:\n    x = VGroup(*[Dot() for i in range(10**9)])\n    self.wait()',
    's = "ab"\nfor i in range(150):\n    s = s * 100\nself.add(Text(s))',
    'g = VGroup(Dot())\nfor i in range(200):\n    g = VGroup(g.copy(), g.copy())\nself.add(g)',
    'f = lambda g: g(g)\nf(f)',
  ]
  for (const body of bodies) {
    const before = Date.now()
    board(body)
    t.ok(Date.now() - before < 5000, body)
  }
})

t.test('a telling that was shortened step by step reads as one of the steps that are left', async t => {
  const shapes = [
    'Circle',
    'Square',
    'Triangle',
    'Star',
    'Dot',
    'Ellipse',
    'Annulus',
    'Line',
    'Arrow',
    'Sector',
  ]
  const body = shapes.map((shape, i) => `s${i} = ${shape}()\nself.play(Create(s${i}))`).join('\n')
  const features = board(`${body}\nself.play(Rotate(s0), Indicate(s9))`)
  const whole = describeFromStoryboard(features, { words: 1000 })
  let last = countWords(whole)
  for (let words = last - 1; words > 20; words--) {
    const text = describeFromStoryboard(features, { words })
    t.ok(countWords(text) <= words, text)
    t.ok(countWords(text) <= last)
    last = countWords(text)
    // What is told anew is told as what comes first: nothing of a step that is gone is taken for known.
    const named = [...text.matchAll(/(?:rotate|highlight) (?:it|the (\w+))/gi)].flatMap(
      ([, noun]) => noun ?? [],
    )
    for (const noun of named) t.match(text.toLowerCase(), new RegExp(`an? ${noun}`), text)
  }
})

t.test('parts of each other, as no program has them, are told all the same', async t => {
  const features = board('self.play(Create(Circle()), Create(Square()))')
  const circle = { id: 1, kind: 'circle' }
  const square = { id: 2, kind: 'square' }
  const storyboard: Step[] = [
    { action: 'show', things: [circle, square] },
    { action: 'rotate', things: [{ ...circle, part: true, of: 2 }] },
    { action: 'rotate', things: [{ ...square, part: true, of: 1 }] },
    { action: 'rotate', things: [circle] },
  ]
  t.match(describeFromStoryboard({ ...features, storyboard }), /rotate the circle\./i)
})
