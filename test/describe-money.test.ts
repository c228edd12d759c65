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
