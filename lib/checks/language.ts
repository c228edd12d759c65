/** Is the text in the language asked for? By script, then by the small words that every sentence has. No model. */
import type { Parsed } from './text.ts'
import { type Finding, hard } from './types.ts'

const smallWords: Readonly<Record<string, string>> = {
  english: 'the a an and of to in is with that then it its as at on from by for into',
  german: 'der die das und ein eine einen den dem mit von zu ist im auf dann wird sich sie es nicht',
  french: 'le la les un une des et de du dans est avec puis qui sur en au par pour se',
  spanish: 'el la los las un una y de del en con que se es por para luego su al como',
  italian: 'il lo la gli un una e di del della in con che si è per poi al come da',
  portuguese: 'o a os as um uma e de do da em com que se por para depois ao no na',
  dutch: 'de het een en van in is met dat dan op te naar die uit aan bij als er wordt',
}

const scripts: Readonly<Record<string, RegExp>> = {
  chinese: /\p{Script=Han}/gu,
  japanese: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  korean: /\p{Script=Hangul}/gu,
  russian: /\p{Script=Cyrillic}/gu,
  ukrainian: /\p{Script=Cyrillic}/gu,
  greek: /\p{Script=Greek}/gu,
  arabic: /\p{Script=Arabic}/gu,
  hebrew: /\p{Script=Hebrew}/gu,
  hindi: /\p{Script=Devanagari}/gu,
  thai: /\p{Script=Thai}/gu,
}

/** The language in which programs, storyboards and the words of our rules are. */
export function isEnglish(language: string): boolean {
  return /\b(?:english|en)\b/i.test(language)
}

export function checkLanguage({ plain }: Parsed, language: string): Finding[] {
  const wanted = language.toLowerCase().split(/[\s-]/)[0]!
  const text = plain.replace(/\$[^$]*\$|\\\w+/g, ' ')
  const all = text.match(/\p{L}/gu)?.length ?? 0
  if (all < 20) return []
  const wrong = [hard('language', `it is not in ${language}`)]
  const script = scripts[wanted] ?? (wanted in smallWords ? /\p{Script=Latin}/gu : undefined)
  if (!script) return []
  if ((text.match(script)?.length ?? 0) < all * 0.7) return wrong
  if (!(wanted in smallWords)) return []
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  if (words.length < 12) return []
  const votes = Object.entries(smallWords).map(([name, list]) => {
    const small = new Set(list.split(' '))
    return { name, count: words.filter(word => small.has(word)).length }
  })
  const own = votes.find(({ name }) => name === wanted)!.count
  const best = Math.max(...votes.map(({ count }) => count))
  // Short words are shared between neighbours: only a clear majority for another language counts.
  return best >= 4 && own * 2 < best ? wrong : []
}
