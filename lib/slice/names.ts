/** One name per thing: what modules could each call `Label` must be told apart once they share a program. */
import { BIND, DEFERRED, isCaptured, type Scope, STORED } from '../python/scopes.ts'
import type { Meaning, Selection } from './closure.ts'
import type { ImportStatement, ModuleFacts, Part, Statement, Use } from './facts.ts'
import { isBuiltin, MANIM_LINES, root, starNames } from './libraries.ts'
import { isOurs, type Program, type Step } from './link.ts'
import { moduleOf } from './namespaces.ts'
import type { Binding, Resolver } from './resolve.ts'

/** Something a global name of the program can stand for. */
export interface Entity {
  key: string
  /** `free`: nothing we know gives it, so its name must stay and stay unbound. */
  kind: 'local' | 'external' | 'star' | 'builtin' | 'free'
  binding: Binding
  /** The name it has where it comes from. */
  wanted: string
  /** The name it gets. */
  name: string
  module: ModuleFacts | undefined
}

export interface Occurrence {
  module: ModuleFacts
  statement: Statement
  part: Part
  use: Use
  entity: Entity
  /** The end of the text that the entity's name replaces. */
  end: number
  binds: boolean
}

/** A module of the repository as an object: made by calling `type`, of these attributes. */
export interface NamespaceObject {
  entity: Entity
  type: Entity
  members: [attribute: string, entity: Entity][]
}

export interface Naming {
  namespaces: NamespaceObject[]
  occurrences: Map<Statement, Occurrence[]>
  entities: Entity[]
  renamed: { from: string; to: string; path?: string }[]
}

