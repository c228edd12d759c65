/** Expressions, by the binding strength of their operators. */
import type { Bin, Call, Comp, Expr, Keyword, Lambda, Param, Seq } from '../ast.ts'
import { Strings } from './fstrings.ts'
import { COMPARES } from './tokens.ts'

/** Deeper trees are refused: whoever walks one must not run out of stack. */
export const MOST_DEPTH = 400
/** A chain that is longer may add to another's depth, so that the tree must be measured. */
const LONG_CHAIN = 40

const ADDS = 5
const UNARY = 11
const POWER = 12
const NOT = 3

/** What an expression may begin with. */
const BEGINS = new Set(
  'name number string fstring ( [ { - + ~ not lambda await None True False ... *'.split(' '),
)

export type TargetKind = 'assign' | 'augment' | 'annotate' | 'delete'

export abstract class Expressions extends Strings {
  hasLongChain = false
  /** The last tuple that was written without parentheses. */
  protected bare: Expr | undefined

  protected deeper(by = 1): void {
    this.depth += by
    if (this.depth > MOST_DEPTH) this.fail(`nested more than ${MOST_DEPTH} levels deep`)
  }

  /** Whether an expression follows. */
  private begins(): boolean {
    return BEGINS.has(this.tok)
  }

  protected identifier(): string {
    if (this.tok !== 'name') this.fail()
    const { name } = this
    this.next()
    this.nodes++
    return name
  }

  /** `value if test else other`, a lambda, or what binds tighter. */
  protected expression(): Expr {
    if (this.tok === 'lambda') return this.lambda()
    const s = this.start
    const yes = this.operate(1)
    if (this.tok !== 'if') return yes
    this.next()
    const test = this.operate(1)
    if (!this.is('else')) this.fail("expected 'else' after 'if' expression")
    this.next()
    this.deeper()
    const no = this.expression()
    this.depth--
    this.nodes++
    return { k: 'Cond', yes, test, no, s, e: this.last }
  }

  /** An expression that may name its value: `n := len(x)`. */
  protected named(): Expr {
    const s = this.start
    const x = this.expression()
    if (this.tok !== ':=') return x
    if (x.k !== 'Name' || x.s !== s) this.fail('cannot use assignment expressions with this')
    this.next()
    const value = this.expression()
    this.nodes++
    return { k: 'Walrus', name: x.id, value, s, e: this.last }
  }

  private starred(): Expr {
    const s = this.start
    this.next()
    const x = this.operate(ADDS)
    this.nodes++
    return { k: 'Star', x, double: false, s, e: this.last }
  }

  protected starOrNamed(): Expr {
    return this.tok === '*' ? this.starred() : this.named()
  }

  /** One or several with commas between: the latter are a tuple. */
  protected expressions(): Expr {
    const s = this.start
    const first = this.tok === '*' ? this.starred() : this.expression()
    if (this.tok !== ',') return first
    const items = this.more(first, () => (this.tok === '*' ? this.starred() : this.expression()))
    this.nodes++
    this.bare = { k: 'Tuple', items, s, e: this.last }
    return this.bare
  }

  /** After the first of a list that goes on with a comma. */
  protected more(first: Expr, item: () => Expr): Expr[] {
    const items = [first]
    while (this.tok === ',') {
      this.next()
      if (!this.begins()) break
      items.push(item())
    }
    return items
  }

  protected yieldOrExpressions(): Expr {
    return this.tok === 'yield' ? this.yield() : this.expressions()
  }

  protected fieldValue(): Expr {
    return this.yieldOrExpressions()
  }

  protected yield(): Expr {
    const s = this.start
    this.next()
    let items: Expr[] = []
    if (this.tok === 'from') {
      this.next()
      items = [this.expression()]
    } else if (this.begins()) items = [this.expressions()]
    this.nodes++
    return { k: 'Yield', items, s, e: this.last }
  }

