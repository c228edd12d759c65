/** How things are called that were told before, and how clauses follow each other. */
import t from 'tap'
import type { Step } from '../lib/features/stage/steps.ts'
import { describeFromStoryboard } from '../lib/storyboard/prose.ts'
import { prose } from './stage.ts'

/** Of a storyboard that is given. */
const told = (...storyboard: Step[]) =>
  describeFromStoryboard({
    storyboard,
    strings: [],
    has_animations: true,
    mobjects: {},
    plays: storyboard.length,
  })

const BARS =
  'bars = VGroup(*[Rectangle(color=BLUE) for i in range(4)]).arrange(RIGHT)\nself.play(*[FadeIn(b) for b in bars])\n'
const COLORED =
  'cs = VGroup(*[Circle(color=c) for c in (RED, GREEN, BLUE)]).arrange(RIGHT)\nself.play(Create(cs))\n'

t.test('all that becomes something else is told, and nothing of it is left', t => {
  const text = prose(
    `${BARS}self.play(ReplacementTransform(bars, VGroup(*[Dot() for i in range(5)]).arrange(RIGHT)))\nself.play(Create(Rectangle(color=BLUE)))`,
  )
  t.match(text, /transform the four rectangles into a row of five dots/i)
  t.match(text, /draw a blue rectangle\.$/)
  t.end()
})

t.test('each of a group in many colours is called by its own', t => {
  t.equal(
    prose(
      `${COLORED}self.play(cs[0].animate.shift(UP))\nself.play(cs[1].animate.shift(DOWN))\nself.play(FadeOut(cs[0]))`,
    ),
    'Draw a row of three circles in red, green and blue. Move the red circle up, then move the green circle down. Finally, fade out the red circle.',
  )
  const loop = 'cs = [Circle(color=c) for c in (RED, GREEN)]\nfor c in cs:\n    self.play(Create(c))\n'
  t.match(
    prose(`${loop}self.play(cs[1].animate.shift(UP))\nself.play(Rotate(cs[0]))`),
    /two circles in red and green, one after another\. Move the green circle up\. .*rotate the red circle/,
    'those that came in rounds, too',
  )
  t.match(
    prose(`${loop}self.play(VGroup(*cs).animate.arrange(RIGHT))`),
    /rrange the two circles in a row/,
    'and all of them together',
  )
  t.end()
})

t.test('colours that several have tell which of them', t => {
  const dots =
    'd = [Dot(color=c) for c in (RED, RED, BLUE, BLUE)]\nself.play(*[FadeIn(x) for x in d])\nself.play(d[0].animate.shift(UP))\nself.play(d[2].animate.shift(DOWN))\n'
  t.match(
    prose(
      `${dots}self.play(d[0].animate.set_color(GREEN))\nself.play(Swap(d[1], d[3]))\nself.play(FadeOut(d[0]))`,
    ),
    /Move one of the red dots up, then move one of the blue dots down\. Next, turn the same red dot green\. Swap the red dot and the other blue dot\. Finally, fade out the green dot\.$/,
  )
  t.match(prose(`${dots}self.play(Rotate(d[2]))`), /rotate that blue dot\.$/)
  t.end()
})

t.test('one of several is the same one, another one, or known by its colour', t => {
  t.match(
    prose(`${BARS}self.play(bars[1].animate.set_color(YELLOW))\nself.play(bars[1].animate.shift(UP))`),
    /turn one of the rectangles yellow\. .*move the yellow rectangle up/i,
  )
  t.match(
    prose(`${BARS}self.play(bars[1].animate.shift(UP))\nself.play(bars[0].animate.shift(DOWN))`),
    /one of the rectangles up\. Finally, move another of the rectangles down/,
  )
  t.match(
    prose(`${BARS}self.play(bars[1].animate.shift(UP))\nself.play(bars[1].animate.set_color(RED))`),
    /one of the rectangles up\. Finally, turn that rectangle red/,
  )
  t.match(
    prose(
      `${BARS}self.play(bars.animate.set_color(GREEN))\nself.play(Indicate(bars[1]))\nself.play(FadeOut(bars))`,
    ),
    /turn the four rectangles green, then highlight one of the rectangles\./i,
    'all of them have that colour',
  )
  t.end()
})

t.test('what is done at once, or right after, to the same thing is done to it', t => {
  t.match(
    prose(`${BARS}self.play(bars[1].animate.set_color(RED), Flash(bars[1]))`),
    /turn one of the rectangles red and flash around it/i,
  )
  const star = 's = Star()\nself.play(FadeIn(s))\n'
  t.equal(
    prose(
      `${star}self.play(s.animate.shift(UP))\nself.play(FadeOut(s))\nself.play(FadeIn(Dot()))\nself.play(FadeIn(Square()))`,
    ),
    'Fade in a star. Move the star up, then fade it out. Next, fade in a dot. Finally, fade in a square.',
  )
  const pair = 'a = Dot()\nb = Star()\nself.add(a, b)\n'
  t.match(
    prose(
      `${pair}self.play(a.animate.shift(UP), b.animate.set_color(RED), Rotate(a))\nself.play(FadeIn(Square()))`,
    ),
    /move the dot up, turn the star red and rotate the dot/i,
    'it is what was spoken of last',
  )
  t.end()
})