export function nameEntities(
  program: Program,
  resolver: Resolver,
  selection: Selection,
  steps: Step[],
  target: { module: ModuleFacts; name: string },
): Naming {
  const entities = new Map<string, Entity>()
  const byBinding = new Map<Binding, Entity>()
  const occurrences = new Map<Statement, Occurrence[]>()

  for (const { module, statement: index } of steps) {
    const statement = module.statements[index]!
    const list: Occurrence[] = []
    for (const part of selection.parts.get(statement)!) {
      for (const use of part.uses) {
        const found = occurrence(module, statement, part, use)
        if (found) list.push(found)
      }
    }
    occurrences.set(statement, list)
  }

  const namespaces = namespaceObjects()
  const all = [...entities.values()]
  explicitNames(all)
  const renamed = settle(all)
  return { occurrences, entities: all, renamed, namespaces }

  function occurrence(
    module: ModuleFacts,
    statement: Statement,
    part: Part,
    use: Use,
  ): Occurrence | undefined {
    const binds = (use.flags & BIND) !== 0
    if (binds) {
      if (isLocalImport(module, statement, use)) return undefined
      const entity = boundEntity(module, use)
      return { module, statement, part, use, entity, end: use.end, binds }
    }
    const meaning = selection.meanings.get(use)
    if (!meaning) return undefined
    const entity = usedEntity(use, meaning)
    const end = entity.kind === 'free' || !meaning.consumed ? use.end : use.ends![meaning.consumed - 1]!
    return { module, statement, part, use, entity, end, binds }
  }

  /** `from .helpers import x` under `if` or `try`: the import goes, and x is the helpers' own. */
  function isLocalImport(module: ModuleFacts, statement: Statement, use: Use): boolean {
    const line = statement.imports.find(found => found.clauses.some(clause => clause.start === use.start))
    const clause = line?.clauses.find(found => found.start === use.start)
    return !!line && isOurs(program, module, line, clause!)
  }

  function boundEntity(module: ModuleFacts, use: Use): Entity {
    // `global x` where x was imported from another file: one variable, as far as a merged program can have it.
    if (use.flags & DEFERRED && module.bindings.has(use.name)) {
      const binding = resolver.lookup(module, use.name)
      if (binding.kind === 'local') return local(binding.module, binding.name)
    }
    return local(module, use.name)
  }

  function local(module: ModuleFacts, name: string): Entity {
    const binding: Binding = { kind: 'local', module, name, statements: [] }
    return entity(`local ${module.path}\n${name}`, 'local', name, binding, module)
  }

  function usedEntity(use: Use, { binding, consumed }: Meaning): Entity {
    // In a function `m.x = 1` would become a local variable once m is gone.
    const unwritable =
      use.flags & STORED && use.flags & DEFERRED && consumed > 0 && consumed === use.chain!.length
    if (unwritable) return lost(use)
    const module = moduleOf(program, binding)
    if (module && isFixed(module)) return namespace(module)
    if (binding.kind === 'module' || (binding.kind === 'none' && consumed)) return lost(use)
    // The resolver gives the same binding for most uses of a name.
    const known = byBinding.get(binding)
    if (known) return known
    const found = namedEntity(use, binding)
    if (binding.kind === 'local' || binding.kind === 'star' || binding.kind === 'builtin')
      byBinding.set(binding, found)
    return found
  }

  /** A module of the repository, or something of it, that the program can't have. */
  function lost(use: Use): Entity {
    return entity(`free ${use.name}`, 'free', use.name, { kind: 'module', local: {} })
  }

  /** Whether an object made once has what the module has: functions may bind a name of the module anew. */
  function isFixed(module: ModuleFacts): boolean {
    const members = selection.namespaces.get(module)
    return !!members && [...members.values()].every(found => !found.module.bindingsLater.has(found.name))
  }

  function namespace(module: ModuleFacts): Entity {
    return entity(`module ${module.path}`, 'local', stemOf(module.path), { kind: 'none' }, module)
  }

  function namespaceObjects(): NamespaceObject[] {
    const found = [...selection.namespaces].filter(([module]) => entities.has(`module ${module.path}`))
    const name = 'SimpleNamespace'
    return found.map(([module, members]) => ({
      entity: namespace(module),
      type: entity(`external types ${name} ${name}`, 'external', name, {
        kind: 'external',
        module: 'types',
        name,
        alias: name,
      }),
      members: [...members].map(([attribute, binding]) => [attribute, local(binding.module, binding.name)]),
    }))
  }

  function namedEntity(use: Use, binding: Binding): Entity {
    switch (binding.kind) {
      case 'local':
        return local(binding.module, binding.name)
      case 'star':
        return entity(`star ${binding.module} ${binding.name}`, 'star', binding.name, binding)
      case 'external': {
        const key = `external ${binding.module} ${binding.name ?? ''} ${binding.alias}`
        const found = entity(key, 'external', binding.alias, binding)
        const known = found.binding as Binding & { kind: 'external' }
        if (binding.loads) known.loads = [...new Set([...(known.loads ?? []), ...binding.loads])]
        return found
      }
      case 'builtin':
        return entity(`builtin ${binding.name}`, 'builtin', binding.name, binding)
      default:
        return entity(`free ${use.name}`, 'free', use.name, binding)
    }
  }

  function entity(
    key: string,
    kind: Entity['kind'],
    name: string,
    binding: Binding,
    module?: ModuleFacts,
  ): Entity {
    let found = entities.get(key)
    if (!found) {
      found = { key, kind, binding: { ...binding }, wanted: name, name, module }
      entities.set(key, found)
    } else if (found.binding.kind === 'none' && kind === 'free') found.binding = binding
    return found
  }

  /** Where a star import that is in would give a name another meaning than it had, that name is imported by itself. */
  function explicitNames(all: Entity[]): void {
    const stars = starOrder(program, all)
    for (const item of all) {
      if (item.kind !== 'star' && item.kind !== 'builtin') continue
      const from = item.kind === 'star' ? (item.binding as { module: string }).module : 'builtins'
      const last = stars.findLast(star => starNames(star)?.has(item.wanted))
      if (last === undefined || root(last) === root(from)) continue
      item.kind = 'external'
      item.binding = { kind: 'external', module: from, name: item.wanted, alias: item.wanted }
    }
  }

  function settle(all: Entity[]): Naming['renamed'] {
    const groups = new Map<string, Entity[]>()
    for (const item of all) {
      const group = groups.get(item.wanted)
      if (group) group.push(item)
      else groups.set(item.wanted, [item])
    }
    const losers = new Set<Entity>()
    for (const group of groups.values()) {
      if (group.length < 2) continue
      // A name that nothing gives where it is used may as well mean the library's.
      const isOurs = group.some(item => item.kind === 'local')
      const rivals = isOurs ? group : group.filter(item => item.kind !== 'free')
      if (rivals.length < 2) continue
      rivals.sort((a, b) => rank(a) - rank(b))
      const first = identity(rivals[0]!)
      const others = rivals.slice(1).filter(item => item.kind !== 'free' && identity(item) !== first)
      if (others.length === 1 && takesTurns(rivals[0]!, others[0]!)) continue
      for (const item of others) losers.add(item)
    }
    for (const list of occurrences.values()) {
      for (const { module, use, entity, end } of list) {
        const isGone = (via: NonNullable<Use['via']>) => isOurs(program, module, via.statement, via.clause)
        // Written otherwise than it was, the name could mean what is bound around it.
        const isRewritten = end !== use.end || entity.name !== use.name
        if (isRewritten && entity.kind !== 'free' && isCaptured(use, entity.name, isGone)) losers.add(entity)
      }
    }
    if (!losers.size) return []
    const taken = takenNames(groups)
    const renamed: Naming['renamed'] = []
    for (const item of losers) {
      item.name = fresh(item, taken)
      if (item.kind === 'star' || item.kind === 'builtin') {
        const from = item.kind === 'star' ? (item.binding as { module: string }).module : 'builtins'
        item.kind = 'external'
        item.binding = { kind: 'external', module: from, name: item.wanted, alias: item.wanted }
      }
      renamed.push({ from: item.wanted, to: item.name, ...(item.module ? { path: item.module.path } : {}) })
    }
    return renamed
  }

  /** `class Scene(Scene)`: the library's is last looked at before the name is bound anew, as in the file. */
  function takesTurns(first: Entity, second: Entity): boolean {
    const [library, ours] = first.kind === 'local' ? [second, first] : [first, second]
    if (ours.kind !== 'local' || library.kind === 'local' || library.kind === 'free') return false
    let isBound = false
    for (const list of occurrences.values()) {
      for (const { use, entity } of list) {
        if (entity === library && (isBound || use.flags & DEFERRED)) return false
      }
      isBound ||= list.some(({ entity, binds }) => entity === ours && binds)
    }
    return true
  }

  /** Who keeps a name: what can't be renamed, then the scene, its module, and others in the order they are used. */
  function rank(item: Entity): number {
    if (item.kind === 'free') return 0
    if (item.module === target.module && item.wanted === target.name) return 1
    if (item.kind === 'star' || item.kind === 'builtin') return 2
    if (item.kind === 'external') return 3
    return item.module === target.module ? 4 : 5
  }

  function takenNames(groups: Map<string, Entity[]>): Set<string> {
    const taken = new Set(groups.keys())
    const seen = new Set<Scope>()
    for (const list of occurrences.values()) {
      for (const { use } of list) {
        taken.add(use.name)
        for (let scope = use.scope; scope && !seen.has(scope); scope = scope.parent) {
          seen.add(scope)
          if (scope.type !== 'module') for (const name of scope.names) taken.add(name)
        }
      }
    }
    return taken
  }

  function fresh(item: Entity, taken: Set<string>): string {
    const base = `${item.wanted}_${stemOf(item.module?.path ?? 'library')}`
    let name = base
    for (let number = 2; taken.has(name) || isBuiltin(name); number++) name = `${base}_${number}`
    taken.add(name)
    return name
  }
}

