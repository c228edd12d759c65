/** The seam between the storyboard backend and the room that has the words. */
import type { CodeFeatures } from '../features/types.ts'
import { describeFromStoryboard } from '../storyboard/prose.ts'

/** Undefined where the program shows nothing that could be told, or `features` are not of our making. */
export function storyboardProse(features: unknown): string | undefined {
  const { storyboard, strings } = (features ?? {}) as Partial<CodeFeatures>
  if (!Array.isArray(storyboard) || !Array.isArray(strings)) return undefined
  return describeFromStoryboard(features as CodeFeatures) || undefined
}
