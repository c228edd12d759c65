/** From the text of a module to its facts: parsed once, walked twice, then the tree is gone. */
import { childByField, childByKind, children, type FlatTree, textOf } from '../python/flat.ts'
import { indentationProblem } from '../python/indentation.ts'
import type { PythonParser } from '../python/parser.ts'
import { BIND, DEFERRED, moduleNames, type Use } from '../python/scopes.ts'
import { strictProblems } from '../python/strict.ts'
import { readClass } from './class-facts.ts'
import type { ModuleFacts, Part, Statement } from './facts.ts'
import { lineOf, lineStarts } from './lines.ts'
import { emptyMentions, readMentions } from './mentions.ts'
import { pathHack } from './search-path.ts'

// CPython gives up on deeper programs too: its symbol table recurses at most 3,000 times.
const DEEPEST = 2500

const COMPOUND = /^(if|for|while|with|try|match)_statement$/

export function readModule(path: string, source: string, parser: PythonParser): ModuleFacts {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source
  const module = emptyModule(path, text)
  const lines = lineStarts(text)
  const flat = parser.read(text)
  if (flat.depth > DEEPEST) {
    module.problems.push({ path, message: `nested too deeply: ${flat.depth} levels` })
    return module
  }
  const indentation = indentationProblem(flat)
  if (indentation) flat.errors.push(indentation)
  flat.errors.push(...strictProblems(flat))
  flat.errors.sort((a, b) => a.offset - b.offset)
  const first = flat.errors[0]
  if (first) module.problems.push({ path, line: lineOf(lines, first.offset), message: first.message })

  const nodes = children(flat, 0).filter(node => flat.kind[node] !== 'comment')
  module.statements = nodes.map((node, index) => statementOf(flat, node, index, lines))
  placeErrors(flat, module)
  placeNames(flat, module)
  readMentions(flat, module.statements, path)
  readPaths(flat, nodes, module)
  nodes.forEach((node, index) => {
    for (const found of classesIn(flat, node)) module.classes.push(readClass(flat, found, index, lines))
  })
  module.all = readAll(flat, nodes)
  return module
}

function emptyModule(path: string, text: string): ModuleFacts {
  return {
    path,
    text,
    statements: [],
    classes: [],
    bindings: new Map(),
    bindingsLater: new Map(),
    stars: [],
    hacks: [],
    problems: [],
    all: undefined,
    cellEnds: undefined,
  }
}

function statementOf(flat: FlatTree, node: number, index: number, lines: number[]): Statement {
  const inner = flat.kind[node] === 'decorated_definition' ? childByField(flat, node, 'definition') : node
  const start = flat.start[node]!
  const whole = partOf(start, flat.end[node]!, undefined)
  const statement: Statement = {
    index,
    start,
    end: whole.end,
    line: lineOf(lines, start),
    kind: kindOf(flat, node, inner),
    parts: [whole],
    binds: [],
    bindsLater: [],
    imports: [],
    body: undefined,
    error: undefined,
  }
  if (statement.kind === 'class') {
    statement.body = flat.start[childByField(flat, inner, 'body')]!
    for (const member of children(flat, childByField(flat, inner, 'body'))) {
      const method =
        flat.kind[member] === 'decorated_definition' ? childByField(flat, member, 'definition') : member
      if (flat.kind[method] !== 'function_definition') continue
      const name = textOf(flat, childByField(flat, method, 'name'))
      statement.parts.push(partOf(flat.start[member]!, flat.end[member]!, name))
    }
  }
  return statement
}

function partOf(start: number, end: number, method: string | undefined): Part {
  const mentions = emptyMentions()
  return { start, end, method, uses: [], mentions, changesGiven: 0, changesOwn: 0 }
}

function kindOf(flat: FlatTree, node: number, inner: number): Statement['kind'] {
  const kind = flat.kind[inner]!
  if (kind === 'class_definition') return 'class'
  if (kind === 'function_definition') return 'function'
  if (/^(import|import_from|future_import)_statement$/.test(kind)) return 'import'
  if (kind === 'if_statement' && isMainGuard(textOf(flat, childByField(flat, node, 'condition'))))
    return 'main'
  return COMPOUND.test(kind) ? 'block' : 'simple'
}

