/** LaTeX as a reader would type it: what only sets type is left out, commands become the signs that they draw. */
import { lookOf } from '../../facts/symbols.ts'
import { remember } from '../remember.ts'

const SETS_TYPE = new Set(
  `text textbf textit texttt textrm textsf textsc textsl textnormal emph underline overline bar hat tilde vec dot ddot
  widehat widetilde overbrace underbrace mathrm mathbf mathsf mathit mathtt mathcal mathbb mathfrak mathscr mathbin
  boldsymbol bm operatorname mbox makebox substack centering raggedright hline Huge huge LARGE Large large normalsize
  small footnotesize scriptsize tiny bfseries itshape left right displaystyle scriptstyle limits noindent bf it tt sc
  em ul big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm boxed cancel rm cal`.split(/\s+/),
)
/** Commands that set a mark on a letter, and the mark as Unicode combines it. */
const MARKS: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '"': '\u0308',
  r: '\u030A',
  H: '\u030B',
  v: '\u030C',
  c: '\u0327',
  k: '\u0328',
}
/** Braces that a text shows, while those that group are looked at, and the line of a fraction between its parts. */
const OPEN = '\uE000'
const CLOSE = '\uE001'
const OVER = '\uE002'
/** Groups within groups that are taken apart. */
const DEEPEST = 20

/** Nobody reads longer ones, and patterns that look ahead would take long for some. */
const LONGEST = 5000

export const readable = remember((text: string): string => {
  if (text.length > LONGEST || !/[\\${}~]|``/.test(text)) return text
  return loosened(
    flat(
      text
        .replace(/``(.*?)''/gs, '“$1”')
        .replace(/\\(?:parbox|minipage)(?:\[[^\]]*\])?\s*\{[^{}]*\}/g, '')
        .replace(GRID, inRows)
        .replace(/\\begin\s*\{(?:array|tabular)\}\s*\{[^{}]*\}/g, ' ')
        .replace(/\\(?:begin|end|hspace|vspace|color|textcolor|fontsize)\*?\s*\{[^{}]*\}/g, ' ')
        .replace(/\\setlength\s*\{[^{}]*\}\s*\{[^{}]*\}/g, ' ')
        .replaceAll('\\|', '‖')
        .replace(/\\(?:kern|hskip|vskip|itemsep)\s*-?[\d.]+\s*[a-z]{2}/g, ' ')
        .replace(/\\\\(?:\[[^\]]*\])?|\\item(?![a-zA-Z])/g, ' ')
        .replace(/\\(?:[,;:! ]|(?:quad|qquad|newline|par)(?![a-zA-Z]))/g, ' ')
        .replace(/\\[[\]]|(?<!\\)\$\$/g, ' ')
        .replace(/\\[()]|\\(?:left|right)\s*\.|(?<!\\)&/g, '')
        .replace(/\\(?:(["'^`~=])\s*\{?|([urHvck])\s*\{)(\p{L})\}?/gu, marked)
        .replaceAll('\\{', OPEN)
        .replaceAll('\\}', CLOSE)
        .replace(/\\over(?![a-zA-Z])/g, OVER)
        .replace(/\^\s*(?:\\circ(?![a-zA-Z])|\{\s*\\circ\s*\})/g, '°')
        .replace(/\\([a-zA-Z]+)(\s*)/g, (whole, command: string, space: string, at: number, all: string) => {
          if (SETS_TYPE.has(command)) return ''
          const look = lookOf(command)
          if (look === undefined) return whole
          const before = all[at - 1]
          if (/^[a-z]{2,}$/.test(look)) return apart(look, space, before, all.slice(at + whole.length))
          // The blank behind `x\to 0` only ends the command.
          const isTight = /^[^\p{L}\p{N}]$/u.test(look) && (isLetter(before) || /[∂¬]/.test(look))
          return isTight ? look : look + space
        })
        .replace(/(?<!\\)\$/g, '')
        .replaceAll('~', ' '),
    ),
  )
    .replaceAll(OPEN, '{')
    .replaceAll(CLOSE, '}')
    .replaceAll(OVER, '/')
    .replace(/\\choose(?![a-zA-Z])/g, ' choose ')
    .replace(/\\([%$#&_])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
})

/** LaTeX sets the name of a function off from what stands before and behind it: `r\cos\theta` is `r cos θ`. */
function apart(name: string, space: string, before: string | undefined, behind: string): string {
  const lead = isLetter(before) ? ' ' : ''
  const isOpen = space === '' && /^(?:[\p{L}\p{N}]|\{(?!\})|\\(?!left|[bB]igg?))/u.test(behind)
  return `${lead}${name}${isOpen ? ' ' : space}`
}

/** Or what ends with one. */
function isLetter(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N})}]/u.test(sign)
}

/** The innermost matrix. */
const GRID =
  /\\begin\s*\{(array|(?:small|[pbvVB])?matrix|cases)\}(?:\{[^{}]*\})?((?:(?!\\begin)[\s\S])*?)\\end\s*\{\1\}/g
const BRACKETS: Readonly<Record<string, string>> = {
  pmatrix: '()',
  bmatrix: '[]',
  vmatrix: '||',
  Vmatrix: '‖‖',
  Bmatrix: OPEN + CLOSE,
  cases: OPEN + CLOSE,
}

/** `[a, b; c, d]`, row by row. */
function inRows(_: string, kind: string, body: string): string {
  const cells = (row: string) => row.split(/(?<!\\)&/).map(cell => cell.trim())
  const rows = body
    .split(/\\\\(?:\[[^\]]*\])?/)
    .map(row => cells(row).filter(Boolean).join(', '))
    .filter(Boolean)
  const [open = '', close = ''] = BRACKETS[kind] ?? ''
  return ` ${open}${rows.join('; ')}${close} `
}

