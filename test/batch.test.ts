import { spawn } from 'node:child_process'
import { join } from 'node:path'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI, { toFile } from 'openai'
import t from 'tap'
import type { BatchJob } from '../lib/batch/ledger.ts'
import { openCache } from '../lib/cache/open.ts'
import { lines, many, sample } from './describe-bench.ts'
import { type BatchFakeOptions, type Fate, startBatchFake } from './fake-batches.ts'
import { fail } from './fake-provider.ts'
import { binary, cleanEnvironment, records, run, start, watch } from './harness.ts'

const answer = (text: string) =>
  JSON.stringify({
    on_screen: [],
    request: `Draw a red circle called ${/shape_(\w+)/.exec(text)?.[1]} in the middle, let it grow slowly, and fade it out.`,
  })

async function bench(
  t: { testdir(): string; teardown(end: () => unknown): void },
  options: Partial<BatchFakeOptions> = {},
) {
  const fake = await startBatchFake({ answer, ...options })
  t.teardown(fake.close)
  const folder = t.testdir()
  const env = {
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
    // What is killed leaves the copy of its input behind.
    TMPDIR: folder,
    ANTHROPIC_API_KEY: 'a',
    GEMINI_API_KEY: 'g',
    OPENAI_API_KEY: 'o',
  }
  const args = (llm: string) => [
    ...['--llm', llm, '--base-url', llm === 'openai' ? `${fake.url}/v1` : fake.url],
    ...['--transcripts', 'off', '--batch', 'wait'],
  ]
  return {
    fake,
    env,
    args,
    describe: (llm: string, input: string, more: string[] = []) =>
      run('describe', [...args(llm), ...more], { env, input }),
  }
}

t.test('the fake speaks the wires of the official SDKs', async t => {
  const { fake } = await bench(t, { looks: 1 })
  const anthropic = new Anthropic({ apiKey: 'a', baseURL: fake.url, maxRetries: 0 })
  const params = {
    model: 'claude-haiku-5-5',
    max_tokens: 9,
    messages: [{ role: 'user' as const, content: 'shape_x' }],
  }
  const made = await anthropic.messages.batches.create({ requests: [{ custom_id: 'c1', params }] })
  t.equal((await anthropic.messages.batches.retrieve(made.id)).processing_status, 'ended')
  for await (const result of await anthropic.messages.batches.results(made.id)) {
    t.match(result, { custom_id: 'c1', result: { type: 'succeeded', message: { stop_reason: 'end_turn' } } })
  }
  for await (const batch of anthropic.messages.batches.list()) t.equal(batch.id, made.id)

  const google = new GoogleGenAI({ apiKey: 'g', httpOptions: { baseUrl: fake.url } })
  const job = await google.batches.create({
    model: 'gemini-x',
    src: [{ contents: [{ role: 'user', parts: [{ text: 'shape_y' }] }], metadata: { key: 'k1' } }],
    config: { displayName: 'd' },
  })
  const done = await google.batches.get({ name: job.name! })
  t.equal(done.state, 'JOB_STATE_SUCCEEDED')
  t.match(done.dest?.inlinedResponses?.[0]?.response?.candidates?.[0]?.finishReason, 'STOP')

  const openai = new OpenAI({ apiKey: 'o', baseURL: `${fake.url}/v1`, maxRetries: 0 })
  const line = {
    custom_id: 'o1',
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'm', messages: [{ role: 'user', content: 'shape_z' }] },
  }
  const file = await openai.files.create({
    file: await toFile(Buffer.from(`${JSON.stringify(line)}\n`), 'b.jsonl'),
    purpose: 'batch',
  })
  const batch = await openai.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata: { name: 'n' },
  })
  const ended = await openai.batches.retrieve(batch.id)
  t.equal(ended.status, 'completed')
  t.match(await (await openai.files.content(ended.output_file_id!)).text(), /"custom_id":"o1"/)
})

