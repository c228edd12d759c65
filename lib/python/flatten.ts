/**
 * Trees read where they lie: in the memory of tree-sitter's wasm, as its `subtree.h` lays them out. Its own cursor is
 * asked one thing at a time, each a call into wasm, and takes longer to tell of a tree than the parser to make it.
 *
 * The layout is that of the one version that package.json names; a test holds what is read here to what the cursor says.
 */
import type { FlatTree } from './flat.ts'
import type { Grammar, Memory } from './grammar.ts'

// A subtree is eight bytes in the list of its parent's children. Small leaves are these bytes themselves: flags, symbol,
// four bytes that say nothing to us, the length of the padding (spaces and the like before the node) and of the node.
const INLINE = 1
// All others point to data on the heap, with the list of the children just before it. In words from there:
const PADDING = 1
const SIZE = 4
const ERROR_COST = 8
const CHILD_COUNT = 9
// In half words:
const SYMBOL = 20
const FLAGS = 22
const PRODUCTION = 33
// The flags of heap data; inline they stand one bit higher.
const VISIBLE = 1
const NAMED = 2
const EXTRA = 4
const MISSING = 1 << 9
const INLINE_MISSING = 1 << 4

/** A list of children that the walk is in. */
interface Level {
  /** The next child, in words, and how many there are from it on. */
  child: number
  left: number
  /** Of that child in its production: what may stand anywhere, as comments may, has no place. */
  place: number
  production: number
  /** Where its padding begins, in bytes. */
  offset: number
  /** The field of the node whose children these are, where that is a hidden one: it is theirs. */
  field: string | null
  /** The entry that is above theirs, and how deep they are. */
  parent: number
  depth: number
}

/** Copies the tree at `address`; its text is `text`. */
export function flatten(grammar: Grammar, memory: Memory, address: number, text: string): FlatTree {
  const { kinds, flaws, named, aliases, fields } = grammar
  const words = new Uint32Array(memory.buffer)
  const halves = new Uint16Array(memory.buffer)
  const kind: string[] = []
  const field: (string | null)[] = []
  const start: number[] = []
  const end: number[] = []
  const parent: number[] = []
  const firstChild: number[] = []
  const lastChild: number[] = []
  const nextSibling: number[] = []
  const flat: FlatTree = {
    text,
    kind,
    field,
    start,
    end,
    parent,
    firstChild,
    nextSibling,
    depth: 0,
    errors: [],
  }

  // A tree begins with its root, as if that were a child.
  const root = enter(newLevel(), address >> 2, 1, 0, 0, null, -1, 1)
  const isBroken = words[(words[root.child]! >> 2) + ERROR_COST]! > 0
  const levels = [root]
  let top = 0
  while (top >= 0) {
    const level = levels[top]!
    if (level.left === 0) {
      top--
      continue
    }
    const word = words[level.child]!
    const isInline = word & INLINE
    let data = 0
    let symbol: number
    let flags: number
    let padding: number
    let size: number
    let count = 0
    if (isInline) {
      const more = words[level.child + 1]!
      symbol = (word >> 8) & 0xff
      flags = word >> 1
      padding = (more >> 16) & 0xff
      size = more >>> 24
    } else {
      data = word >> 2
      symbol = halves[2 * data + SYMBOL]!
      flags = halves[2 * data + FLAGS]!
      padding = words[data + PADDING]!
      size = words[data + SIZE]!
      count = words[data + CHILD_COUNT]!
    }
    const { offset } = level
    const from = offset + padding
    level.child += 2
    level.left--
    level.offset = from + size

    let alias = 0
    let fieldName: string | null = null
    if (!(flags & EXTRA)) {
      const place = level.place++
      alias = aliases[level.production]?.[place] ?? 0
      fieldName = fields[level.production]?.[place] ?? level.field
    }
    let above = level.parent
    let { depth } = level
    const isVisible = alias !== 0 || flags & VISIBLE
    if (isVisible) {
      const known = alias || symbol
      // Errors have a number beyond all symbols.
      const type = kinds[known] ?? 'ERROR'
      const isMissing = flags & (isInline ? INLINE_MISSING : MISSING)
      const flaw = isBroken && (isMissing || type === 'ERROR') ? 'invalid syntax' : flaws[known]
      if (flaw !== undefined) flat.errors.push({ offset: from >> 1, message: flaw })
      if (!(alias === 0 ? flags & NAMED : named[alias])) continue
      const node = kind.length
      kind.push(type)
      field.push(fieldName)
      start.push(from >> 1)
      end.push((from + size) >> 1)
      parent.push(above)
      firstChild.push(-1)
      lastChild.push(-1)
      nextSibling.push(-1)
      if (above >= 0) {
        const before = lastChild[above]!
        if (before < 0) firstChild[above] = node
        else nextSibling[before] = node
        lastChild[above] = node
      }
      if (depth > flat.depth) flat.depth = depth
      above = node
      depth++
      fieldName = null
    }
    if (count > 0) {
      if (++top === levels.length) levels.push(newLevel())
      const production = halves[2 * data + PRODUCTION]!
      enter(levels[top]!, data - 2 * count, count, production, offset, fieldName, above, depth)
    }
  }
  return flat
}

function newLevel(): Level {
  return { child: 0, left: 0, place: 0, production: 0, offset: 0, field: null, parent: -1, depth: 0 }
}

/** Levels are used again: there are as many as the tree is deep, and one list of children after the other. */
function enter(
  level: Level,
  child: number,
  left: number,
  production: number,
  offset: number,
  field: string | null,
  parent: number,
  depth: number,
): Level {
  level.child = child
  level.left = left
  level.place = 0
  level.production = production
  level.offset = offset
  level.field = field
  level.parent = parent
  level.depth = depth
  return level
}
