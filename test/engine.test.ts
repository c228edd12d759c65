import t, { type Test } from 'tap'
import { claude } from '../lib/backends/claude.ts'
import { gemini } from '../lib/backends/gemini.ts'
import type { Question } from '../lib/backends/types.ts'
import { variantKey } from '../lib/cache/keys.ts'
import { AskError } from '../lib/engine/ask-error.ts'
import { waitBefore } from '../lib/engine/backoff.ts'
import { createBudget } from '../lib/engine/budget.ts'
import { createEngine, type EngineOptions, OverBudget } from '../lib/engine/engine.ts'
import { createGate, type GateOptions } from '../lib/engine/gate.ts'
import { createQuota } from '../lib/engine/quota.ts'
import { UsageError } from '../lib/errors.ts'
import { createHttpClient } from '../lib/http/client.ts'
import { loadPrices } from '../lib/money/prices.ts'
import { type Fake, type FakeOptions, fail, startFake } from './fake-provider.ts'
import { type MemoryCache, memoryCache } from './memory-cache.ts'

interface Bench {
  fake: Fake
  cache: MemoryCache
  engine: ReturnType<typeof createEngine>
  ask(name: string): ReturnType<ReturnType<typeof createEngine>['ask']>
  abort: AbortController
}

interface BenchOptions extends Partial<EngineOptions> {
  fake?: FakeOptions
  gate?: never
  limits?: Partial<GateOptions>
  module?: typeof claude
  url?: string
  key?: string
}

async function bench(t: Pick<Test, 'teardown'>, options: BenchOptions = {}): Promise<Bench> {
  const fake = await startFake(options.fake)
  const http = createHttpClient({})
  const cache = memoryCache()
  const abort = new AbortController()
  const env = options.key === '' ? {} : { ANTHROPIC_API_KEY: 'sk-secret', GEMINI_API_KEY: 'sk-secret' }
  const backend = await (options.module ?? claude).create({
    model: undefined,
    baseUrl: options.url ?? fake.url,
    keyFile: undefined,
    env,
    loadProse: async () => () => undefined,
    note: () => {},
  })
  const engine = createEngine({
    backend,
    cache,
    http,
    gate: createGate({ concurrency: 4, ...options.limits }),
    prices: await loadPrices({ provider: 'anthropic', model: 'claude-haiku-5-5', rows: [] }),
    signal: abort.signal,
    maxAttempts: 4,
    attemptTimeoutMs: 5000,
    recordTimeoutMs: 20_000,
    window: 100,
    backoff: { firstMs: 10, longestMs: 100 },
    ...(({ fake: _, gate: __, limits: ___, module: ____, url: _____, key: ______, ...rest }) => rest)(
      options,
    ),
  })
  t.teardown(async () => {
    abort.abort(new Error('over'))
    await http.close()
    await fake.close()
  })
  const ask = (name: string) => {
    const question: Question = {
      system: 's',
      user: `shape_${name}`,
      maxOutputTokens: 100,
      sample: { code: name, features: undefined, feature: () => undefined },
    }
    const request = backend.request(question)
    return engine.ask({
      keys: { content: name, variant: variantKey(request) },
      request,
      question,
      about: () => ({ prompt: 'p@1', prompt_hash: 'h' }),
    })
  }
  return { fake, cache, engine, ask, abort }
}

t.test('an answer is stored, and asked for once', async t => {
  const { fake, cache, ask, engine } = await bench(t)
  const entry = await ask('a')
  t.match(entry, {
    backend: 'claude',
    model: 'claude-haiku-5-5',
    model_answered: 'claude-haiku-5-5',
    usage: { input: 100, output: 20 },
    cost: 0.00002,
    finish_reason: 'end_turn',
    prompt: 'p@1',
  })
  t.strictSame(await ask('a'), entry)
  t.equal(fake.seen.length, 1)
  t.equal(cache.hits, 1)
  t.match(engine.tally, { requests: 1, hits: 1, input: 100, output: 20, spent: 0.00002, saved: 0.00002 })
})

t.test('equal requests in flight are one, and share its failure too', async t => {
  const { fake, ask } = await bench(t, {
    fake: {
      latencyMs: 30,
      fault: ({ text }, response) =>
        text.includes('shape_bad') && fail(response, 400, { error: { message: 'no' } }),
    },
  })
  await Promise.all(['a', 'a', 'a', 'b'].map(ask))
  t.equal(fake.seen.length, 2)
  const failed = await Promise.allSettled(['bad', 'bad', 'bad'].map(ask))
  t.ok(failed.every(({ status }) => status === 'rejected'))
  t.equal(fake.seen.length, 3)
})

