import t from 'tap'
import { records, run } from './harness.ts'

const program = (body: string, more = '') =>
  `from manim import *\n${more}\n\nclass A(Scene):\n    def construct(self):\n${body
    .split('\n')
    .map(line => `        ${line}`)
    .join('\n')}\n`

const lines = (...values: unknown[]) => values.map(value => `${JSON.stringify(value)}\n`).join('')

interface Features {
  [name: string]: unknown
  storyboard: { action: string }[]
  error?: { line: number; message: string }
}

async function analyze(codes: readonly string[], ...args: string[]) {
  const result = await run('analyze-features', args, { input: lines(...codes.map(code => ({ code }))) })
  return {
    ...result,
    features: records(result.stdout).map(record => record.metadata.code_features as Features),
  }
}

t.test('writes metadata.code_features and changes nothing else', async t => {
  const code = program('self.play(Create(Circle(color=RED)))\nself.wait()')
  const input = `{"n": 12345678901234567890, "code" : ${JSON.stringify(code)},"metadata":{"f":1.0 }, "__proto__":1}\r\n`
  const { stdout, code: status, stderr } = await run('analyze-features', [], { input })
  t.equal(status, 0, stderr)
  t.equal(stderr, 'analyze-features: 1 record\n')
  const before = input.indexOf('1.0 }') + 3
  t.equal(stdout.slice(0, before), input.slice(0, before))
  t.ok(stdout.endsWith(' }, "__proto__":1}\r\n'))
  const again = await run('analyze-features', [], { input: stdout })
  t.equal(again.stdout, stdout, 'a second run changes nothing')
})

t.test('the seed’s keys are true of the program, not of its letters', async t => {
  const { features } = await analyze([
    program('self.play(Write(MathTex("x^2 \\\\text{ binary 0b1}")))'),
    program('# plane = NumberPlane()\nself.play(GrowArrow(Arrow(LEFT, RIGHT)))'),
    program('self.add(SurroundingRectangle(Dot()))'),
    program('n = 5 ^ 3\nself.add(Integer(n))'),
    program('self.animate_sort()', 'class Helper:\n    pass'),
    program('self.add(Surface(lambda u, v: [u, v, 0]))').replace('(Scene)', '(ThreeDScene)'),
  ])
  t.match(features[0], {
    has_latex: true,
    has_xor: false,
    has_binary_ops: false,
    has_animations: true,
    has_3d: false,
  })
  t.match(features[1], { has_graphs: false, has_animations: true, visual_elements: ['arrows'] })
  t.match(features[2], { has_animations: false })
  t.notOk((features[2]!.visual_elements as string[]).includes('rectangles'))
  t.match(features[3], { has_xor: true, has_binary_ops: true })
  t.match(features[4], { has_animations: false, plays: 0 })
  t.match(features[5], { has_3d: true, visual_elements: ['3d_objects'] })
})

t.test('--storyboard-steps bounds the storyboard', async t => {
  const body = Array.from({ length: 30 }, (_, i) => `self.play(Write(Text("step ${i}")))`).join('\n')
  const whole = await analyze([program(body)])
  const short = await analyze([program(body)], '--storyboard-steps', '5')
  t.ok(whole.features[0]!.storyboard.length > 20)
  t.ok(short.features[0]!.storyboard.length <= 6)
})

t.test('what a class body sets is known where self reads it, and a subclass sets it anew', async t => {
  const code = [
    'from manim import *',
    'class Base(Scene):',
    '    title = "Base"',
    '    values = [1, 2]',
    '    def construct(self):',
    '        self.play(Write(Text(self.title)))',
    '        self.play(FadeIn(VGroup(*[Square() for value in self.values])))',
    'class Child(Base):',
    '    title = "Child"',
    '',
  ].join('\n')
  const input = lines({ code, metadata: { scene: 'Child' } })
  const [record] = records((await run('analyze-features', [], { input })).stdout)
  const { storyboard } = record!.metadata.code_features as Features
  t.match(storyboard, [
    { action: 'show', things: [{ kind: 'text', text: 'Child' }] },
    { action: 'show', things: [{ kind: 'square', count: 2 }] },
  ])
})

t.test('a program that does not parse passes with its error and line, and the run ends with 1', async t => {
  const { code, features, stderr } = await analyze([
    program('self.wait()'),
    'class A(Scene):\n    def construct(self:\n        pass\n',
    program('self.wait(2)'),
  ])
  t.equal(code, 1)
  t.equal(features.length, 3)
  t.notOk(features[0]!.error)
  t.match(features[1]!.error, { line: Number, message: String })
  t.match(stderr, /^analyze-features: stdin:2: line \d+ of the program: /m)
  t.match(stderr, /3 records, 1 that does not parse\n$/)
})

t.test('--jobs changes the speed and not one byte', async t => {
  const input = lines(
    ...Array.from({ length: 60 }, (_, i) => ({
      id: i,
      code: program(`self.play(Write(Text("${i}")))`, 'x = 1\n'.repeat(i)),
    })),
  )
  const one = await run('analyze-features', ['--jobs', '1'], { input })
  t.equal(one.code, 0, one.stderr)
  for (const jobs of ['2', '4'])
    t.equal((await run('analyze-features', ['-j', jobs], { input })).stdout, one.stdout)
  t.equal((await run('analyze-features', [], { input })).stdout, one.stdout)
})

t.test(
  'hostile programs get an answer or a recorded error, and the others are analysed',
  { timeout: 200_000 },
  async t => {
    const fine = program('self.play(Create(Circle()))')
    const hostile = [
      `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}\n`,
      'x = 1\n'.repeat(1_000_000),
      `x = "${'y'.repeat(5_000_000)}"\n`,
      `${'if x:\n'.replace('if', ' if')}`,
      '\u0000',
      `${'class A(Scene):\n    def construct(self):\n        self.play(Create(Circle()))\n'.repeat(20_000)}`,
    ]
    const { features, code } = await analyze([fine, ...hostile, fine], '--timeout', '20')
    t.equal(features.length, hostile.length + 2)
    t.equal(code, 1)
    for (const each of [features[0], features.at(-1)]) t.match(each, { plays: 1, error: undefined })
    for (const each of features) t.type(each, Object)
  },
)

t.test('a record without a program is a bad record, by line', async t => {
  const input = lines({ code: program('self.wait()') }, { text: 'x' })
  const fail = await run('analyze-features', [], { input })
  t.match(fail, { code: 1, stderr: /analyze-features: stdin:2: no program in code/ })
  t.equal(records(fail.stdout).length, 1)
  const pass = await run('analyze-features', ['--on-error', 'pass'], { input })
  t.match(pass, { code: 1, stdout: /\n\{"text":"x"\}\n$/ })
})

t.test('the code of a conversation is analysed where it stands', async t => {
  const answer = `Sure.\n\n\`\`\`python\n${program('self.play(Create(Square()))')}\`\`\`\n`
  const input = lines(
    {
      conversations: [
        { from: 'human', value: 'a square' },
        { from: 'gpt', value: answer },
      ],
    },
    {
      messages: [
        { role: 'user', content: 'a square' },
        { role: 'assistant', content: answer },
      ],
    },
  )
  const { stdout } = await run('analyze-features', [], { input })
  for (const record of records(stdout)) {
    t.match(record.metadata.code_features, { visual_elements: ['squares'], plays: 1 })
  }
})
