import t from 'tap'
import { InputError } from '../lib/errors.ts'
import { bytesOf, createSplitter, type Line } from '../lib/ndjson/lines.ts'
import { JsonRecord } from '../lib/ndjson/record.ts'
import { JsonSyntaxError, scan } from '../lib/ndjson/scan.ts'
import { toJson } from '../lib/ndjson/splice.ts'

const record = (text: string) => new JsonRecord(Buffer.from(text), 'stdin', 1)
const edited = (text: string, path: (string | number)[], value: unknown) => {
  const changed = record(text)
  changed.set(path, value)
  return changed.bytes.toString()
}

t.test('the scanner takes what JSON.parse takes and refuses what it refuses', async t => {
  const cases = [
    '{}',
    ' { } ',
    '{"a":1}',
    '{"a" : [ ] , "b":{ }}',
    '{"a":[1,2,{"b":[[],{}]}]}',
    '{"a":-0,"b":1e400,"c":1.0,"d":12345678901234567890,"e":-1.5E-3}',
    '{"a":"\\u00e9\\n\\"\\\\\\/","b":"é😀"}',
    '{"a":true,"b":false,"c":null}\t\r',
    '',
    ' ',
    '{',
    '}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{,}',
    '{"a":1 "b":2}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":1e}',
    '{"a":+1}',
    '{"a":-}',
    '{"a":NaN}',
    '{"a":tru}',
    '{"a":truex}',
    "{'a':1}",
    '{"a":"\t"}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '{"a":"b}',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1}',
    '{"a":{"b":1]}',
    '{}{}',
    '{} x',
    '{"a":1}}',
    '[1,2]',
    '[1,2',
    '{1:2}',
    '{"a":[1 2]}',
    '{"a":1\u00a0}',
  ]
  for (const text of cases) {
    let expected = true
    try {
      JSON.parse(text)
    } catch {
      expected = false
    }
    let actual = true
    try {
      scan(Buffer.from(text))
    } catch (error) {
      t.ok(error instanceof JsonSyntaxError, `${text}: the error says where`)
      actual = false
    }
    t.equal(actual, expected, text)
  }
})

t.test('mutations of a record are judged as JSON.parse judges them', async t => {
  const seed = '{"id":"s#A~2","n":[1,-2.5e+3,true,null],"m":{"k":"v\\n","e":{}},"x":"é"}'
  let random = 7
  const next = (limit: number) => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0
    return (random >>> 8) % limit
  }
  const alphabet = '{}[]",:0123456789.-+eEtrufalsn\\ /u\t'
  let disagreements = 0
  for (let round = 0; round < 20_000; round++) {
    let text = seed
    for (let change = 0; change <= next(3); change++) {
      const at = next(text.length)
      const letter = alphabet[next(alphabet.length)]!
      text = text.slice(0, at) + (next(2) ? letter : '') + text.slice(at + next(2))
    }
    let expected = true
    try {
      const value = JSON.parse(text)
      expected = typeof value === 'object' && value !== null
    } catch {
      expected = false
    }
    let actual = true
    try {
      scan(Buffer.from(text))
    } catch {
      actual = false
    }
    if (actual !== expected) {
      disagreements += 1
      t.comment(text)
    }
  }
  t.equal(disagreements, 0)
})

t.test('100,000 nested brackets are scanned without recursion', async t => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  t.doesNotThrow(() => scan(Buffer.from(deep)))
  t.throws(() => scan(Buffer.from('['.repeat(100_000))), JsonSyntaxError)
})

t.test('a record is read by path', async t => {
  const r = record('{"a":{"b":[10,{"c":"x\\ny"}]},"n":1e400,"a2":"é","__proto__":{"z":1}}')
  t.equal(r.text(['a', 'b', 1, 'c']), 'x\ny')
  t.equal(r.value(['a', 'b', 0]), 10)
  t.equal(r.value(['a', 'b', 7]), undefined)
  t.equal(r.value(['a', 'x']), undefined)
  t.equal(r.value(['a2', 'x']), undefined)
  t.equal(r.text(['a2']), 'é')
  t.equal(r.text(['n']), undefined, 'a number is no text')
  t.equal(r.raw(['n'])?.toString(), '1e400')
  t.equal(r.value(['__proto__', 'z']), 1)
  t.equal(({} as Record<string, unknown>).z, undefined, 'no prototype was touched')
})

