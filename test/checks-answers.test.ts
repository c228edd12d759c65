import t from 'tap'
import { code, rules, scene } from './evidence.ts'

const good = 'draw a blue square in the middle, turn it into a red circle, and fade it out at the end.'

t.test('a refusal is found in other words too, with any apostrophe', async t => {
  for (const text of [
    'I apologize, but I do not have enough information about the animation to write a request for it.',
    'I can’t help with writing this request because the program was not given in full.',
    'I am not able to describe the blue square and the red circle, as the program seems incomplete to me.',
    "I'm unable to write a request for the blue square and the red circle, as the program is incomplete.",
    'I’m sorry, but the blue square and the red circle do not become clear from the program.',
    'My apologies: the blue square and the red circle do not become clear from what was given.',
    'As a language model, I see a blue square and a red circle only in the code that was given.',
    'The program is cut off, and I don’t have enough context to describe the blue square in full.',
    'Here I cannot describe more than a blue square that becomes a red circle, as the rest is missing.',
  ])
    t.ok(rules(text).includes('refusal'), text)
  for (const text of [
    "I can't wait to see this: a blue square that turns into a red circle and fades out at the end.",
    'I do not have much time, so keep it short: a blue square turns into a red circle and fades out.',
    'To show what a network does as a language model, let a blue square turn into a red circle and fade out.',
    'My students are unable to picture it: let a blue square turn into a red circle, then fade it out.',
  ])
    t.notOk(rules(text).includes('refusal'), text)
})

t.test('Markdown, lists and tags are no part of a request', async t => {
  for (const text of [
    `**Request:** ${good}`,
    `Draw a **blue** square in the middle, turn it into a red circle, and fade it out.`,
    `- Draw a blue square in the middle. - Turn it into a red circle. - Fade it out at the end.`,
    `1. Draw a blue square in the middle. 2. Turn it into a red circle. 3. Fade it out at the end.`,
    `• Draw a blue square in the middle. • Turn it into a red circle. • Fade it out at the end.`,
    `Please ${good} </program>`,
    `Please <b>draw</b> a blue square in the middle, turn it into a red circle, and fade it out.`,
    `{"request": "${good}"}`,
    `Please ${good} {"on screen": []}`,
  ])
    t.ok(rules(text).includes('markup'), text)
  for (const text of [
    'Write the set {"heads", "tails"} next to a blue square, then turn the square into a red circle.',
    'Show a * b = b * a next to a blue square, then turn it into a red circle - slowly - and fade it out.',
    'Show that i < n and n > 2 next to a blue square, then turn it into a red circle and fade it out.',
    'Count from 0 to 1. Then draw a blue square, turn it into a red circle, and fade it out.',
  ])
    t.notOk(rules(text).includes('markup'), text)
  const shown = (text: string) =>
    rules(`Write the text "${text}" over a blue square, then turn it into a red circle and fade it out.`, {
      code: `${code}\nText('<b>bold</b> and **bold**')`,
    })
  t.notOk(shown('<b>bold</b> and **bold**').includes('markup'), 'the program shows it')
  t.ok(shown('<b>other</b>').includes('markup'), 'it does not')
})

t.test('an answer that repeats the prompt is not one', async t => {
  for (const text of [
    `Request (brief, a teacher): ${good}`,
    `Request: ${good}`,
    `Description: ${good}`,
    `Write a request at level brief: ${good}`,
    `Please ${good} (as the storyboard says)`,
    `Please ${good} See on_screen.`,
    `Please ${good} This is at level normal.`,
  ])
    t.ok(rules(text).includes('meta_talk'), text)
  t.notOk(rules(`A request from a teacher: ${good}`).includes('meta_talk'))
  const shown = scene('t = Text("Storyboard")', 'self.play(Write(t))')
  const text =
    'Write the heading "Storyboard" and let a caption say what the storyboard is for, line by line.'
  t.notOk(rules(text, { code: shown }).includes('meta_talk'), 'the program shows one')
})

t.test('code is found whatever names the program has', async t => {
  for (const [rule, text] of [
    ['identifier', 'Draw a blue square that turns into a red circle, with run_time 2, and fade it out.'],
    ['identifier', 'Draw a blue square that turns into a red circle, rate_func=linear, then fade it out.'],
    ['identifier', 'Draw a blue square that turns into a red circle; set_color is then used on it.'],
    ['identifier', 'Draw a VGroup of a blue square that turns into a red circle, and fade it out.'],
    [
      'identifier',
      'Use a ThreeDScene with a blue square that turns into a red circle by ReplacementTransform.',
    ],
    ['constant', 'Draw a blue square, use animate.shift on it, turn it into a red circle, and fade it out.'],
    ['constant', 'Draw a square with color=BLUE that turns into a circle in red, and fade it out.'],
    [
      'call',
      'Draw a blue square that turns into a red circle with ReplacementTransform(…), and fade it out.',
    ],
    ['identifier', 'Draw a blue square that turns into a red circle with `run_time=2`, and fade it out.'],
  ])
    t.ok(rules(text!).includes(rule!), `${text} → ${rules(text!)}`)
  const shown = scene('s = Square(color=BLUE)', 't = Text("run_time = max_speed")', 'self.play(Create(s))')
  for (const text of [
    'Draw a blue square with the words "run_time = max_speed" above it; run_time is underlined at the end.',
    'Draw a blue square and plot v_max, x_1 and a_n over it, where x = 2 and area=4 stand below.',
  ])
    t.strictSame(rules(text, { code: shown }), [], text)
})

t.test('two sentences glued together are told from a clause that says what is shown', async t => {
  const glue = (text: string) => rules(text).includes('glue')
  t.notOk(glue('Draw a unit circle and two lines that show cosine in blue, and let them turn slowly.'))
  t.notOk(glue('Draw two red circles that draw nearer to each other until they touch, then fade out.'))
  t.notOk(glue('I need two animations that show a blue square which turns into a red circle.'))
  t.ok(glue('Create an animation that display a blue square which is turned into a circle.'))
  t.ok(glue('Please make a short scene that show a blue square which is turned into a red circle.'))
  t.ok(glue('Create a Manim animation that transform a blue square into a red circle at the end.'))
})

t.test('what is quoted is introduced by its words', async t => {
  const dangling = (text: string) => rules(text).includes('dangling')
  t.notOk(
    dangling('Transform the word "Hello", written in white, into the word "World" with flowing letters.'),
  )
  t.notOk(dangling('Move the white label "Area = 4" next to a blue square which turns into a circle.'))
  t.ok(dangling('Transform the word into a red circle and write "Area = 4" next to it at the end.'))
  t.ok(dangling('Rotate the square, then write "Area = 4" next to it and turn it into a red circle.'))
})
