/** From an operand of extract to what is read on disk: a source's id, a plugin, an address, a folder or a file. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { isTable } from '../datasets/table.ts'
import { UsageError } from '../errors.ts'
import { type Checkout, type CloneOptions, cloneAt, inspect, isGitUrl, tracks } from './git.ts'
import { publicAddress, webAddress } from './origin.ts'
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
  /** The checkout that `root` is or is in. */
  checkout: Checkout | undefined
  /** Web address of the repository as the source names it. */
  address: string | undefined
  /** Only scenes of this file, or below this folder, relative to `root`. */
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
    const commit = tree.checkout?.commit
    if (commit && pinned && /^[0-9a-f]{40}$/.test(pinned) && commit !== pinned) {
      options.log.note(`${folder} is at ${commit}, not at ${pinned}`)
    }
    return tree
  }
  const root = await cloneAt(repository.url, options.ref ?? repository.commit, options)
  return describeFolder(source, repository, root, options.signal)
}

async function treeOnDisk(operand: string, options: ResolveOptions): Promise<Tree> {
  const { signal } = options
  const isFolder = statSync(operand).isDirectory()
  if (!isFolder && !/\.(?:py|ipynb)$/.test(operand))
    throw new UsageError(`${operand} is no Python file, no notebook and no table`)
  const folder = realpathSync(isFolder ? operand : dirname(operand))
  const above = (await inspect(folder, signal))?.root
  // A scene's helpers and its licence may lie anywhere in its repository; outside one, beside it.
  const isPart = above !== undefined && (!isFolder || (await tracks(above, relative(above, folder), signal)))
  const root = isPart ? above : folder
  const only = slashed(relative(root, isFolder ? folder : join(folder, basename(operand))))
  // A whole folder is called as the user calls it.
  const source = adHocSource(nameOf(only === '' ? resolve(operand) : root), operand)
  const tree = await describeFolder(source, {}, root, signal)
  return only === '' ? tree : { ...tree, only }
}

async function describeFolder(
  source: RepositorySource,
  repository: Repository,
  folder: string,
  signal: AbortSignal,
): Promise<Tree> {
  const checkout = await inspect(folder, signal)
  const inRepository = checkout ? slashed(relative(checkout.root, realpathSync(folder))) : ''
  const tree = { source, repository, root: folder, address: publicAddress(repository.url) }
  // What the source calls a repository, and lies in another one as a part of it, was not checked out.
  if (repository.url !== undefined && inRepository !== '') return { ...tree, prefix: '', checkout: undefined }
  return { ...tree, prefix: inRepository === '' ? '' : `${inRepository}/`, checkout }
}

function slashed(path: string): string {
  return path.split('\\').join('/')
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
