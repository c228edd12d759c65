/** The files of a checkout, with everything left out that could lead outside it or cannot be read as text. */
import { isUtf8 } from 'node:buffer'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../errors.ts'
import { decodePython, decodeUtf8 } from './encoding.ts'
import { isBelow } from './source.ts'

export interface Problem {
  path: string
  line?: number
  message: string
  /** Nothing is wrong with it: it is not wanted. */
  isNote?: true
}

export interface CheckoutFiles {
  /** Paths with `/`, relative to the root, in code-unit order. */
  list(): readonly string[]
  /** It is a link to what the tree has under another name: to be imported, and no program of its own. */
  isLink(path: string): boolean
  /** Text of a file, or undefined where there is none that can be read; then `problems` says why. */
  read(path: string): string | undefined
  problems: Problem[]
  /** Folders that are checkouts of their own. */
  checkouts: readonly string[]
}

/** A program of more than this is data in disguise. */
const maxBytes = 8 * 1024 * 1024
/** No tree that people keep has so many files behind links; one that has them was made to be endless. */
const maxLinked = 10_000

export function readCheckout(root: string): CheckoutFiles {
  const problems: CheckoutFiles['problems'] = []
  const links = new Set<string>()
  const checkouts: string[] = []
  const paths = [...walk(root, links, problems, checkouts)].sort((a, b) => (a < b ? -1 : 1))
  const known = new Set(paths)
  const reported = new Set<string>()

  const problem = (path: string, message: string) => {
    if (!reported.has(path)) problems.push({ path, message })
    reported.add(path)
    return undefined
  }
  return {
    problems,
    checkouts,
    list: () => paths,
    isLink: path => links.has(path),
    read(path) {
      if (!known.has(path)) return undefined
      const full = join(root, path)
      const { size } = statSync(full)
      if (size > maxBytes) return problem(path, `larger than ${maxBytes / 1024 / 1024} MiB`)
      const bytes = readFileSync(full)
      try {
        return path.endsWith('.py') ? readPython(bytes) : decodeUtf8(bytes)
      } catch (error) {
        return problem(path, messageOf(error))
      }
    },
  }
}

/** Throws an Error with a message for the person where Python would not take it either. */
function readPython(bytes: Buffer): string {
  const text = decodePython(bytes)
  if (text.includes('\0')) throw new Error('not Python: it holds a NUL character')
  // To Python a line ends there, too; to whoever looks for line feeds the file would be one line.
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text
}

/**
 * Every file, those behind links to what is in the tree included and put down in `links`: scenes of several folders
 * share a helper so. Names that are no UTF-8 cannot stand in a record. Nothing of git's own is a file of the tree.
 */
function* walk(
  root: string,
  links: Set<string>,
  problems: Problem[],
  checkouts: string[],
): Generator<string> {
  const home = realpathSync(root)

  function* inside(folder: string, linked: boolean): Generator<string> {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, encoding: 'buffer' })) {
      const name = entry.name.toString()
      const path = folder ? `${folder}/${name}` : name
      if (!isUtf8(entry.name)) problems.push({ path, message: 'its name is not UTF-8' })
      else if (name === '.git') {
        if (folder && !linked) checkouts.push(folder)
      } else if (entry.isDirectory()) yield* inside(path, linked)
      else if (entry.isFile()) {
        if (linked) links.add(path)
        yield path
      } else if (entry.isSymbolicLink() && links.size < maxLinked) yield* behind(path, linked)
    }
  }
  function* behind(path: string, linked: boolean): Generator<string> {
    const target = targetInside(home, join(root, path))
    if (target === undefined) {
      if (/\.(?:py|ipynb)$/.test(path))
        problems.push({ path, message: 'a symbolic link to nothing in the tree, not followed', isNote: true })
      return
    }
    const kind = statSync(target)
    if (kind.isFile()) {
      links.add(path)
      yield path
    }
    // A link met behind a link, or to a folder that it stands in itself, may go round in circles.
    else if (kind.isDirectory() && !linked && !isBelow(join(home, path), target)) yield* inside(path, true)
  }
  yield* inside('', false)
}

/** Where a link leads, if that is there, in the tree, and nothing of git's own. */
function targetInside(home: string, link: string): string | undefined {
  let target: string
  try {
    target = realpathSync(link)
  } catch {
    return undefined
  }
  if (!isBelow(target, home) || target.slice(home.length).split('/').includes('.git')) return undefined
  return target
}
