/** From raw nested nodes to the light tree of ast.ts: statements. */
import type { Class, Def, Expr, If, ImportName, Keyword, Match, Stmt, Try, With } from './ast.ts'
import { Builder } from './build.ts'
import type { Raw } from './flatten.ts'

export class StatementBuilder extends Builder {
  /** Suites nest too: a thousand `if`s in one another are refused as deep brackets are. */
  block(raw: Raw | undefined): Stmt[] {
    if (!raw) return []
    const raws = raw.t === 'block' ? raw.c : [raw]
    this.depth++
    const statements = this.depth < 300 ? raws.flatMap(child => this.statement(child)) : []
    if (this.depth >= 300) this.complain('nested more than 300 suites deep', raw)
    this.depth--
    return statements
  }

  statement(raw: Raw): Stmt[] {
    const s = raw.s - this.base
    const e = raw.e - this.base
    const { c } = raw
    switch (raw.t) {
      case 'decorated_definition':
        return this.decorated(raw)
      case 'function_definition':
        return [this.def(raw, [])]
      case 'class_definition':
        return [this.class(raw, [])]
      case 'assignment':
        return [this.assignment(raw)]
      case 'augmented_assignment': {
        const [target, value] = c
        const op = target && value ? this.text.slice(target.e, value.s).match(/[^\s\\=()]+/)?.[0] : undefined
        return [{ k: 'Aug', target: this.expr(target), op: op ?? '', value: this.expr(value), s, e }]
      }
      case 'return_statement':
      case 'raise_statement':
        return [{ k: raw.t === 'return_statement' ? 'Return' : 'Raise', items: this.exprs(c), s, e }]
      case 'break_statement':
        return [{ k: 'Break', s, e }]
      case 'continue_statement':
        return [{ k: 'Continue', s, e }]
      case 'pass_statement':
        return [{ k: 'Pass', s, e }]
      case 'delete_statement':
      case 'assert_statement':
        return [{ k: raw.t === 'delete_statement' ? 'Delete' : 'Assert', items: this.exprs(c), s, e }]
      case 'global_statement':
      case 'nonlocal_statement':
        return [{ k: 'Global', names: c.map(name => this.slice(name)), s, e }]
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        return [this.import(raw)]
      case 'if_statement':
        return [this.if(raw)]
      case 'for_statement': {
        const blocks = c.filter(child => child.t === 'block')
        return [
          {
            k: 'For',
            target: this.expr(c[0]),
            iter: this.expr(c[1]),
            body: this.block(blocks[0]),
            orelse: this.orelse(c),
            s,
            e,
          },
        ]
      }
      case 'while_statement':
        return [
          {
            k: 'While',
            test: this.expr(c[0]),
            body: this.block(c.find(child => child.t === 'block')),
            orelse: this.orelse(c),
            s,
            e,
          },
        ]
      case 'with_statement':
        return [this.with(raw)]
      case 'try_statement':
        return [this.try(raw)]
      case 'match_statement':
        return [this.match(raw)]
      case 'print_statement':
      case 'exec_statement':
        this.complain('a statement of Python 2', raw)
        return [{ k: 'Expr', x: { k: 'Other', items: this.exprs(c), s, e }, s, e }]
      case 'type_alias_statement':
        return []
      default:
        return [{ k: 'Expr', x: this.expr(raw), s, e }]
    }
  }

  private orelse(children: readonly Raw[]): Stmt[] {
    const clause = children.find(child => child.t === 'else_clause')
    return clause ? this.block(clause.c.find(child => child.t === 'block')) : []
  }

  private decorated(raw: Raw): Stmt[] {
    const definition = raw.c.at(-1)
    const decorators = raw.c.filter(child => child.t === 'decorator').map(child => this.expr(child.c[0]))
    if (definition?.t === 'function_definition') return [this.def(definition, decorators)]
    if (definition?.t === 'class_definition') return [this.class(definition, decorators)]
    return []
  }

  private def(raw: Raw, decorators: readonly Expr[]): Def {
    const params = raw.c.find(child => child.t === 'parameters')
    const returns = raw.c.find(child => child.t === 'type')
    return {
      k: 'Def',
      name: raw.c[0] ? this.slice(raw.c[0]) : '',
      params: params ? this.params(params) : [],
      body: this.block(raw.c.find(child => child.t === 'block')),
      decorators,
      ...(returns ? { returns: this.expr(returns) } : {}),
      s: raw.s - this.base,
      e: raw.e - this.base,
    }
  }

