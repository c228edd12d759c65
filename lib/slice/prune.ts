/** Which methods of helper and base classes nothing can reach. */
import { askedUse } from '../python/scopes.ts'
import type { Target } from './closure.ts'
import type { ClassFacts, ModuleFacts, Part, Statement } from './facts.ts'
import { isHook, isLibraryMethod, MANIM_LINES, root } from './libraries.ts'
import type { Resolver } from './resolve.ts'

export interface Pruner {
  /** A class comes in: its frame and hooks at once, its other methods when their names are reached. */
  offer(module: ModuleFacts, statement: Statement): void
  /** A part came in: the names it mentions are reached. */
  reached(part: Part): void
}

// Decorators that leave a method reachable by its own name alone. Others may register it anywhere.
const TRANSPARENT =
  /^@\s*(property|staticmethod|classmethod|abstractmethod|cached_property|functools\.cached_property|\w+\.(setter|getter|deleter))\s*$/

export function openPruner(
  resolver: Resolver,
  target: Target,
  add: (module: ModuleFacts, statement: Statement, part: Part) => void,
): Pruner {
  const names = new Set<string>()
  const prefixes: string[] = []
  const waiting = new Map<string, [ModuleFacts, Statement, Part][]>()
  const own = target.module.classes.find(
    found => found.statement === target.statement.index && found.name === target.name,
  )

  function isReached(name: string): boolean {
    return names.has(name) || prefixes.some(prefix => name.startsWith(prefix))
  }

  function offer(module: ModuleFacts, statement: Statement): void {
    const [frame, ...methods] = statement.parts
    const facts = module.classes.find(found => found.statement === statement.index)
    const family = facts ? familyOf(module, facts, 0) : 'unknown'
    add(module, statement, frame!)
    for (const part of methods) {
      const name = part.method!
      if (family === 'unknown' || isKept(module, part, name, family === 'manim') || isReached(name))
        add(module, statement, part)
      else {
        const list = waiting.get(name)
        if (list) list.push([module, statement, part])
        else waiting.set(name, [[module, statement, part]])
      }
    }
  }

  function isKept(module: ModuleFacts, part: Part, name: string, isManim: boolean): boolean {
    // The scene's own `construct` runs; those it overrides run only where one is called by name.
    if (name === 'construct' && own && own.construct !== 'absent') return false
    if (isHook(name) || (isManim && isLibraryMethod(name))) return true
    const text = module.text.slice(part.start, part.end)
    if (!text.startsWith('@')) return false
    const decorators = text.slice(0, text.search(/^[ \t]*(async\s+)?def\s/m)).split('\n')
    return decorators.some(line => line.trim() && !TRANSPARENT.test(line.trim()))
  }

  /** Whose code may call its methods by name: nobody's, Manim's, or that of a base from elsewhere. */
  function familyOf(module: ModuleFacts, facts: ClassFacts, depth: number): 'plain' | 'manim' | 'unknown' {
    const families = facts.bases.map(base => {
      const name = base.path[0]
      if (!name || depth > 20) return 'unknown'
      const use = askedUse(name, base.path.slice(1))
      const { binding } = resolver.use(module, module.statements[facts.statement]!, use)
      switch (binding.kind) {
        case 'builtin':
          return binding.name === 'object' ? 'plain' : 'unknown'
        case 'star':
        case 'external':
          return MANIM_LINES.has(root(binding.module)) ? 'manim' : 'unknown'
        case 'local': {
          const above = binding.module.classes.find(found => binding.statements.includes(found.statement))
          return above && above !== facts ? familyOf(binding.module, above, depth + 1) : 'unknown'
        }
        default:
          return 'unknown'
      }
    })
    if (families.includes('unknown')) return 'unknown'
    return families.includes('manim') ? 'manim' : 'plain'
  }

  function reached(part: Part): void {
    for (const name of part.mentions.names) reach(name)
    for (const use of part.uses) reach(use.name)
    for (const prefix of part.mentions.prefixes) {
      prefixes.push(prefix)
      for (const name of [...waiting.keys()]) if (name.startsWith(prefix)) release(name)
    }
  }

  function reach(name: string): void {
    if (names.has(name)) return
    names.add(name)
    release(name)
  }

  function release(name: string): void {
    const list = waiting.get(name)
    if (!list) return
    waiting.delete(name)
    for (const [module, statement, part] of list) add(module, statement, part)
  }

  return { offer, reached }
}
