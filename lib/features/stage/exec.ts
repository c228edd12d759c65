/** Statements: assignments, branches, calls. Loops are in loops.ts. */
import type { Def, Expr, If, Stmt, Sub, With } from '../../python/ast.ts'
import { constantTest } from '../../python/live.ts'
import { BACKGROUND, setBackground } from './background.ts'
import { forgetAny, Ways } from './blur.ts'
import { perhaps } from './clock.ts'
import { dictMethod, listMethod, store } from './containers.ts'
import { evaluate, hintOf, operate } from './eval.ts'
import { isGroup } from './groups.ts'
import { runFor, runWhile } from './loops.ts'
import { type Exit, type Machine, NO_KEYWORDS } from './machine.ts'
import { changeThing } from './methods.ts'
import { isWithin } from './objects.ts'
import { hide } from './screen.ts'
import { indexed } from './subscript.ts'
import {
  asMob,
  asNumber,
  classOf,
  type Env,
  func,
  list,
  type Mob,
  NONE,
  readFrom,
  truth,
  unknown,
  type Value,
} from './values.ts'

export function execute(m: Machine, body: readonly Stmt[], env: Env): Exit {
  const { world } = m
  for (let i = 0; i < body.length; i++) {
    if (world.fuel <= 0) {
      world.cut = true
      return undefined
    }
    const exit = statement(m, body[i]!, env)
    // A way out under an unknown condition may not be taken.
    if (exit) return exit
  }
  return undefined
}

function statement(m: Machine, st: Stmt, env: Env): Exit {
  switch (st.k) {
    case 'Expr':
      evaluate(m, st.x, env)
      return undefined
    case 'Assign': {
      if (!st.value) return undefined
      const value = evaluate(m, st.value, env)
      for (let i = 0; i < st.targets.length; i++) assignTo(m, st.targets[i]!, value, env)
      return undefined
    }
    case 'Aug': {
      const before = evaluate(m, st.target, env)
      const by = evaluate(m, st.value, env)
      if (before.t === 'mob' && changeThing(m, before, st.op, by)) return undefined
      const isInPlace = st.op === '+' && before.t === 'list' && before.type === 'list'
      if (isInPlace) listMethod(m, before, 'extend', { args: [by], kws: NO_KEYWORDS })
      assignTo(m, st.target, isInPlace ? before : operate(st.op, before, by), env)
      return undefined
    }
    case 'Delete':
      for (const item of st.items) if (item.k === 'Sub') remove(m, item, env)
      return undefined
    case 'Def':
      env.vars.set(st.name, decorated(m, st, env))
      return undefined
    case 'Class':
      env.vars.set(st.name, classOf(st.name, st, env))
      return undefined
    case 'Return': {
      const [item] = st.items
      return { value: item ? evaluate(m, item, env) : NONE }
    }
    case 'Raise':
      return { value: unknown() }
    case 'Break':
      return 'break'
    case 'Continue':
      return 'continue'
    case 'If':
      return runIf(m, st, env)
    case 'For':
      return runFor(m, st, env)
    case 'While':
      return runWhile(m, st, env)
    case 'With':
      return runWith(m, st, env)
    case 'Try': {
      const exit = execute(m, st.body, env) ?? execute(m, st.orelse, env)
      return execute(m, st.final, env) ?? exit
    }
    case 'Match': {
      for (const one of st.cases.slice(0, 1)) doubtful(m, () => execute(m, one.body, env))
      return undefined
    }
    default:
      return undefined
  }
}

/** What its decorators make of a function: `@always_redraw` a thing; one that is not known leaves it as it is. */
function decorated(m: Machine, st: Def, env: Env): Value {
  const plain = func(st, env, undefined, env.owner)
  return st.decorators.reduceRight<Value>((value, decorator) => {
    const made = m.call(evaluate(m, decorator, env), { args: [value], kws: NO_KEYWORDS })
    return made.t === 'unknown' || made.t === 'none' ? value : made
  }, plain)
}

function runIf(m: Machine, st: If, env: Env): Exit {
  for (const branch of st.branches) {
    const known = constantTest(branch.test) ?? truth(evaluate(m, branch.test, env))
    if (known !== undefined) m.world.tests++
    if (known === true) return execute(m, branch.body, env)
    if (known === undefined) {
      // Nobody knows which branch runs: the first that shows something is told, with a doubt.
      const before = m.world.steps.length
      const bodies = [
        branch.body,
        ...st.branches.slice(st.branches.indexOf(branch) + 1).map(one => one.body),
        st.orelse,
      ]
      const ways = Ways.of(m, st, env)
      let gone = 0
      for (const body of bodies) {
        const exit = doubtful(m, () => execute(m, body, env))
        gone++
        if (exit && typeof exit === 'object' && m.world.running.length > 0 && isValue(exit.value)) return exit
        ways?.taken()
        if (m.world.steps.length > before) break
      }
      ways?.joined(gone < bodies.length)
      return undefined
    }
  }
  return execute(m, st.orelse, env)
}

