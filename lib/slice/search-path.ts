/** What a module does to `sys.path`, worked out from its text alone. */
import { normalize } from 'node:path/posix'
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import { evaluatePath } from './path-expression.ts'

/** Behind all that are there. */
const BEHIND = Number.POSITIVE_INFINITY

/** Folders that the call adds, and before which of those that are there, or nothing if it is no `sys.path` call. Unknown expressions add no folder. */
export function pathHack(
  flat: FlatTree,
  node: number,
  file: string,
  known: Map<string, number>,
): { at: number; folders: string[] } | undefined {
  const kind = flat.kind[node]
  if (kind === 'call') {
    const callee = textOf(flat, childByField(flat, node, 'function')).replace(/\s/g, '')
    const method = /^(?:sys\.)?path\.(append|insert|extend)$|^site\.(addsitedir)$/.exec(callee)
    if (!method) return undefined
    const args = children(flat, childByField(flat, node, 'arguments')).filter(
      arg => flat.kind[arg] !== 'comment',
    )
    const isInsert = method[1] === 'insert'
    const added = args[isInsert ? 1 : 0]
    const at = isInsert ? Number(textOf(flat, args[0]!)) : BEHIND
    return {
      at: Number.isInteger(at) || !isInsert ? at : 0,
      folders: added === undefined ? [] : folders(flat, added, file, known),
    }
  }
  if (kind !== 'augmented_assignment' && kind !== 'assignment') return undefined
  const left = textOf(flat, childByField(flat, node, 'left'))
  if (!/^sys\.path\b/.test(left)) return undefined
  const right = childByField(flat, node, 'right')
  // `sys.path[:0] = folders`, `sys.path = folders + sys.path`
  const isBefore =
    left.includes('[') || (kind === 'assignment' && !/^\W*sys\.path\b/.test(textOf(flat, right)))
  return { at: isBefore ? 0 : BEHIND, folders: folders(flat, right, file, known) }
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
