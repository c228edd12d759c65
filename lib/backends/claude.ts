import { claudeBatches } from '../batch/claude.ts'
import { claudeRates } from './claude-rates.ts'
import { classifyClaude, claudeRequest, readClaudeMessage } from './claude-wire.ts'
import { defaultModels } from './defaults.ts'
import { postJson, raise, readObject } from './http-answer.ts'
import { findKey, missingKey } from './keys.ts'
import { defineBackend } from './types.ts'

const variables = ['ANTHROPIC_API_KEY']
/** The first version on which sampling parameters are refused for every model; we send none. */
export const apiVersion = '2026-10-21'

export const claude = defineBackend({
  name: 'claude',
  summary: 'the Messages API of Anthropic',
  create(settings) {
    const model = settings.model ?? defaultModels.claude
    const base = (settings.baseUrl ?? settings.env.ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com').replace(
      /\/+$/,
      '',
    )
    const key = findKey({ variables, ...settings })
    return {
      name: 'claude',
      model,
      contextTokens: /haiku-4-5/.test(model) ? 200_000 : 1_000_000,
      priceProvider: 'anthropic',
      prepare() {
        if (!key) throw missingKey('claude', variables)
      },
      request: question => claudeRequest(model, question),
      batches: claudeBatches(base, {
        headers: { 'x-api-key': key ?? '', 'anthropic-version': apiVersion },
        key,
      }),
      async send(request, _question, attempt) {
        const response = await postJson({
          url: `${base}/v1/messages`,
          headers: { 'x-api-key': key ?? '', 'anthropic-version': apiVersion },
          body: request,
          key,
          attempt,
        })
        attempt.report(claudeRates(response.headers))
        if (response.status !== 200) raise('claude', response, classifyClaude(response))
        return readClaudeMessage(readObject(response))
      },
    }
  },
})
