/** Finds sources: ours by looking into lib/sources/, a user's own by its path. Adding a source is adding a file. */
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { messageOf, UsageError } from '../errors.ts'
import { importPlugin } from '../plugin.ts'
import type { DatasetSource, Repository, RepositorySource, Source } from './source.ts'

const folder = new URL('../sources/', import.meta.url)

/** All of ours, by id. */
export async function builtInSources(): Promise<readonly Source[]> {
  const files = readdirSync(folder).filter(name => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
  const sources = await Promise.all(files.map(name => load(name, folder, importOurs)))
  return sources.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function importOurs(name: string): Promise<unknown> {
  const module: { default?: unknown } = await import(new URL(name, folder).href)
  return module.default
}

export async function findSource(id: string): Promise<Source | undefined> {
  return (await builtInSources()).find(source => source.id === id)
}

/** Throws UsageError where the file is no source. */
export function loadPlugin(path: string): Promise<Source> {
  return load(path, new URL('.', pathToFileURL(resolve(path))), importPlugin)
}

async function load(
  name: string,
  base: URL,
  importDefault: (name: string) => Promise<unknown>,
): Promise<Source> {
  let source: unknown
  try {
    source = await importDefault(name)
  } catch (error) {
    throw new UsageError(`cannot load the source ${name}: ${messageOf(error)}`, { cause: error })
  }
  const problem = problemOf(source)
  if (problem) throw new UsageError(`${name} is no source: ${problem}`)
  return withFolders(source as Source, base)
}

/** Paths are relative to the file that names them, wherever it is loaded from. */
function withFolders(source: Source, base: URL): Source {
  const at = (path: string) => resolve(fileURLToPath(base), path)
  if ('dataset' in source) {
    const { file } = source.dataset
    return file === undefined ? source : { ...source, dataset: { ...source.dataset, file: at(file) } }
  }
  const repositories = source.repositories.map(repository =>
    repository.folder === undefined ? repository : { ...repository, folder: at(repository.folder) },
  )
  return { ...source, repositories }
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it has no default export; see defineSource'
  const { id, title, license, repositories, dataset } = value as Partial<RepositorySource & DatasetSource>
  if (typeof id !== 'string' || !/^[a-z0-9_]+$/.test(id))
    return 'its id must be lower-case letters, digits and _'
  if (typeof title !== 'string') return 'it has no title'
  if (typeof license !== 'string') return 'it has no license'
  if (dataset !== undefined) {
    const places = [dataset?.huggingface, dataset?.kaggle, dataset?.file]
    if (places.filter(place => typeof place === 'string').length === 1) return undefined
    return 'its dataset must name one of huggingface, kaggle and file'
  }
  if (!Array.isArray(repositories) || !repositories.every(hasPlace)) {
    return 'its repositories must be a list of { url } or { folder }'
  }
  return undefined
}

function hasPlace(repository: unknown): boolean {
  const { url, folder } = (repository ?? {}) as Partial<Repository>
  return typeof url === 'string' || typeof folder === 'string'
}
