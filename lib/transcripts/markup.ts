/** What is said, without what only says how it is shown. */

/** Those of WebVTT and SubRip, and times within a line; whatever else stands behind a `<` is said: `a < b and c > d`. */
const tags =
  /<\/?(?:[cibus]|ruby|rt|br)(?:\.[^\s<>]*)?\s*\/?>|<\/?(?:v|lang|font|span)(?:\.[^\s<>]*)?(?:\s[^<>]*)?>|<(?:\d+:)?\d+:\d+\.\d+>/gi

/** Where and how a line is drawn, in the manner of Advanced SubStation: `{\an8}`. */
const overrides = /\{\\[a-z0-9][^{}]*\}/gi

/** A line of a caption. */
export function captionText(line: string): string {
  return plainText(line.replace(tags, tag => (/^<br/i.test(tag) ? ' ' : '')).replace(overrides, ''))
}

/** A text without markup. One that went through two programs may be escaped twice. */
export function plainText(text: string): string {
  return decode(decode(text)).replace(/\s+/g, ' ').trim()
}

/** Those that stand in captions. Marks of direction and hyphenation show nothing. */
const entities = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    lrm: '',
    rlm: '',
    shy: '',
    hellip: '…',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    laquo: '«',
    raquo: '»',
    ndash: '–',
    mdash: '—',
    bull: '•',
    middot: '·',
    iexcl: '¡',
    iquest: '¿',
    times: '×',
    divide: '÷',
    minus: '−',
    plusmn: '±',
    deg: '°',
    sup2: '²',
    sup3: '³',
    frac12: '½',
    infin: '∞',
    ne: '≠',
    le: '≤',
    ge: '≥',
    pi: 'π',
    euro: '€',
    pound: '£',
    yen: '¥',
    cent: '¢',
    copy: '©',
    reg: '®',
    trade: '™',
    sect: '§',
    szlig: 'ß',
    aelig: 'æ',
    AElig: 'Æ',
    oslash: 'ø',
    Oslash: 'Ø',
    oelig: 'œ',
    OElig: 'Œ',
  }),
)

/** `&eacute;` and its kind: a letter and its mark. */
const marks = new Map(
  Object.entries({
    grave: '\u0300',
    acute: '\u0301',
    circ: '\u0302',
    tilde: '\u0303',
    uml: '\u0308',
    ring: '\u030a',
    cedil: '\u0327',
  }),
)

function decode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+\d*);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities.get(name) ?? accented(name) ?? whole
    const code = Number(name.slice(1).replace(/^x/i, '0x'))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function accented(name: string): string | undefined {
  const mark = marks.get(name.slice(1))
  return mark && (name[0]! + mark).normalize('NFC')
}
