/** What a call, a string or a value says by itself, whatever its names stand for. */
import type { Call } from '../python/ast.ts'
import type { Evidence, FileSite, MethodSite } from './evidence.ts'
import { textsOf, withBraces } from './shapes.ts'

export interface Written {
  /** Dotted name as written, or `.attribute`. */
  readonly callee: string
  /** A local variable of an enclosing function hides the first name. */
  readonly hidden: boolean
  readonly atImport: boolean
  readonly method: MethodSite | undefined
  /** The text that the call's offsets refer to. */
  readonly text: string
}

export function noteCall(found: Evidence, call: Call, written: Written): void {
  const { callee, hidden, method } = written
  const last = lastOf(call, callee)
  increment(last === callee ? found.callees : found.methods, last)
  if (XOR_CALLS.has(last)) found.counts.xor++
  if (RANDOM.test(callee)) increment(found.random, callee)
  if (!hidden) noteMaker(found, call, callee)
  if (READS_FILES.has(last)) noteFile(found, call, last, written)
  const texts = textsOf(call, written.text)
  if (!texts) return
  if (!hidden) found.texts.push({ callee, texts, method })
  if (LABELS.has(last)) {
    const cls = last === 'get_text' ? 'Text' : 'MathTex'
    for (const text of texts) found.labels.push({ cls, text, method })
  }
  if (last === 'voiceover') found.narration.push({ text: clean(withBraces(texts.join(' '))), method })
}

/** What stands behind the last dot: a plain name may be another one for a name with dots. */
function lastOf({ fn }: Call, callee: string): string {
  if (fn.k === 'Attr') return fn.name
  return fn.k === 'Name' && fn.id === callee ? callee : callee.slice(callee.lastIndexOf('.') + 1)
}

const XOR_CALLS = new Set(['bitwise_xor', 'logical_xor', 'xor'])
const RANDOM = /^(?:random|np\.random|numpy\.random|rng|default_rng)(?:\.|$)/
const LABELS = new Set(
  'get_tex get_text get_axis_labels get_x_axis_label get_y_axis_label get_z_axis_label get_graph_label'.split(
    ' ',
  ),
)

function noteMaker(found: Evidence, { kws }: Call, callee: string): void {
  const maker = found.makers.get(callee) ?? { count: 0, keywords: new Set() }
  if (maker.count === 0) found.makers.set(callee, maker)
  maker.count++
  for (const { name } of kws) if (name !== undefined) maker.keywords.add(name)
}

const READS_FILES = new Set(
  `ImageMobject SVGMobject OpenGLImageMobject VMobjectFromSVGPath add_sound open imread read_csv loadtxt genfromtxt load
read_text Code from_file VideoCapture`.split(/\s+/),
)
const KINDS: readonly (readonly [RegExp, FileSite['kind']])[] = [
  [/\.(?:mp3|wav|ogg|flac|m4a)$/i, 'audio'],
  [/\.svg$/i, 'svg'],
  [/\.(?:png|jpe?g|gif|bmp|webp|tiff?)$/i, 'image'],
  [/\.(?:py|c|cpp|cu|h|rs|js|ts|java|go|sh)$/i, 'code'],
]

function noteFile(
  found: Evidence,
  { args, kws }: Call,
  last: string,
  { callee, text, atImport }: Written,
): void {
  const file = args[0] ?? kws.find(kw => /file|path|name/.test(kw.name ?? ''))?.value
  if (!file) return
  const literal = file.k === 'Str' && !file.parts ? file.v : undefined
  if (last === 'Code' && !KINDS.some(([test]) => test.test(literal ?? ''))) return
  if (last === 'load' && !/^(?:np|numpy|pickle|json|yaml)\./.test(callee)) return
  const path = literal ?? text.slice(file.s, file.e).slice(0, 200)
  const byCall = /SVG/.test(last)
    ? 'svg'
    : /Image|imread/.test(last)
      ? 'image'
      : /sound/.test(last)
        ? 'audio'
        : 'data'
  found.files.push({
    call: last,
    path,
    literal: literal !== undefined,
    kind: KINDS.find(([test]) => test.test(path))?.[1] ?? byCall,
    at_import: atImport,
  })
}

function clean(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

export function noteString(found: Evidence, text: string): void {
  if (XOR_WORD.test(text)) found.counts.xor++
  if (text.includes('<bookmark')) found.counts.bookmarks += text.match(/<bookmark\b/g)?.length ?? 0
  if (HEX.test(text)) found.hexes.push(text)
}

const XOR_WORD = /\\oplus|\bxor\b/i
export const HEX = /^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})$/

export function noteValue(found: Evidence, dotted: string): void {
  increment(found.values, dotted)
  if (XOR_CALLS.has(dotted.slice(dotted.lastIndexOf('.') + 1))) found.counts.xor++
}

export function increment(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}
