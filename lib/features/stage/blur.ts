/** What code that may or may not have run, or ran on unseen, leaves behind: names whose values are no longer known. */
import type { Block, Call, Expr, If, Stmt } from '../../python/ast.ts'
import { noted } from '../../python/notes.ts'
import { bind } from './calls.ts'
import type { Args, Machine } from './machine.ts'
import { copyOf } from './objects.ts'
import { type Env, type Mob, unknown, type Value } from './values.ts'

interface Changes {
  /** Names and attributes that get another value. */
  readonly targets: readonly Expr[]
  /** What is changed in place: `rows.append(…)`, `rows[i] = …`. */
  readonly holders: readonly Expr[]
  /** What has members that are changed in place: `rows[i].append(…)`. */
  readonly owners: readonly Expr[]
  /** Calls of functions, which may change things too. */
  readonly called: readonly Call[]
}

/** By their paths, so that each is there once. */
type Found = { readonly [K in keyof Changes]: Map<string, Changes[K][number]> }

const NOTHING: Changes = { targets: [], holders: [], owners: [], called: [] }
const MUTATORS = new Set(
  'append extend insert pop popitem remove add discard update setdefault clear sort reverse'.split(' '),
)
/** What a block assigns and changes, in blocks within it too, each once. */
export const changesOf = noted((body: Block): Changes => changesIn(body))

function changesIn(statements: readonly Stmt[]): Changes {
  const found: Found = { targets: new Map(), holders: new Map(), owners: new Map(), called: new Map() }
  for (const st of statements) visit(st, found)
  if (Object.values(found).every(({ size }) => size === 0)) return NOTHING
  return {
    targets: [...found.targets.values()],
    holders: [...found.holders.values()],
    owners: [...found.owners.values()],
    called: [...found.called.values()],
  }
}

function visit(st: Stmt, found: Found): void {
  const within = (body: Block) => {
    const { targets, holders, owners, called } = changesOf(body)
    for (const one of targets) note(found.targets, one)
    for (const one of holders) note(found.holders, one)
    for (const one of owners) note(found.owners, one)
    for (const one of called) noteCall(one, found)
  }
  switch (st.k) {
    case 'Assign':
      for (const target of st.targets) noteTarget(target, found)
      noteIn(st.value, found)
      return
    case 'Aug':
      noteTarget(st.target, found)
      // `rows += more` is the same as `rows.extend(more)`.
      if (st.target.k !== 'Sub') note(found.holders, st.target)
      noteIn(st.value, found)
      return
    case 'Delete':
      for (const item of st.items) if (item.k === 'Sub') note(found.holders, containerOf(item))
      return
    case 'Expr':
      noteIn(st.x, found)
      return
    case 'Return':
      noteIn(st.items, found)
      return
    case 'For':
      noteTarget(st.target, found)
      noteIn(st.iter, found)
      within(st.body)
      within(st.orelse)
      return
    case 'While':
      noteIn(st.test, found)
      within(st.body)
      within(st.orelse)
      return
    case 'If':
      for (const branch of st.branches) {
        noteIn(branch.test, found)
        within(branch.body)
      }
      within(st.orelse)
      return
    case 'With':
      noteIn(st.items, found)
      within(st.body)
      return
    case 'Try':
      within(st.body)
      for (const handler of st.handlers) within(handler.body)
      within(st.orelse)
      within(st.final)
      return
    case 'Match':
      for (const one of st.cases) within(one.body)
      return
    default:
  }
}

function noteTarget(target: Expr, found: Found): void {
  if (target.k === 'Tuple' || target.k === 'List') {
    for (const item of target.items) noteTarget(item, found)
    return
  }
  if (target.k === 'Star') return noteTarget(target.x, found)
  if (target.k === 'Sub') note(found.holders, containerOf(target))
  else note(found.targets, target)
}

/** Deeper expressions are not worked out either. */
const DEEPEST = 2000

/** What an expression changes while it is worked out, in whatever it stands: `print(rows.pop())`. */
function noteIn(node: unknown, found: Found, depth = 0): void {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return
  if (Array.isArray(node)) {
    for (const item of node) noteIn(item, found, depth + 1)
    return
  }
  const expr = node as Expr
  // It runs later, if at all.
  if (expr.k === 'Lambda') return
  if (expr.k === 'Walrus') found.targets.set(expr.name, { ...expr, k: 'Name', id: expr.name })
  if (expr.k === 'Call') noteChange(expr, found)
  noteIn(Object.values(expr), found, depth + 1)
}

function noteChange(call: Call, found: Found): void {
  if (call.fn.k !== 'Attr' || !MUTATORS.has(call.fn.name)) return noteCall(call, found)
  const { obj } = call.fn
  if (obj.k === 'Sub') note(found.owners, containerOf(obj))
  // `rows.setdefault(key, []).append(…)`
  else note(found.holders, obj.k === 'Call' && obj.fn.k === 'Attr' ? obj.fn.obj : obj)
}

