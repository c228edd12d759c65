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

t.test('a program that is not there ends the run', async t => {
  const folder = t.testdir()
  const env = { PATH: folder, MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const result = await run('describe', ['--llm', 'claude-cli', '--transcripts', 'off'], {
    env,
    input: lines(sample('a')),
  })
  t.match(result, { code: 2, stderr: /cannot run claude: it is not installed/ })
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
  const claude = (part: object) => code(() => readClaudeCli(JSON.stringify({ type: 'result', ...part }), ''))
  t.equal(claude({ result: 'x' }), 'answered')
  t.equal(claude({ is_error: true, api_error_status: 429, result: 'slow' }), 'rate_limited attempt')
  t.equal(claude({ is_error: true, api_error_status: 401, result: 'no' }), 'bad_key run')
  t.equal(claude({ is_error: true, result: 'Not logged in · Please run /login' }), 'bad_key run')
  t.equal(claude({ is_error: true, result: 'Credit balance is too low' }), 'no_credit run')
  t.equal(claude({ is_error: true, subtype: 'error_during_execution' }), 'backend_error attempt')
  t.equal(claude({ result: '', stop_reason: 'refusal' }), 'refused record')
  t.equal(claude({ result: ' ' }), 'empty record')
  t.equal(
    code(() => readClaudeCli('', 'Error: boom')),
    'backend_error attempt',
  )

  const gemini = (message: string, status: number, exit: number) =>
    code(() =>
      readGeminiCli(
        '',
        `noise\n{\n  "session_id": "x",\n  "error": { "type": "E", "message": "${message}", "code": ${status} }\n}`,
        exit,
      ),
    )
  t.equal(gemini('slow', 429, 1), 'rate_limited attempt')
  t.equal(gemini('no model', 404, 1), 'unknown_model run')
  t.equal(gemini('who', 41, 41), 'bad_key run')
  t.equal(gemini('busy', 503, 1), 'overloaded attempt')
  t.equal(
    code(() => readGeminiCli('', 'boom', 1)),
    'backend_error attempt',
  )
  t.equal(
    code(() => readGeminiCli('{"response":""}', '', 0)),
    'empty record',
  )
})
