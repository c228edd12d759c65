import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, lines, many, sample } from './describe-bench.ts'
import { fail, type Seen } from './fake-provider.ts'
import { records, run, start } from './harness.ts'

t.test('a sample that fails is passed on, flagged, with its error; the others are described', async t => {
  const { describe } = await bench(t, {
    fault: ({ text }, response) =>
      text.includes('shape_bad') && fail(response, 400, { error: { message: 'no sk-ant-secret thanks' } }),
  })
  const result = await describe([], lines(sample('a'), sample('bad'), sample('c')))
  t.equal(result.code, 1)
  const [a, bad, c] = records(result.stdout)
  t.match(a, { metadata: { needs_description: false } })
  t.match(bad, {
    description: '[PENDING_DESCRIPTION]',
    metadata: {
      needs_description: true,
      describe_error: { code: 'bad_request', message: 'no [key] thanks (HTTP 400)' },
    },
  })
  t.match(c, { metadata: { needs_description: false } })
  t.match(
    result.stderr,
    /^describe: stdin:2: no \[key\] thanks \(HTTP 400\)\n.*2 requests|3 requests, 1 failed/s,
  )
  const again = await describe([], result.stdout.replaceAll('shape_bad', 'shape_mended'))
  t.equal(again.code, 0)
  t.notMatch(again.stdout, /describe_error/, 'the error goes when the description comes')
})

t.test('a server that is elsewhere ends the run', async t => {
  const { describe, fake } = await bench(t, {
    fault: (_, response) => fail(response, 301, {}, { location: 'https://x' }),
  })
  const { code, stderr } = await describe(['--concurrency', '1'], many(3))
  t.equal(code, 2)
  t.match(stderr, /HTTP 301.*check --base-url|check --base-url/)
  t.equal(fake.seen.length, 1)
})

t.test('where an answer would have no place nobody is asked', async t => {
  const { describe, fake } = await bench(t)
  const input = lines(sample('a', { metadata: [[1]] }), sample('b', { metadata: 5 }), sample('c'))
  for (const args of [['--dry-run'], []]) {
    const { code, stdout, stderr } = await describe([...args, '--on-error', 'pass'], input)
    t.equal(code, 1)
    t.match(stderr, /stdin:1: "metadata" is no object\n[\s\S]*stdin:2: "metadata" is no object\n/)
    if (args.length === 0) t.same(stdout.split('\n').slice(0, 2), input.split('\n').slice(0, 2))
  }
  t.equal(fake.seen.length, 1)
  const elsewhere = await describe(
    ['--description-field', 'a.b', '--on-error', 'pass'],
    lines(sample('c', { a: [1] })),
  )
  t.match(elsewhere, { code: 1, stderr: /stdin:1: "a" is no object/ })
  t.equal(fake.seen.length, 1)
  for (const filter of ['flag-needs', 'analyze-features']) {
    const { code, stdout, stderr } = await run(filter, ['--on-error', 'pass'], {
      input: lines(sample('a', { metadata: [[1]] })),
    })
    t.match({ code, stderr }, { code: 1, stderr: /stdin:1: "metadata" is no object/ }, filter)
    t.equal(stdout, lines(sample('a', { metadata: [[1]] })))
  }
})

t.test('a check that fails ends the run, and no answer that was paid for is lost', async t => {
  const { describe, fake, folder } = await bench(t)
  const path = join(folder, 'mine.mjs')
  writeFileSync(path, 'export default () => { throw new Error("oh") }')
  const input = many(6)
  const { code, stderr } = await describe(['--check', path, '--concurrency', '2'], input)
  t.equal(code, 2)
  t.match(stderr, /--check: .*mine\.mjs failed: oh\n$/)
  const asked = fake.seen.length
  t.ok(asked < 6, `${asked} asked`)
  writeFileSync(path, 'export default () => undefined')
  t.equal((await describe(['--check', path], input)).code, 0)
  t.equal(fake.seen.length, 6)
})

t.test('a slip in a check is told though nobody wants a description', async t => {
  const { describe } = await bench(t)
  const done = lines(sample('a', { metadata: { needs_description: false } }))
  t.match(await describe(['--reject-pattern', '('], done), { code: 2, stderr: /--reject-pattern: / })
  t.match(await describe(['--check', './none.mjs'], done), { code: 2, stderr: /--check: cannot load/ })
})

t.test('a bad key ends the run with one sentence and exit 2', async t => {
  const { describe, fake } = await bench(t, {
    fault: (_, response) =>
      fail(response, 401, {
        type: 'error',
        error: { type: 'authentication_error', message: 'invalid x-api-key' },
      }),
  })
  const result = await describe(['--concurrency', '2'], many(30))
  t.equal(result.code, 2)
  t.equal(result.stdout, '')
  t.ok(fake.seen.length <= 2)
  t.match(result.stderr, /describe: claude: invalid x-api-key; check the key\n$/)
  const none = await describe([], many(3), { env: { ANTHROPIC_API_KEY: '' } })
  t.equal(none.code, 2)
  t.match(none.stderr, /no key for claude: set ANTHROPIC_API_KEY/)
  t.ok(fake.seen.length <= 2)
  const empty = await describe([], '', { env: { ANTHROPIC_API_KEY: '' } })
  t.equal(empty.code, 0, 'no record wants a key')
})

