/** The files of a checkout, with everything left out that could lead outside it or cannot be read as text. */
import { isUtf8 } from 'node:buffer'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CheckoutFiles {
  /** Paths with `/`, relative to the root, in code-unit order. */
  list(): readonly string[]
  /** Text of a file, or undefined where there is none that can be read; then `problems` says why. */
  read(path: string): string | undefined
  problems: { path: string; message: string }[]
}

/** A program of more than this is data in disguise. */
const maxBytes = 8 * 1024 * 1024

export function readCheckout(root: string): CheckoutFiles {
  const problems: CheckoutFiles['problems'] = []
  const paths = [...walk(root, '', problems)].sort((a, b) => (a < b ? -1 : 1))
  const known = new Set(paths)
  const reported = new Set<string>()

  const problem = (path: string, message: string) => {
    if (!reported.has(path)) problems.push({ path, message })
    reported.add(path)
    return undefined
  }
  return {
    problems,
    list: () => paths,
    read(path) {
      if (!known.has(path)) return undefined
      const full = join(root, path)
      const { size } = lstatSync(full)
      if (size > maxBytes) return problem(path, `larger than ${maxBytes / 1024 / 1024} MiB`)
      const bytes = readFileSync(full)
      if (!isUtf8(bytes)) return problem(path, 'not UTF-8')
      return bytes.toString().replace(/^\ufeff/, '')
    },
  }
}

/** Links are not followed: they may lead out of the tree. Names that are no UTF-8 cannot stand in a record. */
function* walk(root: string, folder: string, problems: CheckoutFiles['problems']): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, encoding: 'buffer' })) {
    const name = entry.name.toString()
    const path = folder ? `${folder}/${name}` : name
    if (!isUtf8(entry.name)) problems.push({ path, message: 'its name is not UTF-8' })
    else if (entry.isDirectory()) {
      if (name !== '.git') yield* walk(root, path, problems)
    } else if (entry.isFile()) yield path
    else if (entry.isSymbolicLink() && /\.(?:py|ipynb)$/.test(name)) {
      problems.push({ path, message: 'a symbolic link, not followed' })
    }
  }
}
