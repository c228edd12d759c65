import t from 'tap'
import { createBlocks } from '../lib/filter/blocks.ts'
import { bytesOf, createSplitter, type Line } from '../lib/ndjson/lines.ts'
import {
  CHUNK,
  fast,
  giveChunk,
  hashString,
  keyOfString,
  layoutOf,
  takeChunk,
  takeResident,
} from '../lib/ndjson/load-fast.ts'
import { JsonRecord } from '../lib/ndjson/record.ts'
import { JsonSyntaxError, type Layout, scan } from '../lib/ndjson/scan.ts'
import { slowKeyOf, textKey } from '../lib/text-key.ts'

const careful = (text: string | Buffer): Layout | undefined => {
  try {
    return scan(Buffer.from(text as string))
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

/** The same numbers at every run. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

t.ok(fast, 'the fast scanner runs on this machine: the rest of this file tests it')

t.test('what the fast scanner accepts is what the careful one accepts, at the same places', async t => {
  const lines = [
    '{}',
    ' { } ',
    '{"a":1}',
    '{"a":{"b":[1,2,{"c":null}]},"d":"x\\n\\"y\\\\"}',
    '{"a":-0.5e+10,"b":[],"c":{},"d":true,"e":false,"f":null}',
    `{"code":"${'x = "a"\n'.repeat(100).replaceAll('"', '\\"').replaceAll('\n', '\\n')}","z":1}\r`,
    '{"é":"ü","\ud83d\ude00":"\\ud83d\\ude00","a":"\\u00e9 \\/"}',
  ]
  const below = numbers(7)
  const alphabet = '{}[]":,\\ntruefalsenull0123456789.eE+-u \t\r\u0001x/é'
  for (const line of lines) {
    t.same(fast!.scan(Buffer.from(line)), careful(line), line.slice(0, 60))
    for (let turn = 0; turn < 3000; turn++) {
      const bytes = Buffer.from(line)
      const at = below(bytes.length)
      const letter = Buffer.from(alphabet[below(alphabet.length)]!)
      const broken = [
        Buffer.concat([bytes.subarray(0, at), letter, bytes.subarray(at + 1)]),
        Buffer.concat([bytes.subarray(0, at), letter, bytes.subarray(at)]),
        Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
        bytes.subarray(0, at),
      ][below(4)]!
      const found = fast!.scan(broken)
      const expected = careful(broken)
      // It may not know; what it knows is right.
      if (found) t.same(found, expected, broken.toString())
      else if (expected && !expected.escapedKeys && expected.kind === 'object') t.fail(broken.toString())
    }
  }
})

t.test('what is out of the ordinary is left to the careful scanner', async t => {
  const deep = `{"a":${'['.repeat(100)}${']'.repeat(100)}}`
  const wide = `{${Array.from({ length: 2000 }, (_, index) => `"k${index}":${index}`).join(',')}}`
  for (const line of [deep, wide, '{"\\u0061":1}', '[1]']) {
    t.equal(fast!.scan(Buffer.from(line)), undefined, line.slice(0, 20))
    t.same(layoutOf(Buffer.from(line)), careful(line))
  }
})

t.test('a long line makes the memory grow, and a short one after it is read as ever', async t => {
  const line = Buffer.from(`{"a":"${'x'.repeat(3_000_000)}"}`)
  t.same(fast!.scan(line), careful(line))
  t.same(fast!.scan(Buffer.from('{"b":2}')), careful('{"b":2}'))
})

t.test('a quote is told from an escaped one wherever in a long string it stands', async t => {
  for (let before = 0; before < 140; before++) {
    for (const middle of [
      '\\\\',
      '\\"',
      '\\\\\\"',
      '\\\\\\\\',
      '\\n\\\\',
      '\\u0041\\/',
      '\\',
      '\\x',
      '\\u00g0',
      '\u0001',
      'é',
    ]) {
      const line = Buffer.from(`{"a":"${'x'.repeat(before)}${middle}${'y'.repeat(70)}"}`)
      const expected = careful(line)
      const found = fast!.scan(line)
      if (JSON.stringify(found) !== JSON.stringify(expected)) t.fail(line.toString())
    }
  }
})

const mutated = (below: (n: number) => number) => {
  const seeds = [
    '{"id":"a","description":"Draw a circle.","code":"x = \\"1\\"\\n","metadata":{"n":[1,{"b":null}]}}',
    `{"code":"${'self.play(a)\\n'.repeat(20)}","description":"é \\u00e9 \\/","big":1e400}\r`,
    ' { "a" : [ ] } ',
    '',
    '\r',
    '[1]',
    '\ufeff{"a":1}',
  ]
  const line = Buffer.from(seeds[below(seeds.length)]!)
  if (line.length < 2 || below(3)) return line
  line[below(line.length)] = '"\\{}[],:x\xff'.charCodeAt(below(10))
  return line
}

t.test('lines scanned where they lie are judged as those that are copied one by one', async t => {
  const below = numbers(23)
  for (let turn = 0; turn < 40; turn++) {
    const lines = Array.from({ length: 200 + below(1500) }, () => mutated(below))
    const text = Buffer.concat(lines.flatMap(line => [line, Buffer.from('\n')])).subarray(
      0,
      CHUNK - below(50),
    )
    const chunk = takeResident()!
    chunk.fill('"')
    const resident = chunk.subarray(0, text.copy(chunk))
    const judged = (memory: Buffer) => {
      const splitter = createSplitter(400)
      const seen: unknown[] = []
      const judge = (line: Line) => {
        const told = { number: line.number, tooLong: line.tooLong, bytes: bytesOf(line).toString('latin1') }
        try {
          const record = new JsonRecord(line.memory, '', line.number, line)
          record.set(['metadata', 'added'], true)
          seen.push({ ...told, code: record.hash(['code']), after: record.bytes.toString() })
        } catch (error) {
          seen.push({ ...told, message: (error as Error).message })
        }
      }
      for (const line of splitter.push(memory)) judge(line)
      for (const line of splitter.end()) judge(line)
      return seen
    }
    const found = judged(resident)
    giveChunk(resident)
    if (JSON.stringify(found) !== JSON.stringify(judged(text))) t.same(found, judged(text))
  }
})

t.test(
  'a text of ASCII has the same key from its bytes as from the string, and no other text has one',
  async t => {
    const below = numbers(29)
    const usual = ['a', 'Z', '7', ' ', ' ', ', ', '\n', '"', '\\', '  ', 'words', 'a longer row of words']
    const piece = () => {
      if (below(100) === 0) return String.fromCharCode(below(0x800))
      return below(3) ? usual[below(usual.length)]! : String.fromCharCode(0x20 + below(0x60))
    }
    const resident = takeResident()!
    const texts = [
      ...Array.from({ length: 256 }, (_, unit) => String.fromCharCode(unit)),
      ...Array.from({ length: 256 }, (_, unit) => `a${String.fromCharCode(unit)}b`),
      ...Array.from({ length: 20_000 }, () => Array.from({ length: below(40) }, piece).join('')),
      'two words, '.repeat(2900),
      'too long '.repeat(400_000),
    ]
    let known = 0
    for (const text of texts) {
      const json = Buffer.from(JSON.stringify(text))
      const isKnown =
        json.length <= (1 << 15) + 2 && !/[^ -\x7f]|\\u/.test(json.toString().replaceAll('\\\\', ''))
      const isTidy = !/[^\S ]|\s\s|[\b]/.test(text)
      const expected = isKnown ? { ...textKey(text), isTidy } : undefined
      if (expected) known += 1
      const passed = keyOfString(json, 0, json.length)
      if (JSON.stringify(passed) !== JSON.stringify(expected)) t.same(passed, expected, JSON.stringify(text))
      if (json.length > 1000) continue
      // What lies before and behind it is of no account.
      const start = 1 + below(100)
      resident.fill(' \\éa'[below(4)]!, 0, start + 1000)
      json.copy(resident, start)
      const inPlace = keyOfString(resident, start, start + json.length)
      if (JSON.stringify(inPlace) !== JSON.stringify(expected))
        t.same(inPlace, expected, JSON.stringify(text))
    }
    giveChunk(resident)
    t.ok(known > 2000 && known < texts.length - 2000, `${known} of ${texts.length}`)
  },
)

t.test('keys of different texts differ, with vectors and without', async t => {
  for (const keyOf of [textKey, slowKeyOf]) {
    const keys = Array.from({ length: 50_000 }, (_, index) => keyOf(`text ${index}`))
    t.equal(new Set(keys.map(({ high, low }) => `${high} ${low}`)).size, keys.length)
    t.ok(keys.every(({ high, low }) => high >= 0 && high < 2 ** 30 && (low | 0) === low))
    // Half of a key is nearly as good: of so many texts one or two pairs agree in 30 bits.
    t.ok(new Set(keys.map(({ high }) => high)).size > keys.length - 10)
    t.ok(new Set(keys.map(({ low }) => low)).size > keys.length - 10)
  }
})

t.test('memory for chunks is given again, and there is other memory when all of it is taken', async t => {
  const chunks = Array.from({ length: 6 }, () => takeChunk())
  t.equal(
    new Set(chunks.map(({ buffer, byteOffset }) => `${byteOffset} ${buffer === chunks[0]!.buffer}`)).size,
    5,
  )
  t.equal(takeResident(), undefined)
  for (const [index, chunk] of chunks.entries()) chunk.fill(index)
  t.same(
    chunks.map(chunk => [chunk[0], chunk[CHUNK - 1]]),
    chunks.map((_, index) => [index, index]),
  )
  giveChunk(chunks[1]!.subarray(7, 9))
  t.equal(takeResident()?.byteOffset, chunks[1]!.byteOffset)
})

t.test('equal strings have equal hashes, however they are spelled', async t => {
  const below = numbers(11)
  let compared = 0
  const points = [
    'a',
    '"',
    '\\',
    '/',
    '\n',
    '\t',
    '\b',
    '\u0001',
    '\u007f',
    'é',
    '\u2028',
    '数',
    '😀',
    '\ud800',
    '\udc00',
  ]
  for (let turn = 0; turn < 2000; turn++) {
    const text = Array.from({ length: below(60) }, () => points[below(points.length)]).join('')
    const usual = JSON.stringify(text)
    const other = [...usual.slice(1, -1).matchAll(/\\u[0-9a-f]{4}|\\.|[\s\S]/g)]
      .map(([piece]) => {
        if (piece.length > 1 || piece === '\\') return piece
        if (piece === '/' && below(2)) return '\\/'
        if (below(2)) return piece
        const hex = piece.charCodeAt(0).toString(16).padStart(4, '0')
        return `\\u${below(2) ? hex : hex.toUpperCase()}`
      })
      .join('')
    // Half of a pair, as it is, is no UTF-8.
    if (/[\ud800-\udfff]/u.test(other)) continue
    compared += 1
    if (hashString(Buffer.from(`"${other}"`), true) !== hashString(Buffer.from(usual), false)) {
      t.fail(JSON.stringify(usual))
    }
  }
  t.ok(compared > 500)
  t.not(hashString(Buffer.from('"a"'), false), hashString(Buffer.from('"b"'), false))
})

t.test('blocks give back what was put in, in order, and use their memory again', async t => {
  const blocks = createBlocks()
  const out: Buffer[] = []
  const waiting: (() => void)[] = []
  let expected = ''
  for (let turn = 0; turn < 50; turn++) {
    const piece = Buffer.from(`${turn}${'é'.repeat(turn * 1000)}\n`)
    blocks.bytes(piece, 0, piece.length)
    blocks.text(`text ${turn} ü\n`)
    expected += `${piece}text ${turn} ü\n`
    blocks.flush((bytes, written) => {
      waiting.push(() => {
        out.push(Buffer.from(bytes))
        written()
      })
    })
    // The destination is some writes behind.
    while (waiting.length > 3) waiting.shift()!()
  }
  for (const leave of waiting) leave()
  t.equal(Buffer.concat(out).toString(), expected)

  const long = Buffer.alloc(3 << 20, 'x')
  blocks.bytes(long, 0, long.length)
  const seen: number[] = []
  blocks.flush((bytes, written) => {
    seen.push(bytes.length)
    written()
  })
  t.equal(
    seen.reduce((sum, length) => sum + length, 0),
    long.length,
  )
})