  /** Operators that bind as tightly as `least`, or tighter. */
  protected operate(least: number): Expr {
    const s = this.start
    let left: Expr
    switch (this.tok) {
      case 'not': {
        if (least > NOT) this.fail()
        this.next()
        this.deeper()
        const x = this.operate(NOT)
        this.depth--
        this.nodes++
        left = { k: 'Un', op: 'not', x, s, e: this.last }
        break
      }
      case '-':
      case '+':
      case '~': {
        const op = this.tok
        this.next()
        this.deeper()
        const x = this.operate(UNARY)
        this.depth--
        this.nodes++
        left = { k: 'Un', op, x, s, e: this.last }
        break
      }
      default:
        left = this.primary()
    }
    while (this.binds >= least && this.binds > 0) {
      const { binds } = this
      if (binds > COMPARES) left = this.binary(left, binds, s)
      else if (binds === COMPARES) left = this.comparison(left, s)
      else left = this.logic(left, binds, s)
    }
    return left
  }

  /** `a + b - c` and `a * b + c` are one node each: what stands to the left is never nested. */
  private binary(left: Expr, binds: number, s: number): Bin {
    const items = left.k === 'Bin' ? [...left.items] : [left]
    const ops = left.k === 'Bin' ? [...left.ops] : []
    do {
      ops.push(this.tok)
      this.next()
      // A power binds to the right, and less tightly than a sign there.
      if (binds === POWER) {
        this.deeper()
        items.push(this.operate(UNARY))
        this.depth--
      } else items.push(this.operate(binds + 1))
      this.nodes++
    } while (this.binds === binds)
    return { k: 'Bin', items, ops, s, e: this.last }
  }

  private comparison(left: Expr, s: number): Expr {
    const items = [left]
    const ops: string[] = []
    do {
      let op = this.tok
      this.next()
      if (op === 'not') {
        this.expect('in')
        op = 'not in'
      } else if (op === 'is' && this.tok === 'not') {
        this.next()
        op = 'is not'
      }
      ops.push(op)
      items.push(this.operate(ADDS))
    } while (this.binds === COMPARES)
    this.nodes++
    return { k: 'Cmp', items, ops, s, e: this.last }
  }

  private logic(left: Expr, binds: number, s: number): Expr {
    const k = binds === 1 ? 'Or' : 'And'
    const items = left.k === k ? [...left.items] : [left]
    do {
      this.next()
      items.push(this.operate(binds + 1))
      this.nodes++
    } while (this.binds === binds)
    return { k, items, s, e: this.last }
  }

  /** An atom and what is done with it: `.name`, `(…)`, `[…]`. */
  private primary(): Expr {
    if (this.tok === 'await') {
      this.next()
      this.nodes++
      return this.primary()
    }
    const s = this.start
    let x = this.atom()
    let length = 0
    for (;;) {
      const { tok } = this
      if (tok === '.') {
        this.next()
        if (this.tok !== 'name') this.fail()
        x = { k: 'Attr', obj: x, name: this.name, s, e: this.pos }
        this.nodes += 2
        this.next()
      } else if (tok === '(') x = this.call(x, s)
      else if (tok === '[') x = this.subscript(x, s)
      else break
      length++
      this.deeper()
    }
    this.depth -= length
    if (length > LONG_CHAIN) this.hasLongChain = true
    return x
  }

  private atom(): Expr {
    const s = this.start
    switch (this.tok) {
      case 'name': {
        const name: Expr = { k: 'Name', id: this.name, s, e: this.pos }
        this.nodes++
        this.next()
        return name
      }
      case 'number':
        return this.numeral()
      case 'string':
      case 'fstring':
        return this.strings()
      case '(':
        return this.parentheses()
      case '[':
        return this.list()
      case '{':
        return this.braces()
      case 'True':
        return this.constant(true)
      case 'False':
        return this.constant(false)
      case 'None':
        return this.constant(null)
      case '...':
        return this.constant('...')
      default:
        return this.fail()
    }
  }

  protected constant(v: true | false | null | '...'): Expr {
    const { start: s, pos: e } = this
    this.nodes++
    this.next()
    return { k: 'Const', v, s, e }
  }

