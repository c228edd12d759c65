/** Names that a function binds for itself, so that they hide those of the program. */
import type { Def, Expr, Lambda, Stmt } from '../python/ast.ts'
import { dottedName } from '../python/live.ts'
import { gather } from './gather.ts'

export interface LocalNames {
  readonly hidden: Set<string>
  /** `Shape = Circle` within the function. */
  readonly aliases: Map<string, string>
}

export function localNames(def: Def | Lambda): LocalNames {
  const hidden = new Set(def.params.map(param => param.name))
  const aliases = new Map<string, string>()
  if (def.k === 'Def') bindAll(def.body, hidden, aliases)
  for (const name of hidden) aliases.delete(name)
  return { hidden, aliases }
}

function bindAll(body: readonly Stmt[], hidden: Set<string>, aliases: Map<string, string>): void {
  const target = (expr: Expr) => {
    for (const name of targetNames(expr)) hidden.add(name)
  }
  for (const st of body) {
    switch (st.k) {
      case 'Assign': {
        const [only] = st.targets
        const origin = st.value && dottedName(st.value)
        if (
          st.targets.length === 1 &&
          only?.k === 'Name' &&
          origin &&
          /^[A-Z]/.test(origin.split('.').at(-1) ?? '')
        )
          aliases.set(only.id, origin)
        else st.targets.forEach(target)
        break
      }
      case 'For':
        target(st.target)
        bindAll(st.body, hidden, aliases)
        bindAll(st.orelse, hidden, aliases)
        break
      case 'With':
        for (const item of st.items) if (item.target) target(item.target)
        bindAll(st.body, hidden, aliases)
        break
      case 'While':
        bindAll(st.body, hidden, aliases)
        bindAll(st.orelse, hidden, aliases)
        break
      case 'If':
        for (const branch of st.branches) bindAll(branch.body, hidden, aliases)
        bindAll(st.orelse, hidden, aliases)
        break
      case 'Try':
        for (const part of [st.body, ...st.handlers.map(handler => handler.body), st.orelse, st.final])
          bindAll(part, hidden, aliases)
        break
      case 'Match':
        for (const one of st.cases) bindAll(one.body, hidden, aliases)
        break
      case 'Def':
        hidden.add(st.name)
        break
      default:
    }
  }
}

export function targetNames(expr: Expr): string[] {
  if (expr.k === 'Name') return [expr.id]
  if (expr.k === 'Tuple' || expr.k === 'List') return gather(expr.items, targetNames)
  if (expr.k === 'Star') return targetNames(expr.x)
  return []
}
