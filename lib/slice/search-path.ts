/** What a module does to `sys.path`, worked out from its text alone. */
import { normalize } from 'node:path/posix'
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import { evaluatePath } from './path-expression.ts'

/** Folders that the call adds, or nothing if it is no `sys.path` call. Unknown expressions add no folder. */
export function pathHack(
  flat: FlatTree,
  node: number,
  file: string,
  known: Map<string, number>,
): { place: 'first' | 'last'; folders: string[] } | undefined {
  const kind = flat.kind[node]
  if (kind === 'call') {
    const callee = textOf(flat, childByField(flat, node, 'function')).replace(/\s/g, '')
    const method = /^(?:sys\.)?path\.(append|insert|extend)$|^site\.(addsitedir)$/.exec(callee)
    if (!method) return undefined
    const args = children(flat, childByField(flat, node, 'arguments')).filter(
      arg => flat.kind[arg] !== 'comment',
    )
    const at = method[1] === 'insert' ? args[1] : args[0]
    const place = method[1] === 'insert' ? 'first' : 'last'
    return { place, folders: at === undefined ? [] : folders(flat, at, file, known) }
  }
  if (kind !== 'augmented_assignment' && kind !== 'assignment') return undefined
  if (!/^sys\.path\b/.test(textOf(flat, childByField(flat, node, 'left')))) return undefined
  return { place: 'last', folders: folders(flat, childByField(flat, node, 'right'), file, known) }
}

function folders(flat: FlatTree, node: number, file: string, known: Map<string, number>): string[] {
  if (flat.kind[node] === 'list' || flat.kind[node] === 'tuple' || flat.kind[node] === 'binary_operator') {
    const value = evaluatePath(flat, node, { file, known })
    return value === undefined
      ? children(flat, node).flatMap(child => folders(flat, child, file, known))
      : [value]
  }
  const value = evaluatePath(flat, node, { file, known })
  return value === undefined ? [] : [normalize(value).replace(/(.)\/$/, '$1')]
}
