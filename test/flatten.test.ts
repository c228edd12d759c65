import t, { type Test as T } from 'tap'
import type { FlatTree } from '../lib/python/flat.ts'
import { openParser } from '../lib/python/parser.ts'

const parser = await openParser()

/** What tree-sitter's own cursor says of the tree of `text`. */
function told(text: string): { nodes: string[]; errors: number[] } {
  const nodes: string[] = []
  const errors: number[] = []
  const tree = parser.parse(text)
  const isBroken = tree.rootNode.hasError
  const cursor = tree.walk()
  const parents = [-1]
  for (let more = true; more; ) {
    const { nodeType, currentFieldName, startIndex, endIndex, nodeIsNamed } = cursor
    if (isBroken && (nodeType === 'ERROR' || cursor.nodeIsMissing)) errors.push(startIndex)
    if (nodeIsNamed) {
      nodes.push([parents.at(-1), nodeType, currentFieldName, startIndex, endIndex].join(' '))
      if (cursor.gotoFirstChild()) {
        parents.push(nodes.length - 1)
        continue
      }
    }
    while (more && !cursor.gotoNextSibling()) {
      more = cursor.gotoParent()
      parents.pop()
    }
  }
  cursor.delete()
  tree.delete()
  return { nodes, errors }
}

/** The same of a flat tree. */
function facts({ kind, field, start, end, parent, errors }: FlatTree): ReturnType<typeof told> {
  return {
    nodes: kind.map((name, node) => [parent[node], name, field[node], start[node], end[node]].join(' ')),
    errors: errors.filter(({ message }) => message === 'invalid syntax').map(({ offset }) => offset),
  }
}

/** The nodes as a walk along the links meets them, and how deep it gets. */
function walked({ firstChild, nextSibling }: FlatTree): { nodes: number[]; depth: number } {
  const nodes: number[] = []
  let depth = 0
  const waiting = [{ node: 0, level: 1 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, level } = next
    nodes.push(node)
    depth = Math.max(depth, level)
    if (nextSibling[node]! >= 0) waiting.push({ node: nextSibling[node]!, level })
    if (firstChild[node]! >= 0) waiting.push({ node: firstChild[node]!, level: level + 1 })
  }
  return { nodes, depth }
}

function isRead(t: T, text: string, what: string): void {
  const flat = parser.read(text)
  t.same(facts(flat), told(text), what)
  t.same(walked(flat), { nodes: [...flat.kind.keys()], depth: flat.depth }, `${what}: links`)
}

const programs = {
  empty: '',
  'blank lines': '\n\n  \n',
  'a comment first': '# one\n\nx = 1  # two\n# three\n',
  'classes and functions': `
@decorated(1)
class A[T: int](B, metaclass=M):
    """Says."""
    x: int = 1
    async def f(self, a, /, b: int = 2, *args, c, **kwargs) -> None:
        return await self.g(*args, **{**kwargs, 'k': [i async for i in a if i]})
    def g(self): return lambda x=1, *y: (yield x)
`,
  statements: `
from __future__ import annotations
import a.b as c, d
from ..e import (f as g, h,)
from i import *
global j
if a: pass
elif b: del c[0], d
else: raise E from None
for x, *y in z:
    while True: break
    else: continue
with open(p) as q, (r): assert s, t
try: pass
except* E as e: ...
finally: type X[T] = list[T]
match point:
    case Point(x=0, y=yy) | [1, *rest] if yy: pass
    case {'k': v, **others} as w: pass
    case a.b | -1 | None: pass
print >> f, x
exec "x" in y
`,
  expressions: `
a = b if c else d or not e and f in g is not h <> i
x += -1 ** ~2 @ 3 // (4 := j) << 5
y = {k: v for k, v in z}, {1, 2}, (), [*a, *b], s[1:2, ::3, ...], print, type, match
`,
  strings: `
f'{a!r:>{width}} {{b}} {c=} \\n' b'x' r"""raw \\n
"""
'${'long '.repeat(100)}'
u"\\N{DEGREE SIGN} é 🙂"; é = '🙂' + "é" # 🙂 é
${'long_name_'.repeat(40)}.${'other_'.repeat(60)}
`,
  broken: 'def f(:\n    x = = 1\n  y = (\nclass A(\n    pass\n',
  'something is missing': 'def f()\n    return 1\nx = [1, 2\n',
  'nothing of Python': '}}} <html> &&& ??? """',
  'Windows lines and tabs': 'if a:\r\n\tb = 1\r\n\r\n\tc(\\\r\n d)\r\n',
  'a byte order mark': '\ufeffx = 1\n',
  'very deep': `${'('.repeat(3000)}1${')'.repeat(3000)}\n`,
  'very long': Array.from({ length: 3000 }, (_, line) => `call_${line}(${line}, x=${line})`).join('\n'),
}

t.test('a tree read from memory is the tree that the cursor tells of', async t => {
  for (const [what, text] of Object.entries(programs)) isRead(t, text, what)
})

t.test('so is each of the trees of broken programs', async t => {
  const { 'very deep': _deep, 'very long': _long, ...short } = programs
  for (const [what, text] of Object.entries(short)) {
    for (let at = 0; at < text.length; at += 7)
      isRead(t, text.slice(0, at) + text.slice(at + 1 + (at % 5)), `${what} cut at ${at}`)
  }
})

t.test('memory that grew is read where it went to', async t => {
  const text = 'x = [1, 2, 3]\n'.repeat(200_000)
  const { kind, end } = parser.read(text)
  t.same([kind.length, end[0]], [1 + 200_000 * 7, text.length])
  isRead(t, 'x = 1\n', 'after it')
})