/** A module's own name, as a name of Python. */
function stemOf(path: string): string {
  const stem = path.replace(/(\/__init__)?\.\w+$/, '').replace(/^.*\//, '')
  return stem.replace(/\W+/g, '_')
}

// What star imports of Manim leak of other packages.
const LEAKED = new Map(
  ['np numpy', 'os os', 'sys sys', 'math math', 'random random', 'it itertools'].map(
    pair => pair.split(' ') as [string, string],
  ),
)

/** The same for two ways to import one thing: `from manim import *` and `from manim.constants import UP`. */
function identity({ key, binding, module, wanted }: Entity): string {
  if (binding.kind === 'local' && module) return guardedImport(module, wanted) ?? key
  if (binding.kind === 'external') return `${root(binding.module)} ${binding.name ?? ''}`
  if (binding.kind !== 'star') return key
  const leaked = MANIM_LINES.has(root(binding.module)) ? LEAKED.get(binding.name) : undefined
  return leaked === undefined ? `${root(binding.module)} ${binding.name}` : `${leaked} `
}

/** What `if TYPE_CHECKING: from m import x` and its like bind, when nothing else binds the name. */
function guardedImport(module: ModuleFacts, name: string): string | undefined {
  const found = new Set<string>()
  for (const index of module.bindings.get(name) ?? []) {
    const lines = module.statements[index]!.imports.filter(line =>
      line.clauses.some(clause => clause.binds === name),
    )
    if (
      !lines.length ||
      module.statements[index]!.parts[0]!.uses.some(use => use.name === name && !isClause(lines, use))
    ) {
      return undefined
    }
    for (const line of lines) {
      const clause = line.clauses.find(item => item.binds === name)!
      found.add(line.plain ? `${clause.name} ` : `${root(line.module)} ${clause.name}`)
    }
  }
  return found.size === 1 ? [...found][0] : undefined
}

function isClause(lines: ImportStatement[], use: Use): boolean {
  return !(use.flags & BIND) || lines.some(line => line.clauses.some(clause => clause.start === use.start))
}

/** The star imports the entities need, in the order the program's modules run them. */
export function starOrder(program: Program, entities: Entity[]): string[] {
  const needed = new Set<string>()
  for (const { binding, kind } of entities) {
    if (kind === 'star' && binding.kind === 'star') needed.add(binding.module)
    if (binding.kind === 'opaque') for (const star of binding.stars) needed.add(star)
  }
  const order: string[] = []
  for (const { module, statement } of program.trace) {
    for (const line of module.statements[statement]!.imports) {
      if (line.clauses[0]?.name !== '*' || !needed.delete(line.module)) continue
      order.push(line.module)
    }
  }
  return [...order, ...needed]
}
