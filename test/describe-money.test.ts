import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, many } from './describe-bench.ts'
import { records } from './harness.ts'

t.test('--dry-run asks nobody, and its bounds hold the bill', async t => {
  const { describe, fake } = await bench(t, {
    usage: ({ text, body }) => ({
      input: Math.ceil((text.length / 3.3) * (0.8 + Math.random() * 0.4)),
      output: Math.ceil(Math.random() * (body.max_tokens as number)),
    }),
  })
  const forecast = await describe(['-n'], many(30) + many(10))
  t.equal(forecast.code, 0)
  t.equal(fake.seen.length, 0)
  const report = JSON.parse(forecast.stdout)
  t.match(report, { backend: 'claude', model: 'claude-haiku-5-5', records: 40, hits: 10, requests: 30 })
  const result = await describe([], many(30))
  const bill = records(result.stdout).reduce(
    (sum, { metadata }) => sum + (metadata as unknown as { describe: { cost: number } }).describe.cost,
    0,
  )
  t.ok(
    report.cost.low <= bill && bill <= report.cost.high,
    `${report.cost.low} <= ${bill} <= ${report.cost.high}`,
  )
  t.ok(Math.abs(report.cost_batch.high - report.cost.high / 2) < 2e-6)
  const after = JSON.parse((await describe(['-n'], many(30))).stdout)
  t.match(after, { hits: 30, requests: 0, cost: { low: 0, high: 0 } })
})

