/** What people call the things that Manim draws. */
import { lineageOf, perClass } from './manim.ts'

const NOUNS: Record<string, string> = {
  Angle: 'angle mark',
  Annulus: 'ring',
  AnnularSector: 'ring sector',
  Arc: 'arc',
  ArcBetweenPoints: 'arc',
  ArcPolygon: 'curved polygon',
  ArcPolygonFromArcs: 'curved polygon',
  Arrow: 'arrow',
  Arrow3D: '3D arrow',
  ArrowVectorField: 'vector field',
  Axes: 'axes',
  BackgroundRectangle: 'background rectangle',
  BarChart: 'bar chart',
  Brace: 'brace',
  BraceBetweenPoints: 'brace',
  BraceLabel: 'labelled brace',
  BraceText: 'labelled brace',
  BulletedList: 'bulleted list',
  Circle: 'circle',
  Code: 'code listing',
  ComplexPlane: 'complex plane',
  Cone: 'cone',
  ConvexHull: 'polygon',
  ConvexHull3D: 'polyhedron',
  Cross: 'cross',
  Cube: 'cube',
  CubicBezier: 'Bézier curve',
  CurvedArrow: 'curved arrow',
  CurvedDoubleArrow: 'curved double arrow',
  Cutout: 'shape with a cutout',
  Cylinder: 'cylinder',
  DashedLine: 'dashed line',
  DashedVMobject: 'dashed outline',
  DecimalMatrix: 'matrix',
  DecimalNumber: 'number',
  DecimalTable: 'table',
  Difference: 'shape',
  DiGraph: 'directed graph',
  Dodecahedron: 'dodecahedron',
  Dot: 'dot',
  Dot3D: 'dot',
  DoubleArrow: 'double arrow',
  Elbow: 'right-angle mark',
  Ellipse: 'ellipse',
  Exclusion: 'shape',
  FullScreenRectangle: 'full-screen rectangle',
  FunctionGraph: 'curve',
  Graph: 'graph of nodes and edges',
  Group: 'group',
  Icosahedron: 'icosahedron',
  ImageMobject: 'image',
  ImageMobjectFromCamera: 'zoomed view',
  ImplicitFunction: 'curve',
  Integer: 'number',
  IntegerMatrix: 'matrix',
  IntegerTable: 'table',
  LabeledArrow: 'labelled arrow',
  LabeledDot: 'labelled dot',
  LabeledLine: 'labelled line',
  LabeledPolygram: 'labelled polygon',
  Line: 'line',
  Line3D: '3D line',
  ManimBanner: 'Manim banner',
  MarkupText: 'text',
  MathTable: 'table',
  MathTex: 'formula',
  MathTypst: 'formula',
  Matrix: 'matrix',
  Mobject: 'object',
  MobjectMatrix: 'matrix',
  MobjectTable: 'table',
  NumberLine: 'number line',
  NumberPlane: 'coordinate plane',
  Octahedron: 'octahedron',
  OpenGLDotCloud: 'point cloud',
  OpenGLGroup: 'group',
  OpenGLSurface: 'surface',
  OpenGLSurfaceMesh: 'wireframe',
  OpenGLVGroup: 'group',
  PGroup: 'group',
  Paragraph: 'paragraph',
  ParametricFunction: 'curve',
  PointCloudDot: 'point cloud',
  PolarPlane: 'polar plane',
  Polygon: 'polygon',
  Polygram: 'polygram',
  Prism: 'box',
  Rectangle: 'rectangle',
  RegularPolygon: 'regular polygon',
  RightAngle: 'right-angle mark',
  RoundedRectangle: 'rounded rectangle',
  SVGMobject: 'drawing',
  SampleSpace: 'sample space',
  Sector: 'sector',
  SingleStringMathTex: 'formula',
  Sphere: 'sphere',
  Square: 'square',
  Star: 'star',
  StreamLines: 'stream lines',
  Surface: 'surface',
  SurroundingRectangle: 'frame',
  Table: 'table',
  TangentLine: 'tangent line',
  Tetrahedron: 'tetrahedron',
  Tex: 'text',
  Text: 'text',
  ThreeDAxes: '3D axes',
  Title: 'title',
  Torus: 'torus',
  TracedPath: 'trace',
  Triangle: 'triangle',
  TrueDot: 'dot',
  Typst: 'text',
  Underline: 'underline',
  Union: 'shape',
  UnitInterval: 'number line',
  VDict: 'group',
  VGroup: 'group',
  VMobject: 'shape',
  ValueTracker: 'value',
  ComplexValueTracker: 'value',
  Variable: 'variable',
  Vector: 'vector',
  VectorField: 'vector field',
}

export const nounOf = perClass(cls => {
  for (const one of lineageOf(cls)) {
    const noun = NOUNS[one]
    if (noun && (one === cls || (one !== 'VMobject' && one !== 'Mobject' && one !== 'VGroup'))) return noun
  }
  return words(cls) ?? 'object'
})

const VAGUE = new Set(
  `mob mobs mobject mobjects obj object objects group groups vgroup item items temp tmp self thing things res result
results elem element elements arr list lst val vals value values var new old first second third last next prev current
curr left right top bottom all both other others original copy target anim anims animation animations stuff data
initial final begin end start base main scene construct func submob submobject submobjects ret out pic part parts`.split(
    /\s+/,
  ),
)

/** `PixelArray` and `usa_map` in words; undefined where they say nothing to a reader. */
export function words(name: string): string | undefined {
  const split = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_]+/)
    .filter(Boolean)
    .map(word =>
      /^[A-Z]{2,}$/.test(word) && /[A-Z]/.test(word) && word !== name ? word : word.toLowerCase(),
    )
  while (split.length > 1 && /^(?:mob|mobject|vgroup|obj|group|v?mobj|\d+)$/.test(split.at(-1)!)) split.pop()
  if (split.length === 0 || split.length > 4) return undefined
  if (!split.every(word => /^[\p{L}]{2,}$/u.test(word) && /[aeiouyAEIOUY]/.test(word))) return undefined
  if (split.every(word => VAGUE.has(word)) || split.join('').length < 4) return undefined
  return split.join(' ')
}

/** Of names of authors' own one can but guess: `integers` and `axes` are plural, `canvas`, `bus`, `axis` and `cross` are not. */
export function isPluralNoun(kind: string): boolean {
  return /[^aious]s$/.test(kind) && !kind.endsWith(GRAPH)
}

const GRAPH = 'graph of nodes and edges'

export function plural(kind: string): string {
  if (isPluralNoun(kind)) return kind
  if (kind === GRAPH) return 'graphs of nodes and edges'
  if (kind === 'shape with a cutout') return 'shapes with cutouts'
  if (kind === 'text') return 'texts'
  if (/(?:s|x|z|ch|sh)$/.test(kind)) return kind === 'matrix' ? 'matrices' : `${kind}es`
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`
  return `${kind}s`
}

/** What a thing is called once it was told what it is. */
export function shortNoun(noun: string): string {
  return SHORT.get(noun) ?? noun
}

const SHORT: ReadonlyMap<string, string> = new Map([
  [GRAPH, 'graph'],
  ['shape with a cutout', 'shape'],
])

export function article(noun: string): string {
  if (isPluralNoun(noun) || noun === 'text') return ''
  return /^(?:[aeio]|un[^i]|um|up|8|11|18|X-|SVG)/i.test(noun) && !/^(?:one|eu)/i.test(noun) ? 'an ' : 'a '
}
