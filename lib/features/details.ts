/** The parts of the record that are lists: colours, assets, imports, strings, releases. */

import { constantWord, hexWord } from '../facts/colors.ts'
import {
  colorHex,
  descends,
  exportOf,
  isLegacy,
  isRateFunction,
  keywordSpan,
  LAST_RELEASE,
  manimClass,
  RELEASES,
} from '../facts/manim.ts'
import { BUILTINS } from './builtins.ts'
import type { Evidence } from './evidence.ts'
import { isManim, isStandard, type Names } from './resolve.ts'
import type { Tally } from './tally.ts'
import type { CodeFeatures } from './types.ts'

export function colorsOf(evidence: readonly Evidence[], names: Names): CodeFeatures['colors'] {
  const found = new Map<string, { name: string; hex: string; word: string; count: number }>()
  const constants = new Map(evidence.flatMap(one => [...one.constants]))
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
      const library = names.libraryName(dotted)
      const hex = library === undefined ? undefined : colorHex(library)
      if (library !== undefined && hex !== undefined && !names.classes.has(dotted))
        note(library, hex, constantWord(library) ?? library.toLowerCase(), n)
    }
    const named = new Set(one.constants.values())
    for (const text of one.strings) {
      if (HEX.test(text) && !named.has(text)) note(text.toUpperCase(), text, hexWord(text), 1)
    }
  }
  return [...found.values()]
}

const HEX = /^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})$/

export function rateFunctionsOf(evidence: readonly Evidence[], names: Names): string[] {
  const found = new Set<string>()
  for (const one of evidence)
    for (const dotted of one.loads.keys()) {
      const last = dotted.slice(dotted.lastIndexOf('.') + 1)
      if (
        isRateFunction(last) &&
        (names.libraryName(dotted) !== undefined || dotted.startsWith('rate_functions.'))
      )
        found.add(last)
    }
  return [...found].sort()
}

const KINDS: readonly (readonly [RegExp, CodeFeatures['assets'][number]['kind']])[] = [
  [/\.(?:mp3|wav|ogg|flac|m4a)$/i, 'audio'],
  [/\.svg$/i, 'svg'],
  [/\.(?:png|jpe?g|gif|bmp|webp|tiff?)$/i, 'image'],
  [/\.(?:py|c|cpp|cu|h|rs|js|ts|java|go|sh)$/i, 'code'],
]

export function assetsOf(evidence: readonly Evidence[]): CodeFeatures['assets'] {
  const assets: CodeFeatures['assets'][number][] = []
  const seen = new Set<string>()
  for (const one of evidence)
    for (const { callee, path, atImport } of one.calls) {
      const last = callee.slice(callee.lastIndexOf('.') + 1)
      if (!path || (last === 'Code' && !KINDS.some(([test]) => test.test(path.literal ?? '')))) continue
      if (last === 'load' && !/^(?:np|numpy|pickle|json|yaml)\./.test(callee)) continue
      const said = path.literal ?? path.source.slice(0, 200)
      const key = `${last}\0${said}`
      if (seen.has(key)) continue
      seen.add(key)
      const byName = KINDS.find(([test]) => test.test(said))?.[1]
      const byCall = /SVG/.test(last)
        ? 'svg'
        : /Image|imread/.test(last)
          ? 'image'
          : /sound/.test(last)
            ? 'audio'
            : 'data'
      assets.push({
        call: last,
        path: said,
        literal: path.literal !== undefined,
        kind: byName ?? byCall,
        at_import: atImport,
      })
    }
  return assets
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
export function unresolvedOf(evidence: readonly Evidence[], names: Names): string[] {
  const bound = new Set<string>(evidence.flatMap(one => [...one.bound]))
  const unresolved = new Set<string>()
  for (const one of evidence)
    for (const dotted of one.loads.keys()) {
      const name = dotted.split('.')[0]!
      if (bound.has(name) || names.bindings.has(name) || BUILTINS.has(name)) continue
      const library = names.libraryName(name)
      if (library === undefined || exportOf(library)?.until !== LAST_RELEASE) unresolved.add(name)
    }
  return [...unresolved].sort()
}

/** The releases that have every name and take every keyword. */
export function apiOf(evidence: readonly Evidence[], names: Names, { made }: Tally): CodeFeatures['api'] {
  let since = 0
  let until = LAST_RELEASE
  const legacy = new Set<string>()
  const refused = new Set<string>()
  const narrow = (from: number, to: number) => {
    since = Math.max(since, from)
    until = Math.min(until, to)
  }
  const bound = new Set<string>(evidence.flatMap(one => [...one.bound]))
  for (const one of evidence)
    for (const dotted of one.loads.keys()) {
      const library = names.libraryName(dotted)
      if (library === undefined || (bound.has(dotted) && !names.bindings.has(dotted))) continue
      const span = exportOf(library)
      if (span) narrow(span.since, span.until)
      if (isLegacy(library) || (span && span.until < LAST_RELEASE && manimClass(library))) legacy.add(library)
    }
  for (const { site, of } of made) {
    if (of.local !== undefined) continue
    for (const keyword of site.keywords) {
      if (keyword === '**') continue
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

/** Texts in the order in which the scene makes them, then those that only the program's text shows. */
export function stringsOf(
  { made }: Tally,
  evidence: readonly Evidence[],
  played: readonly { kind: string; text: string }[],
): CodeFeatures['strings'] {
  const found: CodeFeatures['strings'][number][] = []
  const seen = new Set<string>()
  const note = (cls: string, text: string) => {
    const plain = text.trim()
    if (plain === '' || seen.has(plain)) return
    seen.add(plain)
    found.push({
      kind: descends(cls, 'SingleStringMathTex') ? 'latex' : descends(cls, 'Code') ? 'code' : 'text',
      text: plain,
    })
  }
  for (const { kind, text } of played) if (!text.includes('…')) note(kind, text)
  for (const { site, of } of made) {
    if (!site.texts || of.kind !== 'mobject' || !showsText(of.library)) continue
    if (descends(of.library, 'SingleStringMathTex') && !descends(of.library, 'BulletedList'))
      note(of.library, site.texts.join(' '))
    else for (const text of site.texts) note(of.library, text)
  }
  for (const one of evidence)
    for (const { callee, texts } of one.calls) {
      const method = callee.slice(callee.lastIndexOf('.') + 1)
      if (texts && /^get_(?:tex|text|axis_labels|[xyz]_axis_label|graph_label)$/.test(method))
        for (const text of texts) note(method === 'get_text' ? 'Text' : 'MathTex', text)
    }
  return found
}

const TEXT_CLASSES = [
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
]

export function showsText(name: string): boolean {
  return descends(name, ...TEXT_CLASSES)
}

export function narrationOf(evidence: readonly Evidence[]): string[] {
  return evidence.flatMap(one =>
    one.calls.flatMap(({ callee, texts }) =>
      /(?:^|\.)voiceover$/.test(callee) && texts ? [clean(texts.join(' '))] : [],
    ),
  )
}

function clean(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