/** A helper that returns a thing on one way through is taken to return it. */
function isValue(value: Value): boolean {
  if (value.t === 'mob' || value.t === 'list') return !isEmpty(value)
  return value.t === 'anim' || value.t === 'vec'
}

/** What is returned where there is nothing to make: `[]`, `VGroup()`, `{}, 0`. */
function isEmpty(value: Value): boolean {
  if (value.t === 'mob') return isGroup(value) && value.children.length === 0 && value.count === undefined
  if (value.t === 'dict') return value.entries.size === 0 && !value.open
  if (value.t !== 'list' || value.open) return false
  const holders = value.items.filter(({ t }) => t === 'list' || t === 'dict' || t === 'mob')
  return value.items.length === 0 || (holders.length > 0 && holders.every(isEmpty))
}

function doubtful(m: Machine, work: () => Exit): Exit {
  const { world } = m
  const exit = perhaps(world, work)
  if (exit !== undefined) world.clock.exact = false
  // A way out that may be taken: how often the loop around it runs is not known.
  if (exit !== undefined && exit !== 'continue') world.left++
  return exit
}

function runWith(m: Machine, st: With, env: Env): Exit {
  for (const item of st.items) {
    const value = evaluate(m, item.x, env)
    if (item.target) assignTo(m, item.target, value, env)
    const { x } = item
    // The voice sets the pace of what stands inside.
    if (x.k === 'Call' && hintOf(x.fn) === 'voiceover') m.world.clock.exact = false
  }
  return execute(m, st.body, env)
}

export function assignTo(m: Machine, target: Expr, value: Value, env: Env): void {
  switch (target.k) {
    case 'Name':
      if (value.t === 'unknown' && value.hint === undefined) value.hint = target.id
      env.vars.set(target.id, value)
      return
    case 'Attr': {
      const owner = evaluate(m, target.obj, env)
      if (value.t === 'unknown' && value.hint === undefined) value.hint = target.name
      if (owner.t === 'obj' && owner.cls === 'camera' && target.name === BACKGROUND) setBackground(m, value)
      if (owner.t === 'scene' || owner.t === 'obj') owner.attrs.set(target.name, value)
      // `animation.run_time /= 2`
      else if (owner.t === 'anim') owner.kws = new Map([...owner.kws, [target.name, value]])
      else if (owner.t === 'builder' && target.name === 'run_time') owner.time = value
      else if (owner.t === 'mob') {
        owner.attrs.set(target.name, value)
        if (target.name === 'target') {
          const mob = asMob(value)
          if (mob) owner.target = mob
        }
      } else if (owner.t === 'unknown') {
        owner.attrs ??= new Map()
        owner.attrs.set(target.name, value)
      }
      return
    }
    case 'Tuple':
    case 'List': {
      const source = m.iterate(value)
      const { items } = target
      const star = items.findIndex(item => item.k === 'Star')
      for (let i = 0; i < items.length; i++) {
        const item = items[i]!
        if (item.k === 'Star') {
          const end = source.items.length - (items.length - star - 1)
          assignTo(m, item.x, list(source.items.slice(i, Math.max(i, end)), source.open), env)
          continue
        }
        const at = star >= 0 && i > star ? source.items.length - (items.length - i) : i
        assignTo(m, item, readFrom(source.items[at], source.open), env)
      }
      return
    }
    case 'Sub': {
      const owner = evaluate(m, target.obj, env)
      const [first] = target.index
      if (!first || first.k === 'Slice') return
      const key = indexed(m, target.index, env)
      const at = asNumber(key)
      if (owner.t === 'unknown') forgetAny(m, target.obj, env)
      else if (owner.t === 'list') storeAt(owner.items, at, value)
      else if (owner.t === 'dict') store(owner, key, value)
      else if (owner.t === 'mob' && value.t === 'mob' && at !== undefined) exchange(m, owner, at, value)
      return
    }
    case 'Star':
      assignTo(m, target.x, value, env)
      return
    default:
  }
}

function storeAt(items: Value[], at: number | undefined, value: Value): void {
  if (at !== undefined) {
    if (Math.abs(at) < items.length) items[at < 0 ? at + items.length : at] = value
    return
  }
  // One of them is another now, nobody knows which.
  items.forEach(({ t }, i) => {
    if (t === 'num' || t === 'str' || t === 'bool') items[i] = unknown()
  })
}

/** `group[at] = thing`: what was there is no longer part of it, or on screen. */
function exchange(m: Machine, group: Mob, at: number, thing: Mob): void {
  const { children } = group
  const before = children.at(at)
  // What is not known may stand for many.
  if (before?.t !== 'mob' || !isGroup(group) || isWithin(group, thing)) return
  hide(m, before)
  group.children = children.with(at, thing)
}

/** `del of[key]` */
function remove(m: Machine, { obj, index }: Sub, env: Env): void {
  const of = evaluate(m, obj, env)
  const [first] = index
  const key = first && first.k !== 'Slice' ? evaluate(m, first, env) : unknown()
  if (of.t === 'list') listMethod(m, of, 'pop', { args: [key], kws: NO_KEYWORDS })
  else if (of.t === 'dict') dictMethod(m, of, 'pop', { args: [key], kws: NO_KEYWORDS })
}
