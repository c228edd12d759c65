/** From an operand of extract to what is read on disk: a source's id, a plugin, an address, a folder or a file. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isTable } from '../datasets/table.ts'
import { UsageError } from '../errors.ts'
import { type Checkout, type CloneOptions, cloneAt, inspect, isBare, isGitUrl, tracks } from './git.ts'
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

/** Places of all operands, in order. Throws UsageError where one is nothing that can be read. */
export async function resolveOperands(
  operands: readonly string[],
  options: ResolveOptions,
): Promise<Place[]> {
  const named: Named[] = []
  for (const operand of operands) named.push(await resolveOperand(operand, options))
  return withNames(named)
}

/** What an operand stands for. `home`: the path or address that its source is called after, where it has no name of its own. */
interface Named {
  places: Place[]
  home?: string
}

async function resolveOperand(operand: string, options: ResolveOptions): Promise<Named> {
  const source = await sourceOf(operand)
  if (source) return { places: await placesOf(source, options) }
  if (isGitUrl(operand)) return cloned(operand, webAddress(operand), options)
  if (options.checkouts.length > 0)
    throw new UsageError(`--checkout goes with a source or an address, and "${operand}" is neither`)
  if (operand === '-' || (isTable(operand) && existsSync(operand))) {
    const home = operand === '-' ? 'stdin' : resolve(operand).replace(/\.\w+$/, '')
    const { id, title, license } = adHocSource(home, operand)
    const table: DatasetSource = { id, title, license, dataset: { file: operand } }
    return { places: await placesOf(table, options), home }
  }
  if (!existsSync(operand))
    throw new UsageError(`"${operand}" is no source (see extract --list), no folder, no file and no address`)
  if (statSync(operand).isDirectory() && (await isBare(operand, options.signal))) {
    const url = pathToFileURL(resolve(operand)).href
    return cloned(url, webAddress(url), options)
  }
  if (options.ref !== undefined)
    throw new UsageError(`--ref goes with what is cloned, and ${operand} is read as it is`)
  return treeOnDisk(operand, options)
}

async function cloned(url: string, home: string, options: ResolveOptions): Promise<Named> {
  const source: RepositorySource = { ...adHocSource(home, url), repositories: [{ url }] }
  return { places: await treesOf(source, options), home }
}

/**
 * Two that are called alike and are not the same would give the same ids to different samples: all of that name take the
 * folder above into it, and the one above that, until they differ.
 */
function withNames(named: readonly Named[]): Place[] {
  const taken = new Set<string>()
  for (const { places, home } of named)
    if (home === undefined) for (const { source } of places) taken.add(source.id)
  const homes = [...new Set(named.flatMap(({ home }) => home ?? []))]
  // Those that differ in case or signs only, as `a-b` and `a_b`, do so however much is taken in.
  const alike = new Map<string, string[]>()
  for (const home of homes) {
    const whole = nameOf(home, Number.POSITIVE_INFINITY)
    alike.set(whole, [...(alike.get(whole) ?? []), home])
  }
  const names = new Map<string, string>()
  let left = [...alike.values()].map(([home]) => home!)
  for (let parts = 1; left.length > 0; parts++) {
    const count = new Map<string, number>()
    for (const home of left) count.set(nameOf(home, parts), (count.get(nameOf(home, parts)) ?? 0) + 1)
    const isAlone = (home: string) => count.get(nameOf(home, parts)) === 1 && !taken.has(nameOf(home, parts))
    // Longer than all of it no name becomes: it is that of a known source, or of what another is called by its end.
    const isWhole = (home: string) => parts >= partsOf(home).length
    const done = left.filter(home => isAlone(home) || isWhole(home))
    for (const home of done) names.set(home, free(nameOf(home, parts), taken))
    left = left.filter(home => !names.has(home))
  }
  for (const [first, ...others] of alike.values())
    for (const home of others) names.set(home, free(names.get(first!)!, taken))
  return named.flatMap(({ places, home }) => {
    if (home === undefined) return places
    const id = names.get(home)!
    const isCalledSo = places.every(({ source }) => source.id === id)
    return isCalledSo ? places : places.map(place => ({ ...place, source: { ...place.source, id } }) as Place)
  })
}

/** `name`, with a number where it is taken; taken from then on. */
function free(name: string, taken: Set<string>): string {
  let found = name
  for (let number = 2; taken.has(found); number++) found = `${name}_${number}`
  taken.add(found)
  return found
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
    if (options.ref !== undefined)
      throw new UsageError(`--ref goes with what is cloned, and ${folder} is read as it is`)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${folder} is no folder`)
    const tree = await describeFolder(source, repository, folder, options.signal)
    const pinned = repository.commit
    const commit = tree.checkout?.commit
    if (commit && pinned && /^[0-9a-f]{40}$/.test(pinned) && commit !== pinned) {
      options.log.note(`${folder} is at ${commit}, not at ${pinned}`)
    }
    return tree
  }
  const root = await cloneAt(repository.url, options.ref ?? repository.commit, options)
  return describeFolder(source, repository, root, options.signal)
}

async function treeOnDisk(operand: string, { signal }: ResolveOptions): Promise<Named> {
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
  const home = only === '' ? resolve(operand) : root
  const tree = await describeFolder(adHocSource(home, operand), {}, root, signal)
  return { places: [only === '' ? tree : { ...tree, only }], home }
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

function adHocSource(home: string, title: string): RepositorySource {
  return { id: nameOf(home), title, license: 'NONE', repositories: [] }
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]+/).filter(Boolean)
}

/** A source id from the last parts of a path or an address. */
function nameOf(path: string, parts = 1): string {
  const name = partsOf(path)
    .slice(-parts)
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return name || 'repository'
}
