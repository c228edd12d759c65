import { LLMock } from '@copilotkit/aimock'
import t from 'tap'
import { bench, many } from './describe-bench.ts'
import { records } from './harness.ts'

t.test('against a mock that nobody here wrote, plain and in chaos', async t => {
  const mock = new LLMock({ port: 0, logLevel: 'silent' })
  const text =
    'Draw a red circle in the middle of the screen, let it grow slowly, and fade it out at the end.'
  mock.on(
    { userMessage: /shape_/ },
    {
      content: JSON.stringify({ on_screen: [], request: text }),
      usage: { input_tokens: 11, output_tokens: 7 },
    },
  )
  await mock.start()
  t.teardown(() => mock.stop())
  const { describe } = await bench(t)
  for (const [llm, base] of [
    ['claude', mock.url],
    ['gemini', mock.url],
    ['openai', `${mock.url}/v1`],
  ] as const) {
    mock.setChaos({})
    const args = ['--llm', llm, '--base-url', base, '--check', 'off']
    const before = mock.getRequests().length
    const first = await describe(args, many(15))
    t.equal(first.code, 0, `${llm}: ${first.stderr}`)
    t.equal(mock.getRequests().length - before, 15)
    t.equal((await describe(args, many(15))).stdout, first.stdout)
    t.equal(mock.getRequests().length - before, 15, 'a rerun sends none')

    mock.setChaos({ dropRate: 0.1, malformedRate: 0.1, disconnectRate: 0.1 })
    const chaos = await describe([...args, '--model', 'gpt-6-luna', '--max-attempts', '30'], many(15))
    t.equal(chaos.code, 0, `${llm} in chaos: ${chaos.stderr}`)
    t.ok(records(chaos.stdout).every(({ description }) => description === text))

    mock.setChaos({ rateLimitRate: 0.15, latencyMs: 30 })
    mock.nextRequestError(529, { message: 'Overloaded', type: 'overloaded_error' })
    const limited = await describe([...args, '--model', 'gpt-6-sol', '--max-attempts', '30'], many(15))
    t.equal(limited.code, 0, `${llm} limited: ${limited.stderr}`)
    t.ok(records(limited.stdout).every(({ description }) => description === text))
  }
})
