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

/** Releases in which the class's own constructor takes any further keyword. */
const restOf = perClass(
  name => Object.entries(classes.get(name)?.init ?? {}).find(([param]) => param.startsWith('**'))?.[1],
)

/**
 * First and last release whose constructor takes the keyword, following `**kwargs` to the bases; 'open' where any
 * keyword is swallowed, undefined where no release takes it.
 */
export function keywordSpan(name: string, keyword: string): readonly [number, number] | 'open' | undefined {
  for (const one of lineageOf(name)) {
    const found = classes.get(one)
    if (!found) return 'open'
    if (!found.init) continue
    const span = found.init[keyword]
    if (span) return span === 1 ? [found.since ?? 0, found.until ?? LAST_RELEASE] : span
    const rest = restOf(one)
    if (!rest) return undefined
    // At the top of the family: releases that swallowed any keyword took this one too.
    if (found.bases.length === 0) return rest === 1 || rest[1] === LAST_RELEASE ? 'open' : rest
  }
  return undefined
}