function isMainGuard(condition: string): boolean {
  return /^\(?\s*(__name__\s*==\s*(['"])__main__\2|(['"])__main__\3\s*==\s*__name__)\s*\)?$/.test(condition)
}

function statementAt(module: ModuleFacts, offset: number): Statement | undefined {
  const { statements } = module
  let low = 0
  let high = statements.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const statement = statements[middle]!
    if (offset < statement.start) high = middle - 1
    else if (offset >= statement.end) low = middle + 1
    else return statement
  }
  return undefined
}

function placeErrors(flat: FlatTree, module: ModuleFacts): void {
  for (const { offset } of flat.errors) {
    const statement = statementAt(module, offset) ?? statementAt(module, offset - 1)
    if (statement) statement.error ??= offset
  }
}

function placeNames(flat: FlatTree, module: ModuleFacts): void {
  const { uses, imports, changes } = moduleNames(flat)
  for (const use of uses) {
    const statement = statementAt(module, use.start)
    if (!statement) continue
    partAt(statement, use.start).uses.push(use)
    // Nothing runs under `if __name__ == '__main__'` when Manim loads the file.
    if (use.flags & BIND && statement.kind !== 'main') bindsName(module, statement, use)
  }
  for (const { offset, own, level } of changes) {
    const statement = statementAt(module, offset)
    if (!statement) continue
    const part = partAt(statement, offset)
    const key = own ? 'changesOwn' : 'changesGiven'
    part[key] = part[key] ? Math.min(part[key], level) : level
  }
  for (const found of imports) {
    const statement = statementAt(module, found.start)
    statement?.imports.push(found)
    if (statement && !found.deferred && found.clauses.some(clause => clause.name === '*')) {
      if (module.stars.at(-1) !== statement.index) module.stars.push(statement.index)
    }
  }
}

function partAt(statement: Statement, offset: number): Part {
  // A name's own definition belongs to the class; methods are few, and in order.
  for (let at = 1; at < statement.parts.length; at++) {
    const part = statement.parts[at]!
    if (offset >= part.start && offset < part.end) return part
  }
  return statement.parts[0]!
}

function bindsName(module: ModuleFacts, statement: Statement, use: Use): void {
  const later = (use.flags & DEFERRED) !== 0
  const names = later ? statement.bindsLater : statement.binds
  if (names.includes(use.name)) return
  names.push(use.name)
  const map = later ? module.bindingsLater : module.bindings
  const list = map.get(use.name)
  if (list) list.push(statement.index)
  else map.set(use.name, [statement.index])
}

function readPaths(flat: FlatTree, nodes: number[], module: ModuleFacts): void {
  const known = new Map<string, number>()
  const visit = (node: number, index: number, depth: number): void => {
    if (depth > 8) return
    const kind = flat.kind[node]
    if (kind === 'function_definition' || kind === 'class_definition') return
    if (kind === 'assignment') {
      const left = childByField(flat, node, 'left')
      const right = childByField(flat, node, 'right')
      if (flat.kind[left] === 'identifier' && right >= 0) known.set(textOf(flat, left), right)
    }
    if (kind === 'call' || kind === 'assignment' || kind === 'augmented_assignment') {
      const hack = pathHack(flat, node, module.path, known)
      if (hack) {
        module.hacks.push({ statement: index, ...hack })
        const statement = module.statements[index]!
        if (statement.kind === 'simple') statement.kind = 'path'
      }
      return
    }
    for (const child of children(flat, node)) visit(child, index, depth + 1)
  }
  nodes.forEach((node, index) => {
    visit(node, index, 0)
  })
}

/** Classes a statement defines in the module's scope: itself, or those under `if`, `try` and `with`. */
function classesIn(flat: FlatTree, node: number): number[] {
  const kind = flat.kind[node]!
  if (kind === 'decorated_definition') return classesIn(flat, childByField(flat, node, 'definition'))
  if (kind === 'class_definition') return [node]
  if (
    !COMPOUND.test(kind) &&
    !/^(block|elif_clause|else_clause|except_clause|finally_clause|case_clause)$/.test(kind)
  ) {
    return []
  }
  return children(flat, node).flatMap(child => classesIn(flat, child))
}

/** `__all__ = ['a', 'b']`, with what `+=`, `.append` and `.extend` of literals add. */
function readAll(flat: FlatTree, nodes: number[]): string[] | undefined {
  let names: string[] | undefined
  for (const node of nodes) {
    if (flat.kind[node] !== 'expression_statement') continue
    const inner = flat.firstChild[node]!
    const target = childByField(flat, inner, flat.kind[inner] === 'call' ? 'function' : 'left')
    if (target < 0 || !/^__all__(\.(append|extend))?$/.test(textOf(flat, target))) continue
    const value =
      flat.kind[inner] === 'call'
        ? childByField(flat, inner, 'arguments')
        : childByField(flat, inner, 'right')
    const found = strings(flat, value)
    if (!found) return undefined
    names = flat.kind[inner] === 'assignment' ? found : [...(names ?? []), ...found]
  }
  return names
}

function strings(flat: FlatTree, node: number): string[] | undefined {
  const kind = flat.kind[node]!
  if (kind === 'string') {
    const content = childByKind(flat, node, 'string_content')
    return content < 0 ? undefined : [textOf(flat, content)]
  }
  if (!/^(list|tuple|argument_list|expression_list|parenthesized_expression|binary_operator)$/.test(kind))
    return undefined
  const found = children(flat, node)
    .filter(child => flat.kind[child] !== 'comment')
    .map(child => strings(flat, child))
  return found.every(item => item !== undefined) ? (found as string[][]).flat() : undefined
}
