/** Calls and literals that name a file the program reads. */
import { normalize } from 'node:path/posix'
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import type { AssetKind, AssetMention } from './facts.ts'
import { evaluatePath, type Knowledge } from './path-expression.ts'

// The first argument of these is a file, whatever it looks like: `ImageMobject("rose")` has no extension.
const CALLS = new Map<string, AssetKind>([
  ['ImageMobject', 'image'],
  ['OpenGLImageMobject', 'image'],
  ['imread', 'image'],
  ['Image.open', 'image'],
  ['SVGMobject', 'svg'],
  ['OpenGLSVGMobject', 'svg'],
  ['add_sound', 'audio'],
  ['AudioSegment.from_file', 'audio'],
  ['VideoCapture', 'video'],
  ['open', 'data'],
  ['read_csv', 'data'],
  ['read_json', 'data'],
  ['read_excel', 'data'],
  ['loadtxt', 'data'],
  ['genfromtxt', 'data'],
  ['np.load', 'data'],
  ['numpy.load', 'data'],
  ['read_text', 'data'],
  ['register_font', 'font'],
])
// By their last names, which tell most calls apart from all of these.
const LAST_NAMES = new Set(['Code', ...[...CALLS.keys()].map(lastName)])
const KEYWORDS = new Set([
  'file_name',
  'filename',
  'file',
  'code_file',
  'filename_or_array',
  'path',
  'fname',
  'svg_file',
])

const EXTENSIONS = new Map<string, AssetKind>(
  Object.entries({
    image: 'png jpg jpeg gif bmp tif tiff webp',
    svg: 'svg',
    audio: 'wav mp3 ogg flac m4a',
    video: 'mp4 mov avi webm mkv',
    data: 'csv tsv json yml yaml npy npz pkl pickle txt dat xml xls xlsx parquet h5 pt obj bin',
    code: 'py c cpp cu h hpp js ts java rs go sh tex',
    font: 'ttf otf',
  }).flatMap(([kind, endings]) => endings.split(' ').map(ending => [ending, kind as AssetKind] as const)),
)

function kindOf(path: string): AssetKind | undefined {
  const dot = path.lastIndexOf('.')
  return dot < 0 ? undefined : EXTENSIONS.get(path.slice(dot + 1).toLowerCase())
}

function lastName(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1)
}

export function assetMention(flat: FlatTree, node: number, knowledge: Knowledge): AssetMention | undefined {
  if (flat.kind[node] !== 'call') return fromLiteral(flat, node, knowledge)
  const call = pathCall(flat, node)
  return call && fromCall(flat, node, call, knowledge)
}

interface PathCall {
  callee: string
  kind: AssetKind
  /** The argument that is the path. */
  path: number
}

/** A call that is known to read a file. */
function pathCall(flat: FlatTree, node: number): PathCall | undefined {
  const callee = textOf(flat, childByField(flat, node, 'function'))
  const call = lastName(callee)
  if (!LAST_NAMES.has(call)) return undefined
  const two = callee.split('.').slice(-2).join('.')
  const list = childByField(flat, node, 'arguments')
  if (list < 0 || flat.kind[list] !== 'argument_list') return undefined
  const kind =
    CALLS.get(two) ??
    (call === 'Code' ? 'code' : call === two || call !== 'open' ? CALLS.get(call) : undefined)
  if (!kind) return undefined
  let path: number | undefined
  for (const argument of children(flat, list)) {
    if (flat.kind[argument] === 'comment') continue
    if (flat.kind[argument] === 'keyword_argument') {
      const name = textOf(flat, childByField(flat, argument, 'name'))
      if (KEYWORDS.has(name)) path ??= childByField(flat, argument, 'value')
    } else if (path === undefined && flat.field[argument] === null && isFirst(flat, argument)) path = argument
  }
  return path === undefined ? undefined : { callee, kind, path }
}

function fromCall(
  flat: FlatTree,
  node: number,
  { callee, kind, path }: PathCall,
  knowledge: Knowledge,
): AssetMention | undefined {
  // What stands in a variable for `Code` is code as likely as a path.
  const text = literal(flat, path) ?? (kind === 'code' ? undefined : made(flat, path, knowledge))
  if (kind === 'code' && text === undefined) return undefined
  const actual = kind === 'data' && text !== undefined ? (kindOf(text) ?? 'data') : kind
  return mention(flat, node, callee, text ?? textOf(flat, path), text !== undefined, actual)
}

