/** Python's way from a module's name to a file, over a list of paths. */
import { dirname, join } from 'node:path/posix'

/** A module of the repository: its file, and the folder its submodules are in. A namespace package has no file. */
export interface LocalModule {
  file?: string
  folder?: string
}

export interface FileIndex {
  has(path: string): boolean
  hasFolder(path: string): boolean
  /** Folders with Python files below them; the root is ''. */
  folders: ReadonlySet<string>
  /** The same with all letters small, and how each path is really spelled; undefined for what several would be. */
  inSmall(): { index: FileIndex; spelled(path: string): string | undefined }
}

export function indexFiles(paths: readonly string[]): FileIndex {
  const files = new Set(paths)
  const folders = new Set([''])
  const all = new Set([''])
  for (const path of paths) {
    for (let at = parent(path); !all.has(at); at = parent(at)) all.add(at)
    if (!/\.(py|ipynb)$/.test(path)) continue
    for (let at = parent(path); !folders.has(at); at = parent(at)) folders.add(at)
  }
  let small: ReturnType<FileIndex['inSmall']> | undefined
  return {
    has: path => files.has(path),
    hasFolder: path => all.has(path),
    folders,
    inSmall() {
      small ??= smallIndex(paths, folders)
      return small
    },
  }
}

function smallIndex(
  paths: readonly string[],
  folders: ReadonlySet<string>,
): ReturnType<FileIndex['inSmall']> {
  const spellings = new Map<string, string | undefined>()
  for (const path of [...paths, ...folders]) {
    const small = path.toLowerCase()
    spellings.set(small, spellings.has(small) ? undefined : path)
  }
  return {
    index: indexFiles(paths.map(path => path.toLowerCase())),
    spelled: path => spellings.get(path),
  }
}

/** The folder of a path; the root is ''. */
export function parent(path: string): string {
  const folder = dirname(path)
  return folder === '.' || folder === '/' ? '' : folder
}

/** A path relative to the root, or nothing if it leaves the repository. */
export function inside(folder: string, path: string): string | undefined {
  const joined = join(folder, path).replace(/\/$/, '')
  if (joined === '.' || joined === '') return ''
  return joined === '..' || joined.startsWith('../') || joined.startsWith('/') ? undefined : joined
}

/** `name` of a package or a search folder. */
export function submodule(index: FileIndex, folder: string, name: string): LocalModule | undefined {
  const path = folder ? `${folder}/${name}` : name
  if (index.has(`${path}/__init__.py`)) return { file: `${path}/__init__.py`, folder: path }
  if (index.has(`${path}.py`)) return { file: `${path}.py` }
  if (index.folders.has(path)) return { folder: path }
  return undefined
}

/** The modules along `a.b.c`, outermost first; a namespace package counts only if the way leads to a file. */
export function locate(
  index: FileIndex,
  folders: readonly string[],
  dotted: string,
): LocalModule[] | undefined {
  const names = dotted.split('.')
  let namespace: LocalModule[] | undefined
  for (const folder of folders) {
    const first = submodule(index, folder, names[0]!)
    if (!first) continue
    const found = [first]
    for (const name of names.slice(1)) {
      const within = found.at(-1)!.folder
      const next = within === undefined ? undefined : submodule(index, within, name)
      if (!next) break
      found.push(next)
    }
    if (first.file && found.length === names.length) return found
    if (found.length === names.length) namespace ??= found
  }
  return namespace
}

/** The same for who works where `Core` and `core` are one folder: undefined where that is not clear, or no file. */
export function locateInAnyCase(
  index: FileIndex,
  folders: readonly string[],
  dotted: string,
): LocalModule[] | undefined {
  const { index: small, spelled } = index.inSmall()
  const lower = (path: string) => path.toLowerCase()
  const found = locate(small, folders.map(lower), lower(dotted))?.map(({ file, folder }) => ({
    file: file === undefined ? undefined : spelled(file),
    folder: folder === undefined ? undefined : spelled(folder),
  }))
  if (!found?.at(-1)?.file) return undefined
  return found.map(({ file, folder }) => ({
    ...(file !== undefined && { file }),
    ...(folder !== undefined && { folder }),
  }))
}
