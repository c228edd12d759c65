/** Which methods of helper and base classes nothing can reach. */
import type { Target } from './closure.ts'
import type { ClassFacts, ModuleFacts, Part, Statement } from './facts.ts'
import { isHook, MANIM_LINES, root } from './libraries.ts'
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
    const open = !facts || !hasKnownBases(module, facts, 0)
    add(module, statement, frame!)
    for (const part of methods) {
      const name = part.method!
      if (open || isKept(module, part, name) || isReached(name)) add(module, statement, part)
      else {
        const list = waiting.get(name)
        if (list) list.push([module, statement, part])
        else waiting.set(name, [[module, statement, part]])
      }
    }
  }

  function isKept(module: ModuleFacts, part: Part, name: string): boolean {
    // The scene's own `construct` runs; those it overrides run only where one is called by name.
    if (name === 'construct' && own && own.construct !== 'absent') return false
    if (isHook(name)) return true
    const text = module.text.slice(part.start, part.end)
    if (!text.startsWith('@')) return false
    const decorators = text.slice(0, text.search(/^[ \t]*(async\s+)?def\s/m)).split('\n')
    return decorators.some(line => line.trim() && !TRANSPARENT.test(line.trim()))
  }

  /** A base from elsewhere than Manim may call any method by name. */
  function hasKnownBases(module: ModuleFacts, facts: ClassFacts, depth: number): boolean {
    if (depth > 20) return false
    return facts.bases.every(base => {
      const name = base.path[0]
      if (!name || base.path.length > 2) return false
      const use = { name, start: 0, end: 0, flags: 0, chain: base.path.slice(1) }
      const { binding } = resolver.use(module, module.statements[facts.statement]!, use)
      if (binding.kind === 'builtin') return binding.name === 'object'
      if (binding.kind === 'star') return MANIM_LINES.has(root(binding.module))
      if (binding.kind === 'external') return MANIM_LINES.has(root(binding.module))
      if (binding.kind !== 'local') return false
      const above = binding.module.classes.find(found => binding.statements.includes(found.statement))
      return above !== undefined && above !== facts && hasKnownBases(binding.module, above, depth + 1)
    })
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
