import t from 'tap'
import { createAnalyzerPool } from '../lib/features/pool.ts'

const scene = (n: number) =>
  `from manim import *\nclass A(Scene):\n  def construct(self):\n    for i in range(${n}): self.play(Create(Circle()))\n`

for (const jobs of [1, 2]) {
  t.test(`${jobs} job(s) give each program its own answer`, async t => {
    const pool = createAnalyzerPool(jobs, { storyboardSteps: 10 })
    const answers = await Promise.all([1, 2, 3, 4, 5].map(n => pool.analyze(scene(n), 'A')))
    t.same(
      answers.map(({ json }) => JSON.parse(json).duration.seconds),
      [1, 2, 3, 4, 5],
    )
    await pool.close()
  })
}

t.test('a program that takes too long is an error of its own, the next is answered', async t => {
  const pool = createAnalyzerPool(1, { timeout: 400 })
  const long = await pool.analyze(`x = [${'(1, 2), '.repeat(400_000)}]\n`)
  t.match(long.error, { message: /not done after 0.4 seconds/ })
  const next = createAnalyzerPool(2, { timeout: 30_000 })
  t.equal(JSON.parse((await next.analyze(scene(1), 'A')).json).plays, 1)
  await Promise.all([pool.close(), next.close()])
})

t.test('what was handed to a thread that takes too long is done by the next', async t => {
  const pool = createAnalyzerPool(1, { timeout: 2000 })
  const [long, ...others] = await Promise.all([
    pool.analyze(`x = [${'(1, 2), '.repeat(2_000_000)}]\n`),
    ...[1, 2, 3, 4].map(n => pool.analyze(scene(n), 'A')),
  ])
  t.match(long.error, { message: /not done after 2 seconds/ })
  t.same(
    others.map(({ json }) => JSON.parse(json).duration.seconds),
    [1, 2, 3, 4],
  )
  await pool.close()
})

t.test('programs of few families keep all threads at work, each with its own answer', async t => {
  const pool = createAnalyzerPool(2)
  const counts = Array.from({ length: 40 }, (_, i) => i + 1)
  const answers = await Promise.all(counts.map(n => pool.analyze(scene(n), 'A', n % 10 === 0 ? 'b' : 'a')))
  t.same(
    answers.map(({ json }) => JSON.parse(json).duration.seconds),
    counts,
  )
  await pool.close()
})

t.test('a closed pool takes nothing', async t => {
  const pool = createAnalyzerPool(2)
  await pool.close()
  await t.rejects(pool.analyze('x = 1\n'), /closed/)
})
