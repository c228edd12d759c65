/** Makes a program fit into a model that cannot take it whole: by meaning, never by position, and never the scene's end. */

export interface Fitted {
  code: string
  input: 'full' | 'pruned'
}

interface Block {
  text: string
}

export function fitProgram(code: string, mostChars: number): Fitted {
  if (code.length <= mostChars) return { code, input: 'full' }
  const shorter = [dropComments, shortenLiterals].reduce(
    (text, step) => (text.length <= mostChars ? text : step(text)),
    code,
  )
  return { code: shorter.length <= mostChars ? shorter : dropBlocks(shorter, mostChars), input: 'pruned' }
}

function dropComments(code: string): string {
  return code
    .replace(/^[ \t]*#.*\n/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
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

/** Top-level definitions go, the least used first; the last scene class stays. */
function dropBlocks(code: string, mostChars: number): string {
  const blocks = topLevelBlocks(code)
  const scene = blocks.findLastIndex(({ text }) => /^class .*\n[\s\S]*def construct/m.test(text))
  const keep = scene >= 0 ? scene : blocks.length - 1
  const ranked = blocks.map((block, index) => ({
    index,
    size: block.text.length,
    worth: index === keep ? Number.POSITIVE_INFINITY : worthOf(block, blocks[keep]!.text),
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

function topLevelBlocks(code: string): Block[] {
  return code.split(/\n(?=(?:@|class |def |async def |[A-Za-z_]))/).map(text => ({ text }))
}

function worthOf({ text }: Block, scene: string): number {
  if (/^(?:import|from) /.test(text)) return 0
  const name = /^(?:class|def|async def) (\w+)/m.exec(text)?.[1]
  return name && new RegExp(`\\b${name}\\b`).test(scene) ? 2 : 1
}
