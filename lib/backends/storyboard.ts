import { AskError } from '../engine/ask-error.ts'
import { defineBackend } from './types.ts'

export const storyboard = defineBackend({
  name: 'storyboard',
  summary: 'offline: plain prose from the order of what the program creates, transforms and removes',
  async create({ loadProse }) {
    const proseOf = await loadProse()
    return {
      name: 'storyboard',
      model: 'prose',
      isLocal: true,
      // The prose costs nothing to make, so it is the request itself: better wording in a later release is then a
      // different request, and no cache has to be told.
      request: ({ sample }) => ({ prose: proseOf(sample.feature) ?? null }),
      async send(request) {
        const { prose } = request as { prose: string | null }
        if (prose) return { text: prose, finishReason: 'end' }
        throw new AskError('no_storyboard', 'the program shows nothing that could be told', {
          reach: 'record',
        })
      },
    }
  },
})
