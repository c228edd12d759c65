import t from 'tap'
import { board } from './stage.ts'

/** Where the thing called `x` is told to be. */
const place = (body: string) => board(`${body}\nself.add(x)`)[0]?.things?.at(-1)?.place

/** Each was looked at in a real Manim 0.22: where the middle of `x` comes to be there. */
const PLACES: readonly [body: string, at: string, place: string | undefined][] = [
  ['x = Text("left").to_edge(LEFT)', '-6.1, 0', 'on the left'],
  ['x = Text("a line that goes from one edge to the other").scale(0.9).to_edge(LEFT)', '-0.1, 0', undefined],
  ['x = Square().to_corner(DR)', '5.6, -2.5', 'in the lower right'],
  ['x = Square().to_edge(UP, buff=2.5)', '0, 0.5', undefined],
  ['a = Text("so long a text")\nx = Text("end").next_to(a)', '3.1, 0', 'on the right'],
  ['a = Dot()\nx = Dot().next_to(a)', '0.4, 0', undefined],
  ['a = Dot()\nx = Dot().next_to(a, buff=2)', '2.2, 0', 'on the right'],
  [
    'a = Rectangle(width=8, height=1)\nx = Dot().next_to(a, DOWN, aligned_edge=LEFT)',
    '-3.9, -0.8',
    'on the left',
  ],
  ['a = Circle(radius=2)\nx = Dot().next_to(a, UR)', '2.3, 2.3', 'in the upper right'],
  ['a = Circle(radius=0.2)\nx = Dot().next_to(a, UR)', '0.5, 0.5', undefined],
  ['a = Square().scale(2)\nx = Dot().next_to(a, UP)', '0, 2.3', 'at the top'],
  ['a = Square().scale(0.2)\nx = Dot().next_to(a, UP)', '0, 0.5', undefined],
  ['a = Text("wide enough").scale_to_fit_width(6)\nx = Dot().next_to(a, LEFT)', '-3.3, 0', 'on the left'],
  ['a = Rectangle(width=6, height=4)\nx = Dot().move_to(a.get_corner(DL))', '-3, -2', 'in the lower left'],
  ['a = Rectangle(width=6, height=4)\nx = Dot().move_to(a.get_top())', '0, 2', 'at the top'],
  ['a = Rectangle(width=6, height=4)\nx = Dot().move_to(a, aligned_edge=RIGHT)', '2.9, 0', 'on the right'],
  ['a = Rectangle(width=6, height=4)\nx = Dot().align_to(a, LEFT)', '-2.9, 0', 'on the left'],
  ['a = VGroup(Dot(), Square(side_length=4), Dot()).arrange(RIGHT)\nx = a[0]', '-2.3, 0', 'on the left'],
  ['a = VGroup(Dot(), Dot(), Dot()).arrange(RIGHT)\nx = a[0]', '-0.4, 0', undefined],
  ['a = VGroup(Dot(), Dot(), Dot()).arrange(RIGHT, buff=2)\nx = a[0]', '-2.2, 0', 'on the left'],
  [
    'a = VGroup(Square(), Square(), Square()).arrange(DOWN).shift(RIGHT * 3)\nx = a[2]',
    '3, -2.3',
    'in the lower right',
  ],
  ['a = VGroup(*[Square() for i in range(6)]).arrange_in_grid(2, 3)\nx = a[0]', '-2.3, 1.1', 'on the left'],
  [
    'a = VGroup(*[Square() for i in range(6)]).arrange_in_grid(rows=2, buff=1)\nx = a[5]',
    '3, -1.5',
    'in the lower right',
  ],
  [
    'a = VGroup(*[Dot() for i in range(4)]).arrange_in_grid(buff=(4, 0))\nx = a[3]',
    '2.1, -0.1',
    'on the right',
  ],
  [
    'a = VGroup(Square().shift(LEFT * 2), Square().shift(RIGHT * 2)).scale(0.1)\nx = a[0]',
    '-0.2, 0',
    undefined,
  ],
  ['a = VGroup(Square(), Square().shift(RIGHT * 5))\nx = Dot().move_to(a)', '2.5, 0', 'on the right'],
  [
    'a = VGroup()\na.add(Square())\na.add(Square().shift(RIGHT * 5))\nx = Dot().move_to(a)',
    '2.5, 0',
    'on the right',
  ],
  [
    'a = SurroundingRectangle(Square(side_length=4), buff=0.5)\nx = Dot().next_to(a, UP)',
    '0, 2.8',
    'at the top',
  ],
  ['a = Brace(Square(side_length=4), LEFT)\nx = Dot().next_to(a, LEFT)', '-2.8, 0', 'on the left'],
  ['a = Line(LEFT * 3, RIGHT * 3)\nx = Dot().next_to(a, RIGHT)', '3.3, 0', 'on the right'],
  ['a = Vector(RIGHT * 4)\nx = Dot().move_to(a)', '2, 0', 'on the right'],
  ['a = NumberPlane(x_range=[-2, 2], y_range=[-2, 2])\nx = Dot().next_to(a, UP)', '0, 2.3', 'at the top'],
  ['a = Table([["a", "b", "c"], ["d", "e", "f"]])\nx = Dot().next_to(a, RIGHT)', '2.8, 0', 'on the right'],
  ['a = Rectangle(width=8, height=1).rotate(PI / 2)\nx = Dot().next_to(a, UP)', '0, 4.3', 'at the top'],
  ['a = Rectangle(width=8, height=1).rotate(PI / 2)\nx = Dot().next_to(a)', '0.8, 0', undefined],
  [
    'a = VGroup(Square().shift(RIGHT * 3), Square()).arrange(DOWN, center=False)\nx = a[1]',
    '3, -2.3',
    'in the lower right',
  ],
  ['a = MathTex(r"\\frac{a + b}{c}")\nx = Dot().next_to(a, RIGHT)', '0.9, 0', undefined],
]

