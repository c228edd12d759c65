/** From raw nested nodes to the light tree of ast.ts: expressions. Statements are in statements.ts. */
import type { Call, Comp, Expr, Keyword, Param, Str, StrPart } from './ast.ts'
import type { Raw } from './flatten.ts'
import { literalOf, unescaped } from './strings.ts'

/** CPython itself refuses 200 nested parentheses; below this depth nothing is looked at and the builder says so. */
const MAX_DEPTH = 400

export class Builder {
  /** Set where something was too deep, or is no Python 3, with the offset of the first such place. */
  trouble: { message: string; at: number } | undefined
  readonly text: string
  readonly base: number
  depth = 0

  /** `base` is where the statement's own text begins within `text`. */
  constructor(text: string, base: number) {
    this.text = text
    this.base = base
  }

  slice(raw: Raw): string {
    return this.text.slice(raw.s, raw.e)
  }

  complain(message: string, raw: Raw): void {
    this.trouble ??= { message, at: raw.s }
  }

  expr(raw: Raw | undefined): Expr {
    if (!raw) return { k: 'Other', items: [], s: 0, e: 0 }
    if (this.depth >= MAX_DEPTH) {
      this.complain(`nested more than ${MAX_DEPTH} levels deep`, raw)
      return { k: 'Other', items: [], s: raw.s - this.base, e: raw.e - this.base }
    }
    this.depth++
    const built = this.build(raw)
    this.depth--
    return built
  }

  exprs(raws: readonly Raw[]): Expr[] {
    return raws.map(raw => this.expr(raw))
  }

  private build(raw: Raw): Expr {
    const s = raw.s - this.base
    const e = raw.e - this.base
    const { c } = raw
    switch (raw.t) {
      case 'identifier':
      case 'dotted_name':
        return c.length > 1 ? this.dotted(raw) : { k: 'Name', id: this.slice(raw), s, e }
      case 'attribute':
        return { k: 'Attr', obj: this.expr(c[0]), name: c[1] ? this.slice(c[1]) : '', s, e }
      case 'call':
        return this.call(raw)
      case 'string':
        return this.string(raw)
      case 'concatenated_string':
        return this.joined(raw)
      case 'integer':
      case 'float': {
        const text = this.slice(raw)
        return { k: 'Num', v: numberOf(text), raw: text, s, e }
      }
      case 'true':
        return { k: 'Const', v: true, s, e }
      case 'false':
        return { k: 'Const', v: false, s, e }
      case 'none':
        return { k: 'Const', v: null, s, e }
      case 'ellipsis':
        return { k: 'Const', v: '...', s, e }
      case 'list':
      case 'list_pattern':
        return { k: 'List', items: this.exprs(c), s, e }
      case 'tuple':
      case 'tuple_pattern':
      case 'expression_list':
      case 'pattern_list':
        return { k: 'Tuple', items: this.exprs(c), s, e }
      case 'set':
        return { k: 'Set', items: this.exprs(c), s, e }
      case 'dictionary':
        return {
          k: 'Dict',
          pairs: c.map(pair =>
            pair.t === 'pair'
              ? { key: this.expr(pair.c[0]), value: this.expr(pair.c[1]) }
              : { value: this.expr(pair.c[0]) },
          ),
          s,
          e,
        }
      case 'binary_operator':
        return this.binary(raw)
      case 'unary_operator':
        return { k: 'Un', op: this.text[raw.s] ?? '', x: this.expr(c[0]), s, e }
      case 'not_operator':
        return { k: 'Un', op: 'not', x: this.expr(c[0]), s, e }
      case 'boolean_operator':
        return this.logic(raw)
      case 'comparison_operator':
        return { k: 'Cmp', items: this.exprs(c), ops: c.slice(1).map((r, i) => this.between(c[i]!, r)), s, e }
      case 'conditional_expression':
        return { k: 'Cond', yes: this.expr(c[0]), test: this.expr(c[1]), no: this.expr(c[2]), s, e }
      case 'lambda': {
        const params = c.find(child => child.t === 'lambda_parameters')
        return { k: 'Lambda', params: params ? this.params(params) : [], body: this.expr(c.at(-1)), s, e }
      }
      case 'list_comprehension':
        return this.comprehension(raw, 'list')
      case 'set_comprehension':
        return this.comprehension(raw, 'set')
      case 'dictionary_comprehension':
        return this.comprehension(raw, 'dict')
      case 'generator_expression':
        return this.comprehension(raw, 'generator')
      case 'subscript':
        return { k: 'Sub', obj: this.expr(c[0]), index: this.exprs(c.slice(1)), s, e }
      case 'slice':
        return { k: 'Slice', items: this.exprs(c), s, e }
      case 'list_splat':
      case 'list_splat_pattern':
      case 'parenthesized_list_splat':
        return { k: 'Star', x: this.expr(c[0]), double: false, s, e }
      case 'dictionary_splat':
      case 'dictionary_splat_pattern':
        return { k: 'Star', x: this.expr(c[0]), double: true, s, e }
      case 'named_expression':
        return { k: 'Walrus', name: c[0] ? this.slice(c[0]) : '', value: this.expr(c[1]), s, e }
      case 'yield':
        return { k: 'Yield', items: this.exprs(c), s, e }
      case 'type':
      case 'as_pattern_target':
      case 'await':
        return c.length === 1 ? this.expr(c[0]) : { k: 'Other', items: this.exprs(c), s, e }
      default:
        return { k: raw.t.includes('pattern') ? 'Pattern' : 'Other', items: this.exprs(c), s, e }
    }
  }

