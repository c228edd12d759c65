import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createJudgements } from '../lib/judgements.ts'
import { JsonRecord } from '../lib/ndjson/record.ts'
import { reasonFor } from '../lib/needs.ts'
import { fencedPython } from '../lib/sample.ts'
import { createTextTable, createTextWindow } from '../lib/shared-texts.ts'
import { textKey } from '../lib/text-key.ts'
import { records, run, start, watch } from './harness.ts'

const good = 'A red circle grows out of the centre and then turns into a blue square.'
const options = { minLength: 20, genericPatterns: [] }
const lines = (...values: unknown[]) => values.map(value => `${JSON.stringify(value)}\n`).join('')

t.test('reasons', async t => {
  const cases: [string | undefined, string | undefined][] = [
    [undefined, 'missing'],
    ['', 'missing'],
    [' \n', 'missing'],
    ['[PENDING_DESCRIPTION]', 'placeholder'],
    ['[PLACEHOLDER - needs a description]', 'placeholder'],
    ['[PLACEHOLDER', 'placeholder'],
    ['[GENERATION FAILED]', 'placeholder'],
    ['[TODO: write this]', 'placeholder'],
    ['<FIXME>', 'placeholder'],
    ['(TBD)', 'placeholder'],
    ['TODO: describe the scene in detail', 'placeholder'],
    ['N/A', 'placeholder'],
    ['Create a Manim animation', 'generic'],
    ['Create a Manim animation.', 'generic'],
    ['Write the Manim code for the following animation', 'generic'],
    ['Generate a simple mathematical animation using Manim', 'generic'],
    ['Manim animation', 'generic'],
    ['Animate this.', 'generic'],
    ['The Traveling Salesman Problem - TSPIntroduction', 'title_like'],
    ['MarkovChainIntro', 'title_like'],
    ["Animation of MarkovChain from Reducible's PageRank video", 'title_like'],
    ['A red circle', 'too_short'],
    ['😀😀😀😀😀😀😀😀😀😀😀', 'too_short'],
    [good, undefined],
    ['Create a Manim animation of a red circle that turns into a square', undefined],
    ['Show a bar chart from the data of a video about sorting, bar by bar.', undefined],
    ['Write "TODO" in large letters and cross it out in red', undefined],
    ['The PageRank Algorithm - Introduction', 'title_like'],
    ['Draw the point - A - and the line that leaves it', undefined],
  ]
  for (const [text, reason] of cases) t.equal(reasonFor(text, options), reason, JSON.stringify(text))
})

t.test('only its own two fields change', async t => {
  const odd = `{ "id" : 1.0, "description":"[PENDING_DESCRIPTION]","code":"x","big":12345678901234567890,"metadata":{"n": 1e400 , "needs_reason":"old"} , "__proto__":{} }\r\n`
  const { stdout, code, stderr } = await run('flag-needs', [], { input: odd })
  t.equal(code, 0)
  t.equal(
    stdout,
    odd.replace('"needs_reason":"old"', '"needs_reason":"placeholder","needs_description":true'),
  )
  t.equal(stderr, 'flag-needs: 1 record, 1 wants a description\n')
  const again = await run('flag-needs', [], { input: stdout })
  t.equal(again.stdout, stdout, 'and a second run changes nothing')
})

t.test('a reason that no longer holds is taken away', async t => {
  const input = lines({
    description: good,
    code: 'x',
    metadata: { needs_description: true, needs_reason: 'missing' },
  })
  const { stdout } = await run('flag-needs', [], { input })
  t.same(records(stdout)[0], { description: good, code: 'x', metadata: { needs_description: false } })
})

