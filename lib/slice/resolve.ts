/** What a global name of a module means. */
import { DEFERRED, LOCAL_IMPORT, LOOPED } from '../python/scopes.ts'
import type { ImportClause, ImportStatement, ModuleFacts, Statement, Use } from './facts.ts'
import { isBuiltin, starNames } from './libraries.ts'
import type { Program } from './link.ts'
import { type LocalModule, submodule } from './locate.ts'

export type Binding =
  /** A variable of a module in the repository, and the statements that make it. */
  | { kind: 'local'; module: ModuleFacts; name: string; statements: number[] }
  /** A module of the repository as an object. */
  | { kind: 'module'; local: LocalModule }
  /** `import module` or, with a name, `from module import name`. */
  | { kind: 'external'; module: string; name?: string; alias: string; loads?: string[] }
  /** A name that `from module import *` is known to give. */
  | { kind: 'star'; module: string; name: string }
  | { kind: 'builtin'; name: string }
  /** Nothing known binds it, but one of these star imports may. */
  | { kind: 'opaque'; stars: string[] }
  | { kind: 'none' }

const NONE: Binding = { kind: 'none' }
/** Asked while the same is being looked for: the answer is for who asked first to find. */
const ASKED: Binding = { kind: 'none' }
const END = Number.POSITIVE_INFINITY

export interface Resolver {
  /** `name` in `module` as statements before `before` left it. */
  lookup(module: ModuleFacts, name: string, before?: number): Binding
  /** What a use means, and how many attributes of its chain lead through modules of the repository to it. */
  use(module: ModuleFacts, statement: Statement, use: Use): { binding: Binding; consumed: number }
  /** What the clause of an import gives. */
  clause(module: ModuleFacts, statement: ImportStatement, clause: ImportClause): Binding
}

/** What is special to one scene: both are rare. */
export interface View {
  /** The first statement of the scene's module that has not run when the scene does; notebooks have one. */
  horizon: number
  /** The class statement its own name means, though a later one binds the name again. */
  pinned?: { name: string; statement: number }
}

