/** What a program shows, from its syntax tree. */
import { messageOf } from '../errors.ts'
import { descends, family, isAxes, isFormula, kindOf } from '../facts/manim.ts'
import type { Class, Def } from '../python/ast.ts'
import type { LineCounts } from '../python/lines.ts'
import { noted } from '../python/notes.ts'
import { type Chunk, ChunkCache, type Program, readProgram } from '../python/program.ts'
import { collect } from './collect.ts'
import {
  apiOf,
  assetsOf,
  colorsOf,
  importsOf,
  narrationOf,
  rateFunctionsOf,
  readsOf,
  showsText,
  stringsOf,
  unresolvedOf,
} from './details.ts'
import type { Evidence } from './evidence.ts'
import { gather } from './gather.ts'
import { reachOf } from './reach.ts'
import { Names } from './resolve.ts'
import { linesOf } from './size.ts'
import { type Played, playScene } from './stage/run.ts'
import { shorten } from './stage/shorten.ts'
import { isSolid, sumOf, type Tally, tally } from './tally.ts'
import type { CodeFeatures } from './types.ts'
import { countWords } from './words.ts'

export interface AnalyzeOptions {
  /** The class that the program is about; without it the last scene that no other inherits from. */
  readonly scene?: string | undefined
  /** Steps of the storyboard, at most. */
  readonly storyboardSteps?: number | undefined
}

const cache = new ChunkCache()
const evidenceOf = noted((chunk: Chunk): Evidence => collect(chunk.body, chunk.text))

/** Never throws for the program's sake: what goes wrong is told in `error`. */
export function analyze(code: string, options: AnalyzeOptions = {}): CodeFeatures {
  try {
    return analyzed(code, options)
  } catch (error) {
    return failed(code, messageOf(error))
  }
}

function analyzed(code: string, options: AnalyzeOptions): CodeFeatures {
  const program = readProgram(code, cache, options.scene)
  const evidence = program.chunks.map(evidenceOf)
  const names = new Names(evidence)
  const counts = tally(evidence, names)
  const scene = sceneOf(names, options.scene)
  const played = scene === undefined ? NOTHING_PLAYED : playSafely(program, names, scene)
  return record(code, program, evidence, names, counts, scene, played, options)
}

/** A scene that cannot be followed has no storyboard; all else is still true of it. */
function playSafely(program: Program, names: Names, scene: string): Played {
  try {
    return playScene(program.chunks, names, scene)
  } catch {
    return { ...NOTHING_PLAYED, exact: false, cut: true }
  }
}

/** The record of a program that could not be analysed at all. */
export function failed(code: string, message: string): CodeFeatures {
  const names = new Names([])
  const program: Program = { chunks: [], error: { line: 1, message } }
  return record(code, program, [], names, tally([], names), undefined, NOTHING_PLAYED, {})
}

const NOTHING_PLAYED: Played = { steps: [], seconds: 0, exact: true, texts: [], cut: false }
const CAMERA_CALLS = new Set(
  `set_camera_orientation move_camera begin_ambient_camera_rotation stop_ambient_camera_rotation
begin_3dillusion_camera_rotation stop_3dillusion_camera_rotation add_fixed_in_frame_mobjects
add_fixed_orientation_mobjects activate_zooming set_focal_distance`.split(/\s+/),
)
const THREE_D_CALLS = new Set(
  `set_camera_orientation move_camera begin_ambient_camera_rotation begin_3dillusion_camera_rotation
add_fixed_in_frame_mobjects add_fixed_orientation_mobjects set_to_default_angled_camera_orientation`.split(
    /\s+/,
  ),
)
const UPDATERS = ['add_updater', 'always_redraw', 'UpdateFromFunc', 'UpdateFromAlphaFunc', 'TracedPath']

/** `visual_elements`: what is made as exactly this class. */
const ELEMENTS: readonly (readonly [string, readonly string[]])[] = [
  ['circles', ['Circle']],
  ['squares', ['Square']],
  ['rectangles', ['Rectangle']],
  ['triangles', ['Triangle']],
  ['polygons', ['Polygon']],
  ['lines', ['Line']],
  ['arrows', ['Arrow']],
  ['dots', ['Dot']],
  ['text', ['Text']],
  ['equations', ['MathTex']],
  ['groups', ['VGroup']],
  ['3d_objects', ['Surface', 'Sphere', 'Cube', 'Cylinder']],
]

function sceneOf(names: Names, wanted: string | undefined): string | undefined {
  if (wanted !== undefined && names.classes.has(wanted)) return wanted
  const scenes = [...names.classes.keys()].filter(name => names.isScene(name))
  const inherited = new Set(gather(scenes, name => names.ancestry(name).chain))
  return scenes.filter(name => !inherited.has(name)).at(-1) ?? scenes.at(-1)
}

