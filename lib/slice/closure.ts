/** The statements a scene needs: what its names lead to, then the effects on those, until nothing new comes. */
import { BIND, COMPARED, LOCAL_IMPORT } from '../python/scopes.ts'
import { findEffects } from './effects.ts'
import type { ModuleFacts, Part, Statement, Use } from './facts.ts'
import { isOurs, type Program } from './link.ts'
import { type Namespaces, openNamespaces } from './namespaces.ts'
import { openPruner, type Pruner } from './prune.ts'
import type { Binding, Resolver } from './resolve.ts'

export interface Meaning {
  binding: Binding
  /** How many attributes of the use's chain the binding swallows. */
  consumed: number
}

export interface Selection {
  parts: Map<Statement, Set<Part>>
  meanings: Map<Use, Meaning>
  /** Modules of the repository that stand for themselves, and what is asked of them. */
  namespaces: Namespaces
  has(module: ModuleFacts, statement: number): boolean
  /** Whether a statement that binds the variable is in. */
  isLive(module: ModuleFacts, name: string): boolean
}

export interface Target {
  module: ModuleFacts
  statement: Statement
  name: string
}

export function selectStatements(
  program: Program,
  resolver: Resolver,
  target: Target,
  options: { horizon: number; pruneMethods: boolean; whole?: boolean },
): Selection {
  const parts = new Map<Statement, Set<Part>>()
  const meanings = new Map<Use, Meaning>()
  const queue: [ModuleFacts, Statement, Part][] = []
  const pruner: Pruner | undefined = options.pruneMethods ? openPruner(resolver, target, add) : undefined

  const selection: Selection = {
    parts,
    meanings,
    namespaces: new Map(),
    has: (module, statement) => parts.has(module.statements[statement]!),
    isLive: (module, name) =>
      [...(module.bindings.get(name) ?? []), ...(module.bindingsLater.get(name) ?? [])].some(statement =>
        parts.has(module.statements[statement]!),
      ),
  }

  function include(module: ModuleFacts, statement: Statement): void {
    if (parts.has(statement)) return
    parts.set(statement, new Set())
    if (pruner && statement.kind === 'class' && statement !== target.statement)
      pruner.offer(module, statement)
    else for (const part of statement.parts) add(module, statement, part)
  }

  function add(module: ModuleFacts, statement: Statement, part: Part): void {
    const chosen = parts.get(statement)!
    if (chosen.has(part)) return
    chosen.add(part)
    queue.push([module, statement, part])
    pruner?.reached(part)
  }

  function drain(): void {
    for (;;) {
      const next = queue.pop()
      if (!next) return
      const [module, statement, part] = next
      for (const use of part.uses) follow(module, statement, use)
    }
  }

  function follow(module: ModuleFacts, statement: Statement, use: Use): void {
    if (use.flags & BIND) return
    if (use.flags & LOCAL_IMPORT && !isOurs(program, module, use.via!.statement, use.via!.clause)) return
    let meaning = resolver.use(module, statement, use)
    const last = use.chain?.at(-1)
    if (use.flags & COMPARED && meaning.consumed === use.chain!.length) {
      meaning = resolver.use(module, statement, { ...use, chain: use.chain!.slice(0, -1) })
      namespaces.ask(meaning.binding, last)
    } else namespaces.ask(meaning.binding)
    meanings.set(use, meaning)
    reach(meaning.binding)
  }

  function reach(binding: Binding): void {
    if (binding.kind !== 'local') return
    for (const index of binding.statements) include(binding.module, binding.module.statements[index]!)
  }

  const namespaces = openNamespaces(program, resolver, selection, reach)
  include(target.module, target.statement)
  if (options.whole) for (const statement of target.module.statements) include(target.module, statement)
  for (;;) {
    drain()
    if (namespaces.extend()) continue
    const effects = findEffects(program, resolver, selection, target.module, options.horizon)
    if (!effects.length) return selection
    for (const { module, statement } of effects) include(module, module.statements[statement]!)
  }
}