  protected numeral(): Expr {
    const { start: s, pos: e } = this
    const raw = this.text.slice(s, e)
    this.nodes++
    this.next()
    return { k: 'Num', v: numberOf(raw), raw, s, e }
  }

  /** Parentheses are no node of their own, but those of a tuple or a generator. */
  private parentheses(): Expr {
    const s = this.start
    this.deeper()
    this.next()
    let x: Expr
    if (this.tok === ')') x = this.sequence('Tuple', [], s)
    else if (this.tok === 'yield') x = this.yield()
    else {
      const isStar = this.tok === '*'
      x = this.starOrNamed()
      if (this.tok === 'for' || this.tok === 'async') x = this.comprehension('generator', x, undefined, s)
      else if (this.tok === ',')
        x = this.sequence(
          'Tuple',
          this.more(x, () => this.starOrNamed()),
          s,
        )
      else if (isStar) this.fail('cannot use starred expression here', s)
    }
    this.expect(')')
    this.depth--
    return x
  }

  private list(): Expr {
    const s = this.start
    this.deeper()
    this.next()
    let x: Expr
    if (this.tok === ']') x = this.sequence('List', [], s)
    else {
      const first = this.starOrNamed()
      if (this.tok === 'for' || this.tok === 'async') x = this.comprehension('list', first, undefined, s)
      else
        x = this.sequence(
          'List',
          this.more(first, () => this.starOrNamed()),
          s,
        )
    }
    this.expect(']')
    this.depth--
    return x
  }

  /** `tok` is the closing bracket. */
  private sequence(k: Seq['k'], items: readonly Expr[], s: number): Seq {
    this.nodes++
    return { k, items, s, e: this.pos }
  }

  private braces(): Expr {
    const s = this.start
    this.deeper()
    this.next()
    const pairs: { key?: Expr; value: Expr }[] = []
    let x: Expr | undefined
    if (this.tok !== '}' && this.tok !== '**') {
      const first = this.starOrNamed()
      if (this.tok === ':' && first.k !== 'Star') {
        this.next()
        const value = this.expression()
        this.nodes++
        if (this.is('for') || this.is('async')) x = this.comprehension('dict', first, value, s)
        else {
          pairs.push({ key: first, value })
          if (this.is(',')) this.next()
          else if (!this.is('}')) this.fail()
        }
      } else if (this.tok === 'for' || this.tok === 'async')
        x = this.comprehension('set', first, undefined, s)
      else
        x = this.sequence(
          'Set',
          this.more(first, () => this.starOrNamed()),
          s,
        )
    }
    if (!x) {
      this.pairs(pairs)
      this.nodes++
      x = { k: 'Dict', pairs, s, e: this.pos }
    }
    this.expect('}')
    this.depth--
    return x
  }

  private pairs(pairs: { key?: Expr; value: Expr }[]): void {
    while (this.tok !== '}') {
      this.nodes++
      if (this.tok === '**') {
        this.next()
        pairs.push({ value: this.operate(ADDS) })
      } else {
        const key = this.expression()
        this.expect(':')
        pairs.push({ key, value: this.expression() })
      }
      if (this.tok !== ',') return
      this.next()
    }
  }

  /** `tok` is the first `for`; afterwards it is the closing bracket. */
  private comprehension(of: Comp['of'], body: Expr, value: Expr | undefined, s: number): Comp {
    if (body.k === 'Star') this.fail('iterable unpacking cannot be used in comprehension', body.s)
    const clauses: { target?: Expr; x: Expr }[] = []
    while (this.tok === 'for' || this.tok === 'async') {
      if (this.tok === 'async') {
        this.next()
        if (!this.is('for')) this.fail()
      }
      this.next()
      const target = this.targets()
      this.expect('in')
      const clause = { target, x: this.operate(1) }
      if (this.is(',')) this.complain('bare tuple of Python 2')
      clauses.push(clause)
      this.nodes++
      while (this.is('if')) {
        this.next()
        clauses.push({ x: this.operate(1) })
        this.nodes++
      }
    }
    this.nodes++
    const e = this.pos
    return value ? { k: 'Comp', of, body, value, clauses, s, e } : { k: 'Comp', of, body, clauses, s, e }
  }

