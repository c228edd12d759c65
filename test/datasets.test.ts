import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { records, run } from './harness.ts'
import { bench, parquet, program } from './tables.ts'

const lines = (...rows: unknown[]) => `${rows.map(row => JSON.stringify(row)).join('\n')}\n`

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

t.test('rows of any kind of table are samples: their program as it stands, and what it needs', async t => {
  const rows = [
    { code: program('One'), description: 'A circle is drawn.', level: 3 },
    { code: program('Two', 'self.play(Write(lost))'), description: 'A "word" is written.', level: 4 },
  ]
  const column = (name: 'code' | 'description' | 'level') => rows.map(row => row[name])
  const table = [['code', 'description', 'level'], ...rows.map(row => Object.values(row))]
  const folder = t.testdir({
    'd.jsonl': `\ufeff${lines(rows[0])}\n\r\n${lines(rows[1])}`,
    'd.json': JSON.stringify(rows, null, 2),
    'held.json': JSON.stringify({ version: 1, data: rows }),
    'lines.json': lines(...rows),
    'd.csv': table.map(row => row.map(cell => quoted(String(cell))).join(',')).join('\r\n'),
    'd.tsv': table.map(row => row.map(cell => quoted(String(cell))).join('\t')).join('\n'),
    'd.parquet': parquet({
      code: column('code'),
      description: column('description'),
      level: column('level').map(BigInt),
    }),
  })
  for (const file of ['d.jsonl', 'd.json', 'held.json', 'lines.json', 'd.csv', 'd.tsv', 'd.parquet']) {
    const { code, stdout, stderr } = await run('extract', [join(folder, file)])
    t.equal(code, 0, `${file}: ${stderr}`)
    const [one, two] = records(stdout)
    t.match(one!.id, new RegExp(`^${file.split('.')[0]}/${file}:[12]#One$`), file)
    t.equal(one!.code, rows[0]!.code)
    t.equal(one!.description, 'A circle is drawn.')
    t.match(one!.metadata, {
      scene: 'One',
      flavor: 'manimce',
      self_contained: true,
      license: 'NONE',
      needs_description: false,
      columns: { level: /csv|tsv/.test(file) ? '3' : 3 },
    })
    t.match(two!.metadata, { self_contained: false, unresolved_names: [{ name: 'lost' }] })
  }
})

t.test('- is JSON lines on standard input', async t => {
  const { stdout } = await run('extract', ['-'], { input: lines({ code: program('One') }) })
  t.match(records(stdout), [
    { id: 'stdin/stdin:1#One', description: '[PENDING_DESCRIPTION]', metadata: { needs_description: true } },
  ])
  t.match(await run('extract', ['-'], { input: '\n{\n' }), { code: 1, stderr: /^extract: stdin:2: / })
})

t.test('--code-field and --description-field name columns, or paths into them', async t => {
  const row = {
    code: 'no',
    description: 'no',
    a: { program: program('Deep') },
    talk: [{ text: 'Show it deep.' }],
  }
  const folder = t.testdir({
    'd.jsonl': lines(row),
    'd.csv': `A b,c.d\n${quoted(program('Flat'))},Show it flat.\n`,
  })
  const deep = ['--code-field', 'a.program', '--description-field', 'talk.0.text']
  t.match(records((await run('extract', [join(folder, 'd.jsonl'), ...deep])).stdout), [
    { code: program('Deep'), description: 'Show it deep.' },
  ])
  const flat = ['--code-field', 'a b', '--description-field', 'c.d']
  t.match(records((await run('extract', [join(folder, 'd.csv'), ...flat])).stdout), [
    { code: program('Flat'), description: 'Show it flat.' },
  ])
})

