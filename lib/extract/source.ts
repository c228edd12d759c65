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

/** A program inside another file: an example in a docstring, a listing in a text. */
export interface EmbeddedProgram {
  /** The class that is shown. */
  scene: string
  code: string
  /** First and last line in the file. */
  lines: [number, number]
  /** Added to the sample's. */
  metadata?: Record<string, unknown>
  /** A line that gives a name which the program lacks, put behind its first line and told in `added_imports`. */
  importFor?(name: string): string | undefined
}

/** How the programs of a repository are found where they are no Python files of their own. */
export interface Embedded {
  /** Of the files that are read, for example `.rst`. */
  extensions: readonly string[]
  programs(path: string, text: string): Iterable<EmbeddedProgram>
}

/** Another source that holds some of the same programs, so that training on one spoils testing on the other. */
export interface Overlap {
  source: string
  /** How many of whose programs, in words. */
  extent: string
}

export interface RepositorySource extends SourceFacts {
  repositories: readonly Repository[]
  /** The samples are these, and not the scene classes of the repositories' files. */
  embedded?: Embedded
}

interface SourceFacts {
  /** Lower-case letters, digits and underscores: the sample's `source`. */
  id: string
  title: string
  /** SPDX id, `NONE` or `LicenseRef-…`, as found when the source was added. Samples carry what is found on extraction. */
  license: string
  /** Samples to expect with --all. */
  expected?: number
  /** Which to prefer of two sources that hold the same program; `extract --list` shows it. */
  priority?: number
  overlaps?: readonly Overlap[]
  /** A program that came before in the source, character for character, is left out. */
  distinct?: boolean
  videos?: readonly Video[]
  contexts?: readonly Context[]
  /** The last word on a sample: changed, or undefined to leave it out. */
  transform?(sample: Sample): Sample | undefined
}

/** Rows of a table, each with a program and perhaps a text. */
export interface DatasetSource extends SourceFacts {
  dataset: Dataset
}

/** Where a dataset is, one of `huggingface`, `kaggle` and `file`, and what its columns mean. */
export interface Dataset {
  /** `owner/name` */
  huggingface?: string
  /** `owner/name` */
  kaggle?: string
  /** A file on this machine, relative to the plugin's own file. */
  file?: string
  /** Of the files of a Kaggle archive; the only one that is a table by default. */
  member?: string
  /** On Hugging Face; all by default. */
  config?: string
  split?: string
  /** Columns, the first that is there counts; dotted paths reach into objects. */
  fields?: {
    code?: readonly string[]
    description?: readonly string[]
    /** Becomes `original_context`. */
    context?: readonly string[]
  }
  /** Its descriptions are not to be trusted: new ones are wanted, whatever there is. */
  wantsDescription?: boolean
  /** Mends what went wrong with all programs of the dataset. */
  cleanCode?(code: string): string
}

export type Source = RepositorySource | DatasetSource

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
