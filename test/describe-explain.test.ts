import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, lines, many, sample } from './describe-bench.ts'
import { run } from './harness.ts'

interface Line {
  file: string
  line: number
  id: unknown
  differs: string[]
  nearest: { variant: string; model: string; prompt: string; time: string } | null
}
const explained = (text: string): Line[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))

const prompt = ({ system = 'Write.', closing = 'Now.', effort = 'low' }) =>
  `---\nname: mine\nversion: 3\neffort: ${effort}\nanswer: request\nschema: {"type":"object","properties":{"request":{"type":"string"}},"required":["request"],"additionalProperties":false}\n---\n${system}\n=== program\n{{code}}\n{{transcript}}\n=== closing\n${closing}\n`

t.test('--explain says which part differs from the nearest earlier answer', async t => {
  const { describe, fake, env, folder } = await bench(t)
  const file = join(folder, 'prompt')
  writeFileSync(file, prompt({}))
  mkdirSync(join(folder, 'subs'))
  const said = (text: string) =>
    writeFileSync(
      join(folder, 'subs', 'abcdefghij0.vtt'),
      `WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n${text}\n`,
    )
  said('the circle grows')
  const video = {
    metadata: {
      needs_description: true,
      youtube_url: 'https://youtu.be/abcdefghij0',
      video_title: 'Circles',
    },
  }
  const base = ['--prompt', file, '--transcripts', join(folder, 'subs')]
  const input = lines(sample('a'), sample('b', video))
  t.equal((await describe(base, input)).code, 0)
  t.equal(fake.seen.length, 2)
  const store = readFileSync(join(env.MANIM_FILTERS_CACHE!, 'data.mdb'))
  // No key is wanted.
  const explain = (args: string[], text: string) =>
    describe([...base, '--explain', ...args], text, { env: { ANTHROPIC_API_KEY: '' } })
  const differs = async (args: string[], text: string) => {
    const { code, stdout, stderr } = await explain(args, text)
    t.equal(code, 0, stderr)
    return explained(stdout).map(line => line.differs)
  }

  t.match(await explain([], input), {
    code: 0,
    stdout: '',
    stderr: /^describe: 2 records, 2 from cache, 0 to ask\n$/,
  })
  const changed = { ...sample('a'), code: `${sample('a').code}        self.wait()\n` }
  const result = await explain(
    [],
    lines(sample('b', video), changed, sample('new'), { ...sample('c'), id: 7 }),
  )
  t.equal(result.code, 0)
  t.match(explained(result.stdout), [
    {
      file: 'stdin',
      line: 2,
      id: 's/a',
      differs: ['code'],
      nearest: {
        variant: /^[0-9a-f]{64}$/,
        model: 'claude:claude-haiku-5-5',
        prompt: 'mine@3',
        time: /^\d{4}-\d\d-\d\dT/,
      },
    },
    { line: 3, id: 's/new', differs: ['never asked'], nearest: null },
    { line: 4, id: 7, differs: ['never asked'], nearest: null },
  ])
  t.match(result.stderr, /4 records, 1 from cache, 3 to ask: never asked 2, code 1\n/)

  const other = { ...video.metadata, video_title: 'Squares' }
  t.same(await differs([], lines(sample('b', { metadata: other }))), [['context']])
  const elsewhere = { ...video.metadata, original_context: 'Day 22' }
  t.same(await differs([], lines(sample('b', { metadata: elsewhere }))), [['context']])
  t.same(await differs(['--model', 'claude-opus-5-5'], lines(sample('a'))), [['model']])
  t.same(
    await differs(['--language', 'German'], lines(sample('a'))),
    [['parameters', 'correction']],
    'this prompt names no language, so that the answer is found, and found to be in another one',
  )
  t.same(await differs(['--variants', '2'], lines(sample('a'))), [['variation']])
  said('the square shrinks')
  t.same(await differs([], input), [['transcript']])
  said('the circle grows')

  writeFileSync(file, prompt({ system: 'Write!' }))
  t.same(await differs([], input), [['prompt'], ['prompt']])
  writeFileSync(file, prompt({ closing: 'Now!' }))
  t.same(await differs([], input), [['prompt'], ['prompt']], 'the part about a sample counts as well')
  writeFileSync(file, prompt({ effort: 'high' }))
  t.same(await differs([], lines(sample('a'))), [['parameters']])
  t.same(
    await differs(['--model', 'claude-opus-5-5'], lines(changed)),
    [['code', 'parameters', 'model']],
    'all that differs is said',
  )
  writeFileSync(file, prompt({}))
  t.equal(fake.seen.length, 2, 'nobody was asked')
  t.ok(store.equals(readFileSync(join(env.MANIM_FILTERS_CACHE!, 'data.mdb'))), 'and nothing written')

  // A second state of the sample: of two earlier answers the nearer one is named.
  t.equal((await describe(base, lines(changed))).code, 0)
  t.same(await differs(['--model', 'claude-opus-5-5'], lines(changed)), [['model']])
  // The list of samples goes along with the answers, and goes where they go.
  const moved = { ...env, MANIM_FILTERS_CACHE: join(folder, 'moved') }
  await run('cache-import', [], { input: (await run('cache-export', [], { env })).stdout, env: moved })
  const third = lines({ ...changed, code: `${changed.code}        self.wait(2)\n` })
  t.match(explained((await describe([...base, '--explain'], third, { env: moved })).stdout), [
    { differs: ['code'] },
  ])
  await run('cache-prune', ['--older-than', '0m'], { env: moved })
  t.match(explained((await describe([...base, '--explain'], third, { env: moved })).stdout), [
    { differs: ['never asked'] },
  ])
})

t.test('--explain: an answer that was found wanting, and slips', async t => {
  const { describe, fake } = await bench(t, {
    answer: () => 'no JSON',
    fault({ body }, response) {
      if ((body.messages as unknown[]).length === 1) return false
      response.writeHead(400).end('{}')
      return true
    },
  })
  // The correction fails, so only the first answer is there.
  t.equal((await describe(['--max-attempts', '1'], many(1))).code, 1)
  const asked = fake.seen.length
  const result = await describe(['--explain'], many(1))
  t.match(explained(result.stdout), [{ differs: ['correction'] }])
  t.match(await describe(['--explain', '--dry-run'], many(1)), { code: 2, stdout: '', stderr: /give one/ })
  t.equal(fake.seen.length, asked)
  const storyboard = await run('describe', ['--llm', 'storyboard', '--explain'], {
    input: many(1),
    env: { MANIM_FILTERS_CACHE: '/nonexistent/cache' },
  })
  t.match(explained(storyboard.stdout), [{ differs: ['never asked'] }])
})
