/** Where a program is from, in a form that a reader can follow: told only where the program is there. */
import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type Checkout, filesOf, inspect, isGitUrl } from './git.ts'
import type { Tree } from './resolve.ts'
import { isBelow } from './source.ts'

export interface Origin {
  repository: string | undefined
  commit: string | undefined
  permalink: string | undefined
}

/** Of some lines of a file of the tree. */
export type FindOrigin = (path: string, lines: readonly [number, number]) => Origin

interface Part {
  /** In the tree; `''` is the tree itself. */
  folder: string
  /** Path of the folder in its repository: `''` or `folder/`. */
  prefix: string
  address: string | undefined
  commit: string | undefined
  /** Hashes of the commit's files. */
  files: ReadonlyMap<string, string>
}

/** `nested`: folders of the tree that are checkouts of their own, as submodules are. */
export async function originsOf(
  tree: Tree,
  nested: readonly string[],
  signal: AbortSignal,
): Promise<FindOrigin> {
  const partOf = async (folder: string, prefix: string, checkout: Checkout | undefined): Promise<Part> => ({
    folder,
    prefix,
    address: publicAddress(checkout?.url),
    commit: checkout?.commit,
    files: checkout?.commit ? await filesOf(checkout.root, checkout.commit, signal) : new Map(),
  })
  const whole = await partOf('', tree.prefix, tree.checkout)
  const parts: Part[] = []
  // git is asked about those only that what is wanted can be in.
  const { only } = tree
  for (const folder of nested) {
    if (only !== undefined && !isBelow(only, folder) && !isBelow(folder, only)) continue
    const checkout = await inspect(join(tree.root, folder), signal)
    // Where git does not take it for one, it finds the one above.
    if (checkout?.root === realpathSync(join(tree.root, folder)))
      parts.push(await partOf(folder, '', checkout))
  }
  // The innermost first.
  parts.sort((a, b) => b.folder.length - a.folder.length)

  let last: { path: string; isThere: boolean } | undefined
  return (path, lines) => {
    const part = parts.find(({ folder }) => isBelow(path, folder)) ?? whole
    const inside = part.prefix + (part.folder ? path.slice(part.folder.length + 1) : path)
    const hash = part.files.get(inside)
    // A source's own word for where it is stands, whether that was cloned or not.
    const declared = part === whole ? tree.address : undefined
    if (last?.path !== path)
      last = { path, isThere: hash !== undefined && isContent(join(tree.root, path), hash) }
    const address = declared ?? (hash === undefined ? undefined : part.address)
    const commit = last.isThere ? part.commit : undefined
    return { repository: address, commit, permalink: permalink(address, commit, inside, lines) }
  }
}

/** Is that what the file holds? git may have given it the line ends of this machine. */
function isContent(file: string, hash: string): boolean {
  const bytes = readFileSync(file)
  if (blobHash(bytes, hash) === hash) return true
  if (!bytes.includes('\r\n')) return false
  return blobHash(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), hash) === hash
}

/** As git makes it, of the same kind as `like`. */
function blobHash(bytes: Buffer, like: string): string {
  return createHash(like.length === 40 ? 'sha1' : 'sha256')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex')
}

/** Where others find a repository. A path of somebody's machine is no address that helps anyone else. */
export function publicAddress(url: string | undefined): string | undefined {
  return url !== undefined && isGitUrl(url) && !url.startsWith('file:') ? webAddress(url) : undefined
}

/** `https://host/owner/name` of a remote, in whatever form it was given. */
export function webAddress(url: string): string {
  const ssh = /^(?:ssh:\/\/)?[\w.]+@([\w.-]+)[:/](.+)$/.exec(url)
  const address = ssh ? `https://${ssh[1]}/${ssh[2]}` : url
  // A name and password in the address are nobody's business.
  return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1').replace(/(?:\.git)?\/?$/, '')
}

/** The lines of a file at a commit, where the host is one whose addresses are known. */
function permalink(
  repository: string | undefined,
  commit: string | undefined,
  path: string,
  [first, last]: readonly [number, number],
): string | undefined {
  if (repository === undefined || commit === undefined) return undefined
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  // Lines of a notebook are those of its cells, not of the file.
  const at = (lines: string) => (path.endsWith('.ipynb') ? '' : lines)
  if (/^https:\/\/github\.com\//.test(repository))
    return `${repository}/blob/${commit}/${encoded}${at(`#L${first}-L${last}`)}`
  if (/^https:\/\/gitlab\./.test(repository))
    return `${repository}/-/blob/${commit}/${encoded}${at(`#L${first}-${last}`)}`
  if (/^https:\/\/codeberg\.org\//.test(repository)) {
    return `${repository}/src/commit/${commit}/${encoded}${at(`#L${first}-L${last}`)}`
  }
  return undefined
}
