/** Folders of a tree, by paths in it. */

/** `''` is the tree itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** The folder of a file, then each one above it. */
export function* foldersAbove(path: string): Generator<string> {
  let folder = folderOf(path)
  yield folder
  while (folder !== '') {
    folder = folderOf(folder)
    yield folder
  }
}
