import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { contentKey } from '../lib/cache/keys.ts'
import { openEnvironment } from '../lib/cache/lmdb.ts'
import { openCache } from '../lib/cache/open.ts'
import type { Selection } from '../lib/cache/select.ts'
import { exportLines } from '../lib/cache/transfer.ts'
import { entryOf, keysOf } from './cache-samples.ts'
import { start, watch } from './harness.ts'

const log = { error: () => {}, note: () => {} }
const worker = fileURLToPath(new URL('cache-worker.js', import.meta.url))

interface Place {
  cwd?: string
  env?: Record<string, string>
}

/** Runs the built command on the cache in `path`. */
function run(path: string, command: string, args: readonly string[] = [], input = '', options: Place = {}) {
  const file = fileURLToPath(new URL(`../bin/cache-${command}.js`, import.meta.url))
  const result = spawnSync(process.execPath, [file, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
    env: { ...process.env, ...options.env, MANIM_FILTERS_CACHE: path, NO_COLOR: '1' },
  })
  return { code: result.status, signal: result.signal, out: result.stdout, err: result.stderr }
}

/** The same, while others run. */
function runBeside(path: string, command: string, args: readonly string[]) {
  const child = start(`cache-${command}`, args, { env: { MANIM_FILTERS_CACHE: path } })
  child.stdin!.end()
  return watch(child, true)
}

async function makeCache(path: string, count: number) {
  const cache = await openCache({ path, log })
  await Promise.all(Array.from({ length: count }, (_, index) => cache.put(keysOf(index), entryOf(index))))
  await cache.transcripts.put('dQw4w9WgXcQ', { text: 'words '.repeat(1000) })
  await cache.batches.put('batch-1', { state: 'submitted', requests: ['a', 'b'] })
  for (let index = 0; index < 10; index++) cache.hit(entryOf(index))
  await cache.close()
}

t.test('an export imported into an empty cache exports the same bytes', async t => {
  const folder = t.testdir()
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await makeCache(from, 1200)
  const exported = run(from, 'export')
  t.match(exported, { code: 0, err: '' })
  t.equal(exported.out.split('\n').length, 1202)
  t.match(run(to, 'import', [], exported.out), {
    code: 0,
    err: /1200 answers new, 0 already here, 1 transcripts/,
  })
  t.equal(run(to, 'export').out, exported.out)
  t.match(run(to, 'import', [], exported.out), { code: 0, err: /0 answers new, 1200 already here$/m })
  t.equal(run(to, 'export').out, exported.out)
  const [a, b] = [from, to].map(path => JSON.parse(run(path, 'stats').out))
  t.strictSame(
    a.models.map(({ name, cost }: { name: string; cost: number }) => [name, cost]),
    b.models.map(({ name, cost }: { name: string; cost: number }) => [name, cost]),
  )
})

t.test('an export is selected by model, prompt, source and time', async t => {
  const path = t.testdir()
  await makeCache(path, 120)
  const exported = run(path, 'export', [
    '--model',
    'model-1,model-2',
    '--source',
    'source-0',
    '--since',
    '2026-11-15',
  ])
  t.equal(exported.out.split('\n').length - 1, 19)
  const cache = await openCache({ path, log, readOnly: true })
  const count = (selection: Selection) => [...exportLines(cache, selection, () => {})].length
  t.equal(count({}), 121, 'the transcript too')
  t.equal(count({ model: ['model-1'] }), 40)
  t.equal(count({ prompt: ['describe@1'] }), 60)
  t.equal(count({ prompt: ['describe'] }), 120)
  t.equal(count({ source: ['source-0'], prompt: ['describe@1'] }), 60)
  t.equal(count({ since: '2026-11-28' }), 4)
  await cache.close()
  t.match(run(path, 'export', ['--since', 'soon']), {
    code: 2,
    out: '',
    err: /^cache-export: --since wants an age/,
  })
  t.match(run(path, 'export', ['operand']), { code: 2, out: '', err: /no operand is wanted/ })
})

t.test('of two answers the older stays, whichever came first', async t => {
  const folder = t.testdir()
  const line = (text: string, day: number) =>
    JSON.stringify({ ...keysOf(0), entry: { ...entryOf(0, text), time: `2026-11-0${day}T00:00:00.000Z` } })
  for (const order of [
    [line('older', 1), line('newer', 2)],
    [line('newer', 2), line('older', 1)],
  ]) {
    const path = join(folder, order[0]!.includes('older') ? 'a' : 'b')
    const imported = run(path, 'import', [], `${order.join('\n')}\n`)
    t.match(imported, { code: 0, err: /stdin:2: two answers for .* older/ })
    t.match(imported.err, /1 answers? new, 0 already here, 1 differ: the older stays/)
    t.equal(JSON.parse(run(path, 'export').out).entry.text, 'older')
    t.equal(JSON.parse(run(path, 'stats').out).entries, 1)
  }
})

