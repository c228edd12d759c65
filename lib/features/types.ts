/** The record that `analyze-features` writes; code-features.schema.json says what each key means. */

import type { Flavor } from './resolve.ts'
import type { Step } from './stage/steps.ts'

export type Counts = Readonly<Record<string, number>>

export interface CodeFeatures {
  readonly error?: { readonly line: number; readonly message: string }
  readonly flavor: Flavor
  readonly plugins: readonly string[]
  readonly scene: {
    readonly name: string
    readonly bases: readonly string[]
    readonly roots: readonly string[]
    readonly chain: readonly string[]
    readonly inherits_local: boolean
    readonly has_construct: boolean
  } | null
  readonly has_3d: boolean
  readonly has_latex: boolean
  readonly has_graphs: boolean
  readonly has_voiceover: boolean
  readonly has_binary_ops: boolean
  readonly has_xor: boolean
  readonly has_animations: boolean
  readonly visual_elements: readonly string[]
  readonly mobjects: Counts
  readonly custom_mobjects: Readonly<Record<string, { readonly ancestor: string; readonly count: number }>>
  readonly animations: Counts
  readonly custom_animations: Readonly<Record<string, { readonly ancestor: string; readonly count: number }>>
  readonly animate: number
  readonly plays: number
  readonly waits: number
  readonly has_text: boolean
  readonly latex: { readonly direct: number; readonly implied: number }
  readonly plotting: {
    readonly axes: number
    readonly functions: number
    readonly graphs: number
    readonly charts: number
  }
  readonly camera: { readonly moving: boolean; readonly frame: number; readonly calls: Counts }
  readonly updaters: Counts
  readonly value_trackers: number
  readonly voiceover: {
    readonly used: boolean
    readonly blocks: number
    readonly bookmarks: number
    readonly words: number
  }
  readonly sections: number
  readonly sound: number
  readonly randomness: { readonly calls: number; readonly seeded: boolean }
  readonly assets: readonly {
    readonly call: string
    readonly path: string
    readonly literal: boolean
    readonly kind: 'image' | 'svg' | 'audio' | 'code' | 'data'
    readonly at_import: boolean
  }[]
  readonly imports: {
    readonly standard: readonly string[]
    readonly third_party: readonly string[]
    readonly manim: readonly string[]
    readonly opaque_stars: readonly string[]
  }
  readonly unresolved_names: readonly string[]
  readonly api: {
    readonly manim_min: string | null
    readonly manim_max: string | null
    readonly legacy_names: readonly string[]
    readonly unknown_keywords: readonly string[]
  }
  readonly colors: readonly {
    readonly name: string
    readonly hex: string
    readonly word: string
    readonly count: number
  }[]
  readonly rate_functions: readonly string[]
  readonly strings: readonly { readonly kind: 'text' | 'latex' | 'code'; readonly text: string }[]
  readonly narration: readonly string[]
  readonly duration: { readonly seconds: number; readonly exact: boolean; readonly lower_bound: boolean }
  readonly size: {
    readonly lines: number
    readonly code_lines: number
    readonly comment_lines: number
    readonly chars: number
    readonly nodes: number
    readonly functions: number
    readonly classes: number
    readonly max_depth: number
    readonly cyclomatic: number
  }
  readonly complexity: 'low' | 'medium' | 'high'
  readonly quality: {
    readonly plays_anything: boolean
    readonly empty_construct: boolean
    readonly early_return: boolean
    readonly commented_code_ratio: number
    readonly docstring: boolean
  }
  readonly storyboard: readonly Step[]
  /** Steps left out of the storyboard for its length; the scene's end is kept. */
  readonly storyboard_omitted: number
}
