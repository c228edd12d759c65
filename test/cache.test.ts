import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sameEntries } from '../lib/cache/counters.ts'
import { type Environment, openEnvironment } from '../lib/cache/lmdb.ts'
import { FORMAT } from '../lib/cache/meta.ts'
import { type OpenOptions, openCache } from '../lib/cache/open.ts'
import { cachePath } from '../lib/cache/path.ts'
import { countAll } from '../lib/cache/recount.ts'
import { timeAgo } from '../lib/cache/select.ts'
import type { Claim, Entry } from '../lib/cache/types.ts'
import { entryOf, keysOf } from './cache-samples.ts'

const log = { error: () => {}, note: () => {} }
const never = new AbortController().signal

function open(path: string, options: Partial<OpenOptions> = {}) {
  return openCache({ path, log, ...options })
}

t.test('the cache lies where the environment says', async t => {
  t.equal(cachePath({ MANIM_FILTERS_CACHE: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' }), '/a')
  t.equal(cachePath({ MANIM_FILTERS_CACHE: '', XDG_CACHE_HOME: '/b', HOME: '/c' }), '/b/manim-filters')
  t.equal(cachePath({ XDG_CACHE_HOME: 'relative', HOME: '/c' }), '/c/.cache/manim-filters')
})

t.test('an answer comes back as it was, after closing too, and the first one stays', async t => {
  const path = join(t.testdir(), 'deep/cache.with.dots')
  const cache = await open(path)
  t.equal(cache.get(keysOf(0)), undefined)
  await cache.put(keysOf(0), entryOf(0))
  await cache.put(keysOf(0), entryOf(0, 'another'))
  t.strictSame(cache.get(keysOf(0)), entryOf(0))
  t.throws(() => cache.get({ content: 'short', variant: 'F'.repeat(64) }), /64 hex digits/)
  await cache.close()
  await cache.close()

  const again = await open(path)
  t.strictSame(again.get(keysOf(0)), entryOf(0))
  await again.close()
})

t.test('all answers for one animation lie side by side, the newest first', async t => {
  const cache = await open(t.testdir())
  const { content } = keysOf(0)
  const variants = ['0'.repeat(64), 'f'.repeat(64), '8'.repeat(64)]
  for (const [day, variant] of variants.entries()) {
    await cache.put({ content, variant }, { ...entryOf(0), time: `2026-11-0${day + 1}T00:00:00.000Z` })
  }
  await cache.put(keysOf(2), entryOf(2))
  t.strictSame(
    cache.answers(content).map(({ variant }) => variant[0]),
    ['8', 'f', '0'],
  )
  t.strictSame(cache.answers('1'.repeat(64)), [])
  await cache.close()
})

t.test('one of many claims of a key gets the right to send, the others its answer', async t => {
  const cache = await open(t.testdir())
  const claims = Array.from({ length: 50 }, () => cache.claim(keysOf(0), never))
  const first = (await claims[0]!) as Claim
  await first.settle(entryOf(0))
  await first.settle(entryOf(0, 'twice'))
  await first.release()
  const rest = await Promise.all(claims.slice(1))
  t.ok(rest.every(entry => (entry as Entry).text === entryOf(0).text))

  const next = (await cache.claim(keysOf(1), never)) as Claim
  const waiting = cache.claim(keysOf(1), never)
  await next.release()
  t.ok('settle' in (await waiting), 'a claim given up goes to the next')
  await cache.close()
})

t.test('a claim that waits is aborted at once, with the reason of the signal', async t => {
  const cache = await open(t.testdir())
  const claim = (await cache.claim(keysOf(0), never)) as Claim
  const abort = new AbortController()
  const waiting = Promise.all([
    t.rejects(cache.claim(keysOf(0), abort.signal), { message: 'enough' }),
    t.rejects(cache.claim(keysOf(1), abort.signal), { message: 'enough' }),
  ])
  abort.abort(new Error('enough'))
  await waiting
  await t.rejects(cache.claim(keysOf(1), abort.signal), { message: 'enough' })
  await claim.release()
  for (const index of [0, 1])
    t.ok('settle' in (await cache.claim(keysOf(index), never)), 'nothing stays claimed')
  await cache.close()
})

t.test('statistics are those of the entries, and count hits', async t => {
  const path = t.testdir()
  const cache = await open(path)
  await Promise.all(Array.from({ length: 300 }, (_, index) => cache.put(keysOf(index), entryOf(index))))
  await cache.put(keysOf(0), entryOf(0))
  for (let index = 0; index < 100; index++) cache.hit(entryOf(index))
  await cache.close()

  const again = await open(path)
  const rows = [...again.statistics.rows()]
  t.ok(sameEntries(rows, countAll(again.scan()).rows.values()))
  t.equal(
    sum(rows, ({ entries }) => entries),
    300,
  )
  t.equal(
    sum(rows, ({ hits }) => hits),
    100,
  )
  t.equal(
    sum(rows, ({ saved }) => saved),
    5_050_000_000,
    'in billionths of a dollar',
  )
  t.match([...again.statistics.runs()], [{ hits: 100, answers: 300 }])

  await again.remove([keysOf(0), keysOf(1)])
  await again.recount(countAll)
  t.equal(
    sum([...again.statistics.rows()], ({ entries }) => entries),
    298,
  )
  t.equal(
    sum([...again.statistics.rows()], ({ hits }) => hits),
    100,
    'a recount leaves the hits',
  )
  await again.close()
})

t.test('transcripts and batches are kept by name, long ones compressed', async t => {
  const path = t.testdir()
  const cache = await open(path)
  const long = { text: 'the same words again '.repeat(5000) }
  await cache.transcripts.put('-abcDEF_123', long)
  await cache.batches.put('batch', ['a', null, 1])
  t.strictSame(cache.transcripts.get('-abcDEF_123'), long)
  t.strictSame([...cache.batches.list()], [['batch', ['a', null, 1]]])
  await cache.batches.remove('batch')
  t.equal(cache.batches.get('batch'), undefined)
  t.equal(cache.transcriptCount, 1)
  t.ok(cache.usedBytes < 100_000)
  await cache.close()
})

t.test('a damaged entry is never served, and makes way for a new answer', async t => {
  const path = t.testdir()
  const cache = await open(path)
  await cache.put(keysOf(0), entryOf(0, 'a text to be found'))
  await cache.close()
  flip(join(path, 'data.mdb'), 'a text to be found')

  const again = await open(path)
  t.equal(again.get(keysOf(0)), undefined)
  t.strictSame(again.answers(keysOf(0).content), [])
  t.match([...again.scan()], [{ keys: keysOf(0), entry: undefined }])
  await again.put(keysOf(0), entryOf(0, 'new'))
  t.equal(again.get(keysOf(0))?.text, 'new')
  await again.close()
})

t.test('a read-only cache serves and does not write, whether there is one or not', async t => {
  const path = t.testdir()
  const cache = await open(path)
  await cache.put(keysOf(0), entryOf(0))
  await cache.close()
  const { mtimeMs } = statSync(join(path, 'data.mdb'))

  for (const place of [path, join(path, 'none')]) {
    const reader = await open(place, { readOnly: true })
    t.equal(reader.readOnly, true)
    t.equal(reader.get(keysOf(0))?.text, place === path ? entryOf(0).text : undefined)
    reader.hit(entryOf(0))
    await t.rejects(reader.put(keysOf(1), entryOf(1)), { name: 'UsageError', message: /read-only/ })
    await t.rejects(reader.transcripts.put('a', 1), { name: 'UsageError' })
    const claim = (await reader.claim(keysOf(1), never)) as Claim
    await claim.settle(entryOf(1))
    await reader.close()
  }
  t.equal(statSync(join(path, 'data.mdb')).mtimeMs, mtimeMs)
  t.notOk(existsSync(join(path, 'none')))
})

t.test('an older format is brought forward, all or nothing', async t => {
  const path = t.testdir()
  const old = await open(path)
  await old.put(keysOf(0), entryOf(0))
  await old.close()

  const next = FORMAT + 1
  const broken = {
    format: next,
    migrations: [
      {
        from: FORMAT,
        migrate: (environment: Environment) => {
          renamed(environment)
          throw new Error('half way')
        },
      },
    ],
  }
  await t.rejects(open(path, { format: broken }), { message: /half way/ })
  await t.rejects(open(path, { readOnly: true, format: broken }), { message: /open it once for writing/ })

  const format = { format: next, migrations: [{ from: FORMAT, migrate: renamed }] }
  const renewed = await open(path, { format })
  t.equal(renewed.transcripts.get('renamed'), 1)
  await renewed.close()
  const again = await open(path, { format: { format: next, migrations: [] } })
  t.strictSame(again.get(keysOf(0)), entryOf(0))
  await again.close()
  await t.rejects(open(path), { name: 'UsageError', message: /newer manim-filters/ })
  await t.rejects(open(path, { format: { format: next + 1, migrations: [] } }), { message: /cannot renew/ })
})

t.test('format 1, whose list of samples had a row for each, is brought forward', async t => {
  const path = t.testdir()
  const count = 2500
  const sampleOf = (index: number) => (index < 10 ? 'twice' : `s/${index}`)
  const old = await open(path, { format: { format: 1, migrations: [] } })
  await Promise.all(
    Array.from({ length: count }, (_, i) => old.put(keysOf(i), { ...entryOf(i), sample: sampleOf(i) })),
  )
  await old.close()
  const environment = await openEnvironment(path, false)
  await environment.transact(() => {
    const samples = environment.texts('samples')
    samples.clear()
    // A hash of the sample's name, then the content key.
    for (let i = 0; i < count; i++) samples.put(randomBytes(48), '1')
  })
  await environment.close()

  const renewed = await open(path)
  for (const index of [10, 1999, 2000, count - 1]) {
    const found = renewed.answersOf(`s/${index}`, entryOf(index).source)
    t.strictSame(
      found.map(({ content }) => content),
      [keysOf(index).content],
    )
  }
  const before = renewed.answersOf('twice', entryOf(0).source).length
  await renewed.put(keysOf(count), { ...entryOf(count), sample: 'twice' })
  t.equal(renewed.answersOf('twice', entryOf(0).source).length, before + 1, 'and grows')
  await renewed.remove([keysOf(count), keysOf(10)])
  await renewed.tidySamples()
  await renewed.close()
  const again = await open(path)
  t.equal(again.answersOf('twice', entryOf(0).source).length, before)
  t.strictSame(again.answersOf('s/10', entryOf(10).source), [])
  t.equal(again.answersOf('s/11', entryOf(11).source).length, 1)
  await again.close()
  const last = await openEnvironment(path, false)
  const list = Buffer.concat([...last.bytes('samples').range()].map(({ value }) => value))
  const lists = (index: number) => list.includes(Buffer.from(keysOf(index).content, 'hex'))
  t.strictSame([lists(count), lists(10)], [false, true], 'an animation without an answer is off the list')
  await last.close()
})

function renamed(environment: Environment) {
  environment.bytes('transcripts').put(Buffer.from('renamed'), Buffer.from('1'))
}

t.test('another program\u2019s store is left alone', async t => {
  const path = t.testdir()
  const { open: openOther } = await import('lmdb')
  const other = openOther({ path, noSubdir: false })
  await other.put('key', 'value')
  await other.close()
  await t.rejects(open(path), { name: 'UsageError', message: /not one of manim-filters/ })
  const again = openOther({ path, noSubdir: false })
  t.equal(again.get('key'), 'value')
  t.equal(again.getCount(), 1)
  await again.close()
})

t.test(
  'a commit is not undone where another process\u2019s opening set the number of the last one back',
  async t => {
    const path = t.testdir()
    const cache = await open(path)
    await cache.put(keysOf(0), entryOf(0))
    await cache.put(keysOf(1), entryOf(1))
    // What LMDB does when a store is opened while another process commits. The descriptor stays open: see lib/cache/disk.ts.
    const lock = openSync(join(path, 'lock.mdb'), 'r+')
    const number = Buffer.alloc(8)
    for (let index = 2; index < 10; index++) {
      readSync(lock, number, 0, 8, 8)
      number.writeBigUInt64LE(number.readBigUInt64LE() - BigInt(1 + (index % 2)))
      writeSync(lock, number, 0, 8, 8)
      await cache.put(keysOf(index), entryOf(index))
    }
    t.equal([...cache.scan()].length, 10)
    await cache.close()
    closeSync(lock)
    const again = await open(path)
    t.ok(sameEntries(again.statistics.rows(), countAll(again.scan()).rows.values()))
    t.equal([...again.scan()].length, 10)
    await again.close()
  },
)

t.test('opening twice in one process is refused', async t => {
  const path = t.testdir()
  const cache = await open(path)
  await t.rejects(open(path), { message: /already open/ })
  await cache.close()
})

t.test('a store cut off at any page, or of junk, is moved aside, and nothing crashes', async t => {
  const folder = t.testdir()
  const whole = join(folder, 'whole')
  const cache = await open(whole)
  await Promise.all(Array.from({ length: 60 }, (_, index) => cache.put(keysOf(index), entryOf(index))))
  const used = cache.usedBytes
  await cache.close()
  const bytes = readFileSync(join(whole, 'data.mdb'))

  const cases: [string, Buffer, boolean][] = [
    ['junk', randomBytes(100_000), false],
    ['zeros', Buffer.alloc(100_000), false],
    ['text', Buffer.from('hello\n'), false],
    ['junk behind the first page', Buffer.concat([bytes.subarray(0, 4096), randomBytes(50_000)]), false],
    ['empty', Buffer.alloc(0), true],
  ]
  for (let size = 4096; size <= used + 4096; size += 4096) {
    cases.push([`cut at ${size}`, bytes.subarray(0, size), size >= used])
  }
  for (const [name, content, sound] of cases) {
    const path = join(folder, name)
    mkdirSync(path)
    writeFileSync(join(path, 'data.mdb'), content)
    const notes: string[] = []
    const opened = await openCache({ path, log: { error: () => {}, note: note => notes.push(note) } })
    const expected = name.startsWith('cut') && sound ? entryOf(7).text : undefined
    t.equal(opened.get(keysOf(7))?.text, expected, name)
    await opened.put(keysOf(1000), entryOf(1000))
    await opened.close()
    const aside = readdirSync(path).filter(file => file.includes('.damaged-'))
    t.strictSame(aside, sound ? [] : ['data.mdb.damaged-1'], name)
    t.equal(notes.length, sound ? 0 : 1)
    if (!sound)
      t.match(notes[0], /^the cache was damaged \(.*\): moved to .*damaged-1, a new one is started$/)
  }
  t.equal(readFileSync(join(folder, 'zeros', 'data.mdb.damaged-1')).length, 100_000)
})

t.test('ages and dates', async t => {
  const now = Date.parse('2026-11-24T12:00:00Z')
  t.equal(timeAgo('since', '30d', now), '2026-10-25T12:00:00.000Z')
  t.equal(timeAgo('since', '2h', now), '2026-11-24T10:00:00.000Z')
  t.equal(timeAgo('since', '2026-11-24', now), '2026-11-24T00:00:00.000Z')
  for (const wrong of ['', 'x', '30', '30 days', '2026-13-01', '99999999999999w']) {
    t.throws(() => timeAgo('since', wrong, now), { name: 'UsageError', message: /--since/ })
  }
})

function sum<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0)
}

function flip(file: string, text: string) {
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes[at] = 'A'.charCodeAt(0)
  writeFileSync(file, bytes)
}
