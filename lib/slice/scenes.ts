/** Which classes of a module are scenes: by what their bases are, through files, never by their text. */
import { askedUse } from '../python/scopes.ts'
import type { BaseClass, ClassFacts, ModuleFacts } from './facts.ts'
import { isLibraryScene, MANIM_LINES, root } from './libraries.ts'
import type { Program } from './link.ts'
import type { Resolver } from './resolve.ts'

export type Flavor = 'manimce' | 'manimgl' | 'manimlib-old' | 'mixed' | 'unknown'

export interface FoundScene {
  facts: ClassFacts
  /** Neither it nor a base in the repository has a `construct` that does anything. */
  playsNothing: boolean
  /** The classes of the repository it is built on, nearest first. */
  above: { module: ModuleFacts; facts: ClassFacts }[]
}

interface Ancestry {
  isScene: boolean
  above: FoundScene['above']
  construct: ClassFacts['construct']
}

const DEEPEST = 60

export function findScenes(program: Program, resolver: Resolver): FoundScene[] {
  const found: FoundScene[] = []
  for (const facts of program.entry.classes) {
    const ancestry = ancestryOf(resolver, program.entry, facts, 0)
    if (!ancestry.isScene) continue
    found.push({ facts, playsNothing: ancestry.construct !== 'present', above: ancestry.above })
  }
  return found
}

function ancestryOf(resolver: Resolver, module: ModuleFacts, facts: ClassFacts, depth: number): Ancestry {
  const ancestry: Ancestry = { isScene: false, above: [], construct: facts.construct }
  if (depth > DEEPEST) return ancestry
  for (const base of facts.bases) {
    const found = baseOf(resolver, module, facts, base)
    if (found === 'scene') ancestry.isScene = true
    if (!found || found === 'scene' || found.facts === facts) continue
    const inner = ancestryOf(resolver, found.module, found.facts, depth + 1)
    if (!inner.isScene) continue
    ancestry.isScene = true
    ancestry.above.push(found, ...inner.above)
    if (ancestry.construct === 'absent') ancestry.construct = inner.construct
  }
  return ancestry
}

function baseOf(
  resolver: Resolver,
  module: ModuleFacts,
  facts: ClassFacts,
  base: BaseClass,
): 'scene' | { module: ModuleFacts; facts: ClassFacts } | undefined {
  const [name, ...chain] = base.path
  if (!name) return undefined
  const statement = module.statements[facts.statement]!
  // A class never means itself by its base: what it shadows is what was there before.
  const use = askedUse(name, chain)
  const { binding, consumed } = resolver.use(module, { ...statement, binds: [] }, use)
  const last = chain.length > consumed ? chain.at(-1)! : undefined
  switch (binding.kind) {
    case 'star':
      return isLibraryScene(last ?? binding.name) ? 'scene' : undefined
    case 'external':
      return isLibraryScene(last ?? binding.name ?? '') ? 'scene' : undefined
    case 'opaque':
    case 'none':
      return isLibraryScene(last ?? name) ? 'scene' : undefined
    case 'local': {
      const found = binding.module.classes.findLast(
        other => other.name === binding.name && binding.statements.includes(other.statement),
      )
      return found && { module: binding.module, facts: found }
    }
    default:
      return undefined
  }
}

/** Which Manim the program is written for, judged by everything it imports. */
export function flavorOf(program: Program): Flavor {
  const lines = new Set<Flavor>()
  for (const module of program.modules.values()) {
    for (const statement of module.statements) {
      if (statement.kind === 'main') continue
      for (const found of statement.imports) {
        const names = found.plain ? found.clauses.map(clause => clause.name) : [found.module]
        for (const name of names) {
          const line = found.level ? undefined : MANIM_LINES.get(root(name))
          if (line) lines.add(name.startsWith('manimlib.imports') ? 'manimlib-old' : line)
        }
      }
    }
  }
  // `manimlib.imports` and `manimlib.constants` side by side are one library.
  if (lines.has('manimlib-old')) lines.delete('manimgl')
  if (lines.size === 0) return 'unknown'
  return lines.size === 1 ? [...lines][0]! : 'mixed'
}
