import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Disk } from '../lib/cache/disk.ts'
import type { Environment } from '../lib/cache/lmdb.ts'
import { Writer } from '../lib/cache/writer.ts'

/** A writer to a store that only counts: the changes of each commit. */
function counting(expected: () => number, gatherMs?: number) {
  const commits: number[] = []
  let changes = 0
  const transact = async <T>(step: () => T) => {
    changes = 0
    const result = step()
    commits.push(changes)
    return result
  }
  const writer = new Writer({
    path: 'nowhere',
    environment: { transact } as Partial<Environment> as Environment,
    disk: { reserve: count => (changes = count) } as Partial<Disk> as Disk,
    beforeCommit: () => {},
    commitFailed: () => {},
    expected,
    ...(gatherMs !== undefined && { gatherMs }),
  })
  return { writer, commits }
}

t.test('changes that trickle in while more are expected share a commit', async t => {
  const { writer, commits } = counting(() => 20, 60_000)
  const done: Promise<number>[] = []
  for (let index = 0; index < 10; index++) {
    done.push(writer.run(() => index))
    await sleep(1)
  }
  t.strictSame(
    await Promise.all(done),
    Array.from({ length: 10 }, (_, index) => index),
  )
  t.strictSame(commits, [5, 5], 'a quarter of those that are expected ends the waiting')
})

t.test('no change waits for long', async t => {
  const { writer, commits } = counting(() => 1000)
  await writer.run(() => {})
  await writer.run(() => {})
  t.strictSame(commits, [1, 1])
})

t.test('what is in no hurry waits for its company', async t => {
  const { writer, commits } = counting(() => 0)
  await writer.run(() => {}, { company: 4 })
  const began = performance.now()
  await Promise.all([1, 2, 3].map(() => writer.run(() => {}, { company: 4 })))
  t.ok(performance.now() - began > 20, 'three are not enough')
  await Promise.all([1, 2, 3, 4, 5].map(() => writer.run(() => {}, { company: 5 })))
  t.strictSame(commits, [1, 3, 5])
})

t.test('what is in a hurry takes along what is in none', async t => {
  const { writer, commits } = counting(() => 0)
  await writer.run(() => {})
  const order: string[] = []
  const slow = writer.run(() => order.push('slow'), { company: 100 })
  await sleep(1)
  const began = performance.now()
  await writer.run(() => order.push('quick'))
  t.ok(performance.now() - began < 40)
  await slow
  t.strictSame(order, ['slow', 'quick'])
  t.strictSame(commits, [1, 2])
})

t.test('nothing waits for more at the end', async t => {
  const { writer, commits } = counting(() => 0)
  await writer.run(() => {})
  void writer.run(() => {}, { company: Number.POSITIVE_INFINITY })
  const began = performance.now()
  await writer.idle()
  t.ok(performance.now() - began < 40)
  t.strictSame(commits, [1, 1])
})

t.test('where none are expected, each is written at once', async t => {
  const { writer, commits } = counting(() => 0, 60_000)
  for (let index = 0; index < 5; index++) await writer.run(() => {})
  t.strictSame(commits, [1, 1, 1, 1, 1])
})
