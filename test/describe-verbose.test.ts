/** What --verbose says of requests. */
import t from 'tap'
import { bench, lines, sample } from './describe-bench.ts'
import { fail } from './fake-provider.ts'

t.test('--verbose tells each request and what came of it, and no more than that is asked', async t => {
  const { describe, fake } = await bench(t, {
    fault: (_, response, index) => index === 0 && fail(response, 500, { error: { message: 'oh' } }),
  })
  const { code, stderr } = await describe(['--verbose'], lines(sample('a')))
  t.equal(code, 0, stderr)
  const told = stderr.split('\n').filter(line => /: request \d|again/.test(line))
  t.match(told, [
    /^describe: request 1 to claude:claude-haiku-5-5, about [\d.]+k tokens$/,
    /^describe: request 1, \d\.\d s: failed: oh \(HTTP 500\)$/,
    /^describe: oh \(HTTP 500\); again in \d+\.\d s$/,
    /^describe: request 2 to claude:claude-haiku-5-5, about/,
    /^describe: request 2, \d\.\d s: answered, 100 tokens in, 20 out, \$0\.\d+$/,
  ])
  t.equal(told.length, 5)
  t.notMatch(stderr, /secret/)
  const again = await describe(['--verbose'], lines(sample('a')))
  t.notMatch(again.stderr, /: request \d/, 'what is in the cache is no request')
  t.equal(fake.seen.length, 2)
  t.notMatch((await describe([], lines(sample('b')))).stderr, /: request \d/)
})