t.test('--dry-run counts groups, what they brought, and answers that are sent back', async t => {
  const { describe, fake } = await bench(t, {
    usage: ({ text, body }) => ({
      input: Math.ceil((text.length / 3.3) * (0.8 + Math.random() * 0.4)),
      output: Math.ceil(Math.random() * (body.max_tokens as number)),
    }),
    answer: ({ text }) => {
      const said = (name: string) =>
        `${!text.includes('That will not do') ? 'Use self.play to draw' : 'Draw'} a red circle called ${name} in the middle, let it grow slowly, and fade it out.`
      const items = [...text.matchAll(/## Item (p\d+)[\s\S]*?shape_(\w+) =/g)]
      const found = items.map(([, id, name]) => ({ id, on_screen: [], request: said(name!) }))
      const alone = { on_screen: [], request: said(/shape_(\w+) =/.exec(text)![1]!) }
      return JSON.stringify(items.length > 0 ? { items: found } : alone)
    },
  })
  const args = ['--samples-per-request', '3']
  const foretell = async (input: string, more = args) =>
    JSON.parse((await describe(['-n', ...more], input)).stdout)
  const billOf = (stdout: string) =>
    records(stdout).reduce(
      (sum, { metadata }) => sum + (metadata as unknown as { describe: { cost: number } }).describe.cost,
      0,
    )
  const before = await foretell(many(7))
  t.match(before, { records: 7, hits: 0, requests: 3, corrections: 7 })
  const first = await describe(args, many(7))
  t.equal(first.code, 0, first.stderr)
  t.equal(fake.seen.length, 10, 'three, and each answer is sent back')
  const bill = billOf(first.stdout)
  t.ok(
    before.cost.low <= bill && bill <= before.cost.high,
    `${before.cost.low} <= ${bill} <= ${before.cost.high}`,
  )
  t.match(await foretell(many(7)), { hits: 14, requests: 0, corrections: 0, cost: { low: 0, high: 0 } })
})

t.test('--dry-run reports nothing where nothing wants a description', async t => {
  const { describe } = await bench(t)
  const { code, stdout } = await describe(['-n'], '')
  t.equal(code, 0)
  t.match(JSON.parse(stdout), { records: 0, hits: 0, requests: 0, cost: { low: 0, high: 0 } })
})

t.test('--max-cost stops before the bill can pass it, and the next run goes on', async t => {
  const { describe, fake } = await bench(t, { usage: () => ({ input: 6000, output: 3000 }) })
  const result = await describe(['--max-cost', '0.03'], many(40))
  t.equal(result.code, 1)
  const [done, left] = [0, 1].map(
    want =>
      records(result.stdout).filter(({ metadata }) => Number(metadata.needs_description) === want).length,
  )
  t.equal(done, fake.seen.length)
  t.equal(done! + left!, 40)
  t.ok(left! > 0)
  t.match(result.stderr, new RegExp(`--max-cost is reached: ${left} left as they were`))
  t.equal((await describe([], result.stdout)).code, 0)
  t.equal(fake.seen.length, 40)
  const unknown = await describe(['--max-cost', '1', '--model', 'claude-9-x'], many(1))
  t.equal(unknown.code, 2)
  t.match(unknown.stderr, /no price is known/)
})

t.test(
  'what a server does not count is unknown, never nothing, and --max-cost takes it at its worst',
  async t => {
    const { describe, fake } = await bench(t, { usage: () => ({ input: 0, output: 0 }) })
    const free = await describe([], many(2))
    t.match(free.stderr, /2 requests, 0 failed; cost unknown\n/)
    const [row] = records(free.stdout)
    t.notOk(/"(?:cost|tokens)"/.test(JSON.stringify(row!.metadata)))
    const bounded = await describe(['--max-cost', '0.01', '--all'], many(50))
    t.equal(bounded.code, 1)
    t.match(bounded.stderr, /--max-cost is reached/)
    t.ok(fake.seen.length < 30, `${fake.seen.length} asked`)
  },
)

t.test('--prices sets prices; a slip in it is an error', async t => {
  const { describe, folder } = await bench(t)
  const file = join(folder, 'prices.json')
  writeFileSync(file, '[{"model":"house-model","input":10,"output":100}]')
  const result = await describe(['--model', 'house-model', '--prices', file], many(1))
  t.match(records(result.stdout)[0], { metadata: { describe: { cost: 0.003 } } })
  const unpriced = await describe(['--model', 'other-model'], many(1))
  t.match(unpriced.stderr, /cost unknown/)
  t.notOk('cost' in (records(unpriced.stdout)[0]!.metadata as { describe: object }).describe)
  writeFileSync(file, '[{"model":"x","input":"1"}]')
  t.match((await describe(['--prices', file], many(1))).stderr, /each row wants model, input and output/)
})

t.test('every figure of --prices is one', async t => {
  const { describe, folder, fake } = await bench(t)
  const good = { model: 'claude-haiku-5-5', input: 1, output: 2, cache_read: 0.1, cache_write: 1.2 }
  const large = { above: 200000, input: 2, output: 4 }
  const later = { from: '2020-01-01', input: 3, output: 4, cache_read: 0 }
  const path = join(folder, 'prices.json')
  const price = (row: unknown) => {
    writeFileSync(path, JSON.stringify(row))
    return describe(['--prices', path], many(1))
  }
  for (const [row, said] of [
    [null, /wants model/],
    [{ ...good, cache_read: 'free' }, /cache_read/],
    [{ ...good, cache_read: null }, /cache_read/],
    [{ ...good, cache_write: -1 }, /cache_write/],
    [{ ...good, provider: 5 }, /provider/],
    [{ ...good, large_prompt: { ...large, cache_read: '0' } }, /cache_read/],
    [{ ...good, large_prompt: { ...large, above: undefined } }, /above/],
    [{ ...good, later: { ...later, from: 'soon' } }, /from/],
    [{ ...good, later: null }, /numbers/],
  ] as const) {
    const { code, stderr } = await price(row)
    t.equal(code, 2, JSON.stringify(row))
    t.match(stderr, said)
  }
  t.equal(fake.seen.length, 0)
  t.match(await price([{ ...good, large_prompt: large, later }]), { code: 0, stderr: /\$0\.00038 spent/ })
})

t.test('variants are distinct, and each is one request', async t => {
  const { describe, fake } = await bench(t, {
    // Words that depend on every letter of the request: another one gives another text.
    answer: ({ text }) => {
      let state = [...text].reduce((sum, each) => (Math.imul(sum, 31) + each.charCodeAt(0)) >>> 0, 7)
      const word = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        return state.toString(26).replace(/\d/g, digit => 'abcdefghij'[Number(digit)]!)
      }
      const words = Array.from({ length: 20 }, word).join(' ')
      return JSON.stringify({ on_screen: [], request: `Draw a red circle that grows: ${words}.` })
    },
  })
  const result = await describe(['--variants', '3'], many(2))
  t.equal(result.code, 0, result.stderr)
  t.equal(fake.seen.length, 6)
  for (const { metadata } of records(result.stdout)) {
    const variants = metadata.description_variants as { description: string }[]
    t.equal(variants.length, 3)
    t.equal(new Set(variants.map(({ description }) => description)).size, 3)
  }
  t.equal((await describe(['--variants', '3'], many(2))).stdout, result.stdout)
  t.equal(fake.seen.length, 6)
})

t.test('a variant that is missing is told, with its reason', async t => {
  const { describe } = await bench(t)
  const { code, stdout, stderr } = await describe(['--variants', '3'], many(1))
  t.equal(code, 1)
  t.match(stderr, /stdin:1: 2 of 3 descriptions missing: it says the same as another of them\n/)
  t.match(records(stdout)[0], { metadata: { describe: { missing_variants: 2 } } })
})

t.test(
  'variants that share a request are asked for in as many wordings, whatever the prompt knows',
  async t => {
    const { describe, fake } = await bench(t)
    await describe(['--variants', '3', '--samples-per-request', '3', '--prompt', 'seed'], many(1))
    const group = fake.seen.find(({ text }) => text.includes('## Item p3'))
    t.match(group?.text, /wording number 2[\s\S]*wording number 3/)
  },
)
