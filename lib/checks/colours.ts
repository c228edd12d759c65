/** Colour words that the program gives no reason for. */
import { lineageOf, modernName, perClass } from '../facts/manim.ts'
import { membersOf } from '../prompts/facts.ts'
import type { Program } from './program.ts'
import { listed, type Parsed } from './text.ts'
import { type Evidence, type Finding, hard } from './types.ts'

/** Black and white are everywhere: backgrounds, texts, defaults. */
const names: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [252, 60, 50],
  orange: [255, 140, 20],
  yellow: [255, 240, 60],
  green: [70, 190, 70],
  blue: [50, 110, 230],
  purple: [140, 70, 180],
  pink: [240, 130, 180],
  brown: [130, 80, 40],
  teal: [60, 170, 160],
  gold: [215, 170, 60],
  maroon: [150, 50, 80],
  grey: [130, 130, 130],
  cyan: [40, 220, 230],
  magenta: [230, 40, 200],
}

/** What else people call it: words of its own, and what it is taken for. No word that is another thing as well: tan, rose. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  red: ['crimson', 'scarlet', 'burgundy'],
  maroon: ['crimson', 'burgundy', 'scarlet', 'red'],
  orange: ['amber'],
  gold: ['golden', 'amber', 'yellow', 'orange'],
  yellow: ['golden', 'amber'],
  green: ['olive'],
  teal: ['turquoise', 'aqua', 'cyan', 'green'],
  cyan: ['turquoise', 'aqua', 'azure'],
  blue: ['navy', 'azure', 'indigo', 'cyan', 'teal'],
  purple: ['violet', 'lavender', 'indigo', 'lilac', 'magenta'],
  magenta: ['violet'],
  pink: ['salmon', 'magenta'],
  brown: ['beige', 'orange'],
  grey: ['gray'],
}
const vocabulary = [...new Set([...Object.keys(names), ...Object.values(alsoCalled).flat()])]
const colourWords = new RegExp(`\\b(?:${vocabulary.join('|')})\\b`, 'g')

/**
 * What is drawn in colour where nothing is said: by the name of the class or method, and for all classes that descend
 * from it but those with a line of their own. Taken from a running Manim 0.22; a colour that only older ones had (of
 * Vector, ScreenRectangle) stands here too.
 */
const defaults: Readonly<Record<string, string>> = {
  Circle: 'red',
  Annulus: '',
  Dot: '',
  Cross: 'red',
  Polygram: 'blue',
  Rectangle: '',
  ScreenRectangle: 'grey',
  SampleSpace: 'grey',
  SurroundingRectangle: 'yellow',
  BackgroundRectangle: 'grey',
  AnnotationDot: 'blue',
  PointCloudDot: 'yellow',
  Vector: 'yellow',
  FunctionGraph: 'yellow',
  Checkmark: 'green',
  AnimatedBoundary: 'blue brown',
  NumberPlane: 'blue grey',
  PolarPlane: 'blue grey',
  BarChart: 'blue purple pink red orange yellow green',
  VectorField: 'blue green yellow red',
  Surface: 'blue grey',
  Cube: 'blue',
  Polyhedron: 'blue',
  Dot3D: '',
  Arrow3D: '',
  Flash: 'yellow',
  Indicate: 'yellow',
  Circumscribe: 'yellow',
  FocusOn: 'grey',
  VectorScene: 'green red blue yellow',
  ZoomedScene: 'blue',
  get_area: 'blue green',
  get_riemann_rectangles: 'blue green',
  plot_derivative_graph: 'green',
  plot_line_graph: 'yellow',
  get_T_label: 'yellow',
  get_secant_slope_group: 'yellow green',
  get_horizontal_division: 'green blue',
  divide_horizontally: 'green blue',
  get_vertical_division: 'maroon pink yellow',
  divide_vertically: 'maroon pink yellow',
  get_highlighted_cell: 'yellow',
  add_highlighted_cell: 'yellow',
}
const defaultsOf = perClass((name): readonly string[] => {
  const nearest = lineageOf(modernName(name) ?? name).find(one => Object.hasOwn(defaults, one))
  return nearest ? defaults[nearest]!.split(' ').filter(Boolean) : []
})

/** Pictures, syntax colours, gradients, and what is computed of other than a constant: anything may be in them. */
const anything =
  /ImageMobject|SVGMobject|\bCode\(|ManimBanner|gradient|interpolate_color|rainbow|random_(?:bright_)?color|colorscale|colormap|cmap|hsv|hsl|set_color_by|checkerboard|fill_by|rgba?_to_|from_rgba?\b|invert_color|average_color/i
const isComputed = /\bManimColor\((?!\s*(?:["']|[A-Z_]+\s*[,)]))/

export function checkColours(text: Parsed, program: Program, evidence: Evidence): Finding[] {
  if (anything.test(evidence.code) || isComputed.test(evidence.code)) return []
  const named = text.meant.toLowerCase().match(colourWords) ?? []
  if (named.length === 0) return []
  const allowed = coloursOf(program, evidence)
  const invented = named.filter(word => !allowed.has(word))
  if (invented.length === 0) return []
  // Where it names none, what it makes is drawn in colours of its own.
  const found = wordsFound(evidence)
  const has = found.length > 0 ? found : [...new Set([...program.names].flatMap(defaultsOf))]
  return [
    hard(
      'colour',
      `it names ${listed(invented)}, which the program does not have${has.length > 0 ? `; it uses ${has.join(', ')}` : ''}`,
    ),
  ]
}

/** What analyze-features calls the colours that it found. */
function wordsFound({ features }: Evidence): string[] {
  const { colors } = membersOf(features)
  const words = Array.isArray(colors) ? colors.map(colour => membersOf(colour).word) : []
  return [...new Set(words.filter(word => typeof word === 'string'))]
}

/** Every word that the program gives a reason for. */
function coloursOf(program: Program, { features }: Evidence): ReadonlySet<string> {
  const { colors } = membersOf(features)
  const text = program.small + (colors ? JSON.stringify(colors).toLowerCase() : '')
  const own = [
    ...vocabulary.filter(word => text.includes(word)),
    ...[...program.names].flatMap(defaultsOf),
    ...[...hexColours(text)].flatMap(nearest),
  ]
  return new Set(own.flatMap(sameFamily))
}

/** A colour with what else it is called; of a finer word, each colour that it may stand for. */
function sameFamily(word: string): readonly string[] {
  const heads =
    word in names ? [word] : Object.keys(alsoCalled).filter(head => alsoCalled[head]!.includes(word))
  return [word, ...heads, ...heads.flatMap(head => alsoCalled[head]!)]
}

function* hexColours(text: string): Iterable<readonly [number, number, number]> {
  for (const [, hex] of text.matchAll(/#([0-9a-f]{6}|[0-9a-f]{3})\b/g)) {
    const full = hex!.length === 3 ? [...hex!].map(digit => digit + digit).join('') : hex!
    const value = Number.parseInt(full, 16)
    yield [value >> 16, (value >> 8) & 255, value & 255]
  }
}

/** The two names that a person may give it. */
function nearest([r, g, b]: readonly [number, number, number]): string[] {
  return Object.entries(names)
    .map(([name, [x, y, z]]) => ({ name, distance: (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2 }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 2)
    .map(({ name }) => name)
}
