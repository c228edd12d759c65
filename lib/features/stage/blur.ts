/** What code that may or may not have run, or ran on unseen, leaves behind: names whose values are no longer known. */
import type { Expr, Stmt } from '../../python/ast.ts'
import type { Machine } from './machine.ts'
import { copyOf } from './objects.ts'
import { type Env, type Mob, unknown, type Value } from './values.ts'

interface Changes {
  /** Names and attributes that get another value. */
  readonly targets: readonly Expr[]
  /** What is changed in place: `rows.append(…)`, `rows[i] = …`. */
  readonly holders: readonly Expr[]
}

const NOTHING: Changes = { targets: [], holders: [] }
const MUTATORS = new Set(
  'append extend insert pop popitem remove add discard update setdefault clear sort reverse'.split(' '),
)
/** Slices share their bodies, so that what is found outlives the program. */
const known = new WeakMap<readonly Stmt[], Changes>()

/** What a block assigns and changes, in blocks within it too, each once. */
export function changesOf(body: readonly Stmt[]): Changes {
  const before = known.get(body)
  if (before) return before
  const targets = new Map<string, Expr>()
  const holders = new Map<string, Expr>()
  for (const st of body) visit(st, targets, holders)
  const found =
    targets.size + holders.size === 0 ? NOTHING : { targets: [...targets.values()], holders: [...holders.values()] }
  known.set(body, found)
  return found
}

function visit(st: Stmt, targets: Map<string, Expr>, holders: Map<string, Expr>): void {
  const within = (body: readonly Stmt[]) => {
    const inner = changesOf(body)
    for (const one of inner.targets) targets.set(pathOf(one)!, one)
    for (const one of inner.holders) holders.set(pathOf(one)!, one)
  }
  switch (st.k) {
    case 'Assign':
      for (const target of st.targets) noteTarget(target, targets, holders)
      return
    case 'Aug':
      noteTarget(st.target, targets, holders)
      return
    case 'Expr': {
      const { x } = st
      if (x.k === 'Call' && x.fn.k === 'Attr' && MUTATORS.has(x.fn.name)) {
        const path = pathOf(x.fn.obj)
        if (path !== undefined) holders.set(path, x.fn.obj)
        else if (x.fn.obj.k === 'Sub') noteTarget(x.fn.obj, targets, holders)
      }
      return
    }
    case 'For':
      noteTarget(st.target, targets, holders)
      within(st.body)
      within(st.orelse)
      return
    case 'While':
      within(st.body)
      within(st.orelse)
      return
    case 'If':
      for (const branch of st.branches) within(branch.body)
      within(st.orelse)
      return
    case 'With':
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

function noteTarget(target: Expr, targets: Map<string, Expr>, holders: Map<string, Expr>): void {
  if (target.k === 'Tuple' || target.k === 'List') {
    for (const item of target.items) noteTarget(item, targets, holders)
    return
  }
  if (target.k === 'Star') return noteTarget(target.x, targets, holders)
  if (target.k === 'Sub') {
    let { obj } = target
    while (obj.k === 'Sub') obj = obj.obj
    const path = pathOf(obj)
    if (path !== undefined) holders.set(path, obj)
    return
  }
  const path = pathOf(target)
  if (path !== undefined) targets.set(path, target)
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

/** Forgets what a block may have changed. `things`: also which things its names stand for. */
export function forget(m: Machine, body: readonly Stmt[], env: Env, things: boolean): void {
  const { targets, holders } = changesOf(body)
  for (const target of targets) {
    const slot = slotOf(m, target, env)
    const value = slot?.in.get(slot.at)
    if (slot && value && (things || value.t !== 'mob')) slot.in.set(slot.at, vague(value, slot.at))
  }
  for (const holder of holders) open(m.eval(holder, env), things)
}

function open(value: Value, things: boolean): void {
  if (value.t === 'list') {
    value.open = true
    value.items.forEach((item, i) => {
      if (item.t === 'num' || item.t === 'str' || item.t === 'bool') value.items[i] = unknown()
    })
  } else if (value.t === 'dict') {
    value.open = true
    for (const [key, item] of value.entries)
      if (item.t === 'num' || item.t === 'str' || item.t === 'bool') value.entries.set(key, unknown())
      else if (item.t === 'list') item.open = true
  } else if (value.t === 'mob' && things && value.children.length > 0) value.count = 'several'
}

/** One of its kind, which one is not known. */
function vague(value: Value, name: string): Value {
  return value.t === 'mob' ? vagueMob(value) : value.t === 'func' || value.t === 'class' ? value : unknown(name)
}

function vagueMob(mob: Mob): Mob {
  const one = copyOf(mob)
  one.text = undefined
  one.pos = undefined
  one.rel = undefined
  one.value = undefined
  one.copyOf = undefined
  one.shown = mob.shown
  return one
}

/** Values of names before the ways that may be taken, to be compared with those after each. */
export function waysOf(m: Machine, bodies: readonly (readonly Stmt[])[], env: Env) {
  const slots = new Map<string, { in: Map<string, Value>; at: string; before: Value | undefined; after: (Value | undefined)[] }>()
  for (const body of bodies)
    for (const target of changesOf(body).targets) {
      const path = pathOf(target)!
      const slot = slots.has(path) ? undefined : slotOf(m, target, env)
      if (slot) slots.set(path, { ...slot, before: slot.in.get(slot.at), after: [] })
    }
  const reset = (slot: { in: Map<string, Value>; at: string; before: Value | undefined }) => {
    if (slot.before === undefined) slot.in.delete(slot.at)
    else slot.in.set(slot.at, slot.before)
  }
  return {
    /** One way was gone to its end: the next begins where it began. */
    taken(): void {
      for (const slot of slots.values()) {
        slot.after.push(slot.in.get(slot.at))
        reset(slot)
      }
    },
    /** A name keeps what all ways agree on. `more`: there were ways that nobody went. */
    joined(more: boolean): void {
      for (const slot of slots.values()) {
        const values = slot.after.filter(value => value !== undefined)
        const [first] = values
        if (first === undefined) continue
        const others = more && slot.before !== undefined ? [...values, slot.before] : values
        slot.in.set(slot.at, agreed(first, others, slot.at))
      }
      for (const body of bodies) for (const holder of changesOf(body).holders) open(m.eval(holder, env), false)
    },
  }
}

function agreed(first: Value, values: readonly Value[], name: string): Value {
  if (values.every(value => equal(first, value))) return first
  if (first.t === 'mob' && values.every(value => value.t === 'mob' && value.cls === first.cls)) return vagueMob(first)
  return unknown(name)
}

function equal(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.t === 'num' || a.t === 'bool') return b.t === a.t && b.v === a.v
  if (a.t === 'str') return b.t === 'str' && b.v === a.v && !a.holes && !b.holes
  if (a.t === 'color') return b.t === 'color' && b.word === a.word
  return a.t === 'none' && b.t === 'none'
}