t.test('no more than --concurrency are in flight', async t => {
  const { fake, ask } = await bench(t, { fake: { latencyMs: 10 }, limits: { concurrency: 3 } })
  await Promise.all(Array.from({ length: 20 }, (_, index) => ask(`n${index}`)))
  t.equal(fake.load.most, 3)
})

t.test('a failure that may pass is tried again, up to the most attempts', async t => {
  for (const status of [408, 409, 500, 502, 504]) {
    const { fake, ask } = await bench(t, {
      fake: {
        fault: (_, response, index) => index < 2 && fail(response, status, { error: { message: 'x' } }),
      },
    })
    await ask('a')
    t.equal(fake.seen.length, 3, `HTTP ${status}`)
  }
  const { fake, ask, cache } = await bench(t, {
    fake: { fault: (_, response) => fail(response, 500, 'oops') },
  })
  await t.rejects(ask('a'), {
    code: 'server_error',
    reach: 'record',
    message: 'oops (HTTP 500), after 4 attempts',
  })
  t.equal(fake.seen.length, 4)
  t.equal(cache.entries.size, 0)
})

t.test('a cut answer, a broken connection and one that is no JSON are tried again, counted', async t => {
  const faults = [
    (response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-length': 1000 })
      response.write('{"content":')
      setTimeout(() => response.destroy(), 5)
    },
    (response: import('node:http').ServerResponse) => void response.destroy(),
    (response: import('node:http').ServerResponse) => void response.end('<html>'),
  ]
  for (const fault of faults) {
    const { fake, ask, engine } = await bench(t, {
      fake: {
        fault: (_, response, index) => {
          if (index > 0) return false
          fault(response)
          return true
        },
      },
    })
    await ask('a')
    t.equal(fake.seen.length, 2)
    t.equal(engine.tally.requests, 2)
    t.ok(engine.tally.uncertain > 0, 'it may have been billed')
  }
})

t.test('a stall ends with the attempt, and the next one is made', async t => {
  const { fake, ask } = await bench(t, {
    attemptTimeoutMs: 100,
    fake: { fault: (_, __, index) => index === 0 },
  })
  await ask('a')
  t.equal(fake.seen.length, 2)
  const stalled = await bench(t, { attemptTimeoutMs: 50, maxAttempts: 2, fake: { fault: () => true } })
  await t.rejects(stalled.ask('a'), { code: 'timeout' })
  t.equal(stalled.fake.seen.length, 2)
})

t.test('Retry-After is kept in full by everybody, in each of its forms', async t => {
  const cases = [
    { module: claude, status: 429, headers: { 'retry-after': '1' }, body: {}, least: 1000 },
    { module: claude, status: 529, headers: { 'retry-after-ms': '300' }, body: {}, least: 300 },
    {
      module: gemini,
      status: 429,
      headers: {},
      body: { error: { details: [{ '@type': 'x/google.rpc.RetryInfo', retryDelay: '0.4s' }] } },
      least: 400,
    },
  ]
  for (const { module, status, headers, body, least } of cases) {
    const { fake, ask } = await bench(t, {
      module,
      limits: { concurrency: 1 },
      fake: { fault: (_, response, index) => index === 0 && fail(response, status, body, headers as never) },
    })
    await Promise.all([ask('a'), ask('b'), ask('c')])
    t.equal(fake.seen.length, 4)
    const gap = fake.seen[1]!.at - fake.seen[0]!.at
    t.ok(gap >= least, `${gap} >= ${least}`)
    t.ok(gap < least + 600, `${gap} is not much later`)
  }
})

t.test('being turned away costs no attempt: a minute of 429 loses no record', async t => {
  const { fake, ask } = await bench(t, {
    maxAttempts: 2,
    fake: { fault: (_, response, index) => index < 6 && fail(response, 429, {}, { 'retry-after-ms': '20' }) },
  })
  await Promise.all([ask('a'), ask('b')])
  t.ok(fake.seen.length >= 8)
})

t.test('a wait that does not fit into the time for the record ends it at once', async t => {
  const { fake, ask } = await bench(t, {
    recordTimeoutMs: 2000,
    fake: { fault: (_, response) => fail(response, 429, {}, { 'retry-after': '30' }) },
  })
  const before = performance.now()
  await t.rejects(ask('a'), { code: 'rate_limited', message: /no time is left/ })
  t.ok(performance.now() - before < 1000)
  t.equal(fake.seen.length, 1)
})