t.test('a stream that was cut off gives its whole lines, and exit code 1', async t => {
  const folder = t.testdir()
  const from = join(folder, 'from')
  await makeCache(from, 20)
  const { out } = run(from, 'export', ['--prompt', 'describe'])
  const cut = out.slice(0, Math.floor(out.length * 0.7))
  const whole = cut.split('\n').length - 1
  const imported = run(join(folder, 'to'), 'import', [], cut)
  t.match(imported, { code: 1, signal: null })
  t.match(imported.err, new RegExp(`^cache-import: stdin:${whole + 1}: not JSON\n.*${whole} answers new`))

  const bad = ['[]', '{}', '7', '{"content":"a","variant":"b","entry":{}}', `{"transcript":"","value":1}`]
  t.match(run(join(folder, 'bad'), 'import', [], bad.join('\n')), { code: 1, err: /stdin:5: no content/ })
  const file = join(folder, 'export.jsonl')
  writeFileSync(file, `\n${out}\r\n`)
  t.match(run(join(folder, 'file'), 'import', [file]), { code: 0, err: /20 answers new/ })
  t.match(run(join(folder, 'none'), 'import', [join(folder, 'none.jsonl')]), { code: 2, err: /cannot read/ })
})

t.test('every answer of the old system is found under the key of its sample', async t => {
  const folder = t.testdir()
  const old = join(folder, 'llm_descriptions')
  mkdirSync(old)
  const fixture = fileURLToPath(new URL('fixtures/legacy/answers.jsonl', import.meta.url))
  const lines = readFileSync(fixture, 'utf8').trimEnd().split('\n')
  const answers = lines.slice(0, -1).map(line => JSON.parse(line))
  writeFileSync(join(old, 'index.json'), JSON.parse(lines.at(-1)!).index)
  for (const { key, file } of answers) writeFileSync(join(old, `${key}.json`), file)

  const path = join(folder, 'cache')
  t.match(run(path, 'import', ['--legacy', old]), {
    code: 0,
    err: 'cache-import: 200 answers new, 0 already here\n',
  })
  t.match(run(path, 'import', ['--legacy', old]), {
    code: 0,
    err: 'cache-import: 0 answers new, 200 already here\n',
  })
  const cache = await openCache({ path, log, readOnly: true })
  let found = 0
  for (const { code, metadata, description, key } of answers) {
    const { source = null, original_context = null, youtube_url = null, video_title = null } = metadata
    const content = contentKey({ code, source, original_context, youtube_url, video_title })
    t.equal(content, key)
    const [answer] = cache.answers(content)
    t.match(answer?.entry, { backend: 'legacy', text: description })
    if (answer?.entry.text === description) found++
  }
  t.equal(found, 200)
  await cache.close()

  writeFileSync(join(old, `${'a'.repeat(64)}.json`), '{"description": "cut')
  t.match(run(path, 'import', ['--legacy', old]), {
    code: 1,
    err: /aaaa.json: not JSON\n.*200 already here, 1 bad/,
  })
  t.match(run(path, 'import', ['--legacy', folder]), { code: 2, out: '', err: /no cache of the old system/ })
  t.match(run(path, 'import', ['--legacy', old, 'x']), { code: 2, err: /no operand is wanted/ })
})

t.test('pruning removes what is described, counts it right, and makes the file small', async t => {
  const path = t.testdir()
  await makeCache(path, 900)
  t.match(run(path, 'prune', ['--model', 'model-0', '--dry-run']), {
    code: 0,
    err: /^cache-prune: would remove 300 answers, which cost \$134\.85\n$/,
  })
  t.equal(JSON.parse(run(path, 'stats').out).entries, 900)
  const before = statSync(join(path, 'data.mdb')).size
  const pruned = run(path, 'prune', ['--model', 'model-0'])
  t.match(pruned, { code: 0, err: /removed 300 answers/ })
  t.equal(JSON.parse(run(path, 'stats').out).entries, 600)
  if (process.platform === 'linux') {
    t.match(pruned.err, /the file had .* MB, now it has .* KB/)
    t.ok(statSync(join(path, 'data.mdb')).size < before)
  }
  t.match(run(path, 'verify'), { code: 0, out: '', err: 'cache-verify: 600 entries whole, 0 damaged\n' })
  t.match(
    run(path, 'prune', ['--older-than', '2026-11-15', '--prompt', 'describe@2', '--source', 'source-1']),
    {
      err: /removed \d+ answers/,
    },
  )
  t.match(run(path, 'verify'), { code: 0, err: /^.* entries whole, 0 damaged\n$/ })
  t.strictSame(readdirSync(path).sort(), ['data.mdb', 'lock.mdb'])
})

