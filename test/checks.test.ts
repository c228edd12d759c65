import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { checkDescription } from '../lib/checks/check.ts'
import { joinChecks } from '../lib/checks/join.ts'
import { loadOwnChecks } from '../lib/checks/own.ts'
import type { Evidence } from '../lib/checks/types.ts'
import { code, evidence, rules, still } from './evidence.ts'

const good =
  'Draw a blue square in the middle of the screen with the label "Area = 4" beside it, then morph the square into a red circle and fade it out.'

t.test('a good request passes every rule', async t => {
  t.strictSame(checkDescription(good, evidence()), [])
  for (const text of [
    'I would like an animation of a square, drawn in blue, that slowly turns into a circle. Write “Area = 4” next to it, wait two seconds, and let everything fade away.',
    'Could you show how a blue square becomes a circle, while the words "Area = 4" stand on the screen?',
    'To make the change of shape clear, start with a square outlined in blue and the text `Area = 4`. Transform it into a circle, pause, and fade it out.',
  ]) {
    t.strictSame(rules(text), [], text)
  }
})

t.test('a formula may be quoted as it looks, which is what the prompt asks for', async t => {
  const features = {
    strings: [
      { kind: 'latex', text: String.raw`\alpha \Rightarrow \beta` },
      { kind: 'latex', text: String.raw`\frac{\Delta x}{\Delta t} \leq \vec{v}_1` },
    ],
  }
  const code = `${still}        self.add(MathTex(r"\\alpha \\Rightarrow \\beta"), MathTex(r"\\frac{\\Delta x}{\\Delta t} \\leq \\vec{v}_1"))\n`
  const told = (a: string, b: string) =>
    `Show a green square in the middle of the screen, with "${a}" and, underneath, the formula "${b}".`
  t.notOk(rules(told('α ⇒ β', 'Δx/Δt ≤ v₁'), { code, features }).includes('quote'))
  t.ok(rules(told('γ ⇒ δ', 'εy ≤ ω'), { code, features }).includes('quote'))
})

t.test('each hard rule finds its fault, and names the words', async t => {
  const cases: [rule: string, text: string, extra?: Partial<Evidence>][] = [
    ['placeholder', '[PENDING_DESCRIPTION]'],
    ['placeholder', '…'],
    ['refusal', "I'm sorry, but I can't describe this animation for you because it is unclear."],
    ['refusal', 'As an AI I see a square and a circle that move on the screen slowly.'],
    ['too_short', 'A square becomes a circle.'],
    ['too_long', 'Draw a square that moves. '.repeat(80)],
    ['glue', 'Create an animation that display a blue square which is turned into a circle.'],
    ['meta_talk', "Here's a description: draw a blue square and turn it into a circle on screen."],
    ['meta_talk', 'This animation has a blue square that turns into a circle and fades out again.'],
    ['meta_talk', `${good} Let me know if you want more.`],
    ['markup', `\`\`\`\n${good}\n\`\`\``],
    ['caption', 'Draw a blue square. Then the animation shows a circle into which the square turns.'],
    ['dangling', 'Then draw a blue square and turn it into a circle that fades out slowly.'],
    ['dangling', 'Rotate the square by some degrees and let it become a circle, then fade it out.'],
    ['repetition', `${'blue square turns blue square turns blue square '.repeat(8)} slowly`],
    ['identifier', 'Draw the big_square in blue in the middle, then turn it into a circle and fade it out.'],
    ['identifier', 'Draw a square in blue with label1 beside it, then turn it into a circle and fade out.'],
    ['call', 'Draw a blue square in the middle, use Transform(…) to get a circle, then fade it out.'],
    ['constant', 'Draw a blue square, move it RIGHT, turn it into a circle, and fade it out again.'],
    ['constant', 'Draw a blue square, hold it in self.square, turn it into a circle, and fade it out.'],
    ['code_talk', 'Write the code for a blue square that turns into a circle and then fades out again.'],
    ['code_talk', 'Animate in Manim a blue square that turns into a circle and then fades out again.'],
    ['colour', 'Draw a purple square in the middle, turn it into an orange circle, and fade it out.'],
    ['object', 'Draw a blue hexagon and a star beside each other, morph them, then fade them out.'],
    ['quote', 'Draw a blue square with "Volume" over it and "Surface" below, then make it a circle.'],
    [
      'motion',
      'Fade in a green square, rotate it, and move it to the left until it is gone.',
      { code: still },
    ],
    [
      'transcript',
      'Draw a blue square and now we look at what happens when the side is doubled, then a circle.',
      { transcript: 'So now we look at what happens when the side is doubled. Right?' },
    ],
    ['channel', 'Draw a blue square that turns into a circle, as in episode 4 of the series of videos.'],
    [
      'language',
      'Zeichne ein blaues Quadrat in der Mitte und verwandle es dann in einen Kreis, der verschwindet.',
    ],
    ['language', good, { language: 'German' }],
    ['language', 'Нарисуй синий квадрат в центре экрана и преврати его в круг, который исчезает.'],
  ]
  for (const [rule, text, extra] of cases) {
    t.ok(rules(text, extra).includes(rule), `${rule}: ${text.slice(0, 60)} → ${rules(text, extra)}`)
  }
  const [finding] = checkDescription(
    'Draw a purple square in the middle and turn it into a circle slowly.',
    evidence({ features: { colors: [{ name: 'BLUE', hex: '#58C4DD', word: 'blue', count: 1 }] } }),
  )
  t.match(finding?.message, /names "purple".*it uses blue$/)
})

