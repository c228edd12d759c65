/**
 * Strings: what they say, side by side as one, and f-strings with the expressions in them, as deep and with whatever
 * quotes Python 3.12 allows. The text of an f-string is no token; it is read here, and the tokenizer goes on in each
 * field and after the string.
 */
import type { Expr, Str, StrPart } from '../ast.ts'
import { unescaped } from '../strings.ts'
import { Tokens } from './tokens.ts'

/** Every escape, and in group 1 the letter of one that lacks its digits. */
const ESCAPE =
  /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U(?:000[\da-fA-F]|0010)[\da-fA-F]{4}|N\{[^{}]+\}|([xuUN])|[\s\S])/g

export abstract class Strings extends Tokens {
  protected abstract fieldValue(): Expr

  /** One string or several side by side; `tok` is the first. */
  protected strings(): Str {
    const s = this.start
    const bytes = this.isBytes
    const parts: StrPart[] = []
    let isFormatted = this.tok === 'fstring'
    let v = this.piece(parts)
    let count = 1
    while (this.tok === 'string' || this.tok === 'fstring') {
      if (this.isBytes !== bytes) this.complain('cannot mix bytes and nonbytes literals', s)
      isFormatted ||= this.tok === 'fstring'
      v += this.piece(parts)
      count++
    }
    this.nodes += count === 1 ? 1 : count + 1
    const e = this.last
    if (isFormatted) return { k: 'Str', v, parts, s, e }
    return bytes ? { k: 'Str', v, bytes: true, s, e } : { k: 'Str', v, s, e }
  }

  /** One literal; `parts` gets its pieces. */
  private piece(parts: StrPart[]): string {
    if (this.tok === 'fstring') return this.formatted(parts)
    const body = withLineFeeds(this.text.slice(this.from, this.to))
    const v = this.hasEscape && !this.isRaw ? this.unescape(body, this.start, this.isBytes) : body
    if (this.isBytes && /[^\0-\x7f]/.test(body))
      this.complain('bytes can only contain ASCII literal characters')
    parts.push(v)
    this.next()
    return v
  }

  private unescape(body: string, at: number, isBytes: boolean): string {
    if (/\\[xuUN]/.test(body)) {
      for (const [written, letter] of body.matchAll(ESCAPE)) {
        if (letter === undefined || (isBytes && letter !== 'x')) continue
        this.complain(`the escape ${written} is not complete`, at)
        break
      }
    }
    return unescaped(body, false)
  }

  private formatted(parts: StrPart[]): string {
    const { text, start, isRaw } = this
    const quote = text.charCodeAt(this.from - 1)
    const isTriple = this.from - start > 3 && text.charCodeAt(this.from - 3) === quote
    const first = parts.length
    let at = this.from
    let i = at
    const literal = (end: number) => {
      if (end === at) return
      const body = withLineFeeds(text.slice(at, end))
      const plain = isRaw || !body.includes('\\') ? body : this.unescape(body, start, false)
      parts.push(plain.replaceAll('{{', '{').replaceAll('}}', '}'))
    }
    for (;;) {
      const code = text.charCodeAt(i)
      if (code === quote) {
        if (!isTriple || (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote)) break
        i++
      } else if (code === 123) {
        if (text.charCodeAt(i + 1) === 123) i += 2
        else {
          literal(i)
          i = at = this.hole(i, parts, quote, isTriple)
        }
      } else if (code === 125) {
        if (text.charCodeAt(i + 1) !== 125) this.badString("f-string: single '}' is not allowed", i)
        i += 2
      } else if (code === 92) {
        i = this.afterBackslash(i, isRaw)
      } else if (code === 10 && (!isTriple || i + 1 >= text.length)) {
        this.start = start
        this.unterminated(i, isTriple)
      } else i++
    }
    literal(i)
    this.pos = i + (isTriple ? 3 : 1)
    this.tok = 'fstring'
    this.next()
    return parts
      .slice(first)
      .filter(part => typeof part === 'string')
      .join('')
  }

  /** A backslash takes a quote's meaning away, no bracket's; `\N{DASH}` is one character. */
  private afterBackslash(i: number, isRaw: boolean): number {
    const { text } = this
    const next = text.charCodeAt(i + 1)
    if (next === 123 || next === 125) return i + 1
    if (!isRaw && next === 78 && text.charCodeAt(i + 2) === 123) {
      const end = /[^}\n"']*/y
      end.lastIndex = i + 3
      end.test(text)
      return text.charCodeAt(end.lastIndex) === 125 ? end.lastIndex + 1 : i + 2
    }
    if (next === 13 && text.charCodeAt(i + 2) === 10) return i + 3
    return Math.min(i + 2, text.length - 1)
  }

  /** `{value!r:spec}` at `i`; the index after it. A field within the spec is code too. */
  private hole(i: number, parts: StrPart[], quote: number, isTriple: boolean): number {
    const { text } = this
    const outer = this.field
    this.start = i
    this.open('{')
    this.field = this.brackets
    this.next()
    if (this.tok === '}') this.fail("f-string: valid expression required before '}'")
    const x = this.fieldValue()
    this.nodes++
    // `{x=}` says `x=` before the value.
    if (this.tok === '=') {
      this.next()
      parts.push(text.slice(i + 1, this.start))
    }
    if (this.tok === '!') {
      this.next()
      if (!this.is('name') || !/^[sra]$/.test(this.name)) this.fail('f-string: invalid conversion character')
      this.next()
    }
    // After a value `:=` is a colon and a format that begins with `=`.
    if (this.tok === ':' || this.tok === ':=') {
      const from = this.start + 1
      const inner: StrPart[] = []
      const to = this.spec(from, inner, quote, isTriple)
      this.nodes++
      parts.push({ x, spec: text.slice(from, to) })
      for (const part of inner) if (typeof part !== 'string') parts.push({ x: part.x, spec: '' })
      this.brackets--
      this.pos = to + 1
    } else {
      parts.push({ x })
      if (this.tok !== '}') this.fail("f-string: expecting '}'")
    }
    this.field = outer
    return this.pos
  }

  /** The index of the brace that ends the format. */
  private spec(from: number, inner: StrPart[], quote: number, isTriple: boolean): number {
    const { text } = this
    for (let i = from; ; ) {
      const code = text.charCodeAt(i)
      if (code === 125) return i
      const ends =
        code === quote &&
        (!isTriple || (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote))
      if (ends || i >= text.length || (code === 10 && !isTriple))
        this.badString("f-string: expecting '}'", Math.min(i, text.length - 1))
      i = code === 123 ? this.hole(i, inner, quote, isTriple) : i + 1
    }
  }

  private badString(message: string, at: number): never {
    this.start = at
    this.pos = at + 1
    this.fail(message)
  }
}

/** In a string, too, CPython reads every line end as a line feed. */
function withLineFeeds(body: string): string {
  return body.includes('\r') ? body.replaceAll('\r\n', '\n') : body
}
