/** The only file that knows tree-sitter: Python source text in, a syntax tree out. */
import { fileURLToPath } from 'node:url'
import type { Node, Tree } from 'web-tree-sitter'

export type { Node, Tree }

export interface PythonParser {
  /**
   * Parses `source`. Node offsets (`startIndex`, `endIndex`) are UTF-16 indices into it, so
   * `source.slice(node.startIndex, node.endIndex)` is the node's text.
   *
   * The tree lives in wasm memory, which no garbage collector frees: call `tree.delete()` when done.
   */
  parse(source: string): Tree
}

let opened: Promise<PythonParser> | undefined

/** Loads the grammar on first use; one parser serves the whole thread. */
export function openParser(): Promise<PythonParser> {
  opened ??= load()
  return opened
}

async function load(): Promise<PythonParser> {
  const { Language, Parser } = await import('web-tree-sitter')
  await Parser.init()
  const language = await Language.load(fileURLToPath(new URL('./tree-sitter-python.wasm', import.meta.url)))
  const parser = new Parser()
  parser.setLanguage(language)
  return {
    parse(source) {
      const tree = parser.parse(source)
      if (!tree) throw new Error('the Python parser gave no tree')
      return tree
    },
  }
}