t.test('what is on screen may be said as it stands there', async t => {
  const program = `${code}\n        self.add(Text("def big_square(): the code in Python"))`
  t.strictSame(
    rules('Draw a blue square, and show "def big_square()" as the code in Python below it.', {
      code: program,
    }),
    [],
  )
  t.strictSame(rules('Plot sin(x) in blue and let the square become a circle along the way, slowly.'), [])
  t.strictSame(
    rules('Show the equation "x² = 4" in white and let a blue square fade in below it.', {
      code: `${code}\nMathTex("x^2 = 4")`,
    }),
    [],
  )
})

t.test('colours may come from defaults, hex values, features and families', async t => {
  const text = (colour: string) =>
    `Draw a ${colour} shape in the middle of the screen and let it fade out slowly.`
  t.strictSame(rules(text('red')), [], 'a circle is red by default')
  t.strictSame(rules(text('yellow'), { code: 'SurroundingRectangle(x); self.play()' }), [])
  t.strictSame(rules(text('teal'), { code: 'Square(color="#3ca8a0"); self.play()' }), [])
  t.strictSame(rules(text('violet'), { code: 'Square(color=PURPLE_A); self.play()' }), [])
  t.strictSame(
    rules(text('green'), { code: 'Square(); self.play()', features: { colors: { GREEN: 1 } } }),
    [],
  )
  t.strictSame(rules(text('green'), { code: 'ImageMobject("x"); self.play()' }), [])
  t.strictSame(rules(text('green'), { code: 'Square(); self.play()' }), ['colour'])
})

/** Eight things drawn one after the other, and each told. */
const shown = [
  ['circle', 'red'],
  ['square', 'blue'],
  ['axes', 'white'],
  ['curve', 'green'],
  ['formula', 'white'],
  ['table', 'grey'],
  ['brace', 'yellow'],
  ['star', 'orange'],
] as const
const scene = {
  storyboard: [
    ...shown.map(([kind, color]) => ({ action: 'show', how: 'draw', things: [{ kind, color }] })),
    { action: 'clear', how: 'fade out' },
  ],
}
const longCode = `${code}# star hexagon red blue white green gray grey yellow orange circle axes curve table brace formula`

t.test('a text that stops before the scene does is caught; one that tells its end is not', async t => {
  const told = (count: number, end = '') =>
    `Draw ${shown
      .slice(0, count)
      .map(([kind, color]) => `a ${color} ${kind}`)
      .join(', then ')}${end}.`
  const found = (text: string, extra: Partial<Evidence> = {}) =>
    checkDescription(text, evidence({ code: longCode, features: scene, ...extra }))
      .filter(({ rule }) => rule === 'ending' || rule === 'opening_only')
      .map(({ rule, hard }) => `${rule} ${hard}`)
  t.strictSame(found(told(8)), [])
  t.strictSame(found(told(6, ', and let everything vanish, a star in orange being the last')), [])
  t.strictSame(found(told(4)), ['opening_only true'], 'half of it')
  t.strictSame(found(told(4), { level: 'brief' }), [], 'a brief text may omit')
  t.strictSame(
    found(told(4), { features: { storyboard: scene.storyboard.slice(0, 5) } }),
    [],
    'a short scene',
  )
  t.strictSame(found(told(4), { features: undefined }), [], 'nothing is known of the scene')
  const titles = ['Kepler conjecture proof', 'Hales formal verification'].map(text => ({
    action: 'show',
    things: [{ kind: 'text', text, color: 'white' }],
  }))
  t.strictSame(
    found('Start with white axes, fill a grey table, and let all of it fade away when that is done.', {
      features: { storyboard: [...scene.storyboard, ...titles] },
    }),
    ['ending false'],
    'a colour of the end is told, and nothing that is its own',
  )
})

t.test('words of one family tell a step', async t => {
  const steps = ['circle', 'square', 'axes', 'curve', 'formula', 'formula'].map(kind => ({
    action: 'show',
    things: [{ kind }],
  }))
  const ends = checkDescription(
    'Show a ball and a box, plot functions over a coordinate plane, and finish on two equations side by side.',
    evidence({ code: longCode, features: { storyboard: steps } }),
  ).filter(({ rule }) => rule === 'ending' || rule === 'opening_only')
  t.strictSame(ends, [])
})

