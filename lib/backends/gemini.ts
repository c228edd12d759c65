import { geminiBatches } from '../batch/gemini.ts'
import { defaultModels } from './defaults.ts'
import { classifyGemini, geminiRequest, readGeminiResponse } from './gemini-wire.ts'
import { postJson, raise, readObject } from './http-answer.ts'
import { findKey, missingKey } from './keys.ts'
import { defineBackend } from './types.ts'

const variables = ['GEMINI_API_KEY', 'GOOGLE_API_KEY']

export const gemini = defineBackend({
  name: 'gemini',
  summary: 'the Gemini API of Google',
  create(settings) {
    const model = settings.model ?? defaultModels.gemini
    const base = geminiBase(settings.baseUrl ?? settings.env.GOOGLE_GEMINI_BASE_URL)
    const key = findKey({ variables, ...settings })
    return {
      name: 'gemini',
      model,
      contextTokens: 1_000_000,
      priceProvider: 'google',
      prepare() {
        if (!key) throw missingKey('gemini', variables)
      },
      // The model stands in the URL and not in the body: the name of the answer must hold it too.
      request: question => geminiRequest(model, question),
      batches: geminiBatches(base, model, { headers: { 'x-goog-api-key': key ?? '' }, key }),
      async send(request, _question, attempt) {
        const response = await postJson({
          url: `${base}/v1beta/models/${encodeURIComponent(model)}:generateContent`,
          headers: { 'x-goog-api-key': key ?? '' },
          body: request,
          key,
          attempt,
        })
        if (response.status !== 200) raise('gemini', response, classifyGemini(response))
        return readGeminiResponse(readObject(response))
      },
    }
  },
})

export function geminiBase(url = 'https://generativelanguage.googleapis.com'): string {
  return url.replace(/\/+$/, '').replace(/\/v1beta$/, '')
}
