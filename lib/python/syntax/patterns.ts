/** What stands after `case`. Every part is a `Pattern`; the names it binds or asks for are the leaves. */
import type { Expr, Other } from '../ast.ts'
import { Expressions } from './expressions.ts'

export abstract class Patterns extends Expressions {
  /** Without parentheses, several make a sequence. */
  protected patterns(): Expr[] {
    const first = this.starPattern()
    return this.tok === ',' ? this.morePatterns(first, ':') : [first]
  }

  private morePatterns(first: Expr, close: string): Expr[] {
    const items = [first]
    while (this.tok === ',') {
      this.next()
      if (this.tok === close || this.is('if')) break
      items.push(this.starPattern())
    }
    return items
  }

  private pattern(items: readonly Expr[], s: number): Other {
    this.nodes++
    return { k: 'Pattern', items, s, e: this.last }
  }

  private starPattern(): Expr {
    const s = this.start
    if (this.tok !== '*') return this.asPattern()
    this.next()
    return this.pattern([this.capture()], s)
  }

  private capture(): Expr {
    const { start: s, pos: e } = this
    return { k: 'Name', id: this.identifier(), s, e }
  }

  private asPattern(): Expr {
    const s = this.start
    this.deeper()
    const items = [this.closed()]
    while (this.tok === '|') {
      this.next()
      items.push(this.closed())
    }
    if (this.tok === 'as') {
      this.next()
      items.push(this.capture())
    }
    this.depth--
    return this.pattern(items, s)
  }

  private closed(): Expr {
    switch (this.tok) {
      case 'name':
        return this.namePattern()
      case 'string':
      case 'fstring':
        if (this.tok === 'fstring') this.fail('patterns may only match literals and attribute lookups')
        return this.strings()
      case 'number':
      case '-':
        return this.numberPattern()
      case 'None':
        return this.constant(null)
      case 'True':
        return this.constant(true)
      case 'False':
        return this.constant(false)
      case '(':
        return this.group(')')
      case '[':
        return this.group(']')
      case '{':
        return this.mapping()
      default:
        return this.fail()
    }
  }

  /** `-1`, `2.5`, `1 + 2j`. */
  private numberPattern(): Expr {
    const s = this.start
    const signed = (): Expr => {
      const at = this.start
      if (this.tok !== '-') return this.numeral()
      this.next()
      if (!this.is('number')) this.fail()
      return { k: 'Un', op: '-', x: this.numeral(), s: at, e: this.last }
    }
    const real = signed()
    if (this.tok !== '+' && this.tok !== '-') return real
    const op = this.tok
    this.next()
    if (!this.is('number') || !/[jJ]$/.test(this.text[this.pos - 1]!)) this.fail()
    return { k: 'Bin', items: [real, this.numeral()], ops: [op], s, e: this.last }
  }

  /** A name to bind, a dotted one to compare with, or a class with patterns for what it has. */
  private namePattern(): Expr {
    const s = this.start
    let x = this.capture()
    let length = 0
    while (this.tok === '.') {
      this.next()
      x = { k: 'Attr', obj: x, name: this.identifier(), s, e: this.last }
      length++
      this.deeper()
    }
    this.depth -= length
    if (this.tok !== '(') return x
    const items = [x]
    this.next()
    let hasKeyword = false
    while (!this.is(')')) {
      const part = this.asPattern()
      if (this.is('=')) {
        const name = part.k === 'Pattern' && part.items.length === 1 ? part.items[0] : undefined
        if (name?.k !== 'Name') this.fail()
        hasKeyword = true
        this.next()
        items.push(this.asPattern())
      } else {
        if (hasKeyword) this.fail('positional patterns follow keyword patterns')
        items.push(part)
      }
      if (!this.is(',')) break
      this.next()
    }
    this.expect(')')
    return this.pattern(items, s)
  }

  private group(close: string): Expr {
    const s = this.start
    this.next()
    let items: Expr[] = []
    if (this.tok !== close) {
      const isStar = this.tok === '*'
      const first = this.starPattern()
      if (isStar && close === ')' && !this.is(',')) this.fail()
      items = this.morePatterns(first, close)
    }
    this.expect(close)
    return this.pattern(items, s)
  }

  private mapping(): Expr {
    const s = this.start
    const items: Expr[] = []
    this.next()
    while (this.tok !== '}') {
      if (this.tok === '**') {
        this.next()
        items.push(this.capture())
      } else {
        const key = this.closed()
        if (key.k === 'Name' || key.k === 'Pattern') this.fail()
        items.push(key)
        this.expect(':')
        items.push(this.asPattern())
      }
      if (this.tok !== ',') break
      this.next()
    }
    this.expect('}')
    return this.pattern(items, s)
  }
}