t.test('a short text that would fit any program is hard for a long one', async t => {
  const text = 'Please make me a very nice mathematical thing right now.'
  t.ok(rules(text, { code: `${code}${'# line\n'.repeat(40)}` }).includes('generic'))
  t.ok(rules(text, {}, false).includes('generic'))
  t.notOk(rules('Turn a blue square into a circle near its label.', {}, false).includes('generic'))
})

t.test('a text that has no ground in the program is recorded', async t => {
  const foreign =
    'A pendulum swings beneath an iron bridge; ripples spread across the harbour as fishing boats leave at dawn.'
  t.ok(rules(foreign, {}, false).includes('match'))
  t.notOk(rules(good, {}, false).includes('match'))
  const names = 'bridge = harbour = fishingBoats = Pendulum_swing = None'
  t.notOk(
    rules(foreign, { code: `${code}\n${names}` }, false).includes('match'),
    'a name in the program is ground',
  )
  const shown = {
    storyboard: [{ action: 'show', things: [{ kind: 'text', text: 'fishing boats, iron ripples' }] }],
  }
  t.notOk(rules(foreign, { features: shown }, false).includes('match'), 'so is what it shows')
})

t.test('words that are only said are recorded', async t => {
  const transcript = 'Imagine astronomers measuring planetary movement, wondering about gravitational forces.'
  const text = `${good} Let astronomers wonder about planetary movement and gravitational forces.`
  t.ok(rules(text, { transcript }, false).includes('heard'))
  t.notOk(rules(good, { transcript }, false).includes('heard'))
})

t.test('soft rules are recorded and reject nothing', async t => {
  const soft = (text: string, extra = {}) => rules(text, extra, false)
  t.ok(
    soft('Demonstrate and illustrate, visually emphasised, a blue square that becomes a circle.').includes(
      'padding',
    ),
  )
  t.ok(
    soft('Draw a blue square at 17, 23 and 31 percent of the width and turn it into a circle.').includes(
      'number',
    ),
  )
  t.ok(soft(`${good}`, { level: 'detailed' }).includes('off_level'))
  t.strictSame(
    rules('The animation shows nothing else. Draw a blue square that turns into a circle.', {
      asksRequest: false,
    }),
    [],
  )
})

t.test('a user adds patterns and modules, or turns our rules off', async t => {
  const folder = t.testdir({
    'mine.mjs': 'export default text => text.includes("square") ? ["no squares, please"] : undefined',
    'none.mjs': 'export const x = 1',
  })
  const loadCheck = async (mode: string, patterns: string[]) =>
    joinChecks(mode, await loadOwnChecks(mode, patterns))
  const off = await loadCheck('off', [])
  t.strictSame(off('[PENDING_DESCRIPTION]', evidence()), [])
  const pattern = await loadCheck('off', ['\\bfade\\b'])
  t.match(pattern(good, evidence()), [{ rule: 'pattern', hard: true, message: /"fade"/ }])
  const own = await loadCheck(`${folder}/mine.mjs`, [])
  t.match(own(good, evidence()), [{ rule: 'own', hard: true, message: 'no squares, please' }])
  await t.rejects(loadCheck(`${folder}/none.mjs`, []), /no function as its default export/)
  await t.rejects(loadCheck(`${folder}/no.mjs`, []), /cannot load/)
  await t.rejects(loadCheck('on', ['(']), /--reject-pattern/)
  for (const [gives, named] of [
    ['{ rule: "r", hard: true, message: "m" }', /it gave \{"rule"/],
    ['"no"', /it gave "no"/],
    ['true', /it gave true/],
    ['[5]', /it gave \[5\]/],
    ['[{ message: "m" }]', /it gave \[\{"message"/],
    ['Promise.resolve([])', /it gave a promise/],
    ['nobody()', /failed: nobody is not defined/],
  ] as const) {
    const path = `${folder}/${Buffer.from(gives).toString('hex')}.mjs`
    writeFileSync(path, `export default () => (${gives})`)
    const check = await loadCheck(path, [])
    t.throws(() => check(good, evidence()), named, gives)
  }
})

t.test('the README names every rule', async t => {
  const root = new URL('../../', import.meta.url)
  const readme = readFileSync(new URL('README.md', root), 'utf8')
  const section = /\n## The checks\n([\s\S]*?)\n## /.exec(readme)![1]!
  const named = new Set([...section.matchAll(/`([a-z_]+)(?::ID)?`/g)].map(([, name]) => name!))
  const sources = ['lib/checks', 'lib/describe'].flatMap(folder =>
    readdirSync(new URL(folder, root)).map(name => readFileSync(new URL(`${folder}/${name}`, root), 'utf8')),
  )
  const pattern = /(?:\b(?:hard|soft)\)?\(\s*|rule: )'([a-z_]+)'/g
  const rules = new Set(sources.flatMap(source => [...source.matchAll(pattern)].map(([, rule]) => rule!)))
  t.ok(rules.size > 30, `${rules.size} rules`)
  for (const rule of rules) t.ok(named.has(rule), rule)
})
