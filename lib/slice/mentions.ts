/** Attribute names, strings and asset paths of a module, each in the part it stands in. */
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import { quotedNames } from '../python/quoted.ts'
import { assetMention } from './asset-calls.ts'
import type { Mentions, Part, Statement } from './facts.ts'
import { constants, type Knowledge } from './path-expression.ts'

const NAME = /^[A-Za-z_]\w*$/
// Code that may reach a method by a name made at run time.
const REFLECTION = new Set(
  'getattr setattr hasattr delattr methodcaller attrgetter eval exec vars dir locals globals'.split(' '),
)

const READ = new Set(['attribute', 'string_content', 'call', 'string', 'subscript'])

export function emptyMentions(): Mentions {
  return { names: new Set(), prefixes: [], lookUps: [], assets: [] }
}

/** Fills the mentions of all parts in one pass; nodes and parts are both in document order. */
export function readMentions(flat: FlatTree, statements: Statement[], file: string): void {
  const knowledge = { file, known: constants(flat) }
  let statement = 0
  let method = 1
  for (let node = 1; node < flat.kind.length; node++) {
    const kind = flat.kind[node]
    if (!READ.has(kind!)) continue
    const at = flat.start[node]!
    while (statement < statements.length && statements[statement]!.end <= at) {
      statement++
      method = 1
    }
    const parts = statements[statement]?.parts
    if (!parts || at < statements[statement]!.start) continue
    while (method < parts.length && parts[method]!.end <= at) method++
    const part: Part = method < parts.length && parts[method]!.start <= at ? parts[method]! : parts[0]!
    read(flat, node, part.mentions, knowledge)
  }
}

function read(flat: FlatTree, node: number, mentions: Mentions, knowledge: Knowledge): void {
  switch (flat.kind[node]) {
    case 'attribute':
      mentions.names.add(textOf(flat, childByField(flat, node, 'attribute')))
      return
    case 'string_content': {
      if (flat.end[node]! - flat.start[node]! > 80) return
      const text = textOf(flat, node)
      if (NAME.test(text)) mentions.names.add(text)
      return
    }
    case 'string': {
      const asset = assetMention(flat, node, knowledge)
      if (asset) mentions.assets.push(asset)
      return
    }
    case 'call': {
      const asset = assetMention(flat, node, knowledge)
      if (asset) mentions.assets.push(asset)
      reflection(flat, node, mentions)
      lookUp(flat, node, mentions)
      return
    }
    case 'subscript':
      lookUp(flat, node, mentions)
  }
}

function lookUp(flat: FlatTree, node: number, mentions: Mentions): void {
  // A text of that length tells nobody more.
  if (!quotedNames(flat, node)) mentions.lookUps.push(textOf(flat, node).replace(/\s+/g, ' ').slice(0, 80))
}

function reflection(flat: FlatTree, node: number, mentions: Mentions): void {
  const callee = textOf(flat, childByField(flat, node, 'function'))
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  if (!REFLECTION.has(last)) return
  const list = childByField(flat, node, 'arguments')
  const args = list < 0 ? [] : children(flat, list)
  const name = /attr$/.test(last) ? args[1] : args[0]
  if (/^(vars|dir|locals|globals)$/.test(last)) {
    mentions.names.add(last)
    return
  }
  if (name === undefined) return
  const text = textOf(flat, name)
  if (flat.kind[name] === 'string' && !/^[a-zA-Z]*[fF]/.test(text)) {
    const literal = text.replace(/^[a-zA-Z]*['"]+|['"]+$/g, '')
    if (NAME.test(literal)) mentions.names.add(literal)
    else if (/^(eval|exec)$/.test(last))
      for (const word of literal.match(/[A-Za-z_]\w*/g) ?? []) mentions.names.add(word)
    return
  }
  // f'draw_{x}' and 'draw_' + x name a family of methods; anything else may name any.
  mentions.prefixes.push(/^[a-zA-Z]*['"]([A-Za-z_]\w*)/.exec(text)?.[1] ?? '')
}