function marked(_: string, sign: string | undefined, named: string | undefined, letter: string): string {
  return (letter + MARKS[(sign ?? named)!]).normalize('NFC')
}

/** Fractions, roots and scripts in one line, and no braces but those of commands that are not known. */
function flat(text: string): string {
  let before = ''
  let now = text
  for (let depth = 0; now !== before && depth < DEEPEST; depth++) {
    before = now
    now = now
      .replace(/\\[hv]?phantom\s*\{[^{}]*\}/g, ' ')
      .replace(/([_^])\s*\{([^{}]*)\}/g, (_, script: string, group: string) => raised(script, group))
      .replace(/\{([^{}\uE002]*)\uE002([^{}]*)\}/g, fraction)
      .replace(/\{([^{}]*)\\choose(?![a-zA-Z])([^{}]*)\}/g, '($1 choose $2)')
      .replace(FRACTION, (whole, over: string, under: string) => fraction(whole, bare(over), bare(under)))
      .replace(/\\[dt]?binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '($1 choose $2)')
      .replace(/\\(?:overset|underset|stackrel)\s*\{[^{}]*\}\s*\{([^{}]*)\}/g, '$1')
      .replace(/\\sqrt\s*(\{[^{}]*\}|[^\s{}\\[])/g, (_, group: string) => `√${grouped(bare(group))}`)
      .replace(
        /\\sqrt\s*\[([^[\]]*)\]\s*\{([^{}]*)\}/g,
        (_, degree: string, group: string) => `${grouped(group)}^(1/${degree})`,
      )
      .replace(/(?<![}\]_^]|\\[a-zA-Z]{1,20}\*?\s{0,3})\{([^{}]*)\}/g, '$1')
  }
  return now
}

/** A piece of a text may begin or end within braces, which nobody sees. Of commands that are not known they stay. */
function loosened(text: string): string {
  if (text.includes('\\') || !/[{}]/.test(text)) return text
  const open: number[] = []
  const alone = new Set<number>()
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') open.push(i)
    else if (text[i] === '}' && open.pop() === undefined) alone.add(i)
  }
  for (const i of open) alone.add(i)
  return text
    .split('')
    .filter((_, i) => !alone.has(i))
    .join('')
}

/** Of two groups, or of two signs that stand for themselves. */
const FRACTION = /\\[dtc]?frac\s*(\{[^{}]*\}|[^\s{}\\])\s*(\{[^{}]*\}|[^\s{}\\])/g

function bare(group: string): string {
  return group.startsWith('{') ? group.slice(1, -1) : group
}

function fraction(_: string, over: string, under: string): string {
  const bottom = grouped(under)
  // Of `/2n` one would not know where it ends.
  return `${grouped(over)}/${/^\d[\d.]*[^\d.]/.test(bottom) ? `(${bottom})` : bottom}`
}

/** What is set above or below, if there is anything. */
function raised(script: string, group: string): string {
  const text = grouped(group)
  if (text === '') return ''
  return script + (/^[^(].*[_^]/.test(text) ? `(${text})` : text)
}

/** In brackets unless it holds together without. */
function grouped(group: string): string {
  const text = group.trim()
  return /^[-−√]?[\p{L}\p{N}\p{M}.∞′]+(?:[_^][\p{L}\p{N}]+)*$|^\([^()]*\)$|^$|^\p{S}$/u.test(text)
    ? text
    : `(${text})`
}
