import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { compact } from '../lib/cache/compact.ts'
import { isGateClosed } from '../lib/cache/gate.ts'
import { openEnvironment } from '../lib/cache/lmdb.ts'
import { openCache } from '../lib/cache/open.ts'
import { entryOf, keysOf } from './cache-samples.ts'
import { binary, cleanEnvironment, watch } from './harness.ts'

const log = { error: () => {}, note: () => {} }
const worker = fileURLToPath(new URL('cache-worker.js', import.meta.url))
const notLinux = process.platform !== 'linux' && 'the file keeps its size elsewhere'

/** With room to win: half of the entries are removed again. */
async function makeCache(path: string, count = 600) {
  const cache = await openCache({ path, log })
  const keys = Array.from({ length: 2 * count }, (_, index) => keysOf(index))
  await Promise.all(keys.map((each, index) => cache.put(each, entryOf(index))))
  await cache.remove(keys.slice(count))
  await cache.close()
}

async function countIn(path: string): Promise<number> {
  const cache = await openCache({ path, log, readOnly: true })
  const { length } = [...cache.scan()]
  await cache.close()
  return length
}

const inodeOf = (path: string) => statSync(join(path, 'data.mdb')).ino

t.test('the file becomes small, and nothing else stays behind', { skip: notLinux }, async t => {
  const path = t.testdir()
  await makeCache(path)
  const lockBytes = statSync(join(path, 'lock.mdb')).size
  for (let time = 0; time < 3; time++) {
    const done = await compact(path)
    t.match(done, { before: Number, after: Number })
    t.strictSame(readdirSync(path).sort(), ['data.mdb', 'lock.mdb'])
    t.equal(statSync(join(path, 'lock.mdb')).size, lockBytes)
  }
  t.equal(await countIn(path), 600)
  const cache = await openCache({ path, log })
  await cache.put(keysOf(5000), entryOf(5000))
  await cache.close()
  t.equal(await countIn(path), 601)
})

t.test('the file keeps its mode', { skip: notLinux }, async t => {
  const path = t.testdir()
  await makeCache(path)
  const file = join(path, 'data.mdb')
  for (const mode of [0o664, 0o600]) {
    chmodSync(file, mode)
    const { ino } = statSync(file)
    t.match(await compact(path), { after: Number })
    t.not(inodeOf(path), ino)
    t.equal(statSync(file).mode & 0o777, mode)
  }
})

t.test('no copy is begun while another process has the store open', { skip: notLinux }, async t => {
  const path = t.testdir()
  await makeCache(path)
  const holder = spawn(process.execPath, [worker, path, 'hold', '1', '60000'])
  t.teardown(() => holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  const ino = inodeOf(path)
  let copied = false
  const done = await compact(path, {
    copied: async () => {
      copied = true
    },
  })
  t.strictSame(done, { skipped: 'another process has the cache open' })
  t.notOk(copied, 'it might be gone before the copy is made, and its answers with it')
  t.equal(inodeOf(path), ino)
})

t.test('what was stored while the copy was made stays', { skip: notLinux }, async t => {
  const path = t.testdir()
  await makeCache(path)
  const done = await compact(path, {
    copied: async () => {
      // As one does that took the gate for a dead one's.
      const environment = await openEnvironment(path, false)
      await environment.transact(() => environment.texts('runs').put(Buffer.from('run'), '{}'))
      await environment.close()
    },
  })
  t.match(done, { skipped: /wrote to the cache/ })
  t.equal(await countIn(path), 600)
  const environment = await openEnvironment(path, true)
  t.equal(environment.texts('runs').get(Buffer.from('run')), '{}')
  await environment.close()
  t.match(await compact(path), { after: Number })
})

t.test('the copy of one that lost the gate is not put in place', { skip: notLinux }, async t => {
  const path = t.testdir()
  await makeCache(path)
  const ino = inodeOf(path)
  const done = await compact(path, {
    copied: async () => rmSync(join(path, 'compacting'), { recursive: true }),
  })
  t.strictSame(done, { skipped: 'another process is compacting it' })
  t.equal(inodeOf(path), ino)
})

t.test('a closed gate is renewed as long as it is closed', { skip: notLinux }, async t => {
  const path = t.testdir()
  await makeCache(path, 10)
  const gate = join(path, 'compacting')
  await compact(path, {
    copied: async () => {
      t.ok(isGateClosed(path))
      const { mtimeMs } = statSync(gate)
      utimesSync(gate, 1, 1)
      while (statSync(gate).mtimeMs < mtimeMs) await new Promise(resolve => setTimeout(resolve, 100))
    },
  })
  t.notOk(isGateClosed(path))
})

/** How to begin a process namespace of one's own, as a container has it. */
const unshare = [['-pf'], ['-Urpf']]
  .map(flags => [...flags, '--mount-proc', '--kill-child'])
  .find(flags => spawnSync('unshare', [...flags, 'true']).status === 0)

t.test(
  'a process in another container is seen',
  { skip: unshare === undefined && 'no process namespace can be made here' },
  async t => {
    const path = t.testdir()
    await makeCache(path)
    const inContainer = (...args: string[]) => spawn('unshare', [...unshare!, ...args], { env })
    const env = cleanEnvironment({ MANIM_FILTERS_CACHE: path })
    const prune = binary('cache-prune')
    for (const [place, start] of [
      ['here', () => spawn(process.execPath, [prune], { env })],
      ['in a container', () => inContainer(process.execPath, prune)],
    ] as const) {
      // Not the first of its container: LMDB tells processes apart by their numbers.
      const holder = inContainer(
        'sh',
        '-c',
        '"$@"; true',
        'sh',
        process.execPath,
        worker,
        path,
        'hold',
        '1',
        '60000',
      )
      await once(holder.stdout, 'data')
      const { code, stderr } = await watch(start(), true)
      t.match(
        { code, stderr },
        { code: 0, stderr: /keeps its size: another process has the cache open/ },
        place,
      )
      holder.kill('SIGKILL')
      await once(holder, 'close')
    }
    const { stderr } = await watch(inContainer(process.execPath, prune), true)
    t.match(stderr, /the file had/, 'and when it is gone the file is made small')
    t.equal(await countIn(path), 600)
  },
)