for (const llm of ['claude', 'gemini', 'openai']) {
  t.test(`${llm}: described at half the price, what expired is asked again, what is bad fails`, async t => {
    const fates: Record<string, Fate> = { n1: 'expired', n2: 'passing', n3: 'bad', n4: 'refused' }
    const { describe, fake } = await bench(t, {
      looks: 1,
      fate: (text, time) => (time > 0 ? 'ok' : (fates[/shape_(\w+)/.exec(text)![1]!] ?? 'ok')),
    })
    const result = await describe(llm, many(8))
    t.equal(result.code, 1, result.stderr)
    t.equal(fake.requests.length, 10, 'eight, and two again')
    const rows = records(result.stdout)
    for (const [index, row] of rows.entries()) {
      if (index === 3 || index === 4) {
        t.match(row, {
          description: '[PENDING_DESCRIPTION]',
          metadata: { needs_description: true, describe_error: {} },
        })
      } else t.match(row.description, new RegExp(`called n${index} `))
    }
    t.match((rows[3]!.metadata.describe_error as { code: string }).code, /bad_request/)
    t.match((rows[4]!.metadata.describe_error as { code: string }).code, /refused|blocked/)
    if (llm === 'claude') t.match(rows[0], { metadata: { describe: { cost: 0.00001 } } })
    const again = await run('describe', ['--llm', llm, '--base-url', fake.url, '--transcripts', 'off'], {
      input: lines(sample('n0')),
      env: { MANIM_FILTERS_CACHE: join(t.testdirName, 'cache') },
    })
    t.match(
      records(again.stdout)[0]?.description,
      /called n0/,
      'without --batch, and without a key, the answer is there',
    )
  })

  t.test(`${llm}: killed while it waits, and run again: nothing is submitted twice`, async t => {
    const { env, args, fake, describe } = await bench(t, { looks: 3 })
    const child = start('describe', args(llm), { env })
    child.stdin!.end(many(5))
    await new Promise<void>(resolve => {
      const timer = setInterval(() => {
        if (fake.requests.length === 0) return
        clearInterval(timer)
        resolve()
      }, 5)
    })
    child.kill('SIGKILL')
    await new Promise(resolve => child.on('close', resolve))
    const result = await describe(llm, many(5))
    t.equal(result.code, 0, result.stderr)
    t.equal(fake.requests.length, 5)
    t.equal(records(result.stdout).filter(({ metadata }) => metadata.needs_description === false).length, 5)
  })

  t.test(
    `${llm}: a submission whose answer was lost is found, one that was turned away is made again`,
    async t => {
      const { describe, fake } = await bench(t, {
        looks: 1,
        listLag: 2,
        onSubmit: (response, index, taken) => {
          if (index === 0)
            return fail(response, 429, { error: { message: 'queue full' } }, { 'retry-after-ms': '50' })
          if (index > 1) return false
          taken()
          response.destroy()
          return true
        },
      })
      const result = await describe(llm, many(4))
      t.equal(result.code, 0, result.stderr)
      t.equal(fake.requests.length, 4)
      t.equal(fake.creations(), 2)
    },
  )
}