t.test('overload halves what goes out at once, success brings it back by ones', async t => {
  const gate = createGate({ concurrency: 8 })
  const { signal } = new AbortController()
  const passes = await Promise.all(Array.from({ length: 8 }, () => gate.enter(1, signal)))
  for (const pass of passes.slice(0, 4)) pass.leave('overloaded')
  t.equal(gate.limit, 4, 'one wave of refusals is one cut')
  for (const pass of passes.slice(4)) pass.leave('answered')
  for (let round = 0; round < 40; round++) (await gate.enter(1, signal)).leave('answered')
  t.equal(gate.limit, 8)
})

t.test('rate headers are kept before the limit is hit', async t => {
  let left = 2
  const { fake, ask } = await bench(t, {
    limits: { concurrency: 1 },
    fake: {
      fault: (_, response) => {
        left -= 1
        response.setHeader('anthropic-ratelimit-requests-remaining', String(left))
        response.setHeader('anthropic-ratelimit-requests-reset', new Date(Date.now() + 1000).toISOString())
        return false
      },
    },
  })
  await ask('a')
  await ask('b')
  left = 9
  await ask('c')
  const gap = fake.seen[2]!.at - fake.seen[1]!.at
  t.ok(gap >= 900, `waited ${gap} ms for the reset`)
})

t.test('--rpm and --tpm are kept', async t => {
  const gate = createGate({ concurrency: 100, requestsPerMinute: 600 })
  const { signal } = new AbortController()
  const start = performance.now()
  for (let index = 0; index < 63; index++) (await gate.enter(1, signal)).leave('answered')
  const ms = performance.now() - start
  t.ok(ms >= 200 && ms < 1500, `63 at 600 a minute, 60 of them at once, took ${ms} ms`)

  const tokens = createGate({ concurrency: 100, tokensPerMinute: 60_000 })
  const began = performance.now()
  for (let index = 0; index < 7; index++) {
    const pass = await tokens.enter(1000, signal)
    pass.heard({}, 1000)
    pass.leave('answered')
  }
  t.ok(performance.now() - began >= 900, '7000 tokens at 1000 a second, 6000 of them at once')
})

t.test('an answer that costs nothing gives its place to the next before it is stored', async t => {
  let sent = 0
  const local = {
    name: 'local',
    summary: 'for this test',
    create: () => ({
      name: 'local',
      model: 'm',
      isLocal: true,
      request: ({ user }: Question) => ({ user }),
      async send() {
        sent += 1
        return { text: 'made here', finishReason: 'end' }
      },
    }),
  }
  const { ask, cache } = await bench(t, { module: local, limits: { concurrency: 1 } })
  let store = () => {}
  const opened = new Promise<void>(resolve => {
    store = resolve
  })
  const put = cache.put
  cache.put = async (keys, entry) => {
    await opened
    await put(keys, entry)
  }
  const both = Promise.all([ask('a'), ask('b')])
  while (sent < 2) await new Promise(resolve => setImmediate(resolve))
  t.equal(cache.entries.size, 0)
  store()
  await both
  t.equal(cache.entries.size, 2)
})

t.test('an error that no request can get past stops all, after what is in flight is stored', async t => {
  const { fake, cache, ask } = await bench(t, {
    limits: { concurrency: 2 },
    fake: {
      fault: async ({ text }, response) => {
        if (text.includes('shape_bad'))
          return fail(response, 401, { error: { message: 'invalid x-api-key sk-secret' } })
        await new Promise(resolve => setTimeout(resolve, 100))
        return false
      },
    },
  })
  const results = await Promise.allSettled(['good', 'bad', 'c', 'd', 'e'].map(ask))
  t.equal(fake.seen.length, 2)
  t.equal(results[0]!.status, 'fulfilled')
  t.equal(cache.entries.size, 1)
  for (const result of results.slice(1)) {
    t.match(result, { status: 'rejected', reason: UsageError })
    t.match(
      (result as PromiseRejectedResult).reason.message,
      /^claude: invalid x-api-key \[key\]; check the key$/,
    )
  }
})

t.test('nobody there ends the run, saying where nobody was', async t => {
  const { ask } = await bench(t, { url: 'http://127.0.0.1:9', maxAttempts: 2 })
  await t.rejects(ask('a'), { name: 'UsageError', message: 'cannot reach 127.0.0.1:9: connection refused' })
})

t.test('without a key nothing is sent', async t => {
  const { fake, ask } = await bench(t, { key: '' })
  await t.rejects(ask('a'), { name: 'UsageError', message: /set ANTHROPIC_API_KEY/ })
  t.equal(fake.seen.length, 0)
})

