import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openEnvironment } from '../lib/cache/lmdb.ts'
import { openCache } from '../lib/cache/open.ts'
import { applyDelta, deltaOf, lengthAfter } from '../lib/describe/delta.ts'
import { decodeStored, encodeStored } from '../lib/describe/stored.ts'
import { JsonRecord } from '../lib/ndjson/record.ts'
import { bench, lines, many, sample } from './describe-bench.ts'
import { run } from './harness.ts'

t.test('a delta makes of a record what its edit made of it, wherever it lay', async t => {
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const text = (length: number) => Array.from({ length }, () => 'abcé"\\{}😀 '.charAt(random(10))).join('')
  for (let round = 0; round < 500; round++) {
    const line = Buffer.from(
      JSON.stringify({ a: text(random(40)), description: '?', b: { c: 1, d: text(9) } }),
    )
    const start = random(50)
    const memory = Buffer.concat([Buffer.alloc(start, 0x20), line, Buffer.from('\n{}')])
    const place = { start, end: start + line.length, scanned: undefined }
    const record = new JsonRecord(memory, 'stdin', 1, place)
    const before = Buffer.from(record.bytes)
    const values = [text(random(60)), undefined, random(1000), { e: text(3) }, '?']
    const any = () => values[random(values.length)]
    const edits = [['description'], ['b', 'd'], ['b', 'f'], ['g'], ['a']]
      .filter(() => random(2) === 0)
      .map(path => ({ path, value: any() }))
    record.edit(edits)
    const delta = deltaOf(record.changes)
    const made = Buffer.alloc(lengthAfter(before, delta))
    applyDelta(before, delta, made)
    t.ok(made.equals(record.bytes), `round ${round}`)
  }
})

t.test('what is kept of a record is what is read', async t => {
  const delta = { cuts: [1, 2, 3, 9, 9, 0], bytes: Buffer.from('é1') }
  const none = { source: undefined, id: undefined, video: undefined, near: undefined, heard: undefined }
  const bare = { memory: { program: 2 ** 32 - 1, ...none, served: [] }, start: 1, end: 2, delta }
  const full = {
    memory: {
      program: 0,
      source: '"é"',
      id: '',
      video: 'https://youtu.be/x',
      near: 'a',
      heard: '',
      served: [
        { prompt: 'scene@1', cost: undefined },
        { prompt: 'scene@1', cost: 1e-9 },
      ],
    },
    start: 0,
    end: 0,
    delta: { cuts: [], bytes: Buffer.alloc(0) },
  }
  for (const stored of [bare, full]) t.strictSame(decodeStored(encodeStored(stored)), stored)
})

t.test(
  'a record that comes again is recalled: the same bytes, no request, and it counts as a hit',
  async t => {
    const { describe, fake, env } = await bench(t)
    // One at a time: the first opens the cache, the others find it open.
    const again = ['--window', '1']
    const input =
      many(30) + lines(sample('é😀', { metadata: { needs_description: true, text: 'Größe \u2028' } }))
    const first = await describe([], input)
    t.equal(first.code, 0, first.stderr)
    for (const args of [again, [], again]) {
      const { code, stdout, stderr } = await describe(args, input)
      t.equal(code, 0, stderr)
      t.equal(stdout, first.stdout, args.join(' '))
      t.match(stderr, /31 from cache, 0 requests/)
    }
    t.equal(fake.seen.length, 31)
    const kept = await run('cache-stats', [], { env })
    t.equal(JSON.parse(kept.stdout).hits, 93)
    const readOnly = await describe([...again, '--cache-readonly'], input)
    t.equal(readOnly.stdout, first.stdout)

    t.test('not where something else was asked for', async t => {
      const other = await describe([...again, '--prompt', 'seed'], input)
      const asked = fake.seen.length
      t.ok(asked >= 62)
      t.not(other.stdout, first.stdout)
      t.equal((await describe(again, input)).stdout, first.stdout)
      t.equal(fake.seen.length, asked)
    })

    t.test('not where its answer was taken away', async t => {
      t.equal((await run('cache-prune', ['--prompt', 'scene@1'], { env })).code, 0)
      const asked = fake.seen.length
      await describe(again, input)
      t.equal(fake.seen.length, asked + 31)
    })

    t.test('a check of the user is asked all the same', async t => {
      const file = join(t.testdir({ 'check.mjs': "export default () => ['never good']\n" }), 'check.mjs')
      const { code, stderr } = await describe([...again, '--check', file], input)
      t.equal(code, 1)
      t.match(stderr, /31 failed/)
    })
  },
)