/** What is no plain path is left alone. */
function note(found: Map<string, Expr>, expr: Expr): void {
  const path = pathOf(expr)
  if (path !== undefined) found.set(path, expr)
}

/** Calls that hand over the same are the same. */
function noteCall(call: Call, { called }: Found): void {
  const path = pathOf(call.fn)
  if (path === undefined) return
  const handed = [...call.args.map(pathOf), ...call.kws.map(({ name, value }) => `${name}=${pathOf(value)}`)]
  called.set(`${path}(${handed.join()})`, call)
}

/** `rows` of `rows[i][j]`. */
function containerOf(expr: Expr): Expr {
  let at = expr
  while (at.k === 'Sub') at = at.obj
  return at
}

/** `self.rows` as a text; undefined for what is no plain path. */
function pathOf(expr: Expr): string | undefined {
  if (expr.k === 'Name') return expr.id
  if (expr.k !== 'Attr') return undefined
  const of = pathOf(expr.obj)
  return of === undefined ? undefined : `${of}.${expr.name}`
}

/** Where a name or attribute keeps its value. */
function slotOf(m: Machine, target: Expr, env: Env): { in: Map<string, Value>; at: string } | undefined {
  if (target.k === 'Name') return { in: env.vars, at: target.id }
  if (target.k !== 'Attr') return undefined
  const owner = m.eval(target.obj, env)
  const isHolder = owner.t === 'scene' || owner.t === 'obj' || owner.t === 'mob'
  return isHolder ? { in: owner.attrs, at: target.name } : undefined
}

/** Functions that call one another, so many deep, are looked into for what they change. */
const MOST_CALLED = 3

/**
 * Forgets what a block may have changed. `things`: also which things its names stand for, and what is changed by the
 * functions that it calls.
 */
export function forget(m: Machine, body: Block, env: Env, things: boolean): void {
  const changes = changesOf(body)
  forgetOwn(m, changes, env, things)
  if (things) forgetCalled(m, changes, env, things)
}

/** What it changes itself. */
function forgetOwn(m: Machine, changes: Changes, env: Env, things: boolean): void {
  // While the names stand for what is changed.
  openAll(m, changes, env, things)
  for (const target of changes.targets) {
    const slot = slotOf(m, target, env)
    const value = slot?.in.get(slot.at)
    if (slot && value && (things || value.t !== 'mob')) slot.in.set(slot.at, vague(m, value, slot.at))
  }
}

/** What the functions change that it calls. */
function forgetCalled(m: Machine, { called }: Changes, env: Env, things: boolean, depth = 0): void {
  if (depth >= MOST_CALLED) return
  for (const call of called) {
    const callee = m.eval(call.fn, env)
    if (callee.t !== 'func' || callee.def.k !== 'Def') continue
    const { def, env: parent, self, owner } = callee
    const inner: Env = { vars: new Map(), parent, owner, self }
    bind(m, def, handedBy(m, call, env), parent, inner.vars, self)
    const changes = changesOf(def.body)
    forgetOwn(m, changes, inner, things)
    forgetCalled(m, changes, inner, things, depth + 1)
  }
}

/** What has a name keeps it: the function may change it. Nothing else of a call is looked at, for that would run it. */
function handedBy(m: Machine, { args, kws }: Call, env: Env): Args {
  const value = (expr: Expr) => (pathOf(expr) === undefined ? unknown('argument') : m.eval(expr, env))
  const counted = args.findIndex(({ k }) => k === 'Star')
  return {
    args: (counted < 0 ? args : args.slice(0, counted)).map(value),
    kws: new Map(kws.flatMap(each => (each.name === undefined ? [] : [[each.name, value(each.value)]]))),
  }
}

function openAll(m: Machine, { holders, owners }: Changes, env: Env, things: boolean): void {
  for (const holder of holders) open(m.eval(holder, env), things)
  for (const owner of owners) openMembers(m.eval(owner, env), things)
}

/** `rows[i].append(…)`, `rows[i][j] = …`, where nobody knows which of the rows that is: it may be any. */
export function forgetAny(m: Machine, changed: Expr, env: Env): void {
  if (changed.k === 'Sub') openMembers(m.eval(changed.obj, env), false)
}

/** The same of the call of a method. */
export function forgetByCall(m: Machine, method: Expr, env: Env): void {
  if (method.k === 'Attr' && MUTATORS.has(method.name)) forgetAny(m, method.obj, env)
}

