/** Subtitle files as they are found: rolled, without blank lines, in other encodings, in JSON of several kinds. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { storyboardSteps } from '../lib/prompts/facts.ts'
import { choosePart } from '../lib/transcripts/choose.ts'
import { openTranscriptFolder } from '../lib/transcripts/folder.ts'
import { parseTranscript } from '../lib/transcripts/parse.ts'

const textsOf = (text: string, extension: string) =>
  parseTranscript(text, extension).map(segment => segment.text)

const at = (second: number) => `00:00:0${second},000 --> 00:00:0${second + 1},000`

/** Cues of these lines, a second each. */
const srt = (...cues: string[][]) =>
  cues.map((lines, index) => `${index + 1}\n${at(index)}\n${lines.join('\n')}\n\n`).join('')

t.test('numbers and times of cues are never taken for words', async t => {
  const said = ['one', 'two', 'three', '42 is the answer', 'five']
  const cue = (text: string, index: number, gap: string) => `${index + 1}\n${at(index)}\n${text}\n${gap}`
  for (const [name, gap] of Object.entries({ 'blank lines': '\n', spaces: ' \t\n', nothing: '' })) {
    t.same(textsOf(said.map((text, index) => cue(text, index, gap)).join(''), '.srt'), said, name)
  }
  const spread = said.map((text, index) => `${cue(text, index, '').replaceAll('\n', '\n\n')}`).join('')
  t.same(textsOf(spread, '.srt'), said, 'a blank line after every line')
  t.same(textsOf(`1\n${at(1)}\na --> b\n`, '.srt'), ['a --> b'], 'an arrow alone begins no cue')
  t.same(
    textsOf(
      `WEBVTT\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 line:0\n \nsaid\n\nNOTE\nnot said\n\n7\n00:03.000 --> 00:04.000\n8\n\n9\n00:05.000 --> 00:06.000\nend`,
      '.vtt',
    ),
    ['said', '8', 'end'],
    'notes, styles and names of WebVTT neither',
  )
})

t.test('captions that roll or grow say each line once', async t => {
  t.same(textsOf(srt(['A', 'B', 'C'], ['B', 'C', 'D'], ['C', 'D', 'E']), '.srt'), ['A', 'B', 'C', 'D', 'E'])
  t.same(textsOf(srt(['A'], ['A', 'B'], ['B'], ['B', 'C']), '.srt'), ['A', 'B', 'C'])
  const grown = srt(['so the'], ['so the circle'], ['so the circle turns'], ['so the circle turns', 'and'])
  t.strictSame(parseTranscript(grown, '.srt'), [
    { start: 0, text: 'so the circle turns' },
    { start: 3, text: 'and' },
  ])
  t.same(textsOf(srt(['first', 'so the'], ['first', 'so the circle']), '.srt'), ['first', 'so the circle'])
  t.same(textsOf(srt(['so'], ['some are'], ['so'], ['no', 'no']), '.srt'), [
    'so',
    'some are',
    'so',
    'no',
    'no',
  ])
})

t.test('only tags are taken out, and entities are read, whoever escaped them', async t => {
  const read = (text: string) => textsOf(srt([text]), '.srt')[0]
  t.equal(read('if a < b and c > d then swap'), 'if a < b and c > d then swap')
  t.equal(read('if a<b and c>d, vector<int> too'), 'if a<b and c>d, vector<int> too')
  t.equal(
    read('<i>so</i> <font color="#fff">it</font> <c.yellow>is</c><00:00:01.500><c> done</c>'),
    'so it is done',
  )
  t.equal(read('<v Ada Lovelace>hel<b>lo</b></v> one<br/>two'), 'hello one two')
  t.equal(read('{\\an8}at the top {a set}'), 'at the top {a set}')
  t.equal(
    read('wait&hellip; it&rsquo;s &ldquo;na&iuml;ve&rdquo; &mdash; 2 &times; 3&shy;'),
    'wait… it’s “naïve” — 2 × 3',
  )
  t.equal(read('it&amp;#39;s &amp;amp; &unknown; &constructor;'), "it's & &unknown; &constructor;")
})

