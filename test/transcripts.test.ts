import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { choosePart } from '../lib/transcripts/choose.ts'
import { openTranscriptFolder } from '../lib/transcripts/folder.ts'
import { parseTranscript } from '../lib/transcripts/parse.ts'
import { createTranscripts, type TranscriptOptions } from '../lib/transcripts/transcripts.ts'
import { videoId } from '../lib/transcripts/video-id.ts'
import { startServer } from './fake-youtube.ts'
import { memoryShelf } from './memory-cache.ts'

t.test('a video id is found in every address', async t => {
  const id = '-bcDEF_1234'
  for (const address of [
    id,
    `https://www.youtube.com/watch?v=${id}`,
    `https://www.youtube.com/watch?list=x&v=${id}&t=3s`,
    `http://m.youtube.com/watch?v=${id}`,
    `https://youtu.be/${id}?si=x`,
    `youtu.be/${id}`,
    `https://www.youtube.com/shorts/${id}`,
    `https://www.youtube.com/embed/${id}`,
    `https://www.youtube-nocookie.com/embed/${id}`,
    `https://www.youtube.com/live/${id}?x`,
  ]) {
    t.equal(videoId(address), id, address)
  }
  for (const address of ['', 'nonsense', 'https://vimeo.com/12345678901', 'https://youtube.com/@somebody']) {
    t.equal(videoId(address), undefined, address)
  }
})

t.test('subtitle files of every kind are read', async t => {
  const vtt =
    'WEBVTT\n\nNOTE x\n\n1\n00:00:01.500 --> 00:00:03.000 align:start\n<c>Hello</c> &amp; welcome\n\n01:00:00.000 --> 01:00:02.000\nHello & welcome\n\n01:00:02.000 --> 01:00:03.000\nbye'
  t.strictSame(parseTranscript(vtt, '.vtt'), [
    { start: 1.5, text: 'Hello & welcome' },
    { start: 3602, text: 'bye' },
  ])
  t.strictSame(parseTranscript('1\r\n00:00:01,500 --> 00:00:03,000\r\nHi\r\nthere\r\n', '.srt'), [
    { start: 1.5, text: 'Hi' },
    { start: 1.5, text: 'there' },
  ])
  const json = JSON.stringify({
    events: [{ tStartMs: 2500, segs: [{ utf8: 'a ' }, { utf8: 'b\n' }] }, { tStartMs: 9 }],
  })
  t.strictSame(parseTranscript(json, '.json3'), [{ start: 2.5, text: 'a b' }])
  t.strictSame(parseTranscript('one\n\n two \n', '.txt'), [
    { start: 0, text: 'one' },
    { start: 0, text: 'two' },
  ])
})

t.test('entities are the characters that they stand for', async t => {
  const words = 'it&apos;s &#x27;so&#X27; &#39;&quot;&lt;x&gt; &nope; &#x7fffffff; a&nbsp;b'
  t.strictSame(parseTranscript(`WEBVTT\n\n00:01.000 --> 00:02.000\n${words}\n`, '.vtt'), [
    { start: 1, text: `it's 'so' '"<x> &nope; &#x7fffffff; a b` },
  ])
})

t.test('the part of a transcript that fits the scene is chosen', async t => {
  const segments = [
    'welcome back to the channel everybody today',
    'we will talk about sorting and why it matters',
    'a heap is a tree where every parent is larger',
    'so we swap the root with the last leaf',
    'thanks to the sponsor of this video',
  ].map((text, index) => ({ start: index, text }))
  t.equal(choosePart(segments, 'heap root leaf swap', 90), `${segments[2]!.text} ${segments[3]!.text}`)
  t.equal(choosePart(segments, 'nothing like it', 45), segments[0]!.text)
  t.ok(choosePart(segments, 'heap', 100_000)!.endsWith('video'), 'all of it where there is room')
  t.equal(choosePart([{ start: 0, text: 'x'.repeat(50) }], 'y', 10), 'x'.repeat(10))
  t.equal(choosePart([], 'heap', 10), undefined)
  t.equal(choosePart(segments, 'heap', 0), undefined)
})

