/** Colour words that the program gives no reason for. */
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

/** Where one of these is right, the others are no invention. */
const families: readonly (readonly string[])[] = [
  ['purple', 'violet', 'magenta', 'lavender', 'indigo', 'lilac'],
  ['teal', 'turquoise', 'cyan', 'aqua', 'green'],
  ['gold', 'golden', 'yellow', 'amber', 'orange'],
  ['maroon', 'red', 'crimson', 'scarlet', 'burgundy'],
  ['pink', 'rose', 'magenta', 'salmon', 'coral'],
  ['grey', 'gray', 'silver'],
  ['brown', 'tan', 'beige', 'orange'],
  ['blue', 'navy', 'azure', 'indigo', 'cyan', 'teal'],
  ['lime', 'green', 'olive'],
]
const vocabulary = [...new Set([...Object.keys(names), ...families.flat()])].filter(
  word => word !== 'rose' && word !== 'tan' && word !== 'lime' && word !== 'coral' && word !== 'silver',
)

/** What a class is drawn in where nothing is said. */
const defaults: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bCircle\b|\bCross\b|\bErrorBar/, ['red']],
  [
    /\bSurroundingRectangle\b|\bIndicate\b|\bFlash\b|\bCircumscribe\b|\bFunctionGraph\b|\bVector\b/,
    ['yellow'],
  ],
  [
    /NumberPlane|ComplexPlane|PolarPlane|Surface|Sphere|Cube|Prism|Cone|Cylinder|Torus|ZoomedScene|ArrowVectorField|StreamLines/,
    ['blue'],
  ],
  [/Surface|Sphere|StreamLines|VectorField/, ['green', 'red', 'yellow']],
  [/LinearTransformationScene|VectorScene/, ['green', 'red', 'blue', 'yellow']],
  [/BarChart/, ['blue', 'orange', 'yellow', 'green', 'purple', 'pink', 'red']],
  [/FullScreenRectangle|ScreenRectangle|FocusOn|NumberPlane|BackgroundRectangle|Underline|Sector/, ['grey']],
  [/Checkmark/, ['green']],
]

/** Pictures, syntax colours and gradients: anything may be in them. */
const anything =
  /ImageMobject|SVGMobject|\bCode\(|ManimBanner|gradient|interpolate_color|rainbow|random_(?:bright_)?color|colormap|cmap|hsv|hsl|set_color_by|checkerboard|fill_by/i

export function checkColours(text: Parsed, program: Program, evidence: Evidence): Finding[] {
  if (anything.test(evidence.code)) return []
  const own = coloursOf(program, evidence)
  const allowed = withFamilies(own)
  const named = text.plain.toLowerCase().match(new RegExp(`\\b(?:${vocabulary.join('|')})\\b`, 'g')) ?? []
  const invented = named.filter(word => !allowed.has(word))
  if (invented.length === 0) return []
  const has = [...own].filter(word => word in names).sort()
  return [
    hard(
      'colour',
      `it names ${listed(invented)}, which the program does not have${has.length > 0 ? `; it uses ${has.join(', ')}` : ''}`,
    ),
  ]
}

function coloursOf(program: Program, { code, features }: Evidence): Set<string> {
  const found = new Set<string>()
  const { colors } = membersOf(features)
  const text = program.small + (colors ? JSON.stringify(colors).toLowerCase() : '')
  for (const word of vocabulary) if (text.includes(word)) found.add(word)
  for (const [pattern, colours] of defaults) {
    if (pattern.test(code)) for (const colour of colours) found.add(colour)
  }
  for (const rgb of hexColours(text)) for (const name of nearest(rgb)) found.add(name)
  return found
}

function withFamilies(own: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(own)
  for (const family of families) {
    // `family[0]` is the word that Manim's constants have.
    if (family.some(word => own.has(word) && (word === family[0] || !(word in names)))) {
      for (const word of family) found.add(word)
    }
  }
  return found
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