t.test('the JSON of Whisper and of youtube-transcript-api is read', async t => {
  const said = [
    { start: 0.5, text: 'one' },
    { start: 2, text: 'two & three' },
  ]
  const raw = [
    { id: 0, start: 0.5, end: 2, duration: 1.5, text: ' one' },
    { start: '2', text: 'two &amp;\nthree', duration: 1 },
    { start: 3, text: ' ' },
    null,
  ]
  for (const value of [{ text: 'one two', segments: raw }, raw, [raw], { snippets: raw }]) {
    t.strictSame(parseTranscript(JSON.stringify(value), '.json'), said)
  }
  t.same(textsOf('{"text": "all of it"}', '.json'), ['all of it'])
  for (const other of ['{}', '[]', '3', 'null', '{"segments": 1}', '{"text": 1}', '[1, [2]]'])
    t.same(textsOf(other, '.json'), [], other)
})

t.test('UTF-16 is read, with a mark or without', async t => {
  const text = srt(['naïve π'])
  const little = Buffer.from(text, 'utf16le')
  const files: Record<string, Buffer> = {
    a: Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    b: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]),
    c: little,
    d: Buffer.from(little).swap16(),
    e: Buffer.from(`\uFEFF${text}`),
  }
  const folder = t.testdir()
  const find = openTranscriptFolder(folder)
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, `${name}.srt`)
    writeFileSync(path, bytes)
    t.match(openTranscriptFolder(path)('x', t.fail), { segments: [{ text: 'naïve π' }] }, name)
  }
  t.equal(find('x', t.fail), undefined)
})

t.test('a file that holds no text is told, once', async t => {
  const folder = t.testdir({
    'aaaaaaaaaa0.srt': '',
    'bbbbbbbbbb0.live_chat.json': 'no transcript',
    'bbbbbbbbbb0.en.vtt': 'WEBVTT\n',
    'bbbbbbbbbb0.txt': 'words',
  })
  const notes: string[] = []
  const note = (text: string) => notes.push(text)
  const find = openTranscriptFolder(folder)
  t.match(find('aaaaaaaaaa0', note), { absent: /no text/ })
  t.match(find('bbbbbbbbbb0', note), { segments: [{ text: 'words' }] })
  find('aaaaaaaaaa0', note)
  t.match(notes, [/^--transcripts: .*aaaaaaaaaa0\.srt holds no text$/, /bbbbbbbbbb0\.en\.vtt holds no text$/])
  const findOne = openTranscriptFolder(join(folder, 'aaaaaaaaaa0.srt'))
  findOne('x', note)
  findOne('y', note)
  t.equal(notes.length, 3)
})

t.test('the part of one long line that fits the scene is chosen', async t => {
  const filler = (topic: string) =>
    `${`now we talk about ${topic} for a while, and what comes of it. `.repeat(8)}`
  const line = `${filler('the weather')}${filler('our sponsor')}A heap keeps its largest element at the root. ${filler('holidays')}`
  const part = choosePart(parseTranscript(line, '.txt'), 'heap root', 300)!
  t.match(part, /A heap keeps its largest element at the root\./)
  t.notMatch(part, /weather/)
  for (const text of [
    line,
    'word '.repeat(500),
    'x'.repeat(501),
    '漢字。'.repeat(200),
    `a${'𝒳'.repeat(300)}`,
  ]) {
    const segments = textsOf(text, '.txt')
    t.ok(segments.length > 1 && segments.every(({ length }) => length > 0 && length <= 200))
    t.equal(segments.join('').replaceAll(' ', ''), text.replaceAll(' ', ''), 'nothing is lost')
    t.notOk(segments.some(segment => /[\uD800-\uDBFF]$/.test(segment)))
  }
})

t.test('what a storyboard shows is evidence, and not how it is spelled', async t => {
  const storyboard = [
    { action: 'show', how: 'draw', things: [{ id: 1, kind: 'circle', place: 'below #2' }], with: true },
    { action: 'transform', things: [{ id: 1, kind: 'circle' }], into: [{ id: 1, kind: 'square' }] },
    'plain text',
  ]
  t.strictSame(storyboardSteps({ storyboard }), ['circle below #2', 'circle square', 'plain text'])
  const segments = ['the action of things of this kind, and how we show a place', 'a circle below all'].map(
    text => ({ start: 0, text }),
  )
  t.equal(choosePart(segments, storyboardSteps({ storyboard }).join('\n'), 20), segments[1]!.text)
})
