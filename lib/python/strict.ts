/** What the grammar lets pass and Python 3 refuses: Python 2, and errors that CPython finds after parsing. */
import { childByField, children, type FlatTree, type SyntaxProblem, textOf } from './flat.ts'

/** All problems, in document order. */
export function strictProblems(flat: FlatTree): SyntaxProblem[] {
  const problems: SyntaxProblem[] = []
  for (let node = 0; node < flat.kind.length; node++) {
    const message = check(flat, node)
    if (message) problems.push({ offset: flat.start[node]!, message })
  }
  return problems
}

function check(flat: FlatTree, node: number): string | undefined {
  switch (flat.kind[node]) {
    case 'except_clause':
      if (children(flat, node).filter(child => flat.field[child] === 'value').length > 1)
        return 'except clause of Python 2'
      break
    case 'for_in_clause':
      if (children(flat, node).filter(child => flat.field[child] === 'right').length > 1)
        return 'bare tuple of Python 2'
      break
    case 'raise_statement':
      if (flat.kind[flat.firstChild[node]!] === 'expression_list') return 'raise statement of Python 2'
      break
    case 'integer':
      if (/^0\d*[1-9]|[lL]$/.test(textOf(flat, node)) && !/^0[xXoObB]/.test(textOf(flat, node)))
        return 'number of Python 2'
      break
    case 'attribute':
      // `1.real` reads as the number `1.` with a name stuck to it.
      if (flat.kind[flat.firstChild[node]!] === 'integer') return 'invalid decimal literal'
      break
    case 'string_start':
      if (/`|^[uU][rR]|^[rR][uU]/.test(textOf(flat, node))) return 'string of Python 2'
      break
    case 'block':
      if (flat.firstChild[node]! < 0 || children(flat, node).every(child => flat.kind[child] === 'comment')) {
        return 'expected an indented block'
      }
      break
    case 'parameters':
    case 'lambda_parameters':
      return parameters(flat, node)
    case 'argument_list':
      return argumentList(flat, node)
    case 'delete_statement':
      if (flat.kind[flat.firstChild[node]!] === 'call') return 'cannot delete a call'
      break
    case 'nonlocal_statement':
      for (let up = flat.parent[node]!; up >= 0; up = flat.parent[up]!) {
        if (flat.kind[up] === 'function_definition') return undefined
      }
      return 'nonlocal outside a function'
  }
  return undefined
}

function parameters(flat: FlatTree, node: number): string | undefined {
  const names = new Set<string>()
  let hasDefault = false
  let isKeyword = false
  const list = children(flat, node).filter(child => flat.kind[child] !== 'comment')
  for (const child of list) {
    const kind = flat.kind[child]!
    if (kind === 'tuple_pattern') return 'tuple parameter of Python 2'
    if (kind === 'keyword_separator' || kind === 'list_splat_pattern') isKeyword = true
    if (kind === 'keyword_separator' && child === list.at(-1)) return 'named parameters must follow *'
    if (kind === 'typed_parameter' && flat.kind[flat.firstChild[child]!] === 'list_splat_pattern')
      isKeyword = true
    if (/default_parameter$/.test(kind)) hasDefault = true
    else if ((kind === 'identifier' || kind === 'typed_parameter') && hasDefault && !isKeyword) {
      if (flat.kind[flat.firstChild[child]!] !== 'dictionary_splat_pattern')
        return 'parameter without a default after one with'
    }
    const name = nameOf(flat, child)
    if (name === undefined) continue
    if (names.has(name)) return `duplicate argument '${name}' in function definition`
    names.add(name)
  }
  return undefined
}

function nameOf(flat: FlatTree, node: number): string | undefined {
  if (flat.kind[node] === 'identifier') return textOf(flat, node)
  const first =
    childByField(flat, node, 'name') >= 0 ? childByField(flat, node, 'name') : flat.firstChild[node]!
  return first < 0 ? undefined : nameOf(flat, first)
}

function argumentList(flat: FlatTree, node: number): string | undefined {
  let hasKeyword = false
  let hasMapping = false
  for (let child = flat.firstChild[node]!; child >= 0; child = flat.nextSibling[child]!) {
    const kind = flat.kind[child]!
    if (kind === 'comment') continue
    if (kind === 'keyword_argument') hasKeyword = true
    else if (kind === 'dictionary_splat') hasMapping = true
    else if (kind === 'list_splat') {
      if (hasMapping) return 'iterable argument unpacking follows keyword argument unpacking'
    } else if (hasKeyword || hasMapping) return 'positional argument follows keyword argument'
  }
  return undefined
}
