/** Backends of users' own: what they may do wrong fails a sample or ends the run, and never more than that. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineBackend } from 'manim-filters/backend'
import t from 'tap'
import { loadBackend } from '../lib/backends/load.ts'
import { lines, many, sample } from './describe-bench.ts'
import { records, run, start, watch } from './harness.ts'

const good =
  'Draw a red circle in the middle of the screen, let it grow slowly, and fade it out at the end, please.'

/** describe with a backend that is this text, in a folder that knows nothing of this package. */
function own(t: { teardown(end: () => unknown): void }, text: string, name = 'mine.mjs') {
  const folder = mkdtempSync(join(tmpdir(), 'own-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, name), text)
  const env = { MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const args = ['--llm', `./${name}`, '--transcripts', 'off', '--check', 'off']
  return {
    folder,
    describe: (more: readonly string[], input: string) =>
      run('describe', [...args, ...more], { cwd: folder, env, input }),
    start: (more: readonly string[]) => start('describe', [...args, ...more], { cwd: folder, env }),
  }
}

/** A backend that answers, and does `body` for the sample called bad. */
const answering = (body: string) =>
  `export default { name: 'mine', answer({ user }) {
    if (user.includes('shape_bad')) { ${body} }
    return ${JSON.stringify(JSON.stringify({ on_screen: [], request: good }))}
  } }`

const none = { model: undefined, baseUrl: undefined, keyFile: undefined }
const load = (llm: string) =>
  loadBackend(llm, { ...none, env: {}, note: () => {}, loadProse: async () => () => undefined })

t.test('an answer that is none fails its sample, and the message says which file and what', async t => {
  const cases = [
    ['return undefined', 'the answer is to be a text, or { text, model, usage, cost }, and is undefined'],
    ['return null', 'and is null'],
    ['return Promise.resolve({ text: 42 })', 'and is { text: 42 }'],
    ['return { answer: "x" }', "and is { answer: 'x' }"],
    [
      'return { text: "x", usage: { input: "many", output: 1 } }',
      './mine.mjs: the usage of an answer is to be',
    ],
    ['return { text: "x", usage: {} }', 'the usage of an answer is to be { input, output }, and is {}'],
    ['return { text: "x", cost: "free" }', "the cost of an answer is to be a number, and is 'free'"],
    ['return { text: "x", model: 3 }', 'the model of an answer is to be a text, and is 3'],
    ['return { text: " ", cost: 1 }', 'the backend answered with nothing'],
    ['throw new Error("at once")', 'at once'],
    ['return Promise.reject(Object.assign(new Error("later"), { reach: "nonsense" }))', 'later'],
    ['throw undefined', 'undefined'],
  ] as const
  const bodies = cases.map(([body], index) => `if (user.includes('shape_n${index} ')) { ${body} }`)
  const { describe } = own(t, answering('').replace(/if .*/, bodies.join('\n')))
  const result = await describe([], many(cases.length + 1))
  t.equal(result.code, 1, result.stderr)
  t.match(
    result.stderr,
    /13 requests, 12 failed; \$1\.00 spent/,
    'each is tried once, and none counts as tokens',
  )
  const described = records(result.stdout)
  for (const [index, [body, message]] of cases.entries()) {
    const { needs_description, describe_error } = described[index]!.metadata
    t.equal(needs_description, true)
    t.match(describe_error, { message }, body)
  }
  t.match(described.at(-1), { description: good, metadata: { needs_description: false } })
})

t.test('an error says how far it reaches', async t => {
  const twice = own(
    t,
    `let asked = 0\n${answering('if (++asked === 1) throw Object.assign(new Error("busy"), { reach: "attempt" })')}`,
  )
  t.match(await twice.describe([], lines(sample('bad'))), { code: 0, stderr: /2 requests/ })
  const over = own(t, answering('throw Object.assign(new Error("no money"), { reach: "run" })'))
  t.match(await over.describe([], lines(sample('bad'))), { code: 2, stderr: /no money/ })
})

t.test('what create gives is looked at before the first record', async t => {
  const whole = "{ name: 'm', model: 'x', request: q => q.user, send: async () => ({ text: 'x' }) }"
  const { folder, describe: describeBadly } = own(
    t,
    "export default { name: 'mine', create: () => undefined }",
  )
  const { code, stdout, stderr } = await describeBadly([], many(2))
  t.match({ code, stdout }, { code: 2, stdout: '' })
  t.match(stderr, /mine\.mjs: create is to give { name, model, request, send }, and gave undefined\n/)
  const cases: [string, RegExp][] = [
    ['({})', /and gave {}/],
    [`({ ...${whole}, name: 5 })`, /its name is to be a text, and is 5/],
    [`({ ...${whole}, model: undefined })`, /its model is to be a text, and is undefined/],
    [`({ ...${whole}, prepare: 1 })`, /prepare is to be a function/],
    [`({ ...${whole}, contextTokens: 'many' })`, /contextTokens is to be a number, and is 'many'/],
    [`({ ...${whole}, priceProvider: [] })`, /priceProvider is to be a text, and is \[\]/],
    ['{ throw new Error("oh") }', /create failed: oh/],
  ]
  for (const [index, [given, message]] of cases.entries()) {
    const path = join(folder, `${index}.mjs`)
    writeFileSync(path, `export default { name: 'mine', create: async () => ${given} }`)
    await t.rejects(load(path), message, given)
  }
  const { describe } = own(
    t,
    `class Mine {
      name = 'mine'; model = 'm'; #text = ${JSON.stringify(good)}
      request({ user }) { if (user.includes('shape_bad')) throw new Error('no request'); return user }
      async send() { return { text: JSON.stringify({ on_screen: [], request: this.#text }), finishReason: 'end' } }
      prepare() { this.#text += '' }
    }
    export default { name: 'mine', create: () => new Mine() }`,
  )
  const result = await describe([], lines(sample('a'), sample('bad')))
  t.equal(result.code, 1, result.stderr)
  const [a, bad] = records(result.stdout)
  t.match(a, { description: good, metadata: { description_generated_by: 'mine:m' } })
  t.match(bad, { metadata: { describe_error: { message: 'no request' } } })
  const thrown = own(
    t,
    `export default { name: 'mine', create: () => ({ name: 'm', model: 'x', request: q => q.user, send() { throw new Error('sent') } }) }`,
  )
  t.match(await thrown.describe([], lines(sample('a'))), { code: 1, stdout: /"message":"sent"/ })
})

const hanging = `export default { name: 'hang', answer: () => new Promise(() => setInterval(() => {}, 1000)) }`

t.test(
  'a backend that never answers is left when its time is over, and holds nobody up at the end',
  async t => {
    const { describe } = own(t, hanging)
    for (const limit of [
      ['--timeout', '0.2', '--max-attempts', '1'],
      ['--record-timeout', '0.2'],
    ]) {
      const began = performance.now()
      const result = await describe(limit, many(2))
      t.equal(result.code, 1, result.stderr)
      for (const { metadata } of records(result.stdout))
        t.match(metadata, { describe_error: { code: 'timeout' } })
      t.ok(performance.now() - began < 10_000, 'nothing that it left running is waited for')
    }
  },
)

t.test('a backend that never answers is left at SIGTERM', async t => {
  const child = own(t, hanging.replace('new Promise', 'console.error("asked") ?? new Promise')).start([])
  const ended = watch(child, true)
  child.stdin!.end(many(1))
  await new Promise(resolve => child.stderr!.once('data', resolve))
  const began = performance.now()
  child.kill('SIGTERM')
  t.match(await ended, { signal: 'SIGTERM' })
  t.ok(performance.now() - began < 5000)
})

t.test('the signal that a backend is given tells it that nobody waits any more', async t => {
  const { describe } = own(
    t,
    `export default { name: 'mine', answer: (_, { signal }) => new Promise((_, reject) => {
      const busy = setInterval(() => {}, 1000)
      signal.addEventListener('abort', () => { clearInterval(busy); console.error('stopped: ' + signal.reason.message) })
    }) }`,
  )
  const { stderr } = await describe(['--timeout', '0.2', '--max-attempts', '1'], many(1))
  t.match(stderr, /stopped: \.\/mine\.mjs gave no answer in 0\.2 s/)
})

t.test('a file that has no backend is told what one looks like', async t => {
  const { folder } = own(t, '')
  for (const [index, text] of ['', '5', '{ answer() {} }', '{ name: "x" }'].entries()) {
    const path = join(folder, `${index}.mjs`)
    writeFileSync(path, text && `export default ${text}`)
    await t.rejects(load(path), /export default { name, answer: async question => text }, or/, text)
    await t.rejects(load(path), /defineBackend\({ name, summary, create }\) of manim-filters\/backend/, text)
  }
})

t.test('plugins know this package by its name, wherever they and it lie', async t => {
  const text = `import { defineBackend } from 'manim-filters/backend'
    export default defineBackend(${answering('').slice('export default '.length)})`
  const { folder, describe } = own(t, text)
  t.match(await describe([], lines(sample('a'))), { code: 0, stdout: /Draw a red circle/ })

  writeFileSync(
    join(folder, 'check.mjs'),
    "import 'manim-filters/backend'\nexport default text => (text.includes('circle') ? ['no circles'] : [])\n",
  )
  const { stdout } = await describe(['--check', './check.mjs'], lines(sample('a')))
  t.match(stdout, /no circles/)

  mkdirSync(join(folder, 'videos'))
  writeFileSync(
    join(folder, 'videos', 'a.py'),
    'from manim import *\nclass A(Scene):\n    def construct(self):\n        self.add(Dot())\n',
  )
  writeFileSync(
    join(folder, 'source.mjs'),
    `import { defineSource } from 'manim-filters/source'
    export default defineSource({ id: 'mine', title: 'Mine', license: 'MIT', repositories: [{ folder: './videos' }] })`,
  )
  const extracted = await run('extract', ['./source.mjs', '--all'], { cwd: folder })
  t.match(extracted, { code: 0, stdout: /"id":"mine\/a\.py#A"/ }, extracted.stderr)
  const missing = await run('extract', ['./none.mjs'], { cwd: folder })
  t.match(missing, { code: 2, stderr: /cannot load the source \.\/none\.mjs: there is no such file/ })
})

t.test('both forms of a backend are typed', async t => {
  const short = defineBackend({ name: 'short', answer: async question => question.user.toUpperCase() })
  t.equal(short.name, 'short')
  const long = defineBackend({
    name: 'long',
    summary: 'asks nobody',
    create: ({ model = 'm' }) => ({
      name: 'long',
      model,
      request: question => question.user,
      send: async (_, question) => ({ text: question.system, finishReason: 'end' }),
    }),
  })
  t.equal((await long.create({ model: 'x' } as never)).model, 'x')

  // As a user has it: in node_modules, its types among what is built.
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folder = t.testdir({
    'good.ts':
      "import { defineBackend, type Question } from 'manim-filters/backend'\nexport const asked = (question: Question) => question.user\nexport default defineBackend({ name: 'a', answer: async question => ({ text: asked(question), cost: 1 }) })\n",
    'bad.ts':
      "import { defineBackend } from 'manim-filters/backend'\nexport default defineBackend({ name: 'a', answer: async question => ({ text: question.nothing }) })\n",
    'package.json': '{"type": "module"}',
    node_modules: {},
  })
  symlinkSync(root, join(folder, 'node_modules', 'manim-filters'))
  const compiler = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')
  const options = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--typeRoots']
  options.push(join(root, 'node_modules/@types'))
  // tap enters every process of Node's, and the compiler would not run then.
  const bare = ['-u', 'NODE_OPTIONS', process.execPath, compiler, '--ignoreConfig', '--noEmit', '--strict']
  const compile = (file: string) =>
    spawnSync('env', [...bare, ...options, file], { cwd: folder, encoding: 'utf8' })
  const fine = compile('good.ts')
  t.equal(fine.status, 0, fine.stdout)
  t.match(compile('bad.ts').stdout, /Property 'nothing' does not exist/)
})

t.test('what is no backend is not taken for a path', async t => {
  for (const [llm, hint] of [
    ['gpt-4.1', '--llm openai:gpt-4.1'],
    ['o3', '--llm openai:o3'],
    ['claude-opus-5.5', '--llm claude:claude-opus-5.5'],
    ['gemini-3.5-flash', '--llm gemini:gemini-3.5-flash'],
    ['llama3.2:3b', '--llm openai:llama3.2:3b --base-url URL'],
  ] as const) {
    const error = await load(llm).catch(error => error)
    t.match(error.message, /no backend ".*"; there are claude, gemini, .*, or the path of your own/)
    t.equal(error.hint, `A model is named behind its backend: ${hint}`)
  }
  t.equal((await load('clod').catch(error => error)).hint, undefined)
  for (const path of ['./none', 'none.mjs', 'none.cjs:big', 'a/b', 'a\\b', 'none.ts'])
    await t.rejects(load(path), /--llm: cannot load .*none|a[/\\]b: there is no such file/, path)
})

t.test('two models that differ are refused, the same twice is none', async t => {
  const { describe } = own(t, answering(''))
  const both = await run('describe', ['--llm', './mine.mjs:a', '--model', 'b'], { input: '' })
  t.match(both, { code: 2, stderr: /--llm says the model a, and --model says b: give one of them/ })
  const by = async (...args: string[]) => {
    const { stdout, stderr } = await describe(args, lines(sample('a')))
    return records(stdout)[0]?.metadata.description_generated_by ?? stderr
  }
  t.equal(await by('--model', 'b'), 'mine:b')
  t.equal(await by('--llm', './mine.mjs:a', '--model', 'a'), 'mine:a')
})
