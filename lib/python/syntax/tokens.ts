/**
 * The tokens of Python 3, one at a time: `tok` is the token that the parser looks at, `start` and `pos` are where it
 * begins and ends. A keyword or an operator is its own text; the others are `name`, `number`, `string`, `fstring`,
 * `newline`, `indent`, `dedent` and `end`. Nothing is read ahead of the token, so that an f-string's text can be read
 * by other rules in the midst of it.
 *
 * Lines and indentation follow CPython's tokenizer: tabs reach to the next eighth column and must agree with tabs of
 * one column; blank lines, comments and form feeds do not count; brackets and backslashes join lines.
 */
import { hashed, KEYWORDS, nameIndex, nameOf } from './names.ts'

/** Thrown by `fail`; what went wrong is in the parser, so that no stack need be recorded. */
export const BROKEN = { name: 'a syntax error' }

/** CPython's own limits. */
const MOST_BRACKETS = 200
const MOST_LEVELS = 100

/** Lists of the parser at work: one text is read to its end before the next, and to make them costs as much as a line. */
const OPENED = new Int32Array(MOST_BRACKETS + 1)
const WIDTHS = new Int32Array(MOST_LEVELS + 1)
const NARROW = new Int32Array(MOST_LEVELS + 1)

const LETTER = 1
const DIGIT = 2
/** What each ASCII character may be part of. */
const CLASS = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(character)) CLASS[code] = LETTER
  if (/\d/.test(character)) CLASS[code] = DIGIT
}

const RESERVED = KEYWORDS.length
/** How tightly an operator binds; 0 is none. The operators of a comparison are 4. */
export const COMPARES = 4
const POWER = 12

