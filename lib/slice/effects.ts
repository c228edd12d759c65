/** Statements that bind no name the scene asks for, and yet change what it shows. */
import { BIND, CALLED, DEFERRED, LOCAL_IMPORT, MUTATED } from '../python/scopes.ts'
import type { Selection } from './closure.ts'
import type { ModuleFacts, Statement, Use } from './facts.ts'
import type { Program, Step } from './link.ts'
import type { Binding, Resolver } from './resolve.ts'

// Calls on a library that set something up rather than do something.
const SETS_UP =
  /^(seed|set_\w+|setdefault|update|register\w*|add_\w+|use|digest_config|filterwarnings|simplefilter|setrecursionlimit|chdir|setLevel|disable|enable|append|extend|insert|pop|clear|remove|init\w*|manual_seed|setattr|load_dotenv)$/

/** What has to be in as well, given what is in. */
export function findEffects(
  program: Program,
  resolver: Resolver,
  selection: Selection,
  entry: ModuleFacts,
  horizon: number,
): Step[] {
  const found: Step[] = []
  for (const step of candidates(program)) {
    const statement = step.module.statements[step.statement]!
    if (step.module === entry && step.statement >= horizon) continue
    if (selection.parts.has(statement)) continue
    if (hasEffect(step.module, statement)) found.push(step)
  }
  return found

  function hasEffect(module: ModuleFacts, statement: Statement): boolean {
    return statement.parts.some(part =>
      part.uses.some(use => {
        if (!acts(use)) return false
        const { binding, consumed } = resolver.use(module, statement, use)
        if (use.flags & MUTATED && isLive(binding)) return true
        if (binding.kind === 'local') return (use.flags & CALLED) !== 0 && actsOnLive(binding, new Set())
        return statement.kind === 'simple' && onLibrary(binding, use, consumed)
      }),
    )
  }

  function isLive(binding: Binding): boolean {
    return binding.kind === 'local' && selection.isLive(binding.module, binding.name)
  }

  /** Whether calling the function or class changes, or binds anew, a variable that is in. */
  function actsOnLive(binding: Binding, seen: Set<Statement>): boolean {
    if (binding.kind !== 'local') return false
    for (const index of binding.statements) {
      const statement = binding.module.statements[index]!
      if (seen.has(statement) || seen.size > 50) continue
      seen.add(statement)
      if (statement.kind !== 'function' && statement.kind !== 'class') continue
      for (const part of statement.parts) {
        for (const use of part.uses) {
          if (!(use.flags & DEFERRED) || use.flags & LOCAL_IMPORT) continue
          if (use.flags & BIND && selection.isLive(binding.module, use.name)) return true
          if (!(use.flags & (MUTATED | CALLED)) || use.flags & BIND) continue
          const inner = resolver.use(binding.module, statement, use).binding
          if (use.flags & MUTATED && isLive(inner)) return true
          if (use.flags & CALLED && actsOnLive(inner, seen)) return true
        }
      }
    }
    return false
  }
}

const known = new WeakMap<Program, Step[]>()

/** The few statements whose shape lets them act when the module loads. */
function candidates(program: Program): Step[] {
  let steps = known.get(program)
  if (!steps) {
    steps = program.trace.filter(step => mayAct(step.module.statements[step.statement]!))
    known.set(program, steps)
  }
  return steps
}

function mayAct(statement: Statement): boolean {
  if (statement.kind === 'import' || statement.kind === 'main' || statement.kind === 'path') return false
  return statement.parts.some(part => part.uses.some(acts))
}

function acts(use: Use): boolean {
  return (use.flags & (CALLED | MUTATED)) !== 0 && (use.flags & (DEFERRED | BIND)) === 0
}

function onLibrary(binding: Binding, use: Use, consumed: number): boolean {
  if (binding.kind !== 'external' && binding.kind !== 'star' && binding.kind !== 'opaque') return false
  const chain = use.chain?.slice(consumed) ?? []
  if (binding.kind === 'external' && binding.module === 'sys' && chain[0] === 'path') return false
  // `config.x = 1`, `config["x"] = 1`, `plt.rcParams["x"] = 1`
  if (!(use.flags & CALLED)) return (use.flags & MUTATED) !== 0
  return SETS_UP.test(chain.at(-1) ?? use.name)
}
