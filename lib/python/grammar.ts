/** What the tables of a tree-sitter language say of its symbols and productions, by number, as a walk over a tree asks. */

/** Names by number, as tree-sitter gives them; those of hidden symbols are missing. */
export interface Language {
  readonly types: readonly string[]
  readonly fields: readonly (string | null)[]
}

/** Of wasm. */
export interface Memory {
  readonly buffer: ArrayBuffer
}

export interface Grammar {
  /** Of a symbol: what its nodes are called. */
  kinds: readonly string[]
  /** Of a symbol: what Python 3 has against it. */
  flaws: readonly (string | undefined)[]
  /** Of a symbol: whether the nodes that go by it in place of their own are named. */
  named: readonly boolean[]
  /** Of a production, of a child's place in it: the symbol that the child goes by, 0 for its own. */
  aliases: readonly (readonly number[] | undefined)[]
  /** Of a production, of a child's place in it: its field. */
  fields: readonly (readonly (string | null)[] | undefined)[]
}

// What the grammar accepts and Python 3 does not.
const PYTHON_2 = new Map([
  ['print_statement', 'print statement of Python 2'],
  ['exec_statement', 'exec statement of Python 2'],
  ['<>', '<> operator of Python 2'],
])

// Offsets into TSLanguage, which is the interface between a grammar and any version of tree-sitter.
const SYMBOL_COUNT = 4
const ALIAS_COUNT = 8
const PRODUCTION_COUNT = 28
const LONGEST_PRODUCTION = 36
const FIELD_SLICES = 64
const FIELD_ENTRIES = 68
const METADATA = 72
const PUBLIC_SYMBOLS = 76
const ALIAS_SEQUENCES = 84

export function readGrammar(language: Language, address: number, memory: Memory): Grammar {
  const view = new DataView(memory.buffer)
  const byte = (at: number) => view.getUint8(at)
  const half = (at: number) => view.getUint16(at, true)
  const word = (offset: number) => view.getUint32(address + offset, true)
  const count = (length: number) => [...Array(length).keys()]

  const symbols = count(word(SYMBOL_COUNT) + word(ALIAS_COUNT))
  const productions = count(word(PRODUCTION_COUNT))
  const longest = half(address + LONGEST_PRODUCTION)

  function aliasesOf(production: number): number[] | undefined {
    // The first production stands for all that have neither aliases nor fields.
    if (production === 0) return undefined
    const start = word(ALIAS_SEQUENCES) + 2 * longest * production
    const found = count(longest).map(place => half(start + 2 * place))
    return found.some(Boolean) ? found : undefined
  }

  function fieldsOf(production: number): (string | null)[] | undefined {
    const slice = word(FIELD_SLICES) + 4 * production
    const found: (string | null)[] = []
    for (const index of count(half(slice + 2))) {
      const entry = word(FIELD_ENTRIES) + 4 * (half(slice) + index)
      const inherited = byte(entry + 3)
      if (!inherited) found[byte(entry + 2)] ??= language.fields[half(entry)]!
    }
    return found.length > 0 ? Array.from(found, field => field ?? null) : undefined
  }

  const kinds = symbols.map(symbol => language.types[half(word(PUBLIC_SYMBOLS) + 2 * symbol)] || 'ERROR')
  return {
    kinds,
    flaws: kinds.map(kind => PYTHON_2.get(kind)),
    named: symbols.map(symbol => byte(word(METADATA) + 3 * symbol + 1) !== 0),
    aliases: productions.map(aliasesOf),
    fields: productions.map(fieldsOf),
  }
}
