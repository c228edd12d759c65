/** Rules on the text alone: its length, its voice, what chat models wrap round an answer. */
import { isEnglish } from './language.ts'
import type { Program } from './program.ts'
import { isLong, listed, type Parsed } from './text.ts'
import { type Evidence, type Finding, hard, soft } from './types.ts'

const fewestWords = 8
const mostWords = 320

const bounds: Readonly<Record<string, readonly [number, number]>> = {
  brief: [8, 50],
  normal: [25, 150],
  detailed: [60, 320],
}

const motion =
  /\b(?:mov|rotat|transform|fad|appear|grow|shrink|slid|zoom|turn|draw|trac|spin|scal|shift|morph|reveal|writ|swing|bounc|fl(?:y|ies)|roll|pan)/i
const nouns =
  /\b(?:circle|square|triangle|line|arrow|dot|point|text|label|equation|formula|graph|axes|grid|box|shape|number|vector|curve|rectangle|polygon|cube|sphere|matrix|table|title)s?\b/i

const cannot = "(?:can(?:'t| ?not)|could(?:n't| not)|(?:am|was|'m) (?:unable|not able) to)"
const refusals: readonly RegExp[] = [
  /^\W*(?:i(?:'m|\s+am)\s+(?:sorry|afraid|unable|not\s+able)|sorry|unfortunately|(?:i\s+|my\s+)?apolog\w+)\b/i,
  // What a person cannot do may be why the animation is asked for: it is not one of these.
  new RegExp(
    `\\bi\\s*${cannot} (?:help|assist|describe|write|provide|create|produce|generate|answer|comply|fulfill?|determine|identify|view|access)\\b`,
    'i',
  ),
  /\bi\s+(?:do|did)(?:n't|\s+not)\s+have\s+(?:(?:enough|sufficient)\s+(?:information|context|details?)|access\s+to)\b/i,
  /\bas\s+an\s+ai\b|^\W*as\s+a\s+(?:large\s+)?language\s+model\b|\bas\s+a\s+(?:large\s+)?language\s+model,?\s+i\b/i,
]

/** Markdown, JSON and tags: of HTML, and of our prompts. */
const markups: readonly RegExp[] = [
  /```|^\s*#{1,6}\s/m,
  /^\s*(?:[-*•]|\d{1,2}[.)])\s/,
  /(?<![\w)*])\*\*(?=[^\s*])[^*]+\*\*(?![\w*])/,
  /\{\s*"[^"{}]*"\s*:/,
  /<\/[a-z][\w-]*>/i,
  /<(?:program|storyboard|on_screen_text|facts|video|request|description|answer|think)>/i,
  /<(?:[biup]|em|strong|br|span|div|[uo]l|li|h[1-6]|code|pre|su[bp])(?:\s[^<>]*)?\/?>/i,
]

/** What is said round a request, or is from the prompt that asks for one. */
const metaTalk: readonly RegExp[] = [
  /^\W*(?:here(?:\s+is|'s)|sure|certainly|okay|of\s+course|this\s+(?:animation|video|code|scene))\b/i,
  /\b(?:let\s+me\s+know|hope\s+this\s+helps|feel\s+free\s+to)\b/i,
  /^\W*(?:request|description|prompt|answer)\s*(?:\([^)]*\)\s*)?:/i,
  /\bat\s+level\s+(?:brief|normal|detailed)\b|\bon_screen\b/i,
]

export function checkForm(
  text: Parsed,
  program: Program,
  { level, asksRequest, language }: Evidence,
): Finding[] {
  const { whole, plain, said, words } = text
  const has = (pattern: RegExp) => pattern.test(plain)
  const findings: Finding[] = []
  const rule = (isBroken: boolean, finding: Finding) => {
    if (isBroken) findings.push(finding)
  }

  rule(
    /^\s*\[(?:PENDING|PLACEHOLDER|TODO|GENERATION)/i.test(whole) || !/\p{L}/u.test(whole),
    hard('placeholder', 'it is a placeholder'),
  )
  rule(refusals.some(has), hard('refusal', 'it refuses or apologises instead of describing'))
  rule(words.length < fewestWords, hard('too_short', `it has ${words.length} words, too few to draw from`))
  rule(words.length > mostWords, hard('too_long', `it has ${words.length} words; stay below ${mostWords}`))
  const [least, most] = bounds[level ?? ''] ?? [0, mostWords]
  rule(
    words.length >= fewestWords && words.length <= mostWords && (words.length < least || words.length > most),
    soft('off_level', `it has ${words.length} words, which is not the level asked for`),
  )
  rule(
    has(
      /^\W*(?:\w+\W+){1,6}?(?:animation|scene|video|clip|visuali[sz]ation)\s+that\s+(?:create|display|show|draw|animate|plot|write|move|transform|illustrate|demonstrate|visuali[sz]e)\b/i,
    ),
    hard('glue', 'it reads like two sentences glued together at the beginning'),
  )
  rule(
    metaTalk.some(has) || (has(/\bthe\s+storyboard\b/i) && !program.shown.includes('storyboard')),
    hard(
      'meta_talk',
      'it talks about itself; give the request alone, without an introduction or a closing remark',
    ),
  )
  rule(
    markups.some(pattern => pattern.test(said)),
    hard('markup', 'it holds Markdown, a list, a tag or JSON; give it as plain sentences'),
  )
  const caption =
    /\bthe\s+(?:animation|video|clip|scene)\s+(?:shows|begins|starts|ends|opens|depicts|displays)\b/i
  const isCaption = caption.test(plain)
  rule(
    isCaption,
    (asksRequest ? hard : soft)(
      'caption',
      `it says "${caption.exec(plain)?.[0]}": ask for it instead of reporting it`,
    ),
  )
  const padding = plain.match(/\b(?:demonstrat|illustrat|showcas|visually|emphasi)\w*/gi) ?? []
  rule(padding.length > Math.max(1, words.length / 60), soft('padding', `padding: ${listed(padding)}`))
  rule(
    /^\W*(?:now|then|next|afterwards?|finally)\b/i.test(plain) ||
      /^\W*(?:move|rotate|scale|shift|transform|shrink|resize|flip|recolou?r)\s+(?:the(?!\s+camera|(?:\s+[\w-]+){1,3}\s+…)|it|them)\b/i.test(
        plain,
      ),
    hard('dangling', 'it begins with something that was never introduced'),
  )
  rule(
    isEnglish(language) && /\?\s*$/.test(plain) && !motion.test(plain) && !nouns.test(plain),
    (program.lines > 30 ? hard : soft)('question', 'it is a question without a picture in it'),
  )
  findings.push(...checkRepetition(words), ...checkNumbers(text))
  return findings
}

function checkRepetition(words: readonly string[]): Finding[] {
  if (words.length < 30) return []
  const pairs = new Map<string, number>()
  const content = new Map<string, number>()
  const total = words.reduce((sum, word) => sum + word.length, 0)
  for (const [at, word] of words.entries()) {
    if (isLong(word, 4)) content.set(word, (content.get(word) ?? 0) + 1)
    // "the square" may well stand in every sentence.
    const pair = at > 0 && !/^(?:the|a|an|of)$/.test(words[at - 1]!) ? `${words[at - 1]} ${word}` : ''
    if (pair) pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  const tooOften =
    [...pairs].find(([pair, count]) => count > 2 && (count * (pair.length - 1)) / total > 0.2)?.[0] ??
    [...content].find(([, count]) => count / words.length > 0.3)?.[0]
  return tooOften ? [hard('repetition', `it repeats "${tooOften}" again and again`)] : []
}

function checkNumbers({ plain, words }: Parsed): Finding[] {
  const numeric = words.filter(word => /^\d/.test(word)).length
  const triples = plain.match(/[([]\s*-?\d[\d.]*\s*,\s*-?\d[\d.]*(?:\s*,\s*-?\d[\d.]*)?\s*[)\]]/g) ?? []
  if (numeric / Math.max(1, words.length) <= 0.25 && triples.length < 3) return []
  return [soft('number_dump', 'it lists numbers or coordinates instead of saying what is seen')]
}