async function youtube(
  t: { teardown(end: () => unknown): void },
  answers: Parameters<typeof startServer>[0],
) {
  const server = await startServer(answers)
  t.teardown(server.close)
  const notes: string[] = []
  const shelf = memoryShelf<unknown>()
  const make = (extra: Partial<TranscriptOptions> = {}) =>
    createTranscripts({
      source: 'auto',
      shelf,
      fetch: server.fetch,
      signal: new AbortController().signal,
      note: text => notes.push(text),
      spacingMs: 1,
      ...extra,
    })
  return { server, notes, shelf, make }
}
const url = (name: string) => `https://youtu.be/${name.padEnd(11, '0')}`

t.test('one fetch for each video, kept for ever, in seconds whatever came', async t => {
  const { server, make, shelf } = await youtube(t, {
    srv3: '<timedtext><body><p t="1500" d="10">mil<s>li</s></p></body></timedtext>',
    classic: '<transcript><text start="1.5" dur="2">sec &amp;amp; onds</text></transcript>',
  })
  const transcripts = make()
  const [a, b, c] = await Promise.all(['srv3', 'srv3', 'classic'].map(name => transcripts.get(url(name))))
  t.match(a, { segments: [{ start: 1.5 }] })
  t.equal(a, b)
  t.match(c, { segments: [{ start: 1.5, text: 'sec & onds' }] })
  t.equal(server.players(), 2)
  await make().get(url('srv3'))
  t.equal(server.players(), 2, 'the next run finds it in the cache')
  t.equal([...shelf.list()].length, 2)
  t.ok(server.most() === 1, 'one at a time')
})

t.test('a video without captions is remembered, a refusal never is', async t => {
  const { server, make, shelf, notes } = await youtube(t, {
    none: 'no captions',
    gone: 'ERROR',
    limited: 429,
    bot: 'LOGIN_REQUIRED',
    hollow: '',
  })
  t.match(await make().get(url('none')), { absent: /no captions/ })
  t.match(await make().get(url('gone')), { absent: /not there/ })
  const players = server.players()
  await make().get(url('none'))
  t.equal(server.players(), players)
  for (const name of ['limited', 'bot', 'hollow']) {
    const before = [...shelf.list()].length
    const transcripts = make()
    t.equal(await transcripts.get(url(name)), undefined)
    t.equal([...shelf.list()].length, before, name)
    const asked = server.players()
    t.equal(await transcripts.get(url('other')), undefined)
    t.equal(server.players(), asked, 'once turned away, YouTube is left alone for this run')
  }
  t.equal(notes.length, 3)
  t.match(notes[0], /no transcripts for now: YouTube answered with HTTP 429; describing goes on without/)
})

t.test('no address, no video, or off: no transcript and no request', async t => {
  const { server, make } = await youtube(t, {})
  t.equal(await make().get(undefined), undefined)
  t.equal(await make().get('https://example.com/x'), undefined)
  t.equal(await make({ source: 'off' }).get(url('srv3')), undefined)
  t.equal(await make({ offline: true }).get(url('srv3')), undefined)
  t.equal(server.players(), 0)
})

