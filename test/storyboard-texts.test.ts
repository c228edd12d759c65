import t from 'tap'
import { board, prose } from './stage.ts'

/** The first thing that is told. */
const told = (body: string) => board(body)[0]?.things?.[0]

t.test('words in colours of their own', async t => {
  const part = (text: string, color: string) => ({ kind: 'part', text, color })
  t.same(told('self.add(Text("hello world", t2c={"hello": RED}))')?.parts, [part('hello', 'red')])
  t.same(
    told('self.add(MathTex(r"\\Delta x = y", tex_to_color_map={r"\\Delta x": RED, "y": BLUE, "z": GREEN}))')
      ?.parts,
    [part('Δ x', 'red'), part('y', 'blue')],
    'what it does not hold is not coloured',
  )
  t.same(told('e = MathTex("S", "=", "k_B")\ne[0].set_color(YELLOW)\nself.add(e)')?.parts, [
    part('S', 'yellow'),
  ])
  t.same(
    told('self.add(MathTex("a", "+", "a").set_color_by_tex("a", RED))')?.parts,
    [part('a', 'red')],
    'each is told once',
  )
  t.match(
    told('self.add(MathTex("E = mc^2", color=BLUE).set_color_by_tex("m", RED))'),
    { color: undefined, parts: undefined },
    'a formula in one piece was coloured whole before 0.20, and is not since',
  )
  t.match(
    told('self.add(MathTex("a").set_color_by_tex("a", RED))'),
    { color: 'red' },
    'but for the whole of it',
  )
  t.same(
    told('self.add(MathTex("a", "+ ab").set_color_by_tex("a", RED))')?.parts,
    [part('a', 'red')],
    'likewise a piece of it',
  )
  t.match(told('self.add(MathTex("E = mc^2").set_color_by_tex("q", RED))'), { color: undefined })
  t.same(told('self.add(MathTex("{{a}} + b").set_color_by_tex("a", RED))')?.parts, [part('a', 'red')])
  t.same(told('self.add(Text("a b", t2c={"a": RED}).set_color(GREEN))')?.parts, undefined, 'painted over')
  t.same(told('self.add(Text("a b", t2c={"a": RED}).copy())')?.parts, [part('a', 'red')], 'so are copies')
  t.same(told('self.add(Text("a b", t2c={"a": WHITE}))')?.parts, undefined, 'white is no other colour')
  t.same(
    told('self.add(MathTex(r"\\frac{", "a", "}{b}").set_color_by_tex("frac", RED))')?.parts,
    undefined,
    'half a command is nothing to read',
  )
  t.match(told('self.add(BulletedList("one", "two").set_color_by_tex("one", RED))'), { color: undefined })
  t.equal(
    prose('self.play(Write(MathTex("x", "+", "y").set_color_by_tex("x", RED).set_color_by_tex("y", BLUE)))'),
    'Write the formula "x + y" with "x" in red and "y" in blue.',
  )
  t.match(
    told('self.add(VGroup(Text("a b", t2c={"a": RED}), Text("c")))'),
    { kind: 'text', count: 2, texts: ['a b', 'c'], parts: undefined },
    'of several it is not told',
  )
  const moved = board('x = Text("a b", t2c={"a": RED})\nself.add(x)\nself.play(x.animate.shift(UP))')
  t.match(moved[1]?.things?.[0]?.parts, undefined, 'it is told when it comes')
})

t.test('what colours parts of a formula gives the formula', async t => {
  const colour = 'MathTex("a", "b").set_color_by_tex("a", RED)'
  t.match(told(`self.play(Write(${colour}.to_edge(UP)))`), {
    part: undefined,
    text: 'a b',
    place: 'at the top',
  })
  t.match(told('self.add(MathTex("a").set_color_by_tex_to_color_map({"a": RED}).shift(3 * UP))'), {
    part: undefined,
    color: 'red',
  })
})

t.test('the glow of a text is no text of its own', async t => {
  const title = 'a = Text("Glow").to_edge(UP)\n'
  t.match(
    board(`${title}self.play(FadeIn(VGroup(a.copy().scale(1.1).set_stroke(RED), a.copy(), a)))`)[0]?.things,
    [{ kind: 'text', text: 'Glow', count: undefined, place: 'at the top' }],
  )
  t.match(told(`${title}self.add(VGroup(VGroup(a.copy(), a.copy()), a))`), { count: undefined })
  t.match(
    told(`${title}self.add(VGroup(a.copy().shift(0.05 * DOWN), a))`),
    { count: undefined },
    'or its shadow',
  )
  t.match(told(`${title}self.add(VGroup(a.copy(), a).arrange(DOWN))`), { count: 2 })
  t.match(told(`${title}self.add(VGroup(a.copy().next_to(Square(), UP), a))`), { count: 2 })
  t.match(told('self.add(VGroup(Square().copy().rotate(1), Square()))'), { count: 2 }, 'shapes are seen')
  t.match(told('self.add(VGroup(Text("a"), Text("a")))'), { count: 2 })
})