t.test('an answer that breaks a rule is sent back once with what is wrong', async t => {
  const asked = ({ body }: Seen) => (body.messages as { content: string }[]).length
  const { describe, fake } = await bench(t, {
    answer: seen =>
      JSON.stringify({
        on_screen: [],
        request:
          asked(seen) > 1 && !seen.text.includes('shape_never')
            ? 'Draw a red circle in the middle of the screen, let it grow slowly, and fade it out at the end.'
            : 'Draw a purple circle in the middle of the screen, let it grow slowly, and fade it out at the end.',
      }),
  })
  const result = await describe([], lines(sample('a')))
  t.equal(result.code, 0)
  t.equal(fake.seen.length, 2)
  t.match((fake.seen[1]!.body.messages as { content: string }[])[2]!.content, /names "purple".*it uses red/)
  t.match(records(result.stdout)[0], {
    description: /red/,
    metadata: { describe: { tokens: { in: 200, out: 40 } } },
  })
  t.equal((await describe([], lines(sample('a')))).stdout, result.stdout)
  t.equal(fake.seen.length, 2, 'the rejected answer is remembered, and not paid for again')

  const never = await describe([], lines(sample('never')))
  t.equal(never.code, 1)
  t.match(records(never.stdout)[0], {
    description: '[PENDING_DESCRIPTION]',
    metadata: {
      needs_description: true,
      describe_error: { code: 'check_failed', message: /colour/, answer: /purple/ },
    },
  })
  t.equal(fake.seen.length, 4)
  t.equal((await describe([], lines(sample('never')))).stdout, never.stdout)
  t.equal(fake.seen.length, 4)
  const off = await describe(['--check', 'off'], lines(sample('never')))
  t.match(records(off.stdout)[0], { description: /purple/ })
  t.equal(fake.seen.length, 4)
})

t.test('one text for two programs is sent back for the later one, in input order', async t => {
  const { describe, fake } = await bench(t, {
    latencyMs: 5,
    answer: ({ body }) =>
      JSON.stringify({
        on_screen: [],
        request: `Draw a red circle in the middle of the screen, let it grow slowly${(body.messages as unknown[]).length > 1 ? ', then shrink it again' : ''}.`,
      }),
  })
  const result = await describe([], lines(sample('a'), sample('b')))
  t.equal(fake.seen.length, 3)
  const [a, b] = records(result.stdout)
  t.notMatch(a!.description, /shrink/)
  t.match(b!.description, /shrink/)
})

t.test('one text that stays on two programs describes the first alone', async t => {
  const { describe, fake } = await bench(t, {
    answer: () =>
      JSON.stringify({
        on_screen: [],
        request: 'Draw a red circle in the middle of the screen, and let it grow slowly at the end.',
      }),
  })
  const input = lines(sample('a'), sample('b'), sample('c'))
  const result = await describe([], input)
  t.equal(result.code, 1)
  t.equal(fake.seen.length, 5, 'each of the later ones is sent back once')
  const [first, ...later] = records(result.stdout)
  t.match(first!.description, /red circle/)
  for (const { description, metadata } of later) {
    t.match(description, /PENDING/)
    t.match(metadata, {
      needs_description: true,
      describe_error: { code: 'check_failed', message: /word for word/, answer: /red circle/ },
    })
  }
  t.equal((await describe([], input)).stdout, result.stdout)
  t.equal(fake.seen.length, 5)
})

t.test('further wordings that another program has are left out, and told', async t => {
  const { describe } = await bench(t, {
    answer: ({ text, body }) =>
      JSON.stringify({
        description: text.includes('wording number 2')
          ? 'Let a red disc appear somewhere, and make it a little bigger until all is over.'
          : `Draw a red circle in the middle of the screen, growing for ${/shape_(\w+)/.exec(text)![1]}${(body.messages as unknown[]).length} beats.`,
      }),
  })
  const { code, stdout, stderr } = await describe(
    ['--variants', '2', '--prompt', 'seed'],
    lines(sample('a'), sample('b')),
  )
  t.equal(code, 1)
  t.match(stderr, /stdin:2: 1 of 2 descriptions missing: it is word for word/)
  const [a, b] = records(stdout)
  t.equal((a!.metadata.description_variants as unknown[]).length, 2)
  t.match(b!.metadata, { describe: { missing_variants: 1 } })
})