  /** What `for` and `del` are followed by. */
  protected targets(kind: TargetKind = 'assign'): Expr {
    const s = this.start
    const one = () => {
      const x = this.tok === '*' && kind === 'assign' ? this.starred() : this.operate(ADDS)
      this.checkTarget(x, kind)
      return x
    }
    const first = one()
    if (this.tok !== ',') return first
    const items = this.more(first, one)
    this.nodes++
    return { k: 'Tuple', items, s, e: this.last }
  }

  /** Whether a value can be given to `x`; lists may hold lists, but no deeper than brackets are. */
  protected checkTarget(x: Expr, kind: TargetKind): void {
    switch (x.k) {
      case 'Name':
      case 'Attr':
      case 'Sub':
        return
      case 'Tuple':
      case 'List':
        if (kind === 'augment' || kind === 'annotate') break
        for (const item of x.items) this.checkTarget(item, kind)
        return
      case 'Star':
        if (kind !== 'assign' || x.x.k === 'Star') break
        return this.checkTarget(x.x, kind)
      default:
    }
    this.fail(`cannot ${kind === 'delete' ? 'delete' : 'assign to'} ${WORDS[x.k] ?? 'this expression'}`, x.s)
  }

  private call(fn: Expr, s: number): Call {
    const args: Expr[] = []
    const kws: Keyword[] = []
    this.deeper()
    const isGenerator = this.arguments(args, kws)
    this.depth--
    // A lone generator stands in the place of the list of arguments.
    this.nodes += isGenerator ? 1 : 2
    const call: Call = { k: 'Call', fn, args, kws, s, e: this.pos }
    this.expect(')')
    return call
  }

  /** `tok` is the opening parenthesis, and afterwards the closing one. True for `f(x for x in y)`. */
  protected arguments(args: Expr[], kws: Keyword[]): boolean {
    const open = this.start
    let hasMapping = false
    this.next()
    while (this.tok !== ')') {
      const s = this.start
      if (this.tok === '**') {
        this.next()
        hasMapping = true
        kws.push({ value: this.expression() })
        this.nodes++
      } else if (this.tok === '*') {
        if (hasMapping) this.complain('iterable argument unpacking follows keyword argument unpacking')
        this.next()
        const x = this.expression()
        this.nodes++
        args.push({ k: 'Star', x, double: false, s, e: this.last })
      } else {
        const x = this.named()
        if (this.tok === '=') {
          if (x.k !== 'Name' || x.s !== s) this.fail('expression cannot contain assignment', s)
          this.next()
          kws.push({ name: x.id, value: this.expression() })
          this.nodes++
        } else if (this.tok === 'for' || this.tok === 'async') {
          const isFirst = args.length === 0 && kws.length === 0
          args.push(this.comprehension('generator', x, undefined, isFirst ? open : s))
          if (isFirst && this.is(')')) return true
          this.complain('Generator expression must be parenthesized', s)
        } else {
          if (kws.length > 0) this.complain('positional argument follows keyword argument')
          args.push(x)
        }
      }
      if (this.tok !== ',') break
      this.next()
    }
    if (this.tok !== ')') this.fail()
    return false
  }

  private subscript(obj: Expr, s: number): Expr {
    this.deeper()
    this.next()
    const index: Expr[] = []
    do {
      if (index.length > 0) {
        this.next()
        if (this.tok === ']') break
      }
      index.push(this.index())
    } while (this.tok === ',')
    this.depth--
    this.nodes++
    const x: Expr = { k: 'Sub', obj, index, s, e: this.pos }
    this.expect(']')
    return x
  }

  private index(): Expr {
    const s = this.start
    const first = this.tok === ':' ? undefined : this.starOrNamed()
    if (this.tok !== ':') return first ?? this.fail()
    if (first?.k === 'Star' || first?.k === 'Walrus') this.fail()
    const items: Expr[] = first ? [first] : []
    const bounds: (Expr | undefined)[] = [first]
    for (let colons = 0; colons < 2 && this.tok === ':'; colons++) {
      this.next()
      const bound = this.begins() && !this.is('*') ? this.expression() : undefined
      if (bound) items.push(bound)
      bounds.push(bound)
    }
    this.nodes++
    return { k: 'Slice', items, bounds, s, e: this.last }
  }

