import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, lines, many, sample } from './describe-bench.ts'
import { records, run } from './harness.ts'

t.test('described once, a rerun asks nobody and writes the same bytes', async t => {
  const { describe, fake } = await bench(t)
  const input = lines(
    sample('a'),
    { ...sample('b'), metadata: { needs_description: false } },
    sample('c'),
    sample('a'),
  )
  const first = await describe([], input)
  t.equal(first.code, 0, first.stderr)
  t.equal(fake.seen.length, 2, 'one request for each program that wants one')
  const rows = records(first.stdout)
  t.match(rows[0], {
    description: /number a/,
    metadata: {
      needs_description: false,
      description_generated_by: 'claude:claude-haiku-5-5',
      describe: {
        prompt: 'scene@1',
        key: /^[0-9a-f]{64}$/,
        model_answered: 'claude-haiku-5-5',
        tokens: { in: 100, out: 20 },
        cost: 0.00002,
      },
    },
  })
  t.notOk('previous_description' in rows[0]!.metadata, 'a placeholder is not worth keeping')
  t.equal(first.stdout.split('\n')[1], input.split('\n')[1], 'what wants none leaves as it came')
  t.match(
    first.stderr,
    /^describe: 4 records, 1 from cache, 2 requests, 0 failed; 200 tokens in, 40 out; \$0\.00004 spent, \$0\.00002 saved\n$/,
  )
  const second = await describe(['--concurrency', '3'], input)
  t.equal(second.stdout, first.stdout)
  t.equal(fake.seen.length, 2)
  t.match(second.stderr, /4 records, 3 from cache, 0 requests, 0 failed; \$0\.00006 saved/)
})

t.test('what was there is kept, and the flag decides who is asked', async t => {
  const { describe, fake } = await bench(t)
  const input = lines(
    { ...sample('a'), description: 'A rather good text about a circle that grows.', metadata: {} },
    { ...sample('b'), description: 'short', metadata: {} },
  )
  const some = records((await describe([], input)).stdout)
  t.equal(fake.seen.length, 1)
  t.match(some[0]!.metadata, {})
  t.match(some[1], { description: /number b/, metadata: { previous_description: 'short' } })
  const all = records((await describe(['--all'], input)).stdout)
  t.equal(fake.seen.length, 2)
  t.match(all[0], { metadata: { previous_description: 'A rather good text about a circle that grows.' } })
})

t.test(
  'one letter of the prompt asks all again, going back costs nothing, one row more is one request',
  async t => {
    const { describe, fake, folder } = await bench(t)
    const prompt = (system: string) =>
      `---\nname: mine\nversion: 3\nanswer: request\nschema: {"type":"object","properties":{"request":{"type":"string"}},"required":["request"],"additionalProperties":false}\n---\n${system}\n=== program\n{{code}} {{metadata.big}}\n`
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(folder, 'p1'), prompt('Write.'))
    writeFileSync(join(folder, 'p2'), prompt('Write!'))
    const input = many(20)
    const first = await describe(['--prompt', join(folder, 'p1')], input)
    t.match(first.stdout, /"prompt":"mine@3"/)
    t.equal(fake.seen.length, 20)
    await describe(['--prompt', join(folder, 'p2')], input)
    t.equal(fake.seen.length, 40)
    t.equal((await describe(['--prompt', join(folder, 'p1')], input)).stdout, first.stdout)
    t.equal(fake.seen.length, 40)
    await describe(['--prompt', join(folder, 'p1')], input + lines(sample('new')))
    t.equal(fake.seen.length, 41)
    await describe(['--prompt', join(folder, 'p1')], input, { env: { ANTHROPIC_API_KEY: 'another' } })
    t.equal(fake.seen.length, 41, 'another key is the same request')
    await describe(['--prompt', join(folder, 'p1'), '--model', 'claude-opus-5-5', '--reuse', 'any'], input)
    t.equal(fake.seen.length, 41, '--reuse any takes what there is')
    await describe(['--prompt', 'seed', '--reuse', 'model'], input)
    t.equal(fake.seen.length, 41, '--reuse model takes another prompt of this model')
    await describe(['--model', 'claude-opus-5-5', '--reuse', 'model'], input)
    t.equal(fake.seen.length, 61)
  },
)

t.test('fifty copies of ten rows are ten requests', async t => {
  const { describe, fake } = await bench(t, { latencyMs: 5 })
  const result = await describe(['--concurrency', '32'], many(10).repeat(50))
  t.equal(result.code, 0)
  t.equal(fake.seen.length, 10)
})

