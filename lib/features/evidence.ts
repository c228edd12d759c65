/** What one top-level statement says, before names are resolved: it depends on its text alone and can be kept. */

/** A call with what its arguments show of themselves. */
export interface CallSite {
  /** Dotted name as written: `Circle`, `mn.Circle`, `self.play`; only the attribute, `.play`, where the receiver is no name. */
  readonly callee: string
  /** Whether a local variable of an enclosing function hides the first name. */
  readonly hidden: boolean
  readonly keywords: readonly string[]
  /** First text arguments, a hole for each computed piece; undefined where there is none. */
  readonly texts?: readonly string[]
  /** First argument as written, where the callee reads files. */
  readonly path?: { readonly source: string; readonly literal?: string }
  /** Outside every function: it runs when the file is imported. */
  readonly atImport: boolean
}

export interface ClassSite {
  readonly name: string
  /** Dotted names of the bases; other expressions as written. */
  readonly bases: readonly string[]
  readonly methods: readonly string[]
  readonly nested: boolean
}

export interface ImportSite {
  readonly module: string
  readonly star: boolean
  /** Local name -> dotted origin. */
  readonly binds: readonly (readonly [string, string])[]
}

export interface Evidence {
  readonly calls: CallSite[]
  /** Dotted names that are read as a value: neither called, nor a base, an annotation, a receiver, a comparison. */
  readonly values: string[]
  /** Reads of plain names that no function hides, and of dotted ones. */
  readonly loads: Map<string, number>
  readonly bound: Set<string>
  readonly attributes: Map<string, number>
  readonly classes: ClassSite[]
  readonly imports: ImportSite[]
  /** `Shape = Circle`: another name for what may be a class. */
  readonly aliases: Map<string, string>
  readonly strings: string[]
  readonly constants: Map<string, string>
  bitOperators: number
  xor: number
  functions: number
  /** Branches, for McCabe's number. */
  branches: number
  depth: number
  docstrings: number
}

export function emptyEvidence(): Evidence {
  return {
    calls: [],
    values: [],
    loads: new Map(),
    bound: new Set(),
    attributes: new Map(),
    classes: [],
    imports: [],
    aliases: new Map(),
    strings: [],
    constants: new Map(),
    bitOperators: 0,
    xor: 0,
    functions: 0,
    branches: 0,
    depth: 0,
    docstrings: 0,
  }
}