t.test('what costs nothing to make is remembered from its second time on', async t => {
  const { describe, env } = await bench(t)
  const remembered = async () => {
    const environment = await openEnvironment(env.MANIM_FILTERS_CACHE!, true)
    const count = environment.bytes('shortcuts').count()
    await environment.close()
    return count
  }
  const input = many(5)
  const prose = ['--llm', 'storyboard']
  const first = await describe(prose, input)
  t.match(first.stderr, /0 from cache, 0 requests, 0 failed/)
  t.equal(await remembered(), 0)
  // With the program that made them.
  for (const expected of [6, 6]) {
    const again = await describe(prose, input)
    t.equal(again.stdout, first.stdout)
    t.match(again.stderr, /5 from cache/)
    t.equal(await remembered(), expected)
  }
  await describe([], input)
  t.equal(await remembered(), 11, 'of what was paid for, the first time')
})

t.test('another transcript is another request', async t => {
  const { describe, fake, folder } = await bench(t)
  mkdirSync(join(folder, 'subs'))
  const said = (text: string) =>
    writeFileSync(
      join(folder, 'subs', 'abcdefghij0.vtt'),
      `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${text}\n`,
    )
  const metadata = { needs_description: true, youtube_url: 'https://youtu.be/abcdefghij0' }
  const input = lines(...['a', 'b', 'c'].map(name => sample(name, { metadata })))
  const args = ['--window', '1', '--transcripts', join(folder, 'subs')]
  said('the circle grows')
  const first = await describe(args, input)
  t.equal(first.code, 0, first.stderr)
  t.equal((await describe(args, input)).stdout, first.stdout)
  t.equal(fake.seen.length, 3)
  said('the circle shrinks')
  await describe(args, input)
  t.equal(fake.seen.length, 6)
  said('the circle grows')
  t.equal((await describe(args, input)).stdout, first.stdout)
  t.equal(fake.seen.length, 6)
})

t.test('each video is heard once, and the records of all are recalled in their order', async t => {
  const { describe, fake, folder, env } = await bench(t)
  mkdirSync(join(folder, 'subs'))
  const videos = ['abcdefghij0', 'abcdefghij1', 'abcdefghij2']
  for (const id of videos.slice(1)) {
    writeFileSync(
      join(folder, 'subs', `${id}.vtt`),
      `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nthe words of ${id}\n`,
    )
  }
  const rows = Array.from({ length: 12 }, (_, index) => {
    const video = videos[index % 4]
    const metadata = { needs_description: true, ...(video && { youtube_url: `https://youtu.be/${video}` }) }
    return sample(`v${index}`, { metadata })
  })
  const args = ['--transcripts', join(folder, 'subs')]
  const first = await describe(args, lines(...rows))
  t.equal(first.code, 0, first.stderr)
  for (const more of [[], ['--window', '1']]) {
    const again = await describe([...args, ...more], lines(...rows))
    t.equal(again.stdout, first.stdout)
    t.match(again.stderr, /12 from cache, 0 requests/)
  }
  t.equal(fake.seen.length, 12)
  const kept = await run('cache-stats', [], { env })
  t.equal(JSON.parse(kept.stdout).hits, 24)
  const gone = await describe(['--transcripts', join(folder, 'none')], lines(...rows))
  t.equal(gone.code, 2)
  t.match(gone.stderr, /--transcripts: cannot read/)
})

t.test('what another program derived is dropped, and nothing is kept of an answer that is gone', async t => {
  const log = { error: t.fail, note: t.fail }
  const cache = await openCache({ path: t.testdir(), log })
  t.teardown(() => cache.close())
  const keys = { content: 'a'.repeat(64), variant: 'b'.repeat(64) }
  const entry = {
    text: 'x',
    backend: 'claude',
    model: 'm',
    prompt: 'p@1',
    prompt_hash: '0',
    finish_reason: 'end',
    time: '2026-01-01T00:00:00.000Z',
  }
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const [value, more] = [Buffer.from('value'), Buffer.from('more')]
  const mine = cache.shortcuts('mine')
  const settled = () => {
    mine.flush()
    return cache.transcripts.put('x', 1)
  }
  mine.put(one, value, [keys])
  await settled()
  t.equal(mine.get(one), undefined, 'no such answer')
  await cache.put(keys, entry)
  mine.put(one, value, [keys])
  await settled()
  t.same(mine.get(one), value)
  const sizes = [0, 1, 4095, 4096, 8000, 16_384, 70_000]
  const sized = (size: number) => Buffer.alloc(size, String(size))
  for (const size of sizes) mine.put(Buffer.alloc(32, String(size)), sized(size), [keys])
  await settled()
  for (const size of sizes)
    t.ok(mine.get(Buffer.alloc(32, String(size)))?.equals(sized(size)), `${size} bytes`)
  const other = cache.shortcuts('other')
  other.put(two, more, [keys])
  other.flush()
  await settled()
  t.same(other.get(two), more)
  t.equal(other.get(one), undefined)
  await cache.remove([keys])
  t.equal(other.get(two), undefined)
})
