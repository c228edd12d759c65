/** What sets up a library rather than asks it for something. */
import { CALLED, WRITTEN } from '../python/scopes.ts'
import type { Use } from './facts.ts'
import type { Binding } from './resolve.ts'

const SETS_UP =
  /^(seed|seterr\w*|setlocale|setcontext|set_\w+|setdefault|update|register\w*|add_\w+|use|digest_config|filterwarnings|simplefilter|setrecursionlimit|chdir|setLevel|disable|enable|append|extend|insert|pop|clear|remove|init\w*|manual_seed|load_dotenv)$/

/** Whether what is done to the name, or to what its attributes lead to, changes how the library works. */
export function setsUp(binding: Binding, { flags, chain, name }: Use, consumed: number): boolean {
  if (binding.kind !== 'external' && binding.kind !== 'star' && binding.kind !== 'opaque') return false
  const rest = chain?.slice(consumed) ?? []
  if (binding.kind === 'external' && binding.module === 'sys' && rest[0] === 'path') return false
  // `config.x = 1`, `config["x"] = 1`, `plt.rcParams["x"] = 1`
  if (flags & WRITTEN) return true
  return (flags & CALLED) !== 0 && SETS_UP.test(rest.at(-1) ?? name)
}

/** A library's class, module or configuration, which who is given it may change; colours and numbers can't be. */
export function isSettable(binding: Binding): boolean {
  if (binding.kind === 'external' && binding.name === undefined) return true
  if (binding.kind !== 'external' && binding.kind !== 'star') return false
  return binding.name === 'config' || /^[A-Z]\w*[a-z]/.test(binding.name!)
}