/** Answers a group as its items want it, but for those that `missing` names. */
const groupAnswer =
  (missing = /$^/) =>
  (text: string) => {
    const items = [...text.matchAll(/## Item (p\d+)[\s\S]*?shape_(\w+) =/g)]
    if (items.length === 0) return answer(text)
    const found = items.filter(([, , name]) => !missing.test(name!))
    return JSON.stringify({
      items: found.map(([, id, name]) => ({ id, ...JSON.parse(answer(`shape_${name}`)) })),
    })
  }

for (const llm of ['claude', 'gemini', 'openai']) {
  t.test(`${llm}: --samples-per-request holds in batches too, and nothing goes beside them`, async t => {
    const { describe, fake } = await bench(t, { looks: 1, answer: groupAnswer(/^n4$/) })
    const args = ['--samples-per-request', '3']
    const result = await describe(llm, many(7), args)
    t.equal(result.code, 0, result.stderr)
    t.match(
      records(result.stdout),
      Array.from({ length: 7 }, (_, index) => ({ description: new RegExp(`called n${index} `) })),
    )
    t.equal(fake.requests.length, 4, 'twice three, one alone, and one that its group did not bring')
    t.same(fake.others, [])
    const again = await describe(llm, many(7), args)
    t.equal(again.stdout, result.stdout)
    t.equal(fake.requests.length, 4)
  })
}

t.test('a group on its way is not sent again, however the next run would group it', async t => {
  const { fake, env, args, describe } = await bench(t, { looks: 1, answer: groupAnswer() })
  const submit = [...args('claude').with(-1, 'submit'), '--samples-per-request', '3']
  await run('describe', submit, { env, input: many(4) })
  t.equal(fake.requests.length, 2)
  const some = lines(sample('n3'), sample('n2'), sample('n0'), sample('n1'))
  const result = await describe('claude', some, ['--samples-per-request', '2'])
  t.equal(result.code, 0, result.stderr)
  t.match(records(result.stdout), [
    { description: /called n3 / },
    { description: /called n2 / },
    { description: /called n0 / },
    { description: /called n1 / },
  ])
  t.equal(fake.requests.length, 2)
})

t.test('a batch that was submitted before there were groups is fetched', async t => {
  const { fake, env, args, describe } = await bench(t, { looks: 1 })
  await run('describe', args('claude').with(-1, 'submit'), { env, input: many(2) })
  const log = { error: () => {}, note: () => {} }
  const store = await openCache({ path: env.MANIM_FILTERS_CACHE, log })
  for (const [name, record] of [...store.batches.list()] as [string, { jobs: BatchJob[] }][]) {
    const jobs = record.jobs.map(({ id, parts: [part] }) => ({ id, keys: part!.keys, about: part!.about }))
    await store.batches.put(name, { ...record, jobs })
  }
  await store.close()
  const result = await describe('claude', many(2))
  t.equal(result.code, 0, result.stderr)
  t.equal(fake.requests.length, 2)
})

t.test('what a batch brings is checked as anything else: rejected, corrected, and never served', async t => {
  const { fake, env, describe } = await bench(t, {
    looks: 1,
    answer: text =>
      text.includes('That will not do')
        ? answer(text)
        : answer(text).replace('Draw', 'Use self.play to draw'),
  })
  const result = await describe('claude', many(2))
  t.equal(result.code, 0, result.stderr)
  t.equal(fake.requests.length, 4, 'each answer is sent back once')
  t.match(records(result.stdout), [{ description: /^Draw/ }, { description: /^Draw/ }])
  const pruned = await run('cache-prune', ['--failed', '--dry-run'], { env })
  t.match(pruned.stdout + pruned.stderr, /\b2 answers/)
})

t.test('an answer that no run has checked yet is nobody’s description', async t => {
  const { env, args, fake } = await bench(t, {
    looks: 1,
    answer: text => answer(text).replace('Draw', 'Use self.play to draw'),
  })
  await run('describe', args('claude').with(-1, 'submit'), { env, input: many(1) })
  const other = sample('x')
  const wait = await run('describe', args('claude'), { env, input: lines(other) })
  t.equal(wait.code, 1, 'neither the answer nor its correction will do')
  t.equal(fake.requests.length, 3, 'the batch of the other run came along')
  const reused = await run('describe', ['--llm', 'storyboard', '--reuse', 'any'], { env, input: many(1) })
  t.notMatch(records(reused.stdout)[0]?.description, /self\.play/)
})

t.test('one text for two programs is put right within the batches', async t => {
  const { describe, fake } = await bench(t, {
    looks: 1,
    answer: text => answer(text.includes('word for word') ? text : 'shape_same'),
  })
  const result = await describe('claude', many(2))
  t.equal(result.code, 0, result.stderr)
  t.match(records(result.stdout), [{ description: /called same / }, { description: /called n1 / }])
  t.equal(fake.requests.length, 3)
})

t.test('what a batch costs is spent, no saving, and said by the run that fetches it', async t => {
  const { env, args } = await bench(t, { looks: 1 })
  const submitted = await run('describe', args('claude').with(-1, 'submit'), { env, input: many(3) })
  t.notMatch(submitted.stderr, /max-cost|saved/)
  t.match(submitted.stderr, /3 wait for their batches; --batch wait fetches the answers/)
  const fetched = await run('describe', args('claude'), { env, input: many(3) })
  t.match(fetched.stderr, /0 from cache, 0 requests, 0 failed; 300 tokens in, 60 out; \$0\.00003 spent\n/)
  const stats = JSON.parse((await run('cache-stats', ['--json'], { env })).stdout)
  t.equal(stats.saved, 0)
  const again = await run('describe', args('claude'), { env, input: many(3) })
  t.match(again.stderr, /3 from cache, 0 requests, 0 failed; \$0\.00003 saved\n/)
})

t.test('--max-cost holds for batches, and is said where it was reached', async t => {
  const { describe, fake } = await bench(t, { looks: 1 })
  const result = await describe('claude', many(5), ['--max-cost', '0.000001'])
  t.match(result, { code: 1, stderr: /--max-cost is reached: 5 left as they were/ })
  t.equal(fake.requests.length, 0)
})

for (const llm of ['claude', 'gemini', 'openai']) {
  t.test(`${llm}: a batch that the provider does not know any more is sent again`, async t => {
    const { fake, env, args, describe } = await bench(t, { looks: 1 })
    await run('describe', args(llm).with(-1, 'submit'), { env, input: many(2) })
    fake.batches.length = 0
    const result = await describe(llm, many(2))
    t.equal(result.code, 0, result.stderr)
    t.match(result.stderr, /is not known to \w+ any more: its requests are sent again/)
    t.equal(fake.requests.length, 4)
  })
}

t.test('what can be read only once is described too', async t => {
  const { env, args } = await bench(t)
  const line = `"${process.execPath}" "${binary('describe')}" ${args('claude').join(' ')} <(cat)`
  const child = spawn('bash', ['-c', line], { env: cleanEnvironment(env) })
  child.stdin.end(many(2))
  const { stdout, code } = await watch(child, true)
  t.equal(code, 0)
  t.match(records(stdout), [{ description: /called n0/ }, { description: /called n1/ }])
})

t.test('--batch submit returns at once; the same command with wait brings the answers', async t => {
  const { fake, env, args, describe } = await bench(t, { looks: 1 })
  const submit = args('claude').with(-1, 'submit')
  const first = await run('describe', submit, { env, input: many(3) })
  t.equal(first.code, 1, 'not all is described')
  t.match(first.stderr, /3 left for the next run/)
  t.ok(
    records(first.stdout).every(
      ({ metadata }) => metadata.needs_description === true && !metadata.describe_error,
    ),
  )
  await run('describe', submit, { env, input: many(3) })
  t.equal(fake.requests.length, 3, 'what is on its way is not sent again')
  const last = await describe('claude', many(3))
  t.equal(last.code, 0, last.stderr)
  t.equal(fake.requests.length, 3)
  const none = await run('describe', ['--llm', 'storyboard', '--batch', 'wait'], { env, input: many(1) })
  t.match(none, { code: 2, stderr: /storyboard has no batch API/ })
})