t.test('an abort ends sleeps, queues and requests at once', async t => {
  const { ask, abort } = await bench(t, {
    limits: { concurrency: 2 },
    fake: {
      fault: ({ text }, response) =>
        text.includes('shape_slow') ? true : fail(response, 429, {}, { 'retry-after': '100' }),
    },
    recordTimeoutMs: 1e9,
  })
  const all = Promise.allSettled(['slow', 'b', 'c', 'd'].map(ask))
  await new Promise(resolve => setTimeout(resolve, 100))
  const start = performance.now()
  abort.abort(new Error('stop'))
  for (const result of await all) t.match(result, { status: 'rejected', reason: { message: 'stop' } })
  t.ok(performance.now() - start < 20_000, 'the sleeps would be of a minute')
})

t.test('the budget lets nothing out that could pass it', async t => {
  const budget = createBudget(1)
  const { signal } = new AbortController()
  const first = await budget.hold(0.6, signal)
  let second: unknown = 'waiting'
  const coming = budget.hold(0.6, signal).then(hold => {
    second = hold
  })
  await new Promise(resolve => setImmediate(resolve))
  t.equal(second, 'waiting', 'the first may cost less than it could')
  first!.settle(0.1)
  await coming
  t.ok(second)
  ;(second as { settle(cost?: number): void }).settle(undefined)
  t.equal(budget.spent, 0.7, 'what is not known is taken at its worst')
  t.equal(await budget.hold(0.4, signal), undefined)
})

t.test(
  '--max-cost is never passed, whatever the answers cost, and what was refused is not counted',
  async t => {
    let bill = 0
    const { ask, fake } = await bench(t, {
      limits: { concurrency: 64 },
      maxCost: 0.01,
      fake: {
        latencyMs: 5,
        fault: (_, response, index) => index % 7 === 0 && fail(response, 429, {}, { 'retry-after-ms': '1' }),
        usage: () => {
          const usage = { input: Math.ceil(Math.random() * 700), output: Math.ceil(Math.random() * 100) }
          bill += (usage.input * 0.1 + usage.output * 0.5) / 1e6
          return usage
        },
      },
    })
    const results = await Promise.allSettled(Array.from({ length: 400 }, (_, index) => ask(`m${index}`)))
    const refused = results.filter(result => result.status === 'rejected')
    t.ok(refused.length > 0)
    t.ok(refused.every(({ reason }) => reason instanceof OverBudget))
    t.ok(bill <= 0.01, `${bill} of 0.01`)
    t.ok(bill > 0.008, `${bill} is near the bound`)
    t.ok(fake.seen.length > 100)
  },
)

t.test('the jitter only adds to what the provider asks for', async t => {
  t.ok(waitBefore(1, 1000, { firstMs: 1, longestMs: 10 }, () => 0) === 1000)
  const soon = { firstMs: 500, longestMs: 60_000 }
  t.equal(
    waitBefore(4, 0, soon, () => 0.5),
    4000,
    'nothing asked for: the wait is ours',
  )
  t.equal(
    waitBefore(1, 450, soon, () => 0),
    450,
  )
  t.ok(waitBefore(9, undefined, { firstMs: 500, longestMs: 60_000 }, () => 1) <= 75_000)
  t.ok(new AskError('a', 'b', { reach: 'run' }).overload === false)
})

t.test('what the headers say is left comes back bit by bit, as the provider fills it', async t => {
  let now = 1000
  const quota = createQuota(() => now)
  const tokens = { remaining: 0, limit: 120_000, resetAt: now + 60_000 }
  quota.update({ tokens }, [])
  t.equal(quota.wait(2000, now), 1000, 'two thousand a second')
  now += 1000
  t.equal(quota.wait(2000, now), 0)
  quota.take(2000)
  t.equal(quota.wait(1000, now), 500)
  t.equal(quota.wait(1_000_000, now), 59_000, 'never longer than until it is whole')
  quota.update({ tokens: { ...tokens, remaining: 5000 } }, [3000, 1500])
  t.equal(quota.wait(500, now), 0)
  t.ok(quota.wait(600, now) > 0, 'what was sent since is taken off')

  quota.update({ tokens: { remaining: 5, resetAt: now + 700 } }, [])
  t.equal(quota.wait(6, now), 700, 'of an unknown limit nothing is sure before it is whole')
  t.equal(quota.wait(5, now), 0)
  t.equal(quota.wait(6, now + 700), 0)
})