t.test('transcripts of a folder go along, the part that fits', async t => {
  const { describe, fake, folder } = await bench(t)
  mkdirSync(join(folder, 'subs'))
  writeFileSync(
    join(folder, 'subs', 'abcdefghij0.vtt'),
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nwelcome back everybody\n\n00:01:00.000 --> 00:01:04.000\nthe circle grows in the middle\n',
  )
  const input = lines(
    sample('a', { metadata: { needs_description: true, youtube_url: 'https://youtu.be/abcdefghij0' } }),
  )
  const result = await describe(['--transcripts', join(folder, 'subs'), '--transcript-chars', '35'], input)
  t.equal(result.code, 0, result.stderr)
  t.match(fake.seen[0]!.text, /Said in the video, not shown: the circle grows in the middle/)
  t.notMatch(fake.seen[0]!.text, /welcome back/)
})

t.test("a backend of one's own is a file", async t => {
  const { describe, folder } = await bench(t)
  const file = join(folder, 'mine.mjs')
  writeFileSync(
    file,
    `export default { name: 'mine', model: 'm1', async answer({ user }, { model }) {
      if (user.includes('shape_bad')) throw new Error('cannot do that')
      return { text: JSON.stringify({ on_screen: [], request: 'Draw a red circle for ' + model + ' in the middle and let it grow slowly, ' + /shape_(\\w+)/.exec(user)[1] + '.' }), cost: 0.5 }
    } }`,
  )
  const result = await describe(['--llm', `${file}:big`], lines(sample('a'), sample('bad')))
  t.equal(result.code, 1)
  const [a, bad] = records(result.stdout)
  t.match(a, {
    description: /for big/,
    metadata: { description_generated_by: 'mine:big', describe: { cost: 0.5 } },
  })
  t.match(bad, { metadata: { describe_error: { code: 'backend_error', message: 'cannot do that' } } })
})

t.test('slips in the command line cost nothing and exit 2', async t => {
  const { describe, fake } = await bench(t)
  for (const [args, message] of [
    [['--llm', 'clod'], /no backend "clod"/],
    [['--prompt', 'nope'], /no prompt "nope"; there are scene, seed/],
    [['--check', './none.mjs'], /--check: cannot load/],
    [['--reject-pattern', '('], /--reject-pattern/],
    [['--transcripts', '/nonexistent/x'], /--transcripts: cannot read/],
    [['--concurrency', '0'], /--concurrency/],
  ] as const) {
    const result = await describe(args, many(2))
    t.equal(result.code, 2, args.join(' '))
    t.match(result.stderr, message)
    t.equal(result.stdout, '')
  }
  const none = await run('describe', [], { input: many(1) })
  t.match(none, { code: 2, stderr: /--llm is wanted/ })
  t.equal(fake.seen.length, 0)
})

t.test('small programs share a request, by id; what comes back missing is asked alone', async t => {
  const { describe, fake } = await bench(t, {
    usage: () => ({ input: 103, output: 21 }),
    answer: ({ text }) => {
      const names = [...text.matchAll(/shape_(\w+) = /g)].map(([, name]) => name)
      const request = (name: string | undefined) =>
        `Draw a red circle called ${name} in the middle of the screen, let it grow, and fade it out.`
      if (names.length === 1) return JSON.stringify({ on_screen: [], request: request(names[0]) })
      const items = names.map((name, index) => ({
        id: `p${index + 1}`,
        on_screen: [],
        request: request(name),
      }))
      // Out of order, one missing, one of an unknown id.
      return JSON.stringify({
        items: [...items.filter((_, index) => index !== 1).reverse(), { ...items[1], id: 'p77' }],
      })
    },
  })
  const result = await describe(['--samples-per-request', '4'], many(8))
  t.equal(result.code, 0, result.stderr)
  t.equal(fake.seen.length, 2 + 2)
  for (const [index, { description, metadata }] of records(result.stdout).entries()) {
    t.match(description, new RegExp(`called n${index} `))
    const { tokens } = metadata.describe as { tokens: { in: number } }
    t.ok(
      tokens.in === 103 || tokens.in === 25 || tokens.in === 26,
      'the tokens of a shared request are shared',
    )
  }
  t.match(result.stderr, /412 tokens in, 84 out/)
  t.equal((await describe(['--batch-size', '4'], many(8))).stdout, result.stdout)
  t.equal(fake.seen.length, 4)
  const long = lines(sample('long', { code: `${'# x\n'.repeat(80)}shape_long = Circle()\n` }), sample('b'))
  await describe(['--samples-per-request', '4'], long)
  t.equal(fake.seen.length, 6, 'a long program goes alone')
})
