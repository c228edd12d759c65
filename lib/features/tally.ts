/** Counts over a program's evidence, names resolved. */
import { family, manimClass, perClass } from '../facts/manim.ts'
import { type Counts, type Evidence, noCounts } from './evidence.ts'
import type { Names, Resolved } from './resolve.ts'

export interface Tally {
  /** Library class -> constructions, local subclasses counted under their ancestor. */
  readonly mobjects: Map<string, number>
  readonly animations: Map<string, number>
  readonly customMobjects: Map<string, { ancestor: string; count: number }>
  readonly customAnimations: Map<string, { ancestor: string; count: number }>
  /** Attribute of every call, whatever its receiver: `play` -> 12. */
  readonly methods: Map<string, number>
  /** Of all statements together. */
  readonly totals: Counts
}

export function tally(evidence: readonly Evidence[], names: Names): Tally {
  const found: Tally = {
    mobjects: new Map(),
    animations: new Map(),
    customMobjects: new Map(),
    customAnimations: new Map(),
    methods: new Map(),
    totals: noCounts(),
  }
  for (const one of evidence) {
    addTo(found.totals, one.counts)
    for (const [method, n] of one.methods) add(found.methods, method, n)
    for (const [callee, maker] of one.makers) {
      const of = names.made(callee)
      if (of) count(found, of, maker.count)
    }
    for (const [value, n] of one.values) {
      const of = names.class(value)
      if (of) count(found, of, n)
    }
  }
  return found
}

function addTo(totals: Counts, one: Counts): void {
  totals.bitOperators += one.bitOperators
  totals.xor += one.xor
  totals.frames += one.frames
  totals.animates += one.animates
  totals.bookmarks += one.bookmarks
  totals.functions += one.functions
  totals.branches += one.branches
  totals.depth = Math.max(totals.depth, one.depth)
}

function count(found: Tally, of: Resolved, n: number): void {
  if (of.kind !== 'mobject' && of.kind !== 'animation') return
  const mobject = of.kind === 'mobject'
  add(mobject ? found.mobjects : found.animations, of.library, n)
  if (of.local === undefined) return
  const custom = mobject ? found.customMobjects : found.customAnimations
  const known = custom.get(of.local)
  if (known) known.count += n
  else custom.set(of.local, { ancestor: of.library, count: n })
}

export function add(map: Map<string, number>, key: string, n = 1): void {
  map.set(key, (map.get(key) ?? 0) + n)
}

export function sumOf(counts: ReadonlyMap<string, number>, belongs: (name: string) => boolean): number {
  let sum = 0
  for (const [name, n] of counts) if (belongs(name)) sum += n
  return sum
}

const isFlat = family('OpenGLImageMobject')
const isThreeD = family(
  'ThreeDScene',
  'ThreeDVMobject',
  'Surface',
  'ThreeDAxes',
  'OpenGLSurface',
  'Polyhedron',
  'Cube',
  'Line3D',
  'Dot3D',
)

/** Solids, surfaces and 3D axes; an image on an OpenGL surface is still flat. */
export const isSolid = perClass(name => {
  if (isFlat(name)) return false
  return isThreeD(name) || /^mobject\.three_d(?:\.|imensions)/.test(manimClass(name)?.module ?? '')
})
