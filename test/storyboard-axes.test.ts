import t from 'tap'
import { board, prose } from './stage.ts'

const thing = (body: string, before?: string) => board(body, before)[0]?.things?.[0]
const ranges = (axes: string) => thing(`self.add(${axes})`)?.ranges
const curve = (drawn: string, before?: string) =>
  thing(`axes = Axes()\nk = 5\nself.add(${drawn})`, before)?.curve
/** Where what is made so is, beside axes that were told of. */
const place = (made: string, axes = 'Axes()') =>
  board(`axes = ${axes}\nself.add(axes)\nself.wait()\nself.add(${made})`).at(-1)?.things?.[0]?.place

t.test('axes span what the program says', async t => {
  t.same(ranges('Axes(x_range=[0, 10, 1], y_range=(-2, 2.5))'), { x: '0 to 10', y: '-2 to 2.5' })
  t.same(ranges('Axes([0, 3], [0, 4])'), { x: '0 to 3', y: '0 to 4' })
  t.same(ranges('Axes(x_range=np.array([-PI, TAU, PI / 2]))'), { x: '-π to 2π' })
  t.same(ranges('ThreeDAxes([0, 1], [0, 2], [0, 0.0073])'), { x: '0 to 1', y: '0 to 2', z: '0 to 0.0073' })
  t.same(ranges('Axes(x_min=-1, x_max=6, y_min=0, y_max=1)'), { x: '-1 to 6', y: '0 to 1' })
  t.same(ranges('NumberLine(x_range=[-3, 3])'), { x: '-3 to 3' })
  for (const unknown of [
    'Axes()',
    'Axes(x_range=span)',
    'Axes(x_range=[1, 1])',
    'BarChart([1, 2], ["a", "b"])',
  ])
    t.equal(ranges(unknown), undefined, unknown)
  for (const wide of [
    'NumberPlane([-9, 9], [-5, 5])',
    'NumberPlane(x_range=[-64 / 9, 64 / 9], y_range=[-4, 4])',
  ])
    t.equal(ranges(wide), undefined, `${wide}: no end is to be seen`)
  t.same(ranges('NumberPlane([-9, 9], [-5, 5], x_length=6)'), { x: '-9 to 9', y: '-5 to 5' })
  const twice = 'a = Axes([0, 1])\nself.play(Create(a))\nself.play(a.animate.shift(UP))'
  t.equal(board(twice)[1]?.things?.[0]?.ranges, undefined, 'it is told once')
  t.equal(
    prose('self.play(Create(Axes([0, 10], [-2, 2])), Create(NumberLine([0, 4])))'),
    'Draw axes with x from 0 to 10 and y from -2 to 2 and a number line from 0 to 4.',
  )
  t.equal(prose('self.play(Create(Axes([0, 1], [0, 1])))'), 'Draw axes with x and y from 0 to 1.')
})

t.test('what stands at a point of axes', async t => {
  t.equal(place('Dot(axes.c2p(2, 1))'), 'at (2, 1) on #1')
  t.equal(place('Dot(axes.coords_to_point([2, -0.125]))'), 'at (2, -0.13) on #1')
  t.equal(place('Dot(axes.c2p(PI / 2))'), 'at (π/2, 0) on #1')
  t.equal(place('Dot(point=axes.c2p(0, 1, 2))', 'ThreeDAxes()'), 'at (0, 1, 2) on #1')
  t.equal(place('Square().move_to(axes.n2p(3))', 'NumberLine()'), 'at 3 on #1')
  t.equal(place('Text("a").next_to(axes.c2p(1, 1), UP)'), 'above (1, 1) on #1')
  t.equal(place('Line(axes.c2p(0, 0), axes.c2p(1, 2))'), 'from (0, 0) to (1, 2) on #1')
  t.equal(place('axes.get_vertical_line(axes.c2p(1, 2))'), 'to (1, 2) on #1')
  t.equal(place('Dot(axes.c2p(x, 1))'), undefined, 'a place that nobody knows')
  t.equal(place('Dot(axes.x_axis.n2p(1))'), undefined, 'of a part')
  t.equal(place('Line(axes.c2p(0, 0), Axes().c2p(1, 2))'), undefined, 'of two')
  t.equal(place('Dot(axes.c2p(2, 1)).to_edge(UP)'), 'at the top', 'it went away from there')
  const on = 'axes = Axes()\nc = axes.plot(lambda x: x)\nself.add(c)\nself.wait()\n'
  t.equal(board(`${on}self.add(Dot(axes.i2gp(2, c)))`).at(-1)?.things?.[0]?.place, 'at x = 2 on #1')
  const moved = 'a = Axes()\nd = Dot()\nself.add(a, d)\nself.play(d.animate.move_to(a.c2p(3, 1)))'
  t.match(board(moved).at(-1), { action: 'move', place: 'at (3, 1) on #1' })
  t.equal(prose(moved), 'Show axes and a dot. Move the dot to (3, 1).', 'of the only axes')
  t.match(
    prose(`b = NumberPlane()\nself.add(b)\n${moved}`),
    /Move the dot to \(3, 1\) on the axes\./,
    'of one of several',
  )
})

