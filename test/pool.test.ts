import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { watchCores } from '../lib/features/idle-cores.ts'
import { createAnalyzerPool } from '../lib/features/pool.ts'
import { Progress } from '../lib/features/progress.ts'

/** Workers of this process that are alive. */
const threads = () => process.getActiveResourcesInfo().filter(name => name === 'MessagePort').length

const scene = (n: number) =>
  `from manim import *\nclass A(Scene):\n  def construct(self):\n    for i in range(${n}): self.play(Create(Circle()))\n`

/** Takes seconds, on any machine. */
const endless = `x = [${'(1, 2), '.repeat(2_000_000)}]\n`

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
  const long = await pool.analyze(endless)
  t.match(long.error, { message: /not done after 0.4 seconds/ })
  const next = createAnalyzerPool(2, { timeout: 30_000 })
  t.equal(JSON.parse((await next.analyze(scene(1), 'A')).json).plays, 1)
  await Promise.all([pool.close(), next.close()])
})

t.test('what was handed to a thread that takes too long is done by the next', async t => {
  const pool = createAnalyzerPool(1, { timeout: 800 })
  const [long, ...others] = await Promise.all([
    pool.analyze(endless),
    ...[1, 2, 3, 4].map(n => pool.analyze(scene(n), 'A')),
  ])
  t.match(long.error, { message: /not done after 0.8 seconds/ })
  t.same(
    others.map(({ json }) => JSON.parse(json).duration.seconds),
    [1, 2, 3, 4],
  )
  await pool.close()
})

t.test(
  'short ones before and behind one that takes too long have their own answers, and do not wait for it',
  async t => {
    const pool = createAnalyzerPool(1, { timeout: 800 })
    const numbers = Array.from({ length: 30 }, (_, n) => n + 1)
    const secondsOf = async (n: number) =>
      JSON.parse((await pool.analyze(scene(n), 'A')).json).duration.seconds
    const order: string[] = []
    const before = numbers.map(secondsOf)
    const long = pool.analyze(endless)
    const behind = numbers.map(secondsOf)
    await Promise.all([
      Promise.all(before).then(() => order.push('before')),
      long.then(() => order.push('long')),
      Promise.all(behind).then(() => order.push('behind')),
    ])
    t.match((await long).error, { message: /not done after 0.8 seconds/ })
    t.same(await Promise.all(before), numbers)
    t.same(await Promise.all(behind), numbers)
    t.same(order, ['before', 'long', 'behind'])
    await pool.close()
  },
)

t.test('what a thread is at is seen from the other', async t => {
  const within = new Progress()
  const outside = new Progress(within.memory)
  t.same([outside.done, outside.taken], [0, 0])
  within.begin()
  await sleep(20)
  t.equal(outside.done, 0)
  t.ok(outside.taken >= 19)
  within.finish()
  t.same([outside.done, outside.taken], [1, 0])
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

t.test('in a pipe a thread more begins only where a core stands idle', async t => {
  for (const idle of [0, 1]) {
    let asked = 0
    const pool = createAnalyzerPool(2, {
      idleCores() {
        asked += 1
        return idle
      },
    })
    const before = threads()
    const programs = Array.from(
      { length: 40 },
      (_, n) => `${scene(n + 1)}${'x = [1, 2, 3]\n'.repeat(20_000)}`,
    )
    let most = 0
    const answers = await Promise.all(
      programs.map(async program => {
        const { json } = await pool.analyze(program, 'A')
        most = Math.max(most, threads() - before)
        return JSON.parse(json).duration.seconds
      }),
    )
    t.same(
      answers,
      Array.from({ length: 40 }, (_, n) => n + 1),
    )
    t.ok(asked > 0, 'it is looked for as long as programs wait')
    t.equal(most, idle === 0 ? 1 : 2, `${idle} idle`)
    await pool.close()
  }
})

t.test('idle cores are counted by the time that passed', async t => {
  let times = [
    { user: 0, idle: 0 },
    { user: 0, idle: 0 },
  ]
  const idle = watchCores(() => times.map(times => ({ times })))
  times = [
    { user: 100, idle: 0 },
    { user: 25, idle: 75 },
  ]
  t.equal(idle(), 0.75)
  t.equal(idle(), 0, 'no time has passed')
  times = [
    { user: 100, idle: 100 },
    { user: 25, idle: 175 },
  ]
  t.equal(idle(), 2)
  t.ok(watchCores(cpus)() >= 0)
})

t.test('a closed pool takes nothing', async t => {
  const pool = createAnalyzerPool(2)
  await pool.close()
  await t.rejects(pool.analyze('x = 1\n'), /closed/)
})
