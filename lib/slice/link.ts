/** One scene file as Python would load it: which files its imports are, and the order in which statements run. */
import type { ImportClause, ImportStatement, ModuleFacts, Problem } from './facts.ts'
import { isInstalled, isLibrary } from './libraries.ts'
import {
  type FileIndex,
  inside,
  type LocalModule,
  locate,
  locateInAnyCase,
  parent,
  submodule,
} from './locate.ts'

// Python's own limit on nested imports is lower.
const DEEPEST = 300

export interface Step {
  module: ModuleFacts
  statement: number
}

export interface Program {
  entry: ModuleFacts
  /** Statements of all loaded modules in the order they run. */
  trace: Step[]
  modules: Map<string, ModuleFacts>
  index: FileIndex
  facts(path: string): ModuleFacts | undefined
  /** The repository's modules along the dotted name, outermost first; nothing for a module from elsewhere. */
  target(module: ModuleFacts, statement: ImportStatement, dotted: string): LocalModule[] | undefined
}

/** Whether an import's clause is of a module of the repository. */
export function isOurs(
  program: Program,
  module: ModuleFacts,
  line: ImportStatement,
  clause: ImportClause,
): boolean {
  return line.level > 0 || program.target(module, line, line.plain ? clause.name : line.module) !== undefined
}

export function linkProgram(
  entry: ModuleFacts,
  index: FileIndex,
  facts: (path: string) => ModuleFacts | undefined,
  options: { ownPackage?: boolean; report?: (problem: Problem) => void } = {},
): Program {
  const program: Program = { entry, trace: [], modules: new Map(), index, facts, target }
  // `sys.modules`: the first module of a name stays the one, whatever sys.path becomes.
  const named = new Map<string, LocalModule[] | undefined>()
  const running: string[] = []
  const ancestors = ancestorsOf(parent(entry.path))
  /** `sys.path`, which begins with the folder of the file that is run. */
  const path = [parent(entry.path)]

  function target(
    module: ModuleFacts,
    statement: ImportStatement,
    dotted: string,
  ): LocalModule[] | undefined {
    if (statement.level > 0) return relative(module, statement.level, dotted)
    if (!options.ownPackage && isLibrary(dotted)) return undefined
    if (!named.has(dotted)) named.set(dotted, absolute(module, dotted))
    return named.get(dotted)
  }

  function absolute(module: ModuleFacts, dotted: string): LocalModule[] | undefined {
    const found = locate(index, path, dotted)
    if (found?.at(-1)?.file || (isInstalled(dotted) && !options.ownPackage))
      return found?.at(-1)?.file ? found : undefined
    // Where Python was run from is not known: any folder above may be it, and a package may live in `src`.
    const guesses = [...ancestors, ...ancestorsOf(parent(module.path))]
    const folders = [...guesses, ...guesses.map(folder => inside(folder, 'src')!)]
    return locate(index, folders, dotted) ?? found ?? locateInAnyCase(index, [...path, ...folders], dotted)
  }

  function relative(module: ModuleFacts, level: number, dotted: string): LocalModule[] | undefined {
    let folder: string | undefined = parent(module.path)
    for (let up = 1; up < level; up++) folder = folder ? parent(folder) : undefined
    if (folder === undefined) return undefined
    const init = folder ? `${folder}/__init__.py` : '__init__.py'
    const found: LocalModule[] = [index.has(init) ? { file: init, folder } : { folder }]
    for (const name of dotted ? dotted.split('.') : []) {
      const within = found.at(-1)!.folder
      const next = within === undefined ? undefined : submodule(index, within, name)
      if (!next) return undefined
      found.push(next)
    }
    return found
  }

  function load(file: string): void {
    if (program.modules.has(file)) return
    const module = facts(file)
    if (!module) return
    if (running.length >= DEEPEST) {
      options.report?.({ path: file, message: `imported through more than ${DEEPEST} other modules` })
      return
    }
    program.modules.set(file, module)
    running.push(file)
    const late: ImportStatement[] = []
    for (const statement of module.statements) {
      if (statement.kind !== 'main') {
        for (const found of statement.imports) {
          if (found.deferred && isCircular(module, found)) late.push(found)
          else loadImport(module, found)
        }
        for (const hack of module.hacks) if (hack.statement === statement.index) extend(module, hack)
      }
      program.trace.push({ module, statement: statement.index })
    }
    for (const found of late) loadImport(module, found)
    running.pop()
  }

  function loadImport(module: ModuleFacts, statement: ImportStatement): void {
    if (statement.plain) {
      for (const clause of statement.clauses) {
        for (const local of target(module, statement, clause.name) ?? []) if (local.file) load(local.file)
      }
      return
    }
    const found = target(module, statement, statement.module)
    if (!found) return
    for (const local of found) if (local.file && local.file !== module.path) load(local.file)
    const base = found.at(-1)!
    if (base.folder === undefined) return
    const names = base.file ? program.modules.get(base.file) : undefined
    for (const clause of statement.clauses) {
      const wanted = clause.name === '*' ? (names?.all ?? []) : [clause.name]
      for (const name of wanted) {
        // A package that imports a module of its own has the name by this very line.
        if (names?.bindings.has(name) && names !== module) continue
        const local = submodule(index, base.folder, name)
        if (local?.file) load(local.file)
      }
    }
  }

  /** An import inside a function is often there because the two modules import each other. */
  function isCircular(module: ModuleFacts, statement: ImportStatement): boolean {
    const names = statement.plain ? statement.clauses.map(clause => clause.name) : [statement.module]
    return names.some(name => {
      const file = target(module, statement, name)?.at(-1)?.file
      const other = file === undefined ? undefined : facts(file)
      return other?.statements.some(line =>
        line.imports.some(back => {
          const roots = back.plain ? back.clauses.map(clause => clause.name) : [back.module]
          return roots.some(root => running.some(path => stem(path) === root.split('.').at(-1)))
        }),
      )
    })
  }

  function extend(module: ModuleFacts, hack: ModuleFacts['hacks'][number]): void {
    // What was not found may be found now.
    for (const [dotted, found] of named) if (!found) named.delete(dotted)
    const added: string[] = []
    for (const folder of hack.folders) {
      const found = folder.startsWith('/')
        ? inside('', folder.slice(1))
        : [...ancestors, ...ancestorsOf(parent(module.path))]
            .map(above => inside(above, folder))
            .find(path => path !== undefined && index.folders.has(path) && path !== parent(entry.path))
      if (found === undefined || !index.folders.has(found)) continue
      added.push(found)
    }
    path.splice(Math.min(hack.at, path.length), 0, ...added)
  }

  load(entry.path)
  return program
}

function ancestorsOf(folder: string): string[] {
  const found = [folder]
  while (found.at(-1)) found.push(parent(found.at(-1)!))
  return found
}

function stem(path: string): string {
  return path.replace(/(\/__init__)?\.\w+$/, '').replace(/^.*\//, '')
}
