/**
 * What the slicer remembers of a module once its syntax tree is gone. What may be missing is undefined, not absent: of one
 * shape only, such objects are quick to read, and the functions that read them are compiled once.
 */
import type { ImportClause, ImportStatement } from '../python/imports.ts'
import type { Use } from '../python/scopes.ts'

export type { ImportClause, ImportStatement, Use }

/** A stretch of a statement that stands or falls as one: a method of a class, or everything else of it. */
export interface Part {
  start: number
  end: number
  /** The method's name; undefined for the rest of the statement. */
  method: string | undefined
  uses: Use[]
  mentions: Mentions
  /** A function in it changes what it is given; the number says within how many functions, 0 is none. */
  changesGiven: number
  /** So for what belongs to the object, or class, whose method it is: `self.things.append(x)`. */
  changesOwn: number
}

/** How a part can reach methods without naming a variable. */
export interface Mentions {
  /** `x` of every `.x`, and strings that could be names (`getattr(self, 'x')`). */
  names: Set<string>
  /** Starts of names built at run time: `draw_` of `getattr(self, f'draw_{i}')`. `''` is any name at all. */
  prefixes: string[]
  /** Expressions that look names of the module up by a text made at run time: `globals()[kind]`. */
  lookUps: string[]
  assets: AssetMention[]
}

export type AssetKind = 'image' | 'svg' | 'audio' | 'video' | 'data' | 'code' | 'font'

export interface AssetMention {
  call: string
  /** The literal, or the source of the expression. */
  path: string
  literal: boolean
  kind: AssetKind
  offset: number
  deferred: boolean
}

export interface Statement {
  index: number
  start: number
  end: number
  /** 1-based. */
  line: number
  /** Where the body of a class begins. */
  body: number | undefined
  /** `main` is `if __name__ == '__main__'`; `path` only changes `sys.path`; `block` is any other compound statement. */
  kind: 'import' | 'function' | 'class' | 'main' | 'path' | 'block' | 'simple'
  /** The parts of a class: first the class without its methods, then each method. Otherwise one. */
  parts: Part[]
  /** Names of the module that it binds when the module is loaded, and those that functions in it may bind. */
  binds: string[]
  bindsLater: string[]
  /** Import statements in it, in functions too. */
  imports: ImportStatement[]
  /** Offset of a syntax error inside. */
  error: number | undefined
}

export interface BaseClass {
  text: string
  /** `manim.Scene` as ['manim', 'Scene']; empty for an expression. */
  path: string[]
  /** What a call that makes the base is given: [['Scene']] of `make_base(Scene)`. */
  given: string[][]
}

export interface ClassFacts {
  name: string
  statement: number
  lines: [number, number]
  bases: BaseClass[]
  construct: 'absent' | 'empty' | 'present'
}

export interface PathHack {
  statement: number
  /** Where they go, as `sys.path.insert` counts; Infinity is behind all. */
  at: number
  /** Repository paths begin with `/`; others are relative to wherever Python is run. */
  folders: string[]
}

export interface Problem {
  path: string
  line?: number
  message: string
}

export interface ModuleFacts {
  path: string

  text: string
  statements: Statement[]
  classes: ClassFacts[]
  /** Name to the statements that bind it when the module is loaded, in order. */
  bindings: Map<string, number[]>
  bindingsLater: Map<string, number[]>
  /** Statements with a star import, in order. */
  stars: number[]
  /** `__all__`, where it is a list of literals. */
  all: string[] | undefined
  hacks: PathHack[]
  problems: Problem[]
  /** Notebooks: the line of the virtual text each cell ends before; what comes later has not run yet. */
  cellEnds: number[] | undefined
}
