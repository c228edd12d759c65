/** What decides whether a class is a scene worth a sample. */
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import type { BaseClass, ClassFacts } from './facts.ts'
import { lineOf } from './lines.ts'

export function readClass(flat: FlatTree, node: number, statement: number, lines: number[]): ClassFacts {
  const outer = flat.kind[flat.parent[node]!] === 'decorated_definition' ? flat.parent[node]! : node
  return {
    name: textOf(flat, childByField(flat, node, 'name')),
    statement,
    lines: [lineOf(lines, flat.start[outer]!), lineOf(lines, flat.end[outer]!)],
    bases: readBases(flat, node),
    construct: constructOf(flat, node),
  }
}

function readBases(flat: FlatTree, node: number): BaseClass[] {
  const list = childByField(flat, node, 'superclasses')
  if (list < 0) return []
  const bases: BaseClass[] = []
  for (const base of children(flat, list)) {
    const kind = flat.kind[base]
    if (kind === 'comment' || kind === 'keyword_argument' || kind === 'dictionary_splat') continue
    bases.push({ text: textOf(flat, base), path: dottedPath(flat, base), given: givenPaths(flat, base) })
  }
  return bases
}

function givenPaths(flat: FlatTree, base: number): string[][] {
  if (flat.kind[base] !== 'call') return []
  const values = children(flat, childByField(flat, base, 'arguments')).map(argument =>
    flat.kind[argument] === 'keyword_argument' ? childByField(flat, argument, 'value') : argument,
  )
  return values.map(value => dottedPath(flat, value)).filter(path => path.length)
}

function dottedPath(flat: FlatTree, node: number): string[] {
  if (flat.kind[node] === 'identifier') return [textOf(flat, node)]
  // `class A(Generic[T])`, `class A(Base[int])`
  if (flat.kind[node] === 'subscript') return dottedPath(flat, childByField(flat, node, 'value'))
  if (flat.kind[node] !== 'attribute') return []
  const object = dottedPath(flat, childByField(flat, node, 'object'))
  return object.length ? [...object, textOf(flat, childByField(flat, node, 'attribute'))] : []
}

/** Of several `construct` methods the last one wins. */
function constructOf(flat: FlatTree, node: number): ClassFacts['construct'] {
  let found: ClassFacts['construct'] = 'absent'
  for (const member of children(flat, childByField(flat, node, 'body'))) {
    const method =
      flat.kind[member] === 'decorated_definition' ? childByField(flat, member, 'definition') : member
    if (flat.kind[method] === 'function_definition') {
      if (textOf(flat, childByField(flat, method, 'name')) !== 'construct') continue
      found = doesNothing(flat, childByField(flat, method, 'body')) ? 'empty' : 'present'
    } else if (/^construct\s*=/.test(textOf(flat, method).slice(0, 40))) found = 'present'
  }
  return found
}

function doesNothing(flat: FlatTree, body: number): boolean {
  return children(flat, body).every(statement => {
    const kind = flat.kind[statement]
    if (kind === 'pass_statement' || kind === 'comment') return true
    if (kind === 'return_statement') return flat.firstChild[statement]! < 0
    if (kind !== 'expression_statement') return false
    const value = flat.kind[flat.firstChild[statement]!]
    return value === 'string' || value === 'ellipsis' || value === 'concatenated_string'
  })
}
