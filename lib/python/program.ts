/** A program as a list of top-level statements; each distinct one is parsed once for many programs. */
import type { Stmt } from './ast.ts'
import { type Piece, splitTopLevel } from './split.ts'
import { parse } from './syntax/parse.ts'

export interface Chunk {
  /** What the statement's offsets refer to. */
  readonly text: string
  readonly body: readonly Stmt[]
  /** Named syntax nodes, blanks, comments, punctuation and keywords apart. */
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
const KEPT = 400_000
const LARGEST_KEPT = 200_000
/** A program of more statements is generated data: it is read in one go, for nothing will be shared. */
const MOST_PIECES = 5_000
/** What a tiny statement costs beside its text. */
const OVERHEAD = 200
const LONGEST_HEAD = 60

interface Generation {
  readonly texts: Map<string, Chunk>
  /** The last chunk that began so: what stands in a program may be found by it before its end is known. */
  readonly heads: Map<string, Chunk>
}

const newGeneration = (): Generation => ({ texts: new Map(), heads: new Map() })

/** Chunks by their text, in two generations: what is not used while one fills is forgotten. */
export class ChunkCache {
  private young = newGeneration()
  private old = newGeneration()
  private size = 0

  get(text: string): Chunk | undefined {
    return this.young.texts.get(text) ?? this.again(this.old.texts.get(text))
  }

  /** A chunk whose text stands at this offset of a program, whatever comes behind it. */
  at(text: string, at: number): Chunk | undefined {
    const head = headOf(text, at)
    const found = this.young.heads.get(head) ?? this.old.heads.get(head)
    return found && text.startsWith(found.text, at) ? this.again(found) : undefined
  }

  set(chunk: Chunk): void {
    if (chunk.text.length > LARGEST_KEPT) return
    if (this.size > KEPT) {
      this.old = this.young
      this.young = newGeneration()
      this.size = 0
    }
    this.young.texts.set(chunk.text, chunk)
    this.young.heads.set(headOf(chunk.text, 0), chunk)
    this.size += chunk.text.length + OVERHEAD
  }

  /** What is used stays. */
  private again(chunk: Chunk | undefined): Chunk | undefined {
    if (chunk && !this.young.texts.has(chunk.text)) this.set(chunk)
    return chunk
  }
}

/** The first line, or as much of it as tells most statements apart. */
function headOf(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  const most = at + LONGEST_HEAD
  return text.slice(at, end < 0 || end > most ? most : end)
}

export function readProgram(code: string, cache: ChunkCache): Program {
  const text = withLineFeeds(code)
  const pieces = splitTopLevel(text, (text, at) => cache.at(text, at))
  const chunks = pieces && pieces.length <= MOST_PIECES ? readPieces(pieces, cache) : undefined
  return chunks ? { chunks } : readWhole(text)
}

/** Undefined where a piece turned out not to be a statement of its own: the cut was wrong or the code is. */
function readPieces(pieces: readonly Piece<Chunk>[], cache: ChunkCache): Chunk[] | undefined {
  const chunks: Chunk[] = []
  for (const { text, known } of pieces) {
    let chunk = known ?? cache.get(text)
    if (!chunk) {
      const lines = ownLines(text)
      const { body, nodes, trouble } = parse(lines)
      if (trouble) return undefined
      chunk = { text: lines.slice(0, -1), body, nodes }
      cache.set(chunk)
    }
    chunks.push(chunk)
  }
  return chunks
}

/** What is wrong is told, the rest is read. */
function readWhole(text: string): Program {
  const { body, nodes, trouble } = parse(ownLines(text))
  const chunks = [{ text, body, nodes }]
  if (!trouble) return { chunks }
  return { chunks, error: { line: lineOf(text, trouble.at), message: trouble.message } }
}

/** A copy with a line end: joined, for a slice would keep the whole program alive, and is slower to read. */
function ownLines(text: string): string {
  return [text, ''].join('\n')
}

/** A lone carriage return ends a line too; offsets stay as they are. */
function withLineFeeds(code: string): string {
  return code.includes('\r') ? code.replace(/\r(?!\n)/g, '\n') : code
}

export function lineOf(text: string, at: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++
  return line
}
