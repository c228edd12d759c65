/** What a module does to `sys.path`, worked out from its text alone. */
import { dirname, join, normalize } from 'node:path/posix'
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'

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
    const value = evaluate(flat, node, file, known)
    return value === undefined
      ? children(flat, node).flatMap(child => folders(flat, child, file, known))
      : [value]
  }
  const value = evaluate(flat, node, file, known)
  return value === undefined ? [] : [normalize(value).replace(/(.)\/$/, '$1')]
}

// An absolute path of somebody's machine: it can't be meant here.
const ELSEWHERE = /^(\/|~|[A-Za-z]:)/

/** A path expression: `__file__` is `/` + the file's path, the working folder is ''. */
function evaluate(
  flat: FlatTree,
  node: number,
  file: string,
  known: Map<string, number>,
  depth = 0,
): string | undefined {
  if (depth > 30 || node < 0) return undefined
  const inner = (at: number | undefined) =>
    at === undefined ? undefined : evaluate(flat, at, file, known, depth + 1)
  switch (flat.kind[node]) {
    case 'string': {
      const text = /^[rRuU]?(?:'''|"""|'|")([\s\S]*?)(?:'''|"""|'|")$/.exec(textOf(flat, node))?.[1]
      return text === undefined || ELSEWHERE.test(text) ? undefined : text
    }
    case 'identifier': {
      const name = textOf(flat, node)
      return name === '__file__' ? `/${file}` : inner(known.get(name))
    }
    case 'parenthesized_expression':
      return inner(flat.firstChild[node]!)
    case 'binary_operator': {
      const left = inner(childByField(flat, node, 'left'))
      const right = inner(childByField(flat, node, 'right'))
      if (left === undefined || right === undefined) return undefined
      const operator = flat.text.slice(
        flat.end[childByField(flat, node, 'left')]!,
        flat.start[childByField(flat, node, 'right')]!,
      )
      return operator.includes('/') ? join(left, right) : left + right
    }
    case 'attribute': {
      const object = inner(childByField(flat, node, 'object'))
      if (object === undefined) return undefined
      return textOf(flat, childByField(flat, node, 'attribute')) === 'parent' ? dirname(object) : undefined
    }
    case 'subscript': {
      // Path(__file__).parents[1]
      const value = childByField(flat, node, 'value')
      if (flat.kind[value] !== 'attribute') return undefined
      let at = inner(childByField(flat, value, 'object'))
      const count = Number(textOf(flat, childByField(flat, node, 'subscript')))
      if (textOf(flat, childByField(flat, value, 'attribute')) !== 'parents' || !(count < 50))
        return undefined
      for (let up = 0; up <= count && at !== undefined; up++) at = dirname(at)
      return at
    }
    case 'call':
      return evaluateCall(flat, node, inner)
  }
  return undefined
}

function evaluateCall(
  flat: FlatTree,
  node: number,
  inner: (at: number | undefined) => string | undefined,
): string | undefined {
  const callee = childByField(flat, node, 'function')
  const list = childByField(flat, node, 'arguments')
  const args = list < 0 ? [] : children(flat, list)
  const name = textOf(flat, callee).replace(/\s/g, '').split('.').pop()!
  switch (name) {
    case 'dirname': {
      const path = inner(args[0])
      return path === undefined ? undefined : dirname(path)
    }
    case 'join':
    case 'joinpath': {
      const start = name === 'joinpath' ? [inner(childByField(flat, callee, 'object'))] : []
      const parts = [...start, ...args.map(inner)]
      return parts.every(part => part !== undefined) ? join(...(parts as string[])) : undefined
    }
    case 'abspath':
    case 'realpath':
    case 'normpath':
    case 'expanduser':
    case 'str':
    case 'Path':
    case 'PurePath':
      return args.length ? inner(args[0]) : ''
    case 'resolve':
    case 'absolute':
    case 'as_posix':
      return inner(childByField(flat, callee, 'object'))
    case 'getcwd':
    case 'cwd':
      return ''
  }
  return undefined
}
