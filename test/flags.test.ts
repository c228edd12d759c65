import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { baseOptions } from '../lib/cli/base-options.ts'
import type { Command } from '../lib/cli/command.ts'
import { recordOptions } from '../lib/filter/options.ts'
import { records, run } from './harness.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { bin, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const names = Object.keys(bin)
const filters = ['analyze-features', 'flag-needs', 'describe']

async function commandNamed(name: string): Promise<Command> {
  const module = await import(new URL(`../lib/commands/${name}.js`, import.meta.url).href)
  return Object.values(module).find((value): value is Command => (value as Command)?.name === name)!
}

/** Options of one filter that make it run without a model and change as little as it can. */
const quietly: Record<string, string[]> = {
  'analyze-features': [],
  'flag-needs': [],
  describe: ['--llm', 'storyboard'],
}

t.test('help and version need nothing, in the form of the house', async t => {
  for (const name of names) {
    for (const flag of ['--help', '-h']) {
      const help = await run(name, ['--nonsense', flag])
      t.match(help, { code: 0, stderr: '' }, `${name} ${flag}`)
      t.match(help.stdout, new RegExp(`^${name}: [a-z]`))
      t.ok(help.stdout.includes(`Usage: ${name} [OPTION...]`))
      const long = help.stdout.split('\n').filter(line => [...line].length > 80 && !/^ {4}\S/.test(line))
      t.same(long, [], `${name} fits 80 columns`)
    }
    t.match(await run(name, ['--version']), { code: 0, stdout: `${name} ${version}\n`, stderr: '' })
  }
})

t.test('every option is in the help, and every option in the help is one', async t => {
  for (const name of names) {
    const { options } = await commandNamed(name)
    const shown = [...(await run(name, ['--help'])).stdout.matchAll(/^ {2}(?:-\w, | {4})--([\w-]+)/gm)].map(
      ([, flag]) => flag,
    )
    t.same(shown.sort(), [...new Set([...Object.keys(options), ...Object.keys(baseOptions)])].sort(), name)
  }
})

t.test('usage errors are two lines on stderr, nothing on stdout, exit 2', async t => {
  for (const name of names) {
    for (const wrong of [['--bogus'], ['--bogus=1'], ['-Z']]) {
      const { code, stdout, stderr } = await run(name, wrong)
      t.match({ code, stdout }, { code: 2, stdout: '' }, `${name} ${wrong}`)
      t.match(
        stderr,
        new RegExp(`^${name}: unknown option .*\\n${name}: Try '${name} --help' for more information\\.\\n$`),
      )
    }
  }
  for (const [args, message] of [
    [['--min-length', 'abc'], /--min-length: expected a whole number of at least 0, got "abc"/],
    [['--min-length=1.5'], /--min-length: expected a whole number/],
    [['--min-length'], /min-length/],
    [['--on-error', 'maybe'], /on-error/],
    [['--max-line', 'lots'], /--max-line: expected a number of bytes such as 64M/],
    [['-abcDEF_123'], /an operand that begins with a dash goes behind --/],
  ] as const) {
    const { code, stdout, stderr } = await run('flag-needs', args)
    t.match({ code, stdout }, { code: 2, stdout: '' })
    t.match(stderr, message)
  }
})

t.test('an option that lacks its value, or has one that it does not take, is told in a sentence', async t => {
  const cases: [args: string[], message: string][] = [
    [['--checkout'], '--checkout wants a value'],
    [['.', '-o'], '-o wants a value'],
    [['.', '--flavor', 'x'], '--flavor: expected one of manimce, manimgl, any, got "x"'],
  ]
  for (const [args, message] of cases) {
    t.match(await run('extract', args), {
      code: 2,
      stdout: '',
      stderr: `extract: ${message}\nextract: Try 'extract --help' for more information.\n`,
    })
  }
})

t.test('messages are English whatever the locale, and the last of an option given twice counts', async t => {
  const { stderr } = await run('flag-needs', ['--bogus'], {
    env: { LC_ALL: 'fr_FR.UTF-8', LANG: 'fr_FR.UTF-8' },
  })
  t.match(stderr, 'unknown option --bogus')
  const input = '{"description":"A red circle.","code":"x"}\n'
  const { stdout } = await run('flag-needs', ['--min-length', '5', '--min-length', '50'], { input })
  t.match(stdout, 'too_short')
})

t.test('settings: command line before environment before the project’s file before the user’s', async t => {
  const folder = t.testdir({
    home: { '.config': { 'manim-filters': { 'config.json': '{"min-length":30,"on-error":"skip"}' } } },
    work: { 'manim-filters.json': '{"min-length":40,"flag-needs":{"min-length":60}}' },
    bad: { 'manim-filters.json': '{"min-length":"many"}' },
    broken: { 'manim-filters.json': '{' },
  })
  const input = `{"description":"${'word '.repeat(10)}x","code":"x"}\nnull\n`
  const env = { HOME: `${folder}/home`, XDG_CONFIG_HOME: undefined }
  const reason = async (args: string[], extra: Record<string, string> = {}, cwd = `${folder}/work`) => {
    const result = await run('flag-needs', ['-v', ...args], { input, cwd, env: { ...env, ...extra } })
    return [records(result.stdout)[0]?.metadata.needs_reason, result] as const
  }
  const [own, result] = await reason([])
  t.equal(own, 'too_short', 'the command’s own section: 60')
  t.match(result.stderr, 'flag-needs: --min-length 60 (manim-filters.json)')
  t.match(result.stderr, /flag-needs: --on-error "skip" \(.*config\.json\)/)
  t.equal((await reason([], { MANIM_FILTERS_MIN_LENGTH: '10' }))[0], undefined)
  t.equal((await reason(['--min-length', '70'], { MANIM_FILTERS_MIN_LENGTH: '10' }))[0], 'too_short')
  t.equal((await reason([], {}, `${folder}/home`))[0], undefined, 'the user’s: 30')
  t.match((await reason([], {}, `${folder}/bad`))[1], {
    code: 2,
    stderr: /manim-filters\.json: min-length: expected a whole/,
  })
  t.match((await reason([], {}, `${folder}/broken`))[1], {
    code: 2,
    stderr: /manim-filters\.json is no JSON/,
  })
})

