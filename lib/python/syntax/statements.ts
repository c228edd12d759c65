/** Statements, and how the parser goes on after one that is wrong. */
import type {
  Assign,
  Class,
  Def,
  Expr,
  If,
  Import,
  ImportName,
  Keyword,
  Match,
  Stmt,
  Try,
  With,
} from '../ast.ts'
import { Patterns } from './patterns.ts'
import { BROKEN } from './tokens.ts'

const AUGMENTS = new Set('+= -= *= /= //= %= @= &= |= ^= >>= <<= **='.split(' '))

export class Statements extends Patterns {
  /** All of the text. */
  module(): Stmt[] {
    const out: Stmt[] = []
    this.begin()
    while (this.tok !== 'end') {
      if (this.tok === 'dedent') this.next()
      else this.guarded(out)
    }
    return out
  }

  /** The first token may be wrong already. */
  private begin(): void {
    try {
      this.next()
    } catch (error) {
      this.recover(error, 0, 0)
    }
  }

  /** One line or one compound statement; what is wrong is noted and skipped. */
  private guarded(out: Stmt[]): void {
    const { level, start, depth } = this
    try {
      this.statement(out)
    } catch (error) {
      this.depth = depth
      this.recover(error, level, start)
    }
  }

  /** Goes on at the next line of the suite `level`, after the statement that began at `began` broke. */
  private recover(error: unknown, level: number, began: number): void {
    let from = began
    let thrown = error
    for (;;) {
      // Not of ours: a fault of the parser, or a stack that overflowed.
      if (thrown !== BROKEN) throw thrown
      this.complain(this.failed.message, this.failed.at)
      this.field = 0
      const at = Math.max(this.start, from)
      const line = this.lineToResume(at, from)
      try {
        // The suite of a broken header is still read, as part of the suite around.
        const isHeader = /:[ \t\r]*(?:#.*)?\n$/.test(this.text.slice(Math.max(at, line - 200), line))
        return this.resume(line, level, isHeader)
      } catch (again) {
        // The line's first token is broken as well: never the same line again.
        thrown = again
        from = Math.max(line, this.start)
      }
    }
  }

  /** The line that the broken token begins, unless the statement itself does; else the one after it. */
  private lineToResume(at: number, began: number): number {
    const line = this.text.lastIndexOf('\n', at - 1) + 1
    const isFirst = this.text.slice(line, at).trim() === ''
    return isFirst && line > began ? line : this.lineAfter(at)
  }

  private statement(out: Stmt[]): void {
    switch (this.tok) {
      case 'if':
        out.push(this.if())
        break
      case 'for':
        out.push(this.for(this.start))
        break
      case 'while':
        out.push(this.while())
        break
      case 'def':
        out.push(this.def([], this.start))
        break
      case 'class':
        out.push(this.class([]))
        break
      case 'with':
        out.push(this.with(this.start))
        break
      case 'try':
        out.push(this.try())
        break
      case '@':
        out.push(this.decorated())
        break
      case 'async':
        out.push(this.async([]))
        break
      case 'indent':
        this.complain('unexpected indent')
        this.next()
        this.suite(out)
        break
      case 'name':
        if (this.name === 'match') {
          const match = this.match()
          if (match) {
            out.push(match)
            break
          }
        }
        this.line(out)
        break
      default:
        this.line(out)
    }
  }

  /** Simple statements up to the end of the line. */
  private line(out: Stmt[]): void {
    for (;;) {
      this.simple(out)
      if (this.tok !== ';') break
      this.next()
      if (this.is('newline')) break
    }
    if (this.tok !== 'newline') this.fail()
    this.next()
  }

  /** What follows a colon. */
  private block(): Stmt[] {
    const out: Stmt[] = []
    if (this.tok !== ':') this.fail('expected :')
    this.next()
    if (!this.is('newline')) {
      this.nodes++
      this.line(out)
      return out
    }
    this.next()
    if (!this.is('indent')) {
      this.complain('expected an indented block')
      return out
    }
    this.next()
    this.suite(out)
    return out
  }

  private suite(out: Stmt[]): void {
    this.nodes++
    while (this.tok !== 'dedent' && this.tok !== 'end') this.guarded(out)
    if (this.tok === 'dedent') this.next()
  }

  private simple(out: Stmt[]): void {
    const { start: s, tok } = this
    switch (tok) {
      case 'name':
        if (this.name === 'type' && this.typeAlias()) return
        return this.expressionStatement(out)
      case 'return':
      case 'raise':
        out.push(tok === 'return' ? this.return(s) : this.raise(s))
        return
      case 'pass':
      case 'break':
      case 'continue': {
        this.nodes++
        this.next()
        const k = tok === 'pass' ? 'Pass' : tok === 'break' ? 'Break' : 'Continue'
        out.push({ k, s, e: this.last })
        return
      }
      case 'import':
        out.push(this.import(s))
        return
      case 'from':
        out.push(this.fromImport(s))
        return
      case 'global':
      case 'nonlocal': {
        const names: string[] = []
        do {
          this.next()
          names.push(this.identifier())
        } while (this.tok === ',')
        this.nodes++
        out.push({ k: 'Global', names, s, e: this.last })
        return
      }
      case 'del': {
        this.next()
        const items = [this.targets('delete')]
        this.nodes++
        out.push({ k: 'Delete', items, s, e: this.last })
        return
      }
      case 'assert': {
        this.next()
        const items = [this.expression()]
        if (this.tok === ',') {
          this.next()
          items.push(this.expression())
        }
        this.nodes++
        out.push({ k: 'Assert', items, s, e: this.last })
        return
      }
      default:
        this.expressionStatement(out)
    }
  }

  private endsStatement(): boolean {
    return this.tok === 'newline' || this.tok === ';'
  }

  private return(s: number): Stmt {
    this.next()
    const items = this.endsStatement() ? [] : [this.expressions()]
    this.nodes++
    return { k: 'Return', items, s, e: this.last }
  }

  private raise(s: number): Stmt {
    this.next()
    const items: Expr[] = []
    if (!this.endsStatement()) {
      items.push(this.expression())
      if (this.tok === 'from') {
        this.next()
        items.push(this.expression())
      } else if (this.tok === ',') {
        this.complain('raise statement of Python 2')
        while (this.tok === ',') {
          this.next()
          items.push(this.expression())
        }
      }
    }
    this.nodes++
    return { k: 'Raise', items, s, e: this.last }
  }

  /** An expression, or what it is assigned to, or what is assigned to it. */
  private expressionStatement(out: Stmt[]): void {
    const { start: s, name } = this
    const isName = this.tok === 'name'
    const { nodes } = this
    const x = this.yieldOrExpressions()
    if (this.endsStatement()) return this.values(x, out)
    if (this.tok === '=') {
      out.push(this.assignment(x, undefined, s))
    } else if (AUGMENTS.has(this.tok)) {
      this.checkTarget(x, 'augment')
      const op = this.tok.slice(0, -1)
      this.next()
      const value = this.yieldOrExpressions()
      this.nodes++
      out.push({ k: 'Aug', target: x, op, value, s, e: this.last })
    } else if (this.tok === ':') {
      this.checkTarget(x, 'annotate')
      this.next()
      const type = this.type()
      out.push(this.assignment(x, type, s))
    } else if (isName && x.k === 'Name' && (name === 'print' || name === 'exec')) {
      this.complain('a statement of Python 2', s)
      this.nodes = nodes
      const items = [this.expressions()]
      while (name === 'exec' && this.is('in')) {
        this.next()
        items.push(this.expressions())
      }
      out.push({ k: 'Expr', x: { k: 'Other', items, s, e: this.last }, s, e: this.last })
    } else this.fail()
  }

  /** Values that nobody takes are a statement each: `self.play(a),` is a call, no tuple. */
  private values(x: Expr, out: Stmt[]): void {
    if (x.k !== 'Tuple' || x !== this.bare) {
      out.push({ k: 'Expr', x, s: x.s, e: x.e })
      return
    }
    this.nodes--
    for (const item of x.items) out.push({ k: 'Expr', x: item, s: item.s, e: item.e })
  }

  /** `a = b = 1` is one node with two targets. */
  private assignment(first: Expr, type: Expr | undefined, s: number): Assign {
    const targets = [first]
    let value: Expr | undefined
    while (this.tok === '=') {
      if (value) targets.push(value)
      this.checkTarget(value ?? first, 'assign')
      this.next()
      value = this.yieldOrExpressions()
      if (type) break
      this.nodes++
    }
    if (type) this.nodes++
    const e = this.last
    if (!type) return value ? { k: 'Assign', targets, value, s, e } : { k: 'Assign', targets, s, e }
    return value ? { k: 'Assign', targets, value, type, s, e } : { k: 'Assign', targets, type, s, e }
  }

  /** `type X = …` says nothing that runs. False where `type` is a name like any other. */
  private typeAlias(): boolean {
    const mark = this.mark()
    this.next()
    if (this.tok !== 'name') {
      this.reset(mark)
      return false
    }
    this.identifier()
    this.typeParams()
    this.expect('=')
    this.type()
    return true
  }

  private typeParams(): void {
    if (this.tok !== '[') return
    this.next()
    this.nodes++
    while (!this.is(']')) {
      if (this.is('*') || this.is('**')) this.next()
      this.identifier()
      if (this.is(':')) {
        this.next()
        this.type()
      }
      if (this.is('=')) {
        this.next()
        this.type()
      }
      if (!this.is(',')) break
      this.next()
    }
    this.expect(']')
  }

  private dotted(): string {
    let name = this.identifier()
    while (this.tok === '.') {
      this.next()
      name += `.${this.identifier()}`
    }
    this.nodes++
    return name
  }

  private alias(name: string): ImportName {
    if (this.tok !== 'as') return { name }
    this.next()
    this.nodes++
    return { name, as: this.identifier() }
  }

  private import(s: number): Import {
    const names: ImportName[] = []
    do {
      this.next()
      names.push(this.alias(this.dotted()))
    } while (this.tok === ',')
    this.nodes++
    return { k: 'Import', names, s, e: this.last }
  }

  private fromImport(s: number): Import {
    this.next()
    let from = ''
    for (; this.tok === '.' || this.tok === '...'; this.next()) from += this.tok
    if (from !== '') this.nodes++
    if (from === '' || this.tok === 'name') from += this.dotted()
    this.expect('import')
    this.nodes += from === '__future__' ? -1 : 1
    if (this.tok === '*') {
      this.next()
      this.nodes++
      return { k: 'Import', from, names: [], star: true, s, e: this.last }
    }
    const isOpen = this.tok === '('
    if (isOpen) this.next()
    const names: ImportName[] = []
    for (;;) {
      names.push(this.alias(this.identifier()))
      this.nodes++
      if (this.tok !== ',') break
      this.next()
      if (isOpen && this.is(')')) break
    }
    if (isOpen) this.expect(')')
    return { k: 'Import', from, names, s, e: this.last }
  }

  private if(): If {
    const s = this.start
    const branches: If['branches'][number][] = []
    do {
      this.next()
      const test = this.named()
      branches.push({ test, body: this.block() })
      this.nodes++
    } while (this.tok === 'elif')
    const orelse = this.orelse()
    return { k: 'If', branches, orelse, s, e: this.last }
  }

  private orelse(): Stmt[] {
    if (this.tok !== 'else') return []
    this.next()
    this.nodes++
    return this.block()
  }

  private while(): Stmt {
    const s = this.start
    this.next()
    const test = this.named()
    const body = this.block()
    const orelse = this.orelse()
    this.nodes++
    return { k: 'While', test, body, orelse, s, e: this.last }
  }

  private for(s: number): Stmt {
    this.next()
    const target = this.targets()
    this.expect('in')
    const iter = this.expressions()
    const body = this.block()
    const orelse = this.orelse()
    this.nodes++
    return { k: 'For', target, iter, body, orelse, s, e: this.last }
  }

  private async(decorators: readonly Expr[]): Stmt {
    const s = this.start
    this.next()
    if (this.tok === 'def') return this.def(decorators, s)
    if (decorators.length === 0 && this.tok === 'for') return this.for(s)
    if (decorators.length === 0 && this.tok === 'with') return this.with(s)
    return this.fail()
  }

  private decorated(): Stmt {
    const decorators: Expr[] = []
    while (this.tok === '@') {
      this.next()
      decorators.push(this.named())
      this.nodes++
      this.expect('newline')
    }
    this.nodes++
    if (this.tok === 'def') return this.def(decorators, this.start)
    if (this.tok === 'class') return this.class(decorators)
    if (this.tok === 'async') return this.async(decorators)
    return this.fail()
  }

  private def(decorators: readonly Expr[], s: number): Def {
    this.next()
    const name = this.identifier()
    this.typeParams()
    this.expect('(')
    const params = this.params(')')
    this.expect(')')
    let returns: Expr | undefined
    if (this.tok === '->') {
      this.next()
      returns = this.type()
    }
    const body = this.block()
    this.nodes++
    const e = this.last
    if (!returns) return { k: 'Def', name, params, body, decorators, s, e }
    return { k: 'Def', name, params, body, decorators, returns, s, e }
  }

  private class(decorators: readonly Expr[]): Class {
    const s = this.start
    this.next()
    const name = this.identifier()
    this.typeParams()
    const bases: Expr[] = []
    const kws: Keyword[] = []
    if (this.tok === '(') {
      this.arguments(bases, kws)
      this.expect(')')
      this.nodes++
    }
    const body = this.block()
    this.nodes++
    return { k: 'Class', name, bases, kws, body, decorators, s, e: this.last }
  }

  private with(s: number): With {
    this.next()
    const items = (this.tok === '(' && this.bracketedItems()) || this.withItems()
    const body = this.block()
    this.nodes += 2
    return { k: 'With', items, body, s, e: this.last }
  }

  private withItems(): With['items'] {
    const items = [this.withItem()]
    while (this.tok === ',') {
      this.next()
      items.push(this.withItem())
    }
    // `with (a, b):` opens both.
    const [{ x, target }] = items as [With['items'][number]]
    return items.length === 1 && !target && x.k === 'Tuple' ? x.items.map(item => ({ x: item })) : items
  }

  private withItem(): With['items'][number] {
    const x = this.expression()
    this.nodes++
    if (this.tok !== 'as') return { x }
    this.next()
    const target = this.is('*') ? this.fail() : this.operate(5)
    this.checkTarget(target, 'assign')
    this.nodes += 2
    return { x, target }
  }

  /** `with (a as b, c as d):`; undefined where the parentheses are an expression's own. */
  private bracketedItems(): With['items'] | undefined {
    const mark = this.mark()
    try {
      this.next()
      const items = [this.withItem()]
      while (this.tok === ',') {
        this.next()
        if (this.is(')')) break
        items.push(this.withItem())
      }
      this.expect(')')
      if (this.tok === ':' && items.some(item => item.target)) return items
    } catch (error) {
      if (error !== BROKEN) throw error
    }
    this.reset(mark)
    return undefined
  }

  private try(): Try {
    const s = this.start
    this.next()
    const body = this.block()
    const handlers: Try['handlers'][number][] = []
    while (this.tok === 'except') handlers.push(this.handler())
    const orelse = handlers.length > 0 ? this.orelse() : []
    let final: Stmt[] = []
    if (this.tok === 'finally') {
      this.next()
      this.nodes++
      final = this.block()
    } else if (handlers.length === 0) this.complain("expected 'except' or 'finally' block")
    this.nodes++
    return { k: 'Try', body, handlers, orelse, final, s, e: this.last }
  }

  private handler(): Try['handlers'][number] {
    this.next()
    const isGroup = this.tok === '*'
    if (isGroup) this.next()
    const types: Expr[] = []
    if (isGroup || this.tok !== ':') {
      const s = this.start
      const type = this.expression()
      if (this.tok === 'as') {
        this.next()
        const { start, pos: e } = this
        const name: Expr = { k: 'Name', id: this.identifier(), s: start, e }
        types.push({ k: 'Pattern', items: [type, name], s, e })
        this.nodes += 2
      } else if (this.tok === ',') {
        this.complain('except clause of Python 2')
        this.next()
        types.push(type, this.expression())
      } else types.push(type)
    }
    this.nodes++
    return { types, body: this.block() }
  }

  /** Undefined where `match` is a name like any other: only a colon at the end of the line tells. */
  private match(): Match | undefined {
    const s = this.start
    const mark = this.mark()
    let subjects: Expr[] | undefined
    try {
      this.next()
      const isStar = this.tok === '*'
      const first = this.starOrNamed()
      const isSeveral = this.is(',')
      subjects = isSeveral ? this.more(first, () => this.starOrNamed()) : [first]
      if (isStar && !isSeveral) this.fail()
      this.expect(':')
      if (this.tok !== 'newline') subjects = undefined
    } catch (error) {
      if (error !== BROKEN) throw error
      subjects = undefined
    }
    if (!subjects) {
      this.reset(mark)
      return undefined
    }
    this.next()
    this.expect('indent')
    const cases: Match['cases'][number][] = []
    while (this.tok === 'name' && this.name === 'case') cases.push(this.case())
    if (cases.length === 0 || (this.tok !== 'dedent' && this.tok !== 'end')) this.fail("expected 'case'")
    if (this.tok === 'dedent') this.next()
    this.nodes += 2
    return { k: 'Match', subjects, cases, s, e: this.last }
  }

  private case(): Match['cases'][number] {
    this.next()
    const patterns = this.patterns()
    let guard: Expr | undefined
    if (this.tok === 'if') {
      this.next()
      guard = this.named()
      this.nodes++
    }
    this.nodes++
    return { patterns, ...(guard ? { guard } : {}), body: this.block() }
  }
}
