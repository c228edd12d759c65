/** The seam between the storyboard backend and the room that has the words. */
import { describeFromStoryboard, type Scene } from '../storyboard/prose.ts'

/** Undefined where the program shows nothing that could be told, or the features are not of our making. */
export function storyboardProse(feature: (name: string) => unknown): string | undefined {
  const scene: Record<keyof Scene, unknown> = {
    storyboard: feature('storyboard'),
    strings: feature('strings'),
    has_animations: feature('has_animations'),
    mobjects: feature('mobjects'),
    plays: feature('plays'),
    error: feature('error'),
  }
  if (!Array.isArray(scene.storyboard) || !Array.isArray(scene.strings)) return undefined
  return describeFromStoryboard(scene as Scene) || undefined
}