  private lambda(): Lambda {
    const s = this.start
    if (this.field > 0 && this.field === this.brackets)
      this.fail('f-string: lambda expressions are not allowed without parentheses')
    this.next()
    this.deeper()
    const params = this.params(':')
    if (this.tok !== ':') this.fail()
    this.next()
    const body = this.expression()
    this.depth--
    this.nodes++
    return { k: 'Lambda', params, body, s, e: this.last }
  }

  /** Up to `close`, which stays the token. Those of a lambda have no types. */
  protected params(close: ')' | ':'): Param[] {
    const params: Param[] = []
    let hasDefault = false
    let hasStar = false
    let isLast = false
    let hasSlash = false
    if (this.tok !== close || close === ')') this.nodes++
    while (this.tok !== close) {
      if (isLast) this.fail('arguments cannot follow var-keyword argument')
      if (this.tok === '/') {
        if (hasSlash || hasStar || params.length === 0)
          this.complain('/ must come once, after a parameter and before *')
        hasSlash = true
        this.next()
      } else if (this.tok === '*') {
        if (hasStar) this.fail('* argument may appear only once')
        hasStar = true
        this.next()
        if (this.is('name')) params.push(this.param(close, '*'))
        else if (!this.is(',')) this.fail('named arguments must follow bare *')
        else {
          this.next()
          if (!this.is('name')) this.fail('named arguments must follow bare *')
          continue
        }
      } else if (this.tok === '**') {
        isLast = true
        this.next()
        params.push(this.param(close, '**'))
      } else if (this.tok === '(') {
        this.complain('tuple parameter of Python 2')
        this.operate(ADDS)
      } else {
        const param = this.param(close)
        params.push(param)
        if (param.default) hasDefault = true
        else if (hasDefault && !hasStar)
          this.complain('parameter without a default follows one with', this.last)
      }
      if (this.tok !== ',') break
      this.next()
    }
    if (this.tok !== close) this.fail()
    return params
  }

  private param(close: ')' | ':', star?: '*' | '**'): Param {
    const name = this.identifier()
    const param: { name: string; star?: '*' | '**'; default?: Expr; type?: Expr } = { name }
    if (star) {
      param.star = star
      this.nodes++
    }
    if (close === ')' && this.tok === ':') {
      this.next()
      param.type = this.is('*') && star === '*' ? this.starred() : this.type()
      this.nodes++
    }
    if (this.tok === '=') {
      if (star) this.fail('this parameter cannot have a default')
      this.next()
      param.default = this.expression()
      if (!param.type) this.nodes++
    }
    return param
  }

  /** A type that a name is said to have. */
  protected type(): Expr {
    const x = this.expression()
    this.nodes += 1 + typeNodes(x)
    return x
  }
}

/** tree-sitter takes `list[int]` for a generic type with types in it: nodes that a subscript does not have. */
function typeNodes(x: Expr): number {
  if (x.k !== 'Sub' || x.obj.k !== 'Name') return 0
  return x.index.reduce((sum, item) => sum + 1 + typeNodes(item), 1)
}

/** How errors name what cannot be assigned to. */
const WORDS: Partial<Record<Expr['k'], string>> = {
  Call: 'function call',
  Num: 'literal',
  Str: 'literal',
  Const: 'literal',
  Comp: 'comprehension',
  Cmp: 'comparison',
  Lambda: 'lambda',
  Dict: 'dict literal',
  Set: 'set display',
}

function numberOf(text: string): number {
  if (text.length < 16 && /^\d+$/.test(text)) return +text
  const plain = text.replaceAll('_', '').replace(/[jJ]$/, '')
  return /^0[xXoObB]/.test(plain) ? Number(plain.toLowerCase()) : Number.parseFloat(plain)
}