t.test('the file is not replaced while another process has it open', async t => {
  const path = t.testdir()
  await makeCache(path, 10)
  const holder = spawn(process.execPath, [worker, path, 'hold', '1', '60000'])
  await new Promise(resolve => holder.stdout.once('data', resolve))
  const { ino } = statSync(join(path, 'data.mdb'))
  t.match(run(path, 'prune'), { code: 0, err: /the file keeps its size/ })
  t.equal(statSync(join(path, 'data.mdb')).ino, ino)
  holder.kill('SIGKILL')
})

t.test('a damaged entry is found by verify and removed by prune --failed', async t => {
  const path = t.testdir()
  await makeCache(path, 5)
  const file = join(path, 'data.mdb')
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf('answer 3 '); at >= 0; at = bytes.indexOf('answer 3 ', at + 1)) bytes[at] = 65
  writeFileSync(file, bytes)
  const verified = run(path, 'verify')
  t.match(verified, { code: 1, err: /4 entries whole, 1 damaged\n.*--recount/ })
  t.match(JSON.parse(verified.out), { ...keysOf(3), problem: /checksum/ })
  const exported = run(path, 'export')
  t.match(exported, { code: 1, err: /damaged and left out/ })
  t.equal(exported.out.split('\n').length, 6)
  t.match(run(path, 'prune', ['--failed']), { code: 0, err: /removed 1 answers?, damaged ones among them/ })
  t.match(run(path, 'verify'), { code: 0, err: /4 entries whole, 0 damaged\n$/ })
})

t.test('statistics are one JSON object on a pipe', async t => {
  const path = t.testdir()
  t.match(JSON.parse(run(join(path, 'none'), 'stats').out), {
    entries: 0,
    cost: 0,
    hit_rate: null,
    models: [],
  })
  await makeCache(path, 30)
  const shown = run(path, 'stats', ['--json'])
  t.match(shown, { code: 0, err: '' })
  const stats = JSON.parse(shown.out)
  t.match(stats, {
    path,
    entries: 30,
    tokens: { input: 3435, output: 300 },
    cost: 0.465,
    hits: 10,
    saved: 0.055,
    hit_rate: 0.25,
    oldest: '2026-11-01T00:00:00.000Z',
    newest: '2026-11-28T00:00:00.000Z',
    transcripts: 1,
    batches: [{ name: 'batch-1', state: 'submitted', requests: 2 }],
  })
  t.strictSame(
    stats.sources.map(({ name, entries }: { name: string; entries: number }) => [name, entries]),
    [
      ['source-0', 15],
      ['source-1', 15],
    ],
  )
  // Counting again writes pages, but changes no sum.
  const { size, growth, ...sums } = stats
  t.ok(size > growth)
  const { size: _, growth: __, ...recounted } = JSON.parse(run(path, 'stats', ['--recount']).out)
  t.strictSame(recounted, sums)
})

t.test('what is no cache is told in one line, with exit code 2', async t => {
  const folder = t.testdir({ file: 'text', folder: { 'data.mdb': {} }, lock: { 'lock.mdb': {} } })
  spawnSync('mkfifo', [join(folder, 'pipe')])
  mkdirSync(join(folder, 'piped'))
  spawnSync('mkfifo', [join(folder, 'piped', 'data.mdb')])
  for (const name of ['file', 'file/below', 'folder', 'lock', 'pipe', 'piped']) {
    for (const readOnly of [true, false]) {
      await t.rejects(openCache({ path: join(folder, name), log, readOnly }), {
        name: 'UsageError',
        message: /^the cache /,
      })
    }
  }
  for (const [name, command] of [
    ['pipe', 'stats'],
    ['folder', 'import'],
  ] as const) {
    const result = run(join(folder, name), command)
    t.match(result, { code: 2, signal: null, out: '' }, `${command} on ${name}`)
    t.match(result.err, /^cache-\w+: the cache [^\n]*\n$/)
  }
})

