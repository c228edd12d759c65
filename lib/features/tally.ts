/** Counts over a program's evidence, names resolved. */
import { descends, manimClass } from '../facts/manim.ts'
import type { CallSite, Evidence } from './evidence.ts'
import type { Names, Resolved } from './resolve.ts'

export interface Tally {
  /** Library class -> constructions, local subclasses counted under their ancestor. */
  readonly mobjects: Map<string, number>
  readonly animations: Map<string, number>
  readonly customMobjects: Map<string, { ancestor: string; count: number }>
  readonly customAnimations: Map<string, { ancestor: string; count: number }>
  /** Attribute of every call, whatever its receiver: `play` -> 12. */
  readonly methods: Map<string, number>
  /** Calls that make a thing, with what they make. */
  readonly made: readonly { readonly site: CallSite; readonly of: Resolved }[]
}

export function tally(evidence: readonly Evidence[], names: Names): Tally {
  const found: Tally = {
    mobjects: new Map(),
    animations: new Map(),
    customMobjects: new Map(),
    customAnimations: new Map(),
    methods: new Map(),
    made: [],
  }
  const made: { site: CallSite; of: Resolved }[] = []
  for (const one of evidence) {
    for (const site of one.calls) {
      const dot = site.callee.lastIndexOf('.')
      if (dot >= 0) add(found.methods, site.callee.slice(dot + 1))
      if (site.hidden) continue
      const of = names.made(site.callee)
      if (!of) continue
      made.push({ site, of })
      count(found, of)
    }
    for (const value of one.values) {
      const of = names.class(value)
      if (of) count(found, of)
    }
  }
  return { ...found, made }
}

function count(found: Tally, of: Resolved): void {
  if (of.kind !== 'mobject' && of.kind !== 'animation') return
  const mobject = of.kind === 'mobject'
  add(mobject ? found.mobjects : found.animations, of.library)
  if (of.local === undefined) return
  const custom = mobject ? found.customMobjects : found.customAnimations
  const known = custom.get(of.local)
  if (known) known.count++
  else custom.set(of.local, { ancestor: of.library, count: 1 })
}

export function add(map: Map<string, number>, key: string, n = 1): void {
  map.set(key, (map.get(key) ?? 0) + n)
}

export function sumOf(counts: ReadonlyMap<string, number>, ...roots: readonly string[]): number {
  let sum = 0
  for (const [name, n] of counts) if (descends(name, ...roots)) sum += n
  return sum
}

const THREE_D = [
  'ThreeDScene',
  'ThreeDVMobject',
  'Surface',
  'ThreeDAxes',
  'OpenGLSurface',
  'Polyhedron',
  'Cube',
  'Line3D',
  'Dot3D',
]

/** Solids, surfaces and 3D axes; an image on an OpenGL surface is still flat. */
export function isSolid(name: string): boolean {
  if (descends(name, 'OpenGLImageMobject')) return false
  return (
    descends(name, ...THREE_D) || /^mobject\.three_d(?:\.|imensions)/.test(manimClass(name)?.module ?? '')
  )
}
