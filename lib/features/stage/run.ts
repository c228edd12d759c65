/** Runs a scene without Manim: a light abstract interpretation of `setup` and `construct`. */
import type { Assign, Class, Def, Expr, Stmt } from '../../python/ast.ts'
import { liveBlocks } from '../../python/live.ts'
import type { Chunk } from '../../python/program.ts'
import { gather } from '../gather.ts'
import type { Names } from '../resolve.ts'
import { settle } from './arrivals.ts'
import { attributeOf } from './attributes.ts'
import { configureBackground } from './background.ts'
import { callValue, runDef } from './calls.ts'
import { newFrame } from './camera.ts'
import { configurationOf } from './configuration.ts'
import { evaluate } from './eval.ts'
import { assignTo, execute } from './exec.ts'
import { isCounted } from './groups.ts'
import { findMethod, type Machine, NO_KEYWORDS, NOTHING, type World } from './machine.ts'
import { isOfOnePiece } from './pieces.ts'
import { showPlane } from './planes.ts'
import type { Step } from './steps.ts'
import { builder, type Env, func, num, str, unknown, type Value } from './values.ts'

export interface Played {
  readonly steps: readonly Step[]
  readonly seconds: number
  readonly exact: boolean
  readonly texts: readonly { readonly kind: string; readonly text: string }[]
  /** The scene was too long to follow to its end. */
  readonly cut: boolean
}

/** Expressions that one scene may cost. */
const FUEL = 200_000

export function playScene(chunks: readonly Chunk[], names: Names, scene: string): Played {
  const machine = machineOf(worldOf(chunks, names, scene))
  const { world } = machine
  configureBackground(machine)
  const init = findMethod(names, world.classes, scene, '__init__')
  if (init) machine.run(init.def, NOTHING, world.module, world.scene, init.owner)
  showPlane(machine)
  for (const method of ['setup', 'construct']) {
    const found = findMethod(names, world.classes, scene, method)
    if (found) enter(machine, found)
  }
  // What is changed after the last of the time nobody sees.
  world.changed.clear()
  settle(machine, [])
  const { clock, cut } = world
  return {
    steps: world.steps,
    seconds: clock.least,
    exact: clock.exact && !cut && world.classes.has(scene),
    texts: inReadingOrder(world),
    cut,
  }
}

/** Texts as they are shown; those that nobody saw shown, which may be in ways not followed here, come last. */
function inReadingOrder({ texts, read }: World): World['texts'] {
  const kinds = new Map<string, string>()
  for (const { kind, text } of texts) if (!kinds.has(text)) kinds.set(text, kind)
  const found: { kind: string; text: string }[] = []
  for (const text of read) {
    const kind = kinds.get(text)
    if (kind !== undefined) found.push({ kind, text })
  }
  for (const one of texts) if (!read.has(one.text)) found.push(one)
  return found
}

/** Runs a method of the scene, within what the program's own decorators wrap around it. */
function enter(m: Machine, { def, owner }: { def: Def; owner: string }): void {
  const { world } = m
  const { steps, clock } = world
  const [told, seconds] = [steps.length, clock.seconds]
  let callee: Value = func(def, world.module, undefined, owner)
  for (const decorator of [...def.decorators].reverse()) {
    const wrapper = m.eval(decorator, world.module)
    const wrapped: Value =
      wrapper.t === 'func' ? m.call(wrapper, { args: [callee], kws: NO_KEYWORDS }) : wrapper
    if (wrapped.t === 'func' && wrapped !== wrapper) callee = wrapped
  }
  if (callee.t === 'func' && callee.def !== def) {
    m.call(callee, { args: [world.scene], kws: NO_KEYWORDS })
    if (steps.length > told || clock.seconds > seconds) return
  }
  m.run(def, NOTHING, world.module, world.scene, owner)
}

/** `(a, b), c` */
function namesIn(target: Expr): string[] {
  if (target.k === 'Name') return [target.id]
  return target.k === 'Tuple' || target.k === 'List' ? gather(target.items, namesIn) : []
}

/**
 * What is defined below `if`, `try` and `with`: `try: from manim import Scene` and then the class. Undefined where there
 * are several of one name, of which nobody knows which it will be.
 */