t.test('a thing is where it is put, beside others of their size', async t => {
  for (const [body, at, told] of PLACES)
    t.equal(place(body), told, `${body.replaceAll('\n', '; ')}: at (${at})`)
})

t.test('what nobody knows the size of reaches nobody knows where', async t => {
  const beside = (side: string) =>
    place(`a = SVGMobject("a.svg").shift(RIGHT * 3)\nx = Dot().next_to(a, ${side})`)
  t.equal(beside('RIGHT'), 'on the right')
  t.equal(beside('UP'), 'on the right')
  t.equal(beside('LEFT'), undefined)
  t.equal(place('a = Square().shift(RIGHT * 3)\nx = Dot().next_to(a, LEFT)'), 'on the right')
})

t.test('a point somewhere along a curve is a point on the curve', async t => {
  const curve = 'a = FunctionGraph(lambda x: x)\nself.add(a)\n'
  const on = (point: string, how = '.move_to') =>
    board(`${curve}x = Dot()${how}(a.${point})\nself.play(Create(x))`)[1]
  t.match(on('point_from_proportion(0.2)'), { things: [{ place: 'at a point on #1' }] })
  t.match(on('point_from_proportion(0.2)', '.shift(UP * 3).next_to'), {
    things: [{ place: 'to the right of a point on #1' }],
  })
  t.match(on('get_end()'), { things: [{ place: undefined }] })
  t.match(board('a = Line(ORIGIN, RIGHT * 4)\nx = Dot(a.point_from_proportion(0.75))\nself.add(x)'), [
    { things: [{ place: 'on the right' }] },
  ])
})

t.test('places are those in what the camera shows', async t => {
  const seen = (camera: string, x = 'Dot()') =>
    board(`frame = self.camera.frame\n${camera}\nx = ${x}\nself.play(Create(x))`, '', 'MovingCameraScene').at(
      -1,
    )?.things?.[0]?.place
  t.equal(seen('self.play(frame.animate.shift(RIGHT * 3))'), 'on the left')
  t.equal(seen('frame.shift(UP * 2)'), 'at the bottom')
  t.equal(seen('self.play(frame.animate.move_to(RIGHT * 5))', 'Dot(RIGHT * 5)'), undefined)
  t.equal(seen('self.play(frame.animate.scale(0.25))', 'Dot(RIGHT)'), 'on the right')
  t.equal(seen('self.play(frame.animate.set(width=28))', 'Dot(RIGHT * 2)'), undefined)
  t.equal(
    seen('frame.save_state()\nself.play(frame.animate.shift(RIGHT * 3))\nself.play(Restore(frame))'),
    undefined,
    'it is back',
  )
  t.equal(seen('self.play(self.camera.auto_zoom(Square()))', 'Dot(RIGHT * 3)'), undefined, 'nobody knows')
  t.equal(seen('frame.add_updater(lambda m: m.move_to(d))', 'Dot(RIGHT * 3)'), undefined)
  t.equal(
    seen('self.play(frame.animate.auto_zoom(Square()), Create(Dot()))\nframe.move_to(ORIGIN)', 'Dot(UP)'),
    undefined,
  )
})

t.test('pieces of a formula stand in its lines', async t => {
  const places = (tex: string, count = 2) =>
    board(
      `x = ${tex}\n${Array.from({ length: count }, (_, i) => `self.play(Write(x[${i}]))`).join('\n')}`,
    ).map(({ things }) => things?.[0]?.place)
  t.same(places('MathTex("a + b + c + d + e + f", "= g + h + i + j + k")'), ['on the left', 'on the right'])
  t.same(places('MathTex("a", "= b")'), [undefined, undefined])
  t.same(places(`Tex(r"one line \\\\", r"another \\\\", "the end").to_edge(DOWN)`, 3), [
    'at the bottom',
    'at the bottom',
    'at the bottom',
  ])
  const long = 'a sentence that goes on and on and on, farther than a line'
  t.same(
    places(`Tex("${long}", "${long}").to_edge(DOWN)`),
    [undefined, undefined],
    'LaTeX breaks it somewhere',
  )
})
