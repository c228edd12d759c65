import { openaiBatches } from '../batch/openai.ts'
import { defaultModels } from './defaults.ts'
import { postJson, raise, readObject } from './http-answer.ts'
import { findKey, missingKey } from './keys.ts'
import { openaiRates } from './openai-rates.ts'
import { classifyOpenai, dialectOf, openaiRequest, readCompletion } from './openai-wire.ts'
import { defineBackend } from './types.ts'

const variables = ['OPENAI_API_KEY']
const official = 'https://api.openai.com/v1'

export const openai = defineBackend({
  name: 'openai',
  summary: 'the chat API of OpenAI, and any server that speaks it (--base-url)',
  create(settings) {
    const model = settings.model ?? defaultModels.openai
    const base = (settings.baseUrl ?? settings.env.OPENAI_BASE_URL ?? official).replace(/\/+$/, '')
    const key = findKey({ variables, ...settings })
    const dialect = dialectOf(model)
    return {
      name: 'openai',
      model,
      ...(dialect === 'openai' && { contextTokens: /gpt-4o|gpt-5|o[34]/.test(model) ? 128_000 : 400_000 }),
      priceProvider: 'openai',
      prepare() {
        // A server of one's own wants no key.
        if (!key && base === official) throw missingKey('openai', variables)
      },
      request: question => openaiRequest(model, question, dialect),
      batches: openaiBatches(base, { headers: key ? { authorization: `Bearer ${key}` } : {}, key }),
      async send(request, _question, attempt) {
        const response = await postJson({
          url: `${base}/chat/completions`,
          headers: key ? { authorization: `Bearer ${key}` } : {},
          body: request,
          key,
          attempt,
        })
        attempt.report(openaiRates(response.headers))
        if (response.status !== 200) raise('openai', response, classifyOpenai(response))
        return readCompletion(readObject(response))
      },
    }
  },
})
