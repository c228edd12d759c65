/** The parts of the record that are lists: colours, assets, imports, strings, releases. */
import { constantWord, hexWord } from '../facts/colors.ts'
import {
  colorHex,
  exportOf,
  family,
  isFormula,
  isLegacy,
  isRateFunction,
  keywordSpan,
  LAST_RELEASE,
  manimClass,
  RELEASES,
} from '../facts/manim.ts'
import { BUILTINS } from './builtins.ts'
import type { Evidence } from './evidence.ts'
import { gather } from './gather.ts'
import { HEX } from './notes.ts'
import type { IsCalled } from './reach.ts'
import { isManim, isStandard, type Names } from './resolve.ts'
import { splitAtHoles, withBraces } from './shapes.ts'
import type { CodeFeatures } from './types.ts'

/** What the statements of a program read and bind, each name once. */
export interface Reads {
  /** With the name of Manim that each refers to. */
  readonly loads: ReadonlyMap<string, string | undefined>
  readonly bound: ReadonlySet<string>
}

export function readsOf(evidence: readonly Evidence[], names: Names): Reads {
  const loads = new Map<string, string | undefined>()
  const bound = new Set<string>()
  for (const one of evidence) {
    for (const dotted of one.loads.keys())
      if (!loads.has(dotted)) loads.set(dotted, names.libraryName(dotted))
    for (const name of one.bound) bound.add(name)
  }
  return { loads, bound }
}

export function colorsOf(
  evidence: readonly Evidence[],
  { loads }: Reads,
  names: Names,
): CodeFeatures['colors'] {
  const found = new Map<string, { name: string; hex: string; word: string; count: number }>()
  const constants = new Map<string, string>()
  for (const one of evidence) for (const [name, text] of one.constants) constants.set(name, text)
  const note = (name: string, hex: string, word: string, n: number) => {
    const known = found.get(name)
    if (known) known.count += n
    else found.set(name, { name, hex: hex.toUpperCase(), word, count: n })
  }
  for (const one of evidence) {
    for (const [dotted, n] of one.loads) {
      const own = constants.get(dotted)
      if (own !== undefined) {
        if (HEX.test(own)) note(dotted, own, hexWord(own), n)
        continue
      }
      const library = loads.get(dotted)
      const hex = library === undefined ? undefined : colorHex(library)
      if (library !== undefined && hex !== undefined && !names.classes.has(dotted))
        note(library, hex, constantWord(library) ?? library.toLowerCase(), n)
    }
    if (one.hexes.length === 0) continue
    const named = new Set(one.constants.values())
    for (const text of one.hexes) if (!named.has(text)) note(text.toUpperCase(), text, hexWord(text), 1)
  }
  return [...found.values()]
}

export function rateFunctionsOf({ loads }: Reads): string[] {
  const found = new Set<string>()
  for (const [dotted, library] of loads) {
    if (library === undefined && !dotted.startsWith('rate_functions.')) continue
    const last = dotted.slice(dotted.lastIndexOf('.') + 1)
    if (isRateFunction(last)) found.add(last)
  }
  return [...found].sort()
}

export function assetsOf(evidence: readonly Evidence[]): CodeFeatures['assets'] {
  const assets = new Map<string, CodeFeatures['assets'][number]>()
  for (const one of evidence)
    for (const file of one.files) {
      const key = `${file.call}\0${file.path}`
      if (!assets.has(key)) assets.set(key, file)
    }
  return [...assets.values()]
}

export function importsOf(evidence: readonly Evidence[], names: Names): CodeFeatures['imports'] {
  const standard = new Set<string>()
  const third = new Set<string>()
  const manim = new Set<string>()
  for (const one of evidence)
    for (const { module } of one.imports) {
      if (module === '' || module.startsWith('.')) continue
      if (isManim(module)) manim.add(module)
      else if (isStandard(module)) standard.add(module.split('.')[0]!)
      else third.add(module.split('.')[0]!)
    }
  return {
    standard: [...standard].sort(),
    third_party: [...third].sort(),
    manim: [...manim].sort(),
    opaque_stars: [...names.opaqueStars].sort(),
  }
}

/** Names that nothing in the program, Python or Manim binds. With an unknown star import they may come from there. */
export function unresolvedOf({ loads, bound }: Reads, names: Names): string[] {
  const unresolved = new Set<string>()
  for (const dotted of loads.keys()) {
    const dot = dotted.indexOf('.')
    const name = dot < 0 ? dotted : dotted.slice(0, dot)
    if (bound.has(name) || names.bindings.has(name) || BUILTINS.has(name)) continue
    const library = names.libraryName(name)
    if (library === undefined || exportOf(library)?.until !== LAST_RELEASE) unresolved.add(name)
  }
  return [...unresolved].sort()
}

