/** What code of the repository does to variables and libraries when it is called. */
import {
  BASE,
  BIND,
  DEFERRED,
  functionsAround,
  GIVEN,
  INVOKED,
  MUTATED,
  RECALLED,
  WRITTEN,
} from '../python/scopes.ts'
import type { ModuleFacts, Part, Statement, Use } from './facts.ts'
import type { Binding, Resolver } from './resolve.ts'
import { isSettable, setsUp } from './settings.ts'

/** What a statement acts on: it has to be in where one of these variables is, or `always`. */
export interface Triggers {
  always: boolean
  variables: Map<string, [module: ModuleFacts, name: string]>
}

export function newTriggers(): Triggers {
  return { always: false, variables: new Map() }
}

/** False where the variable was among them. */
export function addVariable({ variables }: Triggers, module: ModuleFacts, name: string): boolean {
  const key = `${module.path}\n${name}`
  if (variables.has(key)) return false
  variables.set(key, [module, name])
  return true
}

export interface Deeds extends Triggers {
  /** Something that it was given is changed: by what is called itself, or by what that calls. */
  changesGiven: 'itself' | 'within' | undefined
  /** What belongs to the object whose method it is, or to its class, is changed. */
  changesOwn: boolean
}

// Far more than a function that is there to set something up.
const MOST_STATEMENTS = 50
const DEEPEST = 200
const CONSTRUCTORS = ['__init__', '__new__', '__post_init__', '__prepare__']
// What was worked out before is only found sooner.
const MEMO = /cache|memo/i

/**
 * The deeds of a call: by `flags` what it gives is called too. `attributes` are names of methods that the calling text
 * mentions, `methods` those of a class that run in any case.
 */
export function deedsOf(
  resolver: Resolver,
  binding: Binding,
  flags: number,
  attributes: Iterable<string> = [],
  methods: readonly string[] = CONSTRUCTORS,
): Deeds {
  const deeds: Deeds = { ...newTriggers(), changesGiven: undefined, changesOwn: false }
  const handed = newTriggers()
  const seen = new Set<Statement>()
  const names = new Set<string>()
  let waiting: Parameters<typeof walk>[] = []
  let renders = false
  let depth = 0

  for (const name of attributes) names.add(name)
  enter(binding, methods, levels(flags))
  if (deeds.changesGiven) {
    deeds.always ||= handed.always
    for (const variable of handed.variables.values()) addVariable(deeds, ...variable)
  }
  // Who calls this runs the file as a script.
  return renders ? { ...newTriggers(), changesGiven: undefined, changesOwn: false } : deeds

  function enter(from: Binding, methods: readonly string[], within: number): void {
    if (from.kind !== 'local') return
    for (const index of from.statements) {
      const statement = from.module.statements[index]!
      if (seen.has(statement) || seen.size >= MOST_STATEMENTS) continue
      seen.add(statement)
      if (statement.kind === 'function') walk(from.module, statement, statement.parts[0]!, within)
      else if (statement.kind === 'class') enterClass(from.module, statement, methods, within)
      else enterObject(from.module, statement, within)
    }
  }

  function enterClass(
    module: ModuleFacts,
    statement: Statement,
    methods: readonly string[],
    within: number,
  ): void {
    const [frame, ...parts] = statement.parts
    for (const use of frame!.uses)
      if (use.flags & BASE) enter(resolver.use(module, statement, use).binding, methods, within)
    for (const part of parts) waiting.push([module, statement, part, within])
    release(part => names.has(part.method!) || (methods.includes(part.method!) && parts.includes(part)))
  }

  /** `theme = Theme()`, of which a method is called, or `theme` itself. */
  function enterObject(module: ModuleFacts, statement: Statement, within: number): void {
    for (const use of statement.parts[0]!.uses) {
      if (!(use.flags & INVOKED) || use.flags & DEFERRED) continue
      const made = resolver.use(module, statement, use).binding
      if (made.kind === 'local') enter(made, ['__call__'], within)
    }
  }

  function walk(module: ModuleFacts, statement: Statement, part: Part, within: number): void {
    if (depth > DEEPEST) return
    const runs = (level: number) => level > 0 && level <= within
    if (runs(part.changesGiven) && deeds.changesGiven !== 'itself')
      deeds.changesGiven = depth ? 'within' : 'itself'
    deeds.changesOwn ||= runs(part.changesOwn)
    renders ||= part.mentions.names.has('render')
    depth++
    reach(part.mentions.names)
    for (const use of part.uses)
      if (use.flags & DEFERRED && runs(functionsAround(use.scope))) follow(module, statement, use)
    depth--
  }

  function reach(mentioned: Iterable<string>): void {
    const known = names.size
    for (const name of mentioned) names.add(name)
    if (names.size > known) release(part => names.has(part.method!))
  }

  function release(isReached: (part: Part) => boolean): void {
    const reached = waiting.filter(([, , part]) => isReached(part))
    waiting = waiting.filter(([, , part]) => !isReached(part))
    for (const step of reached) walk(...step)
  }

  function follow(module: ModuleFacts, statement: Statement, use: Use): void {
    if (use.flags & BIND) {
      if (!MEMO.test(use.name)) addVariable(deeds, module, use.name)
      return
    }
    if (!(use.flags & (MUTATED | INVOKED | GIVEN))) return
    const { binding: found, consumed } = resolver.use(module, statement, use)
    if (found.kind !== 'local') {
      deeds.always ||= setsUp(found, use, consumed)
      if (use.flags & GIVEN) handed.always ||= isSettable(found)
      return
    }
    if (isChanged(use, consumed) && !MEMO.test(found.name)) addVariable(deeds, found.module, found.name)
    if (use.flags & GIVEN) addVariable(handed, found.module, found.name)
    if (use.flags & INVOKED) enter(found, CONSTRUCTORS, levels(use.flags))
  }
}

/** A function within the one that is called runs where it is called in turn, as decorators are. */
function levels(flags: number): number {
  return flags & RECALLED ? 2 : 1
}

/** Whether the object of the use's variable is changed, and not that of a module of the repository which gave it. */
export function isChanged({ flags, chain }: Use, consumed: number): boolean {
  if (!(flags & MUTATED)) return false
  const isCalled = flags & INVOKED && !(flags & WRITTEN) && consumed === (chain?.length ?? 0)
  return !isCalled
}
