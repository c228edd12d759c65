/** What a name in a program stands for: a class of Manim, a class of its own, or neither. */
import { type Kind, kindOf, modernName } from '../facts/manim.ts'
import type { ClassSite, Evidence } from './evidence.ts'

export interface Resolved {
  /** The class of Manim that it is, or the nearest that it descends from. */
  readonly library: string
  readonly kind: Kind
  /** Set for a class of the program's own. */
  readonly local?: string
}

export interface Ancestry {
  readonly chain: readonly string[]
  readonly roots: readonly string[]
  readonly order: readonly string[]
}

export type Flavor = 'manimce' | 'manimgl' | 'manimlib-old' | 'mixed' | 'unknown'

/** Classes of the program's own above one another. */
const LONGEST_CHAIN = 100

const MANIM =
  /^(?:manim|manimlib|manimpango|manim_imports_ext|big_ol_pile_of_manim_imports|manim_[a-z_]+)(?:\.|$)/

export class Names {
  readonly classes = new Map<string, ClassSite>()
  readonly bindings = new Map<string, string>()
  readonly flavor: Flavor
  readonly plugins: readonly string[]
  /** Modules of which everything is imported and whose names are not known. */
  readonly opaqueStars: readonly string[]
  private readonly aliases = new Map<string, string>()
  private readonly star: boolean
  private readonly known = new Map<string, Resolved | undefined>()
  private readonly libraryNames = new Map<string, string | undefined>()
  private readonly ancestries = new Map<string, Ancestry>()

  constructor(evidence: readonly Evidence[]) {
    const modules: { module: string; star: boolean }[] = []
    for (const one of evidence) {
      for (const site of one.imports) {
        modules.push(site)
        for (const [name, origin] of site.binds) this.bindings.set(name, origin)
      }
      for (const [name, origin] of one.aliases) this.aliases.set(name, origin)
    }
    // A nested class gives way to one at the top; of two at the same level the later wins.
    for (const nested of [true, false])
      for (const one of evidence)
        for (const site of one.classes) if (site.nested === nested) this.classes.set(site.name, site)
    const stars = modules.filter(site => site.star).map(site => site.module)
    const manim = modules.map(site => site.module).filter(module => MANIM.test(module))
    this.star = stars.length > 0 || manim.length === 0
    this.flavor = flavorOf(manim)
    this.plugins = [
      ...new Set(manim.map(module => module.split('.')[0]!).filter(root => /^manim_(?!imports)/.test(root))),
    ]
    this.opaqueStars = [...new Set(stars.filter(module => !MANIM.test(module) && !isStandard(module)))]
  }

  /** The name of Manim that a dotted name refers to; it may be no class. */
  libraryName(dotted: string): string | undefined {
    const known = this.libraryNames.get(dotted)
    if (known !== undefined || this.libraryNames.has(dotted)) return known
    const found = this.libraryNameOf(dotted)
    this.libraryNames.set(dotted, found)
    return found
  }

  private libraryNameOf(dotted: string): string | undefined {
    let name = dotted
    for (let i = 0; i < 5; i++) {
      const origin = this.aliases.get(name)
      if (origin === undefined || this.classes.has(name)) break
      name = origin
    }
    const dot = name.indexOf('.')
    const first = dot < 0 ? name : name.slice(0, dot)
    if (dot < 0) {
      const origin = this.bindings.get(first)
      if (origin !== undefined)
        return MANIM.test(origin) && origin.includes('.') ? origin.split('.').at(-1) : undefined
      return this.star ? first : undefined
    }
    const origin = this.bindings.get(first)
    if (origin !== undefined) return MANIM.test(origin) ? name.slice(name.lastIndexOf('.') + 1) : undefined
    return undefined
  }

  /** Undefined for what is no class, or whose ancestry is not known. */
  class(dotted: string): Resolved | undefined {
    if (this.known.has(dotted)) return this.known.get(dotted)
    const found = this.look(dotted, new Set())
    this.known.set(dotted, found)
    return found
  }