function record(
  code: string,
  program: Program,
  evidence: readonly Evidence[],
  names: Names,
  counts: Tally,
  scene: string | undefined,
  played: Played,
  options: AnalyzeOptions,
): CodeFeatures {
  const { mobjects, animations, methods, totals } = counts
  const method = (name: string) => methods.get(name) ?? 0
  const classes = [...names.classes.keys()]
  const lines = linesOf(code, program)
  const roots = [...new Set(gather(classes, name => names.roots(name)))]
  const reaches = (...ancestors: string[]) => roots.some(root => descends(root, ...ancestors))
  const reads = readsOf(evidence, names)
  const plays = method('play')
  const xor = totals.xor
  const bits = totals.bitOperators
  const voice = method('voiceover')
  const usesVoice =
    voice > 0 ||
    classes.some(name => names.roots(name).includes('VoiceoverScene') && !names.classes.has('VoiceoverScene'))
  const isCalled = reachOf(evidence, names, scene)
  const narration = narrationOf(evidence, isCalled)
  const { steps, omitted } = shorten(played.steps, options.storyboardSteps ?? 40)
  const cyclomatic = totals.branches + totals.functions
  const made = [...mobjects.values()].reduce((sum, n) => sum + n, 0)
  const camera = pick(methods, name => CAMERA_CALLS.has(name))
  const frame = totals.frames
  const features: CodeFeatures = {
    flavor: names.flavor,
    plugins: names.plugins,
    scene: scene === undefined ? null : sceneRecord(names, scene),
    has_3d:
      [...mobjects.keys()].some(isSolid) ||
      reaches('ThreeDScene') ||
      [...methods.keys()].some(name => THREE_D_CALLS.has(name)),
    has_latex: sumOf(mobjects, isFormula) > 0,
    has_graphs: sumOf(mobjects, isPlot) > 0 || reaches('GraphScene', 'LinearTransformationScene'),
    has_voiceover: usesVoice,
    has_binary_ops: bits > 0,
    has_xor: xor > 0,
    has_animations: plays > 0,
    visual_elements: ELEMENTS.filter(([, made]) => made.some(name => mobjects.has(name))).map(
      ([element]) => element,
    ),
    mobjects: sorted(mobjects),
    custom_mobjects: Object.fromEntries([...counts.customMobjects].sort(byName)),
    animations: sorted(animations),
    custom_animations: Object.fromEntries([...counts.customAnimations].sort(byName)),
    animate: totals.animates,
    plays,
    waits: method('wait') + method('pause') + method('wait_until'),
    has_text: [...mobjects.keys()].some(showsText),
    latex: { direct: sumOf(mobjects, isFormula), implied: sumOf(mobjects, impliesLatex) },
    plotting: {
      axes: sumOf(mobjects, isAxes),
      functions:
        sumOf(mobjects, isCurve) + method('plot') + method('get_graph') + method('plot_parametric_curve'),
      graphs: sumOf(mobjects, isGraph),
      charts: sumOf(mobjects, isChart),
    },
    camera: {
      moving: frame > 0 || Object.keys(camera).length > 0 || reaches('MovingCameraScene', 'ZoomedScene'),
      frame,
      calls: camera,
    },
    updaters: updatersOf(counts, evidence),
    value_trackers: sumOf(mobjects, isTracker),
    voiceover: {
      used: usesVoice,
      blocks: voice,
      bookmarks: totals.bookmarks,
      words: narration.reduce((sum, text) => sum + countWords(text), 0),
    },
    sections: method('next_section') + method('next_slide'),
    sound: method('add_sound'),
    randomness: randomnessOf(evidence),
    assets: assetsOf(evidence),
    imports: importsOf(evidence, names),
    unresolved_names: unresolvedOf(reads, names),
    api: apiOf(evidence, reads, names),
    colors: colorsOf(evidence, reads, names),
    rate_functions: rateFunctionsOf(reads),
    strings: stringsOf(evidence, names, played.texts, isCalled),
    narration,
    duration: { seconds: Number(played.seconds.toFixed(2)), exact: played.exact, lower_bound: !played.exact },
    size: {
      lines: lines.lines,
      code_lines: lines.code,
      comment_lines: lines.comment,
      chars: code.length,
      nodes: program.chunks.reduce((sum, chunk) => sum + chunk.nodes, 0),
      functions: totals.functions,
      classes: evidence.reduce((sum, one) => sum + one.classes.length, 0),
      max_depth: totals.depth,
      cyclomatic,
    },
    complexity: complexityOf(made + 2 * plays + 3 * classes.length + cyclomatic),
    quality: qualityOf(program, scene, plays, lines),
    storyboard: steps,
    storyboard_omitted: omitted,
  }
  return program.error ? { error: program.error, ...features } : features
}

