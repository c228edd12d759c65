import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openCache } from '../lib/cache/open.ts'
import type { Claim, Entry } from '../lib/cache/types.ts'
import { entryOf, keysOf } from './cache-samples.ts'

const log = { error: () => {}, note: () => {} }
const never = new AbortController().signal
const workerFile = fileURLToPath(new URL('cache-worker.js', import.meta.url))

interface Worker {
  child: ChildProcess
  lines: string[]
  errors: string
  /** Resolves with the first line. */
  spoke: Promise<unknown>
  ended: Promise<unknown>
}

function start(...args: (string | number)[]): Worker {
  const child = spawn(process.execPath, [workerFile, ...args.map(String)])
  const worker: Worker = {
    child,
    lines: [],
    errors: '',
    spoke: Promise.resolve(),
    ended: once(child, 'close'),
  }
  const reader = createInterface({ input: child.stdout! })
  reader.on('line', line => worker.lines.push(line))
  worker.spoke = once(reader, 'line')
  child.stderr!.on('data', data => {
    worker.errors += data
  })
  return worker
}

t.test('four processes that want the same answers send each request once', async t => {
  const path = t.testdir()
  const workers = Array.from({ length: 4 }, () => start(path, 'ask', 200, 30))
  await Promise.all(workers.map(({ ended }) => ended))
  const sent = workers.map(({ lines }) => Number(lines[0]?.split(' ')[1]))
  t.equal(
    sent.reduce((sum, number) => sum + number, 0),
    200,
  )
  t.strictSame(
    workers.map(({ errors, child }) => [errors, child.exitCode]),
    workers.map(() => ['', 0]),
  )
})

t.test('a claim of a process that is killed goes to the one that waits', async t => {
  const path = t.testdir()
  const owner = start(path, 'hold', 3, 60_000)
  await owner.spoke
  const cache = await openCache({ path, log })
  const waiting = cache.claim(keysOf(1), never)
  const early = await Promise.race([waiting, sleep(400, 'still waiting')])
  t.equal(early, 'still waiting', 'it waits for a live one')
  owner.child.kill('SIGKILL')
  await owner.ended
  const began = performance.now()
  const claim = (await waiting) as Claim
  t.ok(performance.now() - began < 2000)
  await claim.settle(entryOf(1))
  t.ok('settle' in (await cache.claim(keysOf(2), never)), 'and its other claims too')
  await cache.close()
})

t.test('a claim of a process that hangs lasts as long as its lease', async t => {
  const path = t.testdir()
  const owner = start(path, 'hold', 1, 60_000, 400)
  await owner.spoke
  const cache = await openCache({ path, log, leaseMs: 400 })
  const early = await Promise.race([cache.claim(keysOf(0), AbortSignal.timeout(1500)).catch(() => 'aborted')])
  t.equal(early, 'aborted', 'a live owner renews it')
  owner.child.kill('SIGUSR2')
  t.ok('settle' in (await cache.claim(keysOf(0), never)))
  owner.child.kill('SIGKILL')
  await cache.close()
})

t.test('a waiting process gets the answer that the other one stores', async t => {
  const path = t.testdir()
  const cache = await openCache({ path, log })
  const claim = (await cache.claim(keysOf(0), never)) as Claim
  const other = start(path, 'ask', 1)
  await sleep(500)
  await claim.settle(entryOf(0))
  await other.ended
  t.strictSame(other.lines, ['sent 0'])
  await cache.close()
})

t.test('what was acknowledged is there after kill -9, and nothing is torn', async t => {
  const path = t.testdir()
  const acknowledged = new Set<number>()
  for (let round = 0; round < 6; round++) {
    const workers = Array.from({ length: 3 }, () => start(path, 'put', 5000))
    await Promise.all(workers.map(({ spoke }) => spoke))
    await sleep(50 + 80 * round)
    for (const { child } of workers) child.kill('SIGKILL')
    await Promise.all(workers.map(({ ended }) => ended))
    // The last line may be cut off.
    for (const { lines } of workers) for (const line of lines.slice(0, -1)) acknowledged.add(Number(line))
  }
  const cache = await openCache({ path, log })
  const missing = [...acknowledged].filter(index => cache.get(keysOf(index))?.text !== entryOf(index).text)
  t.strictSame(missing, [])
  t.ok(acknowledged.size > 50, `${acknowledged.size} acknowledged`)
  t.ok([...cache.scan()].every(({ entry }) => entry !== undefined))
  await cache.put(keysOf(9999), entryOf(9999))
  await cache.close()
})

t.test('a store that appears under many processes at once is one store', async t => {
  const path = join(t.testdir(), 'new')
  const workers = Array.from({ length: 6 }, () => start(path, 'put', 20))
  await Promise.all(workers.map(({ ended }) => ended))
  t.strictSame(
    workers.map(({ errors, lines }) => [errors, lines.length]),
    workers.map(() => ['', 20]),
  )
  const cache = await openCache({ path, log })
  t.equal([...cache.scan()].length, 20)
  await cache.close()
})

t.test(
  'without permission: one line',
  { skip: process.getuid?.() === 0 && 'root may do anything' },
  async t => {
    const path = t.testdir()
    mkdirSync(join(path, 'cache'))
    chmodSync(join(path, 'cache'), 0o500)
    await t.rejects(openCache({ path: join(path, 'cache'), log }), {
      name: 'UsageError',
      message: `the cache ${join(path, 'cache')} cannot be opened: no permission`,
    })
  },
)

t.test('answers are the same whoever asked', async t => {
  const path = t.testdir()
  const worker = start(path, 'ask', 2)
  await worker.ended
  const cache = await openCache({ path, log })
  t.match((await cache.claim(keysOf(0), never)) as Entry, { text: `${worker.child.pid}` })
  await cache.close()
})