t.test('--min-length, --generic-pattern and --source decide', async t => {
  const input = lines({ description: good, code: 'x', source: 's' })
  const reason = async (...args: string[]) => {
    const [record] = records((await run('flag-needs', args, { input })).stdout)
    return record?.metadata.needs_reason
  }
  t.equal(await reason('--min-length', '200'), 'too_short')
  t.equal(await reason('--generic-pattern', 'RED CIRCLE'), 'generic')
  t.equal(await reason('--source', 'other,s'), 'forced')
  t.equal(await reason('--source', 'other'), undefined)
  const bad = await run('flag-needs', ['--generic-pattern', '('], { input })
  t.equal(bad.code, 2)
  t.match(bad.stderr, /^flag-needs: --generic-pattern: /)
})

t.test('--only and --invert part the stream in two', async t => {
  const input = lines({ id: 1, description: good, code: 'x' }, { id: 2, code: 'y' }, { id: 3, code: 'z' })
  const ids = async (...args: string[]) =>
    records((await run('flag-needs', args, { input })).stdout).map(r => r.id)
  t.same(await ids('--only'), [2, 3])
  t.same(await ids('--invert'), [1])
})

const twins = [
  { id: 1, description: good, code: 'a' },
  { id: 2, description: `${good.toUpperCase()}!`, code: 'b' },
  { id: 3, description: good, code: 'a' },
  { id: 4, description: 'A green square slides to the left and fades.', code: 'c' },
]
const flagged = (stdout: string) =>
  records(stdout)
    .filter(r => r.metadata.needs_reason === 'shared_text')
    .map(r => r.id)

t.test('one text on two programs: a file is read twice, so all of them are found', async t => {
  const folder = t.testdir({ 'a.jsonl': lines(...twins) })
  const { stdout, code } = await run('flag-needs', [join(folder, 'a.jsonl')])
  t.equal(code, 0)
  t.same(flagged(stdout), [1, 2, 3])
})

t.test('one text on two programs: on a pipe the later ones within the window are found', async t => {
  t.same(flagged((await run('flag-needs', [], { input: lines(...twins) })).stdout), [2, 3])
  t.same(flagged((await run('flag-needs', ['--window', '0'], { input: lines(...twins) })).stdout), [])
})

t.test('a line over the limit is no record, so the text in it is on no program', async t => {
  const long = `${JSON.stringify({ description: good, code: 'b' })}${' '.repeat(2000)}\n`
  const folder = t.testdir({ 'a.jsonl': lines(twins[0]) + long })
  const { stdout } = await run('flag-needs', [
    '--max-line',
    '1K',
    '--on-error',
    'skip',
    join(folder, 'a.jsonl'),
  ])
  t.same(flagged(stdout), [])
})

t.test('a text without a word is one text too', async t => {
  const input = lines(
    { id: 1, description: '?! '.repeat(10), code: 'a' },
    { id: 2, description: '…'.repeat(30), code: 'b' },
  )
  const folder = t.testdir({ 'a.jsonl': input })
  t.same(flagged((await run('flag-needs', [], { input })).stdout), [2])
  t.same(flagged((await run('flag-needs', [join(folder, 'a.jsonl')])).stdout), [1, 2])
})

t.test('what was judged of a record in the first pass holds for that record only', async t => {
  const record = (id: number) => new JsonRecord(Buffer.from(JSON.stringify({ id })), 'x', 1)
  const on = (program: number) => ({ text: textKey(good), program, reason: undefined })
  const judgements = createJudgements()
  judgements.add(record(1), on(-7))
  judgements.add(record(2), { reason: 'generic' })
  judgements.add(record(30), { reason: 'missing' })
  judgements.settle()
  t.same(judgements.next(record(1)), { reason: undefined, isShared: false })
  t.same(judgements.next(record(2)), { reason: 'generic', isShared: false })
  t.same(judgements.next(record(30)), { reason: 'missing', isShared: false })
  t.equal(judgements.next(record(4)), undefined, 'nothing is known of one that was not there')
  judgements.close()

  const other = createJudgements()
  for (const id of [1, 2, 3]) other.add(record(id), on(id))
  other.settle()
  t.same(other.next(record(1)), { reason: undefined, isShared: true })
  t.equal(other.next(record(10)), undefined, 'the file has changed')
  t.equal(other.next(record(3)), undefined, 'and nothing is known of what follows')
  other.close()
})