  private class(raw: Raw, decorators: readonly Expr[]): Class {
    const bases: Expr[] = []
    const kws: Keyword[] = []
    const list = raw.c.find(child => child.t === 'argument_list')
    for (const base of list?.c ?? []) this.argument(base, bases, kws)
    return {
      k: 'Class',
      name: raw.c[0] ? this.slice(raw.c[0]) : '',
      bases,
      kws,
      body: this.block(raw.c.find(child => child.t === 'block')),
      decorators,
      s: raw.s - this.base,
      e: raw.e - this.base,
    }
  }

  /** `a = b = 1` nests to the right in the grammar; here it is one node with two targets. */
  private assignment(raw: Raw): Stmt {
    const targets: Expr[] = []
    let type: Expr | undefined
    let node: Raw | undefined = raw
    while (node?.t === 'assignment') {
      const [target, ...rest]: Raw[] = node.c
      targets.push(this.expr(target))
      const annotation = rest.find(child => child.t === 'type')
      if (annotation) type = this.expr(annotation)
      node = rest.find(child => child !== annotation)
    }
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    // `a = b += 1` is no Python; an assignment's value is always an expression.
    const value = node ? { value: this.expr(node) } : {}
    return { k: 'Assign', targets, ...value, ...(type ? { type } : {}), ...span }
  }

  private import(raw: Raw): Stmt {
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    const squeeze = (node: Raw) => this.slice(node).replace(/\s+/g, '')
    const names = (nodes: readonly Raw[]): ImportName[] =>
      nodes
        .filter(node => node.t === 'dotted_name' || node.t === 'aliased_import')
        .map(node =>
          node.t === 'dotted_name'
            ? { name: squeeze(node) }
            : { name: node.c[0] ? squeeze(node.c[0]) : '', as: node.c[1] ? squeeze(node.c[1]) : '' },
        )
    if (raw.t === 'import_statement') return { k: 'Import', names: names(raw.c), ...span }
    if (raw.t === 'future_import_statement')
      return { k: 'Import', from: '__future__', names: names(raw.c), ...span }
    const [module, ...rest] = raw.c
    const from = module ? squeeze(module) : ''
    if (rest.some(node => node.t === 'wildcard_import'))
      return { k: 'Import', from, names: [], star: true, ...span }
    return { k: 'Import', from, names: names(rest), ...span }
  }

  private if(raw: Raw): If {
    const branch = (node: Raw) => ({
      test: this.expr(node.c[0]),
      body: this.block(node.c.find(child => child.t === 'block')),
    })
    const elifs = raw.c.filter(child => child.t === 'elif_clause')
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    return { k: 'If', branches: [raw, ...elifs].map(branch), orelse: this.orelse(raw.c), ...span }
  }

  private with(raw: Raw): With {
    const clause = raw.c.find(child => child.t === 'with_clause')
    const items = (clause?.c ?? []).flatMap(item => {
      const value = item.t === 'with_item' ? item.c[0] : item
      if (!value) return []
      if (value.t === 'as_pattern') return [{ x: this.expr(value.c[0]), target: this.expr(value.c[1]) }]
      // `with (a as b, c as d):` is read as a tuple.
      if (value.t === 'tuple') return value.c.map(one => this.withItem(one))
      return [{ x: this.expr(value) }]
    })
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    return { k: 'With', items, body: this.block(raw.c.find(child => child.t === 'block')), ...span }
  }

  private withItem(raw: Raw): With['items'][number] {
    return raw.t === 'as_pattern'
      ? { x: this.expr(raw.c[0]), target: this.expr(raw.c[1]) }
      : { x: this.expr(raw) }
  }

  private try(raw: Raw): Try {
    const part = (type: string) => raw.c.find(child => child.t === type)
    return {
      k: 'Try',
      body: this.block(part('block')),
      handlers: raw.c
        .filter(child => child.t === 'except_clause')
        .map(child => ({
          types: this.exprs(child.c.filter(node => node.t !== 'block')),
          body: this.block(child.c.find(node => node.t === 'block')),
        })),
      orelse: this.orelse(raw.c),
      final: this.block(part('finally_clause')?.c.find(child => child.t === 'block')),
      s: raw.s - this.base,
      e: raw.e - this.base,
    }
  }

  private match(raw: Raw): Match {
    const body = raw.c.find(child => child.t === 'block')
    const cases = (body?.c ?? raw.c).filter(child => child.t === 'case_clause')
    return {
      k: 'Match',
      subjects: this.exprs(raw.c.filter(child => child.t !== 'block' && child.t !== 'case_clause')),
      cases: cases.map(child => {
        const guard = child.c.find(node => node.t === 'if_clause')
        return {
          patterns: this.exprs(child.c.filter(node => node.t !== 'block' && node.t !== 'if_clause')),
          ...(guard ? { guard: this.expr(guard.c[0]) } : {}),
          body: this.block(child.c.find(node => node.t === 'block')),
        }
      }),
      s: raw.s - this.base,
      e: raw.e - this.base,
    }
  }
}