t.test('several that stand at points of the same axes stand on them', async t => {
  const dots =
    'ax = Axes()\nself.add(ax)\nself.wait()\nself.add(VGroup(*[Dot(ax.c2p(x, 1)) for x in range(3)]))'
  t.match(board(dots).at(-1)?.things, [{ count: 3, place: 'on #1' }])
  t.equal(prose(dots), 'Show axes. Show three dots on the axes.')
  const loop = 'ax = Axes()\nself.add(ax)\nfor i in range(4):\n    self.play(Create(Dot(ax.c2p(i, i))))'
  t.match(board(loop).at(-1)?.steps, [{ things: [{ place: 'on #1' }] }])
  const two =
    'a = Axes()\nb = Axes()\nself.add(a, b)\nself.wait()\nself.add(VGroup(Dot(a.c2p(0, 1)), Dot(b.c2p(0, 1))))'
  t.equal(board(two).at(-1)?.things?.[0]?.place, undefined, 'of different axes')
})

t.test('curves show their equation', async t => {
  const plotted: Record<string, string> = {
    '0.5 * x ** 2 - 3 * x + 1': 'y = 0.5x^2 - 3x + 1',
    '-2 * x / 3': 'y = -2x/3',
    '(x + 1) * (x - 2) * x': 'y = (x + 1)(x - 2) · x',
    'x * np.sin(2 * x)': 'y = x · sin(2x)',
    'np.exp(-x**2 / 2)': 'y = e^(-x^2/2)',
    '1 / (1 + math.exp(-x))': 'y = 1/(1 + e^(-x))',
    'np.sqrt(x) ** 2 + abs(x)': 'y = (√x)^2 + |x|',
    '(-x) ** 2 - (x - 1)': 'y = (-x)^2 - (x - 1)',
    '2 ** x': 'y = 2^x',
    'np.cos(PI * x + TAU) / np.log(x)': 'y = cos(πx + 2π)/ln(x)',
    'np.maximum(0, x)': 'y = max(0, x)',
    'k * x + 0': 'y = 5x',
    'x * 1 + x * 2': 'y = x + 2x',
    'np.cos(0) * x + np.sqrt(2)': 'y = x + √2',
    'x - -3': 'y = x + 3',
    'x - -x * (1 - -x)': 'y = x + x · (1 + x)',
    '-(x - 1) ** 2 / 2': 'y = -(x - 1)^2/2',
    '-x * -2': 'y = -2(-x)',
    '-1 * TAU * x': 'y = -2πx',
    'x / TAU': 'y = x/(2π)',
    'PI * PI * x': 'y = π · π · x',
    '1 / 7 * x': 'y = 1/7 · x',
    '0.00009 * x': 'y = 0.00009x',
  }
  for (const [body, told] of Object.entries(plotted))
    t.equal(curve(`axes.plot(lambda x: ${body})`), told, body)
  t.equal(curve('axes.plot(lambda t: t**2)'), 'y = t^2')
  t.equal(curve('axes.plot(lambda value: 2 * value)'), 'y = 2x', 'a word is no letter')
  t.equal(curve('axes.plot(lambda e: e * 2)'), 'y = 2x', 'nor is a number')
  t.equal(curve('ImplicitFunction(lambda y, x: y - x)'), 'x - y = 0', 'nor have two the same')
  t.equal(curve('axes.plot(lambda x, a=3: a * x)'), 'y = 3x')
  t.equal(curve('axes.plot(np.sin)'), 'y = sin(x)')
  t.equal(curve('FunctionGraph(lambda x: x**3)'), 'y = x^3')
  t.equal(curve('ParametricFunction(lambda t: np.array([np.cos(t), 2 * np.sin(t), 0]))'), '(cos(t), 2sin(t))')
  t.equal(curve('axes.plot_parametric_curve(lambda t: axes.c2p(t, t**2))'), '(t, t^2)')
  t.equal(curve('ImplicitFunction(lambda x, y: x**2 + y**2 - 4)'), 'x^2 + y^2 - 4 = 0')
  t.equal(curve('axes.plot_polar_graph(lambda theta: 2 * np.sin(5 * theta))'), 'r = 2sin(5θ)')
  const own = 'def f(x):\n    """Twice."""\n    return 2 * x\n\ndef g(x):\n    return f(x) ** 2 + 1\n'
  t.equal(curve('axes.plot(g)', own), 'y = (2x)^2 + 1', 'functions of the program')
  const bell = 'def bell(x, mean=0, width=1):\n    return np.exp(-((x - mean) / width) ** 2)\n'
  t.equal(curve('axes.plot(lambda x: bell(x))', bell), 'y = e^(-x^2)')
  t.equal(curve('axes.plot(lambda x: float(bell(x, 2)))', bell), 'y = e^(-(x - 2)^2)')
  t.equal(curve('axes.plot(lambda x: bell(x, width=3))', bell), 'y = e^(-(x/3)^2)')
  t.equal(curve('axes.plot(bell)', bell), 'y = e^(-x^2)')
  t.equal(curve('axes.plot(lambda x: bell(mean=x))', bell), undefined, 'something is missing')
  const point = 'def at(t, r=2):\n    return np.array([r * np.cos(t), np.sin(t), 0])\n'
  t.equal(curve('ParametricFunction(lambda t: at(t))', point), '(2cos(t), sin(t))')
  t.equal(curve('axes.plot_parametric_curve(lambda t: axes.c2p(*at(t, 3)))', point), '(3cos(t), sin(t))')
  const line = 'axes.plot_line_graph(x_values=[0, 1.5, 2], y_values=[1, 3, 2.25])'
  t.equal(curve(line), 'through (0, 1), (1.5, 3), (2, 2.25)')
  t.equal(curve('axes.plot_line_graph([0, 1], measured)'), undefined)
  t.equal(curve('axes.plot_line_graph(range(9), range(9))'), undefined, 'too many')
  const named = 'def f(x):\n    a = 3\n    z = a * x\n    return z ** 2\n'
  t.equal(curve('axes.plot(f)', named), 'y = (3x)^2', 'with names for what is between')
})

