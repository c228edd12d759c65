/** Paths that a program puts together, worked out from its text alone. */
import { dirname, join } from 'node:path/posix'
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import { unescaped } from '../python/strings.ts'

export interface Knowledge {
  /** The module's path in the repository. */
  file: string
  /** What variables of the module were given. */
  known: { get(name: string): number | undefined }
}

// An absolute path of somebody's machine: it can't be meant here.
const ELSEWHERE = /^(\/|~|[A-Za-z]:)/

// A variable may be made of itself.
const MOST_STEPS = 200

const NAMED = new Map([
  ['os.sep', '/'],
  ['os.path.sep', '/'],
  ['os.pardir', '..'],
  ['os.curdir', '.'],
])

/** A path expression: `__file__` is `/` + the file's path, the working folder is ''. */
export function evaluatePath(flat: FlatTree, node: number, knowledge: Knowledge): string | undefined {
  return evaluate(flat, node, { ...knowledge, left: MOST_STEPS })
}

/** Module variables that are assigned but once in all of the text. */
export function constants(flat: FlatTree): Knowledge['known'] {
  let values: Map<string, number> | undefined
  return {
    get(name) {
      values ??= assignedOnce(flat)
      return values.get(name)
    },
  }
}

function assignedOnce(flat: FlatTree): Map<string, number> {
  const values = new Map<string, number>()
  const seen = new Set<string>()
  for (let node = 1; node < flat.kind.length; node++) {
    if (flat.kind[node] !== 'assignment') continue
    const left = childByField(flat, node, 'left')
    if (flat.kind[left] !== 'identifier') continue
    const name = textOf(flat, left)
    const right = childByField(flat, node, 'right')
    if (seen.has(name) || right < 0 || flat.parent[flat.parent[node]!] !== 0) values.delete(name)
    else values.set(name, right)
    seen.add(name)
  }
  return values
}

function evaluate(
  flat: FlatTree,
  node: number,
  knowledge: Knowledge & { left: number },
  isStart = true,
): string | undefined {
  if (node < 0 || knowledge.left-- <= 0) return undefined
  const inner = (at: number | undefined, starts = true) =>
    at === undefined ? undefined : evaluate(flat, at, knowledge, starts)
  switch (flat.kind[node]) {
    case 'string':
      return ofString(flat, node, inner, isStart)
    case 'concatenated_string':
      return joined(children(flat, node), inner, isStart)
    case 'identifier': {
      const name = textOf(flat, node)
      return name === '__file__' ? `/${knowledge.file}` : inner(knowledge.known.get(name))
    }
    case 'parenthesized_expression':
      return inner(flat.firstChild[node]!)
    case 'binary_operator':
      return ofOperator(flat, node, inner)
    case 'attribute': {
      const named = NAMED.get(textOf(flat, node))
      if (named !== undefined) return named
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
      return ofCall(flat, node, inner)
  }
  return undefined
}

/** `starts`: nothing stands before it. */
type Inner = (node: number | undefined, starts?: boolean) => string | undefined

function joined(nodes: number[], inner: Inner, isStart = true): string | undefined {
  const parts = nodes.map((node, at) => inner(node, isStart && at === 0))
  return parts.every(part => part !== undefined) ? parts.join('') : undefined
}

/** The text of a string, the values in braces of one with an `f` among it. */
function ofString(flat: FlatTree, node: number, inner: Inner, isStart: boolean): string | undefined {
  const quoted = /^([a-zA-Z]*)('''|"""|'|")/.exec(textOf(flat, node))
  if (!quoted || /b/i.test(quoted[1]!)) return undefined
  const isRaw = /r/i.test(quoted[1]!)
  let text = ''
  let at = flat.start[node]! + quoted[0].length
  for (const part of children(flat, node)) {
    if (flat.kind[part] !== 'interpolation') continue
    const [value, more] = children(flat, part)
    const filled = more === undefined ? inner(value) : undefined
    if (filled === undefined) return undefined
    text += unescaped(flat.text.slice(at, flat.start[part]!), isRaw) + filled
    at = flat.end[part]!
  }
  const isPlain = at === flat.start[node]! + quoted[0].length
  text += unescaped(flat.text.slice(at, flat.end[node]! - quoted[2]!.length), isRaw)
  // What a value begins with was looked at.
  const begins = isPlain || flat.text[flat.start[node]! + quoted[0].length] !== '{'
  return isStart && begins && ELSEWHERE.test(text) ? undefined : text
}

function ofOperator(flat: FlatTree, node: number, inner: Inner): string | undefined {
  const left = childByField(flat, node, 'left')
  const right = childByField(flat, node, 'right')
  const operator = flat.text.slice(flat.end[left]!, flat.start[right]!)
  if (operator.includes('%')) {
    return filled(left, /%s/g, flat.kind[right] === 'tuple' ? children(flat, right) : [right], inner)
  }
  const isDivided = operator.includes('/')
  const start = inner(left)
  const end = inner(right, isDivided)
  if (start === undefined || end === undefined) return undefined
  return isDivided ? join(start, end) : start + end
}

/** `"%s/lib" % root`, `"{}/lib".format(root)`: a template whose places take the values in order. */
function filled(template: number, places: RegExp, values: number[], inner: Inner): string | undefined {
  const text = inner(template)
  const parts = values.map(value => inner(value))
  if (text === undefined || parts.some(part => part === undefined)) return undefined
  if (text.match(places)?.length !== parts.length) return undefined
  let at = 0
  return text.replace(places, () => parts[at++]!)
}

function ofCall(flat: FlatTree, node: number, inner: Inner): string | undefined {
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
    case 'joinpath':
    case 'Path':
    case 'PurePath': {
      const start = name === 'joinpath' ? [inner(childByField(flat, callee, 'object'))] : []
      const parts = [...start, ...args.map(argument => inner(argument))]
      if (!parts.length) return ''
      return parts.every(part => part !== undefined) ? join(...(parts as string[])) : undefined
    }
    case 'format':
      return filled(childByField(flat, callee, 'object'), /\{\}/g, args, inner)
    case 'abspath':
    case 'realpath':
    case 'normpath':
    case 'expanduser':
    case 'str':
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
