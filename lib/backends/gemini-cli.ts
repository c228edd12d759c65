import { hash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Usage } from '../cache/types.ts'
import { AskError } from '../engine/ask-error.ts'
import { type ChildEnd, childEnvironment, noResult, objectIn, runChild, temporaryFolder } from './child.ts'
import { defaultModels } from './defaults.ts'
import { classifyGemini } from './gemini-wire.ts'
import { billed, type Classified, number, object, text, toldUsage } from './http-answer.ts'
import { findKey, missingKey, redact } from './keys.ts'
import { transcriptOf, withSchemaInWords } from './question-text.ts'
import { defineBackend, type Reply } from './types.ts'

const variables = ['GEMINI_API_KEY', 'GOOGLE_API_KEY']

/** `gemini -p`. It takes seconds to start and tells the model of the folder it is in: an empty one, and a home of its own. */
export const geminiCli = defineBackend({
  name: 'gemini-cli',
  summary: 'the gemini program (gemini -p)',
  create({ env, baseUrl, keyFile, model = defaultModels['gemini-cli'], note }) {
    const key = findKey({ variables, keyFile, env, note })
    const room = { home: '', work: '' }
    const prepareRoom = () => {
      room.home = temporaryFolder()
      room.work = join(room.home, 'work')
      mkdirSync(join(room.home, '.gemini'))
      mkdirSync(room.work)
      const settings = {
        privacy: { usageStatisticsEnabled: false },
        security: { auth: { selectedType: 'gemini-api-key' } },
      }
      writeFileSync(join(room.home, '.gemini', 'settings.json'), JSON.stringify(settings))
    }
    const rules = new Set<string>()
    /** The program takes them as a file. A prompt may have others for each sample, and several are asked at once. */
    const rulesFile = (system: string) => {
      const path = join(room.home, `${hash('sha256', system, 'hex').slice(0, 32)}.md`)
      if (!rules.has(path)) writeFileSync(path, system)
      rules.add(path)
      return path
    }
    return {
      name: 'gemini-cli',
      model,
      contextTokens: 1_000_000,
      priceProvider: 'google',
      prepare() {
        if (!key) throw missingKey('gemini-cli', variables)
      },
      request: question => ({
        model,
        system: question.system,
        prompt: withSchemaInWords(transcriptOf(question), question),
      }),
      async send(_request, question, { signal, timeoutMs }) {
        if (!room.home) prepareRoom()
        const { stdout, stderr, ...end } = await runChild({
          command: 'gemini',
          // Without a model it would ask another one first which to take.
          args: ['--output-format', 'json', '-m', model, '--skip-trust'],
          input: withSchemaInWords(transcriptOf(question), question),
          cwd: room.work,
          signal,
          timeoutMs,
          env: childEnvironment(env, [], {
            HOME: room.home,
            ...(key && { GEMINI_API_KEY: key }),
            GEMINI_SYSTEM_MD: rulesFile(question.system),
            ...(baseUrl && { GOOGLE_GEMINI_BASE_URL: baseUrl }),
          }),
        })
        return readGeminiCli(redact(stdout, key), redact(stderr, key), end)
      },
    }
  },
})

export function readGeminiCli(stdout: string, stderr: string, end: ChildEnd): Reply {
  const result = objectIn(stdout)
  if (!result) raiseCli(stderr, end)
  const models = Object.entries(object(object(result!.stats).models))
  const usage = toldUsage(models.map(([, stats]) => usageOf(stats)).reduce(add, { input: 0, output: 0 }))
  const answer = text(result!.response) ?? ''
  if (answer.trim() === '') {
    throw new AskError('empty', 'the model answered with nothing', { reach: 'record', ...billed(usage) })
  }
  const model = models[0]?.[0]
  return { text: answer, finishReason: 'end', ...(usage && { usage }), ...(model && { model }) }
}

function usageOf(stats: unknown): Usage {
  const tokens = object(object(stats).tokens)
  const cached = number(tokens.cached)
  return {
    input: Math.max(0, number(tokens.prompt) - cached),
    output: number(tokens.candidates) + number(tokens.thoughts),
    ...(cached > 0 && { cache_read: cached }),
  }
}

function add(one: Usage, other: Usage): Usage {
  const cached = (one.cache_read ?? 0) + (other.cache_read ?? 0)
  return {
    input: one.input + other.input,
    output: one.output + other.output,
    ...(cached > 0 && { cache_read: cached }),
  }
}

/** On failure stdout is empty, and the error stands as JSON at the end of stderr, behind whatever else was said. */
function raiseCli(stderr: string, end: ChildEnd): never {
  const { code } = end
  const at = Math.max(0, stderr.lastIndexOf('\n{\n  "session_id"'))
  const error = object(objectIn(stderr.slice(at))?.error)
  const message = text(error.message)?.slice(0, 300)
  const said = message ? `gemini: ${message}` : noResult('gemini', stderr, end)
  const status = statusOf(error.code, stderr)
  const how: Classified =
    code === 41
      ? { code: 'bad_key', reach: 'run', advice: 'check the key' }
      : code === 52
        ? { code: 'bad_setup', reach: 'run', advice: 'check the settings of the gemini program' }
        : status >= 400
          ? classifyGemini({ status, headers: {}, text: JSON.stringify({ error: { message } }) })
          : { code: 'backend_error', reach: 'attempt', maybeBilled: true }
  throw new AskError(how.code, `${said}${how.advice ? `; ${how.advice}` : ''}`, {
    reach: how.reach,
    ...(how.overload && { overload: true }),
    ...(how.maybeBilled && { maybeBilled: true }),
    ...(how.retryAfterMs !== undefined && { retryAfterMs: how.retryAfterMs }),
  })
}

/** The program's own exit codes stand in the same place as the server's; those are below 400. */
function statusOf(code: unknown, stderr: string): number {
  if (number(code) >= 400) return number(code)
  return Number(/"code":\s*([45]\d\d)/.exec(stderr)?.[1] ?? 0)
}
