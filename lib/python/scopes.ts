/**
 * Which names a module takes from, and gives to, its global scope: Python's scope rules over a flat tree.
 * Checked against CPython's `symtable`: a use that is neither soft nor a binding is one that symtable calls global.
 */
import { type ArgumentChange, spreadChanges } from './aliases.ts'
import type { FlatTree } from './flat.ts'
import type { ImportClause, ImportStatement } from './imports.ts'
import { visitModule } from './scope-visitor.ts'

/** It runs when a function is called, not when the module is loaded. */
export const DEFERRED = 1
/** Python may never look for it: an annotation, or a name that the class body also binds. */
export const SOFT = 2
/** It stores to the name (or deletes it) rather than reading it. */
export const BIND = 4
/** The object behind the name is changed: `x[0] = 1`, `x.y = 1`, `x.append(1)`. */
export const MUTATED = 8
/** The name is called by a statement of its own, or as a decorator: what it does may be why it is there. */
export const CALLED = 16
/** Its attribute chain is stored to: `x.y = 1`. */
export const STORED = 32
/** The name is bound by an import inside a function: `via` says which. */
export const LOCAL_IMPORT = 64
/** It is called, or what its attributes lead to is. */
export const INVOKED = 128
/** It is handed to a call, alone or within a list and the like. */
export const GIVEN = 256
/** What is changed is the very object, by no method of it: `x.y = 1`, `x[0] = 1`, `setattr(x, …)`. */
export const WRITTEN = 512
/** What `into` names are bound to the very object or a part of it, not to what a call made of it. */
export const ALIASED = 1024
/** A class is built on it: a base, or its metaclass. */
export const BASE = 2048
/** It stands in a loop that binds it. */
export const LOOPED = 4096
/** What its call gives is called in turn: `@extends(Square)`, `make(x)(y)`. */
export const RECALLED = 8192
/** A dotted name that a pattern compares with: a bare one would be bound. */
export const COMPARED = 16384

export interface Use {
  name: string
  start: number
  end: number
  flags: number
  /** The attributes that follow: `random`, `seed` for `np.random.seed`, and where each ends. */
  chain: string[] | undefined
  ends: number[] | undefined
  /** The scope it stands in; `undefined` is the module's own. */
  scope: Scope | undefined
  via: { statement: ImportStatement; clause: ImportClause } | undefined
  /** Variables of the module that are bound to its object, a part of it, or something that holds it. */
  into: string[] | undefined
}

export interface Scope {
  type: 'module' | 'function' | 'class' | 'comprehension'
  parent: Scope | undefined
  names: Set<string>
  globals: Set<string> | undefined
  nonlocals: Set<string> | undefined
  /** Names that imports bind here; those that something else binds too are also in `rebound`. */
  imports: Map<string, { statement: ImportStatement; clause: ImportClause }> | undefined
  rebound: Set<string> | undefined
  /** How many of the names, from the first on, are parameters; the first of a method is the object or class it is of. */
  parameters: number
  isMethod: boolean
  /** Where a name of a function has its object from, or parts of it. */
  aliases: Map<string, { source: Occurrence; direct: boolean }[]> | undefined
  /** The class whose private names (`__x`) are mangled here. */
  owner: string | undefined
}

export interface ModuleNames {
  /** In document order. */
  uses: Use[]
  imports: ImportStatement[]
  changes: ArgumentChange[]
}

export interface Occurrence extends Use {
  scope: Scope
}

/** How many functions stand around the scope, one in another. */
export function functionsAround(from: Scope | undefined): number {
  let count = 0
  for (let scope = from; scope; scope = scope.parent) if (scope.type === 'function') count++
  return count
}

/** A name and the attributes behind it, asked for where no text has them. */
export function askedUse(name: string, chain: string[]): Use {
  const nothing = { ends: undefined, scope: undefined, via: undefined, into: undefined }
  return { name, start: 0, end: 0, flags: 0, chain, ...nothing }
}

/** Resolves every name of the module. */
export function moduleNames(flat: FlatTree): ModuleNames {
  const { occurrences, imports } = visitModule(flat)
  const changes = spreadChanges(occurrences)
  const uses: Use[] = []
  for (const occurrence of occurrences) {
    if (isGlobal(occurrence)) uses.push(occurrence)
  }
  uses.sort((a, b) => a.start - b.start || a.flags - b.flags)
  return { uses, imports, changes }
}

/** Whether the occurrence means a global name; notes on it what its scopes say. */
function isGlobal(use: Occurrence): boolean {
  const name = use.name
  for (let scope: Scope | undefined = use.scope; scope; scope = scope.parent) {
    if (scope.type === 'module' || scope.globals?.has(name)) return true
    if (!scope.names.has(name) || scope.nonlocals?.has(name)) continue
    if (scope.type === 'class') {
      // A class body sees its own names, and the global one until it has bound them; its methods never see them.
      if (scope !== use.scope) continue
      if (use.flags & BIND) return false
      use.flags |= SOFT
      return true
    }
    const via = scope.rebound?.has(name) ? undefined : scope.imports?.get(name)
    if (!via || use.flags & BIND) return false
    use.via = via
    use.flags |= LOCAL_IMPORT
    return true
  }
  return true
}

/** Whether a bare `name` written where `use` stands would mean a local variable; `isGone` tells of imports that are cut. */
export function isCaptured(
  use: Use,
  name: string,
  isGone: (via: NonNullable<Use['via']>) => boolean,
): boolean {
  for (let scope = use.scope; scope && scope.type !== 'module'; scope = scope.parent) {
    if (scope.globals?.has(name)) return false
    const via = scope.rebound?.has(name) ? undefined : scope.imports?.get(name)
    if (via && isGone(via)) continue
    if (scope.names.has(name) && (scope.type !== 'class' || scope === use.scope)) return true
  }
  return false
}

/** A private name as the class around it spells it. */
export function mangled(name: string, owner: string | undefined): string {
  if (!owner || !name.startsWith('__') || name.endsWith('__')) return name
  const stripped = owner.replace(/^_+/, '')
  return stripped ? `_${stripped}${name}` : name
}
