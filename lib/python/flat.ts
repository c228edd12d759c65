/** A syntax tree copied out of wasm into arrays: cheap to walk many times, and freed like any other object. */

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