t.test('surfaces show theirs', async t => {
  const saddle = 'z = x^2 - y^2'
  t.equal(curve('Surface(lambda u, v: np.array([u, v, u**2 - v**2]))'), saddle)
  t.equal(curve('Surface(lambda u, v: axes.c2p(u, v, u**2 - v**2), u_range=[-1, 1])'), saddle)
  t.equal(curve('ThreeDAxes().plot_surface(lambda u, v: u**2 - v**2)'), saddle)
  t.equal(
    curve('Surface(lambda u, v: (v * np.cos(u), v * np.sin(u), v))'),
    '(v · cos(u), v · sin(u), v)',
    'by its coordinates',
  )
  t.equal(curve('Sphere(radius=2)'), undefined)
  t.equal(
    prose('self.play(Create(Surface(lambda u, v: (u, v, 1), color=RED)))', 'x = 2\n'),
    'Draw the red surface z = 1.',
  )
})

t.test('a curve whose equation is not known has none', async t => {
  for (const body of [
    'tracker.get_value() * x',
    'x if x > 0 else 0',
    'x % 2',
    'table[x]',
    'u * x',
    'x * 0.123456789',
    'np.interp(x, a, b)',
    'sum(x**i for i in range(3))',
    `${'x + '.repeat(30)}x`,
  ])
    t.equal(curve(`axes.plot(lambda x: ${body})`), undefined, body)
  t.equal(
    curve('axes.plot(lambda x: table[x])', 'x = 0\ntable = [7]\n'),
    undefined,
    'its letter hides a name',
  )
  t.equal(curve('axes.plot(lambda x: f(x))', 'def f(x):\n    return f(x)\n'), undefined, 'it calls itself')
  t.equal(curve('axes.plot(f)', 'def f(x):\n    x += 2\n    return x\n'), undefined, 'it does more')
  const bigger = `def f(x):\n${'    x = x * x + 1\n'.repeat(40)}    return x\n`
  t.equal(curve('axes.plot(f)', bigger), undefined, 'it grows beyond reading')
  const live = 'k = ValueTracker(2)\nself.add(always_redraw(lambda: Axes().plot(lambda x: 2 * x)))'
  t.equal(thing(live)?.curve, undefined, 'it keeps changing')
})

