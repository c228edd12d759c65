/** What an expression of a scene may be worth, as far as a viewer cares. */
import type { Class, Def, Expr, Lambda } from '../../python/ast.ts'
import { gather } from '../gather.ts'
import type { Thing } from './steps.ts'

export interface Env {
  readonly vars: Map<string, Value>
  readonly parent: Env | undefined
  /** The class whose method runs, for `super()`. */
  readonly owner: string | undefined
  readonly self: Value | undefined
}

export type Point = readonly [number, number]

/*
 * Values of a kind are all made by one function, which gives them every field from the first on: engines are slow with
 * objects that grow, and with a kind of which there are several sorts.
 */

/** Width and height. */
export type Size = readonly [number, number]

/** How the children of a group were last arranged; rows before columns. */
export type Layout = 'row' | 'column' | 'grid' | `${number} by ${number} grid`

/** A thing that can be on screen. */
export interface Mob {
  readonly t: 'mob'
  /** Class of Manim, or nearest ancestor: `Circle`; `Mobject` where unknown. */
  cls: string
  /** Class of the program's own. */
  local: string | undefined
  readonly attrs: Map<string, Value>
  children: Value[]
  color: string | undefined
  text: string | undefined
  pos: Point | undefined
  /** Of a line: the way from its middle to its end. */
  half: Point | undefined
  /** About; undefined where it is not known, as of groups and lines, whose size shows in what they are made of. */
  size: Size | undefined
  /** Side and neighbour. */
  rel: { readonly word: string; readonly of: Mob } | undefined
  id: number
  shown: boolean
  /** A name of the author's for something unknown. */
  hint: string | undefined
  /** Number of equal things it stands for, where they were not made one by one. */
  count: number | 'several' | undefined
  target: Mob | undefined
  saved: Mob | undefined
  partOf: Mob | undefined
  /** The group that it was told of with others that look like it, under that group's number. */
  among: Mob | undefined
  copyOf: Mob | undefined
  live: boolean
  opacity: number | undefined
  /** Value of a tracker or a number on screen. */
  value: number | undefined
  layout: Layout | undefined
  /** The name of the file that a picture is. */
  file: string | undefined
  /**
   * Of a graph: how many nodes and edges it has, and what the nodes say. Of a bar chart: what stands at its bars. Of a
   * text: words of it in a colour of their own. Of axes: what they span; of a curve: its equation.
   */
  holds: Pick<Thing, 'nodes' | 'edges' | 'texts' | 'parts' | 'values' | 'ranges' | 'curve'> | undefined
  /** What a tracker changes on screen. */
  drives: Mob | undefined
  /** The camera's frame. */
  camera: boolean
  /** It stands for one of several, nobody knows which. */
  vague: boolean
}

export interface Anim {
  readonly t: 'anim'
  readonly cls: string
  readonly mobs: Value[]
  kws: ReadonlyMap<string, Value>
  readonly rest: readonly Value[]
  /** In how many loops it was made of which nobody knows the rounds: outside of them it stands for one of each round. */
  readonly within: number
}
export interface Builder {
  readonly t: 'builder'
  readonly mob: Mob
  readonly calls: {
    readonly name: string
    readonly args: readonly Value[]
    readonly kws: ReadonlyMap<string, Value>
  }[]
  /** Its `run_time`. */
  time: Value | undefined
  readonly rate: Value | undefined
  /** Likewise. */
  readonly within: number
}

