/** What is known of Manim Community: classes, releases, colours. The data is made by scripts/manim-facts.mjs. */
import { readFileSync } from 'node:fs'

export type Kind = 'mobject' | 'animation' | 'scene' | 'camera' | 'other'

export interface ManimClass {
  readonly kind: Kind
  readonly module: string
  readonly bases: readonly string[]
  readonly exported?: true
  /** Indices into `releases`; absent: since the first, until the last. */
  readonly since?: number
  readonly until?: number
  /** What the class's own constructor takes: 1, or first and last release that takes it. */
  readonly init?: Readonly<Record<string, 1 | readonly [number, number]>>
  /** Default of `run_time` in its own constructor; null where it is computed. */
  readonly run_time?: number | null
}

interface Facts {
  readonly version: string
  readonly releases: readonly string[]
  readonly classes: Readonly<Record<string, ManimClass>>
  readonly legacy: Readonly<Record<string, string>>
  readonly legacy_scenes: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, { since?: number; until?: number }>>
  readonly colors: Readonly<Record<string, string>>
  readonly rate_functions: readonly string[]
}

const facts = JSON.parse(readFileSync(new URL('./manim-classes.json', import.meta.url), 'utf8')) as Facts

export const { version: MANIM_VERSION, releases: RELEASES } = facts
export const LAST_RELEASE = RELEASES.length - 1

const classes = new Map(Object.entries(facts.classes))
const legacy = new Map(Object.entries(facts.legacy))
const legacyScenes = new Map(Object.entries(facts.legacy_scenes))
const exported = new Map(Object.entries(facts.exports))
const colors = new Map(Object.entries(facts.colors))
const rates = new Set(facts.rate_functions)

/** The class as it is called today: `TextMobject` is `Tex`; undefined for what is no class of Manim. */
export function modernName(name: string): string | undefined {
  const today = legacy.get(name)
  if (today !== undefined) return today
  return classes.has(name) || legacyScenes.has(name) ? name : undefined
}

export function manimClass(name: string): ManimClass | undefined {
  return classes.get(name)
}

export function kindOf(name: string): Kind | undefined {
  return legacyScenes.has(name) ? 'scene' : classes.get(name)?.kind
}

const lineages = new Map<string, readonly string[]>()

/** The class itself and all it descends from, nearest first. */
export function lineageOf(name: string): readonly string[] {
  const known = lineages.get(name)
  if (known) return known
  const found = [name]
  for (const one of found) {
    const root = legacyScenes.get(one)
    for (const base of classes.get(one)?.bases ?? (root ? [root] : []))
      if (!found.includes(base)) found.push(base)
  }
  // Of what is no class of Manim nothing is kept: programs hold any number of names.
  if (kindOf(name) !== undefined) lineages.set(name, found)
  return found
}

export function descends(name: string, ...roots: readonly string[]): boolean {
  return lineageOf(name).some(one => roots.includes(one))
}

/** `descends` for the same roots again and again: an answer is worked out once for each class of Manim. */
export function family(...roots: readonly string[]): (name: string) => boolean {
  return perClass(name => descends(name, ...roots))
}

/** Axes of any kind, and number lines. */
export const isAxes = family('CoordinateSystem', 'NumberLine')
/** What LaTeX sets: formulas, and texts that hold some. */
export const isFormula = family('SingleStringMathTex')
/** Numbers on screen. */
export const isNumber = family('DecimalNumber')

/** Several families at once: what one look at a class says of each of them. */
export function families<K extends string>(
  roots: Readonly<Record<K, readonly string[]>>,
): (name: string) => Readonly<Record<K, boolean>> {
  const entries = Object.entries<readonly string[]>(roots)
  return perClass(
    name =>
      Object.fromEntries(entries.map(([key, of]) => [key, descends(name, ...of)])) as Record<K, boolean>,
  )
}

/** Keeps what `find` says of each class of Manim; other names are asked about each time. */
export function perClass<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return name => {
    const found = known.get(name)
    if (found !== undefined || known.has(name)) return found as T
    const fresh = find(name)
    if (kindOf(name) !== undefined) known.set(name, fresh)
    return fresh
  }
}

export function exportOf(name: string): { readonly since: number; readonly until: number } | undefined {
  const found = exported.get(name)
  return found && { since: found.since ?? 0, until: found.until ?? LAST_RELEASE }
}

export function isLegacy(name: string): boolean {
  return legacy.has(name)
}

/** `#RRGGBB` of a colour constant that `from manim import *` brings. */
export function colorHex(name: string): string | undefined {
  return colors.get(name)
}

export function isRateFunction(name: string): boolean {
  return rates.has(name)
}

/** The nearest default run time; undefined where the class computes its own. */
export const defaultRunTime = perClass((name): number | undefined => {
  for (const one of lineageOf(name)) {
    const time = classes.get(one)?.run_time
    if (time === null) return undefined
    if (time !== undefined) return time
  }
  return 1
})

/** Releases as bits, the first the lowest. */
type Releases = number

const bitsOf = (since = 0, until = LAST_RELEASE): Releases => (2 << until) - (1 << since)

/** What a class's own constructor takes, and the releases in which it leaves what it does not take to its bases. */
const constructorOf = perClass(name => {
  const { bases = [], init = {}, since, until } = classes.get(name) ?? {}
  const takes = new Map<string, Releases>()
  let rest = 0
  let any = 0
  for (const [param, span] of Object.entries(init)) {
    const releases = span === 1 ? bitsOf(since, until) : bitsOf(...span)
    any |= releases
    if (param.startsWith('**')) rest |= releases
    else takes.set(param, releases)
  }
  // Where no parameter is its own, neither is the constructor: it has that of a base.
  return { bases, takes, rest, handsOn: rest | (bitsOf(since, until) & ~any) }
})

/** In which releases the constructor takes each keyword by its name, its own and those that it leaves to a base. */
const keywordsOf = perClass((name): ReadonlyMap<string, Releases> => {
  const { bases, takes, handsOn } = constructorOf(name)
  const all = new Map(takes)
  for (const base of bases)
    for (const [keyword, releases] of keywordsOf(base))
      all.set(keyword, (all.get(keyword) ?? 0) | (releases & handsOn))
  return all
})

/** In which releases any keyword is swallowed: at the top of a family, or by what is no class of Manim. */
const swallowedIn = perClass((name): Releases => {
  if (!classes.has(name)) return bitsOf()
  const { bases, rest, handsOn } = constructorOf(name)
  if (bases.length === 0) return rest
  return handsOn & bases.reduce((all, base) => all | swallowedIn(base), 0)
})

/**
 * First and last release whose constructor takes the keyword, following `**kwargs` to the bases; 'open' where any
 * keyword is swallowed, undefined where no release takes it. What a class no longer takes itself it may have left to a
 * base: `Polygon(color)`.
 */
export function keywordSpan(name: string, keyword: string): readonly [number, number] | 'open' | undefined {
  const last = bitsOf(LAST_RELEASE)
  const taken = keywordsOf(name).get(keyword) ?? 0
  const swallowed = swallowedIn(name)
  if (!(taken & last) && swallowed & last) return 'open'
  const found = taken | swallowed
  return found === 0 ? undefined : lastRun(found)
}

/** The releases that follow one another up to the last of all. */
function lastRun(releases: Releases): readonly [number, number] {
  const until = 31 - Math.clz32(releases)
  let since = until
  while (since > 0 && releases & (1 << (since - 1))) since--
  return [since, until]
}
