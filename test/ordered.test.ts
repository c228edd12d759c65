import { PassThrough, Writable } from 'node:stream'
import t from 'tap'
import { createOrderedWriter } from '../lib/filter/ordered.ts'
import { ReaderGone, streamOutput, WriteError } from '../lib/filter/output.ts'

const bounds = { records: 3, bytes: 1000 }

function collector() {
  const stream = new PassThrough()
  let text = ''
  stream.on('data', chunk => {
    text += chunk
  })
  return { output: streamOutput(stream, 'test', () => {}), text: () => text }
}

t.test('results leave in input order, whatever order they come in', async t => {
  const { output, text } = collector()
  const writer = createOrderedWriter(output, bounds)
  const first = writer.reserve(1)
  const second = writer.reserve(1)
  writer.add(Buffer.from('3'))
  second.fill(Buffer.from('2'))
  t.equal(text(), '')
  first.fill(Buffer.from('1'))
  await writer.finish()
  t.equal(text(), '1\n2\n3\n')
})

t.test('what is ready leaves before later work is done', async t => {
  const { output, text } = collector()
  const writer = createOrderedWriter(output, bounds)
  const first = writer.reserve(1)
  const second = writer.reserve(1)
  first.fill(Buffer.from('1'))
  await new Promise(resolve => setImmediate(resolve))
  t.equal(text(), '1\n')
  second.fill(undefined)
  await writer.finish()
  t.equal(text(), '1\n', 'a dropped record leaves no trace')
})

t.test(
  'there is room for as many records as the window has, and for one that is larger than all its bytes',
  async t => {
    const { output } = collector()
    const writer = createOrderedWriter(output, bounds)
    const slots = [writer.reserve(1), writer.reserve(1)]
    t.equal(writer.room(), undefined)
    slots.push(writer.reserve(1))
    const room = writer.room()
    t.ok(room, 'full')
    let free = false
    room!.then(() => {
      free = true
    })
    slots[1]!.fill(undefined)
    await new Promise(resolve => setImmediate(resolve))
    t.notOk(free, 'the head still holds its place')
    slots[0]!.fill(undefined)
    await room
    const big = createOrderedWriter(output, bounds)
    t.equal(big.room(), undefined)
    big.reserve(5000)
    t.ok(big.room())
  },
)

t.test('nothing is written from a cut place on', async t => {
  const { output, text } = collector()
  const writer = createOrderedWriter(output, bounds)
  const first = writer.reserve(1)
  const bad = writer.reserve(1)
  const third = writer.reserve(1)
  third.fill(Buffer.from('3'))
  bad.cut()
  first.fill(Buffer.from('1'))
  writer.add(Buffer.from('4'))
  await writer.finish()
  t.equal(text(), '1\n')
})

t.test('neighbouring parts of a chunk leave as one piece', async t => {
  const writes: Buffer[] = []
  const output = {
    write: (bytes: Buffer | string) => void writes.push(bytes as Buffer),
    close: async () => {},
    discard: async () => {},
  }
  const writer = createOrderedWriter(output, bounds)
  const chunk = Buffer.from('aa\nbb\ncc\n')
  writer.addRange(chunk, 0, 3)
  writer.addRange(chunk, 3, 6)
  writer.addRange(chunk, 6, 9)
  await writer.flush()
  t.equal(writes.length, 1)
  t.equal(writes[0]!.toString(), 'aa\nbb\ncc\n')
})

t.test('a slow destination holds the source back', async t => {
  let release = () => {}
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => {
      release = done
    },
  })
  const writer = createOrderedWriter(
    streamOutput(stream, 'test', () => {}),
    bounds,
  )
  writer.add(Buffer.from('1'))
  writer.flush()
  const room = writer.room()
  t.ok(room, 'no room while the write is under way')
  release()
  await room
  t.equal(writer.room(), undefined)
})

t.test('a reader that goes away and a full disk are told apart', async t => {
  for (const [code, kind] of [
    ['EPIPE', ReaderGone],
    ['ENOSPC', WriteError],
  ] as const) {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('broken'), { code })),
    })
    let reported: Error | undefined
    const writer = createOrderedWriter(
      streamOutput(stream, 'test', error => {
        reported = error
      }),
      bounds,
    )
    writer.add(Buffer.from('1'))
    const pending = writer.flush()
    await pending?.catch(() => {})
    await new Promise(resolve => setImmediate(resolve))
    t.ok(reported instanceof kind, code)
  }
})
