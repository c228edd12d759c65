/** Calls and literals that name a file the program reads. */
import { childByField, children, type FlatTree, textOf } from '../python/flat.ts'
import type { AssetKind, AssetMention } from './facts.ts'

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

export function assetMention(flat: FlatTree, node: number): AssetMention | undefined {
  return flat.kind[node] === 'call' ? fromCall(flat, node) : fromLiteral(flat, node)
}

function fromCall(flat: FlatTree, node: number): AssetMention | undefined {
  const callee = textOf(flat, childByField(flat, node, 'function'))
  const call = lastName(callee)
  if (!LAST_NAMES.has(call)) return undefined
  const two = callee.split('.').slice(-2).join('.')
  const list = childByField(flat, node, 'arguments')
  if (list < 0 || flat.kind[list] !== 'argument_list') return undefined
  let kind =
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
  if (path === undefined) return undefined
  const text = literal(flat, path)
  if (call === 'Code' && text === undefined) return undefined
  if (kind === 'data' && text !== undefined) kind = kindOf(text) ?? 'data'
  return mention(flat, node, callee, text ?? textOf(flat, path), text !== undefined, kind)
}

function isFirst(flat: FlatTree, argument: number): boolean {
  let first = flat.firstChild[flat.parent[argument]!]!
  while (flat.kind[first] === 'comment') first = flat.nextSibling[first]!
  return (
    first === argument && flat.kind[argument] !== 'list_splat' && flat.kind[argument] !== 'dictionary_splat'
  )
}

/** A string that looks like a path, wherever it stands: a default, a constant, an argument of a local helper. */
function fromLiteral(flat: FlatTree, node: number): AssetMention | undefined {
  if (flat.end[node]! - flat.start[node]! > 200) return undefined
  const text = literal(flat, node)
  const kind = text === undefined ? undefined : kindOf(text)
  if (text === undefined || !kind || kind === 'code') return undefined
  if (/[\s<>"'`|*?{}]/.test(text.replace(/ /g, '')) || text.startsWith('.')) return undefined
  const up = flat.parent[node]!
  if (flat.kind[up] === 'expression_statement' || flat.kind[up] === 'concatenated_string') return undefined
  // The call around it, if it is one that is known, has told already.
  const call =
    flat.kind[up] === 'argument_list'
      ? flat.parent[up]!
      : flat.kind[up] === 'keyword_argument'
        ? flat.parent[flat.parent[up]!]!
        : -1
  if (call >= 0 && flat.kind[call] === 'call' && fromCall(flat, call)?.path === text) return undefined
  const name =
    call >= 0 && flat.kind[call] === 'call' ? textOf(flat, childByField(flat, call, 'function')) : ''
  return mention(flat, node, name, text, true, kind)
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
