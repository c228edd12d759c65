/** What a source of programs is: data about repositories and videos, and a hook for what data cannot say. */
import type { Sample } from '../sample.ts'

export interface Repository {
  /** As `git clone` takes it. */
  url?: string
  /** Or a folder on this machine, relative to the plugin's own file. */
  folder?: string
  /** The full hash that is read unless --ref says otherwise. */
  commit?: string
  /** Only files below one of these paths; all of them by default. */
  include?: readonly string[]
  /** Nothing below one of these paths. */
  exclude?: readonly string[]
}

/** What is known of the video that some files made. A field that is not known stays absent. */
export interface Video {
  /** Paths, or the beginnings of paths, in the repository. */
  files: readonly string[]
  /** Only these scene classes; all by default. */
  scenes?: readonly string[]
  url?: string
  title?: string
  playlist?: string
  episode?: number
  /** How sure the match of files and video is, and what it rests on. */
  confidence?: 'high' | 'medium' | 'low'
  basis?: string
}

/** `original_context` of the samples from some files. */
export interface Context {
  files: readonly string[]
  text: string
}

export interface Source {
  /** Lower-case letters, digits and underscores: the sample's `source`. */
  id: string
  title: string
  repositories: readonly Repository[]
  /** SPDX id, `NONE` or `LicenseRef-…`, as found when the source was added. Samples carry what is found on extraction. */
  license: string
  /** Samples to expect with --all. */
  expected?: number
  /** Where two sources hold the same program, the one with the higher priority is kept. */
  priority?: number
  videos?: readonly Video[]
  contexts?: readonly Context[]
  /** The last word on a sample: changed, or undefined to leave it out. */
  transform?(sample: Sample): Sample | undefined
}

/** Types a source. A file that exports one as its default is a plugin: `extract ./my-source.mjs`. */
export function defineSource(source: Source): Source {
  return source
}

/** The first row that speaks of `path`, by whole path or by leading folders; a row for the scene itself comes first. */
export function rowFor<R extends { files: readonly string[]; scenes?: readonly string[] }>(
  rows: readonly R[] | undefined,
  path: string,
  scene: string,
): R | undefined {
  const matching = rows?.filter(row => row.files.some(prefix => isBelow(path, prefix))) ?? []
  return matching.find(row => row.scenes?.includes(scene)) ?? matching.find(row => !row.scenes)
}

/** Is `path` that path, or below that folder? */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}