t.test('where the first wording fails the others are served', async t => {
  const { describe } = await bench(t, {
    answer: ({ text }) =>
      JSON.stringify({
        description: text.includes('wording number 2')
          ? 'Draw a red circle in the middle of the screen, and let it grow slowly at the end.'
          : 'Too short.',
      }),
  })
  const { code, stdout, stderr } = await describe(['--variants', '2', '--prompt', 'seed'], lines(sample('a')))
  t.equal(code, 1)
  t.match(stderr, /stdin:1: 1 of 2 descriptions missing/)
  t.match(records(stdout)[0], {
    description: /red circle/,
    metadata: { needs_description: false, describe: { missing_variants: 1 } },
  })
})

t.test('nearly one text on two programs is recorded with the other sample', async t => {
  const { describe, fake } = await bench(t, {
    answer: ({ text }) =>
      JSON.stringify({
        on_screen: [],
        request: `Draw a red circle in the middle of the screen, let it grow slowly to ${text.includes('shape_a') ? 'two' : 'three'} times its size, hold it there, and fade it out at the very end.`,
      }),
  })
  const result = await describe([], lines(sample('a'), sample('b')))
  t.equal(fake.seen.length, 2)
  const twins = records(result.stdout).map(({ metadata }) =>
    ((metadata.describe as { warnings?: string[] }).warnings ?? []).filter(each => each.startsWith('near')),
  )
  t.strictSame(twins, [[], ['near_twin:s/a']])
})

t.test('the other sample of a near twin is named as it is spelled', async t => {
  const { describe } = await bench(t, {
    answer: ({ text }) =>
      JSON.stringify({
        on_screen: [],
        request: `Draw a red circle in the middle of the screen, let it grow slowly to twice its size, and fade it out in the end${text.includes('shape_b') ? ' again' : ''}.`,
      }),
  })
  const rows = [sample('a'), sample('b')].map(row =>
    JSON.stringify(row).replace(/"id":"[^"]*"/, '"id":12345678901234567890123'),
  )
  const { stdout } = await describe([], `${rows.join('\n')}\n`)
  t.match(stdout, /"near_twin:12345678901234567890123"/)
})

t.test('what is monotonous about a run is said at its end', async t => {
  const { describe } = await bench(t)
  const result = await describe([], many(60))
  t.match(result.stderr, /describe: the descriptions are monotonous: 100 % begin "[a-z ]+"/)
})

t.test('^C leaves whole lines, and the next run asks for the rest', async t => {
  const { env, fake } = await bench(t, { latencyMs: 50 })
  const args = ['--llm', 'claude', '--base-url', fake.url, '--transcripts', 'off', '--concurrency', '4']
  const child = start('describe', args, { env })
  let out = ''
  child.stdout!.on('data', chunk => {
    out += chunk
    if (out.split('\n').length > 10) child.kill('SIGINT')
  })
  child.stdin!.on('error', () => {})
  child.stdin!.end(many(100))
  const signal = await new Promise(resolve => child.on('close', (_, name) => resolve(name)))
  t.equal(signal, 'SIGINT')
  t.ok(out.endsWith('\n'))
  const before = fake.seen.length
  t.ok(before < 40)
  const rest = await run('describe', args, { env, input: many(100) })
  t.equal(rest.code, 0)
  t.ok(
    fake.seen.length <= 100 + 4 + 4,
    `${fake.seen.length} requests for 100 samples, at most those in flight twice`,
  )
})

t.test('the key is in no file, record or message', async t => {
  const { describe, folder } = await bench(t, {
    fault: ({ headers, text }, response, index) => {
      if (index % 3 === 1) return fail(response, 500, `echo ${headers['x-api-key']}`)
      if (text.includes('shape_n4 '))
        return fail(response, 400, { error: { message: `key ${headers['x-api-key']}` } })
      return false
    },
  })
  const result = await describe(['-v', '--max-attempts', '2'], many(8))
  const all = [
    result.stdout,
    result.stderr,
    ...filesBelow(folder).map(path => readFileSync(path, 'latin1')),
  ].join('\n')
  t.notMatch(all, /sk-ant-secret/)
})

t.test(
  'the key is in no command line, ours or a child process of ours',
  { skip: !existsSync('/proc/self/cmdline') && 'no /proc here' },
  async t => {
    const { env, fake } = await bench(t, { latencyMs: 300 })
    const args = ['--llm', 'claude', '--base-url', fake.url, '--transcripts', 'off']
    const child = start('describe', args, { env })
    child.stdin!.end(many(3))
    const ended = new Promise(resolve => child.on('close', resolve))
    let ours = 0
    while (child.exitCode === null) {
      for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
        let line = ''
        try {
          line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        } catch {}
        if (pid === String(child.pid) && line !== '') ours += 1
        if (line.includes('sk-ant-secret')) t.fail(`process ${pid} shows the key`)
      }
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    await ended
    t.ok(ours > 0 && fake.seen.length === 3)
  },
)

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}
