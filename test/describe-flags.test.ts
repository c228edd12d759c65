import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, lines, many, sample } from './describe-bench.ts'
import { records } from './harness.ts'

const english = 'Please draw a circle, let it appear in the middle of the screen, grow slowly and fade out.'
const answer = (request: string) => JSON.stringify({ on_screen: [], request })

t.test('--key-file gives the key, and nothing else does', async t => {
  const { describe, fake, folder } = await bench(t)
  const file = join(folder, 'key')
  writeFileSync(file, 'sk-from-file\n', { mode: 0o600 })
  const env = { ANTHROPIC_API_KEY: '' }
  t.match(await describe(['--key-file', file], many(1), { env }), { code: 0 })
  t.match(fake.seen[0]!.headers, { 'x-api-key': 'sk-from-file' })
  t.match(await describe(['--key-file', join(folder, 'none')], many(2), { env }), { code: 2, stdout: '' })
  t.match(await describe([], many(2), { env }), {
    code: 2,
    stderr: /no key for claude: set ANTHROPIC_API_KEY/,
  })
  t.equal(fake.seen.length, 1, 'without a key nothing is sent')
})

t.test('--language says so in the request, and the answer is held to it', async t => {
  const { describe, fake } = await bench(t, {
    answer: () =>
      answer(
        'Bitte zeichne einen Kreis in der Mitte, lass ihn langsam wachsen und dann wieder verschwinden.',
      ),
  })
  const result = await describe(['--language', 'German'], many(1))
  t.equal(result.code, 0, result.stderr)
  t.match(fake.seen[0]!.text, /German/)
  const wrong = await describe(['--language', 'English'], lines(sample('Other')))
  t.equal(wrong.code, 1)
  t.match(records(wrong.stdout)[0]!.metadata.describe_error, { code: 'check_failed' })
})

t.test('--window bounds what waits behind a slow record; the others go on to its edge', async t => {
  let release = () => {}
  const gate = new Promise<void>(resolve => {
    release = resolve
  })
  const { describe, fake } = await bench(t, {
    fault: async ({ text }) => {
      if (/shape_n0\b/.test(text)) await gate
      return false
    },
  })
  const running = describe(['--window', '4', '--concurrency', '8', '--check', 'off'], many(12))
  const deadline = Date.now() + 20_000
  while (fake.seen.length < 4 && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50))
  await new Promise(resolve => setTimeout(resolve, 400))
  t.equal(fake.seen.length, 4, 'the slow one and three behind it')
  release()
  const { code, stdout } = await running
  t.equal(code, 0)
  t.same(
    records(stdout).map(record => record.id),
    Array.from({ length: 12 }, (_, index) => `s/n${index}`),
  )
})

t.test('--rpm and --tpm hold requests back', async t => {
  // A tenth of a minute's worth goes at once; what is beyond it waits.
  for (const [flag, value, records] of [
    ['--rpm', '60', 9],
    ['--tpm', '200000', 15],
  ] as const) {
    const { describe, fake } = await bench(t, { usage: () => ({ input: 2000, output: 300 }) })
    const { code } = await describe([flag, value, '--check', 'off', '--concurrency', '16'], many(records))
    t.equal(code, 0)
    const times = fake.seen.map(({ at }) => at)
    t.ok(
      Math.max(...times) - Math.min(...times) >= 1000,
      `${flag}: ${Math.max(...times) - Math.min(...times)} ms`,
    )
  }
})

t.test('--timeout ends an attempt, --record-timeout all of them', async t => {
  let stalled = 0
  const { describe, fake } = await bench(t, {
    fault: async () => {
      stalled += 1
      if (stalled > 1) return false
      await new Promise(resolve => setTimeout(resolve, 5000))
      return true
    },
  })
  const result = await describe(['--timeout', '0.5', '--check', 'off'], many(1))
  t.equal(result.code, 0, result.stderr)
  t.equal(fake.seen.length, 2, 'a second attempt')

  const patient = await describe(['--timeout', '9e9', '--record-timeout', '9e9', '--check', 'off'], many(2))
  t.equal(patient.code, 0, patient.stderr)
  t.equal(fake.seen.length, 3, 'what no clock can count is not over at once')

  const dead = await bench(t, { fault: () => new Promise(resolve => setTimeout(resolve, 5000, true)) })
  const ended = await dead.describe(['--timeout', '0.4', '--record-timeout', '1', '--check', 'off'], many(1))
  t.equal(ended.code, 1)
  const message = 'no answer in time; no time is left for another attempt'
  t.match(records(ended.stdout)[0]!.metadata, {
    needs_description: true,
    describe_error: { code: 'timeout', message },
  })
})

t.test('--context-tokens: what is told of a program gives way before the program does', async t => {
  const { describe, fake } = await bench(t, { answer: () => answer(english) })
  const whole = sample('Big')
  const strings = Array.from({ length: 400 }, (_, i) => ({
    kind: 'text',
    text: `text ${i} of many, many others`,
  }))
  const storyboard = strings.map(thing => ({ action: 'show', how: 'write', things: [thing] }))
  const row = { ...whole, metadata: { ...whole.metadata, code_features: { storyboard, strings } } }
  const tokens = 9000
  const result = await describe(['--context-tokens', String(tokens), '--check', 'off'], lines(row))
  t.equal(result.code, 0, result.stderr)
  const { text, body } = fake.seen[0]!
  t.ok(text.includes(JSON.stringify(row.code.trim()).slice(1, -1)), 'the program is whole')
  t.match(text, /text 0 of many[\s\S]*text 399 of many/)
  t.notMatch(text, /text 200 of many/)
  const room = (tokens - (body.max_tokens as number)) * 2.5
  t.ok(JSON.stringify([body.system, body.messages]).length < room * 1.15, 'and all of it fits')
  t.notMatch(JSON.stringify(records(result.stdout)[0]!.metadata.describe), 'pruned')
})

t.test('--context-tokens: a program that does not fit is cut by meaning, and the record says so', async t => {
  const { describe, fake } = await bench(t, { answer: () => answer(english) })
  const helpers = Array.from(
    { length: 400 },
    (_, i) => `def unused_${i}():\n    return "${'x'.repeat(60)}"\n`,
  ).join('\n')
  const { code } = sample('Big')
  const row = { ...sample('Big'), code: code.replace('\nclass', `\n${helpers}\nclass`) }
  const result = await describe(['--context-tokens', '12000', '--check', 'off'], lines(row))
  t.equal(result.code, 0, result.stderr)
  t.match(fake.seen[0]!.text, /class SceneBig/)
  t.match(fake.seen[0]!.text, /definitions left out/)
  t.ok(fake.seen[0]!.text.length < row.code.length)
  t.match(JSON.stringify(records(result.stdout)[0]!.metadata), 'pruned')
})