export type Value =
  | Mob
  | Anim
  | Builder
  /** `float`: Python writes a point even where it is whole: `2.0`. `rough`: a whole number of too many digits. */
  | { readonly t: 'num'; readonly v: number; readonly float: boolean; readonly rough: boolean }
  | { readonly t: 'str'; readonly v: string; readonly holes: boolean }
  | { readonly t: 'bool'; readonly v: boolean }
  | { readonly t: 'none' }
  /** `float`: of what its three numbers are, to who takes them by themselves. */
  | { readonly t: 'vec'; readonly x: number; readonly y: number; readonly z: number; readonly float: boolean }
  /** A point of axes, or of a curve, by what is said there: `(2, 1)`. Where that is in the frame is not known. */
  | { readonly t: 'coords'; readonly label: string; readonly of: Mob }
  | { readonly t: 'color'; readonly word: string }
  | ListValue
  | DictValue
  | {
      readonly t: 'func'
      readonly def: Def | Lambda
      readonly env: Env
      readonly self: Value | undefined
      readonly owner: string | undefined
    }
  | {
      readonly t: 'class'
      readonly name: string
      readonly def: Class | undefined
      readonly env: Env | undefined
    }
  | { readonly t: 'lib'; readonly name: string }
  | { readonly t: 'method'; readonly of: Value; readonly name: string; readonly expr?: Expr }
  | { readonly t: 'scene'; readonly cls: string; readonly attrs: Map<string, Value> }
  | { readonly t: 'obj'; readonly cls: string; readonly attrs: Map<string, Value> }
  | { readonly t: 'super'; readonly self: Value; readonly owner: string }
  | Unknown

export interface ListValue {
  readonly t: 'list'
  readonly items: Value[]
  /** There may be more or fewer. */
  open: boolean
  /** All that is on screen: `self.mobjects`. */
  readonly everything: boolean
  /** What Python has it as, where that is known. */
  readonly type: ListType | undefined
}
export type ListType = 'list' | 'tuple' | 'set' | 'array'
/** An array of NumPy that is no point. */
export type ArrayValue = ListValue & { readonly type: 'array' }

export interface DictValue {
  readonly t: 'dict'
  readonly entries: Map<string, Value>
  /** As they were before they became texts, each under its text. */
  readonly keys: Map<string, Value>
  /** There may be more or fewer. */
  open: boolean
  /** What was stored under keys that are not known. */
  readonly others: Value[]
  /** What any other key leads to, where nobody keeps account of all. */
  readonly rest: Value | undefined
}

/** Has an identity, so that a thing which is unknown stays one thing. */
export interface Unknown {
  readonly t: 'unknown'
  hint: string | undefined
  mob: Mob | undefined
  attrs: Map<string, Value> | undefined
  /** It stands for what else a list may hold, of which so many come before it; 0 if it stands for nothing of the kind. */
  readonly after: number
}

export const isRest = (value: Value): value is Unknown => value.t === 'unknown' && value.after > 0

export const NONE: Value = { t: 'none' }
const TRUE: Value = { t: 'bool', v: true }
const FALSE: Value = { t: 'bool', v: false }
export const str = (v: string, holes = false): Value => ({ t: 'str', v, holes })
export const bool = (v: boolean): Value => (v ? TRUE : FALSE)
export const num = (v: number, float = false): Value =>
  // A whole number has no sign at nothing.
  Number.isFinite(v)
    ? { t: 'num', v: v || (float ? v : 0), float: float || !Number.isInteger(v), rough: false }
    : unknown()
export const roughNum = (v: number): Value =>
  Number.isFinite(v) ? { t: 'num', v, float: false, rough: true } : unknown()
export const list = (items: Value[], open = false, type?: ListType, everything = false): ListValue => ({
  t: 'list',
  items,
  open,
  everything,
  type,
})
export const newDict = (rest?: Value): DictValue => ({
  others: [],
  t: 'dict',
  entries: new Map(),
  keys: new Map(),
  open: false,
  rest,
})
export const unknown = (hint?: string, after = 0): Unknown => ({
  t: 'unknown',
  hint,
  mob: undefined,
  attrs: undefined,
  after,
})
export const func = (def: Def | Lambda, env: Env, self?: Value, owner?: string): Value => ({
  t: 'func',
  def,
  env,
  self,
  owner,
})
export const classOf = (name: string, def?: Class, env?: Env): Value => ({ t: 'class', name, def, env })
export const builder = (
  mob: Mob,
  within: number,
  calls: Builder['calls'] = [],
  time?: Value,
  rate?: Value,
): Builder => ({
  t: 'builder',
  mob,
  calls,
  time,
  rate,
  within,
})
export const anim = (cls: string, mobs: Value[], kws: Anim['kws'], rest: Anim['rest'], within = 0): Anim => ({
  t: 'anim',
  cls,
  mobs,
  kws,
  rest,
  within,
})
export const vec = (x: number, y: number, z = 0, float = true): Value => ({ t: 'vec', x, y, z, float })

