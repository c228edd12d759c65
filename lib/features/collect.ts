/** Walks one top-level statement once and writes down its evidence. */
import type { Bin, Call, Class, Def, Expr, Lambda, Stmt, Str } from '../python/ast.ts'
import { dottedName, live, liveBranches, liveMembers } from '../python/live.ts'
import { joined } from '../python/syntax/names.ts'
import { ANY_NAME, type Evidence, emptyEvidence, type MethodSite } from './evidence.ts'
import { gather } from './gather.ts'
import { increment, noteCall, noteString, noteValue } from './notes.ts'
import { type LocalNames, localNames, targetNames } from './scopes.ts'
import { isSetLike, showsBits } from './shapes.ts'

/** A class named here is asked about, not made. */
const ASKS = new Set(['isinstance', 'issubclass', 'super', 'type'])
/** A string that may name a method: `getattr(self, "step")`. */
const NAME = /^[a-zA-Z_]\w{0,40}$/
const BITS = new Set(['&', '|', '^', '<<', '>>'])
export function collect(body: readonly Stmt[], text: string): Evidence {
  const walker = new Walker(text)
  walker.block(body, 0)
  return walker.found
}

class Walker {
  readonly found = emptyEvidence()
  private readonly text: string
  private scopes: LocalNames[] = []
  private inClass = 0
  /** The class at top level that is walked. */
  private outermost = ''
  private method: MethodSite | undefined
  private mentions = this.found.mentions

  constructor(text: string) {
    this.text = text
  }

  block(body: readonly Stmt[], depth: number): void {
    if (depth > this.found.counts.depth) this.found.counts.depth = depth
    for (const st of live(body)) this.statement(st, depth)
  }

  private statement(st: Stmt, depth: number): void {
    const { found } = this
    switch (st.k) {
      case 'Def':
        this.def(st, depth)
        break
      case 'Class':
        this.class(st, depth)
        break
      case 'Assign':
        this.assign(st)
        break
      case 'Aug':
        if (BITS.has(st.op) && !isSetLike(st.value)) this.bits(st.op)
        this.target(st.target)
        this.expr(st.value)
        break
      case 'For':
        found.counts.branches++
        this.bind(st.target)
        this.expr(st.iter)
        this.block(st.body, depth + 1)
        this.block(st.orelse, depth + 1)
        break
      case 'While':
        found.counts.branches++
        this.expr(st.test)
        this.block(st.body, depth + 1)
        this.block(st.orelse, depth + 1)
        break
      case 'If': {
        const { branches, orelse } = liveBranches(st)
        for (const branch of branches) {
          found.counts.branches++
          this.expr(branch.test)
          this.block(branch.body, depth + 1)
        }
        this.block(orelse, depth + 1)
        break
      }
      case 'With':
        for (const item of st.items) {
          this.expr(item.x)
          if (item.target) this.bind(item.target)
        }
        this.block(st.body, depth + 1)
        break
      case 'Try':
        this.block(st.body, depth + 1)
        for (const handler of st.handlers) {
          found.counts.branches++
          this.block(handler.body, depth + 1)
        }
        this.block(st.orelse, depth + 1)
        this.block(st.final, depth + 1)
        break
      case 'Match':
        for (const subject of st.subjects) this.expr(subject)
        for (const one of st.cases) {
          found.counts.branches++
          for (const name of gather(one.patterns, targetNames)) found.bound.add(name)
          if (one.guard) this.expr(one.guard)
          this.block(one.body, depth + 1)
        }
        break
      case 'Import':
        this.import(st)
        break
      case 'Return':
      case 'Raise':
      case 'Delete':
      case 'Assert':
        for (const item of st.items) this.expr(item, true)
        break
      case 'Expr':
        // A string that stands alone says nothing on screen.
        if (st.x.k !== 'Str') this.expr(st.x)
        break
      default:
    }
  }

  private def(def: Def, depth: number): void {
    const { found } = this
    found.counts.functions++
    found.bound.add(def.name)
    for (const decorator of def.decorators) this.expr(decorator)
    for (const param of def.params) if (param.default) this.expr(param.default, true)
    const isMethod = this.inClass === 1 && this.scopes.length === 0
    if (isMethod) this.enter({ cls: this.outermost, name: def.name, mentions: new Set() })
    this.within(def, () => this.block(def.body, depth + 1))
    if (isMethod) this.leave()
  }