t.test('what was looked into is looked into again where the record has changed', async t => {
  const changed = record('{"a":{"x":1,"y":2},"b":{"x":3}}')
  t.equal(changed.value(['a', 'y']), 2)
  t.equal(changed.value(['b', 'x']), 3)
  t.equal(changed.json(['a']), '{"x":1,"y":2}')
  changed.set(['a', 'x'], 'longer than it was')
  t.equal(changed.value(['a', 'y']), 2)
  t.equal(changed.value(['b', 'x']), 3)
  changed.edit([
    { path: ['a', 'y'], value: undefined },
    { path: ['b', 'z'], value: 4 },
    { path: ['a', 'w'], value: 5 },
  ])
  t.equal(changed.bytes.toString(), '{"a":{"x":"longer than it was","w":5},"b":{"x":3,"z":4}}')
  t.equal(changed.json(['a', 'y']), undefined)
})

t.test('of equal keys the last counts, also where one is spelled with escapes', async t => {
  t.equal(record('{"a":1,"a":2}').value(['a']), 2)
  t.equal(record('{"code":1,"\\u0063ode":2}').value(['code']), 2)
  t.equal(edited('{"a":1,"a":2}', ['a'], 3), '{"a":1,"a":3}')
  t.equal(edited('{"\\u0061":1}', ['a'], 3), '{"\\u0061":3}')
})

t.test('a written field changes its own bytes and no others', async t => {
  const odd = '{ "id" : 12345678901234567890 , "x":1.0,"y":1e400,"z":-0,"2":0,"1":0 , "s":"\\ud800" }\r'
  t.equal(edited(odd, ['x'], 'new'), odd.replace('1.0', '"new"'))
  t.equal(edited(odd, ['added'], true), odd.replace('"\\ud800" }', '"\\ud800","added":true }'))
  t.equal(edited('{}', ['a'], 1), '{"a":1}')
  t.equal(edited('{ }', ['a'], 1), '{"a":1 }')
  t.equal(edited('{"m":{}}', ['m', 'a'], 1), '{"m":{"a":1}}')
  t.equal(edited('{"m":null}', ['m', 'a'], 1), '{"m":{"a":1}}')
  t.equal(edited('{}', ['m', 'n', 'a'], 1), '{"m":{"n":{"a":1}}}')
  t.equal(edited('{"c":[{"v":1},{"v": 2}]}', ['c', 1, 'v'], 'x'), '{"c":[{"v":1},{"v": "x"}]}')
  t.equal(edited('{"é":1}', ['é'], 2), '{"é":2}')
  t.throws(() => edited('{"m":"text"}', ['m', 'a'], 1), InputError)
  t.throws(() => edited('{"c":[]}', ['c', 0, 'v'], 1), InputError)
})

t.test('a field that has its value already leaves the very same bytes', async t => {
  const r = record('{"a": true}')
  const before = r.bytes
  r.set(['a'], true)
  r.remove(['nothing'])
  r.remove(['m', 'nothing'])
  t.equal(r.bytes, before)
})

t.test('a removed field takes one comma with it', async t => {
  const removed = (text: string, ...names: string[]) => {
    const r = record(text)
    r.edit(names.map(name => ({ path: [name], value: undefined })))
    JSON.parse(r.bytes.toString())
    return r.bytes.toString()
  }
  t.equal(removed('{"a":1,"b":2,"c":3}', 'a'), '{"b":2,"c":3}')
  t.equal(removed('{"a":1,"b":2,"c":3}', 'b'), '{"a":1,"c":3}')
  t.equal(removed('{"a":1,"b":2,"c":3}', 'c'), '{"a":1,"b":2}')
  t.equal(removed('{"a":1,"b":2,"c":3}', 'a', 'b'), '{"c":3}')
  t.equal(removed('{"a":1,"b":2,"c":3}', 'a', 'c'), '{"b":2}')
  t.equal(removed('{"a":1,"b":2,"c":3}', 'a', 'b', 'c'), '{}')
  t.equal(removed('{"a":1,"b":2,"a":3}', 'a'), '{"b":2}', 'every one of equal keys')
  const swapped = record('{"a":1,"b":2}')
  swapped.edit([
    { path: ['b'], value: undefined },
    { path: ['c'], value: 3 },
  ])
  t.equal(swapped.bytes.toString(), '{"a":1,"c":3}')
  const replaced = record('{"a":1}')
  replaced.edit([
    { path: ['a'], value: undefined },
    { path: ['c'], value: 3 },
  ])
  t.equal(replaced.bytes.toString(), '{"c":3}')
})

