import t from 'tap'
import { checkDescription } from '../lib/checks/check.ts'
import { code, evidence, rules, scene } from './evidence.ts'

const text = (colour: string) =>
  `Draw a ${colour} shape in the middle of the screen and let it fade out slowly.`
const wrong = (colour: string, ...lines: string[]) =>
  rules(text(colour), { code: scene(...lines, 'self.play(FadeOut(a))') }).includes('colour')

t.test("a thing has its class's own colour, or that of the nearest class it descends from", async t => {
  // As a real Manim has them: `Triangle().get_color()`.
  const own: [string, string][] = [
    ['Polygon(LEFT, UP, RIGHT)', 'blue'],
    ['RegularPolygon(6)', 'blue'],
    ['Triangle()', 'blue'],
    ['Star(5)', 'blue'],
    ['RegularPolygram(5)', 'blue'],
    ['ConvexHull(LEFT, UP, RIGHT)', 'blue'],
    ['Ellipse(width=4)', 'red'],
    ['Circle()', 'red'],
    ['Cross()', 'red'],
    ['AnnotationDot()', 'blue'],
    ['SurroundingRectangle(b)', 'yellow'],
    ['FunctionGraph(f)', 'yellow'],
    ['ax.get_riemann_rectangles(g)', 'blue'],
    ['ax.get_area(g)', 'green'],
    ['ax.plot_line_graph(x, y)', 'yellow'],
    ['Dodecahedron()', 'blue'],
    ['Sphere()', 'blue'],
    ['ComplexPlane()', 'blue'],
    ['ArrowVectorField(f)', 'green'],
  ]
  for (const [made, colour] of own) {
    t.notOk(wrong(colour, `a = ${made}`), `${made} is ${colour}`)
    t.ok(wrong('purple', `a = ${made}`), `${made} is not purple`)
  }
  for (const made of [
    'Square()',
    'Rectangle()',
    'Dot()',
    'Annulus()',
    'RoundedRectangle()',
    'Line()',
    'Dot3D()',
  ])
    for (const colour of ['red', 'blue', 'yellow'])
      t.ok(wrong(colour, `a = ${made}`), `${made} is no ${colour}`)
  t.notOk(wrong('blue', 'class Kite(Polygon): pass', 'a = Kite(LEFT, UP, RIGHT)'), 'a class of its own')
})

t.test('where colours are computed nobody knows which they are', async t => {
  for (const made of [
    'Square(color=rgb_to_color([1, 0, 0]))',
    'Square(color=ManimColor((0, 0, 255)))',
    'Square(color=ManimColor([0, 0, 255]))',
    'Square(color=ManimColor(rgb))',
    'Square(color=ManimColor.from_rgb((1, 0, 0)))',
    'Square(color=interpolate_color(RED, BLUE, 0.5))',
    'Square(color=invert_color(RED))',
    'Square(color=random_color())',
  ])
    t.notOk(wrong('purple', `a = ${made}`), made)
  t.ok(wrong('purple', 'a = Square(color=ManimColor("#ff0000"))'))
  t.ok(wrong('purple', 'a = Square(color=ManimColor(RED))'))
})

t.test('a finer word stands for a colour of its family; a neighbour does not', async t => {
  for (const [constant, colour] of [
    ['RED', 'crimson'],
    ['RED', 'scarlet'],
    ['YELLOW', 'golden'],
    ['BLUE', 'navy'],
    ['PURPLE', 'violet'],
    ['TEAL', 'turquoise'],
    ['GOLD', 'amber'],
    ['PINK', 'salmon'],
    ['GREEN', 'olive'],
    ['GREY', 'gray'],
  ])
    t.notOk(wrong(colour!, `a = Square(color=${constant})`), `${colour} for ${constant}`)
  for (const [constant, colour] of [
    ['RED', 'orange'],
    ['RED', 'violet'],
    ['BLUE', 'crimson'],
    ['YELLOW', 'green'],
    ['GREEN', 'golden'],
    ['GREEN, stroke_width=distance', 'brown'],
  ])
    t.ok(wrong(colour!, `a = Square(color=${constant})`), `${colour} for ${constant}`)
})

t.test('a word that colours nothing is no colour', async t => {
  for (const said of [
    'Write the formula of the golden ratio next to a blue square, and let both of them fade out.',
    'Draw a row of blue squares, grey out the two on the left, and let the third one rise.',
    'Draw a row of blue squares, then gray the left half out, and let the third one rise.',
    "State Green's theorem next to a blue square, and let both of them fade out slowly.",
    'Draw a blue square for each word of the Gray code, and let all of them fade out slowly.',
  ])
    t.notOk(rules(said, { code }).includes('colour'), said)
  t.ok(rules('Draw a blue square and a golden circle, and let both of them fade out.').includes('colour'))
  t.ok(rules('Draw a grey square that slides out of the picture to the left.').includes('colour'))
})

t.test('the complaint lists what the program has, and no neighbours of it', async t => {
  const features = {
    colors: [
      { name: '#F4A261', hex: '#F4A261', word: 'brown', count: 1 },
      { name: 'TEAL', hex: '#5CD0B3', word: 'teal', count: 2 },
      { name: 'TEAL_A', hex: '#ACEAD7', word: 'pale teal', count: 2 },
    ],
  }
  const [finding] = checkDescription(
    text('purple'),
    evidence({ code: scene('a = Square(color="#F4A261")', 'self.play(Create(a))'), features }),
  )
  t.match(finding!.message, /does not have; it uses brown, teal, pale teal$/)
  const [alone] = checkDescription(
    text('purple'),
    evidence({ code: scene('a = Triangle()', 'self.play(a)') }),
  )
  t.match(alone!.message, /does not have; it uses blue$/, 'which is how Manim draws it')
})
