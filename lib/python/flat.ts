/** A syntax tree copied out of wasm into arrays: cheap to walk many times, and freed like any other object. */
import type { Tree } from './parser.ts'

/**
 * The named nodes of a tree in document order; a node is its index, 0 is the module, -1 is none.
 * `start` and `end` are UTF-16 indices into `text`.
 */
export interface FlatTree {
  text: string
  kind: string[]
  field: (string | null)[]
  start: number[]
  end: number[]
  parent: number[]
  firstChild: number[]
  nextSibling: number[]
  depth: number
  /** Where the parser had to guess: offsets of error and missing nodes, and of Python 2 tokens it lets pass. */
  errors: SyntaxProblem[]
}

export interface SyntaxProblem {
  offset: number
  message: string
}

// What the grammar accepts and Python 3 does not.
const PYTHON_2 = new Map([
  ['print_statement', 'print statement of Python 2'],
  ['exec_statement', 'exec statement of Python 2'],
  ['<>', '<> operator of Python 2'],
])

const LEAVES = new Set([
  'identifier',
  'integer',
  'float',
  'comment',
  'string_start',
  'string_end',
  'true',
  'false',
  'none',
])

/** Copies `tree` and frees it. */
export function flatten(tree: Tree, text: string): FlatTree {
  const flat: FlatTree = {
    text,
    kind: [],
    field: [],
    start: [],
    end: [],
    parent: [],
    firstChild: [],
    nextSibling: [],
    depth: 0,
    errors: [],
  }
  const broken = tree.rootNode.hasError
  const cursor = tree.walk()
  try {
    copy(flat, cursor, broken)
  } finally {
    cursor.delete()
    tree.delete()
  }
  return flat
}

function copy(flat: FlatTree, cursor: ReturnType<Tree['walk']>, broken: boolean): void {
  const { kind, field, start, end, parent, firstChild, nextSibling } = flat
  // Nodes that are kept, from the module down to where the cursor is; unnamed nodes have no entry of their own.
  const path: number[] = []
  const last: number[] = []
  const types: string[] = []
  const named: boolean[] = []
  // Every question to the cursor crosses into wasm, so what the type alone answers is asked once per type.
  const namedTypes: boolean[] = []
  for (;;) {
    const id = cursor.nodeTypeId
    namedTypes[id] ??= cursor.nodeIsNamed
    const isNamed = namedTypes[id]
    types[id] ??= cursor.nodeType
    const type = types[id]
    if (broken && (type === 'ERROR' || cursor.nodeIsMissing)) {
      flat.errors.push({ offset: cursor.startIndex, message: 'invalid syntax' })
    } else if (PYTHON_2.has(type)) {
      flat.errors.push({ offset: cursor.startIndex, message: PYTHON_2.get(type)! })
    }
    if (isNamed) {
      const node = kind.length
      const up = path.length ? path[path.length - 1]! : -1
      kind.push(type)
      field.push(cursor.currentFieldName)
      start.push(cursor.startIndex)
      end.push(cursor.endIndex)
      parent.push(up)
      firstChild.push(-1)
      nextSibling.push(-1)
      if (up >= 0) {
        const before = last[path.length - 1]!
        if (before < 0) firstChild[up] = node
        else nextSibling[before] = node
        last[path.length - 1] = node
      }
      path.push(node)
      last.push(-1)
      if (path.length > flat.depth) flat.depth = path.length
    }
    named.push(isNamed)
    if (isNamed && !LEAVES.has(type) && cursor.gotoFirstChild()) continue
    for (;;) {
      if (named.pop()) {
        path.pop()
        last.pop()
      }
      if (cursor.gotoNextSibling()) break
      if (!cursor.gotoParent()) return
    }
  }
}

export function children(flat: FlatTree, node: number): number[] {
  const found: number[] = []
  for (let child = flat.firstChild[node]!; child >= 0; child = flat.nextSibling[child]!) found.push(child)
  return found
}

export function childByField(flat: FlatTree, node: number, name: string): number {
  for (let child = flat.firstChild[node]!; child >= 0; child = flat.nextSibling[child]!) {
    if (flat.field[child] === name) return child
  }
  return -1
}

export function childByKind(flat: FlatTree, node: number, kind: string): number {
  for (let child = flat.firstChild[node]!; child >= 0; child = flat.nextSibling[child]!) {
    if (flat.kind[child] === kind) return child
  }
  return -1
}

export function textOf(flat: FlatTree, node: number): string {
  return flat.text.slice(flat.start[node]!, flat.end[node]!)
}
