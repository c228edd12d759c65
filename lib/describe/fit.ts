/** Makes a program fit into a model that cannot take it whole: by meaning, never by position, and never the scene's end. */

import { membersOf } from '../prompts/facts.ts'

export interface Fitted {
  code: string
  input: 'full' | 'pruned'
}

interface Block {
  text: string
}

/** The same for what is told of the program: of its lists the beginning and the end, of so many characters in all. */
export function fitFeatures(features: unknown, mostChars: number): unknown {
  const { storyboard, strings } = membersOf(features)
  if (JSON.stringify([storyboard, strings]).length <= mostChars) return features
  return {
    ...membersOf(features),
    storyboard: ends(storyboard, mostChars / 2),
    strings: ends(strings, mostChars / 2),
  }
}

function ends(list: unknown, mostChars: number): unknown {
  if (!Array.isArray(list)) return list
  const kept = new Set<number>()
  let left = mostChars
  for (let i = 0; i < list.length; i++) {
    // From both ends in turn.
    const at = i % 2 === 0 ? i / 2 : list.length - (i + 1) / 2
    left -= JSON.stringify(list[at]).length
    if (left < 0) break
    kept.add(at)
  }
  return list.filter((_, at) => kept.has(at))
}

/** `scene`: the class that the sample is of; without it, the last one that is a scene. */
export function fitProgram(code: string, mostChars: number, scene?: string): Fitted {
  if (code.length <= mostChars) return { code, input: 'full' }
  const shorter = [dropComments, shortenLiterals].reduce(
    (text, step) => (text.length <= mostChars ? text : step(text)),
    code,
  )
  return {
    code: shorter.length <= mostChars ? shorter : dropBlocks(shorter, mostChars, scene),
    input: 'pruned',
  }
}

/** Strings, which may be shown, and what stands behind code are looked at so that nothing in them is taken for a comment. */
const parts =
  /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<=^|\n)[ \t]*#.*(?:\n|$)|#.*|[ \t]+(?=\n|$)|\n{3,}/g

function dropComments(code: string): string {
  return code.replace(parts, (part: string, string: string | undefined) => {
    if (string !== undefined || part.startsWith('#')) return part
    return part.startsWith('\n') ? '\n\n' : ''
  })
}

/** Tables of numbers and long texts say little about the picture; their size does. */
function shortenLiterals(code: string): string {
  return code
    .replace(/([[({])((?:[^[\](){}"'#]){400,})([\])}])/g, (_, open: string, body: string, close: string) => {
      return `${open}${body.slice(0, 120)} # … ${body.length - 120} characters left out\n${close}`
    })
    .replace(/"""[\s\S]{400,}?"""|'''[\s\S]{400,}?'''/g, text => {
      const quote = text.slice(0, 3)
      return `${text.slice(0, 123)} … ${text.length - 126} characters left out${quote}`
    })
}

/** Top-level definitions go, the least used first; the scene stays, and as long as they can the classes it is made of. */
function dropBlocks(code: string, mostChars: number, sceneName: string | undefined): string {
  const blocks = topLevelBlocks(code)
  const keep = sceneIn(blocks, sceneName)
  const lineage = lineageOf(blocks, keep)
  const ranked = blocks.map((block, index) => ({
    index,
    size: block.text.length,
    worth:
      index === keep ? Number.POSITIVE_INFINITY : lineage.has(index) ? 3 : worthOf(block, blocks[keep]!.text),
  }))
  let size = code.length + markerSize
  const gone = new Set<number>()
  for (const { index, size: chars, worth } of ranked.toSorted(
    (a, b) => a.worth - b.worth || b.size - a.size,
  )) {
    if (size <= mostChars || worth === Number.POSITIVE_INFINITY) break
    gone.add(index)
    // One remark at most for each piece of what stays.
    size -= chars + 1 - (gone.has(index - 1) || gone.has(index + 1) ? 0 : markerSize)
  }
  const text = joinBlocks(blocks, gone)
  // The scene alone is too long: its beginning gives way, its end tells how the animation ends.
  return text.length <= mostChars
    ? text
    : `# … the beginning is left out\n${text.slice(-mostChars + markerSize)}`
}

const markerSize = 40

/** What is left out is told once for each gap. */
function joinBlocks(blocks: readonly Block[], gone: ReadonlySet<number>): string {
  const kept: string[] = []
  let left = 0
  const mark = () => {
    if (left > 0) kept.push(`# … ${left} definition${left === 1 ? '' : 's'} left out`)
    left = 0
  }
  for (const [index, { text }] of blocks.entries()) {
    if (gone.has(index)) left += 1
    else {
      mark()
      kept.push(text)
    }
  }
  mark()
  return kept.join('\n')
}

function sceneIn(blocks: readonly Block[], name: string | undefined): number {
  const named = name === undefined ? -1 : blocks.findLastIndex(({ text }) => classIn(text)?.name === name)
  if (named >= 0) return named
  const isScene = (index: number) =>
    [index, ...lineageOf(blocks, index)].some(
      one =>
        /\bdef construct\b/.test(blocks[one]!.text) ||
        classIn(blocks[one]!.text)!.bases.some(base => base.endsWith('Scene')),
    )
  const last = blocks.findLastIndex(({ text }, index) => classIn(text) && isScene(index))
  return last >= 0 ? last : blocks.length - 1
}

/** The classes of the program that a class is made of. */
function lineageOf(blocks: readonly Block[], index: number, found = new Set<number>()): ReadonlySet<number> {
  for (const base of classIn(blocks[index]!.text)?.bases ?? []) {
    const at = blocks.findLastIndex(({ text }) => classIn(text)?.name === base)
    if (at < 0 || at === index || found.has(at)) continue
    found.add(at)
    lineageOf(blocks, at, found)
  }
  return found
}

function classIn(text: string): { name: string; bases: readonly string[] } | undefined {
  const [, name, bases = ''] = /^class (\w+)[ \t]*(?:\(([^)]*)\))?/m.exec(text) ?? []
  return name === undefined ? undefined : { name, bases: bases.split(',').map(base => base.trim()) }
}

function topLevelBlocks(code: string): Block[] {
  return code.split(/\n(?=(?:@|class |def |async def |[A-Za-z_]))/).map(text => ({ text }))
}

function worthOf({ text }: Block, scene: string): number {
  if (/^(?:import|from) /.test(text)) return 0
  const name = /^(?:class|def|async def) (\w+)/m.exec(text)?.[1]
  return name && new RegExp(`\\b${name}\\b`).test(scene) ? 2 : 1
}
