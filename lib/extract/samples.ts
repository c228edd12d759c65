/** Samples from one source tree: the slicer's programs with what is known of where they are from. */
import { reasonFor } from '../needs.ts'
import type { PythonParser } from '../python/parser.ts'
import { placeholderDescription, type Sample } from '../sample.ts'
import { openProject, type Project, type SceneRef } from '../slice/project.ts'
import { readCheckout } from './files.ts'
import { createLicenseFinder, type License } from './license.ts'
import { permalink } from './origin.ts'
import type { Tree } from './resolve.ts'
import type { Candidate } from './select.ts'
import { isBelow, rowFor } from './source.ts'

export interface Slicing {
  pruneMethods: boolean
  raw: boolean
}

export interface Problem {
  path: string
  line?: number
  message: string
}

/** One candidate for each scene, in the order of files and lines. `problems` is complete once they are all taken. */
export function readTree(
  tree: Tree,
  parser: PythonParser,
  slicing: Slicing,
): { candidates: Iterable<Candidate>; problems: readonly Problem[] } {
  const files = readCheckout(tree.root)
  const project = openProject(files, parser, { scenesIn: path => isWanted(tree, path) })
  const licenseOf = createLicenseFinder(files)
  const problems: Problem[] = []

  function* candidates(): Generator<Candidate> {
    for (const scene of project.scenes()) {
      const sample = sampleOf(tree, project, scene, licenseOf(scene.path), slicing)
      yield { sample: finish(tree, sample), isBareBase: scene.playsNothing && scene.isBase }
    }
    problems.push(...files.problems, ...project.problems)
    project.close()
  }
  return { candidates: candidates(), problems }
}

function isWanted({ repository, only }: Tree, path: string): boolean {
  if (only !== undefined) return path === only
  if (repository.include && !repository.include.some(folder => isBelow(path, folder))) return false
  return !repository.exclude?.some(folder => isBelow(path, folder))
}

function sampleOf(tree: Tree, project: Project, scene: SceneRef, license: License, slicing: Slicing): Sample {
  const { source } = tree
  const { code, ...needs } = project.slice(scene, slicing)
  const file = tree.prefix + scene.path
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
      repository: tree.address,
      commit: tree.commit,
      permalink: permalink(tree.address, tree.commit, file, scene.lines),
      license: license.id,
      license_file: license.file,
      flavor: scene.flavor,
      ...needs,
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

/** The source's last word, and a flag that fits the description that it gave. */
function finish({ source }: Tree, sample: Sample): Sample | undefined {
  const last = source.transform ? source.transform(sample) : sample
  if (!last) return undefined
  const needs = reasonFor(last.description, { minLength: 0, genericPatterns: [] }) !== undefined
  return { ...last, metadata: { ...last.metadata, needs_description: needs } }
}