t.test('what is judged of many records is found again, from memory or from a file', async t => {
  // From the number alone: some of a thousand texts, on one of three programs or on its own.
  const textOf = (id: number) => `text ${id % 7 === 0 ? id % 1000 : id}`
  const programOf = (id: number) => (id % 14 === 0 ? id % 3 : id % 1000)
  const record = (id: number) => new JsonRecord(Buffer.from(JSON.stringify({ id })), 'x', 1)
  for (const count of [100, 40_000, 300_000]) {
    const judgements = createJudgements()
    const programs = new Map<string, Set<number>>()
    for (let id = 0; id < count; id++) {
      if (id % 3 === 0) judgements.add(record(id), { reason: 'generic' })
      else {
        const text = textOf(id)
        judgements.add(record(id), { reason: undefined, text: textKey(text), program: programOf(id) })
        const found = programs.get(text)
        if (found) found.add(programOf(id))
        else programs.set(text, new Set([programOf(id)]))
      }
    }
    judgements.settle()
    let wrong = 0
    let shared = 0
    for (let id = 0; id < count; id++) {
      const found = judgements.next(record(id))
      const isShared = id % 3 !== 0 && programs.get(textOf(id))!.size > 1
      if (isShared) shared += 1
      if (found?.reason !== (id % 3 ? undefined : 'generic') || found?.isShared !== isShared) wrong += 1
    }
    t.equal(wrong, 0)
    t.ok(count === 100 || (shared > 0 && shared < count / 2), `${shared} of ${count}`)
    judgements.close()
  }
})

t.test(
  'what is judged of half a million records takes hardly more memory than of fifty thousand',
  async t => {
    const record = new JsonRecord(Buffer.from('{}'), 'x', 1)
    const judgements = createJudgements()
    const key = { high: 0, low: 0 }
    const judgement = { reason: undefined, text: key, program: 1 }
    const addUpTo = (count: number) => {
      for (; key.low < count; key.low++) {
        key.high = Math.imul(key.low, 0x9e3779b1) >>> 2
        judgements.add(record, judgement)
      }
      return process.memoryUsage().arrayBuffers
    }
    const few = addUpTo(50_000)
    const many = addUpTo(500_000)
    judgements.settle()
    const settled = process.memoryUsage().arrayBuffers
    judgements.close()
    t.ok(many - few < 1 << 20, `${many - few} bytes more`)
    t.ok(settled - many < 1 << 20, `${settled - many} bytes to find the shared ones`)
  },
)

t.test('where there is no folder for a temporary file, a run that needs one says so', async t => {
  const text = lines(
    ...Array.from({ length: 2000 }, (_, id) => ({ description: `${good} ${id}`, code: `${id}` })),
  )
  const folder = t.testdir({ 'few.jsonl': text, 'many.jsonl': text.repeat(60) })
  const env = { TMPDIR: join(folder, 'none') }
  const few = await run('flag-needs', [join(folder, 'few.jsonl')], { env })
  t.equal(few.code, 0, 'a small one needs none')
  const many = await run('flag-needs', [join(folder, 'many.jsonl')], { env })
  t.equal(many.code, 2)
  t.equal(many.stdout, '')
  t.match(many.stderr, /^flag-needs: cannot use a temporary file in .*none: no such file or folder\n.*TMPDIR/)
  mkdirSync(env.TMPDIR)
  const there = await run('flag-needs', [join(folder, 'many.jsonl')], { env })
  t.equal(there.code, 0)
  t.same(readdirSync(env.TMPDIR), [], 'nothing is left behind')
})

t.test('what can be read only once is read once', async t => {
  const folder = t.testdir({ 'a.jsonl': lines(...twins) })
  const fifo = join(folder, 'pipe')
  t.equal(spawnSync('mkfifo', [fifo]).status, 0)
  const writer = spawn('sh', ['-c', `cat "${join(folder, 'a.jsonl')}" > "${fifo}"`])
  const { stdout, code } = await run('flag-needs', [fifo])
  writer.kill()
  t.equal(code, 0)
  t.equal(records(stdout).length, twins.length)
  t.same(flagged(stdout), [2, 3])
})

