/** Names of the module that stand in strings: `globals()["draw"]`, `eval("draw(1)")`. */
import { childByField, children, type FlatTree, textOf } from './flat.ts'

export interface QuotedName {
  name: string
  start: number
  end: number
  /** The attributes that follow, and where each ends. */
  chain: string[]
  ends: number[]
  /** Looked up in the module's table, whatever is bound around it. */
  isTable: boolean
  /** Nothing is lost where the module does not have it. */
  isSoft: boolean
}

/** The names that a call or a subscript looks up by their text; undefined where only a run could tell them. */
export function quotedNames(flat: FlatTree, node: number): QuotedName[] | undefined {
  if (flat.kind[node] === 'subscript')
    return isTable(flat, childByField(flat, node, 'value'))
      ? tableName(flat, childByField(flat, node, 'subscript'), false)
      : []
  const callee = childByField(flat, node, 'function')
  const isMethod = flat.kind[callee] === 'attribute'
  const name = textOf(flat, isMethod ? childByField(flat, callee, 'attribute') : callee)
  if (!(isMethod ? /^(get|pop|setdefault)$/ : /^(getattr|eval|exec)$/).test(name)) return []
  const list = childByField(flat, node, 'arguments')
  if (list < 0 || flat.kind[list] !== 'argument_list') return []
  const [first, second, third] = children(flat, list)
  if (isMethod) return isTable(flat, childByField(flat, callee, 'object')) ? tableName(flat, first, true) : []
  if (name === 'getattr')
    return first !== undefined && isThisModule(flat, first)
      ? tableName(flat, second, third !== undefined)
      : []
  // With a table of its own it has nothing of the module.
  return second === undefined || isTable(flat, second) ? codeNames(flat, first) : []
}

function isTable(flat: FlatTree, node: number): boolean {
  return flat.kind[node] === 'call' && /^globals\s*\(\s*\)$/.test(textOf(flat, node))
}

function isThisModule(flat: FlatTree, node: number): boolean {
  return /^(sys\s*\.\s*)?modules\s*\[\s*__name__\s*\]$/.test(textOf(flat, node))
}

function tableName(flat: FlatTree, node: number | undefined, isSoft: boolean): QuotedName[] | undefined {
  const content = contentOf(flat, node)
  if (content === undefined) return undefined
  const name = textOf(flat, content)
  if (!/^[A-Za-z_]\w*$/.test(name)) return []
  return [
    {
      name,
      start: flat.start[content]!,
      end: flat.end[content]!,
      chain: [],
      ends: [],
      isTable: true,
      isSoft,
    },
  ]
}

/** Every name of the code, local or not: what the module does not have, the code has from elsewhere. */
function codeNames(flat: FlatTree, node: number | undefined): QuotedName[] | undefined {
  const content = contentOf(flat, node)
  if (content === undefined) return undefined
  const text = textOf(flat, content).replace(/\\[\s\S]/g, '  ')
  return [...text.matchAll(/(?<![\w.])([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)/g)].map(found => {
    const start = flat.start[content]! + found.index
    const end = start + found[1]!.length
    const chain = found[2]!.split('.').slice(1)
    let at = end
    const ends = chain.map(attribute => {
      at += attribute.length + 1
      return at
    })
    return { name: found[1]!, start, end, chain, ends, isTable: false, isSoft: true }
  })
}

/** The text of a plain string. */
function contentOf(flat: FlatTree, node: number | undefined): number | undefined {
  if (node === undefined || flat.kind[node] !== 'string' || /^\w*[fFbB]/.test(textOf(flat, node)))
    return undefined
  const inside = children(flat, node).filter(child => flat.kind[child] === 'string_content')
  return inside.length === 1 ? inside[0] : undefined
}
