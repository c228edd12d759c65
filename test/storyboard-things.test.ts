import t from 'tap'
import { analyze } from '../lib/features/analyze.ts'
import { answer, board, features, prose, said } from './stage.ts'

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

t.test('what is there and comes once more is told again', async t => {
  const added = 'c = Circle()\nself.add(c)\nself.wait()\n'
  t.same(board(`${added}self.play(Create(c), FadeIn(Dot()))`).slice(1), [
    { action: 'show', how: 'draw', things: [{ id: 1, kind: 'circle' }], again: true },
    { action: 'show', how: 'fade in', things: [{ id: 2, kind: 'dot' }], with: true },
  ])
  t.match(prose(`${added}self.play(Create(c))`), /draw the circle again/i)
  t.same(board(`${added}self.play(Add(c))`).length, 1, 'nothing changes')
  t.same(board(`${added}self.play(FadeOut(c))\nself.play(FadeIn(c))`)[2]?.again, undefined)
  const group = 'g = VGroup(Circle(), Text("a"))\nself.play(Write(g[1]))\n'
  t.same(
    board(`${group}self.play(FadeIn(g))`)[1]?.things,
    [{ id: 2, kind: 'circle' }],
    'of a group that is there in part the rest comes',
  )
  t.same(board('c = Circle()\nself.play(FadeIn(c), Create(c))').length, 1, 'at once it comes only once')
  const any = 'rows = {"a": Circle()}\nfor k in unknown:\n    rows[k] = Circle()\nself.add(rows[some])\n'
  t.notMatch(
    board(`${any}self.wait()\nself.play(Create(rows[other]))`),
    [{}, { again: true }],
    'may be another',
  )
  const row = 'row = [Circle() for k in range(4)]\nself.add(row[some])\nself.wait()\n'
  t.notOk(board(`${row}self.play(Create(row[other]))`).some(step => step.again))
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

t.test('what is mirrored at a point stands on its other side', async t => {
  const place = (flip: string) =>
    board(`d = Dot(3 * RIGHT + 2 * UP).flip(${flip})\nself.add(d)`)[0]?.things?.[0]?.place
  t.equal(place(''), 'in the upper right')
  t.equal(place('about_point=ORIGIN'), 'in the upper left')
  t.equal(place('RIGHT, about_point=ORIGIN'), 'in the lower right')
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
  for (const numbers of ['DecimalMatrix', 'DecimalTable'])
    t.match(shown(`${numbers}([[0.5, 1]])`), { texts: ['0.5', '1.0'] })
  t.match(shown('Table([["a", "b"], ["c", "d"]], row_labels=[Text("One"), Text("Two")])'), {
    kind: 'table',
    layout: '2 by 2 grid',
    texts: ['One', 'a', 'b', 'Two', 'c', 'd'],
  })
  const labels = 'top_left_entry=Text("T"), col_labels=[Text("x"), Text("y")], row_labels=[Text("1")]'
  t.match(shown(`Table([["a", "b"]], ${labels})`), { texts: ['T', 'x', 'y', '1', 'a', 'b'] }, 'as it is read')
  t.match(
    shown('Matrix([[i + 4 * j for i in range(4)] for j in range(4)])'),
    { texts: Array.from({ length: 12 }, (_, i) => `${i}`) },
    'of many the first',
  )
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
  t.match(
    prose('g = Graph([1, 2], [(1, 2)])\nself.add(g)\nself.play(Transform(g, Graph([1, 2, 3], [(1, 2)])))'),
    /transform the graph into a graph of three nodes and one edge/i,
  )
  const tree = 'class Tree(Graph):\n    def __init__(self):\n        super().__init__([1, 2], [(1, 2)])\n'
  t.equal(prose('self.add(Tree())', tree), 'Show a tree of two nodes and one edge.')
  t.equal(prose('self.add(Graph("abc", []))'), 'Show a graph of three nodes.', 'letters are nodes')
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
  t.equal(answer('isinstance(["a"], list)'), 'yes')
  t.equal(answer('isinstance(["a"], tuple)'), 'no')
  t.equal(answer('isinstance(("a", "b"), (list, tuple))'), 'yes')
  t.equal(answer('isinstance([x for x in "ab"] + ["c"], list)'), 'yes')
  t.equal(answer('isinstance(tuple("ab")[1:], tuple)'), 'yes')
  t.equal(answer('isinstance({1} , set)'), 'yes')
  t.equal(answer('isinstance(0.5, int)'), 'no')
  t.equal(answer('isinstance(0.5, float)'), 'yes')
  t.not(answer('isinstance(2, int)'), 'no')
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
  t.equal(
    prose(`self.play(Create(${chart}))`),
    'Draw a bar chart (labelled "Yes" and "No") with bars of 3 and 1.',
  )
  t.same(
    features(`self.play(Create(${chart}))`).strings.map(({ text }) => text),
    ['Yes', 'No'],
  )
})

t.test('rounds that show different numbers of things show several', async t => {
  t.match(
    prose('for n in [2, 3]:\n    self.play(Create(VGroup(*[Dot() for i in range(n)])))\n    self.wait(3)'),
    /draw several dots/i,
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
  const grid = 'd = {(0, 1): "a", (1, 0): "b"}\n'
  t.equal(said('d[(0, 1)]', grid), 'a')
  t.equal(said('d[1, 0]', grid), 'b')
  t.equal(said('d[0, 1]', `${grid}d[0, 1] = "c"\n`), 'c')
  t.equal(said('d.get((1, 0))', grid), 'b')
  t.equal(said('len(d)', `${grid}d[(5, 5)] = "z"\n`), '3')
  t.equal(said('len(d)', `${grid}d[unknown] = "z"\n`), undefined, 'one more or not')
  t.equal(answer('(0, 1) in d', grid), 'yes')
  t.equal(answer('(7, 7) in d', grid), 'no')
  t.equal(answer('(0, 1) in [(0, 1)]'), 'yes')
  t.equal(answer('[1, 2] == [1, 2]'), 'yes')
  t.equal(answer('[1, 2] != [1, 2]'), 'no')
  t.equal(answer('"x" not in "abc"'), 'yes')
  t.equal(answer('"a" < "b"'), 'yes')
  t.equal(answer('"a" >= "b"'), 'no')
})

t.test('keys of dictionaries that are put together, and of keywords', async t => {
  const keys = 'list(KEYS)[0]'
  const of = (expr: string, before = '') => said(keys.replace('KEYS', expr), before)
  t.equal(of('{**{1: "a"}}'), '1')
  t.equal(of('dict(x=1)'), 'x')
  t.equal(of('dict([("p", 2)])'), 'p')
  t.equal(of('dict({(0, 1): "a"})'), of('{(0, 1): "a"}'))
  t.equal(of('d', 'd = {}\nd.update({"m": 1}, n=2)\n'), 'm')
  t.equal(said('sum([1 for k in {**d, "c": 1}])', 'd = {"a": 1, "b": 2}\n'), '3')
  const given = 'def first(**named):\n    for name in named:\n        return name\n'
  t.equal(board('self.add(Text(first(speed=2)))', given)[0]?.things?.[0]?.text, 'speed')
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
  t.match(prose(loops), /several lines/)
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

t.test('the axes and graphs of a GraphScene', async t => {
  const body =
    'self.setup_axes()\nc = self.get_graph(lambda x: x, color=RED)\nself.play(Create(c), Write(self.get_graph_label(c, label="y = x")))'
  t.match(board(body, '', 'GraphScene'), [
    { things: [{ kind: 'axes' }] },
    { things: [{ kind: 'curve', color: 'red' }] },
    { things: [{ kind: 'formula', text: 'y = x' }] },
  ])
  t.match(board(body)[0]?.things?.[0], { kind: 'object' }, 'another scene has none')
})

t.test('long lists are compared item by item, and are no keys', async t => {
  t.equal(answer('list(range(50)) == list(range(50))'), 'yes')
  t.equal(answer('[[1, 2], [3]] == [[1, 2], [4]]'), 'no')
  t.equal(answer('[1, unknown] == [2, 3]'), 'no', 'the first differs')
  t.not(answer('[1, unknown] == [1, 3]'), 'no')
  t.equal(answer('l == l', 'l = []\nl.append(l)\n'), 'yes')
  const crossed = 'a = []\nb = [a]\na.append(b)\nself.add(Text("Hi"))\nx = a == b\n'
  t.equal(said('1', crossed), 'Hi', 'two that hold each other')
})

t.test('an animation of the program’s own is what it hands to Manim’s', async t => {
  const shown = 'd = Dot()\nself.add(d)\n'
  const group = `class Both(AnimationGroup):
    def __init__(self, thing, **kwargs):
        self.parts = self.make(thing)
        super().__init__(*self.parts, **kwargs)
    def make(self, thing):
        return [Indicate(thing), thing.animate.set_color(RED)]
`
  t.match(board(`${shown}self.play(Both(d))`, group).slice(1), [
    { action: 'highlight' },
    { action: 'recolor' },
  ])
  const fade = `class Gone(FadeOut):
    def __init__(self, where, thing):
        FadeOut.__init__(self, thing, run_time=3)
`
  t.match(board(`${shown}self.play(Gone(UP, d))`, fade)[1], { action: 'hide', how: 'fade out' })
  t.equal(features(`${shown}self.play(Gone(UP, d))`, fade).duration.seconds, 3)
  t.match(board(`${shown}self.play(Gone(d))`, 'class Gone(FadeOut):\n    pass\n')[1], { action: 'hide' })
  const byName = fade.replace('self, thing,', 'self, mobject=thing,')
  t.match(board(`${shown}self.play(Gone(UP, d))`, byName)[1], { action: 'hide', how: 'fade out' })
  const pushed = `class Push(ApplyMethod):
    def __init__(self, thing):
        super().__init__(thing.shift, UP)
`
  t.match(board(`${shown}self.play(Push(d))`, pushed)[1], { action: 'move' })
})

t.test('what is drawn through points is a path or a curve, where its points are', async t => {
  t.match(
    board('self.add(VMobject(color=RED).set_points_as_corners([[0, 0, 0], [2, 2, 0], [6, 0, 0]]))')[0],
    {
      things: [{ kind: 'path', color: 'red', place: 'on the right' }],
    },
  )
  t.match(board('self.add(VMobject().set_points_smoothly([4 * LEFT, 4 * LEFT + 4 * UP]))')[0], {
    things: [{ kind: 'curve', place: 'in the upper left' }],
  })
  t.match(board('p = VMobject()\np.set_points_as_corners(unknown)\np.make_smooth()\nself.add(p)')[0], {
    things: [{ kind: 'curve', place: undefined }],
  })
  t.match(board('p = VMobject()\np.start_new_path(UP)\np.add_line_to(RIGHT)\nself.add(p)')[0], {
    things: [{ kind: 'path' }],
  })
  t.match(board('self.add(Line().set_points_as_corners([LEFT, UP, RIGHT]))')[0], {
    things: [{ kind: 'line' }],
  })
  t.match(
    board(
      'self.add(Path())',
      'class Path(VMobject):\n    def __init__(self):\n        super().__init__()\n        self.set_points_as_corners([UP, DOWN])\n',
    )[0],
    {
      things: [{ kind: 'path', name: undefined }],
    },
  )
})

t.test('a shift goes its way, wherever the thing is', async t => {
  const step = (call: string) =>
    board(`a = Square().move_to(unknown)\nself.add(a)\nself.play(a.animate.${call})`)[1]
  t.match(step('shift(UP)'), { action: 'move', place: 'up' })
  t.match(step('shift(UP, RIGHT).set_color(RED)'), { action: 'move', place: 'up and to the right' })
  t.match(step('shift(unknown)'), { action: 'move', place: undefined })
})

t.test('a picture with a caption is told with its file', async t => {
  t.match(board('self.add(Group(ImageMobject("a/cat.png"), Text("A cat")))')[0], {
    things: [{ kind: 'image', file: 'cat.png', text: 'A cat' }],
  })
})

t.test('a LinearTransformationScene begins with its plane and basis vectors', async t => {
  const vectors = [
    { kind: 'coordinate plane' },
    { kind: 'vector', color: 'green' },
    { kind: 'vector', color: 'red' },
  ]
  t.match(
    board(
      'self.apply_matrix([[1, 1], [0, 1]])\nself.play(FadeOut(self.plane))',
      '',
      'LinearTransformationScene',
    ),
    [
      { action: 'show', how: 'appear', things: vectors },
      { action: 'deform', things: [{ id: 1, kind: 'coordinate plane' }] },
      { action: 'hide', things: [{ id: 1 }] },
    ],
  )
  for (const init of ['super().__init__(', 'LinearTransformationScene.__init__(self, ']) {
    const own = `class Base(LinearTransformationScene):\n    def __init__(self, **kwargs):\n        ${init}show_basis_vectors=False, **kwargs)\n`
    t.equal(board('self.add(Dot())', own, 'Base')[0]?.things?.length, 2, init)
  }
})

t.test('whatever is animated is on screen from then on', async t => {
  const actions = (body: string, more = '') => board(body, more).map(({ action, how }) => how ?? action)
  t.same(actions('self.play(Rotate(Square(), PI))'), ['appear', 'rotate'])
  t.same(actions('d = Dot()\nself.play(MoveAlongPath(d, Circle()))\nself.play(FadeIn(d))'), [
    'appear',
    'along',
    'fade in',
  ])
  t.same(actions('self.play(Indicate(Text("a")))'), ['appear', 'highlight'])
  t.same(actions('self.play(Circumscribe(Text("a")))'), ['circle'], 'what is drawn beside it brings it not')
  const own = 'class Own(Animation):\n    pass\n'
  t.same(actions('self.play(Own(Dot()))', own), ['appear'], 'a change of which nothing is known says no more')
  t.same(actions('d = Dot()\nself.add(d)\nself.play(Own(d))', own), ['appear', 'change'])
  t.same(actions('d = Dot()\nself.play(Rotate(d, PI), FadeIn(VGroup(d)))'), ['rotate', 'fade in'])
  t.same(
    actions('a = Dot()\nself.add(a)\nself.play(Indicate(a), Rotate(Square(), PI))').slice(1),
    ['appear', 'highlight', 'rotate'],
    'it is there before anything is done',
  )
})

t.test('the first lines of a text are where the text is to be', async t => {
  const lines = 'x = Tex("one", "two").to_edge(UP)\n'
  t.match(board(`${lines}self.play(Write(x[0]))`)[0], { things: [{ text: 'one', place: 'at the top' }] })
  t.match(board(`${lines}self.play(Indicate(x[0]))`)[0], { things: [{ place: undefined }] })
})

t.test('animations that make others of their own', async t => {
  const told = (anim: string) =>
    board(`a = MathTex("x", "y")\nb = MathTex("y", "x")\nself.add(a)\nself.play(${anim})`).slice(1)
  for (const cls of ['TransformMatchingTex', 'TransformMatchingShapes']) {
    t.match(
      told(`${cls}(a, b)`),
      [{ action: 'transform', things: [{ id: 1 }], into: [{ text: 'y x' }] }],
      cls,
    )
  }
  t.match(told('Circumscribe(a, color=RED)'), [{ action: 'highlight', how: 'circle', color: 'red' }])
  t.match(told('Flash(a), Blink(a)'), [{ how: 'flash' }, { how: 'blink' }])
  t.match(told('Broadcast(Circle())'), [{ how: 'broadcast', things: [{ kind: 'circle' }] }])
  t.equal(
    features('self.play(TransformMatchingTex(MathTex("x"), MathTex("y")), run_time=3)').duration.seconds,
    3,
  )
  t.equal(features('d = Dot()\nself.add(d)\nself.play(Circumscribe(d))').duration.seconds, 1)
})

t.test('a succession is one after the other', async t => {
  const body = 'd = Dot()\nself.add(d)\nself.play(Succession(FadeIn(Square()), FadeOut(d), run_time=4))'
  t.match(board(body).slice(1), [
    { how: 'fade in', with: undefined },
    { how: 'fade out', with: undefined },
  ])
  t.equal(features(body).duration.seconds, 4)
  t.match(
    board('self.play(Succession(*[FadeIn(Dot()) for i in range(3)]))'),
    [{ how: 'fade in', detail: 'one after another', things: [{ id: 1 }, { id: 2 }, { id: 3 }] }],
    'the same of several things is said once',
  )
  t.equal(board('d = Dot()\nself.add(d)\nself.play(Succession(Indicate(d), Indicate(d)))').length, 3)
  t.match(board('self.play(ChangeSpeed(FadeIn(Square()), speedinfo={0: 2}))'), [{ how: 'fade in' }])
  t.match(board('self.play(AnimationGroup(FadeIn(Square()), Create(Dot())))'), [
    { how: 'fade in' },
    { with: true },
  ])
})

t.test('polygons are called by their sides, lines with a tip are arrows', async t => {
  const kinds = (...makes: string[]) =>
    board(`self.add(${makes.join(', ')})`)[0]?.things?.map(({ kind }) => kind)
  t.same(kinds('RegularPolygon()', 'RegularPolygon(n=5)', 'RegularPolygon(3)', 'RegularPolygon(4)'), [
    'hexagon',
    'pentagon',
    'triangle',
    'square',
  ])
  t.same(kinds('RegularPolygon(23)', 'RegularPolygon(unknown)'), ['regular polygon', 'regular polygon'])
  t.same(kinds('Polygon(UP, LEFT, RIGHT)', 'Polygon(UP, LEFT, DOWN, RIGHT)', 'Polygon(*unknown)'), [
    'triangle',
    'quadrilateral',
    'polygon',
  ])
  t.same(kinds('Line().add_tip()', 'Arc().add_tip()', 'Circle().add_tip()'), [
    'arrow',
    'curved arrow',
    'circle',
  ])
  t.match(board('self.add(Typst("*Hello*"), MathTypst("x"))')[0], {
    things: [
      { kind: 'text', text: '*Hello*', file: undefined },
      { kind: 'formula', text: 'x' },
    ],
  })
})

t.test('a camera move brings what is added to it', async t => {
  const move = 'self.move_camera(zoom=2, added_anims=[FadeIn(Square()), Create(Circle(), run_time=4)])'
  t.match(board(move, '', 'ThreeDScene'), [
    { action: 'camera', how: 'zoom in' },
    { how: 'fade in', with: true },
    { how: 'draw', with: true },
  ])
  t.equal(features(move, '', 'ThreeDScene').duration.seconds, 4)
  t.equal(features('self.move_camera(phi=1)', '', 'ThreeDScene').duration.seconds, 1)
  t.match(board('self.move_camera(phi=1, run_time=3)', '', 'ThreeDScene'), [{ how: 'turn' }])
})

t.test('the camera zooms on what it is given', async t => {
  const shown = 'a = Square()\nb = Dot()\nself.add(a, b)\n'
  const camera = (call: string) => board(`${shown}self.play(${call})`, '', 'MovingCameraScene')[1]
  t.match(camera('self.camera.auto_zoom([a, b], margin=1)'), {
    how: 'zoom in',
    things: [{ id: 1 }, { id: 2 }],
  })
  t.match(camera('self.camera.auto_zoom(b)'), { how: 'zoom in', things: [{ id: 2 }] })
  t.match(camera('self.renderer.camera.frame.animate.scale(2)'), { how: 'zoom out' })
})

t.test('there and back', async t => {
  const shown = 's = Square(color=RED)\nd = Dot()\nself.add(s, d)\n'
  const back = 'rate_func=there_and_back'
  const after = '\nself.play(s.animate.set_opacity(0.5))'
  const moved = board(`${shown}self.play(s.animate.shift(3 * UP), ${back})${after}`)
  t.match(moved[1], { action: 'move', place: 'up', back: true })
  t.match(
    board(`${shown}self.play(s.animate.shift(3 * UP), ${back})\nself.add(Dot().next_to(s, UP))`).at(-1),
    {
      things: [{ place: 'above #1' }],
    },
  )
  t.match(board(`${shown}self.play(s.animate(${back}).set_color(BLUE))${after}`).slice(1), [
    { action: 'recolor', color: 'blue', back: true },
    { action: 'change', things: [{ color: 'red' }], back: undefined },
  ])
  t.match(
    board(`${shown}self.play(Transform(s, Circle()), rate_func=rate_functions.there_and_back)${after}`),
    [{}, { action: 'transform', back: true }, { things: [{ id: 1, kind: 'square' }] }],
  )
  t.match(
    board(`${shown}self.play(AnimationGroup(s.animate.scale(2), d.animate.scale(2), ${back}))`)[1],
    { action: 'resize', things: [{ id: 1 }, { id: 2 }], back: true },
    'a group of animations',
  )
  t.match(
    board(`self.play(FadeIn(Star(), ${back}))\ns = Square()\nself.play(s.animate.shift(UP), ${back})`),
    [
      { how: 'fade in', back: true },
      { how: 'appear', back: undefined },
      { action: 'move', back: true },
    ],
    'what is only there stays',
  )
  t.match(board(`${shown}self.play(s.animate.shift(UP), rate_func=linear)`)[1], { back: undefined })
  t.equal(
    prose(`${shown}self.play(s.animate.set_color(BLUE), ${back})\nself.play(FadeOut(s))`),
    'Show a red square and a dot. Turn the square blue for a moment. Finally, fade out the square.',
  )
})

t.test('a flip is no turn', async t => {
  t.match(board('s = Star()\nself.add(s)\nself.play(s.animate.flip())')[1], { action: 'rotate', how: 'flip' })
  t.match(prose('s = Star()\nself.add(s)\nself.play(s.animate.flip())'), /flip the star/i)
})

t.test('an outline has a colour of its own, and a line is one', async t => {
  const step = (make: string, call: string) =>
    board(`a = ${make}\nself.add(a)\nself.play(a.animate.set_stroke(${call}))`)[1]
  t.match(step('Square(color=RED)', 'GREEN'), { action: 'recolor', how: 'outline', color: 'green' })
  t.match(step('Dot(color=RED)', 'color=GREEN'), { action: 'recolor', how: 'outline' })
  t.match(step('Line(color=RED)', 'color=GREEN'), { action: 'recolor', how: undefined, color: 'green' })
  t.match(step('Square(color=RED)', 'width=8'), { action: 'change', how: 'outline' })
  const edge = board(
    'g = Graph([0, 1], [(0, 1)])\nself.add(g)\nself.play(g.edges[(0, 1)].animate.set_stroke(GREEN))',
  )[1]
  t.match(edge, { action: 'recolor', how: undefined, color: 'green' })
  t.equal(
    prose(
      'a = Square(color=RED)\nself.add(a)\nself.play(a.animate.set_stroke(GREEN))\nself.play(FadeOut(a))',
    ),
    'Show a red square. Turn the outline of the square green. Finally, fade out the square.',
  )
  t.notMatch(
    prose(
      'a = Square(color=RED)\nself.add(a)\nfor c in [GREEN, BLUE, PINK]:\n    self.play(a.animate.set_stroke(c))',
    ),
    'undefined',
    'an outline of another colour each time',
  )
})

t.test('an item of a group is another from then on', async t => {
  const group = 'g = VGroup(Square(), Text("a"))\n'
  t.match(board(`${group}g[-1] = Text("b")\nself.add(g)`), [{ things: [{ kind: 'square', text: 'b' }] }])
  t.match(board(`${group}g[5] = Text("b")\nself.add(g)`), [{ things: [{ kind: 'square', text: 'a' }] }])
  t.match(board(`${group}self.add(g)\nself.wait()\ng[1] = Text("b")\nself.play(FadeIn(g[1]))`)[1], {
    action: 'show',
    things: [{ kind: 'text', text: 'b' }],
  })
})

t.test('what ManimGL has', async t => {
  const gl = (body: string) => {
    const code = `from manimlib import *\n\nclass Demo(Scene):\n    def construct(self):\n        ${body}\n`
    return analyze(code, { scene: 'Demo' }).storyboard[0]?.things?.[0]
  }
  t.match(gl('self.add(Square().get_grid(2, 3))'), { kind: 'square', count: 6, layout: '2 by 3 grid' })
  t.match(gl('self.add(Dot(color=RED).replicate(4))'), { kind: 'dot', count: 4, color: 'red' })
  t.match(gl('self.add(Dot().get_grid(20, 20))'), { parts: [{ kind: 'dot', count: 'many' }] })
  t.match(gl('self.add(Dot().replicate(n))'), { parts: [{ kind: 'dot', count: 'many' }] })
  t.match(gl('self.add(Tex(R"\\alpha^2"))'), { kind: 'formula', text: 'α^2' })
  t.match(gl('self.add(TexText("words"))'), { kind: 'text', text: 'words' })
  t.match(board('self.add(Tex("words"))')[0]?.things, [{ kind: 'text' }], 'of ManimCE is a text')
  t.same(board('v = ValueTracker(1)\nself.play(v.animate.set_value(1))'), [], 'nothing runs from 1 to 1')
})

t.test('operators change groups and trackers', async t => {
  const group = 'g = VGroup(Circle())\n'
  t.match(board(`${group}for i in range(4):\n    g += Square()\nself.add(g)`)[0]?.things, [
    { kind: 'group', parts: [{ kind: 'circle' }, { kind: 'square', count: 4 }] },
  ])
  t.match(board(`${group}g -= g[0]\ng += Dot()\nself.add(g)`)[0]?.things, [{ kind: 'dot' }])
  t.match(board(`${group}self.add(g + Dot())`)[0]?.things, [{ parts: [{ kind: 'circle' }, { kind: 'dot' }] }])
  t.match(board(`${group}self.add(VGroup(Dot(), *g) - g[0])`)[0]?.things, [{ kind: 'dot' }])
  const tracker = 't = ValueTracker()\nt += 3\nt *= 2\nself.play(t.animate.set_value(7))'
  t.match(board(tracker), [{ action: 'change', detail: 'from 6 to 7' }])
})

t.test('an animation that a thing makes of itself', async t => {
  const banner = 'b = ManimBanner()\nself.play(b.create())\nself.play(b.expand())\nself.play(Unwrite(b))'
  t.match(board(banner), [
    { action: 'show', things: [{ kind: 'Manim banner' }] },
    { action: 'change' },
    { action: 'hide' },
  ])
})

t.test('what bends a thing', async t => {
  const plane = 'p = NumberPlane()\nself.add(p)\nself.play(p.animate.apply_matrix([[1, 1], [0, 1]]))'
  t.match(board(plane)[1], { action: 'deform', things: [{ kind: 'coordinate plane' }] })
  t.equal(prose(plane), 'Show a coordinate plane. Deform the coordinate plane.')
})

t.test('a group that holds itself', async t => {
  const shown = 'c = Circle()\nself.add(c)\nself.wait()\ng = VGroup(c)\ng += g\n'
  const told = ['show', 'show', 'move', 'hide'].map(action => ({ action }))
  const played = 'self.play(FadeIn(g))\nself.play(g.animate.shift(UP))\nself.remove(g)'
  t.match(board(`${shown}${played}`), told)
  t.match(board(`${shown}h = VGroup(g)\ng.add(h)\n${played}`), told, 'by way of another')
})

t.test('bars of charts', async t => {
  const chart = 'c = BarChart(values=[-5, 40.5, 3], bar_names=["a", "b", "c"])\nself.add(c)\n'
  t.match(board(chart)[0]?.things, [
    { kind: 'bar chart', texts: ['a', 'b', 'c'], values: ['-5', '40.5', '3'] },
  ])
  t.equal(prose(chart), 'Show a bar chart (labelled "a", "b" and "c") with bars of -5, 40.5 and 3.')
  t.match(board(`${chart}self.wait()\nself.add(c.get_bar_labels())`)[1]?.things, [
    { count: 3, texts: ['-5', '40.5', '3'], place: 'next to #1' },
  ])
  t.match(board(`${chart}self.play(c.animate.change_bar_values([1, 2, 3]))`)[1], {
    action: 'change',
    detail: 'to 1, 2, 3',
  })
  t.equal(board('self.add(BarChart(values=measured))')[0]?.things?.[0]?.values, undefined)
  t.match(prose('self.add(BarChart([1, 2, 3, 4, 5, 6, 7]))'), /with bars of 1, 2, 3, …\./)
})

t.test('labels that are given as things', async t => {
  const axes = 'a = Axes()\nc = a.plot(lambda x: x)\nself.add(a, c)\nself.wait()\n'
  t.match(board(`${axes}self.add(a.get_x_axis_label(Tex("time"), edge=DOWN))`)[1]?.things, [
    { kind: 'text', text: 'time', place: 'next to #1' },
  ])
  t.match(board(`${axes}self.add(a.get_graph_label(c, label=MathTex("g")))`)[1]?.things, [
    { text: 'g', place: 'next to #2' },
  ])
  t.match(board(`${axes}self.add(a.get_graph_label(c, "f", color=RED))`)[1]?.things, [
    { text: 'f', color: 'red', place: 'next to #2' },
  ])
})

t.test('labels of axes that are not given say which axis it is', async t => {
  const labels = (call: string, axes = 'Axes()') =>
    board(`a = ${axes}\nself.add(a)\nself.wait()\nself.add(a.${call})`)[1]?.things?.[0]?.texts
  t.same(labels('get_axis_labels()'), ['x', 'y'])
  t.same(labels('get_axis_labels(y_label="f")'), ['x', 'f'])
  t.same(labels('get_axis_labels(MathTex("a"), "b")'), ['a', 'b'])
  t.same(labels('get_axis_labels()', 'ThreeDAxes()'), ['x', 'y', 'z'])
})

t.test('all that is added by an animation is there', async t => {
  t.equal(board('self.play(Add(Text("a"), Text("b")))')[0]?.things?.length, 2)
})

t.test('what is selected of a formula is part of it', async t => {
  const told = board('f = MathTypst("{{ a }} + b")\nf.select(0).set_color(RED)\nself.add(f)')[0]?.things?.[0]
  t.equal(told?.color, undefined)
})

t.test('what stands beside one of several that were told together', async t => {
  const under = `a = Axes()
curves = [a.plot(lambda x: x), a.plot(lambda x: 1 - x), a.plot(lambda x: 2 * x), a.plot(lambda x: 3 * x)]
self.add(*curves, a.get_riemann_rectangles(curves[1]), Square())`
  t.match(prose(under), /Show four curves, .*riemann rectangles under one of the curves/)
  t.equal(prose('self.add(LabeledDot("A"))'), 'Show a dot labelled "A".')
  t.equal(prose('self.add(LabeledDot(unknown))'), 'Show a labelled dot.')
})

t.test('things are told apart by what they are', async t => {
  const shown = 'a = Circle()\nb = Square()\nself.add(a, b)\nself.wait()\n'
  const gone = (which: string) =>
    board(`${shown}self.play(*[FadeOut(m) for m in self.mobjects if ${which}])`)[1]?.things?.map(
      ({ kind }) => kind,
    )
  t.same(gone('m is not a'), ['square'])
  t.same(gone('m != b'), ['circle'])
  t.same(gone('m not in [a]'), ['square'])
  t.match(board(`${shown}self.play(*[FadeOut(m) for m in self.mobjects if not getattr(m, "_kept", 0)])`)[1], {
    action: 'clear',
  })
  t.same(
    board(
      `${shown}a._kept = True\nself.play(*[FadeOut(m) for m in self.mobjects if not getattr(m, "_kept", 0)])`,
    )[1]?.things?.[0]?.kind,
    'square',
  )
  t.equal(answer('Circle is Circle and Circle is not Square'), 'yes')
  t.equal(said('Circle.__name__'), 'Circle')
  t.equal(said('len(VGroup())'), '0')
  t.equal(said('len(Square().submobjects)'), '0')
})

t.test('a layout that is changed, a size that is set', async t => {
  const graph = 'g = Graph([1, 2], [(1, 2)])\nself.add(g)\n'
  t.match(board(`${graph}self.play(g.animate.change_layout("circular"))`)[1], {
    action: 'move',
    how: 'arrange',
    detail: 'circular layout',
  })
  t.match(board(`${graph}self.play(g[1].animate.set_color(RED))`)[1]?.things, [{ kind: 'node', of: 1 }])
  const box = 'r = Rectangle()\nself.add(r)\nself.play(r.animate.set(width=7))'
  t.match(board(box)[1], { action: 'resize' })
})

t.test('config says what Manim does, and the program', async t => {
  t.equal(said('config.frame_width / 2'), String(64 / 9))
  t.equal(said('config["frame_height"]'), '8.0')
  const set = (name: string, before: string) =>
    board(`self.add(Text(f"is {config.${name}}"))`, before)[0]?.things?.[0]?.text
  t.equal(set('frame_width', 'config.frame_width = 16'), 'is 16')
  t.equal(set('pixel_width', 'config["pixel_width"] = 600'), 'is 600')
  t.equal(set('frame_width', 'config.frame_size = (9, 16)'), 'is …')
  t.equal(set('frame_x_radius', 'config.frame_width = 9'), 'is …')
  const top = 'self.add(Text("a").next_to(config.top, DOWN))'
  t.match(board(top)[0]?.things, [{ place: 'at the top' }])
  t.equal(board(top, 'config.frame_height = 20')[0]?.things?.[0]?.place, undefined)
})

t.test('groups of other things are other groups, those of the same are told together', async t => {
  const group = (items: string) => `self.add(VGroup(${items}))`
  const pair = (first: string) => `VGroup(${first}, Circle())`
  const shown = (items: string) => prose(group(items))
  t.equal(
    shown(`${pair('Triangle()')}, ${pair('Line()')}`),
    'Show a group of a triangle and a circle and a group of a line and a circle.',
  )
  t.equal(
    shown(`*[${pair('Triangle()')} for i in range(3)]`),
    'Show three groups, each of a triangle and a circle.',
  )
  t.equal(
    shown(`*[${pair('Triangle() if i % 2 else Star()')} for i in range(9)]`),
    'Show five groups, each of a star and a circle and four groups, each of a triangle and a circle.',
  )
  t.match(board(group('*[VGroup(Star(), Square(), Text(str(i))) for i in range(3)]'))[0]?.things, [
    { count: 3, parts: [{ kind: 'star' }, { kind: 'square' }, { kind: 'text', texts: ['0', '1', '2'] }] },
  ])
  t.match(board(group('*[VGroup(Star(), *[Dot() for j in range(i)]) for i in range(1, 6)]'))[0]?.things, [
    { count: 5, parts: [{ kind: 'star' }, { kind: 'dot', count: 'many' }] },
  ])
  t.match(
    board('for i in range(3):\n    self.play(FadeIn(VGroup(Star(), Square(), Text(str(i)))))'),
    [{ action: 'repeat', steps: [{ things: [{ parts: [{}, {}, { texts: ['0', '1', '2'] }] }] }] }],
    'in the rounds of a loop too',
  )
})

t.test('no group is put into itself', async t => {
  const pair = 'g = VGroup(Dot(), Star())\n'
  t.same(prose(`${pair}g[0] = g\nself.add(g)`), prose(`${pair}self.add(g)`))
  t.match(prose(`${pair}g[0] = Square()\nself.add(g)`), /square and a star/)
})

t.test('a card is told with all its lines, however deep they are in it', async t => {
  const card = `def card(title, lines):
    body = VGroup(*[Text(line) for line in lines]).arrange(DOWN)
    return VGroup(Square(), VGroup(Text(title), body).arrange(DOWN))
`
  const things = (body: string) => board(body, card)[0]?.things
  t.match(things('self.add(VGroup(*[card(title, [title.upper()]) for title in ("one", "two")]))'), [
    { kind: 'square', count: 2, texts: ['one ONE', 'two TWO'] },
  ])
})

t.test('a group holds a thing once, and what one of two ways adds', async t => {
  const parts = (body: string) => board(`g = VGroup()\n${body}\nself.add(g)`)[0]?.things
  t.match(parts('c, s = Circle(), Square()\ng.add(c, s)\ng.add(c, s)'), [
    {
      kind: 'group',
      parts: [
        { kind: 'circle', count: undefined },
        { kind: 'square', count: undefined },
      ],
    },
  ])
  t.match(parts('if unknown():\n    g.add(Circle(), Dot())\nelse:\n    g.add(Square(), Dot())'), [
    {
      parts: [
        { kind: 'circle', count: undefined },
        { kind: 'dot', count: undefined },
      ],
    },
  ])
  t.match(parts('g.add(Dot())\nif unknown():\n    g.add(Circle())'), [
    { parts: [{ kind: 'dot' }, { kind: 'circle' }] },
  ])
  t.match(parts('if unknown():\n    x = 1\nelse:\n    g.add(Square())'), [{ kind: 'square' }])
})

t.test('what groups within a group say is told, and so many of them as a reader can take', async t => {
  const card = [
    'def card(title, body):',
    '    box = RoundedRectangle()',
    '    words = VGroup(Text(title), Text(body)).arrange(DOWN)',
    '    return VGroup(box, Rectangle(color=RED), VGroup(VGroup(Rectangle(), Text("01")), words))',
  ].join('\n')
  t.equal(
    prose(`${card}\nself.play(FadeIn(card("Begin", "What is seen first")))`),
    'Fade in a group of a rounded rectangle, two rectangles (labelled "01", …) and two texts ("Begin" and "What is seen first").',
  )
  const rows = 'rows = VGroup(*[VGroup(Square(), Line(), Text(a)) for a in ("show", "mark", "focus")])'
  t.equal(
    prose(`${rows}\nself.play(FadeIn(VGroup(Circle(), Dot(), Text("Head"), rows)))`),
    'Fade in a group of a circle, the text "Head" and three groups, each of a square, a line and some text (in turn "show", "mark" and "focus").',
  )
  t.equal(
    prose(
      'self.play(FadeIn(VGroup(VGroup(Circle(), Text("A"), Dot()), VGroup(Square(), Text("B"), Line()))))',
    ),
    'Fade in a group of a circle, the text "A" and a dot and a group of a square, the text "B" and a line.',
  )
  const pairs = 'pairs = VGroup(*[VGroup(Square(), Line()) for _ in range(9)])'
  t.equal(
    prose(`${pairs}\nself.play(FadeIn(VGroup(Circle(), Dot(), pairs)))`),
    'Fade in a group of a circle and a dot.',
    'several that say nothing are too much beside others',
  )
  const cells = 'cells = VGroup(*[VGroup(Text(a), Text(a + "!"), Dot()) for a in "abcd"])'
  t.match(
    prose(`${cells}\nself.play(FadeIn(cells))`),
    /each of two texts \("a", "a!", …\) and a dot/,
    'no more words than there are texts',
  )
})

t.test('a text or a number has words of its own, and no other for a label', async t => {
  const [step] = board('n = DecimalNumber(unknown())\nself.play(FadeIn(VGroup(Text("MSE:"), n)))')
  t.same(step?.things?.[0]?.parts, [{ kind: 'text', text: 'MSE:' }, { kind: 'number' }])
})

t.test('a text with a line below it is a text, beside it a labelled line', async t => {
  const [above, beside] = ['rule.next_to(words, DOWN)', 'words.next_to(rule, RIGHT)'].map(place => {
    const made = 'words, rule = Text("Heading", color=RED), Line(color=BLUE)'
    return board(`${made}\n${place}\nself.play(FadeIn(VGroup(words, rule)))`)[0]?.things
  })
  t.match(above, [{ kind: 'text', text: 'Heading', color: 'red' }])
  t.match(beside, [{ kind: 'line', text: 'Heading', color: 'blue' }])
})

t.test('what creatures of ManimGL say stands in bubbles', async t => {
  const says = (content: string) =>
    board(
      `b = SpeechBubble(${content})\nself.play(DrawBorderThenFill(b.body), Write(b.content))\nself.play(FadeOut(b))`,
    )
  const told = [
    { action: 'show', how: 'draw', things: [{ kind: 'shape', name: 'speech bubble' }] },
    { action: 'show', how: 'write', things: [{ kind: 'text', text: 'Why?' }] },
  ]
  t.match(says('"Why?"').slice(0, 2), told)
  t.match(says('Text("Why?")').slice(0, 2), told)
  t.match(board('self.play(Write(ThoughtBubble("So be it")))'), [
    { things: [{ name: 'thought bubble', text: 'So be it' }] },
  ])
})
