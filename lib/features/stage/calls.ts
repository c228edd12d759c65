/** Calls: functions of the program, classes, methods, and the few built-ins that shape what is seen. */
import { kindOf } from '../../facts/manim.ts'
import type { Class, Def, Lambda } from '../../python/ast.ts'
import { BUILTINS } from '../builtins.ts'
import { makeAnimation } from './animations.ts'
import { arrayMethod } from './array-functions.ts'
import { asArray, isArray } from './arrays.ts'
import { noteChange } from './at-once.ts'
import { forget } from './blur.ts'
import { builtin } from './builtins.ts'
import { dictMethod, listMethod, storeNamed } from './containers.ts'
import { evaluate } from './eval.ts'
import { execute } from './exec.ts'
import { type Args, findMethod, type Machine, NOTHING, type Running, type World } from './machine.ts'
import { callMethod } from './methods.ts'
import { numberMethod } from './numbers.ts'
import { handOn, makeLocal, makeMob, superInit } from './objects.ts'
import { sceneMethod } from './scene.ts'
import { stringMethod } from './strings.ts'
import { asMob, type Env, list, NONE, newDict, type Unknown, unknown, type Value } from './values.ts'

const MAX_CALLS = 24
/** Work of one recursion: of all tours through eight cities the scene that they are for would have none left. */
const RECURSION_FUEL = 10_000
/** A recursion of which nobody knows where it ends is followed so deep. */
const BLIND_CALLS = 4

export function callValue(m: Machine, callee: Value, given: Args): Value {
  switch (callee.t) {
    case 'func':
      return runDef(m, asDef(callee.def), given, callee.env, callee.self, callee.owner)
    case 'class':
      if (callee.def)
        return within(m, callee.def, () =>
          makeLocal(m, callee.name, callee.def, given, callee.env ?? m.world.module),
        )
      return construct(m, callee.name, given)
    case 'lib':
      return builtin(m, callee.name, given)
    case 'method':
      return method(m, callee.of, callee.name, given)
    default:
      if (callee.t !== 'unknown' || !BUILTINS.has(callee.hint ?? '')) handOver(m, given)
      return unknown()
  }
}

/** Whoever is given the scene may play on it: how long that takes is not known. */
function handOver({ world }: Machine, { args, kws }: Args): void {
  if (args.some(isTheScene) || [...kws.values()].some(isTheScene)) world.clock.exact = false
}

const isTheScene = (value: Value) => value.t === 'scene'

function asDef(def: Def | Lambda): Def {
  if (def.k === 'Def') return def
  const { s, e } = def
  return {
    k: 'Def',
    name: '',
    params: def.params,
    body: [{ k: 'Return', items: [def.body], s, e }],
    decorators: [],
    s,
    e,
  }
}

function within(m: Machine, def: Class, work: () => Value): Value {
  const { running, fuel, left } = m.world
  if (running.length >= MAX_CALLS) return unknown()
  running.push({ def, given: NOTHING, fuel, left })
  const value = work()
  running.pop()
  return value
}

export function construct(m: Machine, name: string, given: Args): Value {
  const kind = kindOf(name)
  if (kind === 'mobject') return makeMob(m, name, given)
  if (kind === 'animation') return makeAnimation(m, name, given)
  return unknown()
}

/** Binds the arguments and runs the body. */
export function runDef(m: Machine, def: Def, given: Args, env: Env, self?: Value, owner?: string): Value {
  const { world } = m
  const { running } = world
  if (running.length >= MAX_CALLS || world.fuel <= 0) {
    world.clock.exact = false
    return unknown()
  }
  // A method that is called as a plain function, as decorators do, has its `self` first.
  const of = self ?? (owner === undefined ? undefined : given.args[0])
  const inner: Env = { vars: new Map(), parent: env, owner, self: of }
  bind(m, def, given, env, inner.vars, self)
  if (isSpent(world, def)) {
    forget(m, def.body, inner, true)
    world.clock.exact = false
    return unknown()
  }
  const { left } = world
  running.push({ def, given, fuel: world.fuel, left })
  const exit = execute(m, def.body, inner)
  world.left = left
  running.pop()
  return exit && typeof exit === 'object' ? exit.value : NONE
}

/** A recursion took what one may take, all its branches and the recursions in it together; or nobody knows its end. */
function isSpent({ running, fuel, left }: World, def: Def): boolean {
  const isOver = (call: Running) => call.fuel - fuel > RECURSION_FUEL
  let first: Running | undefined
  let depth = 0
  for (const call of running)
    if (call.def === def) {
      first ??= call
      depth++
    }
  if (!first) return false
  if (isOver(first) || (depth >= BLIND_CALLS && left > first.left)) return true
  return running.some((call, i) => isOver(call) && running.some((one, at) => at > i && one.def === call.def))
}

