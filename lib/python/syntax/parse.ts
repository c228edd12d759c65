/**
 * Python source text to the light tree of ../ast.ts, at once: no tokens are kept and no other tree is made.
 *
 * Why a parser of our own beside tree-sitter: features are asked of whole corpora, and there parsing is most of the
 * work. tree-sitter in wasm reads some 2 MB of code per second before its tree is even copied, and takes the square of
 * the length for a long run of comments; this one reads ten times as much and more, takes linear time whatever the
 * text, and gives up on what CPython gives up on. The slicer keeps tree-sitter, for it needs every token's place.
 *
 * The rules are those of CPython 3.12 and later, those of its own parser only: `return` outside a function parses.
 * What is wrong is noted with its place, the statement is left out, and the next one of its suite is read.
 *
 * names.ts and tokens.ts cut the text; fstrings.ts, expressions.ts, patterns.ts and statements.ts build on one another.
 */
import type { Stmt } from '../ast.ts'
import { MOST_DEPTH } from './expressions.ts'
import { Statements } from './statements.ts'
import type { Trouble } from './tokens.ts'

export interface Parsed {
  readonly body: readonly Stmt[]
  /** Named syntax nodes as tree-sitter counts them, comments and parentheses apart. */
  readonly nodes: number
  readonly trouble?: Trouble
}

/** Offsets are into `text`, which ends with a line feed and has no lone carriage return. */
export function parse(text: string): Parsed {
  const parser = new Statements(text)
  const body = parser.module()
  const { nodes, trouble } = parser
  if (parser.hasLongChain && depthOf(body) > 2 * MOST_DEPTH)
    return { body: [], nodes, trouble: { message: `nested more than ${MOST_DEPTH} levels deep`, at: 0 } }
  return trouble ? { body, nodes, trouble } : { body, nodes }
}

/** Levels of objects within one another, found without recursion. */
function depthOf(tree: object): number {
  const todo: [object, number][] = [[tree, 0]]
  let most = 0
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [node, depth] = next
    if (depth > most) most = depth
    const below = Array.isArray(node) ? depth : depth + 1
    for (const child of Object.values(node)) if (typeof child === 'object' && child) todo.push([child, below])
  }
  return most
}