export function openResolver(program: Program, view: View): Resolver {
  const memo = new Map<ModuleFacts, Map<string, Binding>>()
  const busy = new Set<string>()

  function lookup(module: ModuleFacts, name: string, before = END): Binding {
    const limit = module === program.entry ? Math.min(before, view.horizon) : before
    if (limit !== END) {
      const earlier = search(module, name, limit)
      if (before !== END || earlier.kind !== 'none') return earlier
      // Cells run in any order: what no earlier cell gives, the nearest later one does.
      const later = module.bindings.get(name)?.find(statement => statement >= limit)
      return later === undefined ? earlier : search(module, name, later + 1)
    }
    let known = memo.get(module)
    if (!known) {
      known = new Map()
      memo.set(module, known)
    }
    let found = known.get(name)
    if (!found) {
      // Two modules that star-import each other ask each other for ever.
      const key = `${module.path}\n${name}`
      if (busy.has(key)) return ASKED
      busy.add(key)
      found = search(module, name, END)
      busy.delete(key)
      if (busy.size === 0 || found.kind !== 'none') known.set(name, found)
    }
    return found
  }

  function search(module: ModuleFacts, name: string, before: number): Binding {
    const { pinned } = view
    if (pinned?.name === name && module === program.entry && pinned.statement < before) {
      return { kind: 'local', module, name, statements: [pinned.statement] }
    }
    const bound = module.bindings.get(name) ?? []
    const statements: number[] = []
    const opaque: string[] = []
    let at = bound.length - 1
    let star = module.stars.length - 1
    while (at >= 0 || star >= 0) {
      const binder = at >= 0 ? bound[at]! : -1
      const source = star >= 0 ? module.stars[star]! : -1
      if (source > binder) {
        star--
        if (source >= before) continue
        const found = fromStars(module, module.statements[source]!, name, opaque)
        if (found && !statements.length) return found
        if (found) break
        continue
      }
      at--
      if (binder >= before) continue
      const found = fromStatement(module, module.statements[binder]!, name)
      if (found) {
        if (!statements.length) return found
        break
      }
      statements.unshift(binder)
      if (isCertain(module.statements[binder]!)) break
    }
    if (statements.length) return { kind: 'local', module, name, statements }
    const later = module.bindingsLater.get(name)
    if (later) return { kind: 'local', module, name, statements: [...later] }
    if (isBuiltin(name)) return { kind: 'builtin', name }
    return opaque.length ? { kind: 'opaque', stars: opaque } : NONE
  }

  function fromStars(
    module: ModuleFacts,
    statement: Statement,
    name: string,
    opaque: string[],
  ): Binding | undefined {
    for (const found of [...statement.imports].reverse()) {
      if (found.deferred || found.clauses[0]?.name !== '*') continue
      const base = program.target(module, found, found.module)
      if (!base) {
        if (found.level) continue
        const names = starNames(found.module)
        if (!names) opaque.push(found.module)
        else if (names.has(name)) return { kind: 'star', module: found.module, name }
        continue
      }
      const file = base.at(-1)!.file
      const other = file === undefined ? undefined : program.modules.get(file)
      if (!other || other === module) continue
      if (other.all ? !other.all.includes(name) : name.startsWith('_')) continue
      const binding = member(base.at(-1)!, name, true)
      if (binding.kind === 'opaque') opaque.push(...binding.stars)
      else if (binding.kind !== 'none' && binding.kind !== 'builtin') return binding
    }
    return undefined
  }

  /** An import's binding; nothing for a statement that makes the value itself. */
  function fromStatement(module: ModuleFacts, statement: Statement, name: string): Binding | undefined {
    if (statement.kind !== 'import' && statement.kind !== 'block') return undefined
    let found: Binding | undefined
    const loads: string[] = []
    for (const line of statement.imports) {
      if (line.deferred) continue
      for (const part of line.clauses) {
        if (part.binds !== name) continue
        const binding = clause(module, line, part)
        if (binding.kind === 'external' && binding.loads) loads.push(...binding.loads)
        // Of `try: from .a import x` / `except ImportError: from a import x` one is a file here.
        if (statement.kind === 'import' || (binding.kind !== 'external' && binding.kind !== 'none'))
          found = binding
      }
    }
    if (found?.kind !== 'external' || !loads.length) return found
    return { ...found, loads: allLoads(module, name, loads) }
  }

  /** `import a.b` and `import a.c` bind the same `a`, and it needs both. */
  function allLoads(module: ModuleFacts, name: string, loads: string[]): string[] {
    const all = new Set<string>()
    for (const index of module.bindings.get(name) ?? []) {
      const statement = module.statements[index]!
      if (statement.kind !== 'import') continue
      for (const line of statement.imports) {
        for (const part of line.clauses)
          if (line.plain && part.binds === name && !part.aliased) all.add(part.name)
      }
    }
    for (const load of loads) all.add(load)
    return [...all]
  }

  function clause(module: ModuleFacts, statement: ImportStatement, part: ImportClause): Binding {
    const dotted = statement.plain ? part.name : statement.module
    const path = program.target(module, statement, dotted)
    if (!path) {
      if (statement.level) return NONE
      const alias = part.binds
      if (!statement.plain) return { kind: 'external', module: statement.module, name: part.name, alias }
      if (part.aliased) return { kind: 'external', module: part.name, alias }
      return { kind: 'external', module: alias, alias, loads: [part.name] }
    }
    if (statement.plain) return { kind: 'module', local: part.aliased ? path.at(-1)! : path[0]! }
    return member(path.at(-1)!, part.name)
  }

  /** Of a module: its own name, else a module below it. In a round of stars the name may be a class called like that. */
  function member(local: LocalModule, name: string, byStar = false): Binding {
    const module = local.file === undefined ? undefined : program.modules.get(local.file)
    const found = module ? lookup(module, name) : NONE
    if (found === ASKED && byStar) return NONE
    if (found.kind !== 'none' && found.kind !== 'builtin' && found.kind !== 'opaque') return found
    const inner = local.folder === undefined ? undefined : submodule(program.index, local.folder, name)
    return inner ? { kind: 'module', local: inner } : found.kind === 'opaque' ? found : NONE
  }

  function use(module: ModuleFacts, statement: Statement, at: Use): { binding: Binding; consumed: number } {
    let binding: Binding
    if (at.flags & LOCAL_IMPORT) binding = clause(module, at.via!.statement, at.via!.clause)
    else if (at.flags & DEFERRED) binding = lookup(module, at.name)
    else if (at.flags & LOOPED && statement.binds.includes(at.name))
      binding = { kind: 'local', module, name: at.name, statements: [statement.index] }
    else {
      binding = lookup(module, at.name, statement.index)
      // Its own name (`for`, a decorator that refers to itself), or one that only a later statement gives.
      if (binding.kind === 'none' || binding.kind === 'builtin' || binding.kind === 'opaque') {
        const own = statement.binds.includes(at.name) ? lookup(module, at.name, statement.index + 1) : NONE
        const late = own.kind === 'none' && binding.kind !== 'builtin' ? lookup(module, at.name) : own
        if (late.kind !== 'none') binding = late
      }
    }
    let consumed = 0
    while (binding.kind === 'module' && at.chain && consumed < at.chain.length) {
      binding = member(binding.local, at.chain[consumed]!)
      consumed++
    }
    return { binding, consumed }
  }

  return { lookup, use, clause }
}

/** Whether the statement surely binds what it binds: what stands under `if` or `try` may not run. */
function isCertain(statement: Statement): boolean {
  return statement.kind !== 'block' && statement.kind !== 'main'
}
