/** What the parts of the interpreter share. */

import { descends } from '../../facts/manim.ts'
import type { Assign, Class, Def, Expr, Stmt } from '../../python/ast.ts'
import { noted } from '../../python/notes.ts'
import type { Names } from '../resolve.ts'
import type { Changed } from './at-once.ts'
import type { Clock } from './clock.ts'
import type { Action, Step, Thing } from './steps.ts'
import type { Env, Mob, Value } from './values.ts'

/** How a block ended. */
export type Exit = { readonly value: Value } | 'break' | 'continue' | undefined

/** What is true of the screen while the scene runs. */
export interface World {
  readonly names: Names
  readonly classes: ReadonlyMap<string, Class>
  readonly functions: ReadonlyMap<string, Def>
  readonly constants: ReadonlyMap<string, Assign>
  /** Other names of what had that name before a function of the program took it. */
  readonly originals: ReadonlyMap<string, string>
  /** What the module sets in `config`. */
  readonly configuration: ReadonlyMap<string, Expr>
  /** Members of classes that were asked for, by class and name. */
  readonly found: Map<string, Map<string, Member | undefined>>
  readonly module: Env
  readonly scene: Value
  readonly sceneClass: string
  /** Method resolution order of the scene: local classes, nearest first. */
  readonly chain: readonly string[]
  steps: Step[]
  shown: Set<Mob>
  nextId: number
  readonly clock: Clock
  /** Texts in the order in which they are made. */
  readonly texts: { readonly kind: string; readonly text: string }[]
  /** Texts in the order in which a viewer gets to read them. */
  readonly read: Set<string>
  /** What was added since time last passed: nobody has seen it yet. */
  fresh: { readonly steps: Step[]; readonly at: number; readonly mobs: Mob[] } | undefined
  /** What was removed since time last passed, and with which step: it may come back before anybody sees that. */
  readonly leaving: Map<Mob, Leaving>
  /** The animations under way end where they began. */
  returning: boolean
  /** What comes by the animations under way. */
  coming: readonly Mob[]
  /** Of these, what is on screen already. */
  again: ReadonlySet<Mob>
  /** Tables that come by them, entry by entry. */
  arriving: ReadonlySet<Mob>
  /** What was changed since time last passed. */
  changed: Map<Mob, Changed>
  /** What goes on by itself from now on, and how. */
  readonly going: Map<Mob, Action>
  /** What follows other things, and by what: an updater that is given it, or a function that draws it anew. */
  readonly following: Map<Mob, { readonly by: Value; readonly anew: boolean }>
  /** Formulas whose one piece the program took: what it goes through afterwards are the letters of that. */
  readonly taken: Set<Mob>
  /** Each stands for any of several of its kind: nobody knows which of them was asked for. */
  readonly anyOf: Set<Mob>
  /** Trackers whose value was asked for, while things are drawn again to see which do. */
  asked: Set<Mob> | undefined
  /** Work left; at none the rest stays unknown. */
  fuel: number
  readonly running: Running[]
  evals: number
  /** How often an `if` was decided. */
  tests: number
  /** Under how many unknown conditions the code runs. */
  doubt: number
  /** Ways out of the running function or loop that may have been taken. */
  left: number
  cut: boolean
  /** Loops that build were left after so many rounds: a count as high as this is not known. */
  capped: number
  readonly frame: Mob
  background: string
}

export interface Leaving {
  /** What was on screen of it. */
  readonly members: readonly Mob[]
  /** As they were told when they went. */
  readonly things: readonly Thing[]
  /** The same with their places. */
  readonly look: readonly Thing[]
  readonly steps: readonly Step[]
}

/** A function or class of the program that is under way. */
export interface Running {
  readonly def: Def | Class
  readonly given: Args
  /** What the world had when it was called. */
  readonly fuel: number
  readonly left: number
}

export interface Args {
  readonly args: readonly Value[]
  readonly kws: ReadonlyMap<string, Value>
}

export const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map()
export const NOTHING: Args = { args: [], kws: NO_KEYWORDS }

export interface Machine {
  readonly world: World
  eval(expr: Expr, env: Env): Value
  exec(body: readonly Stmt[], env: Env): Exit
  call(callee: Value, given: Args, hint?: string): Value
  /** Runs a function or method of the program. */
  run(def: Def, given: Args, env: Env, self?: Value, owner?: string): Value
  attribute(of: Value, name: string): Value
  assign(target: Expr, value: Value, env: Env): void
  iterate(value: Value): { items: Value[]; open: boolean }
}

/** Is the program for the Community Edition, as far as anybody knows? */
export function isCommunity({ world: { names } }: Machine): boolean {
  return names.flavor === 'manimce' || names.flavor === 'unknown'
}

/** Does the scene's class come of this class of Manim? */
export function isScene({ world: { names, sceneClass } }: Machine, cls: string): boolean {
  return names.roots(sceneClass).some(root => descends(root, cls))
}

/** The nearest definition of a method in the program's own classes, from `start` upwards. */
export function findMethod(
  names: Names,
  classes: ReadonlyMap<string, Class>,
  start: string,
  method: string,
  after?: string,
): { def: Def; owner: string } | undefined {
  const order = names.order(start)
  for (let i = after === undefined ? 0 : order.indexOf(after) + 1; i < order.length; i++) {
    const owner = order[i]!
    const node = classes.get(owner)
    const def = node && membersOf(node).methods.get(method)
    if (def) return { def, owner }
  }
  return undefined
}

/** What a class of the program's own, or the nearest above it, calls so: a method and whose it is, or a value. */
export type Member = { readonly def: Def; readonly owner: string } | { readonly value: Expr }

/** Looked up once for each class and name: a scene asks for `play` a thousand times. */
export function memberOf(
  { names, classes, found, sceneClass }: World,
  cls: string,
  name: string,
): Member | undefined {
  let known = found.get(cls)
  if (!known) {
    known = new Map()
    found.set(cls, known)
  }
  const before = known.get(name)
  if (before !== undefined || known.has(name)) return before
  const lookUp = (among: 'all' | 'config') => nearest(names.order(cls), classes, name, among)
  const member = lookUp('all') ?? (cls === sceneClass ? lookUp('config') : undefined)
  known.set(name, member)
  return member
}

function nearest(
  order: readonly string[],
  classes: ReadonlyMap<string, Class>,
  name: string,
  among: 'all' | 'config',
): Member | undefined {
  for (const owner of order) {
    const node = classes.get(owner)
    const member = node && membersOf(node)[among].get(name)
    if (member) return member.k === 'Def' ? { def: member, owner } : { value: member }
  }
  return undefined
}

interface Members {
  readonly methods: ReadonlyMap<string, Def>
  /** Methods and values; of two definitions the later one counts. */
  readonly all: ReadonlyMap<string, Def | Expr>
  /** What `CONFIG` makes attributes of, in scenes of old. */
  readonly config: ReadonlyMap<string, Expr>
}

export const membersOf = noted((node: Class): Members => {
  const methods = new Map<string, Def>()
  const all = new Map<string, Def | Expr>()
  const config = new Map<string, Expr>()
  for (const member of node.body) {
    if (member.k === 'Def') {
      methods.set(member.name, member)
      all.set(member.name, member)
    } else if (member.k === 'Assign' && member.value) {
      for (const target of member.targets) if (target.k === 'Name') all.set(target.id, member.value)
    }
  }
  const settings = all.get('CONFIG')
  if (settings?.k === 'Dict')
    for (const { key, value } of settings.pairs) if (key?.k === 'Str') config.set(key.v, value)
  return { methods, all, config }
})
