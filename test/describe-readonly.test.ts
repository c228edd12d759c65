import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, lines, many, sample } from './describe-bench.ts'
import { binary, cleanEnvironment, records, run } from './harness.ts'

t.test('--cache-readonly serves what is there, sends nothing and keeps nothing', async t => {
  const { describe, fake, env, folder } = await bench(t)
  const first = await describe([], many(3))
  t.equal(fake.seen.length, 3)
  const file = join(env.MANIM_FILTERS_CACHE!, 'data.mdb')
  const before = readFileSync(file)
  // As they came, spacing included, whatever the flag says and without any.
  const unasked = [
    JSON.stringify(sample('x')).replace('"source":', '"source" :  '),
    JSON.stringify({ ...sample('y'), metadata: { big: 2 } }),
  ]
  const input = [...many(3).trimEnd().split('\n'), ...unasked].map(line => `${line}\n`).join('')
  // No key is wanted where nothing is sent.
  const result = await describe(['--cache-readonly'], input, { env: { ANTHROPIC_API_KEY: '' } })
  t.equal(result.code, 1)
  t.equal(result.stdout, first.stdout + unasked.map(line => `${line}\n`).join(''))
  t.match(
    result.stderr,
    /^describe: 5 records, 3 from cache, 0 requests, 0 failed, 2 not in the cache; \$[\d.]+ saved\ndescribe: 2 not in the cache, which is read-only, and so not asked for; --send-anyway .*\n$/,
  )
  t.equal(fake.seen.length, 3)
  t.match(await describe(['--cache-readonly'], many(3)), { code: 0, stdout: first.stdout })
  for (const more of [
    ['--samples-per-request', '4'],
    ['--variants', '2'],
  ]) {
    const other = await describe(['--cache-readonly', ...more], unasked.map(line => `${line}\n`).join(''))
    t.match(other, { code: 1, stdout: unasked.map(line => `${line}\n`).join('') }, more.join(' '))
  }
  t.equal(fake.seen.length, 3)
  t.ok(before.equals(readFileSync(file)), 'the store has the bytes that it had')

  const asked = await describe(['--cache-readonly', '--send-anyway'], input)
  t.equal(asked.code, 0, asked.stderr)
  t.notMatch(records(asked.stdout), [{ metadata: { needs_description: true } }])
  t.equal(fake.seen.length, 5)
  t.ok(before.equals(readFileSync(file)), 'nor are these answers kept')
  await describe(['--cache-readonly', '--send-anyway'], input)
  t.equal(fake.seen.length, 7, 'asked once more')

  const none = { MANIM_FILTERS_CACHE: join(folder, 'none') }
  t.match(await describe(['--cache-readonly'], many(2), { env: none }), { code: 1, stdout: many(2) })
  t.notOk(readdirSync(folder).includes('none'), 'no cache is made')
  t.match(await describe(['--cache-readonly', '--batch', 'wait'], many(1)), {
    code: 2,
    stdout: '',
    stderr: /--batch keeps its requests in the cache/,
  })
  t.equal(fake.seen.length, 7)
})

t.test('an answer that was found wanting is not served, and its correction not asked for', async t => {
  const { describe, fake } = await bench(t, { answer: () => 'no JSON at all' })
  t.equal((await describe([], many(1))).code, 1)
  t.equal(fake.seen.length, 2)
  // Both answers are there, so that it fails as it did.
  const again = await describe(['--cache-readonly'], many(1))
  t.match(records(again.stdout)[0]!.metadata, { describe_error: { code: 'check_failed' } })
  t.equal(fake.seen.length, 2)
})

t.test('what asks nobody works with a read-only cache, and nothing of it is kept', async t => {
  const { folder } = await bench(t)
  const env = { MANIM_FILTERS_CACHE: join(folder, 'none') }
  const result = await run('describe', ['--llm', 'storyboard', '--cache-readonly'], { input: many(2), env })
  t.match(result, { code: 0 })
  t.notMatch(result.stdout, 'PENDING')
  t.notOk(readdirSync(folder).includes('none'))
})

t.test('a cache on a read-only file system is one by itself', async t => {
  const { describe, fake, env } = await bench(t)
  await describe([], many(2))
  const path = env.MANIM_FILTERS_CACHE!
  mkdirSync(path, { recursive: true })
  const mount = (...args: string[]) => spawnSync('mount', args).status === 0
  if (!mount('--bind', path, path)) return t.pass('nothing can be mounted here')
  try {
    if (!mount('-o', 'remount,bind,ro', path)) return t.pass('nothing can be mounted here')
    const input = many(2) + lines(sample('x'))
    const result = await describe([], input)
    t.equal(result.code, 1)
    t.equal(fake.seen.length, 2)
    t.equal(result.stdout.split('\n')[2], JSON.stringify(sample('x')))
    t.match(result.stderr, /the cache .* is on a read-only file system: answers are not kept/)
    t.match(result.stderr, /1 not in the cache, which is read-only/)
    t.equal((await describe(['--send-anyway'], input)).code, 0)
    t.equal(fake.seen.length, 3)
    t.match(await describe(['--batch', 'submit'], input), { code: 2, stderr: /is read-only/ })
  } finally {
    spawnSync('umount', [path])
  }
})

t.test(
  'a cache carried to another machine answers there: no request, the same bytes, the same export',
  async t => {
    const { describe, fake, env, folder } = await bench(t)
    const input =
      many(12) + lines(sample('é 😀 "quoted"\u2028', { code: `# é 😀 "\u2028"\n${sample('z').code}` }))
    const first = await describe(['--samples-per-request', '3', '--variants', '2', '--check', 'off'], input)
    const asked = fake.seen.length
    t.ok(asked > 0)
    const there = { ...env, MANIM_FILTERS_CACHE: join(folder, 'there') }
    const exported = await run('cache-export', [], { env })
    t.equal(exported.code, 0)
    const imported = await run('cache-import', [], { env: there, input: exported.stdout })
    t.match(imported, { code: 0, stderr: /^cache-import: \d+ answers new, 0 already here/ })
    const second = await describe(
      ['--samples-per-request', '3', '--variants', '2', '--check', 'off'],
      input,
      {
        env: { ...there, ANTHROPIC_API_KEY: '' },
      },
    )
    t.equal(second.stdout, first.stdout)
    t.equal(second.code, first.code)
    t.equal(fake.seen.length, asked, 'nothing was sent')
    t.equal((await run('cache-export', [], { env: there })).stdout, exported.stdout)
    t.equal((await run('cache-export', [], { env })).stdout, exported.stdout)
  },
)

t.test('a store that has no room for its first pages is not begun: LMDB would not survive it', async t => {
  const { env } = await bench(t)
  const node = [process.execPath, binary('describe'), '--llm', 'storyboard']
  const { status, stderr } = spawnSync('bash', ['-c', 'ulimit -f 500; exec "$0" "$@"', ...node], {
    input: many(1),
    env: cleanEnvironment(env),
    encoding: 'utf8',
  })
  t.equal(status, 2)
  t.match(stderr, /\ndescribe: the cache .* cannot be opened: [^\n]*\n$/)
  t.notOk(readdirSync(env.MANIM_FILTERS_CACHE!).some(name => name.startsWith('data.mdb')))
})
