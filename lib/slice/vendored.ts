/** A copy of Manim inside a repository: its scenes are the library's own, not the repository's. */
import type { Problem } from './facts.ts'
import { MANIM_LINES } from './libraries.ts'
import { parent } from './locate.ts'

/** Tells whether a path belongs to a copy; each copy is reported once. */
export function copiesOfManim(
  paths: readonly string[],
  report: (problem: Problem) => void,
): (path: string) => boolean {
  const copies: string[] = []
  for (const path of paths) {
    const found = /^(?:(.*)\/)?(\w+)\/__init__\.py$/.exec(path)
    if (!found || !MANIM_LINES.has(found[2]!)) continue
    const folder = parent(path)
    // A folder of that name is the library only if the library's core is in it.
    if (!paths.includes(`${folder}/scene/scene.py`)) continue
    copies.push(folder)
    report({ path: folder, message: 'a copy of Manim: its own scenes are left out' })
  }
  return path => copies.some(folder => path.startsWith(`${folder}/`))
}
