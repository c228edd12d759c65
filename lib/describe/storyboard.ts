/** The seam between the storyboard backend and the room that has the words. */
import { describeFromStoryboard, type Scene } from '../storyboard/prose.ts'

/** Undefined where the program shows nothing that could be told, or the features are not of our making. */
export function storyboardProse(feature: (name: string) => unknown): string | undefined {
  const read = <K extends keyof Scene>(name: K) => feature(name) as Scene[K]
  const storyboard = read('storyboard')
  const strings = read('strings')
  if (!Array.isArray(storyboard) || !Array.isArray(strings)) return undefined
  return (
    describeFromStoryboard({
      storyboard,
      strings,
      has_animations: read('has_animations'),
      // Asked for by the few scenes whose course is not known.
      get mobjects() {
        return read('mobjects')
      },
      get plays() {
        return read('plays')
      },
      get error() {
        return read('error')
      },
    }) || undefined
  )
}