t.test('conversations are read as such, and programs come out of their fences', async t => {
  const fenced = `Here it is:\n\n\`\`\`python\n${program('Talk')}\`\`\`\nEnjoy.`
  const folder = t.testdir({
    'd.jsonl': lines(
      {
        conversations: [
          { from: 'human', value: 'Draw.' },
          { from: 'gpt', value: fenced },
        ],
      },
      {
        messages: [
          { role: 'user', content: 'Draw.' },
          { role: 'assistant', content: fenced },
        ],
        text: 'all',
      },
      { prompt: [{ role: 'user', content: 'Draw.' }], completion: [{ role: 'assistant', content: fenced }] },
      {
        messages: [
          { role: 'user', content: [{ type: 'image_url' }, { type: 'text', text: 'Draw.' }] },
          { role: 'assistant', content: [null, { type: 'text', text: fenced }] },
        ],
      },
      {
        prompt: [{ role: 'user', content: [{ type: 'text', text: 'Draw.' }] }],
        completion: [{ role: 'assistant', content: [{ type: 'text', text: fenced }] }],
      },
      { prompt: 'Draw.', response: fenced },
      { prompt: 'Draw.', response: `\`\`\`python\n${program('Talk')}` },
    ),
  })
  const samples = records((await run('extract', [join(folder, 'd.jsonl')])).stdout)
  t.equal(samples.length, 7)
  for (const sample of samples) t.match(sample, { code: program('Talk'), description: 'Draw.' })
})