t.test(
  'of several files of a video English is taken, then what names no language, then the first',
  async t => {
    const folder = t.testdir(
      Object.fromEntries(
        [
          'aaaaaaaaaa0.de.txt',
          'aaaaaaaaaa0.en-US.txt',
          'aaaaaaaaaa0.txt',
          'bbbbbbbbbb0.de.txt',
          'bbbbbbbbbb0.txt',
          'cccccccccc0.fr.txt',
          'cccccccccc0.de.txt',
          'T [x] [dddddddddd0].de.txt',
          'T [x] [dddddddddd0].en.txt',
          'eeeeeeeeee0.txt',
        ].map(name => [name, name]),
      ),
    )
    writeFileSync(join(folder, 'eeeeeeeeee0.info.json'), '{"title": "what yt-dlp knows"}')
    writeFileSync(join(folder, 'eeeeeeeeee0.en.json3'), '{"events": [null, {"segs": 1}]}')
    const notes: string[] = []
    const find = openTranscriptFolder(folder)
    for (const [id, name] of [
      ['aaaaaaaaaa0', 'aaaaaaaaaa0.en-US.txt'],
      ['bbbbbbbbbb0', 'bbbbbbbbbb0.txt'],
      ['cccccccccc0', 'cccccccccc0.de.txt'],
      ['dddddddddd0', 'T [x] [dddddddddd0].en.txt'],
      ['eeeeeeeeee0', 'eeeeeeeeee0.txt'],
    ] as const) {
      t.match(
        find(id, note => notes.push(note)),
        { segments: [{ text: name }] },
        id,
      )
    }
    t.match(notes, [/eeeeeeeeee0\.en\.json3 holds no text$/])
    t.equal(notes.length, 1)
  },
)

t.test('a file that cannot be read is told by its name, and its video is without', async t => {
  const folder = t.testdir({
    'aaaaaaaaaa0.json3': '{"events": ',
    'bbbbbbbbbb0.vtt': {},
    'cccccccccc0.en.json': 'nonsense',
    'cccccccccc0.txt': 'words',
    'dddddddddd0.json': 'null',
  })
  const { make, notes } = await youtube(t, {})
  const transcripts = make({ source: openTranscriptFolder(folder) })
  t.equal(await transcripts.get(url('aaaaaaaaaa')), undefined)
  t.equal(await transcripts.get(url('bbbbbbbbbb')), undefined)
  t.match(await transcripts.get(url('cccccccccc')), { segments: [{ text: 'words' }] })
  t.match(await transcripts.get(url('dddddddddd')), { absent: /no text/ })
  await transcripts.get(url('aaaaaaaaaa'))
  t.match(notes, [
    /^--transcripts: cannot read .*aaaaaaaaaa0\.json3: it is no JSON$/,
    /^--transcripts: cannot read .*bbbbbbbbbb0\.vtt: EISDIR/,
    /^--transcripts: cannot read .*cccccccccc0\.en\.json: it is no JSON$/,
  ])
  t.throws(
    () => openTranscriptFolder(`${folder}/aaaaaaaaaa0.json3`),
    /^--transcripts: cannot read .*aaaaaaaaaa0\.json3: it is no JSON$/,
  )
})

t.test('files of a folder are found by id', async t => {
  const folder = t.testdir({
    'aaaaaaaaaa0.txt': 'plain',
    'A title [bbbbbbbbbb0].en.vtt': 'WEBVTT\n\n00:01.000 --> 00:02.000\nthe words\n',
    'cccccccccc0.srt': '',
  })
  const { make } = await youtube(t, {})
  const transcripts = make({ source: openTranscriptFolder(folder) })
  t.match(await transcripts.get(url('aaaaaaaaaa')), { segments: [{ text: 'plain' }] })
  t.match(await transcripts.get(url('bbbbbbbbbb')), { segments: [{ text: 'the words' }] })
  t.match(await transcripts.get(url('cccccccccc')), { absent: /no text/ })
  t.equal(await transcripts.get(url('dddddddddd')), undefined)
  t.match(await make({ source: openTranscriptFolder(`${folder}/aaaaaaaaaa0.txt`) }).get(url('zz')), {
    segments: [{ text: 'plain' }],
  })
  t.throws(() => openTranscriptFolder(`${folder}/none`), /--transcripts: cannot read/)
  writeFileSync(join(folder, 'aaaaaaaaaa0.txt'), 'another text')
  t.match(
    await transcripts.get(url('aaaaaaaaaa')),
    { segments: [{ text: 'plain' }] },
    'a file is read once for all scenes',
  )
})