export function bind(
  m: Machine,
  { params, decorators }: Def,
  { args, kws }: Args,
  env: Env,
  vars: Map<string, Value>,
  self: Value | undefined,
): void {
  const isStatic =
    decorators.length > 0 && decorators.some(one => one.k === 'Name' && one.id === 'staticmethod')
  const hasSelf = self !== undefined && !isStatic && params.length > 0
  if (hasSelf) vars.set(params[0]!.name, self)
  let next = 0
  for (let i = hasSelf ? 1 : 0; i < params.length; i++) {
    const param = params[i]!
    if (param.star === '*') {
      vars.set(param.name, list(args.slice(next)))
      next = args.length
      continue
    }
    if (param.star === '**') {
      const before = params.slice(hasSelf ? 1 : 0, i)
      const isBound = (key: string) => before.some(one => !one.star && one.name === key)
      const named = newDict()
      if (kws.size > 0)
        storeNamed(
          named,
          [...kws].filter(([key]) => !isBound(key)),
        )
      vars.set(param.name, named)
      continue
    }
    const value = next < args.length ? args[next++] : kws.get(param.name)
    vars.set(param.name, value ?? (param.default ? evaluate(m, param.default, env) : unknown(param.name)))
  }
}

function method(m: Machine, of: Value, name: string, given: Args): Value {
  switch (of.t) {
    case 'scene':
      return sceneMethod(m, name, given)
    case 'mob':
      noteChange(m, of, name, given)
      return callMethod(m, of, name, given)
    case 'builder': {
      of.calls.push({ name, args: given.args, kws: given.kws })
      return of
    }
    case 'list':
      return isArray(of) ? arrayMethod(of, name, given) : listMethod(m, of, name, given)
    case 'vec':
      return name === 'copy' ? of : arrayMethod(asArray(of), name, given)
    case 'dict':
      return dictMethod(m, of, name, given)
    case 'str':
      return stringMethod(m, of, name, given)
    case 'num':
      return numberMethod(of, name)
    case 'super':
      return superMethod(m, of, name, given)
    case 'class': {
      if (of.def) {
        const found = findMethod(m.world.names, m.world.classes, of.name, name)
        if (!found) return unknown()
        const isClass = found.def.decorators.some(one => one.k === 'Name' && one.id === 'classmethod')
        const [self, ...args] = given.args
        if (isClass) return runDef(m, found.def, given, m.world.module, of, found.owner)
        if (found.def.decorators.length > 0 || !self)
          return runDef(m, found.def, given, m.world.module, undefined, found.owner)
        return runDef(m, found.def, { args, kws: given.kws }, m.world.module, self, found.owner)
      }
      if (name === '__init__') {
        const [self, ...args] = given.args
        if (self) handOn(m, self, { args, kws: given.kws })
        return NONE
      }
      // From now on such take another time than the facts say.
      if (name === 'set_default' && kindOf(of.name) === 'animation') m.world.clock.exact = false
      if (name === 'add_updater' && of.name === 'ChangeSpeed') return updaterOf(m, given)
      return name.startsWith('from_') ? construct(m, of.name, given) : unknown()
    }
    case 'anim':
      return of
    case 'unknown':
      return unknownMethod(m, of, name, given)
    default:
      return unknown()
  }
}

/** `ChangeSpeed.add_updater(thing, update)`: the speed of it changes with that of the animations. */
function updaterOf(m: Machine, { args: [first, ...args], kws }: Args): Value {
  const mob = asMob(first)
  return mob ? callMethod(m, mob, 'add_updater', { args, kws }) : unknown()
}

const OF_THINGS = new Set(
  `copy next_to move_to shift to_edge to_corner scale set_color set_fill rotate arrange generate_target
save_state set_opacity center align_to set_stroke scale_to_fit_width scale_to_fit_height plot get_graph
get_text get_tex`.split(/\s+/),
)

/** Something unknown that is moved, coloured or copied is treated as a thing. */
function unknownMethod(m: Machine, of: Unknown, name: string, given: Args): Value {
  if (OF_THINGS.has(name)) {
    const mob = asMob(of)
    if (mob) {
      const result = callMethod(m, mob, name, given)
      return result === mob ? of : result
    }
  }
  handOver(m, given)
  return unknown()
}

function superMethod(m: Machine, of: Extract<Value, { t: 'super' }>, name: string, given: Args): Value {
  const { world } = m
  if (name === '__init__') return superInit(m, of.self, of.owner, given)
  const start =
    of.self.t === 'mob'
      ? of.self.local
      : of.self.t === 'scene' || of.self.t === 'obj'
        ? of.self.cls
        : undefined
  const next = start === undefined ? undefined : findMethod(world.names, world.classes, start, name, of.owner)
  if (next) return runDef(m, next.def, given, world.module, of.self, next.owner)
  if (of.self.t === 'scene') return sceneMethod(m, name, given)
  return of.self.t === 'mob' ? callMethod(m, of.self, name, given) : unknown()
}