/** A decimal number, its parts after the first digit, and the others by their base. */
const DECIMAL = /(?:\d(?:_?\d)*)?(?:\.(?:\d(?:_?\d)*)?)?(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y
const BASED = /0(?:[xX](?:_?[\da-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)/y
/** CPython lets a keyword follow a number at once: `1if x else 2`. */
const AFTER_NUMBER = /and|else|for|if|in|is|or|not/y
const NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy

export interface Trouble {
  readonly message: string
  /** Offset into the text. */
  readonly at: number
}

export interface Mark {
  readonly tok: string
  readonly start: number
  readonly pos: number
  readonly last: number
  readonly binds: number
  readonly name: string
  readonly trouble: Trouble | undefined
  readonly brackets: number
  readonly isFresh: boolean
  readonly bracket: number
  readonly isVirtual: boolean
  readonly nodes: number
  readonly depth: number
  readonly field: number
}

export class Tokens {
  readonly text: string
  tok = 'newline'
  start = 0
  pos = 0
  /** The end of the token before. */
  last = 0
  /** The binding strength of `tok` between two operands. */
  binds = 0
  /** Of a `name`. */
  name = ''
  /** Of a `string` or `fstring`: where its content is, and how it is to be read. */
  from = 0
  to = 0
  isRaw = false
  isBytes = false
  hasEscape = false
  /** Syntax nodes so far; see Chunk. */
  nodes = 0
  /** Levels of the tree above what is read now. */
  protected depth = 0
  /** How many brackets are open where the innermost field of an f-string begins; 0 outside. */
  protected field = 0
  /** The first thing that is wrong with the text. */
  trouble: Trouble | undefined
  /** What the parser gave up on. */
  protected failed: Trouble = { message: '', at: 0 }
  /** Open brackets: how many, and where each is. */
  protected brackets = 0
  private readonly opened = OPENED
  /** The width of each suite around, with tabs of eight columns and of one. */
  protected level = 0
  protected readonly widths = WIDTHS
  private readonly narrow = NARROW
  /** Dedents that are still to come. */
  protected pending = 0
  /** At the start of a line, where indentation counts. */
  protected isFresh = true
  /** `tok` has no text of its own. */
  private isVirtual = true

  /** `text` ends with a line feed, and has no other line ends than it and `\r\n`. */
  constructor(text: string) {
    this.text = text
    this.pos = text.charCodeAt(0) === 0xfeff ? 1 : 0
    this.widths[0] = this.narrow[0] = 0
  }

  /** Where the parser is, to come back to; within one statement. */
  protected mark(): Mark {
    const { tok, start, pos, last, binds, name, trouble, brackets, isFresh, isVirtual } = this
    const { nodes, depth, field } = this
    const bracket = this.opened[brackets]!
    return {
      tok,
      start,
      pos,
      last,
      binds,
      name,
      trouble,
      brackets,
      bracket,
      isFresh,
      isVirtual,
      nodes,
      depth,
      field,
    }
  }

  protected reset(mark: Mark): void {
    this.tok = mark.tok
    this.start = mark.start
    this.pos = mark.pos
    this.last = mark.last
    this.binds = mark.binds
    this.name = mark.name
    this.trouble = mark.trouble
    this.brackets = mark.brackets
    this.opened[mark.brackets] = mark.bracket
    this.isFresh = mark.isFresh
    this.isVirtual = mark.isVirtual
    this.nodes = mark.nodes
    this.depth = mark.depth
    this.field = mark.field
  }

  /** Notes what is wrong and goes on. */
  complain(message: string, at = this.start): void {
    if (!this.trouble || at < this.trouble.at) this.trouble = { message, at }
  }

  /** Gives up on the statement. */
  fail(message = 'invalid syntax', at = this.start): never {
    // Where a bracket was never closed, what comes lines later only seems to be wrong.
    const open = this.brackets > 0 ? this.opened[this.brackets]! : -1
    const end = open < 0 ? -1 : this.text.indexOf('\n', open)
    if (end >= 0 && end < at && /^(?:invalid syntax|expected [)\]}])$/.test(message) && !this.isClosed(at))
      this.failed = { message: `'${this.text[open]}' was never closed`, at: open }
    else this.failed = { message, at }
    throw BROKEN
  }

  /** Whether the brackets that are open now are closed by the text that follows. */
  private isClosed(at: number): boolean {
    let depth = this.brackets
    // Far enough for an expression; to look through the whole program for each mistake would take its square.
    const end = Math.min(this.text.length, at + 2000)
    for (let i = at; i < end && depth > 0; i++) {
      const code = this.text.charCodeAt(i)
      if (code === 35) i = this.text.indexOf('\n', i)
      else if (code === 34 || code === 39) i = this.stringEnd(i, end) - 1
      else if (code === 40 || code === 91 || code === 123) depth++
      else if (code === 41 || code === 93 || code === 125) depth--
    }
    return depth === 0
  }

  /** `tok` as it is now: the type checker does not see that `next` changes it. */
  is(tok: string): boolean {
    return this.tok === tok
  }

  expect(tok: string): void {
    if (this.tok !== tok) this.fail(tok.length === 1 ? `expected ${tok}` : undefined)
    this.next()
  }

  next(): void {
    if (this.isVirtual) this.isVirtual = false
    else this.last = this.pos
    if ((this.isFresh || this.pending > 0) && this.layout()) return
    const { text } = this
    let i = this.pos
    let code = text.charCodeAt(i)
    for (;;) {
      if (code === 32 || code === 9 || code === 12 || code === 13) code = text.charCodeAt(++i)
      else if (code === 10 && this.brackets > 0) {
        if (++i >= text.length) this.unclosed()
        code = text.charCodeAt(i)
      } else if (code === 35) {
        i = text.indexOf('\n', i)
        code = 10
      } else if (code === 92) {
        i = this.continued(i)
        code = text.charCodeAt(i)
      } else break
    }
    this.start = i
    this.binds = 0
    if (code >= 128) return this.foreign(i)
    const kind = CLASS[code]
    if (kind === LETTER) return this.word(i, code)
    if (kind === DIGIT) return this.number(i)
    if (code === 34 || code === 39) return this.string(i, i, code)
    this.operator(i, code)
  }

  private unclosed(): never {
    const at = this.opened[this.brackets]!
    this.start = this.pos = this.text.length
    this.fail(`'${this.text[at]}' was never closed`, at)
  }

  /** After the backslash at `i` and the line end that it takes away. */
  private continued(i: number): number {
    const { text } = this
    const end = text.charCodeAt(i + 1) === 13 ? i + 2 : i + 1
    if (text.charCodeAt(end) !== 10) {
      this.start = i
      this.pos = i + 1
      this.fail('unexpected character after line continuation character', i)
    }
    if (end + 1 >= text.length) {
      this.start = this.pos = text.length
      this.fail('unexpected end of the program', i)
    }
    return end + 1
  }

  private word(from: number, first: number): void {
    const { text } = this
    let hash = first
    let i = from + 1
    let code = text.charCodeAt(i)
    while (code < 128 && CLASS[code] !== 0) {
      hash = hashed(hash, code)
      code = text.charCodeAt(++i)
    }
    if (code >= 128) return this.foreign(from)
    if ((code === 34 || code === 39) && i - from <= 2 && this.isPrefix(from, i))
      return this.string(from, i, code)
    const index = nameIndex(text, from, i, hash)
    this.pos = i
    if (index < 0 || index >= RESERVED) {
      this.tok = 'name'
      this.name = index < 0 ? text.slice(from, i) : nameOf(index)
      return
    }
    const tok = nameOf(index)
    this.tok = tok
    if (tok === 'in' || tok === 'is' || tok === 'not') this.binds = COMPARES
    else if (tok === 'and') this.binds = 2
    else if (tok === 'or') this.binds = 1
  }

  /** A name with letters beyond ASCII; CPython takes names that look alike for one. */
  private foreign(from: number): void {
    NAME.lastIndex = from
    const found = NAME.exec(this.text)
    if (!found) {
      this.tok = 'invalid'
      this.pos = from + 1
      const character = String.fromCodePoint(this.text.codePointAt(from)!)
      this.fail(`invalid character '${character}'`, from)
    }
    this.pos = from + found[0].length
    this.tok = 'name'
    this.name = found[0].normalize('NFKC')
  }

  private isPrefix(from: number, to: number): boolean {
    const one = this.text.charCodeAt(from) | 32
    const isOne = one === 102 || one === 114 || one === 98 || one === 117 || one === 116
    if (!isOne || to - from === 1) return isOne
    const two = this.text.charCodeAt(from + 1) | 32
    if (one === 117 || two === 117) return false
    return (one === 114) !== (two === 114)
  }

  private string(from: number, quoteAt: number, quote: number): void {
    const { text } = this
    this.isRaw = this.isBytes = this.hasEscape = false
    let isFormatted = false
    for (let i = from; i < quoteAt; i++) {
      const letter = text.charCodeAt(i) | 32
      if (letter === 114) this.isRaw = true
      else if (letter === 98) this.isBytes = true
      else if (letter !== 117) isFormatted = true
    }
    this.start = from
    const isTriple = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote
    const width = isTriple ? 3 : 1
    this.from = quoteAt + width
    if (isFormatted) {
      this.tok = 'fstring'
      this.pos = this.from
      return
    }
    this.tok = 'string'
    let i = this.from
    for (; ; i++) {
      const code = text.charCodeAt(i)
      if (code === quote) {
        if (!isTriple || (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote)) break
      } else if (code === 92) {
        this.hasEscape = true
        i++
        if (text.charCodeAt(i) === 13 && text.charCodeAt(i + 1) === 10) i++
      } else if (code === 10 && (!isTriple || i + 1 >= text.length)) this.unterminated(i, isTriple)
      if (i >= text.length) this.unterminated(text.length, isTriple)
    }
    this.to = i
    this.pos = i + width
  }

  protected unterminated(at: number, isTriple: boolean): never {
    this.pos = at
    this.fail(`unterminated ${isTriple ? 'triple-quoted ' : ''}string literal`)
  }

  /** After the string that begins with the quote at `i`, in text that is skipped; `limit` at most. */
  private stringEnd(i: number, limit: number): number {
    const { text } = this
    const quote = text[i]!
    const isTriple = text.startsWith(quote.repeat(3), i)
    const mark = isTriple ? quote.repeat(3) : quote
    let end = i + mark.length
    while (end < limit && !text.startsWith(mark, end)) {
      if (text[end] === '\n' && !isTriple) return end
      end += text[end] === '\\' ? 2 : 1
    }
    return Math.min(end + mark.length, limit)
  }

  private number(from: number): void {
    const { text } = this
    this.tok = 'number'
    let i = from + 1
    let code = text.charCodeAt(i)
    while (code >= 48 && code <= 57) code = text.charCodeAt(++i)
    // Most numbers are plain digits, or those about a point.
    if (code === 46 && text.charCodeAt(from) !== 46 && CLASS[text.charCodeAt(i + 1)] === DIGIT) {
      i += 2
      code = text.charCodeAt(i)
      while (code >= 48 && code <= 57) code = text.charCodeAt(++i)
    }
    if (code < 128 && (CLASS[code] === LETTER || code === 46)) {
      const pattern = text.charCodeAt(from) === 48 && /[xXoObB]/.test(text[from + 1]!) ? BASED : DECIMAL
      pattern.lastIndex = from
      i = pattern.test(text) ? pattern.lastIndex : from + 1
      code = text.charCodeAt(i)
    }
    this.pos = i
    if (text.charCodeAt(from) === 48 && i > from + 1 && /^0[\d_]*[1-9][\d_]*$/.test(text.slice(from, i)))
      this.complain('leading zeros in decimal integer literals are not permitted')
    if (code < 128 ? CLASS[code] === 0 : !NAME.test(text[i]!)) return
    AFTER_NUMBER.lastIndex = i
    if (!AFTER_NUMBER.test(text)) this.fail('invalid number')
  }

  private operator(i: number, code: number): void {
    const { text } = this
    const second = text.charCodeAt(i + 1)
    const equals = second === 61
    switch (code) {
      case 40: // (
        return this.open('(')
      case 41: // )
        return this.close(')', '(')
      case 44: // ,
        return this.take(',', 1, 0)
      case 46: // .
        if (CLASS[second] === DIGIT) return this.number(i)
        if (second === 46 && text.charCodeAt(i + 2) === 46) return this.take('...', 3, 0)
        return this.take('.', 1, 0)
      case 10: // line feed
        this.tok = 'newline'
        this.pos = i + 1
        this.isFresh = this.isVirtual = true
        return
      case 61: // =
        return equals ? this.take('==', 2, COMPARES) : this.take('=', 1, 0)
      case 58: // :
        return equals ? this.take(':=', 2, 0) : this.take(':', 1, 0)
      case 91: // [
        return this.open('[')
      case 93: // ]
        return this.close(']', '[')
      case 42: // *
        if (second !== 42) return equals ? this.take('*=', 2, 0) : this.take('*', 1, 10)
        return text.charCodeAt(i + 2) === 61 ? this.take('**=', 3, 0) : this.take('**', 2, POWER)
      case 45: // -
        if (second === 62) return this.take('->', 2, 0)
        return equals ? this.take('-=', 2, 0) : this.take('-', 1, 9)
      case 43: // +
        return equals ? this.take('+=', 2, 0) : this.take('+', 1, 9)
      case 47: // /
        if (second !== 47) return equals ? this.take('/=', 2, 0) : this.take('/', 1, 10)
        return text.charCodeAt(i + 2) === 61 ? this.take('//=', 3, 0) : this.take('//', 2, 10)
      case 37: // %
        return equals ? this.take('%=', 2, 0) : this.take('%', 1, 10)
      case 60: // <
        if (second === 60)
          return text.charCodeAt(i + 2) === 61 ? this.take('<<=', 3, 0) : this.take('<<', 2, 8)
        return equals ? this.take('<=', 2, COMPARES) : this.take('<', 1, COMPARES)
      case 62: // >
        if (second === 62)
          return text.charCodeAt(i + 2) === 61 ? this.take('>>=', 3, 0) : this.take('>>', 2, 8)
        return equals ? this.take('>=', 2, COMPARES) : this.take('>', 1, COMPARES)
      case 33: // !
        return equals ? this.take('!=', 2, COMPARES) : this.take('!', 1, 0)
      case 123: // {
        return this.open('{')
      case 125: // }
        return this.close('}', '{')
      case 64: // @
        return equals ? this.take('@=', 2, 0) : this.take('@', 1, 10)
      case 124: // |
        return equals ? this.take('|=', 2, 0) : this.take('|', 1, 5)
      case 94: // ^
        return equals ? this.take('^=', 2, 0) : this.take('^', 1, 6)
      case 38: // &
        return equals ? this.take('&=', 2, 0) : this.take('&', 1, 7)
      case 126: // ~
        return this.take('~', 1, 0)
      case 59: // ;
        return this.take(';', 1, 0)
      default:
        this.tok = 'invalid'
        this.pos = i + 1
        this.fail(code === 96 ? 'backquotes of Python 2' : 'invalid syntax')
    }
  }

  private take(tok: string, length: number, binds: number): void {
    this.tok = tok
    this.pos = this.start + length
    this.binds = binds
  }

  protected open(tok: string): void {
    this.tok = tok
    this.pos = this.start + 1
    if (this.brackets >= MOST_BRACKETS) this.fail('too many nested parentheses')
    this.opened[++this.brackets] = this.start
  }

  private close(tok: string, opener: string): void {
    this.tok = tok
    this.pos = this.start + 1
    if (this.brackets === 0) this.fail(`unmatched '${tok}'`)
    const open = this.text[this.opened[this.brackets]!]!
    if (open !== opener)
      this.fail(`closing parenthesis '${tok}' does not match opening parenthesis '${open}'`)
    this.brackets--
  }

  /** At the start of a line: whether its indentation is a token. */
  private layout(): boolean {
    if (this.pending > 0) {
      this.pending--
      return this.virtual('dedent')
    }
    const { text } = this
    let i = this.pos
    if (i >= text.length) return this.finish()
    let wide = 0
    let narrow = 0
    let joined = -1
    for (;;) {
      const code = text.charCodeAt(i)
      if (code === 32) {
        wide++
        narrow++
        i++
      } else if (code === 9) {
        wide = (wide >> 3) * 8 + 8
        narrow++
        i++
      } else if (code === 12) {
        wide = narrow = 0
        i++
      } else if (code === 13) i++
      else if (code === 35) i = text.indexOf('\n', i)
      else if (code === 92) {
        if (joined < 0) joined = wide
        i = this.continued(i)
      } else if (code === 10) {
        wide = narrow = 0
        joined = -1
        if (++i >= text.length) return this.finish()
      } else break
    }
    this.pos = this.start = i
    if (joined >= 0) wide = narrow = joined
    this.isFresh = false
    const { level, widths } = this
    if (wide === widths[level]) {
      if (narrow !== this.narrow[level]) this.inconsistent()
      return false
    }
    if (wide > widths[level]!) {
      if (narrow <= this.narrow[level]!) this.inconsistent()
      if (level >= MOST_LEVELS) this.fail('too many levels of indentation')
      this.level++
      this.widths[this.level] = wide
      this.narrow[this.level] = narrow
      return this.virtual('indent')
    }
    return this.dedent(wide, narrow)
  }

  private finish(): boolean {
    this.pos = this.start = this.text.length
    if (this.level === 0) return this.virtual('end')
    this.pending = this.level - 1
    this.level = 0
    return this.virtual('dedent')
  }

  private dedent(wide: number, narrow: number): boolean {
    let left = 0
    while (this.level - left > 0 && this.widths[this.level - left - 1]! >= wide) left++
    if (this.widths[this.level - left] !== wide) {
      // The line goes with the innermost suite that it is no further left than the owner of.
      this.complain('unindent does not match any outer indentation level', this.pos)
      this.widths[this.level - left] = wide
      this.narrow[this.level - left] = narrow
    } else if (this.narrow[this.level - left] !== narrow) this.inconsistent()
    this.level -= left
    if (left === 0) return false
    this.pending = left - 1
    return this.virtual('dedent')
  }

  private inconsistent(): void {
    this.complain('inconsistent use of tabs and spaces in indentation', this.pos)
  }

  private virtual(tok: string): true {
    this.tok = tok
    this.binds = 0
    this.isVirtual = true
    return true
  }

  /**
   * Goes on with the first line at or after `from` that is no part of what is nested deeper than `level`, or with the
   * first at all.
   */
  protected resume(from: number, level: number, isAny: boolean): void {
    const { text } = this
    this.brackets = 0
    this.pending = 0
    if (this.level > level) this.level = level
    let line = from
    while (line < text.length) {
      let i = line
      let wide = 0
      for (; ; i++) {
        const code = text.charCodeAt(i)
        if (code === 32) wide++
        else if (code === 9) wide = (wide >> 3) * 8 + 8
        else if (code === 12) wide = 0
        else break
      }
      const code = text.charCodeAt(i)
      const isBlank = code === 10 || code === 13 || code === 35
      if (
        !isBlank &&
        (isAny || wide <= this.widths[this.level]!) &&
        code !== 41 &&
        code !== 93 &&
        code !== 125
      )
        break
      line = this.lineAfter(i)
    }
    this.pos = Math.min(line, text.length)
    this.isFresh = this.isVirtual = true
    this.tok = 'newline'
    // The last line end again, so that the dedents at the end of the text are told.
    if (this.pos >= text.length) this.pos = text.length - 1
    this.next()
  }

  /** The start of the next line that is not within a string. */
  protected lineAfter(from: number): number {
    const { text } = this
    let i = from
    while (i < text.length) {
      const code = text.charCodeAt(i)
      if (code === 10) return i + 1
      if (code === 35) return text.indexOf('\n', i) + 1
      if (code === 34 || code === 39) i = this.stringEnd(i, text.length)
      else i++
    }
    return text.length
  }
}
