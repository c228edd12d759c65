/** Which classes of a module are scenes: by what their bases are, through files, never by their text. */
import { askedUse, GIVEN } from '../python/scopes.ts'
import type { ClassFacts, ModuleFacts, Statement, Use } from './facts.ts'
import { isLibraryScene, MANIM_LINES, root } from './libraries.ts'
import type { Program } from './link.ts'
import type { Binding, Resolver } from './resolve.ts'

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
  const statement = module.statements[facts.statement]!
  for (const base of facts.bases) {
    for (const [name, ...chain] of base.path.length ? [base.path] : base.given) {
      // A class never means itself by its base: what it shadows is what was there before.
      const use = askedUse(name!, chain)
      for (const found of basesOf(resolver, module, { ...statement, binds: [] }, use, new Set())) {
        if (found === 'scene') ancestry.isScene = true
        if (found === 'scene' || found.facts === facts) continue
        const inner = ancestryOf(resolver, found.module, found.facts, depth + 1)
        if (!inner.isScene) continue
        ancestry.isScene = true
        ancestry.above.push(found, ...inner.above)
        if (ancestry.construct === 'absent') ancestry.construct = inner.construct
      }
    }
  }
  return ancestry
}

type Base = 'scene' | { module: ModuleFacts; facts: ClassFacts }

/** The classes that a name may mean where it stands: more than one where it is bound under `if` or `try`. */
function basesOf(
  resolver: Resolver,
  module: ModuleFacts,
  statement: Statement,
  use: Use,
  seen: Set<Statement>,
): Base[] {
  const { binding, consumed } = resolver.use(module, statement, use)
  if (binding.kind !== 'local') return isScene(binding, use, consumed) ? ['scene'] : []
  return binding.statements.flatMap(index => {
    const maker = binding.module.statements[index]!
    const facts = binding.module.classes.findLast(
      other => other.name === binding.name && other.statement === index,
    )
    return facts ? [{ module: binding.module, facts }] : aliased(binding.module, maker, binding.name)
  })

  /** `Base = Scene`, `Base = Slide if X else Scene`, `try: from x import Slide as Base`, `Base = make_base(Scene)`. */
  function aliased(from: ModuleFacts, maker: Statement, name: string): Base[] {
    if (seen.has(maker) || (maker.kind !== 'simple' && maker.kind !== 'block')) return []
    seen.add(maker)
    const clauses = maker.imports.flatMap(line => line.clauses.map(clause => ({ line, clause })))
    const imported = clauses
      .filter(({ clause }) => clause.binds === name)
      .map(({ line, clause }) => resolver.clause(from, line, clause))
      .filter(found => isScene(found, askedUse(name, []), 0))
    const sources = maker.parts
      .flatMap(part => part.uses)
      .filter(source => source.into?.includes(name) || (maker.kind === 'simple' && source.flags & GIVEN))
    const others = sources.flatMap(source => basesOf(resolver, from, maker, source, seen))
    return imported.length ? ['scene', ...others] : others
  }
}

function isScene(binding: Binding, { name, chain }: Use, consumed: number): boolean {
  const last = chain && chain.length > consumed ? chain.at(-1) : undefined
  switch (binding.kind) {
    case 'star':
    case 'external':
      return isLibraryScene(last ?? binding.name ?? '')
    case 'opaque':
    case 'none':
      return isLibraryScene(last ?? name)
    default:
      return false
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