t.test(
  'a flag is switched off on the command line, and what only tells of the filter is no setting',
  async t => {
    const input = '{"code":"a","description":"[PENDING_DESCRIPTION]"}\n'
    const env = {
      MANIM_FILTERS_INVERT: '1',
      MANIM_FILTERS_ONLY: '1',
      MANIM_FILTERS_VERSION: '1.2',
      MANIM_FILTERS_HELP: 'me',
    }
    t.match(await run('flag-needs', ['-q'], { input, env }), { code: 0, stdout: '' })
    for (const off of ['--invert=false', '--invert --invert=false'])
      t.match(
        await run('flag-needs', ['-q', ...off.split(' ')], { input, env }),
        { code: 0, stdout: /PENDING/ },
        off,
      )
    t.match((await run('flag-needs', ['-qh'])).stdout, /^flag-needs: decides/, 'letters together')
  },
)

t.test('--completion prints a script, and the script’s question is answered', async t => {
  for (const name of names) {
    const script = await run(name, ['--completion'], { env: { SHELL: '/bin/bash' } })
    t.match(script, { code: 0, stderr: '' })
    t.match(script.stdout, `###-begin-${name}-completions-###`)
  }
  const words = await run('flag-needs', ['--get-yargs-completions', 'flag-needs', '--min'])
  t.match(words.stdout.split('\n'), ['--min-length'])
})

t.test('every filter: the common options do what they say', async t => {
  const code =
    'from manim import *\n\nclass A(Scene):\n    def construct(self):\n        self.play(Create(Circle()))\n'
  const sample = { id: 1, code, description: '[PENDING_DESCRIPTION]', metadata: { needs_description: true } }
  const odd = `{"big":12345678901234567890,"f":1.0,"e":1e400,"p":{"q":{"program":${JSON.stringify(code)},"text":"[TODO: x]"}}}`
  for (const name of filters) {
    const folder = t.testdir({ 'in.jsonl': `${JSON.stringify(sample)}\n` })
    const env = { MANIM_FILTERS_CACHE: `${folder}/cache` }
    const filter = (args: string[], input = '') => run(name, [...quietly[name]!, ...args], { input, env })

    const bad = `${JSON.stringify(sample)}\n{"a":\n${JSON.stringify(sample)}\n`
    t.match(await filter([], bad), { code: 1, stderr: new RegExp(`${name}: stdin:2: unexpected end`) }, name)
    const skipped = await filter(['--on-error', 'skip', '--rejects', `${folder}/bad`], bad)
    t.equal(skipped.code, 1)
    t.equal(records(skipped.stdout).length, 2)
    t.equal(readFileSync(`${folder}/bad`, 'utf8'), '{"a":\n')
    t.match((await filter(['--on-error', 'pass'], bad)).stdout, /\n\{"a":\n/)
    t.match(await filter(['--max-line', '1K'], `{"x":"${'y'.repeat(2000)}"}\n`), {
      code: 1,
      stderr: /longer than 1024 bytes/,
    })

    const elsewhere = await filter(
      ['--code-field', 'p.q.program', '--description-field', 'p.q.text'],
      `${odd}\n`,
    )
    t.equal(elsewhere.code, 0, elsewhere.stderr)
    t.match(elsewhere.stdout, '{"big":12345678901234567890,"f":1.0,"e":1e400,"p":{"q":{"program":')

    t.match(await filter(['-o', `${folder}/out`, '-q', `${folder}/in.jsonl`]), {
      code: 0,
      stdout: '',
      stderr: '',
    })
    t.equal(records(readFileSync(`${folder}/out`, 'utf8')).length, 1)
    t.match((await filter(['--verbose', `${folder}/in.jsonl`])).stderr, /--on-error "fail" \(default\)/)
    t.match(await filter(['--quiet']), { code: 0, stdout: '', stderr: '' }, 'empty input is empty output')
  }
})

t.test('every option of every command is used by a test that spawns the binary', async t => {
  const texts = readdirSync(`${root}test`)
    .filter(file => file.endsWith('.test.ts'))
    .map(file => readFileSync(`${root}test/${file}`, 'utf8'))
  for (const name of names) {
    const { options } = await commandNamed(name)
    for (const [option, { alias }] of Object.entries(options)) {
      if (option in recordOptions && filters.includes(name)) continue
      const flag = new RegExp(`'(?:--${option}${alias ? `|-${alias}` : ''})['=]`)
      // By name, by the part behind the dash (the cache's tools), or through a test's own function of that name.
      const called = [`'${name}'`, `'${name.replace(/^cache-/, '')}'`, `await ${name}(`]
      const used = texts.some(text => called.some(word => text.includes(word)) && flag.test(text))
      t.ok(used, `${name} --${option}`)
    }
  }
})
