/** Samples from one source tree: the slicer's programs with what is known of where they are from. */
import type { PythonParser } from '../python/parser.ts'
import { placeholderDescription, type Sample } from '../sample.ts'
import { openProject, type SceneRef, type Slice } from '../slice/project.ts'
import { embeddedCandidates } from './embedded.ts'
import { type CheckoutFiles, type Problem, readCheckout } from './files.ts'
import { createLicenseFinder, type License } from './license.ts'
import { createConfigFinder, type PictureConfig } from './manim-cfg.ts'
import { type FindOrigin, originsOf } from './origin.ts'
import type { Tree } from './resolve.ts'
import type { Candidate } from './select.ts'
import { isBelow, rowFor } from './source.ts'

/** What is known of the tree's files, whatever is in them. */
export interface Known {
  licenseOf(path: string): License
  originOf: FindOrigin
  configOf(path: string): PictureConfig | undefined
}

export interface Slicing {
  pruneMethods: boolean
  raw: boolean
}

/** One candidate for each scene, in the order of files and lines. `problems` is complete once they are all taken. */
export async function readTree(
  tree: Tree,
  parser: PythonParser,
  slicing: Slicing,
  signal: AbortSignal,
): Promise<{ candidates: Iterable<Candidate>; problems: readonly Problem[] }> {
  const files = readCheckout(tree.root)
  const known: Known = {
    licenseOf: createLicenseFinder(files),
    configOf: createConfigFinder(files),
    originOf: await originsOf(tree, files.checkouts, signal),
  }
  const problems: Problem[] = []
  const { embedded } = tree.source

  function* scenes(): Generator<Candidate> {
    const project = openProject(files, parser, { scenesIn: path => isWanted(tree, files, path) })
    const drawnOn = new Set<string>()
    for (const scene of project.scenes()) {
      const slice = project.slice(scene, slicing)
      for (const path of [scene.path, ...slice.inlined_files]) drawnOn.add(path)
      const sample = sampleOf(tree, scene, slice, known)
      yield { sample, isBareBase: scene.playsNothing && scene.isBase }
    }
    for (const problem of project.problems) {
      // Listings and templates are no Python, and lack nothing: no scene can be in them.
      const isHarmless = !drawnOn.has(problem.path) && hasNoClass(files.read(problem.path))
      problems.push(isHarmless ? { ...problem, isNote: true } : problem)
    }
    project.close()
  }
  function* candidates(): Generator<Candidate> {
    if (embedded) yield* embeddedCandidates(tree, embedded, files, parser, known, slicing)
    else yield* scenes()
    problems.unshift(...files.problems)
  }
  return { candidates: candidates(), problems }
}

function hasNoClass(text: string | undefined): boolean {
  return text !== undefined && !/\bclass\s+\w/.test(text)
}

/** Whether the file's own programs are asked for. What links show again is not, unless by that name. */
export function isWanted({ repository, only }: Tree, files: CheckoutFiles, path: string): boolean {
  if (path === only) return true
  if (files.isLink(path) || (only !== undefined && !isBelow(path, only))) return false
  if (repository.include && !repository.include.some(folder => isBelow(path, folder))) return false
  return !repository.exclude?.some(folder => isBelow(path, folder))
}

export function sampleOf(tree: Tree, scene: SceneRef, slice: Slice, known: Known): Sample {
  const { source } = tree
  const { code, ...needs } = slice
  const license = known.licenseOf(scene.path)
  const video = rowFor(source.videos, scene.path, scene.name)
  const context = rowFor(source.contexts, scene.path, scene.name)
  const ordinal = scene.ordinal > 1 ? `~${scene.ordinal}` : ''
  return {
    id: `${source.id}/${scene.path}#${scene.name}${ordinal}`,
    description: placeholderDescription,
    code,
    source: source.id,
    metadata: {
      scene: scene.name,
      file: scene.path,
      lines: scene.lines,
      ...known.originOf(scene.path, scene.lines),
      license: license.id,
      license_file: license.file,
      flavor: scene.flavor,
      ...needs,
      // The other libraries read other files.
      manim_cfg: scene.flavor === 'manimce' ? known.configOf(scene.path) : undefined,
      youtube_url: video?.url,
      video_title: video?.title,
      original_context: context?.text,
      video: video && {
        playlist: video.playlist,
        episode: video.episode,
        confidence: video.confidence,
        basis: video.basis,
      },
      needs_description: true,
    },
  }
}
