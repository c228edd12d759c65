/** Modules of the repository as objects: `draw(shapes)`, `getattr(shapes, 'box')`, `case modes.DARK`. */
import type { Selection } from './closure.ts'
import type { ModuleFacts } from './facts.ts'
import type { Program } from './link.ts'
import type { Binding, Resolver } from './resolve.ts'

/** Each module with its members that the program may ask for, and what these are. */
export type Namespaces = Map<ModuleFacts, Map<string, Binding & { kind: 'local' }>>

// What lists all that a module has.
const LISTS = ['vars', 'dir', '__dict__', 'getmembers']

export interface NamespaceSearch {
  /** A name means `binding`; where that is a module, this member is asked of it, or those that the program mentions. */
  ask(binding: Binding, member?: string): void
  /** Takes in the members that the program mentions by now; false if there are no more. */
  extend(): boolean
}

export function openNamespaces(
  program: Program,
  resolver: Resolver,
  selection: Selection,
  reach: (binding: Binding) => void,
): NamespaceSearch {
  const whole = new Set<ModuleFacts>()

  function ask(binding: Binding, member?: string): void {
    const module = moduleOf(program, binding)
    if (!module) return
    if (member === undefined) whole.add(module)
    else take(module, member)
  }

  function take(module: ModuleFacts, member: string): boolean {
    const members: NonNullable<ReturnType<Namespaces['get']>> = selection.namespaces.get(module) ?? new Map()
    const found = members.has(member) ? undefined : resolver.lookup(module, member)
    if (found?.kind !== 'local') return false
    selection.namespaces.set(module, members.set(member, found))
    reach(found)
    return true
  }

  function extend(): boolean {
    if (!whole.size) return false
    const mentions = [...selection.parts.values()].flatMap(parts => [...parts].map(part => part.mentions))
    const names = new Set(mentions.flatMap(mention => [...mention.names]))
    const prefixes = new Set(mentions.flatMap(mention => mention.prefixes))
    if (LISTS.some(name => names.has(name))) prefixes.add('')
    let isMore = false
    for (const module of whole) {
      const family = [...module.bindings.keys()].filter(name =>
        [...prefixes].some(prefix => name.startsWith(prefix)),
      )
      for (const name of [...names, ...family]) isMore = take(module, name) || isMore
    }
    return isMore
  }

  return { ask, extend }
}

/** The module of the repository that a binding is. */
export function moduleOf(program: Program, binding: Binding): ModuleFacts | undefined {
  return binding.kind === 'module' && binding.local.file !== undefined
    ? program.modules.get(binding.local.file)
    : undefined
}
