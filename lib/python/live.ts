/** Which statements can run at all, as far as the text alone tells. */
import type { Expr, If, Stmt } from './ast.ts'
import { joined } from './syntax/names.ts'

/** The statements of a block up to the first that leaves it: what stands below is dead. */
export function live(body: readonly Stmt[]): readonly Stmt[] {
  const end = body.findIndex(({ k }) => k === 'Return' || k === 'Raise' || k === 'Break' || k === 'Continue')
  return end < 0 || end === body.length - 1 ? body : body.slice(0, end + 1)
}

/** The members of a class: of two methods of one name the later replaces the earlier, unless it is made out of it. */
export function liveMembers(body: readonly Stmt[]): readonly Stmt[] {
  const replaced = new Set<string>()
  const found: Stmt[] = []
  for (let i = body.length - 1; i >= 0; i--) {
    const member = body[i]!
    if (member.k === 'Def') {
      if (replaced.has(member.name)) continue
      // A decorator may be given what it replaces: `@area.setter`, `@overload`.
      if (member.decorators.length === 0) replaced.add(member.name)
    }
    found.push(member)
  }
  return found.length === body.length ? body : found.reverse()
}

/** What a test always is: `if False:`, `if 0:`, `if TYPE_CHECKING:`, `if __name__ == "__main__":` never hold here. */
export function constantTest(test: Expr): boolean | undefined {
  if (test.k === 'Const') return test.v === '...' ? true : Boolean(test.v)
  if (test.k === 'Num') return test.v !== 0
  if (test.k === 'Name' || test.k === 'Attr') {
    return (test.k === 'Name' ? test.id : test.name) === 'TYPE_CHECKING' ? false : undefined
  }
  if (test.k === 'Cmp' && test.items.length === 2 && test.ops[0] === '==') {
    const [a, b] = test.items
    const isMain = (x: Expr | undefined) => x?.k === 'Str' && x.v === '__main__'
    const isName = (x: Expr | undefined) => x?.k === 'Name' && x.id === '__name__'
    if ((isMain(a) && isName(b)) || (isMain(b) && isName(a))) return false
  }
  return undefined
}

/** The branches that may run. */
export function liveBranches(statement: If): {
  branches: If['branches']
  orelse: readonly Stmt[]
} {
  const branches: If['branches'][number][] = []
  for (const branch of statement.branches) {
    const known = constantTest(branch.test)
    if (known === false) continue
    branches.push(branch)
    if (known === true) return { branches, orelse: [] }
  }
  return { branches, orelse: statement.orelse }
}

/** `a.b.c` of names alone. */
export function dottedName(expr: Expr): string | undefined {
  if (expr.k === 'Name') return expr.id
  if (expr.k !== 'Attr') return undefined
  const owner = dottedName(expr.obj)
  return owner === undefined ? undefined : joined(owner, expr.name)
}

/** The blocks of statements below a statement, those of a definition apart, that may run. */
export function liveBlocks(st: Stmt): readonly (readonly Stmt[])[] {
  switch (st.k) {
    case 'If': {
      const { branches, orelse } = liveBranches(st)
      return [...branches.map(({ body }) => body), orelse]
    }
    case 'Try':
      return [st.body, ...st.handlers.map(({ body }) => body), st.orelse, st.final]
    case 'For':
    case 'While':
      return [st.body, st.orelse]
    case 'With':
      return [st.body]
    case 'Match':
      return st.cases.map(({ body }) => body)
    default:
      return []
  }
}