  /** Operators stand between their operands; comments and brackets may too. */
  private between(left: Raw, right: Raw): string {
    const gap = this.text.slice(left.e, right.s)
    const plain = gap.includes('#') ? gap.replace(/#[^\n]*/g, '') : gap
    return plain.replace(/[()\\\s]+/g, ' ').trim()
  }

  private dotted(raw: Raw): Expr {
    const names = this.slice(raw).split('.')
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    let expr: Expr = { k: 'Name', id: names[0]!.trim(), ...span }
    for (const name of names.slice(1)) expr = { k: 'Attr', obj: expr, name: name.trim(), ...span }
    return expr
  }

  private binary(raw: Raw): Expr {
    const spine: Raw[] = [raw]
    let left = raw.c[0]
    while (left?.t === 'binary_operator') {
      spine.push(left)
      left = left.c[0]
    }
    const items = [this.expr(left)]
    const ops: string[] = []
    for (let i = spine.length - 1; i >= 0; i--) {
      const [l, r] = spine[i]!.c
      if (!l || !r) continue
      ops.push(this.between(l, r))
      items.push(this.expr(r))
    }
    return { k: 'Bin', items, ops, s: raw.s - this.base, e: raw.e - this.base }
  }

  private logic(raw: Raw): Expr {
    const [l, r] = raw.c
    const op = l && r ? this.between(l, r) : 'and'
    const items: Raw[] = r ? [r] : []
    let left = l
    while (
      left?.t === 'boolean_operator' &&
      left.c[0] &&
      left.c[1] &&
      this.between(left.c[0], left.c[1]) === op
    ) {
      items.push(left.c[1])
      left = left.c[0]
    }
    if (left) items.push(left)
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    return { k: op === 'or' ? 'Or' : 'And', items: this.exprs(items.reverse()), ...span }
  }

  private call(raw: Raw): Call {
    const [fn, list] = raw.c
    const args: Expr[] = []
    const kws: Keyword[] = []
    // `f(x for x in y)` has the generator where other calls have their list.
    const given = list?.t === 'argument_list' ? list.c : list ? [list] : []
    for (const arg of given) this.argument(arg, args, kws)
    return { k: 'Call', fn: this.expr(fn), args, kws, s: raw.s - this.base, e: raw.e - this.base }
  }

  argument(arg: Raw, args: Expr[], kws: Keyword[]): void {
    if (arg.t === 'keyword_argument')
      kws.push({ name: arg.c[0] ? this.slice(arg.c[0]) : '', value: this.expr(arg.c[1]) })
    else if (arg.t === 'dictionary_splat') kws.push({ value: this.expr(arg.c[0]) })
    else args.push(this.expr(arg))
  }

  private comprehension(raw: Raw, of: Comp['of']): Comp {
    const [body, ...rest] = raw.c
    const clauses: { target?: Expr; x: Expr }[] = []
    for (const clause of rest) {
      if (clause.t === 'for_in_clause') {
        const [target, ...iters] = clause.c
        const x: Expr =
          iters.length === 1
            ? this.expr(iters[0])
            : { k: 'Tuple', items: this.exprs(iters), s: clause.s - this.base, e: clause.e - this.base }
        clauses.push({ target: this.expr(target), x })
      } else clauses.push({ x: this.expr(clause.c[0]) })
    }
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    if (of === 'dict' && body?.t === 'pair')
      return { k: 'Comp', of, body: this.expr(body.c[0]), value: this.expr(body.c[1]), clauses, ...span }
    return { k: 'Comp', of, body: this.expr(body), clauses, ...span }
  }

  private string(raw: Raw): Str {
    const text = this.slice(raw)
    const { prefix, from, to } = literalOf(text)
    const isRaw = prefix.includes('r')
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    if (!prefix.includes('f') && !prefix.includes('t')) {
      const v = unescaped(text.slice(from, to), isRaw)
      return prefix.includes('b') ? { k: 'Str', v, bytes: true, ...span } : { k: 'Str', v, ...span }
    }
    const parts: StrPart[] = []
    let at = from
    const literal = (end: number) => {
      if (end > at)
        parts.push(unescaped(text.slice(at, end), isRaw).replaceAll('{{', '{').replaceAll('}}', '}'))
    }
    for (const hole of raw.c) {
      if (hole.t !== 'interpolation') continue
      literal(hole.s - raw.s)
      const spec = hole.c.find(child => child.t === 'format_specifier')
      const x = this.expr(hole.c[0])
      parts.push(spec ? { x, spec: this.slice(spec).slice(1) } : { x })
      // A nested field, `{x:{width}}`, is code too.
      for (const inner of spec?.c ?? []) parts.push({ x: this.expr(inner.c[0]), spec: '' })
      at = hole.e - raw.s
    }
    literal(to)
    return { k: 'Str', v: parts.filter(part => typeof part === 'string').join(''), parts, ...span }
  }

  private joined(raw: Raw): Str {
    const strings = raw.c.filter(child => child.t === 'string').map(child => this.string(child))
    const span = { s: raw.s - this.base, e: raw.e - this.base }
    const v = strings.map(string => string.v).join('')
    if (!strings.some(string => string.parts)) return { k: 'Str', v, ...span }
    return { k: 'Str', v, parts: strings.flatMap(string => string.parts ?? [string.v]), ...span }
  }

  params(raw: Raw): Param[] {
    return raw.c.flatMap(param => this.param(param))
  }

  private param(raw: Raw): Param[] {
    const { c } = raw
    const name = (node: Raw | undefined) => (node ? this.slice(node).replace(/^\*+\s*/, '') : '')
    switch (raw.t) {
      case 'identifier':
        return [{ name: this.slice(raw) }]
      case 'default_parameter':
        return [{ name: name(c[0]), default: this.expr(c[1]) }]
      case 'typed_default_parameter':
        return [{ name: name(c[0]), type: this.expr(c[1]), default: this.expr(c[2]) }]
      case 'typed_parameter': {
        const [inner] = c[0] ? this.param(c[0]) : []
        return inner ? [{ ...inner, type: this.expr(c[1]) }] : []
      }
      case 'list_splat_pattern':
        return [{ name: name(c[0]), star: '*' }]
      case 'dictionary_splat_pattern':
        return [{ name: name(c[0]), star: '**' }]
      default:
        return []
    }
  }
}

function numberOf(text: string): number {
  const plain = text.replaceAll('_', '').replace(/[lLjJ]$/, '')
  if (/^0[xXoObB]/.test(plain)) return Number(plain.toLowerCase())
  return Number.parseFloat(plain)
}