  private look(dotted: string, seen: Set<string>): Resolved | undefined {
    let name = dotted
    for (let i = 0; i < 5 && !this.classes.has(name); i++) {
      const origin = this.aliases.get(name)
      if (origin === undefined) break
      name = origin
    }
    const site = this.classes.get(name)
    if (site && !seen.has(name) && seen.size < LONGEST_CHAIN) {
      seen.add(name)
      for (const base of site.bases) {
        const found = this.look(base, seen)
        if (found && found.kind !== 'other') return { library: found.library, kind: found.kind, local: name }
      }
      return undefined
    }
    const library = this.libraryName(name)
    const today = library === undefined ? undefined : modernName(library)
    return today === undefined ? undefined : { library: today, kind: kindOf(today) ?? 'other' }
  }

  /** What a call makes: `Circle(…)`, `mn.Circle(…)`, `Graph.from_networkx(…)`. */
  made(callee: string): Resolved | undefined {
    const direct = this.class(callee)
    if (direct) return direct
    const dot = callee.lastIndexOf('.')
    return dot > 0 && callee.startsWith('.from_', dot) ? this.class(callee.slice(0, dot)) : undefined
  }

  /** Library classes that a local class reaches, through all its bases. */
  roots(name: string): readonly string[] {
    return this.ancestry(name).roots
  }

  /** A class and the local classes above it, nearest first: the order in which Python looks for a member. */
  order(name: string): readonly string[] {
    return this.ancestry(name).order
  }

  /** Local classes above a class, nearest first, and the library classes at the top. */
  ancestry(name: string): Ancestry {
    const known = this.ancestries.get(name)
    if (known) return known
    const found = this.ancestryOf(name)
    this.ancestries.set(name, found)
    return found
  }

  private ancestryOf(name: string): Ancestry {
    const chain = new Set<string>()
    const roots = new Set<string>()
    const queue = [name]
    for (const one of queue) {
      for (const base of this.classes.get(one)?.bases ?? []) {
        if (this.classes.has(base) && base !== one) {
          if (base === name || chain.has(base) || chain.size >= LONGEST_CHAIN) continue
          chain.add(base)
          queue.push(base)
        } else {
          const library = this.libraryName(base) ?? base
          roots.add(modernName(library) ?? library)
        }
      }
    }
    return { chain: [...chain], roots: [...roots], order: [name, ...chain] }
  }

  isScene(name: string): boolean {
    return this.roots(name).some(root => kindOf(root) === 'scene' || /Scene$|^Slide$/.test(root))
  }
}

function flavorOf(modules: readonly string[]): Flavor {
  const flavors = new Set<Flavor>()
  for (const module of modules) {
    if (/^(?:manimlib\.imports|big_ol_pile)/.test(module)) flavors.add('manimlib-old')
    else if (/^(?:manimlib|manim_imports_ext)/.test(module)) flavors.add('manimgl')
    else if (/^manim(?:\.|$)/.test(module)) flavors.add('manimce')
  }
  if (flavors.size === 0) return 'unknown'
  return flavors.size === 1 ? [...flavors][0]! : 'mixed'
}

const STANDARD = new Set(
  `__future__ abc argparse array ast asyncio base64 bisect builtins calendar cmath collections colorsys contextlib copy
copyreg csv ctypes dataclasses datetime decimal difflib dis enum fractions functools gc getpass glob gzip hashlib heapq
html http importlib inspect io itertools json keyword locale logging math mimetypes multiprocessing numbers operator os
pathlib pickle pkgutil platform pprint queue random re sched secrets select shelve shlex shutil signal socket sqlite3
statistics string struct subprocess sys sysconfig tempfile textwrap threading time timeit token tokenize traceback
turtle types typing typing_extensions unicodedata unittest urllib uuid warnings wave weakref xml zipfile zlib`.split(
    /\s+/,
  ),
)

export function isStandard(module: string): boolean {
  return STANDARD.has(module.split('.')[0] ?? '')
}

export function isManim(module: string): boolean {
  return MANIM.test(module)
}
