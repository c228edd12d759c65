/** Rules on the text alone: its length, its voice, what chat models wrap round an answer. */
import { isEnglish } from './language.ts'
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

export function checkForm(
  text: Parsed,
  { level, asksRequest, language }: Evidence,
  programLines: number,
): Finding[] {
  const { whole, plain, words } = text
  const findings: Finding[] = []
  const rule = (isBroken: boolean, finding: Finding) => {
    if (isBroken) findings.push(finding)
  }

  rule(
    /^\s*\[(?:PENDING|PLACEHOLDER|TODO|GENERATION)/i.test(whole) || !/\p{L}/u.test(whole),
    hard('placeholder', 'it is a placeholder'),
  )
  rule(
    /^\W*(?:i\s+can(?:no|')?t|i(?:'|’)?m\s+(?:sorry|unable)|i\s+am\s+(?:sorry|unable)|sorry\b|unfortunately\b)/i.test(
      plain,
    ) || /\bas an ai\b/i.test(plain),
    hard('refusal', 'it refuses or apologises instead of describing'),
  )
  rule(words.length < fewestWords, hard('too_short', `it has ${words.length} words, too few to draw from`))
  rule(words.length > mostWords, hard('too_long', `it has ${words.length} words; stay below ${mostWords}`))
  const [least, most] = bounds[level ?? ''] ?? [0, mostWords]
  rule(
    words.length >= fewestWords && words.length <= mostWords && (words.length < least || words.length > most),
    soft('off_level', `it has ${words.length} words, which is not the level asked for`),
  )
  rule(
    /^\W*(?:\w+\W+){1,10}?that\s+(?:create|display|show|draw|animate)\b/i.test(plain),
    hard('glue', 'it reads like two sentences glued together at the beginning'),
  )
  rule(
    /^\W*(?:here(?:\s+is|'s|’s)\b|sure\b|certainly\b|okay\b|of course\b|this\s+(?:animation|video|code|scene)\b)/i.test(
      plain,
    ) || /\b(?:let me know|hope this helps|feel free to)\b/i.test(plain),
    hard(
      'meta_talk',
      'it talks about itself; give the request alone, without an introduction or a closing remark',
    ),
  )
  rule(/```|^\s*#{1,6}\s|\{\s*"/m.test(whole), hard('markup', 'it holds a code fence, a heading or JSON'))
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
      /^\W*(?:move|rotate|scale|shift|transform|shrink|resize|flip|recolou?r)\s+(?:the(?!\s+camera)|it|them)\b/i.test(
        plain,
      ),
    hard('dangling', 'it begins with something that was never introduced'),
  )
  rule(
    isEnglish(language) && /\?\s*$/.test(plain) && !motion.test(plain) && !nouns.test(plain),
    (programLines > 30 ? hard : soft)('question', 'it is a question without a picture in it'),
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
