/** The walk behind scopes.ts: every occurrence of a name with the scope it stands in, and what each scope binds. */
import { anyButCopies, changesFirst, eachRoot, isMutator, lastName, onlyReads, views } from './aliases.ts'
import { childByField, children, type FlatTree, textOf } from './flat.ts'
import { type ImportStatement, readImport } from './imports.ts'
import { quotedNames } from './quoted.ts'
import {
  ALIASED,
  BASE,
  BIND,
  CALLED,
  COMPARED,
  DEFERRED,
  GIVEN,
  INVOKED,
  LOOPED,
  MUTATED,
  mangled,
  type Occurrence,
  RECALLED,
  type Scope,
  SOFT,
  STORED,
  WRITTEN,
} from './scopes.ts'

const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
])

export function visitModule(flat: FlatTree): { occurrences: Occurrence[]; imports: ImportStatement[] } {
  const occurrences: Occurrence[] = []
  const imports: ImportStatement[] = []
  const marks = new Map<number, number>()
  const holders = new Map<number, { names: string[]; scope: Scope }>()
  const looped: string[][] = []
  let deferred = 0
  let annotation = 0
  let futureAnnotations = false

  const { kind, field } = flat
  const module = newScope('module', undefined, undefined)

  function enter(type: Scope['type'], parent: Scope, owner = parent.owner): Scope {
    return newScope(type, parent, owner)
  }

  function note(node: number, name: string, scope: Scope, flags: number): void {
    const soft = annotation && futureAnnotations ? SOFT : 0
    const isLooped = looped.length && !deferred && looped.some(names => names.includes(name))
    const loop = isLooped ? LOOPED : 0
    const all = flags | (marks.get(node) ?? 0) | soft | loop | (deferred ? DEFERRED : 0)
    const use = occurrence(name, flat.start[node]!, flat.end[node]!, all, scope)
    if (field[node] === 'object' && kind[flat.parent[node]!] === 'attribute') follow(use, node)
    const held = holders.get(node)
    if (held) bindAlias(use, held)
    occurrences.push(use)
  }

  function bindAlias(source: Occurrence, { names, scope }: { names: string[]; scope: Scope }): void {
    if (scope.type === 'module') {
      source.into = names
      return
    }
    scope.aliases ??= new Map()
    const direct = (source.flags & ALIASED) !== 0
    for (const name of names) {
      const known = scope.aliases.get(name)
      if (known) known.push({ source, direct })
      else scope.aliases.set(name, [{ source, direct }])
    }
  }

  function follow(use: Occurrence, node: number): void {
    const chain: string[] = []
    const ends: number[] = []
    use.chain = chain
    use.ends = ends
    let at = node
    while (field[at] === 'object' && kind[flat.parent[at]!] === 'attribute') {
      at = flat.parent[at]!
      chain.push(textOf(flat, childByField(flat, at, 'attribute')))
      ends.push(flat.end[at]!)
    }
  }

  function load(node: number, scope: Scope): void {
    note(node, mangled(textOf(flat, node), scope.owner), scope, 0)
  }

  function bind(node: number, scope: Scope, name = mangled(textOf(flat, node), scope.owner)): void {
    bindName(name, scope)
    note(node, name, scope, BIND)
  }

  function bindName(name: string, scope: Scope): void {
    scope.names.add(name)
    if (scope.imports?.has(name)) scope.rebound = (scope.rebound ?? new Set()).add(name)
  }

  /** A target of an assignment, a loop, a with, a del: names are bound, anything else is an expression. */
  function target(node: number, scope: Scope): void {
    switch (kind[node]) {
      case 'identifier':
        bind(node, scope)
        return
      case 'attribute':
      case 'subscript':
        // `globals()["x"] = 1`
        if (kind[node] === 'subscript') mark(node, BIND)
        markRoot(node, MUTATED | WRITTEN | (kind[node] === 'attribute' ? STORED : 0))
        visit(node, scope)
        return
      case 'as_pattern':
        visit(node, scope)
        return
      default:
        for (const child of children(flat, node)) target(child, scope)
    }
  }

  /** `del x` makes x local to a function, but is no definition of it. */
  function remove(node: number, scope: Scope): void {
    if (kind[node] !== 'identifier') {
      if (kind[node] === 'attribute' || kind[node] === 'subscript') target(node, scope)
      else for (const child of children(flat, node)) remove(child, scope)
      return
    }
    const name = mangled(textOf(flat, node), scope.owner)
    if (scope.type !== 'module') bindName(name, scope)
    note(node, name, scope, SOFT)
  }

  function mark(node: number, flags: number): void {
    marks.set(node, (marks.get(node) ?? 0) | flags)
  }

  /** Marks the name at the root of `a.b[c].d`. */
  function markRoot(node: number, flags: number): void {
    let at = node
    let stored = flags
    for (;;) {
      if (kind[at] === 'attribute') at = childByField(flat, at, 'object')
      else if (kind[at] === 'subscript') {
        at = childByField(flat, at, 'value')
        // Of what is in it an attribute is stored to, or called.
        stored &= ~(STORED | INVOKED)
      } else break
    }
    if (kind[at] === 'identifier') {
      mark(at, stored)
      return
    }
    if (!(flags & MUTATED)) return
    // What a call gave is changed: `dot.shift(UP).scale(2)`, `VGroup(a, b).arrange()`.
    eachRoot(flat, at, anyButCopies, root => mark(root, MUTATED))
    // An object just made would be lost: `getcontext().prec = 50` is stored for others to see.
    if (kind[at] === 'call' && flags & WRITTEN) {
      const callee = childByField(flat, at, 'function')
      if (!/^[A-Z]/.test(lastName(flat, callee))) markRoot(callee, MUTATED | WRITTEN)
    }
  }

  /** Notes for all names of `left` that they are bound to what `right` leads back to. */
  function alias(right: number, left: number, scope: Scope): void {
    const names = targetNames(left, scope)
    if (!names.length) return
    eachRoot(flat, right, views, (root, direct) => {
      if (direct) mark(root, ALIASED)
      const known = holders.get(root)
      holders.set(root, { names: known?.scope === scope ? [...known.names, ...names] : names, scope })
    })
  }

  function targetNames(node: number, scope: Scope): string[] {
    if (kind[node] === 'identifier') return [mangled(textOf(flat, node), scope.owner)]
    if (kind[node] === 'attribute' || kind[node] === 'subscript') return []
    return children(flat, node).flatMap(child => targetNames(child, scope))
  }

  function visitAll(nodes: number[], scope: Scope): void {
    for (const node of nodes) visit(node, scope)
  }

  function visit(node: number, scope: Scope): void {
    const type = kind[node]!
    if (COMPREHENSIONS.has(type)) {
      comprehension(node, scope)
      return
    }
    switch (type) {
      case 'identifier':
        load(node, scope)
        return
      case 'comment':
      case 'keyword_separator':
      case 'positional_separator':
        return
      case 'attribute':
        visit(childByField(flat, node, 'object'), scope)
        return
      case 'keyword_argument':
        visit(childByField(flat, node, 'value'), scope)
        return
      case 'function_definition':
        functionDefinition(node, scope)
        return
      case 'class_definition':
        classDefinition(node, scope)
        return
      case 'lambda':
        functionBody(node, scope)
        return
      case 'decorator':
        for (const child of children(flat, node)) {
          const callee = kind[child] === 'call' ? childByField(flat, child, 'function') : child
          // `@shapes.register` may enter the function in what it is a method of.
          const mutates = kind[callee] === 'attribute' ? MUTATED : 0
          markRoot(callee, CALLED | INVOKED | mutates | (callee === child ? 0 : RECALLED))
        }
        break
      case 'expression_statement':
        for (const child of children(flat, node)) effect(child)
        break
      case 'call':
        call(node)
        quoted(node, scope)
        break
      case 'subscript':
        quoted(node, scope)
        break
      case 'assignment':
        assignment(node, scope)
        return
      case 'augmented_assignment': {
        const left = childByField(flat, node, 'left')
        if (kind[left] === 'identifier') load(left, scope)
        target(left, scope)
        visit(childByField(flat, node, 'right'), scope)
        return
      }
      case 'named_expression': {
        let outer = scope
        while (outer.type === 'comprehension' && outer.parent) outer = outer.parent
        alias(childByField(flat, node, 'value'), childByField(flat, node, 'name'), outer)
        bind(childByField(flat, node, 'name'), outer)
        visit(childByField(flat, node, 'value'), scope)
        return
      }
      case 'for_statement':
      case 'for_in_clause':
        alias(childByField(flat, node, 'right'), childByField(flat, node, 'left'), scope)
        visit(childByField(flat, node, 'right'), scope)
        target(childByField(flat, node, 'left'), scope)
        looped.push(targetNames(childByField(flat, node, 'left'), scope))
        visitAll(
          children(flat, node).filter(child => field[child] !== 'left' && field[child] !== 'right'),
          scope,
        )
        looped.pop()
        return
      case 'as_pattern_target':
        for (const child of children(flat, node)) target(child, scope)
        return
      case 'delete_statement':
        for (const child of children(flat, node)) remove(child, scope)
        return
      case 'type_alias_statement':
        typeAlias(node, scope)
        return
      case 'type':
        annotation++
        visitAll(children(flat, node), scope)
        annotation--
        return
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        importStatement(node, scope)
        return
      case 'global_statement':
      case 'nonlocal_statement':
        declare(node, scope, type === 'global_statement')
        return
      case 'case_pattern':
        pattern(node, scope)
        return
    }
    for (let child = flat.firstChild[node]!; child >= 0; child = flat.nextSibling[child]!) visit(child, scope)
  }

  function declare(node: number, scope: Scope, global: boolean): void {
    for (const child of children(flat, node)) {
      const name = mangled(textOf(flat, child), scope.owner)
      if (!global) scope.nonlocals = (scope.nonlocals ?? new Set()).add(name)
      else if (scope.type !== 'module') scope.globals = (scope.globals ?? new Set()).add(name)
      // The declaration is rewritten with the name, and does not itself read it.
      if (global) note(child, name, scope, SOFT)
    }
  }

  /** An expression that stands there for what it does. */
  function effect(node: number): void {
    if (
      /^(await|conditional_expression|boolean_operator|parenthesized_expression|tuple|list)$/.test(
        kind[node]!,
      )
    )
      for (const child of children(flat, node)) effect(child)
    else if (COMPREHENSIONS.has(kind[node]!)) effect(childByField(flat, node, 'body'))
    if (kind[node] !== 'call') return
    const callee = childByField(flat, node, 'function')
    if (kind[callee] === 'identifier') markRoot(callee, CALLED)
    else markRoot(callee, MUTATED | CALLED)
  }

  const given = (root: number): void => mark(root, GIVEN)

  function call(node: number): void {
    const callee = childByField(flat, node, 'function')
    const name = lastName(flat, callee)
    markRoot(callee, INVOKED | (kind[callee] === 'attribute' && isMutator(name) ? MUTATED : 0))
    if (kind[callee] === 'call') markRoot(childByField(flat, callee, 'function'), RECALLED)
    const list = childByField(flat, node, 'arguments')
    if (list < 0) return
    if (changesFirst(name)) {
      const first = flat.firstChild[list]!
      if (first >= 0)
        eachRoot(flat, first, anyButCopies, (root, direct) => mark(root, MUTATED | (direct ? WRITTEN : 0)))
    }
    // `fill(len(colors))` is not given the colours.
    if (onlyReads(name)) return
    for (let argument = flat.firstChild[list]!; argument >= 0; argument = flat.nextSibling[argument]!)
      eachRoot(flat, argument, views, given)
  }

  /** Names of the module in strings. */
  function quoted(node: number, scope: Scope): void {
    for (const found of quotedNames(flat, node) ?? []) {
      const binds = found.isTable ? (marks.get(node) ?? 0) & BIND : 0
      // Whether that function runs at all nobody knows: people who try things out write such lines.
      if (binds && deferred) continue
      const flags = binds | (found.isSoft ? SOFT : 0) | (deferred ? DEFERRED : 0)
      const use = occurrence(found.name, found.start, found.end, flags, found.isTable ? module : scope)
      if (found.chain.length) Object.assign(use, { chain: found.chain, ends: found.ends })
      occurrences.push(use)
    }
  }

  function assignment(node: number, scope: Scope): void {
    const left = childByField(flat, node, 'left')
    const right = childByField(flat, node, 'right')
    const annotated = childByField(flat, node, 'type')
    if (right >= 0) {
      // In `a = b = c` what is assigned to a stands behind the other assignment.
      let value = right
      while (kind[value] === 'assignment') value = childByField(flat, value, 'right')
      alias(value, left, scope)
      visit(right, scope)
    }
    if (annotated >= 0) visit(annotated, scope)
    target(left, scope)
  }

  function functionDefinition(node: number, scope: Scope): void {
    bind(childByField(flat, node, 'name'), scope)
    functionBody(node, typeParameters(node, scope))
  }

  /** Defaults and annotations belong to the scope around; parameters and body to the function. */
  function functionBody(node: number, scope: Scope): void {
    const inner = enter('function', scope)
    const list = childByField(flat, node, 'parameters')
    if (list >= 0) for (const child of children(flat, list)) parameter(child, scope, inner)
    inner.parameters = inner.names.size
    inner.isMethod = scope.type === 'class' && isMethod(node)
    const returns = childByField(flat, node, 'return_type')
    if (returns >= 0) visit(returns, scope)
    deferred++
    const outer = annotation
    annotation = 0
    visit(childByField(flat, node, 'body'), inner)
    annotation = outer
    deferred--
  }

  function isMethod(node: number): boolean {
    const around = flat.parent[node]!
    const decorators = kind[around] === 'decorated_definition' ? children(flat, around) : []
    return (
      kind[node] === 'function_definition' && !decorators.some(at => textOf(flat, at) === '@staticmethod')
    )
  }

  function parameter(node: number, scope: Scope, inner: Scope): void {
    if (kind[node] === 'identifier') {
      bindName(mangled(textOf(flat, node), inner.owner), inner)
      return
    }
    for (const child of children(flat, node)) {
      if (field[child] === 'value' || field[child] === 'type') visit(child, scope)
      else parameter(child, scope, inner)
    }
  }

  function classDefinition(node: number, scope: Scope): void {
    const name = childByField(flat, node, 'name')
    bind(name, scope)
    const around = typeParameters(node, scope)
    const bases = childByField(flat, node, 'superclasses')
    if (bases >= 0) {
      for (const base of children(flat, bases)) {
        // A metaclass makes the class.
        if (kind[base] === 'keyword_argument') markRoot(childByField(flat, base, 'value'), BASE | INVOKED)
        else markRoot(base, BASE)
      }
      visit(bases, around)
    }
    visit(childByField(flat, node, 'body'), enter('class', around, textOf(flat, name)))
  }

  /** PEP 695: `def f[T: int]` has a scope of its own for T. */
  function typeParameters(node: number, scope: Scope): Scope {
    const list = childByField(flat, node, 'type_parameters')
    if (list < 0) return scope
    const inner = enter('function', scope)
    bindTypeParameters(list, inner)
    return inner
  }

  function bindTypeParameters(list: number, inner: Scope): void {
    for (const item of children(flat, list)) {
      const [first, ...bounds] =
        kind[flat.firstChild[item]!] === 'constrained_type' ? children(flat, flat.firstChild[item]!) : [item]
      let at = first!
      while (kind[at] !== 'identifier' && flat.firstChild[at]! >= 0) at = flat.firstChild[at]!
      if (kind[at] === 'identifier') bindName(textOf(flat, at), inner)
      visitAll(bounds, inner)
    }
  }

  function typeAlias(node: number, scope: Scope): void {
    const generic = flat.firstChild[childByField(flat, node, 'left')]!
    if (kind[generic] === 'identifier') bind(generic, scope)
    else bind(flat.firstChild[generic]!, scope)
    const inner = enter('function', scope)
    if (kind[generic] === 'generic_type')
      bindTypeParameters(flat.nextSibling[flat.firstChild[generic]!]!, inner)
    deferred++
    visit(childByField(flat, node, 'right'), inner)
    deferred--
  }

  function comprehension(node: number, scope: Scope): void {
    const inner = enter('comprehension', scope)
    let first = true
    const rest: number[] = []
    for (const child of children(flat, node)) {
      if (kind[child] === 'for_in_clause' && first) {
        first = false
        alias(childByField(flat, child, 'right'), childByField(flat, child, 'left'), inner)
        visit(childByField(flat, child, 'right'), scope)
        target(childByField(flat, child, 'left'), inner)
      } else rest.push(child)
    }
    visitAll(rest, inner)
  }

  function importStatement(node: number, scope: Scope): void {
    const statement = readImport(flat, node, deferred > 0)
    imports.push(statement)
    if (statement.module === '__future__') {
      futureAnnotations ||= statement.clauses.some(clause => clause.name === 'annotations')
    }
    for (const clause of statement.clauses) {
      if (clause.name === '*') continue
      const name = mangled(clause.binds, scope.owner)
      if (scope.type === 'module' || scope.globals?.has(name)) {
        const flags = BIND | (deferred ? DEFERRED : 0)
        occurrences.push(occurrence(name, clause.start, clause.end, flags, scope))
        scope.names.add(name)
        continue
      }
      if (scope.names.has(name)) scope.rebound = (scope.rebound ?? new Set()).add(name)
      scope.names.add(name)
      scope.imports = (scope.imports ?? new Map()).set(name, { statement, clause })
    }
  }

  /** Patterns of `match`: a bare name captures, a dotted one is looked up. */
  function pattern(node: number, scope: Scope): void {
    for (const child of children(flat, node)) {
      switch (kind[child]) {
        case 'dotted_name': {
          const parts = children(flat, child)
          if (kind[node] === 'case_pattern' && parts.length === 1) {
            if (textOf(flat, child) !== '_') bind(child, scope)
          } else dottedLoad(child, parts, scope)
          break
        }
        case 'identifier':
          // `case x as y`, `*rest`, `**rest` bind; in `Point(x=0)` the x is an attribute.
          if (kind[node] !== 'keyword_pattern' && textOf(flat, child) !== '_') bind(child, scope)
          break
        case 'attribute':
        case 'string':
        case 'concatenated_string':
          visit(child, scope)
          break
        default:
          // The value of `Point(y=yy)` is a pattern without a node of its own around it.
          if (kind[node] === 'keyword_pattern' && kind[child] === 'dotted_name') bind(child, scope)
          else pattern(child, scope)
      }
    }
  }

  function dottedLoad(node: number, parts: number[], scope: Scope): void {
    if (kind[flat.parent[node]!] === 'keyword_pattern' && parts.length === 1) {
      if (textOf(flat, node) !== '_') bind(node, scope)
      return
    }
    const first = parts[0]!
    const name = mangled(textOf(flat, first), scope.owner)
    const compared = parts.length > 1 && kind[flat.parent[node]!] !== 'class_pattern' ? COMPARED : 0
    const flags = compared | (deferred ? DEFERRED : 0)
    const use = occurrence(name, flat.start[first]!, flat.end[first]!, flags, scope)
    if (parts.length > 1) {
      use.chain = parts.slice(1).map(part => textOf(flat, part))
      use.ends = parts.slice(1).map(part => flat.end[part]!)
    }
    occurrences.push(use)
  }

  visit(0, module)
  return { occurrences, imports }
}

function newScope(type: Scope['type'], parent: Scope | undefined, owner: string | undefined): Scope {
  return {
    type,
    parent,
    names: new Set(),
    globals: undefined,
    nonlocals: undefined,
    imports: undefined,
    rebound: undefined,
    parameters: 0,
    isMethod: false,
    aliases: undefined,
    owner,
  }
}

function occurrence(name: string, start: number, end: number, flags: number, scope: Scope): Occurrence {
  return {
    name,
    start,
    end,
    flags,
    chain: undefined,
    ends: undefined,
    scope,
    via: undefined,
    into: undefined,
  }
}