/** The releases that have every name and take every keyword. */
export function apiOf(
  evidence: readonly Evidence[],
  { loads, bound }: Reads,
  names: Names,
): CodeFeatures['api'] {
  let since = 0
  let until = LAST_RELEASE
  const legacy = new Set<string>()
  const refused = new Set<string>()
  const narrow = (from: number, to: number) => {
    since = Math.max(since, from)
    until = Math.min(until, to)
  }
  for (const [dotted, library] of loads) {
    if (library === undefined || (bound.has(dotted) && !names.bindings.has(dotted))) continue
    const span = exportOf(library)
    if (span) narrow(span.since, span.until)
    if (isLegacy(library) || (span && span.until < LAST_RELEASE && manimClass(library))) legacy.add(library)
  }
  for (const one of evidence)
    for (const [callee, { keywords }] of one.makers) {
      if (keywords.size === 0) continue
      const of = names.made(callee)
      if (!of || of.local !== undefined) continue
      for (const keyword of keywords) {
        const span = keywordSpan(of.library, keyword)
        if (span === 'open') continue
        if (span) narrow(span[0], span[1])
        if (!span || span[1] < LAST_RELEASE) refused.add(`${of.library}(${keyword})`)
      }
    }
  const possible = since <= until
  return {
    manim_min: possible ? RELEASES[since]! : null,
    manim_max: possible ? RELEASES[until]! : null,
    legacy_names: [...legacy].sort(),
    unknown_keywords: [...refused].sort(),
  }
}

/**
 * Texts in the order in which the scene makes them, then those that only the program's text shows. Those of methods that
 * nobody calls are shown to nobody.
 */
export function stringsOf(
  evidence: readonly Evidence[],
  names: Names,
  played: readonly { kind: string; text: string }[],
  isCalled: IsCalled,
): CodeFeatures['strings'] {
  const written = [...writtenIn(evidence, names, isCalled)]
  const resolved = played.map(({ text }) => text.trim()).filter(text => !text.includes('…'))
  // What no text that is written so, or with words around its holes, accounts for: it came of a hole alone.
  const literals = new Set(written.map(({ text }) => text.trim()))
  const templates = written.map(({ text }) => splitAtHoles(text.trim())).filter(saysSomething)
  const computed = resolved.filter(
    text => !literals.has(text) && !templates.some(around => fits(around, text)),
  )
  const isToldFilled = (text: string) => {
    const around = splitAtHoles(text)
    return around.length > 1 && (saysSomething(around) ? resolved : computed).some(one => fits(around, one))
  }
  const found: CodeFeatures['strings'][number][] = []
  const seen = new Set<string>()
  const note = (cls: string, text: string) => {
    const plain = withBraces(text).trim()
    if (plain === '' || seen.has(plain) || isToldFilled(text.trim())) return
    seen.add(plain)
    found.push({ kind: isFormula(cls) ? 'latex' : isListing(cls) ? 'code' : 'text', text: plain })
  }
  for (const { kind, text } of played) if (!text.includes('…')) note(kind, text)
  for (const { cls, text } of written) note(cls, text)
  return found
}

/** The texts that calls are given which show them, then those of labels. */
function* writtenIn(evidence: readonly Evidence[], names: Names, isCalled: IsCalled) {
  for (const one of evidence)
    for (const { callee, texts, method } of one.texts) {
      const of = names.made(callee)
      if (of?.kind !== 'mobject' || !showsText(of.library) || !isCalled(method)) continue
      const isOne = isFormula(of.library) && !isBullets(of.library)
      for (const text of isOne ? [texts.join(' ')] : texts) yield { cls: of.library, text }
    }
  for (const one of evidence)
    for (const { cls, text, method } of one.labels) if (isCalled(method)) yield { cls, text }
}

/** Is it a text with holes, with words around them? Without such it would fit anything. */
const saysSomething = (around: readonly string[]) =>
  around.length > 1 && around.some(piece => /\p{L}/u.test(piece))

/** `Step {n}`, in the pieces around its holes, says nothing more where `Step 3` was shown. */
function fits(around: readonly string[], one: string): boolean {
  let at = 0
  return around.every((piece, i) => {
    const found = i === 0 ? (one.startsWith(piece) ? 0 : -1) : one.indexOf(piece, at)
    at = found + piece.length
    return found >= 0 && (i < around.length - 1 || piece === '' || one.endsWith(piece))
  })
}

const isListing = family('Code')
const isBullets = family('BulletedList')

/** Classes that put text on screen. */
export const showsText = family(
  'SingleStringMathTex',
  'Text',
  'MarkupText',
  'Paragraph',
  'Code',
  'BraceLabel',
  'LabeledDot',
  'LabeledLine',
  'Table',
  'Variable',
  'Label',
)

/** What is spoken, in the order of the program, apart from methods that nobody calls. */
export function narrationOf(evidence: readonly Evidence[], isCalled: IsCalled): string[] {
  return gather(evidence, one =>
    one.narration.filter(({ method }) => isCalled(method)).map(({ text }) => text),
  )
}
