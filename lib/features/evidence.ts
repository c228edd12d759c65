/** What one top-level statement says, before names are resolved: it depends on its text alone and can be kept. */

/** Stands among mentions for whatever name is worked out while the program runs. */
export const ANY_NAME = '*'

/** A method of a class at top level. */
export interface MethodSite {
  readonly cls: string
  readonly name: string
  /** Attributes that it uses, whosever they are, and strings that may name one. */
  readonly mentions: Set<string>
}

/** Texts that a call is given; a hole for each computed piece. */
export interface TextSite {
  /** Dotted name as written: `Text`, `mn.Text`, `self.label`; only the attribute, `.label`, where the receiver is no name. */
  readonly callee: string
  readonly texts: readonly string[]
  /** Where the call stands. */
  readonly method: MethodSite | undefined
}

/** A file that a call reads. */
export interface FileSite {
  readonly call: string
  /** The path, or the first 200 characters of the expression that says it. */
  readonly path: string
  readonly literal: boolean
  readonly kind: 'audio' | 'svg' | 'image' | 'code' | 'data'
  /** Outside every function: it is read when the file is imported. */
  readonly at_import: boolean
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

/** Numbers that are the same for a statement as for all of a program together. */
export interface Counts {
  bitOperators: number
  /** Uses of `^`, calls and mentions of it in words or signs. */
  xor: number
  /** Uses of the attributes `frame` and `animate`, whosever they are. */
  frames: number
  animates: number
  bookmarks: number
  functions: number
  /** Branches, for McCabe's number. */
  branches: number
  depth: number
}

export function noCounts(): Counts {
  return {
    bitOperators: 0,
    xor: 0,
    frames: 0,
    animates: 0,
    bookmarks: 0,
    functions: 0,
    branches: 0,
    depth: 0,
  }
}

// A member of its own: of an object that takes its members from another V8 makes a new kind each time.
export interface Evidence {
  readonly counts: Counts
  /** Calls of plain names. */
  readonly callees: Map<string, number>
  /** Those that draw at random, by their name. */
  readonly random: Map<string, number>
  /** Those whose first name no function binds for itself, and the keywords they are given. */
  readonly makers: Map<string, { count: number; readonly keywords: Set<string> }>
  /** Calls by attribute, whatever their receiver: `play` -> 12. */
  readonly methods: Map<string, number>
  /** Texts of `makers`, in order. */
  readonly texts: TextSite[]
  /** Texts of labels that a thing makes of itself: `get_text`, `get_axis_labels`. */
  readonly labels: {
    readonly cls: string
    readonly text: string
    readonly method: MethodSite | undefined
  }[]
  /** What is spoken. */
  readonly narration: { readonly text: string; readonly method: MethodSite | undefined }[]
  readonly files: FileSite[]
  /** Dotted names that are read as a value: neither called, nor a base, an annotation, a receiver, a comparison. */
  readonly values: Map<string, number>
  /** Reads of plain names that no function hides, and of dotted ones. */
  readonly loads: Map<string, number>
  readonly bound: Set<string>
  readonly classes: ClassSite[]
  readonly methodSites: MethodSite[]
  /** As those of a method: of what stands outside of methods. */
  readonly mentions: Set<string>
  readonly imports: ImportSite[]
  /** `Shape = Circle`: another name for what may be a class. */
  readonly aliases: Map<string, string>
  /** Strings that are colours: `#rrggbb`. */
  readonly hexes: string[]
  readonly constants: Map<string, string>
}

export function emptyEvidence(): Evidence {
  return {
    counts: noCounts(),
    callees: new Map(),
    random: new Map(),
    makers: new Map(),
    methods: new Map(),
    texts: [],
    labels: [],
    narration: [],
    files: [],
    values: new Map(),
    loads: new Map(),
    bound: new Set(),
    classes: [],
    methodSites: [],
    mentions: new Set(),
    imports: [],
    aliases: new Map(),
    hexes: [],
    constants: new Map(),
  }
}
