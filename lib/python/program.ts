/** A program as a list of top-level statements; each distinct one is parsed once for many programs. */
import type { Block } from './ast.ts'
import type { Noted } from './notes.ts'
import { type Piece, splitTopLevel } from './split.ts'
import { parse } from './syntax/parse.ts'

export interface Chunk extends Noted {
  /** What the statement's offsets refer to. */
  readonly text: string
  readonly body: Block
  /** Named syntax nodes, blanks, comments, punctuation and keywords apart. */
  readonly nodes: number
}
export interface SyntaxTrouble {
  readonly line: number
  readonly message: string
}
export interface Program {
  readonly chunks: readonly Chunk[]
  /** Where each chunk begins; absent where the program was read in one go, or has line ends of its own. */
  readonly starts?: readonly number[]
  readonly error?: SyntaxTrouble
}

/**
 * Characters of program text whose trees are kept, in each of two generations: of statements that were met again, and of
 * those that may yet be. Most of what is met once never comes back: kept as long as the others it would fill the heap
 * with trees that nobody asks for, and the engine would copy and mark them all. What comes back mostly does so within a
 * few programs.
 */
const KEPT = 200_000
const ON_TRIAL = 100_000
const LARGEST_KEPT = 200_000
/** A program of more statements is generated data: it is read in one go, for nothing will be shared. */
const MOST_PIECES = 5_000
/** What a tiny statement costs beside its text. */
const OVERHEAD = 200
const LONGEST_HEAD = 60

/** Chunks by their text. */
export class ChunkCache {
  private readonly known = new Generations(KEPT)
  private readonly onTrial = new Generations(ON_TRIAL)

  get(text: string): Chunk | undefined {
    return this.known.get(text) ?? this.again(this.onTrial.get(text))
  }

  /** A chunk whose text stands at this offset of a program, whatever comes behind it. */
  at(text: string, at: number): Chunk | undefined {
    const head = headOf(text, at)
    return this.known.at(head, text, at) ?? this.again(this.onTrial.at(head, text, at))
  }

  set(chunk: Chunk): void {
    if (chunk.text.length <= LARGEST_KEPT) this.onTrial.set(chunk)
  }

  private again(chunk: Chunk | undefined): Chunk | undefined {
    if (chunk) this.known.set(chunk)
    return chunk
  }
}

/** Two generations of chunks: what is not used while one fills is forgotten. */
class Generations {
  private young = newGeneration()
  private old = newGeneration()
  private size = 0
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  get(text: string): Chunk | undefined {
    return this.young.texts.get(text) ?? this.again(this.old.texts.get(text))
  }

  at(head: string, text: string, at: number): Chunk | undefined {
    const found = this.young.heads.get(head) ?? this.old.heads.get(head)
    return found && text.startsWith(found.text, at) ? this.again(found) : undefined
  }

  set(chunk: Chunk): void {
    if (this.size > this.most) {
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

interface Generation {
  readonly texts: Map<string, Chunk>
  /** The last chunk that began so: what stands in a program may be found by it before its end is known. */
  readonly heads: Map<string, Chunk>
}

const newGeneration = (): Generation => ({ texts: new Map(), heads: new Map() })

/** The first line, or as much of it as tells most statements apart. */
function headOf(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  const most = at + LONGEST_HEAD
  return text.slice(at, end < 0 || end > most ? most : end)
}

/** `own`: the class that the program is there for. It is not kept: other programs are there for others. */
export function readProgram(code: string, cache: ChunkCache, own?: string): Program {
  const text = withLineFeeds(code)
  const pieces = splitTopLevel(text, (text, at) => cache.at(text, at))
  const chunks = pieces && pieces.length <= MOST_PIECES ? readPieces(pieces, cache, own) : undefined
  if (!chunks) return readWhole(text)
  return text === code ? { chunks, starts: pieces!.map(({ at }) => at) } : { chunks }
}

/** Undefined where a piece turned out not to be a statement of its own: the cut was wrong or the code is. */
function readPieces(
  pieces: readonly Piece<Chunk>[],
  cache: ChunkCache,
  own: string | undefined,
): Chunk[] | undefined {
  const heads = own === undefined ? [] : [`class ${own}(`, `class ${own}:`]
  const chunks: Chunk[] = []
  for (const { text, known } of pieces) {
    let chunk = known ?? cache.get(text)
    if (!chunk) {
      const lines = ownLines(text)
      const { body, nodes, trouble } = parse(lines)
      if (trouble) return undefined
      chunk = { text: lines.slice(0, -1), body, nodes }
      if (!heads.some(head => text.startsWith(head))) cache.set(chunk)
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