/** What is read of an open list or dictionary is a thing, or nothing that is known. */
function open(value: Value, things: boolean): void {
  if (value.t === 'list') value.open = true
  else if (value.t === 'dict') {
    if (value.open) return
    // First of all, for it may hold itself.
    value.open = true
    openMembers(value, things)
  } else if (value.t === 'mob' && things && value.children.length > 0) value.count = 'several'
}

/** Which of them was changed is not known. */
function openMembers(value: Value, things: boolean): void {
  const members = value.t === 'list' ? value.items : value.t === 'dict' ? value.entries.values() : []
  for (const member of members) open(member, things)
}

/** One of its kind, which one is not known. */
function vague(m: Machine, value: Value, name: string): Value {
  return value.t === 'mob'
    ? vagueMob(m, value)
    : value.t === 'func' || value.t === 'class'
      ? value
      : unknown(name)
}

function vagueMob(m: Machine, mob: Mob): Mob {
  const one = copyOf(m, mob)
  forgetWords(one, mob)
  one.pos = undefined
  one.rel = undefined
  one.value = undefined
  one.copyOf = undefined
  one.shown = mob.shown
  one.vague = true
  return one
}

/** Of a copy, and of what it holds that is a copy, too. */
function forgetWords(copy: Mob, of: Mob): void {
  copy.text = undefined
  copy.holds = undefined
  copy.children.forEach((child, i) => {
    const original = of.children[i]
    if (child.t === 'mob' && original?.t === 'mob' && child !== original) forgetWords(child, original)
  })
}

interface Slot {
  readonly in: Map<string, Value>
  readonly at: string
  readonly before: Value | undefined
  readonly after: (Value | undefined)[]
}

/** A group to which the ways add each what is theirs. */
interface Held {
  readonly group: Mob
  readonly before: Holding
  readonly after: Holding[]
}

type Holding = Pick<Mob, 'children' | 'pos'>

/** What the ways through an `if` change between them. */
const changesOfIf = noted((st: If): Changes => changesIn([st]))

/** Values of names before the ways that may be taken, to be compared with those after each. */
export class Ways {
  private readonly slots: Slot[] = []
  private readonly held: Held[] = []
  private readonly m: Machine
  private readonly changes: Changes
  private readonly env: Env

  private constructor(m: Machine, changes: Changes, env: Env) {
    this.m = m
    this.changes = changes
    this.env = env
    for (const target of changes.targets) {
      const slot = slotOf(m, target, env)
      if (slot) this.slots.push({ in: slot.in, at: slot.at, before: slot.in.get(slot.at), after: [] })
    }
    for (const holder of changes.holders) {
      const group = m.eval(holder, env)
      if (group.t === 'mob') this.held.push({ group, before: holdingOf(group), after: [] })
    }
  }

  static of(m: Machine, st: If, env: Env): Ways | undefined {
    const changes = changesOfIf(st)
    return changes === NOTHING ? undefined : new Ways(m, changes, env)
  }

  /** One way was gone to its end: the next begins where it began. */
  taken(): void {
    for (const { in: names, at, before, after } of this.slots) {
      after.push(names.get(at))
      if (before === undefined) names.delete(at)
      else names.set(at, before)
    }
    for (const { group, before, after } of this.held) {
      after.push(holdingOf(group))
      Object.assign(group, { ...before, children: [...before.children] })
    }
  }

  /** A name keeps what all ways agree on. `more`: there were ways that nobody went. */
  joined(more: boolean): void {
    for (const { in: names, at, before, after } of this.slots) {
      const values = after.filter(value => value !== undefined)
      const [first] = values
      if (first === undefined) continue
      if (more && before !== undefined) values.push(before)
      names.set(at, agreed(this.m, first, values, at))
    }
    // Of what the ways add it has what the first of them adds.
    for (const { group, before, after } of this.held)
      Object.assign(
        group,
        after.find(({ children }) => children.length !== before.children.length) ?? after[0],
      )
    openAll(this.m, this.changes, this.env, false)
    forgetCalled(this.m, this.changes, this.env, false)
  }
}

function holdingOf({ children, pos }: Mob): Holding {
  return { children: [...children], pos }
}

/** What all of them are; of things one of their kind. */
export function agreed(m: Machine, first: Value, values: readonly Value[], name: string): Value {
  if (values.every(value => equal(first, value))) return first
  if (first.t === 'mob' && values.every(value => value.t === 'mob' && value.cls === first.cls))
    return vagueMob(m, first)
  return unknown(name)
}

function equal(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.t === 'num' || a.t === 'bool') return b.t === a.t && b.v === a.v
  if (a.t === 'str') return b.t === 'str' && b.v === a.v && !a.holes && !b.holes
  if (a.t === 'color') return b.t === 'color' && b.word === a.word
  return a.t === 'none' && b.t === 'none'
}
