/** The only file that loads tree-sitter: Python source text in, a syntax tree out. */
import { fileURLToPath } from 'node:url'
import type { Node, Tree } from 'web-tree-sitter'
import type { FlatTree } from './flat.ts'
import { flatten } from './flatten.ts'
import { type Memory, readGrammar } from './grammar.ts'

// Node's types do not have it.
declare const WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => Memory }

export type { Node, Tree }

export interface PythonParser {
  /**
   * Parses `source`. Node offsets (`startIndex`, `endIndex`) are UTF-16 indices into it, so
   * `source.slice(node.startIndex, node.endIndex)` is the node's text.
   *
   * The tree lives in wasm memory, which no garbage collector frees: call `tree.delete()` when done.
   */
  parse(source: string): Tree
  /** Parses `source` into a tree of ours. */
  read(source: string): FlatTree
}

let opened: Promise<PythonParser> | undefined

/** Loads the grammar on first use; one parser serves the whole thread. */
export function openParser(): Promise<PythonParser> {
  opened ??= load()
  return opened
}

async function load(): Promise<PythonParser> {
  const { Language, Parser } = await import('web-tree-sitter')
  // Of the size that tree-sitter would make it: it is ours so that trees can be read in it.
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 32768 })
  await Parser.init({ wasmMemory: memory })
  const language = await Language.load(fileURLToPath(new URL('./tree-sitter-python.wasm', import.meta.url)))
  const grammar = readGrammar(language, addressOf(language), memory)
  const parser = new Parser()
  parser.setLanguage(language)

  function parse(source: string): Tree {
    const tree = parser.parse(source)
    if (!tree) throw new Error('the Python parser gave no tree')
    return tree
  }

  function read(source: string): FlatTree {
    const tree = parse(source)
    try {
      return flatten(grammar, memory, addressOf(tree), source)
    } finally {
      tree.delete()
    }
  }

  return { parse, read }
}

/** Where in the memory that is which tree-sitter gave a handle of. */
function addressOf(handle: object): number {
  return (handle as { 0: number })[0]
}