const isGraph = family('GenericGraph')
const isCurve = family('FunctionGraph', 'ParametricFunction', 'ImplicitFunction')
const isPlot = family(
  'CoordinateSystem',
  'GenericGraph',
  'FunctionGraph',
  'ParametricFunction',
  'ImplicitFunction',
)
const isChart = family('BarChart', 'SampleSpace')
const isTracker = family('ValueTracker', 'Variable')
const impliesLatex = family('DecimalNumber', 'Variable', 'Matrix', 'BraceLabel', 'MathTable', 'BarChart')

function complexityOf(points: number): CodeFeatures['complexity'] {
  return points < 30 ? 'low' : points < 120 ? 'medium' : 'high'
}

function sceneRecord(names: Names, name: string): NonNullable<CodeFeatures['scene']> {
  const { chain, roots } = names.ancestry(name)
  const sites = [name, ...chain].map(one => names.classes.get(one))
  return {
    name,
    bases: names.classes.get(name)?.bases ?? [],
    roots: roots.filter(root => kindOf(root) === 'scene' || /Scene$|Slide$/.test(root)),
    chain,
    inherits_local: chain.length > 0,
    has_construct: sites.some(site => site?.methods.includes('construct')),
  }
}

function updatersOf(
  { methods, mobjects, animations }: Tally,
  evidence: readonly Evidence[],
): Record<string, number> {
  const found: Record<string, number> = {}
  for (const name of UPDATERS) {
    const calls = evidence.reduce((sum, one) => sum + (one.callees.get(name) ?? 0), 0)
    const n = (methods.get(name) ?? 0) + (mobjects.get(name) ?? animations.get(name) ?? calls)
    if (n > 0) found[name] = n
  }
  return found
}

function randomnessOf(evidence: readonly Evidence[]): CodeFeatures['randomness'] {
  let calls = 0
  let seeded = false
  const fromRandom = new Set<string>()
  for (const one of evidence)
    for (const { binds } of one.imports)
      for (const [name, origin] of binds) if (/^(?:random|numpy\.random)\./.test(origin)) fromRandom.add(name)
  const star = evidence.some(one => one.imports.some(site => site.star && site.module === 'random'))
  if (star) for (const name of RANDOM_NAMES) fromRandom.add(name)
  const note = (callee: string, n: number) => {
    if (/(?:^|\.)(?:seed|default_rng|Random|RandomState)$/.test(callee)) seeded = true
    else calls += n
  }
  for (const one of evidence) {
    for (const [callee, n] of one.random) note(callee, n)
    for (const name of fromRandom) {
      const n = one.random.has(name) ? undefined : one.callees.get(name)
      if (n !== undefined) note(name, n)
    }
  }
  return { calls, seeded }
}

const RANDOM_NAMES = 'randint uniform choice random shuffle sample randrange gauss seed'.split(' ')

function qualityOf(
  program: Program,
  scene: string | undefined,
  plays: number,
  lines: LineCounts,
): CodeFeatures['quality'] {
  let node: Class | undefined
  for (const chunk of program.chunks)
    for (const st of chunk.body) if (st.k === 'Class' && st.name === scene) node = st
  const construct = node?.body
    .filter((member): member is Def => member.k === 'Def' && member.name === 'construct')
    .at(-1)
  const first = node?.body[0]
  return {
    plays_anything: plays > 0,
    empty_construct:
      construct?.body.every(
        st => st.k === 'Pass' || (st.k === 'Expr' && (st.x.k === 'Str' || st.x.k === 'Const')),
      ) ?? false,
    early_return:
      construct?.body.some((st, i) => st.k === 'Return' && i < construct.body.length - 1) ?? false,
    commented_code_ratio:
      lines.code === 0 ? 0 : Number((lines.commentedCode / (lines.code + lines.commentedCode)).toFixed(3)),
    docstring: first?.k === 'Expr' && first.x.k === 'Str',
  }
}

function pick(counts: ReadonlyMap<string, number>, test: (name: string) => boolean): Record<string, number> {
  const found: [string, number][] = []
  for (const [name, n] of counts) if (test(name)) found.push([name, n])
  return Object.fromEntries(found.sort(byName))
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(counts.size < 2 ? counts : [...counts].sort(byName))
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}