/** Nobody changes a point, so that all can have the same. */
const ORIGIN: Point = [0, 0]

export function newMob(cls: string, local?: string): Mob {
  return {
    t: 'mob',
    cls,
    local,
    attrs: new Map(),
    children: [],
    color: undefined,
    text: undefined,
    pos: ORIGIN,
    half: undefined,
    size: undefined,
    rel: undefined,
    id: 0,
    shown: false,
    hint: undefined,
    count: undefined,
    target: undefined,
    saved: undefined,
    partOf: undefined,
    among: undefined,
    copyOf: undefined,
    live: false,
    opacity: undefined,
    value: undefined,
    layout: undefined,
    file: undefined,
    holds: undefined,
    drives: undefined,
    camera: false,
    vague: false,
  }
}

const ONE_OF_MANY: ReadonlySet<Value['t']> = new Set(['num', 'str', 'bool', 'none', 'coords'])

/** What is known of a value that may be another of its kind: a thing stays, a number or text does not. */
export function roughly(value: Value): Value {
  if (ONE_OF_MANY.has(value.t)) return unknown()
  return value.t === 'list' && !value.open
    ? list(value.items.map(roughly), value.open, value.type, value.everything)
    : value
}

/** What is read of a list or dictionary; where that is `open`, it may be another than is there. */
export function readFrom(found: Value | undefined, open: boolean): Value {
  if (!found) return unknown()
  return open ? roughly(found) : found
}

/** The thing that a value is, if it is one or may be one. */
export function asMob(value: Value | undefined, hint?: string): Mob | undefined {
  if (!value) return undefined
  if (value.t === 'mob') return value
  if (value.t === 'builder') return value.mob
  if (value.t === 'list') {
    const group = newMob('VGroup')
    group.children = value.items.filter(item => item.t === 'mob' || item.t === 'unknown')
    if (value.open) group.count = 'several'
    return group
  }
  if (value.t !== 'unknown') return undefined
  if (!value.mob) {
    const mob = newMob('Mobject')
    const name = value.hint ?? hint
    if (name !== undefined) mob.hint = name
    mob.pos = undefined
    value.mob = mob
  }
  return value.mob
}

export function asNumber(value: Value | undefined): number | undefined {
  if (value?.t === 'num') return value.v
  if (value?.t === 'bool') return Number(value.v)
  return undefined
}

/** One of them makes all that comes of them one. */
export function isFloat(values: readonly Value[]): boolean {
  return values.some(value => value.t === 'num' && value.float)
}

/** All of them; undefined where one is not known, or there are none. */
export function asPoints(values: readonly Value[]): readonly Point[] | undefined {
  const known = values.map(asPoint).filter(point => point !== undefined)
  return known.length > 0 && known.length === values.length ? known : undefined
}

export function asPoint(value: Value | undefined): Point | undefined {
  if (value?.t === 'vec') return [value.x, value.y]
  if (value?.t === 'mob') return value.pos
  if (value?.t === 'list') {
    const [x, y] = value.items.map(asNumber)
    return x !== undefined && y !== undefined ? [x, y] : undefined
  }
  return undefined
}

/** What a call that takes things or lists of things is given: the things. All that is on screen is one of them. */
export function unpacked(args: readonly Value[]): readonly Value[] {
  return args.some(isPacked) ? gather(args, arg => (isPacked(arg) ? arg.items : [arg])) : args
}

const isPacked = (value: Value): value is ListValue => value.t === 'list' && !value.everything

/** Likewise, and of a list of all that is on screen what it holds. */
export function spread(args: readonly Value[]): readonly Value[] {
  return args.some(isList) ? gather(args, arg => (isList(arg) ? arg.items : [arg])) : args
}

const isList = (value: Value): value is ListValue => value.t === 'list'

/** True, false, or not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.t) {
    case 'bool':
      return value.v
    case 'num':
      return value.v !== 0
    case 'str':
      return value.holes ? true : value.v.length > 0
    case 'none':
      return false
    case 'list':
      return value.open || value.type === 'array' ? undefined : value.items.length > 0
    case 'dict':
      return value.open ? undefined : value.entries.size > 0
    case 'mob':
    case 'scene':
    case 'func':
    case 'class':
      return true
    default:
      return undefined
  }
}