t.test('what is set for other commands selects nothing here', async t => {
  const folder = t.testdir({
    work: { 'manim-filters.json': '{"model":"model-0","failed":true,"cache-prune":{"older-than":"0d"}}' },
  })
  const path = join(folder, 'cache')
  await makeCache(path, 30)
  const place = {
    cwd: join(folder, 'work'),
    env: { MANIM_FILTERS_MODEL: 'model-7', MANIM_FILTERS_SOURCE: 'x' },
  }
  t.match(run(path, 'prune', [], '', place), { code: 0, err: /^cache-prune: removed 0 answers/ })
  t.equal(run(path, 'export', [], '', place).out.split('\n').length, 32)
  t.equal(run(path, 'export', ['--model', 'model-1'], '', place).out.split('\n').length, 11)
  const { out } = run(path, 'prune', ['--help'])
  t.match(out, /Every option but --older-than, --failed, --model, --prompt, --source can also\nbe set/)
})

t.test('an empty name selects nothing, least of all everything', async t => {
  const path = t.testdir()
  await makeCache(path, 30)
  for (const args of [
    ['--model', '', '--older-than', '0d'],
    ['--model=', '--older-than', '0d'],
    ['--source', 'source-0', '--source', ','],
  ]) {
    t.match(
      run(path, 'prune', args),
      { code: 2, out: '', err: /^cache-prune: --(model|source)/ },
      args.join(' '),
    )
  }
  t.match(run(path, 'export', ['--prompt', '']), { code: 2, out: '', err: /^cache-export: --prompt/ })
  t.equal(JSON.parse(run(path, 'stats').out).entries, 30)
})

t.test('a damaged transcript is left out of an export, is as none, and is removed or replaced', async t => {
  const folder = t.testdir()
  const path = join(folder, 'cache')
  await makeCache(path, 5)
  const good = run(path, 'export').out
  const names = ['dQw4w9WgXcQ', 'aaaaaaaaaaa']
  const damage = async () => {
    const environment = await openEnvironment(path, false)
    await environment.transact(() => {
      for (const name of names)
        environment.bytes('transcripts').put(Buffer.from(name), Buffer.from([0, 1, 2, 3, 255]))
    })
    await environment.close()
  }
  await damage()
  const cache = await openCache({ path, log, readOnly: true })
  t.equal(cache.transcripts.get('dQw4w9WgXcQ'), undefined)
  t.strictSame([...cache.transcripts.list()], [])
  await cache.close()
  t.match(run(path, 'export'), {
    code: 1,
    out: good.split('\n').slice(0, 5).join('\n'),
    err: /^cache-export: the transcript aaaaaaaaaaa is damaged and left out\n.*dQw4w9WgXcQ is damaged.*\n$/,
  })
  t.match(run(path, 'prune', ['--failed', '--model', 'model-0']), {
    err: /removed 0 answers, which cost \$0\n/,
  })
  t.match(run(path, 'prune', ['--failed', '--dry-run']), {
    err: 'cache-prune: would remove 0 answers, which cost $0, and 2 damaged transcripts or batches\n',
  })
  t.match(run(path, 'import', [], good), { code: 0, err: /0 answers new, 5 already here, 1 transcripts/ })
  t.match(run(path, 'prune', ['--failed']), { code: 0, err: /and 1 damaged transcripts or batches\n/ })
  t.match(run(path, 'verify'), { code: 0, err: /0 damaged/ })
  t.equal(run(path, 'export').out, good)
})

t.test('two that remove the same count it once', async t => {
  const path = t.testdir()
  await makeCache(path, 1500)
  const prunes = await Promise.all(
    ['model-0', 'model-0'].map(model =>
      runBeside(path, 'prune', ['--model', model]).then(({ stderr }) =>
        Number(/removed (\d+)/.exec(stderr)?.[1]),
      ),
    ),
  )
  t.equal(prunes[0]! + prunes[1]!, 500)
  t.match(run(path, 'verify'), { code: 0, err: 'cache-verify: 1000 entries whole, 0 damaged\n' })
})

t.test('cache-prune makes no cache, and tells little in small units', async t => {
  const folder = t.testdir()
  const path = join(folder, 'none')
  t.match(run(path, 'prune', ['--failed']), { code: 0, err: `cache-prune: there is no cache ${path}\n` })
  t.notOk(existsSync(path))
  await makeCache(path, 1)
  const { err } = run(path, 'prune', ['--older-than', '0d'])
  t.match(err, /removed 1 answers, which cost \$0\.0010\n/)
  if (process.platform === 'linux') t.match(err, /the file had [\d.]+ MB, now it has [\d.]+ KB/)
})