t.test('what is no object takes no member, and what is no array no element', async t => {
  const edited = (text: string, ...path: (string | number)[]) => {
    const r = record(text)
    r.requireRoom(path)
    r.set(path, 1)
    return r.bytes.toString()
  }
  t.equal(edited('{"a":null}', 'a', 'b'), '{"a":{"b":1}}')
  t.equal(edited('{}', 'a', 'b', 'c'), '{"a":{"b":{"c":1}}}')
  t.equal(edited('{"a":[{"b":2}]}', 'a', 0, 'b'), '{"a":[{"b":1}]}')
  for (const [text, ...path] of [
    ['{"a":[[1]]}', 'a', 'b'],
    ['{"a":[]}', 'a', 'b'],
    ['{"a":5}', 'a', 'b'],
    ['{"a":{"b":[1]}}', 'a', 'b', 'c'],
    ['{"a":{"0":1}}', 'a', 0],
  ] as [string, ...(string | number)[]][]) {
    const wanted = { message: `"${path.at(-2)}" is no ${path.at(-1) === 0 ? 'array' : 'object'}` }
    t.throws(() => record(text).requireRoom(path), wanted, `${text} has no room for ${path.join('.')}`)
    t.throws(() => record(text).set(path, 1), wanted, `${text} takes no ${path.join('.')}`)
  }
})

t.test('written text escapes lone surrogates and line separators', async t => {
  t.equal(toJson('\ud800\u2028\u2029'), '"\\ud800\\u2028\\u2029"')
})

t.test('a bad line says what is wrong and where', async t => {
  const message = (text: string | Buffer) => {
    try {
      record(text as string)
    } catch (error) {
      return (error as Error).message
    }
    return 'none'
  }
  t.match(message('{"a":1 "b":2}'), /^unexpected ", expected , or } at byte 8: /)
  t.match(message('[1]'), /the line is an array/)
  t.match(message('null'), /no JSON object/)
  t.match(message('   '), /no JSON object/)
  t.throws(() => new JsonRecord(Buffer.from([0x7b, 0xff, 0x7d]), 'stdin', 1), { message: 'invalid UTF-8' })
})

t.test('lines are the same however the bytes are cut', async t => {
  const text = '\ufeff{"a":1}\r\n\n{"b":"é"}\n{"c":3}'
  const bytes = Buffer.from(text)
  const split = (size: number) => {
    const splitter = createSplitter(1000)
    const lines: string[] = []
    const take = (line: Line) => lines.push(`${line.number} ${bytesOf(line)}`)
    for (let at = 0; at < bytes.length; at += size) {
      for (const line of splitter.push(bytes.subarray(at, at + size))) take(line)
    }
    for (const line of splitter.end()) take(line)
    return lines
  }
  const whole = ['1 {"a":1}\r', '2 ', '3 {"b":"é"}', '4 {"c":3}']
  for (const size of [1, 2, 3, 5, 7, 1000]) t.same(split(size), whole, `chunks of ${size}`)
})

t.test('a line over the limit is cut short and marked, and the next one is whole', async t => {
  for (const size of [1, 4, 100]) {
    const splitter = createSplitter(5)
    const bytes = Buffer.from(`12345\n${'x'.repeat(50)}\nabc\n`)
    const lines: Line[] = []
    for (let at = 0; at < bytes.length; at += size) {
      for (const line of splitter.push(bytes.subarray(at, at + size))) {
        const memory = Buffer.from(bytesOf(line))
        lines.push({ ...line, memory, start: 0, end: memory.length })
      }
    }
    t.same(
      lines.map(line => line.tooLong),
      [false, true, false],
    )
    t.equal(bytesOf(lines[2]!).toString(), 'abc')
    t.ok(bytesOf(lines[1]!).length <= 6)
  }
})