  private enter(method: MethodSite): void {
    this.found.methodSites.push(method)
    this.method = method
    this.mentions = method.mentions
  }

  private leave(): void {
    this.method = undefined
    this.mentions = this.found.mentions
  }

  private within(def: Def | Lambda, walk: () => void): void {
    for (const param of def.params) this.found.bound.add(param.name)
    this.scopes.push(localNames(def))
    const outer = this.inClass
    this.inClass = 0
    walk()
    this.inClass = outer
    this.scopes.pop()
  }

  private class(node: Class, depth: number): void {
    const { found } = this
    found.bound.add(node.name)
    found.classes.push({
      name: node.name,
      bases: node.bases.map(base => dottedName(base) ?? this.text.slice(base.s, base.e)),
      methods: node.body.filter(member => member.k === 'Def').map(({ name }) => name),
      nested: this.scopes.length > 0 || this.inClass > 0,
    })
    for (const base of node.bases) this.loadsOf(base)
    for (const keyword of node.kws) this.loadsOf(keyword.value)
    for (const decorator of node.decorators) this.expr(decorator)
    if (this.scopes.length === 0 && this.inClass === 0) this.outermost = node.name
    this.inClass++
    this.block(liveMembers(node.body), depth + 1)
    this.inClass--
  }

  private assign(st: Extract<Stmt, { k: 'Assign' }>): void {
    const [only] = st.targets
    const origin = st.value && dottedName(st.value)
    for (const target of st.targets) this.bind(target)
    if (!st.value) return
    if (origin && st.targets.length === 1 && only?.k === 'Name') {
      if (this.scopes.length === 0 && this.inClass === 0) this.found.aliases.set(only.id, origin)
      this.load(st.value, origin)
      return
    }
    if (st.value.k === 'Str' && only?.k === 'Name' && this.scopes.length === 0)
      this.found.constants.set(only.id, st.value.v)
    this.expr(st.value, true)
  }

  private bind(target: Expr): void {
    for (const name of targetNames(target)) this.found.bound.add(name)
    this.target(target)
  }

  /** Reads within what is assigned to: `self.x[i] = …` reads `self`, `x` and `i`. */
  private target(expr: Expr): void {
    if (expr.k === 'Name') return
    if (expr.k === 'Tuple' || expr.k === 'List') for (const item of expr.items) this.target(item)
    else if (expr.k === 'Attr') this.expr(expr.obj)
    else this.expr(expr)
  }

  private import(st: Extract<Stmt, { k: 'Import' }>): void {
    const { found } = this
    const binds: [string, string][] = []
    for (const { name, as } of st.names) {
      if (st.from === undefined) binds.push(as ? [as, name] : [name.split('.')[0]!, name.split('.')[0]!])
      else binds.push([as ?? name, `${st.from}.${name}`])
      if (st.from === undefined) found.imports.push({ module: name, star: false, binds: [] })
    }
    for (const [name] of binds) found.bound.add(name)
    found.imports.push({ module: st.from ?? '', star: st.star === true, binds })
  }

  private isHidden(name: string): boolean {
    for (const { hidden } of this.scopes) if (hidden.has(name)) return true
    return false
  }

