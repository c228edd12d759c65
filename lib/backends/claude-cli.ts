import { AskError } from '../engine/ask-error.ts'
import { type ChildEnd, childEnvironment, noResult, runChild, temporaryFolder } from './child.ts'
import { claudeUsage } from './claude-wire.ts'
import { defaultModels } from './defaults.ts'
import {
  billed,
  type Classified,
  classifyStatus,
  type Json,
  number,
  object,
  parseObject,
  text,
  toldUsage,
} from './http-answer.ts'
import { findKey, redact } from './keys.ts'
import { transcriptOf, withSchemaInWords } from './question-text.ts'
import { defineBackend, type Reply } from './types.ts'

/** `claude -p`: where a subscription pays, or nothing but the program is there. */
export const claudeCli = defineBackend({
  name: 'claude-cli',
  summary: 'the claude program (claude -p)',
  create({ env, baseUrl, keyFile, model = defaultModels['claude-cli'], note }) {
    const key = findKey({ variables: ['ANTHROPIC_API_KEY'], keyFile, env, note })
    // With a key, nothing of the person's own settings; a login works only with these left in.
    const mode = key ? ['--bare'] : ['--safe-mode']
    let folder: string | undefined
    return {
      name: 'claude-cli',
      model,
      contextTokens: /haiku-4-5/.test(model) ? 200_000 : 1_000_000,
      priceProvider: 'anthropic',
      // What the program adds by itself (a date, a folder) is no part of the answer's name.
      request: question => ({
        model,
        system: question.system,
        prompt: withSchemaInWords(transcriptOf(question), question),
        effort: question.effort ?? null,
      }),
      async send(_request, question, { signal, timeoutMs }) {
        folder ??= temporaryFolder()
        const args = ['-p', '--output-format', 'json', ...mode, '--tools', '', '--no-session-persistence']
        args.push('--model', model, '--system-prompt', question.system)
        // Not --json-schema: an answer that misses it is asked for again by the program itself, twice the price unseen.
        if (question.effort) args.push('--effort', question.effort)
        const { stdout, stderr, ...end } = await runChild({
          command: 'claude',
          args,
          input: withSchemaInWords(transcriptOf(question), question),
          cwd: folder,
          signal,
          timeoutMs,
          env: childEnvironment(env, ['CLAUDE_CONFIG_DIR'], {
            ...(key && { ANTHROPIC_API_KEY: key }),
            ...(baseUrl && { ANTHROPIC_BASE_URL: baseUrl }),
            // Attempts are counted and spaced by us.
            CLAUDE_CODE_MAX_RETRIES: '0',
            CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
            DISABLE_AUTOUPDATER: '1',
          }),
        })
        return readClaudeCli(redact(stdout, key), redact(stderr, key), end)
      },
    }
  },
})

export function readClaudeCli(stdout: string, stderr: string, end: ChildEnd): Reply {
  const result = resultIn(stdout)
  if (!result) {
    throw new AskError('backend_error', noResult('claude', stderr, end), {
      reach: 'attempt',
      maybeBilled: true,
    })
  }
  const usage = toldUsage(claudeUsage(object(result.usage)))
  const cost = typeof result.total_cost_usd === 'number' ? result.total_cost_usd : undefined
  const bill = { ...(usage && { usage }), ...(cost !== undefined && { cost }) }
  if (result.is_error === true) raiseCli(result, bill)
  const reason = text(result.stop_reason) ?? 'end_turn'
  const fail = (code: string, why: string): never => {
    throw new AskError(code, why, { reach: 'record', ...billed(usage), ...bill })
  }
  if (reason === 'refusal') fail('refused', 'the model refused')
  if (reason === 'max_tokens') fail('truncated', 'the answer was cut at the most tokens allowed')
  const structured = result.structured_output
  const answer = structured ? JSON.stringify(structured) : (text(result.result) ?? '')
  if (answer.trim() === '') fail('empty', 'the model answered with nothing')
  const model = Object.keys(object(result.modelUsage))[0]
  return { text: answer, finishReason: reason, ...bill, ...(model && { model }) }
}

/** The last line that is one: news of an update may stand behind it. */
function resultIn(stdout: string): Json | undefined {
  const objects = stdout
    .split('\n')
    .map(parseObject)
    .filter(found => found !== undefined)
  return objects.findLast(({ type }) => type === 'result') ?? objects.at(-1)
}

function raiseCli(result: Json, bill: Pick<Reply, 'usage' | 'cost'>): never {
  const said = (
    text(result.result) ?? String((result.errors as unknown[] | undefined)?.[0] ?? result.subtype)
  ).slice(0, 300)
  const status = number(result.api_error_status)
  const how: Classified = /not logged in|\/login/i.test(said)
    ? { code: 'bad_key', reach: 'run', advice: 'log in with the claude program, or set ANTHROPIC_API_KEY' }
    : /credit balance/i.test(said)
      ? { code: 'no_credit', reach: 'run', advice: 'add credit, then run this again' }
      : /usage limit|limit reached/i.test(said)
        ? { code: 'spend_limit', reach: 'run', advice: 'run this again when the limit is over' }
        : status > 0
          ? classifyStatus(status)
          : { code: 'backend_error', reach: 'attempt' }
  throw new AskError(how.code, how.advice ? `claude: ${said}; ${how.advice}` : said, {
    reach: how.reach,
    ...(how.overload && { overload: true }),
    ...bill,
  })
}