t.test('labels say what they are given, not where they stand', async t => {
  const axes = 'a = Axes()\nself.add(a)\n'
  const label = (call: string) => board(`${axes}self.wait()\nself.add(a.${call})`)[1]?.things?.[0]?.text
  t.equal(label('get_x_axis_label("time", buff=0.3)'), 'time')
  t.equal(label('get_graph_label(a.plot(f), label="y = x", x_val=3)'), 'y = x')
  t.equal(label('get_graph_label(a.plot(f), "y = x", 3)'), 'y = x')
  t.equal(label('get_y_axis_label(Tex("u"), edge=LEFT, buff=0.3)'), 'u')
  t.equal(board('b = BarChart([1])\nself.add(b.get_bar_labels(font_size=24))')[0]?.things?.[0]?.text, '1')
})

t.test('a function that takes the name of what it calls', async t => {
  const own = `PlainText = Text
def Text(*args, **kwargs):
    kwargs.setdefault("color", RED)
    return PlainText(*args, **kwargs)
`
  t.match(board('self.add(Text("a"))', own)[0], { things: [{ kind: 'text', text: 'a', color: 'red' }] })
  const later = 'def make():\n    return Dot()\nshape = make\n'
  t.match(board('self.add(shape())', later)[0], { things: [{ kind: 'dot' }] })
})

t.test('what LaTeX does not set stands as it is given', async t => {
  const text = (thing: string) => board(`self.add(${thing})`)[0]?.things?.[0]
  t.match(text('Text("$x_1$ {a} ~ 50\\\\%")'), { kind: 'text', text: '$x_1$ {a} ~ 50\\%' })
  t.match(text('MarkupText("<b>{a}</b>")'), { text: '{a}' })
  t.match(text('Tex("$x_1$")'), { kind: 'formula', text: 'x_1' })
  t.match(text('MathTex("{{a}}", "+", "{{b}}")'), { text: 'a + b' })
  t.match(text('Title("100\\\\%")'), { text: '100%' })
})

t.test('a formula that is made of words is a text', async t => {
  const kind = (made: string) => board(`self.play(Write(${made}))`)[0]?.things?.[0]?.kind
  t.equal(kind('MathTex(r"\\text{Let us see}")'), 'text')
  t.equal(kind('MathTex(r"\\text{Let us}", r"\\textbf{see}")'), 'text')
  t.equal(kind('MathTex(r"\\text{if } x > 2")'), 'formula')
  t.equal(kind('Tex("$x$")'), 'formula')
  t.match(prose('self.play(Write(MathTex(r"\\text{Let us see}")))'), /text "Let us see"/)
})

t.test('the pieces of a formula', async t => {
  const things = (body: string, at = 0) => board(body)[at]?.things
  const one = 'e = MathTex("a^2")\n'
  t.match(things(`${one}self.play(Write(e[0]))`), [{ kind: 'formula', text: 'a^2', part: undefined }])
  t.match(
    things(`${one}self.add(e)\nself.play(*[FadeOut(piece) for piece in e])`, 1),
    [{ id: 1, kind: 'formula', text: 'a^2', part: undefined }],
    'of one string there is one piece, which is all of it',
  )
  t.match(
    things(`${one}self.add(e)\nself.play(Indicate(e[0][1]))`, 1),
    [{ part: true, of: 1, text: undefined }],
    'which is of letters',
  )
  t.match(things('self.play(Write(Text("ab")[0]))'), [{ text: 'a' }], 'a text is of letters at once')
  t.match(
    things('e = MathTex("ab", substrings_to_isolate=["a"])\nself.add(e)\nself.play(Indicate(e[0]))', 1),
    [{ part: true, of: 1, text: undefined }],
    'what is isolated is a piece in some releases',
  )
  const pieces = (formula: string) =>
    board(`for piece in MathTex(r"${formula}"):\n    self.play(Write(piece))`).flatMap(step =>
      (step.steps ?? [step]).flatMap(({ things }) => things?.[0]?.texts ?? things?.[0]?.text ?? []),
    )
  t.same(pieces('{{x}} = {{ 3 }}'), ['x', '=', '3'], 'double braces cut')
  t.same(pieces('{{ \\frac{a}{b} }}'), ['a/b'])
  t.same(pieces('a^{{2}}'), [], 'newer releases do not cut here, older ones do')
  t.same(pieces('{{ a^{b^{c}} }} + d'), [], 'nor do they agree on where this ends')
})

t.test('a formula of any length takes no time to measure', async t => {
  const start = process.cpuUsage()
  for (const sign of ['a', '(', '}', '/']) {
    const [step] = board(`self.add(MathTex("${sign.repeat(300_000)}").next_to(Dot(), UP))`)
    t.match(step, { things: [{ kind: 'formula' }] })
  }
  // It took minutes.
  t.ok(process.cpuUsage(start).user < 10e6)
})