t.test('a program of several scenes is kept whole, and its scene is the last', async t => {
  const both = `${program('First')}\nclass Second(First):\n    pass\n`
  const folder = t.testdir({
    'd.jsonl': lines(
      { code: both },
      { code: 'x = 1' },
      { code: '' },
      { code: `${program('Broken')}    def (` },
    ),
  })
  const rejects = join(folder, 'rejects.jsonl')
  const { code, stdout, stderr } = await run('extract', [join(folder, 'd.jsonl'), '--rejects', rejects])
  t.equal(code, 1, 'what does not parse comes out, and is told')
  t.match(stderr, /d\/d\.jsonl:4#Broken: line 6: /)
  t.match(records(stdout), [
    { code: both, metadata: { scene: 'Second' } },
    { metadata: { scene: 'Broken', self_contained: false, problem: /^line 6: / } },
  ])
  t.match(stderr, '2 samples; 1 left out: no scene class; 1 left out: no program; 1 that does not parse')
  t.match(records(readFileSync(rejects, 'utf8')), [{ code: 'x = 1\n', left_out: 'no scene class' }, {}])
})

t.test('a bad row stops the run, or is left out by --on-error skip, with its line', async t => {
  const names = Array.from({ length: 30 }, (_, n) => `Scene${n}`)
  const folder = t.testdir({
    'd.jsonl': `${lines({ code: program('One') })}{"code":\n${lines({ other: 1 }, { code: program('Two') })}`,
    'd.csv': `code,description\n${quoted(program('One'))},a\nx,y,z\n${quoted(program('Two'))},b\n`,
    'm.jsonl': `${lines(...names.map(name => ({ code: program(name) })))}{`,
  })
  const data = join(folder, 'd.jsonl')
  const failed = await run('extract', [data])
  t.equal(failed.code, 1)
  t.equal(records(failed.stdout).length, 1, 'what came before is written')
  t.match(failed.stderr, `extract: ${data}:2: `)
  t.same(
    records((await run('extract', [join(folder, 'm.jsonl')])).stdout).map(({ metadata }) => metadata.scene),
    names,
    'all that came before',
  )

  const rejects = join(folder, 'rejects')
  const skipped = await run('extract', [data, '--on-error', 'skip', '--rejects', rejects])
  t.equal(skipped.code, 1)
  t.match(
    skipped.stderr,
    `extract: ${data}:3: no program found; what is there: other (--code-field says which)\n`,
  )
  t.match(skipped.stderr, '2 samples; 2 bad\n')
  t.equal(readFileSync(rejects, 'utf8'), '{"code":\n{"other":1}\n')

  const csv = await run('extract', [join(folder, 'd.csv'), '--on-error', 'skip'])
  t.equal(csv.code, 1)
  t.equal(records(csv.stdout).length, 2)
  const long = await run('extract', [data, '--max-line', '60', '--on-error', 'skip'])
  t.match(long.stderr, `${data}:1: longer than 60 bytes (--max-line)`)
})

t.test('a table without a program says what there is; what is no table says so', async t => {
  const folder = t.testdir({
    'd.csv': 'a,b\n1,2\n',
    'd.parquet': parquet({ one: ['1'], two: ['2'] }),
    'not.parquet': 'PAR1',
    'not.json': '{"a": ',
    'not.csv': 'code\n"open',
    'empty.jsonl': '',
  })
  const cases: [file: string, message: RegExp][] = [
    ['d.csv', /d\.csv: no program found; what is there: a, b \(--code-field says which\)\n$/],
    ['d.parquet', /d\.parquet: no program found; what is there: one, two /],
    ['not.parquet', /^extract: cannot read .*not\.parquet: /],
    ['not.json', /^extract: cannot read .*not\.json: /],
    ['not.csv', /^extract: cannot read .*not\.csv: /],
  ]
  for (const [file, stderr] of cases) {
    const result = await run('extract', [join(folder, file)])
    t.match(result, { code: 2, stdout: '', stderr }, file)
    t.equal(result.stderr.split('\n').length, 2, result.stderr)
  }
  t.match(await run('extract', [join(folder, 'empty.jsonl')]), { code: 0, stdout: '' })
  t.match(await run('extract', [join(folder, 'd.csv'), '--ref', 'main']), {
    code: 2,
    stderr: /--ref goes with repositories, and d is a table\n$/,
  })
  t.match(await run('extract', [join(folder, 'none.jsonl')]), { code: 2, stderr: /is no source/ })
})

t.test('what is known of a row stays: its metadata, its licence, 64-bit numbers and dates', async t => {
  const folder = t.testdir({
    'd.parquet': parquet({
      code: [program('A'), program('B'), program('C')],
      big: [1n, 2n ** 60n, 3n],
      day: [new Date(0), new Date(0), new Date(0)],
    }),
    'own.jsonl': lines({ code: program('A'), metadata: { license: 'GPL-3.0', commit: '0a1b', scene: 'A' } }),
    'd.jsonl': lines({
      code: program('A'),
      license: 'MIT',
      metadata: { topic: 'rings', scene: 'X', license: 'no' },
    }),
  })
  const rows = records((await run('extract', [join(folder, 'd.parquet')])).stdout)
  t.same(
    rows.map(({ metadata }) => metadata.columns),
    [1, '1152921504606846976', 3].map(big => ({ big, day: '1970-01-01T00:00:00.000Z' })),
    'through all row groups',
  )
  // Its own licence may be told in the metadata, as extract itself does.
  t.match(records((await run('extract', [join(folder, 'own.jsonl')])).stdout), [
    { metadata: { license: 'GPL-3.0', commit: '0a1b' } },
  ])
  const [row] = records((await run('extract', [join(folder, 'd.jsonl'), '--license', 'MIT'])).stdout)
  t.match(row!.metadata, { topic: 'rings', scene: 'A', license: 'MIT' })
})

t.test('numbers of a row stay as they are spelled, wherever they stand', async t => {
  const code = JSON.stringify(program('A'))
  const numbers = '9007199254740993,"half":1.0,"vast":1e400,"less":-0,"two":2,"__proto__":1.50'
  const deep = '{"topic":"a \\ue000 \ue000","runs":[1,12345678901234567890,{"x":2.50}],"ok":true}'
  const row = `{"code":${code},"id":${numbers},"metadata":${deep}}`
  const folder = t.testdir({ 'd.jsonl': row, 'd.json': `[${row}]`, 'bad.jsonl': '{"id":9007199254740993}\n' })
  for (const file of ['d.jsonl', 'd.json']) {
    const { code, stdout } = await run('extract', [join(folder, file)])
    t.equal(code, 0)
    t.match(stdout, `"columns":{"id":${numbers}}`, file)
    t.match(stdout, '"runs":[1,12345678901234567890,{"x":2.50}],"ok":true,', file)
    t.equal(records(stdout)[0]!.metadata.topic, 'a \ue000 \ue000', 'what is no number is a text still')
  }
  const rejects = join(folder, 'rejects')
  await run('extract', [join(folder, 'd.jsonl'), '--flavor', 'manimgl', '--rejects', rejects])
  t.match(readFileSync(rejects, 'utf8'), `"columns":{"id":${numbers}}`)
  await run('extract', [join(folder, 'bad.jsonl'), '--rejects', rejects])
  t.equal(readFileSync(rejects, 'utf8'), '{"id":9007199254740993}\n')
  const nested = `{"code":${code},"n":1.0,"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  t.match(await run('extract', ['-'], { input: nested }), { code: 0, stdout: /"n":1[,}]/ })
})

t.test('a question is the context of a program, and no request for it', async t => {
  const folder = t.testdir({
    'rows.parquet': parquet({
      question: ['Why is the sky blue?'],
      python_code: [program('Sky')],
      topic: ['light'],
    }),
  })
  const { stdout } = await run('extract', ['bespoke_manim', '--checkout', join(folder, 'rows.parquet')])
  t.match(records(stdout), [
    {
      description: '[PENDING_DESCRIPTION]',
      metadata: {
        original_context: 'Why is the sky blue?',
        needs_description: true,
        columns: { topic: 'light' },
      },
    },
  ])
})

t.test('programs that another source has as well are compared where both are read', async t => {
  const page = `.. manim:: Bench\n\n    ${program('Bench').split('\n').slice(2).join('\n    ')}\n`
  const folder = t.testdir({ 'b.parquet': bench, docs: { 'page.rst': page } })
  const plugin = join(folder, 'docs.mjs')
  // The two known sources under plugins: what is read together is compared, whatever names it.
  writeFileSync(
    plugin,
    `import { directives } from ${JSON.stringify(new URL('../lib/extract/directives.js', import.meta.url).href)}
     export default { id: 'manim_ce_docs', title: 't', license: 'MIT', repositories: [{ folder: './docs' }],
       overlaps: [{ source: 'manimbench', extent: '' }], embedded: { extensions: ['.rst'], programs: directives } }`,
  )
  const other = join(folder, 'bench.mjs')
  writeFileSync(
    other,
    `export default { id: 'manimbench', title: 't', license: 'MIT', dataset: { file: './b.parquet' },
       overlaps: [{ source: 'manim_ce_docs', extent: '' }] }`,
  )
  const { stdout, stderr } = await run('extract', [plugin, other])
  t.same(
    records(stdout).map(({ source, metadata }) => [source, metadata.overlaps, metadata.overlaps_basis]),
    [
      ['manim_ce_docs', ['manimbench'], 'compared'],
      ['manimbench', ['manim_ce_docs'], 'compared'],
      ['manimbench', undefined, undefined],
    ],
    stderr,
  )
})

t.test('--list tells where each dataset is', async t => {
  const sources = records((await run('extract', ['--list'])).stdout)
  const by = new Map(sources.map(source => [source.id, source]))
  t.match(by.get('thanks_dataset'), {
    title: String,
    dataset: { huggingface: 'thanhkt/manim_code' },
    expected: Number,
  })
  t.match(by.get('bespoke_manim'), {
    dataset: { huggingface: 'bespokelabs/bespoke-manim' },
    priority: Number,
  })
  t.match(by.get('manimbench'), {
    dataset: { kaggle: 'ravidussilva/manim-sft' },
    license: 'CC-BY-NC-SA-4.0',
    expected: 416,
  })
})
