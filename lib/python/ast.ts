/**
 * A light syntax tree of Python: plain objects, so that a walk costs no call into wasm and a statement can be
 * kept after its tree is gone. `s` and `e` are offsets into the text of the top-level statement that holds the node.
 */
import type { Noted } from './notes.ts'

export interface Span {
  readonly s: number
  readonly e: number
}
/** Statements one after another. */
export interface Block extends ReadonlyArray<Stmt>, Noted {}

export interface Name extends Span {
  readonly k: 'Name'
  readonly id: string
}
export interface Attr extends Span {
  readonly k: 'Attr'
  readonly obj: Expr
  readonly name: string
}
export interface Keyword {
  /** Absent for `**rest`. */
  readonly name?: string
  readonly value: Expr
}
export interface Call extends Span {
  readonly k: 'Call'
  readonly fn: Expr
  readonly args: readonly Expr[]
  readonly kws: readonly Keyword[]
}
/** A string, or several side by side. `parts` are its pieces where it is an f-string. */
export interface Str extends Span {
  readonly k: 'Str'
  readonly v: string
  readonly bytes?: boolean
  readonly parts?: readonly StrPart[]
}
export type StrPart = string | { readonly x: Expr; readonly spec?: string }
export interface Num extends Span {
  readonly k: 'Num'
  readonly v: number
  readonly raw: string
}
export interface Const extends Span {
  readonly k: 'Const'
  readonly v: true | false | null | '...'
}
export interface Seq extends Span {
  readonly k: 'List' | 'Tuple' | 'Set'
  readonly items: readonly Expr[]
}
export interface Dict extends Span {
  readonly k: 'Dict'
  /** A pair without a key is `**rest`. */
  readonly pairs: readonly { readonly key?: Expr; readonly value: Expr }[]
}
/** `a + b - c` is one node: a long sum is no deep tree. */
export interface Bin extends Span {
  readonly k: 'Bin'
  readonly items: readonly Expr[]
  readonly ops: readonly string[]
}
export interface Un extends Span {
  readonly k: 'Un'
  readonly op: string
  readonly x: Expr
}
export interface Logic extends Span {
  readonly k: 'And' | 'Or'
  readonly items: readonly Expr[]
}
export interface Cmp extends Span {
  readonly k: 'Cmp'
  readonly items: readonly Expr[]
  readonly ops: readonly string[]
}
export interface Cond extends Span {
  readonly k: 'Cond'
  readonly test: Expr
  readonly yes: Expr
  readonly no: Expr
}
export interface Lambda extends Span {
  readonly k: 'Lambda'
  readonly params: readonly Param[]
  readonly body: Expr
}
export interface Comp extends Span {
  readonly k: 'Comp'
  readonly of: 'list' | 'set' | 'dict' | 'generator'
  readonly body: Expr
  readonly value?: Expr
  readonly clauses: readonly { readonly target?: Expr; readonly x: Expr }[]
}
export interface Sub extends Span {
  readonly k: 'Sub'
  readonly obj: Expr
  readonly index: readonly Expr[]
}
export interface Star extends Span {
  readonly k: 'Star'
  readonly x: Expr
  readonly double: boolean
}
export interface Walrus extends Span {
  readonly k: 'Walrus'
  readonly name: string
  readonly value: Expr
}
/** Awaits, yields, patterns: whatever is only walked through. */
export interface Other extends Span {
  readonly k: 'Other' | 'Yield' | 'Pattern'
  readonly items: readonly Expr[]
}
export interface Slice extends Span {
  readonly k: 'Slice'
  readonly items: readonly Expr[]
  /** Start, stop and step; the same expressions as `items`, undefined where left out. */
  readonly bounds: readonly (Expr | undefined)[]
}
export type Expr =
  | Slice
  | Name
  | Attr
  | Call
  | Str
  | Num
  | Const
  | Seq
  | Dict
  | Bin
  | Un
  | Logic
  | Cmp
  | Cond
  | Lambda
  | Comp
  | Sub
  | Star
  | Walrus
  | Other

export interface Param {
  readonly name: string
  readonly star?: '*' | '**'
  readonly default?: Expr
  readonly type?: Expr
}

export interface Def extends Span {
  readonly k: 'Def'
  readonly name: string
  readonly params: readonly Param[]
  readonly body: Block
  readonly decorators: readonly Expr[]
  readonly returns?: Expr
}
export interface Class extends Span, Noted {
  readonly k: 'Class'
  readonly name: string
  readonly bases: readonly Expr[]
  readonly kws: readonly Keyword[]
  readonly body: Block
  readonly decorators: readonly Expr[]
}
export interface Assign extends Span {
  readonly k: 'Assign'
  readonly targets: readonly Expr[]
  readonly value?: Expr
  readonly type?: Expr
}
export interface Aug extends Span {
  readonly k: 'Aug'
  readonly target: Expr
  readonly op: string
  readonly value: Expr
}
export interface For extends Span {
  readonly k: 'For'
  readonly target: Expr
  readonly iter: Expr
  readonly body: Block
  readonly orelse: Block
}
export interface While extends Span {
  readonly k: 'While'
  readonly test: Expr
  readonly body: Block
  readonly orelse: Block
}
export interface If extends Span, Noted {
  readonly k: 'If'
  readonly branches: readonly { readonly test: Expr; readonly body: Block }[]
  readonly orelse: Block
}
export interface With extends Span {
  readonly k: 'With'
  readonly items: readonly { readonly x: Expr; readonly target?: Expr }[]
  readonly body: Block
}
export interface Try extends Span {
  readonly k: 'Try'
  readonly body: Block
  readonly handlers: readonly { readonly types: readonly Expr[]; readonly body: Block }[]
  readonly orelse: Block
  readonly final: Block
}
export interface Match extends Span {
  readonly k: 'Match'
  readonly subjects: readonly Expr[]
  readonly cases: readonly {
    readonly patterns: readonly Expr[]
    readonly guard?: Expr
    readonly body: Block
  }[]
}
export interface ImportName {
  readonly name: string
  readonly as?: string
}
export interface Import extends Span {
  readonly k: 'Import'
  /** Set for `from module import …`; starts with dots where it is relative. */
  readonly from?: string
  readonly names: readonly ImportName[]
  readonly star?: boolean
}
export interface ExprStmt extends Span {
  readonly k: 'Expr'
  readonly x: Expr
}
export interface Exit extends Span {
  readonly k: 'Return' | 'Raise'
  readonly items: readonly Expr[]
}
export interface Jump extends Span {
  readonly k: 'Break' | 'Continue' | 'Pass'
}
export interface Declare extends Span {
  readonly k: 'Global'
  readonly names: readonly string[]
}
export interface Misc extends Span {
  readonly k: 'Delete' | 'Assert'
  readonly items: readonly Expr[]
}
export type Stmt =
  | Def
  | Class
  | Assign
  | Aug
  | For
  | While
  | If
  | With
  | Try
  | Match
  | Import
  | ExprStmt
  | Exit
  | Jump
  | Declare
  | Misc