/** A path that is put together of what is known: in the repository's own folders where `__file__` leads there. */
function made(flat: FlatTree, node: number, knowledge: Knowledge): string | undefined {
  const path = evaluatePath(flat, node, knowledge)
  return path ? normalize(path).replace(/^\//, '') : undefined
}

function isFirst(flat: FlatTree, argument: number): boolean {
  let first = flat.firstChild[flat.parent[argument]!]!
  while (flat.kind[first] === 'comment') first = flat.nextSibling[first]!
  return (
    first === argument && flat.kind[argument] !== 'list_splat' && flat.kind[argument] !== 'dictionary_splat'
  )
}

/** A string that looks like a path, wherever it stands: a default, a constant, an argument of a local helper. */
function fromLiteral(flat: FlatTree, node: number, knowledge: Knowledge): AssetMention | undefined {
  if (flat.end[node]! - flat.start[node]! > 200) return undefined
  const own = literal(flat, node)
  if (!looksLikePath(own)) return undefined
  const whole = wholePath(flat, node)
  if (flat.kind[flat.parent[whole]!] === 'expression_statement') return undefined
  // The call around it, if it is one that is known, has told already.
  const reader = callAround(flat, whole)
  if (reader !== undefined && pathCall(flat, reader)?.path === whole) return undefined
  const path = whole === node ? undefined : made(flat, whole, knowledge)
  const text = path !== undefined && kindOf(path) ? path : own
  const call = text === own ? callAround(flat, node) : reader
  const name = call === undefined ? '' : textOf(flat, childByField(flat, call, 'function'))
  return mention(flat, node, name, text, true, kindOf(text)!)
}

/** The call whose argument the expression is. */
function callAround(flat: FlatTree, node: number): number | undefined {
  let up = flat.parent[node]!
  if (flat.kind[up] === 'keyword_argument') up = flat.parent[up]!
  const call = flat.kind[up] === 'argument_list' ? flat.parent[up]! : up
  return call !== up && flat.kind[call] === 'call' ? call : undefined
}

function looksLikePath(text: string | undefined): text is string {
  const kind = text === undefined ? undefined : kindOf(text)
  if (text === undefined || !kind || kind === 'code') return false
  return !/[\s<>"'`|*?{}]/.test(text.replace(/ /g, '')) && !/^\.\w+$/.test(text)
}

/** The expression that a path's last piece is a part of: `os.path.join(folder, 'a.png')`, `folder + '/a.png'`. */
function wholePath(flat: FlatTree, node: number): number {
  let at = node
  for (;;) {
    const up = flat.parent[at]!
    if (/^(binary_operator|concatenated_string|parenthesized_expression)$/.test(flat.kind[up]!)) at = up
    else if (flat.kind[up] === 'argument_list' && joins(flat, flat.parent[up]!)) at = flat.parent[up]!
    else return at
  }
}

function joins(flat: FlatTree, call: number): boolean {
  const callee = textOf(flat, childByField(flat, call, 'function'))
  return /^(join|joinpath|abspath|Path|str)$/.test(lastName(callee))
}

function literal(flat: FlatTree, node: number): string | undefined {
  if (flat.kind[node] !== 'string') return undefined
  return /^[rRuU]?(?:'''|"""|'|")([\s\S]*?)(?:'''|"""|'|")$/.exec(textOf(flat, node))?.[1]
}

function mention(
  flat: FlatTree,
  node: number,
  call: string,
  path: string,
  literal: boolean,
  kind: AssetKind,
): AssetMention {
  let deferred = false
  for (let up = flat.parent[node]!; up >= 0; up = flat.parent[up]!) {
    const around = flat.kind[up]
    // Default arguments run where the function is defined.
    if (around === 'parameters' || around === 'lambda_parameters') break
    if (around === 'function_definition' || around === 'lambda') {
      deferred = true
      break
    }
  }
  return { call: call.replace(/\s+/g, ''), path, literal, kind, offset: flat.start[node]!, deferred }
}
