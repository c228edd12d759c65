/** What a star import of a module of the project gives: for the facts about libraries, made from their checkouts. */
import type { ModuleFacts } from './facts.ts'
import { starNames } from './libraries.ts'
import { linkProgram } from './link.ts'
import type { FileIndex } from './locate.ts'
import { parent } from './locate.ts'

export function publicNames(
  path: string,
  index: FileIndex,
  facts: (path: string) => ModuleFacts | undefined,
): Set<string> {
  const entry = facts(path)
  if (!entry) throw new Error(`no module ${path}`)
  // Seen from beside the package, so that its own name leads into it.
  const program = linkProgram(entry, index, facts, { ownPackage: true })
  const done = new Map<ModuleFacts, Set<string>>()
  const names = collect(entry)
  return new Set([...names].filter(name => !name.startsWith('_')))

  /** Loading a submodule sets it as an attribute of its package. */
  function submodules(path: string): string[] {
    if (!path.endsWith('/__init__.py')) return []
    const folder = `${parent(path)}/`
    const inside = [...program.modules.keys()].filter(loaded => loaded.startsWith(folder) && loaded !== path)
    return inside.map(loaded => loaded.slice(folder.length).replace(/(\/.*)?(\.py)?$/, ''))
  }

  function collect(module: ModuleFacts): Set<string> {
    const known = done.get(module)
    if (known) return known
    const found = new Set<string>()
    done.set(module, found)
    for (const name of module.bindings.keys()) found.add(name)
    for (const name of submodules(module.path)) found.add(name)
    for (const index of module.stars) {
      for (const line of module.statements[index]!.imports) {
        if (line.clauses[0]?.name !== '*') continue
        const file = program.target(module, line, line.module)?.at(-1)?.file
        const other = file === undefined ? undefined : program.modules.get(file)
        const given = other
          ? (other.all ?? [...collect(other)].filter(name => !name.startsWith('_')))
          : starNames(line.module)
        for (const name of given ?? []) found.add(name)
      }
    }
    return found
  }
}