t.test('of much at once, what is not told is not known', t => {
  const shows: Step[] = [1, 2, 3, 4].map(id => ({
    action: id === 4 ? 'highlight' : 'show',
    things: id === 4 ? [{ id, kind: 'line', of: 9 }] : [{ id, kind: 'dot', text: String(id) }],
    ...(id > 1 && { with: true as const }),
  }))
  const lines = { id: 9, kind: 'line', count: 5 }
  t.match(
    told({ action: 'show', things: [lines] }, ...shows, {
      action: 'hide',
      things: [{ id: 4, kind: 'line', of: 9 }],
    }),
    /remove one of the lines\.$/i,
  )
  t.end()
})

t.test('a group of what was told is told by that', t => {
  const dot = { kind: 'dot', count: 'many' } as const
  t.equal(
    told(
      { action: 'show', things: [{ id: 1, kind: 'hexagon', color: 'purple' }] },
      { action: 'show', how: 'fade in', things: [dot] },
      {
        action: 'rotate',
        things: [
          {
            id: 4,
            kind: 'group',
            parts: [
              { kind: 'hexagon', color: 'purple' },
              { kind: 'dot', parts: [dot] },
            ],
          },
        ],
      },
    ),
    'Show a purple hexagon. Fade in several dots. Finally, rotate the hexagon and the dots.',
  )
  t.end()
})

t.test('what never came by itself came with the group that had such things', t => {
  const group = 'g = VGroup(Circle(color=RED), Circle(color=BLUE), Square())\nself.play(FadeIn(g))\n'
  t.match(
    prose(`${group}self.play(g[0].animate.shift(UP))\nself.play(Rotate(g[2]))`),
    /Move the red circle up\. Finally, rotate the square/,
  )
  t.match(
    prose('ls = VGroup(*[Line() for x in load()])\nself.play(Create(ls))\nself.play(Indicate(ls[0]))'),
    /highlight one of the lines/i,
  )
  t.end()
})

t.test('much that goes at once is told to go', t => {
  const things = 'a = [Dot(), Star(), Square(), Circle()]\nself.add(*a)\nself.add(Triangle())\n'
  t.match(
    prose(`${things}self.play(*[FadeOut(x) for x in a])`),
    /fade out the dot, the star, the square and the circle/i,
  )
  t.end()
})

t.test('rounds are told in their order', t => {
  const square = 's = Square().shift(LEFT * 3)\nself.add(s)\n'
  t.match(
    prose(
      `${square}for i in range(3):\n    self.play(s.animate.move_to(RIGHT * 3))\n    self.play(s.animate.move_to(LEFT * 3))`,
    ),
    /three times, move the square to the right, then move it back to the left/i,
  )
  t.match(
    prose(`${square}for i in range(3):\n    self.play(Indicate(s))`),
    /highlight the square three times/i,
  )
  const sometimes =
    'for i in range(8):\n    q = Text("Q")\n    self.play(FadeIn(q))\n    if i % 2:\n        self.play(FadeOut(q))\nself.play(FadeIn(Dot()))'
  t.match(prose(sometimes), /Eight times, fade in the text "Q", then sometimes fade it out/)
  const becomes =
    'old = MathTex("a")\nself.play(Write(old))\nfor e in ["b", "c"]:\n    new = MathTex(e)\n    self.play(Transform(old, new))'
  t.match(prose(becomes), /ransform the formula into "b", then into "c"/)
  t.end()
})

t.test('what cannot be known is not told as if it were', t => {
  t.equal(
    prose('if config.quality == "high":\n    c = Circle()\nelse:\n    c = Square()\nself.play(Create(c))'),
    'Animate a circle or a square.',
  )
  t.end()
})

t.test('plain words for charts, values and drawings', t => {
  t.match(
    prose('c = BarChart([3, 5])\nself.play(Create(c))\nself.play(c.animate.change_bar_values([1, 4]))'),
    /change the bars of the bar chart to 1 and 4/i,
  )
  t.match(
    prose(
      'v = ValueTracker(0.3)\nd = always_redraw(lambda: Arc(angle=v.get_value()))\nself.add(d)\nself.play(v.animate.set_value(PI))',
    ),
    /from 0\.3 to 3\.14\./,
  )
  t.equal(prose('self.play(Create(SVGMobject("robot.svg")))'), 'Trace the drawing "robot.svg".')
  t.match(
    prose('a = Text("one")\nself.play(Write(a))\nself.play(Transform(a, Text("two")))'),
    /transform the text into "two"\.$/i,
  )
  t.end()
})

t.test('things that are of each other, as no program has them, are told all the same', t => {
  const a = { id: 1, kind: 'circle', of: 2, count: 3 }
  const b = { id: 2, kind: 'circle', of: 1, count: 3 }
  const text = told(
    { action: 'show', things: [a, b] },
    { action: 'recolor', things: [a], color: 'red' },
    { action: 'hide', things: [a] },
    { action: 'rotate', things: [b] },
  )
  t.match(text, /circles/)
  t.end()
})

t.test('what has no number is one of its group, and never that one', t => {
  const line = { kind: 'line', of: 1 }
  t.equal(
    told(
      { action: 'show', things: [{ id: 1, kind: 'line', count: 5 }] },
      { action: 'rotate', things: [line] },
      { action: 'highlight', things: [line] },
    ),
    'Show five lines. Rotate one of the lines. Finally, highlight one of the lines.',
  )
  t.end()
})

t.test('many that nobody counted are several', t => {
  t.match(
    prose('import os\nself.play(*[FadeIn(Square()) for x in os.listdir()])'),
    /^Fade in several squares/,
  )
  t.end()
})
