import { fileURLToPath } from 'node:url'
import { LLMock } from '@copilotkit/aimock'
import t from 'tap'
import { pipe, records } from './harness.ts'

const gallery = fileURLToPath(new URL('../../samples/gallery-source.mjs', import.meta.url))
const answer =
  'Draw the picture piece by piece in the middle of the screen, colour it, and let it move to the right before it fades.'

t.test(
  'the whole pipe, offline: exit 0, and the second run takes all from the cache and writes the same bytes',
  async t => {
    const env = { MANIM_FILTERS_CACHE: t.testdir({}) }
    const stages = [
      ['extract', gallery],
      ['analyze-features'],
      ['flag-needs'],
      ['describe', '--llm', 'storyboard'],
    ] as const
    const first = await pipe(stages, { env })
    t.same(first.codes, [0, 0, 0, 0], first.stderr)
    const samples = records(first.stdout)
    t.equal(samples.length, 6)
    for (const sample of samples) {
      t.notMatch(sample.description, /^\[/)
      t.equal(sample.metadata.needs_description, false)
    }
    t.equal(samples.filter(sample => sample.metadata.description_generated_by).length, 5)
    const second = await pipe(stages, { env })
    t.equal(second.stdout, first.stdout)
    t.match(second.stderr, 'describe: 6 records, 5 from cache, 0 requests, 0 failed')
  },
)

t.test('any stage can be left out or run twice', async t => {
  const env = { MANIM_FILTERS_CACHE: t.testdir({}) }
  const short = await pipe(
    [
      ['extract', gallery],
      ['describe', '--llm', 'storyboard'],
    ],
    { env },
  )
  t.same(short.codes, [0, 0], short.stderr)
  const long = await pipe(
    [
      ['extract', gallery],
      ['flag-needs'],
      ['analyze-features'],
      ['flag-needs'],
      ['analyze-features'],
      ['describe', '--llm', 'storyboard'],
      ['describe', '--llm', 'storyboard'],
      ['flag-needs'],
    ],
    { env },
  )
  t.same(long.codes, [0, 0, 0, 0, 0, 0, 0, 0], long.stderr)
  const texts = (stdout: string) => records(stdout).map(sample => sample.description)
  t.same(texts(long.stdout), texts(short.stdout), 'describe finds out for itself what no filter told it')
})

for (const llm of ['claude', 'gemini', 'openai']) {
  t.test(`the whole pipe against ${llm}'s wire, served by somebody else's mock`, async t => {
    const mock = new LLMock({ port: 0, logLevel: 'silent' })
    // Each answer its own, as two programs with one description would be refused.
    for (const scene of ['SelectionSort', 'Saddle', 'BubbleSort', 'SineWave', 'Interference']) {
      mock.on(
        { userMessage: new RegExp(`class ${scene}\\(`) },
        {
          content: JSON.stringify({
            on_screen: ['a picture'],
            request: `${answer} It is number ${scene.length}.`,
          }),
        },
      )
    }
    await mock.start()
    t.teardown(() => mock.stop())
    const key = { claude: 'ANTHROPIC_API_KEY', gemini: 'GEMINI_API_KEY', openai: 'OPENAI_API_KEY' }[llm]!
    const env = { MANIM_FILTERS_CACHE: t.testdir({}), [key]: 'test-key' }
    const base = llm === 'openai' ? `${mock.url}/v1` : mock.url
    const stages = [
      ['extract', gallery],
      ['analyze-features'],
      ['describe', '--llm', llm, '--base-url', base, '--check', 'off', '--concurrency', '3'],
    ] as const
    const first = await pipe(stages, { env })
    t.same(first.codes, [0, 0, 0], first.stderr)
    const samples = records(first.stdout)
    for (const sample of samples) t.equal(sample.metadata.needs_description, false, String(sample.id))
    t.equal(samples.filter(sample => sample.description.startsWith('Draw the picture')).length, 5)
    t.equal(mock.getRequests().length, 5, 'one request for each distinct question')
    const second = await pipe(stages, { env })
    t.equal(mock.getRequests().length, 5, 'a rerun sends none')
    t.equal(second.stdout, first.stdout)
  })
}
