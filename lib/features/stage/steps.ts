/** The storyboard's own vocabulary: what a viewer sees, in order. */

export interface Thing {
  /** Numbers things in the order in which they are first told; the same thing keeps its number. Parts have none. */
  readonly id?: number
  /** An English noun: `circle`, `formula`, `bar chart`; `object` where nothing is known. */
  readonly kind: string
  /** What the author calls it, in words, where it is made of parts or unknown: `pixel array`. */
  readonly name?: string
  readonly text?: string
  readonly color?: string
  /**
   * What several things with different texts say: each in turn where `count` says that it is all of them, else what
   * the first few say that differs. Likewise their colours, which are told once.
   */
  readonly texts?: readonly string[]
  readonly colors?: readonly string[]
  readonly place?: string
  /** How many equal ones; absent for one. */
  readonly count?: number | 'many'
  /** The name of the file that a picture is. */
  readonly file?: string
  /** The files of several pictures, the first few. */
  readonly files?: readonly string[]
  /** How several equal ones stand: `row`, `column`, `2 columns`, `grid`, `3 by 4 grid` (rows, then columns); likewise the entries of a table. */
  readonly layout?: string
  /** How many a graph has, where that is known; its `texts` are what the nodes say. */
  readonly nodes?: number
  readonly edges?: number
  /** How high the bars of a chart are. */
  readonly values?: readonly string[]
  /** What coordinate axes span, where the program says so: `0 to 10`. */
  readonly ranges?: { readonly x?: string; readonly y?: string; readonly z?: string }
  /** The equation of a curve: `y = x^2`; or what it goes through: `through (0, 1), (2, 3)`. */
  readonly curve?: string
  /** What a group holds, equal things said once; of a text or formula, words of it in a colour of their own. */
  readonly parts?: readonly Thing[]
  /** Part of another thing: a letter of a formula, a cell of a table; `of` is the number of the whole. */
  readonly part?: true
  /** The number of the whole; of what is no part, that of the group that it was told of with others like it. */
  readonly of?: number
  /** It keeps following other things or values. */
  readonly live?: true
}

export type Action =
  | 'show'
  | 'hide'
  | 'clear'
  | 'transform'
  | 'move'
  | 'recolor'
  | 'resize'
  | 'rotate'
  | 'highlight'
  | 'change'
  | 'deform'
  | 'swap'
  | 'camera'
  | 'wait'
  | 'section'
  | 'repeat'
  | 'more'

export interface Step {
  readonly action: Action
  /** The manner: `draw`, `write`, `fade in`, `zoom in`, `circle`; `keep` where it goes on by itself. */
  readonly how?: string
  readonly things?: readonly Thing[]
  readonly into?: readonly Thing[]
  /** Where to, for a move; around what, for a rotation; otherwise things carry their own place. */
  readonly place?: string
  readonly color?: string
  /** Values that run, angles, a section's name. */
  readonly detail?: string
  readonly seconds?: number
  /** Of a repeat; `several` where the program decides while it runs. */
  readonly times?: number | 'several'
  readonly steps?: readonly Step[]
  /** At the same time as the step before. */
  readonly with?: true
  /** All is as it was before when it is over. */
  readonly back?: true
  /** What is there already comes once more. */
  readonly again?: true
  /** Under a condition that is not known. */
  readonly maybe?: true
}