function withinBlocks(chunks: readonly Chunk[]): ReadonlyMap<string, Class | Def | undefined> {
  const found = new Map<string, Class | Def | undefined>()
  const add = (name: string, st?: Class | Def) => found.set(name, found.has(name) ? undefined : st)
  const look = (body: readonly Stmt[], isInner: boolean) => {
    for (const st of body) {
      if (isInner && (st.k === 'Class' || st.k === 'Def')) add(st.name, st)
      else if (isInner && st.k === 'Import')
        for (const { name, as } of st.names) add(as ?? name.split('.')[0]!)
      else for (const block of liveBlocks(st)) look(block, true)
    }
  }
  for (const { body } of chunks) look(body, false)
  return found
}

function worldOf(chunks: readonly Chunk[], names: Names, sceneClass: string): World {
  const classes = new Map<string, Class>()
  const functions = new Map<string, Def>()
  const constants = new Map<string, Assign>()
  const originals = new Map<string, string>()
  for (const chunk of chunks) {
    for (const st of chunk.body) {
      if (st.k === 'Class') classes.set(st.name, st)
      else if (st.k === 'Def') functions.set(st.name, st)
      else if (st.k === 'Assign' && st.value)
        for (const name of gather(st.targets, namesIn)) {
          constants.set(name, st)
          if (st.value.k === 'Name' && !functions.has(st.value.id)) originals.set(name, st.value.id)
        }
    }
  }
  for (const [name, st] of withinBlocks(chunks)) {
    if (classes.has(name) || functions.has(name) || constants.has(name)) continue
    if (st?.k === 'Class') classes.set(name, st)
    else if (st) functions.set(name, st)
  }
  const module: Env = { vars: new Map(), parent: undefined, owner: undefined, self: undefined }
  const scene: Value = { t: 'scene', cls: sceneClass, attrs: new Map() }
  return {
    names,
    classes,
    functions,
    constants,
    originals,
    configuration: configurationOf(chunks),
    found: new Map(),
    module,
    scene,
    sceneClass,
    chain: [sceneClass, ...names.ancestry(sceneClass).chain],
    steps: [],
    shown: new Set(),
    nextId: 1,
    clock: { seconds: 0, least: 0, exact: true, open: 0 },
    texts: [],
    read: new Set(),
    fresh: undefined,
    leaving: new Map(),
    returning: false,
    coming: [],
    again: new Set(),
    arriving: new Set(),
    going: new Map(),
    following: new Map(),
    taken: new Set(),
    anyOf: new Set(),
    asked: undefined,
    changed: new Map(),
    fuel: FUEL,
    running: [],
    evals: 0,
    tests: 0,
    doubt: 0,
    left: 0,
    cut: false,
    capped: Number.POSITIVE_INFINITY,
    frame: newFrame(),
    background: 'black',
  }
}

function machineOf(world: World): Machine {
  const machine: Machine = {
    world,
    eval: (expr, env) => evaluate(machine, expr, env),
    exec: (body, env) => execute(machine, body, env),
    call: (callee, given) => {
      if (callee.t === 'builder') {
        const { kws } = given
        return builder(callee.mob, callee.within, callee.calls, kws.get('run_time'), kws.get('rate_func'))
      }
      if (callee.t === 'mob') return unknown()
      return callValue(machine, callee, given)
    },
    run: (def, given, env, self, owner) => runDef(machine, def, given, env, self, owner),
    attribute: (of, name) => attributeOf(machine, of, name),
    assign: (target, value, env) => assignTo(machine, target, value, env),
    iterate: value => {
      if (value.t === 'list') return { items: value.items, open: value.open }
      if (value.t === 'mob' && (value.children.length > 0 || isCounted(value)))
        return { items: value.children, open: value.count === 'several' }
      if (value.t === 'mob' && isOfOnePiece(machine, value))
        return { items: [value], open: machine.world.taken.has(value) }
      if (value.t === 'str' && !value.holes)
        return { items: [...value.v].slice(0, 200).map(v => str(v)), open: false }
      if (value.t === 'dict') return { items: [...value.keys.values()], open: value.open }
      if (value.t === 'builder') return { items: [value], open: true }
      if (value.t === 'vec')
        return { items: [value.x, value.y, value.z].map(v => num(v, value.float)), open: false }
      return { items: [], open: true }
    },
  }
  return machine
}
