import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readClaudeCli } from '../lib/backends/claude-cli.ts'
import { readGeminiCli } from '../lib/backends/gemini-cli.ts'
import { AskError } from '../lib/engine/ask-error.ts'
import { lines, sample } from './describe-bench.ts'
import { records, run } from './harness.ts'

const request =
  'Draw a red circle in the middle of the screen, let it grow slowly, and fade it out at the end.'

const exited = (code: number) => ({ code, signal: null })

/** A program that stands in for another one, on a PATH of its own. */
function standIn(folder: string, name: string, body: string) {
  const path = join(folder, name)
  writeFileSync(
    path,
    `#!${process.execPath}\nconst fs = require('node:fs'); const input = fs.readFileSync(0, 'utf8'); const { argv, env } = process\n${body}\n`,
  )
  chmodSync(path, 0o755)
}

t.test(
  'claude -p gets the prompt on stdin, the rules as system prompt, no tools, and only its own key',
  async t => {
    const folder = t.testdir()
    standIn(
      folder,
      'claude',
      `fs.appendFileSync(${JSON.stringify(join(folder, 'log'))}, JSON.stringify({ argv: argv.slice(2), input, keys: Object.keys(env).filter(n => /API_KEY|MANIM/.test(n)), cwd: process.cwd() }) + '\\n')
    console.log(JSON.stringify({ type: 'result', is_error: false, result: JSON.stringify({ on_screen: [], request: ${JSON.stringify(request)} }), stop_reason: 'end_turn', total_cost_usd: 0.25, usage: { input_tokens: 11, output_tokens: 7 }, modelUsage: { 'claude-haiku-5-5': {} } }))`,
    )
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      MANIM_FILTERS_CACHE: join(folder, 'cache'),
      ANTHROPIC_API_KEY: 'sk-a',
      OPENAI_API_KEY: 'sk-o',
    }
    const args = ['--llm', 'claude-cli', '--transcripts', 'off']
    const result = await run('describe', args, { env, input: lines(sample('a')) })
    t.equal(result.code, 0, result.stderr)
    t.match(records(result.stdout)[0], {
      description: request,
      metadata: {
        description_generated_by: 'claude-cli:claude-haiku-5-5',
        describe: { cost: 0.25, tokens: { in: 11, out: 7 }, model_answered: 'claude-haiku-5-5' },
      },
    })
    const seen = JSON.parse(readFileSync(join(folder, 'log'), 'utf8'))
    t.match(seen.input, /shape_a/)
    t.strictSame(seen.keys, ['ANTHROPIC_API_KEY'])
    for (const word of ['-p', '--bare', '--no-session-persistence', '--system-prompt'])
      t.ok(seen.argv.includes(word), word)
    t.equal(seen.argv[seen.argv.indexOf('--tools') + 1], '')
    t.notMatch(seen.argv.join(' '), /sk-a/)
    t.not(seen.cwd, process.cwd())
    t.equal((await run('describe', args, { env, input: lines(sample('a')) })).stdout, result.stdout)
  },
)

t.test('gemini -p gets a model, a home of its own and the rules as a file', async t => {
  const folder = t.testdir()
  standIn(
    folder,
    'gemini',
    `fs.writeFileSync(${JSON.stringify(join(folder, 'log'))}, JSON.stringify({ argv: argv.slice(2), home: env.HOME, system: fs.readFileSync(env.GEMINI_SYSTEM_MD, 'utf8'), cwd: process.cwd() }))
    process.stdout.write(JSON.stringify({ session_id: 'x', response: JSON.stringify({ on_screen: [], request: ${JSON.stringify(request)} }), stats: { models: { 'gemini-x': { tokens: { prompt: 12, candidates: 5, thoughts: 2, cached: 2 } } } } }, null, 2))`,
  )
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
    GEMINI_API_KEY: 'g',
  }
  const result = await run('describe', ['--llm', 'gemini-cli:gemini-x', '--transcripts', 'off'], {
    env,
    input: lines(sample('a')),
  })
  t.equal(result.code, 0, result.stderr)
  t.match(records(result.stdout)[0], {
    description: request,
    metadata: { describe: { tokens: { in: 12, out: 7 } } },
  })
  const seen = JSON.parse(readFileSync(join(folder, 'log'), 'utf8'))
  t.strictSame(seen.argv, ['--output-format', 'json', '-m', 'gemini-x', '--skip-trust'])
  t.match(seen.system, /You write the requests/)
  t.not(seen.home, process.env.HOME)
  t.notOk(existsSync(seen.home), 'nothing is left behind')
})

t.test('gemini -p gets the rules of each sample, where a prompt has others for each', async t => {
  const folder = t.testdir({
    'mine.prompt':
      '---\nname: mine\nlevels: normal 1\n---\nYou write about {{title}}.\n=== program\n{{code}}\n',
  })
  standIn(
    folder,
    'gemini',
    `const title = /about (\\w+)/.exec(fs.readFileSync(env.GEMINI_SYSTEM_MD, 'utf8'))[1]
    console.log(JSON.stringify({ response: 'Draw a red circle in the middle of the screen for ' + title + ' and let it grow slowly.' }))`,
  )
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
    GEMINI_API_KEY: 'g',
  }
  const titles = ['Alpha', 'Beta', 'Gamma']
  const samples = titles.map(title =>
    sample(title, { metadata: { needs_description: true, video_title: title } }),
  )
  const args = ['--llm', 'gemini-cli', '--transcripts', 'off', '--check', 'off']
  const prompt = join(folder, 'mine.prompt')
  const result = await run('describe', [...args, '--prompt', prompt], { env, input: lines(...samples) })
  t.equal(result.code, 0, result.stderr)
  t.same(
    records(result.stdout).map(({ description }) => /for (\w+)/.exec(description)?.[1]),
    titles,
  )
})

