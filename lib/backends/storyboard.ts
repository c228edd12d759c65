import { AskError } from '../engine/ask-error.ts'
import { defineBackend } from './types.ts'

/** Raised when the prose changes: answers of the old kind are then asked for anew. */
const version = 1

export const storyboard = defineBackend({
  name: 'storyboard',
  summary: 'offline: plain prose from the order of what the program creates, transforms and removes',
  create({ describeFromStoryboard }) {
    return {
      name: 'storyboard',
      model: `v${version}`,
      isLocal: true,
      request: ({ sample }) => ({ storyboard: version, features: sample.features ?? null }),
      async send(_request, { sample }) {
        const text = describeFromStoryboard(sample.features, sample.code)
        if (text) return { text, finishReason: 'end' }
        throw new AskError('no_storyboard', 'the program shows nothing that could be told', {
          reach: 'record',
        })
      },
    }
  },
})