t.test('a large input is the same bytes from a file, from a pipe, and read twice', async t => {
  const bad = ['{"b":', 'null', '\ufeff{"a":1}', '{"a":"\u0001"}', '', '\r', `{"x":"${'y'.repeat(5000)}"}`]
  const text = Array.from({ length: 9000 }, (_, index) => {
    if (index % 500 === 499) return bad[((index / 500) % bad.length) | 0]!
    const code = `class A${index}(Scene):\n    "é${'x = 1\n'.repeat(index % 90)}"`
    const description = index % 7 ? `Draw circle number ${index}, then let it fade away.` : undefined
    const line = JSON.stringify({ id: index, description, code, metadata: index % 5 ? { n: index } : null })
    return index % 11 ? line : line.replace(/[^ -~]/g, '\\u00e9')
  }).join('\n')
  const folder = t.testdir({ 'a.jsonl': text })
  const file = join(folder, 'a.jsonl')
  const args = ['--on-error', 'pass', '--max-line', '4K', '--window', '100']
  // A line that is too long cannot be passed on: that ends the run, with all before it written.
  for (const policy of [args, ['--on-error', 'skip', ...args.slice(2)]]) {
    const piped = await run('flag-needs', policy, { input: text })
    t.equal(piped.code, 1)
    t.ok(piped.stdout.length > 1_000_000)
    const child = start('flag-needs', policy, { stdio: [openSync(file, 'r'), 'pipe', 'pipe'] })
    const redirected = await watch(child, true)
    t.ok(redirected.stdout === piped.stdout && redirected.stderr === piped.stderr, policy.join(' '))
    const twice = await run('flag-needs', [...policy, file])
    t.ok(twice.stdout === piped.stdout)
    t.equal(twice.stderr, piped.stderr.replaceAll('stdin:', `${file}:`))
  }
})

t.test('the same program spelled differently in JSON is the same program', async t => {
  const input = `{"description":${JSON.stringify(good)},"code":"é/"}\n{"description":${JSON.stringify(good)},"code":"\\u00e9\\/"}\n`
  const folder = t.testdir({ 'a.jsonl': input })
  t.same(flagged((await run('flag-needs', [join(folder, 'a.jsonl')])).stdout), [])
})

t.test('the table of texts grows, and is full at its capacity', async t => {
  const table = createTextTable(5000)
  for (let i = 0; i < 6000; i++) table.add(textKey(`text ${i}`), i)
  t.notOk(table.isShared(textKey('text 4999'), 4999))
  t.ok(table.isShared(textKey('text 4999'), 1))
  t.notOk(table.isShared(textKey('text 5999'), 1), 'not remembered, so not claimed')
  table.add(textKey('text 7'), 8)
  t.ok(table.isShared(textKey('text 7'), 7))
  table.clear()
  t.notOk(table.isShared(textKey('text 7'), 7), 'and what is cleared is forgotten')
  const window = createTextWindow(2)
  for (let i = 0; i < 5; i++) window.add(textKey(`text ${i}`), i)
  t.notOk(window.isShared(textKey('text 1'), 9))
  t.ok(window.isShared(textKey('text 3'), 9))
  t.ok(window.isShared(textKey('text 4'), 9))
})

t.test('conversations keep their shape', async t => {
  const code = 'from manim import *\n\nclass A(Scene):\n    pass\n'
  const answer = `Here:\n\n\`\`\`python\n${code}\`\`\`\n`
  const sharegpt = {
    conversations: [
      { from: 'system', value: 's' },
      { from: 'human', value: good },
      { from: 'gpt', value: answer },
    ],
    source: 'x',
  }
  const messages = {
    messages: [
      { role: 'user', content: 'Create a Manim animation' },
      { role: 'assistant', content: answer },
    ],
  }
  const { stdout } = await run('flag-needs', [], { input: lines(sharegpt, messages) })
  const [first, second] = records(stdout)
  t.same(first, { ...sharegpt, metadata: { needs_description: false } })
  t.same(second, { ...messages, metadata: { needs_description: true, needs_reason: 'generic' } })
})