  /** `Shape(…)` after `Shape = Circle` in the same function is `Circle(…)`. */
  private unalias(expr: Expr, dotted: string): string {
    if (expr.k === 'Attr') return dotted
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const scope = this.scopes[i]!
      const origin = scope.aliases.get(dotted)
      if (origin) return origin
      if (scope.hidden.has(dotted)) return dotted
    }
    return dotted
  }

  /** Reads `expr`, which is called `dotted`; true where a function hides its first name. */
  private load(expr: Expr, dotted: string): boolean {
    let root = expr
    for (; root.k === 'Attr'; root = root.obj) this.attribute(root.name)
    const hidden = root.k === 'Name' && this.isHidden(root.id)
    if (!hidden) increment(this.found.loads, dotted)
    return hidden
  }

  private attribute(name: string): void {
    this.mentions.add(name)
    if (name === 'animate') this.found.counts.animates++
    else if (name === 'frame') this.found.counts.frames++
  }

  private loadsOf(expr: Expr): void {
    const dotted = dottedName(expr)
    if (dotted === undefined) this.expr(expr)
    else this.load(expr, dotted)
  }

  private bits(op: string): void {
    this.found.counts.bitOperators++
    if (op === '^') this.found.counts.xor++
  }

  /** `value`: the expression's value is kept or handed on, so that a class named here is used as a thing. */
  expr(expr: Expr, value = false): void {
    const { found } = this
    switch (expr.k) {
      case 'Name':
      case 'Attr': {
        const dotted = dottedName(expr)
        if (dotted !== undefined) {
          const hidden = this.load(expr, dotted)
          if (value && !hidden) noteValue(found, this.unalias(expr, dotted))
        } else if (expr.k === 'Attr') {
          this.attribute(expr.name)
          this.expr(expr.obj)
        }
        return
      }
      case 'Call':
        this.call(expr)
        return
      case 'Str':
        this.str(expr)
        return
      case 'Num':
        if (expr.raw.startsWith('0b') || expr.raw.startsWith('0B')) found.counts.bitOperators++
        return
      case 'Const':
        return
      case 'List':
      case 'Tuple':
      case 'Set':
        for (const item of expr.items) this.expr(item, true)
        return
      case 'Dict':
        for (const { key, value: item } of expr.pairs) {
          if (key) this.expr(key)
          this.expr(item, true)
        }
        return
      case 'Bin':
        this.binary(expr)
        return
      case 'Un':
        if (expr.op === '~') found.counts.bitOperators++
        this.expr(expr.x)
        return
      case 'And':
      case 'Or':
        found.counts.branches += expr.items.length - 1
        for (const item of expr.items) this.expr(item, value)
        return
      case 'Cmp':
        for (const item of expr.items) this.expr(item)
        return
      case 'Cond':
        found.counts.branches++
        this.expr(expr.test)
        this.expr(expr.yes, value)
        this.expr(expr.no, value)
        return
      case 'Lambda':
        for (const param of expr.params) if (param.default) this.expr(param.default, true)
        this.within(expr, () => this.expr(expr.body, true))
        return
      case 'Comp':
        for (const clause of expr.clauses) {
          if (clause.target) this.bind(clause.target)
          else found.counts.branches++
          this.expr(clause.x)
        }
        this.expr(expr.body, true)
        if (expr.value) this.expr(expr.value, true)
        return
      case 'Sub':
        this.expr(expr.obj)
        for (const index of expr.index) this.index(index)
        return
      case 'Star':
        this.expr(expr.x)
        return
      case 'Walrus':
        found.bound.add(expr.name)
        this.expr(expr.value, value)
        return
      case 'Pattern':
        return
      default:
        for (const item of expr.items) this.expr(item, expr.k === 'Yield')
    }
  }

  /** `a[~mask]` is numpy's way to say not. */
  private index(expr: Expr): void {
    if (expr.k === 'Un' && expr.op === '~') this.expr(expr.x)
    else this.expr(expr)
  }

  private binary(expr: Bin): void {
    expr.ops.forEach((op, i) => {
      if (!BITS.has(op)) return
      if (isSetLike(expr.items[i]!) || isSetLike(expr.items[i + 1]!)) return
      this.bits(op)
    })
    for (const item of expr.items) this.expr(item)
  }

  private str(expr: Str): void {
    if (expr.bytes) return
    noteString(this.found, expr.v)
    if (NAME.test(expr.v)) this.mentions.add(expr.v)
    for (const part of expr.parts ?? []) {
      if (typeof part === 'string') continue
      if (part.spec && /b$/.test(part.spec)) this.found.counts.bitOperators++
      this.expr(part.x)
    }
  }

  private call(call: Call): void {
    const { found } = this
    const { fn } = call
    const written = dottedName(fn)
    let hidden = false
    let callee = ''
    if (written !== undefined) {
      hidden = this.load(fn, written)
      callee = this.unalias(fn, written)
    } else {
      if (fn.k === 'Attr') callee = joined('', fn.name)
      this.expr(fn)
    }
    if (callee) this.note(call, callee, hidden)
    if (showsBits(call)) found.counts.bitOperators++
    const asks = ASKS.has(callee)
    for (const arg of call.args) this.expr(arg, !asks)
    for (const kw of call.kws) this.expr(kw.value, !asks)
  }

  private note(call: Call, callee: string, hidden: boolean): void {
    const { text, method } = this
    if (callee === 'getattr' && !isPlain(call.args[1])) this.mentions.add(ANY_NAME)
    noteCall(this.found, call, { callee, hidden, atImport: this.scopes.length === 0, text, method })
  }
}

/** `"step"`, not `f"step_{i}"` or a name. */
function isPlain(expr: Expr | undefined): boolean {
  return expr?.k === 'Str' && !expr.parts
}
