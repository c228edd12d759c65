/** A program that somebody else put together: kept as it stands, with what the slicer finds it to need. */
import type { PythonParser } from '../python/parser.ts'
import { openProject, type SceneRef, type Slice } from '../slice/project.ts'
import type { Slicing } from './samples.ts'

export interface WholeProgram {
  scene: SceneRef
  slice: Slice
}

/**
 * The program's scene is the class called `name`, else the last scene class: Manim programs build up to it. Undefined
 * where there is none. --raw and --prune-methods cut as they do in a repository.
 */
export function readWhole(
  code: string,
  parser: PythonParser,
  slicing: Slicing,
  name?: string,
): WholeProgram | undefined {
  const files = { list: () => ['program.py'], read: () => code }
  const project = openProject(files, parser)
  try {
    const scenes = project.scenes()
    const scene = (name && scenes.findLast(found => found.name === name)) || scenes.at(-1)
    if (!scene) return undefined
    const slice = project.slice(scene, { ...slicing, whole: !slicing.raw && !slicing.pruneMethods })
    const [first] = project.problems
    if (first && slice.problem === undefined) {
      // Broken where no statement stands, as between two of them.
      slice.problem = `${first.line === undefined ? '' : `line ${first.line}: `}${first.message}`
      slice.self_contained = false
    }
    // Nothing is renamed in a text that stays as it is.
    if (slice.code === code) slice.renamed = []
    return { scene, slice: { ...slice, ...withoutPath(slice.problem) } }
  } finally {
    project.close()
  }
}

/** `program.py` is a name of ours, and no file that anybody could open. */
function withoutPath(problem: string | undefined): { problem?: string } {
  return problem === undefined ? {} : { problem: problem.replace(/^program\.py:(\d+): /, 'line $1: ') }
}
