import { readFileSync } from 'node:fs'
import t from 'tap'
import { code, rules, scene, still } from './evidence.ts'

/** Rules that hold a text against the picture: the examples are of other programs. */
const ofThePicture = new Set(['colour', 'object', 'quote', 'generic'])

t.test("the prompt's own examples break no rule on words", async t => {
  const prompt = readFileSync(new URL('../../lib/prompts/scene.prompt', import.meta.url), 'utf8')
  const examples = [...prompt.matchAll(/^- (?:brief|normal|detailed), [^:]+:\s+"([\s\S]*?)"\n(?=- |===)/gm)]
  t.equal(examples.length, 4)
  for (const [, text] of examples) {
    const broken = rules(text!.replace(/\s+/g, ' ')).filter(rule => !ofThePicture.has(rule))
    t.strictSame(broken, [], text!)
  }
})

t.test('words that code shares with schools and mathematics are no talk of code', async t => {
  for (const text of [
    'My physics class starts tomorrow, and I would love a clip in which a blue square becomes a red circle.',
    'Illustrate the residue classes modulo three with a blue square and a circle; each class stands on its own.',
    'Draw a blue square and let a red dot go round the circle while the parameter t runs from 0 to two pi.',
    'Vary the two parameters of the curve slowly, and let the blue square become a red circle while they change.',
    'Show the method of exhaustion with a blue square that turns step by step into a red circle, then fade it out.',
    'Compare a method named after Newton with a blue square that turns into a red circle, then fade it out.',
    'Show how each code word becomes a blue square, and turn the square into a red circle at the very end.',
  ])
    t.notOk(rules(text).includes('code_talk'), text)
})

t.test('talk of code is found in whatever words', async t => {
  for (const part of [
    'in a class named Demo',
    'in a class called SquareToCircle',
    'with a subclass of a scene',
    'as a class that inherits from a scene',
    'with the Square class',
    'as an instance of the class',
    'with a scene class',
    'with the parameter of the function set to one',
    "with the constructor's arguments as they are",
    'with a keyword argument for its side',
    'by method calls',
    'with a helper function',
    'as a mobject',
    'as the code says',
    'as in the script',
    'with Manim',
    'in Python',
  ])
    t.ok(
      rules(`Draw a blue square ${part}, and turn it into a red circle.`).includes('code_talk'),
      `${part}: ${rules(`Draw a blue square ${part}, and turn it into a red circle.`)}`,
    )
})

t.test("a name that the video's title has may be said; other names of the program may not", async t => {
  const program = scene('g = Graph([1,2,3],[(1,2),(2,3)])', 'self.play(Create(g))').replace(
    'Demo',
    'PageRank',
  )
  const text = 'Explain PageRank with a little network of three nodes joined by two links that are drawn.'
  const title = 'PageRank: how Google sorted the web'
  t.strictSame(rules(text, { code: program, title }), [])
  t.ok(rules(text, { code: program }).includes('identifier'))
  t.ok(rules(`${text} Call it my_dot.`, { code: `${program}\nmy_dot`, title }).includes('identifier'))
})

t.test('square roots are no squares, and the like', async t => {
  const formula = scene('t = MathTex(r"x = \\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}")', 'self.play(Write(t))')
  const soft = (text: string) => rules(text, { code: formula }, false)
  for (const text of [
    'Write the formula that comes out of completing the square, then highlight what stands under the square root.',
    'Write the formula for a difference of perfect squares, then state the triangle inequality below it in white.',
    'Write the formula of least squares, and at the heart of it mark the cube root; use square brackets around it.',
  ]) {
    t.strictSame(rules(text, { code: formula }), [], text)
    t.notOk(soft(text).includes('object'), text)
  }
  t.ok(
    soft('Write the formula with the square root, and draw a square around the whole of it.').includes(
      'object',
    ),
  )
  t.ok(
    rules('Write the formula, then draw a square, a triangle and a star beside it.', {
      code: formula,
    }).includes('object'),
  )
})

t.test('a still picture may be about a transform; two kinds of motion it has not', async t => {
  const picture = scene('ax = Axes()', 'g = ax.plot(np.sin, color=BLUE)', 'self.add(ax, g)')
  const features = { plays: 0, storyboard: [{ action: 'show', how: 'appear', things: [{ kind: 'axes' }] }] }
  for (const text of [
    'Show a still picture about the Fourier transform: axes with a blue sine curve, and a heading that names the Fourier transform.',
    'Show a still picture of axes with a blue sine curve; over it, a moving average and the linear transform of it.',
    'Show axes with a blue curve: it seems to rotate and rotate, as people say, but this is a picture.',
  ])
    t.notOk(rules(text, { code: picture, features }).includes('motion'), text)
  for (const text of [
    'Fade in axes with a blue sine curve, and let the curve move along the axes from left to right.',
    'Show axes with a blue curve, transform the curve into its Fourier transform, and rotate the axes.',
  ]) {
    t.ok(rules(text, { code: picture, features }).includes('motion'), text)
    t.ok(rules(text, { code: picture }).includes('motion'), text)
  }
})

t.test('what plays by another name is no still picture', async t => {
  const text = 'Draw a blue circle in the middle of the screen, move it to the left, and let it fade away.'
  const aliased = scene('c = Circle(color=BLUE)', 'play = self.play', 'play(Create(c))', 'play(FadeOut(c))')
  const features = { plays: 0, animations: { Create: 1, FadeOut: 1 } }
  t.notOk(rules(text, { code: aliased, features }).includes('motion'))
  t.ok(rules(text, { code: still, features: { plays: 0, animations: {} } }).includes('motion'))
})

t.test('a channel that the program shows may be told, and a part that is one unit wide', async t => {
  const noise = scene('a = Rectangle()', 't = Text("Noisy Channel")', 'self.play(Create(a), Write(t))')
  const channel = (text: string, program: string = code) => rules(text, { code: program }).includes('channel')
  t.notOk(
    channel(
      'Draw a box labelled "Noisy Channel", and send the bits through the channel to the right.',
      noise,
    ),
  )
  t.notOk(channel('Draw a blue square, and let the blue part 1 unit wide glide slowly to the left side.'))
  t.ok(channel('Draw a blue square that turns into a circle, as on the channel, then fade it out.'))
  t.ok(channel('Draw a blue square that turns into a circle, as on my channel, then fade it out.', noise))
  t.ok(channel('Part 2: draw a blue square that turns into a circle, and then fade it out slowly.'))
  t.ok(channel('Draw a blue square that turns into a circle, and then fade it out slowly, part 2.'))
  t.ok(channel('Draw a blue square that turns into a circle, as in part 4 of the series, and fade it out.'))
  t.ok(channel('Draw a blue square that turns into a circle; remember to subscribe to see more of it.'))
})