t.test('curves are told apart by their equations', async t => {
  const two =
    'a = Axes()\nb = a.plot(lambda x: x)\nc = a.plot(lambda x: x**2)\nself.play(Create(b), Create(c))\n'
  t.equal(prose(two), 'Draw the curve y = x and the curve y = x^2.')
  t.match(prose(`${two}self.play(Indicate(c))`), /highlight the curve y = x\^2/i)
  t.equal(
    prose(
      'a = Axes()\nb = a.plot(lambda x: x)\nself.add(b)\nself.play(Transform(b, a.plot(lambda x: x**2)))',
    ),
    'Show the curve y = x. Transform the curve into the curve y = x^2.',
  )
  const group = 'a = Axes()\nself.add(VGroup(a.plot(lambda x: x), a.plot(lambda x: x**2)))'
  t.match(board(group)[0]?.things?.[0]?.parts, [{ curve: 'y = x' }, { curve: 'y = x^2' }])
  t.equal(prose(group), 'Show a group of the curve y = x and the curve y = x^2.')
  const line = 'a = Axes()\nself.add(a, a.get_vertical_line(a.c2p(1, 2), line_func=Line))'
  t.equal(board(line)[0]?.things?.[1]?.kind, 'line')
  const each = 'for i in range(3):\n    self.play(Create(Axes().plot(lambda x: i * x + 1)))\n    self.wait()'
  t.equal(board(each)[0]?.steps?.[0]?.things?.[0]?.curve, undefined, 'another one each time')
  const under = 'a = Axes()\nb = a.plot(lambda x: x)\nself.add(b)\nself.play(FadeIn(a.get_area(b, [0, 2])))'
  t.match(board(under).at(-1)?.things, [{ place: 'under #1' }])
})

t.test('what is deformed with the plane of a LinearTransformationScene', async t => {
  const steps = board(
    'c = Circle()\nself.add_transformable_mobject(c, self.get_vector([1, 2], color=PINK))\nself.add_unit_square()\nself.add_background_mobject(Text("still"))\nself.apply_matrix([[1, 2], [2, 1]])',
    '',
    'LinearTransformationScene',
  )
  t.match(steps, [
    {
      action: 'show',
      things: [
        { kind: 'coordinate plane' },
        { kind: 'vector' },
        { kind: 'vector' },
        { kind: 'circle' },
        { kind: 'vector', color: 'pink' },
        { kind: 'square', color: 'yellow' },
        { text: 'still' },
      ],
    },
    {
      action: 'deform',
      things: [
        { kind: 'coordinate plane' },
        { kind: 'circle' },
        { kind: 'vector', color: 'pink' },
        { kind: 'square' },
      ],
    },
  ])
  t.equal(steps[1]?.things?.length, 4)
  const vectors = 'self.add_vector([2, 1])\nself.add_vector(Arrow(color=PINK), animate=False)\nself.wait()'
  t.match(board(vectors, '', 'LinearTransformationScene').slice(1), [
    { action: 'show', how: 'grow', things: [{ kind: 'vector', color: 'yellow' }] },
    { action: 'show', how: 'appear', things: [{ kind: 'arrow', color: 'pink' }] },
  ])
  t.match(board('self.add_unit_square(animate=True)', '', 'LinearTransformationScene').at(-1), {
    action: 'show',
    how: 'draw',
    things: [{ kind: 'square' }],
  })
})

t.test('lines from the axis to a curve', async t => {
  const lines = (given: string) =>
    board(
      `a = Axes()\ng = a.plot(lambda x: x**2)\nself.add(a, g)\nself.play(Create(a.get_vertical_lines_to_graph(g${given})))`,
    )[1]?.things
  t.match(lines(', num_lines=5'), [{ kind: 'dashed line', count: 5, place: 'under #2' }])
  t.match(lines(''), [{ kind: 'dashed line', count: 20 }])
})

t.test('constants that are assigned together', async t => {
  const more =
    'def two():\n    return Dot(), Square()\na, b = two()\n(c, d), e = (Circle(), Star()), Text("e")\nf = g = Triangle()\nh, i = 1, 2\ni = 3\n'
  t.match(
    board('self.add(a, b, c, d, e, f, g, Text(f"{h} {i}"))', more)[0]?.things?.map(
      ({ kind, text }) => text ?? kind,
    ),
    ['dot', 'square', 'circle', 'star', 'e', 'triangle', '1 3'],
  )
})
