/** Import statements as data. */
import { childByField, children, type FlatTree, textOf } from './flat.ts'

export interface ImportClause {
  /** `a.b` of `import a.b`, `x` of `from m import x`, `*`. */
  name: string
  /** The name it binds: `a`, the alias, or nothing for a star. */
  binds: string
  aliased: boolean
  start: number
  end: number
}

export interface ImportStatement {
  start: number
  end: number
  /** `import a` rather than `from a import b`. */
  plain: boolean
  /** Leading dots of `from ..a import b`. */
  level: number
  /** `a` of `from a import b`; empty for `import a` and `from . import b`. */
  module: string
  clauses: ImportClause[]
  /** Inside a function: it runs, if ever, when that function is called. */
  deferred: boolean
}

export function readImport(flat: FlatTree, node: number, deferred: boolean): ImportStatement {
  const plain = flat.kind[node] === 'import_statement'
  const statement: ImportStatement = {
    start: flat.start[node]!,
    end: flat.end[node]!,
    plain,
    level: 0,
    module: '',
    clauses: [],
    deferred,
  }
  if (flat.kind[node] === 'future_import_statement') statement.module = '__future__'
  const from = childByField(flat, node, 'module_name')
  if (from >= 0) {
    const text = dotted(textOf(flat, from))
    statement.module = text.replace(/^\.+/, '')
    statement.level = text.length - statement.module.length
  }
  for (const child of children(flat, node)) {
    if (flat.kind[child] === 'wildcard_import') statement.clauses.push(clause(flat, child, '*', '', false))
    if (flat.field[child] !== 'name') continue
    if (flat.kind[child] === 'aliased_import') {
      const name = dotted(textOf(flat, childByField(flat, child, 'name')))
      const alias = textOf(flat, childByField(flat, child, 'alias'))
      statement.clauses.push(clause(flat, child, name, alias, true))
    } else {
      const name = dotted(textOf(flat, child))
      statement.clauses.push(clause(flat, child, name, plain ? name.split('.')[0]! : name, false))
    }
  }
  return statement
}

function clause(flat: FlatTree, node: number, name: string, binds: string, aliased: boolean): ImportClause {
  return { name, binds, aliased, start: flat.start[node]!, end: flat.end[node]! }
}

/** `a . b` is legal Python. */
function dotted(text: string): string {
  return text.replace(/\s+|\\/g, '')
}