t.test('the program of an answer is its first block of Python, whatever is round it', async t => {
  const code = 'from manim import *\n\n# ```\nclass A(Scene):\n    pass\n'
  const indented = code.replace(/^(?=.)/gm, '   ')
  for (const [answer, why] of [
    [
      'Install:\n```bash\npip install manim\n```\nThen save this:\n```python\n@```\n',
      'behind another language',
    ],
    ['```json\n{"a": 1}\n```\n\n```py\n@```\n', 'behind JSON'],
    ['```\noutput\n```\n```python\n@```\n', 'behind one that says nothing'],
    ['```Python\n@```', 'with a capital'],
    ['```python title="a.py"\n@```', 'with a title'],
    ['```{.python}\n@```', 'as Pandoc writes it'],
    ['~~~~python3\n@~~~~', 'of tildes'],
    ['```\n@```', 'alone'],
    ['Here:\n```python\n@', 'not closed'],
    ['1. Do this:\n   ```python\n%   ```\n2. Then', 'in a list'],
    ['```python\r\n@```\r\n', 'with CRLF'],
  ] as const)
    t.equal(fencedPython(answer.replace('@', () => code).replace('%', () => indented)), code, why)
  t.equal(fencedPython('No program.\n```bash\nls\n```\n'), undefined)
})

t.test('capitals in a row take no longer than other letters', async t => {
  // Tried in every way that they can be parted, these would take longer than the sun has.
  for (const text of [`Draw${'ACGT'.repeat(30)} as a helix`, `Hello${'A'.repeat(200)} spelled out slowly`])
    t.equal(reasonFor(text, { minLength: 0, genericPatterns: [] }), undefined)
  t.equal(reasonFor('DrawACGT', { minLength: 0, genericPatterns: [] }), 'title_like')
})

t.test('a turn may say its text in parts: it is read there, and written there', async t => {
  const answer =
    '```python\nfrom manim import *\n\nclass A(Scene):\n    def construct(self):\n        self.play(Create(Circle()))\n```\n'
  const talk = (...texts: string[]) => ({
    messages: [
      {
        role: 'user',
        content: [{ type: 'image_url', n: 1 }, ...texts.map(text => ({ type: 'text', text }))],
      },
      { role: 'assistant', content: [{ type: 'text', text: answer }] },
    ],
  })
  const input = lines(talk(good), talk('Create'), talk('Create', 'it'))
  const flagged = records((await run('flag-needs', [], { input })).stdout)
  t.same(
    flagged.map(({ metadata }) => metadata.needs_description),
    [false, true, true],
  )
  const env = { MANIM_FILTERS_CACHE: join(t.testdir({}), 'cache') }
  const described = await run('describe', ['--llm', 'storyboard'], { input, env })
  const [first, second, third] = records(described.stdout)
  t.same(first, talk(good))
  t.match(second, { messages: [{ content: [{ n: 1 }, { type: 'text', text: /circle/ }] }, {}] })
  t.match(
    third,
    { messages: [{ content: /circle/ }, { content: [{ text: answer }] }] },
    'of several the one for all',
  )
})

t.test('--code-field and --description-field point elsewhere', async t => {
  const input = lines(
    { a: { prompt: good, program: 'x' }, description: '' },
    { a: { prompt: good, program: 'y' } },
  )
  const args = ['--code-field', 'a.program', '--description-field', 'a.prompt']
  const folder = t.testdir({})
  writeFileSync(join(folder, 'x.jsonl'), input)
  const { stdout } = await run('flag-needs', [...args, join(folder, 'x.jsonl')])
  t.same(
    records(stdout).map(r => r.metadata.needs_reason),
    ['shared_text', 'shared_text'],
  )
})
