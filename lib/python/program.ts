/** A program as a list of top-level statements; each distinct one is parsed once for many programs. */
import type { Stmt } from './ast.ts'
import { flatten, type Raw } from './flatten.ts'
import type { Node, PythonParser, Tree } from './parser.ts'
import { type Piece, splitTopLevel } from './split.ts'
import { StatementBuilder } from './statements.ts'

export interface Chunk {
  /** What the statement's offsets refer to. */
  readonly text: string
  readonly body: readonly Stmt[]
  /** Named syntax nodes, blanks and punctuation apart. */
  readonly nodes: number
}
export interface SyntaxTrouble {
  readonly line: number
  readonly message: string
}
export interface Program {
  readonly chunks: readonly Chunk[]
  readonly error?: SyntaxTrouble
}

/** Characters of program text whose trees are kept, in each of two generations. */
const KEPT = 1_000_000
const LARGEST_KEPT = 200_000
/** A program of more statements is generated data: it is read in one go, for nothing will be shared. */
const MOST_PIECES = 5_000
/** What a tiny statement costs beside its text. */
const OVERHEAD = 200

/** Chunks by their text, in two generations: what is not used while one fills is forgotten. */
export class ChunkCache {
  private young = new Map<string, Chunk>()
  private old = new Map<string, Chunk>()
  private size = 0

  get(text: string): Chunk | undefined {
    const found = this.young.get(text)
    if (found) return found
    const older = this.old.get(text)
    if (older) this.set(older)
    return older
  }

  set(chunk: Chunk): void {
    if (chunk.text.length > LARGEST_KEPT) return
    if (this.size > KEPT) {
      this.old = this.young
      this.young = new Map()
      this.size = 0
    }
    this.young.set(chunk.text, chunk)
    this.size += chunk.text.length + OVERHEAD
  }
}

export function readProgram(code: string, parser: PythonParser, cache: ChunkCache): Program {
  const pieces = splitTopLevel(code)
  if (pieces && pieces.length <= MOST_PIECES) {
    const chunks = readPieces(pieces, parser, cache)
    if (chunks) return { chunks }
  }
  return readWhole(code, parser)
}

/** Undefined where a piece turned out not to be a statement of its own: the cut was wrong or the code is. */
function readPieces(pieces: readonly Piece[], parser: PythonParser, cache: ChunkCache): Chunk[] | undefined {
  const known = new Map<string, Chunk>()
  const wanted = new Set<string>()
  for (const { text } of pieces) {
    if (known.has(text)) continue
    const chunk = cache.get(text)
    if (chunk) known.set(text, chunk)
    else wanted.add(text)
  }
  if (wanted.size > 0) {
    const missing = [...wanted]
    const tree = parser.parse(`${missing.join('\n')}\n`)
    const fresh = tree.rootNode.hasError ? undefined : cut(missing, flatten(tree.rootNode))
    tree.delete()
    if (!fresh) return undefined
    for (const chunk of fresh) {
      known.set(chunk.text, chunk)
      cache.set(chunk)
    }
  }
  return pieces.map(({ text }) => known.get(text)!)
}

/** Hands each top-level node to the piece it lies in. */
function cut(pieces: readonly string[], raws: readonly Raw[]): Chunk[] | undefined {
  const text = `${pieces.join('\n')}\n`
  const chunks: Chunk[] = []
  let at = 0
  let next = 0
  for (const piece of pieces) {
    const end = at + piece.length
    const builder = new StatementBuilder(text, at)
    const body: Stmt[] = []
    let nodes = 0
    for (let raw = raws[next]; raw && raw.s < end; raw = raws[++next]) {
      if (raw.e > end) return undefined
      body.push(...builder.statement(raw))
      nodes += count(raw)
    }
    if (builder.trouble) return undefined
    chunks.push({ text: piece, body, nodes })
    at = end + 1
  }
  return next === raws.length ? chunks : undefined
}

function readWhole(code: string, parser: PythonParser): Program {
  const tree = parser.parse(code)
  const broken = firstBroken(tree)
  const raws = flatten(tree.rootNode)
  tree.delete()
  const builder = new StatementBuilder(code, 0)
  const body = raws.flatMap(raw => builder.statement(raw))
  const chunk = { text: code, body, nodes: raws.reduce((sum, raw) => sum + count(raw), 0) }
  const { trouble } = builder
  const first = broken && trouble ? (broken.at <= trouble.at ? broken : trouble) : (broken ?? trouble)
  if (!first) return { chunks: [chunk] }
  return { chunks: [chunk], error: { line: lineOf(code, first.at), message: first.message } }
}

function count(raw: Raw): number {
  let n = 0
  const todo = [raw]
  for (let node = todo.pop(); node; node = todo.pop()) {
    n++
    for (const child of node.c) todo.push(child)
  }
  return n
}

/** The first error or missing token in the text. */
function firstBroken(tree: Tree): { message: string; at: number } | undefined {
  let node: Node = tree.rootNode
  if (!node.hasError) return undefined
  for (;;) {
    if (node.isMissing) return { message: `expected ${node.type}`, at: node.startIndex }
    if (node.isError) return { message: 'invalid syntax', at: node.startIndex }
    const inner = node.children.find(child => child?.hasError || child?.isError || child?.isMissing)
    if (!inner) return { message: 'invalid syntax', at: node.startIndex }
    node = inner
  }
}

export function lineOf(text: string, at: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++
  return line
}