t.test('a program that is not there, or may not be run, ends the run, and nothing was sent', async t => {
  const folder = t.testdir()
  const env = { PATH: folder, MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const describe = () =>
    run('describe', ['--llm', 'claude-cli', '--transcripts', 'off'], { env, input: lines(sample('a')) })
  for (const why of [/cannot run claude: it is not installed/, /cannot run claude: .*not executable/]) {
    const { code, stderr } = await describe()
    t.match({ code, stderr }, { code: 2, stderr: why })
    t.notMatch(stderr, /[1-9] request|lost/)
    writeFileSync(join(folder, 'claude'), '#!/bin/sh\n', { mode: 0o644 })
  }
})

const claudeAnswer = JSON.stringify({
  type: 'result',
  is_error: false,
  result: JSON.stringify({ on_screen: [], request }),
  stop_reason: 'end_turn',
  total_cost_usd: 0.25,
})

/** One sample described by a program that does `body`. */
async function describeWith(t: { testdir(): string }, name: 'claude' | 'gemini', body: string) {
  const folder = t.testdir()
  standIn(folder, name, body)
  return run('describe', ['--llm', `${name}-cli`, '--transcripts', 'off', '--max-attempts', '1'], {
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      MANIM_FILTERS_CACHE: join(folder, 'cache'),
      GEMINI_API_KEY: 'g',
    },
    input: lines(sample('a')),
  })
}

t.test('what a program says before and behind its answer loses no answer', async t => {
  const claude = `console.log('{ hello\\n' + ${JSON.stringify(claudeAnswer)} + '\\n{"level": "info"}\\nUpdate available!')`
  const answer = JSON.stringify({ response: JSON.stringify({ on_screen: [], request }) }, null, 2)
  const gemini = `console.log('Loaded {cached} credentials.\\n' + ${JSON.stringify(answer)} + '\\nBye!')`
  t.match(await describeWith(t, 'claude', claude), { code: 0, stdout: /Draw a red circle/ })
  t.match(await describeWith(t, 'gemini', gemini), { code: 0, stdout: /Draw a red circle/ })
})

t.test('a program that ends without an answer is told by how it ended', async t => {
  for (const name of ['claude', 'gemini'] as const) {
    for (const [body, end] of [
      ['process.kill(process.pid, "SIGKILL")', 'ended by SIGKILL'],
      ['process.exit(3)', 'exit code 3'],
      ['console.error("oh"); process.exit(4)', 'exit code 4\\): oh'],
    ] as const) {
      const { code, stderr } = await describeWith(t, name, body)
      t.match({ code, stderr }, { code: 1, stderr: new RegExp(`${name} gave no result \\(${end}`) })
    }
  }
})

t.test('a program that leaves another behind, which holds its output, is not waited for', async t => {
  const began = performance.now()
  const result = await describeWith(
    t,
    'claude',
    `require('node:child_process').spawn('sleep', ['30'], { stdio: 'inherit', detached: true }).unref()
    console.log(${JSON.stringify(claudeAnswer)})`,
  )
  t.match(result, { code: 0, stdout: /Draw a red circle/ }, result.stderr)
  t.ok(performance.now() - began < 15_000)
})

t.test("what these programs say when they fail is sorted as an API's errors are", async t => {
  const code = (read: () => unknown) => {
    try {
      read()
    } catch (error) {
      if (error instanceof AskError) return `${error.code} ${error.reach}`
      throw error
    }
    return 'answered'
  }
  const claude = (part: object) =>
    code(() => readClaudeCli(JSON.stringify({ type: 'result', ...part }), '', exited(0)))
  t.equal(claude({ result: 'x' }), 'answered')
  t.equal(claude({ is_error: true, api_error_status: 429, result: 'slow' }), 'rate_limited attempt')
  t.equal(claude({ is_error: true, api_error_status: 401, result: 'no' }), 'bad_key run')
  t.equal(claude({ is_error: true, result: 'Not logged in · Please run /login' }), 'bad_key run')
  t.equal(claude({ is_error: true, result: 'Credit balance is too low' }), 'no_credit run')
  t.equal(claude({ is_error: true, subtype: 'error_during_execution' }), 'backend_error attempt')
  t.equal(claude({ result: '', stop_reason: 'refusal' }), 'refused record')
  t.equal(claude({ result: ' ' }), 'empty record')
  t.equal(
    code(() => readClaudeCli('', 'Error: boom', exited(1))),
    'backend_error attempt',
  )

  const gemini = (message: string, status: number, exit: number) =>
    code(() =>
      readGeminiCli(
        '',
        `noise\n{\n  "session_id": "x",\n  "error": { "type": "E", "message": "${message}", "code": ${status} }\n}`,
        exited(exit),
      ),
    )
  t.equal(gemini('slow', 429, 1), 'rate_limited attempt')
  t.equal(gemini('no model', 404, 1), 'unknown_model run')
  t.equal(gemini('who', 41, 41), 'bad_key run')
  t.equal(gemini('busy', 503, 1), 'overloaded attempt')
  t.equal(
    code(() => readGeminiCli('', 'boom', exited(1))),
    'backend_error attempt',
  )
  t.equal(
    code(() => readGeminiCli('{"response":""}', '', exited(0))),
    'empty record',
  )
})
