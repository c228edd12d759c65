/** From an operand of extract to what is read on disk: a source's id, a plugin, an address, a folder or a file. */
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { isTable } from '../datasets/table.ts'
import { UsageError } from '../errors.ts'
import { type CloneOptions, cloneAt, inspect, isGitUrl } from './git.ts'
import { webAddress } from './origin.ts'
import { type DatasetPlace, placeOf } from './places.ts'
import { findSource, loadPlugin } from './registry.ts'
import type { DatasetSource, Repository, RepositorySource, Source } from './source.ts'

export interface Tree {
  source: RepositorySource
  repository: Repository
  /** Folder whose files are read. */
  root: string
  /** Path of `root` in its repository: `''` or `folder/`. */
  prefix: string
  /** Web address of the repository, where it has one. */
  address: string | undefined
  commit: string | undefined
  /** Only scenes of this file, relative to `root`. */
  only?: string
}

export type Place = Tree | DatasetPlace

export interface ResolveOptions extends CloneOptions {
  /** Folder that holds the datasets. */
  datasets: string
  env: NodeJS.ProcessEnv
  /** Checkouts to take instead of cloning, in the order of the source's repositories. */
  checkouts: readonly string[]
  ref: string | undefined
}

/** The places of one operand. Throws UsageError where it is nothing that can be read. */
export async function resolveOperand(operand: string, options: ResolveOptions): Promise<Place[]> {
  const source = await sourceOf(operand)
  if (source) return placesOf(source, options)
  if (isGitUrl(operand)) {
    const adHoc = adHocSource(nameOf(webAddress(operand)), operand)
    return treesOf({ ...adHoc, repositories: [{ url: operand }] }, options)
  }
  if (operand === '-' || (isTable(operand) && existsSync(operand))) {
    const { id, title, license } = adHocSource(nameOf(operand.replace(/\.\w+$/, '')), operand)
    const named: DatasetSource = {
      id: operand === '-' ? 'stdin' : id,
      title,
      license,
      dataset: { file: operand },
    }
    return placesOf(named, options)
  }
  if (existsSync(operand)) return [await treeOnDisk(operand, options)]
  throw new UsageError(`"${operand}" is no source (see extract --list), no folder, no file and no address`)
}

export async function placesOf(source: Source, options: ResolveOptions): Promise<Place[]> {
  if (!('dataset' in source)) return treesOf(source, options)
  if (options.ref !== undefined)
    throw new UsageError(`--ref goes with repositories, and ${source.id} is a table`)
  return [await placeOf(source, options.checkouts, { ...options, folder: options.datasets })]
}

async function sourceOf(operand: string): Promise<Source | undefined> {
  if (/\.(?:mjs|js|mts|ts)$/.test(operand)) return loadPlugin(operand)
  return /^[a-z0-9_]+$/.test(operand) ? findSource(operand) : undefined
}

async function treesOf(source: RepositorySource, options: ResolveOptions): Promise<Tree[]> {
  const { checkouts } = options
  if (checkouts.length > source.repositories.length) {
    throw new UsageError(
      `${source.id} has ${source.repositories.length} repositories, not ${checkouts.length}`,
    )
  }
  const trees: Tree[] = []
  for (const [index, repository] of source.repositories.entries()) {
    // Given some checkouts, the user wants those and no network.
    if (checkouts.length > 0 && checkouts[index] === undefined) {
      options.log.note(`${source.id}: no --checkout for ${repository.url ?? repository.folder}, left out`)
      continue
    }
    trees.push(await treeOf(source, repository, checkouts[index], options))
  }
  return trees
}

async function treeOf(
  source: RepositorySource,
  repository: Repository,
  checkout: string | undefined,
  options: ResolveOptions,
): Promise<Tree> {
  if (checkout !== undefined || repository.url === undefined) {
    const folder = checkout ?? repository.folder!
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${folder} is no folder`)
    const tree = await describeFolder(source, repository, folder, options.signal)
    const pinned = options.ref ?? repository.commit
    if (tree.commit && pinned && /^[0-9a-f]{40}$/.test(pinned) && tree.commit !== pinned) {
      options.log.note(`${folder} is at ${tree.commit}, not at ${pinned}`)
    }
    return tree
  }
  const root = await cloneAt(repository.url, options.ref ?? repository.commit, options)
  return describeFolder(source, repository, root, options.signal)
}

async function treeOnDisk(operand: string, options: ResolveOptions): Promise<Tree> {
  if (statSync(operand).isDirectory()) {
    const source = adHocSource(nameOf(resolve(operand)), operand)
    return describeFolder(source, {}, operand, options.signal)
  }
  if (!/\.(?:py|ipynb)$/.test(operand))
    throw new UsageError(`${operand} is no Python file, no notebook and no table`)
  // A scene's helpers may lie anywhere in its repository; outside one, beside it.
  const root = (await inspect(dirname(operand), options.signal))?.root ?? dirname(resolve(operand))
  const source = adHocSource(nameOf(root), operand)
  const tree = await describeFolder(source, {}, root, options.signal)
  return { ...tree, only: relative(root, resolve(operand)) }
}

async function describeFolder(
  source: RepositorySource,
  repository: Repository,
  folder: string,
  signal: AbortSignal,
): Promise<Tree> {
  const found = await inspect(folder, signal)
  const inRepository = found ? relative(found.root, resolve(folder)) : ''
  const url = repository.url ?? found?.url
  return {
    source,
    repository,
    root: folder,
    prefix: inRepository === '' ? '' : `${inRepository.split('\\').join('/')}/`,
    // A path of somebody's machine is no address that helps anyone else.
    address: url !== undefined && isGitUrl(url) && !url.startsWith('file:') ? webAddress(url) : undefined,
    commit: found?.commit,
  }
}

function adHocSource(id: string, title: string): RepositorySource {
  return { id, title, license: 'NONE', repositories: [] }
}

/** A source id from a path or an address. */
function nameOf(path: string): string {
  const name = basename(join(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return name || 'repository'
}
