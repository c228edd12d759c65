/** Does a sample want a description, and why? Pure: text in, a reason out. */
import { evenSpaces } from './features/words.ts'

export type Reason =
  | 'missing'
  | 'placeholder'
  | 'too_short'
  | 'generic'
  | 'title_like'
  | 'shared_text'
  | 'forced'

export interface NeedsOptions {
  /** In characters. */
  minLength: number
  /** Besides ours: a description that matches one of these is generic. */
  genericPatterns: readonly RegExp[]
}

/** What flag-needs goes by unless told otherwise, and describe where a sample has no flag. */
export const defaultNeeds: NeedsOptions = { minLength: 20, genericPatterns: [] }

/** One expression in the place of several: each costs a call for every record. */
function either(flags: string, ...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), flags)
}

const placeholders: readonly RegExp[] = [
  either(
    'i',
    /^\[(?:PENDING|PLACEHOLDER|GENERATION FAILED)[^\]]*\]?/,
    /^[[(<{]+\s*(?:TODO|FIXME|TBD|XXX|N\/A|INSERT|ADD|YOUR)\b[^\n]*[\])>}]/,
    /^(?:none|null|n\/a|undefined|description|-+|\.+)$/,
  ),
  /^(?:TODO|FIXME|TBD)\b[:.!]?/,
]

const subject = String.raw`(?:(?:manim|the|this|a|an|simple|short|basic|python|mathematical|math|educational|following|visual|code|script)\s+)*`
const thing = `(?:animations?|scenes?|videos?|visuali[sz]ations?|code|programs?|scripts?)`

const generic = either(
  'i',
  // "Create a Manim animation", "Write the code for this scene.", "Generate a simple animation in Manim"
  new RegExp(
    String.raw`^(?:please\s+)?(?:create|make|write|generate|produce|show|draw|render|build|animate|implement|display)\s+(?:me\s+)?${subject}${thing}(?:\s+(?:in|with|using|for|of)\s+${subject}(?:manim|python|manimce|${thing}))*[.!]?$`,
  ),
  /^(?:a\s+|an\s+|the\s+)?(?:manim\s+)?(?:animation|scene|video|code|visuali[sz]ation)[.!]?$/,
  /^(?:please\s+)?animate\s+(?:this|it|the following)[.!]?$/,
)

/** A class name of several words, as MarkovChainIntro or TSPIntroduction. */
const sceneName = '(?:[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z]{2,}[a-z][A-Za-z0-9]*)'
const endsTitle = /[A-Za-z0-9]/
const titleLike = either(
  '',
  // "Video title - SceneName"
  new RegExp(String.raw`\s[-–—|:]\s+${sceneName}$`),
  /^[^.!?,]{3,100}\s[-–—|]\s+[A-Z][A-Za-z0-9]{3,}$/,
  new RegExp(`^${sceneName}$`),
)
const saysWhereFrom = either(
  'i',
  /^(?:an?\s+|the\s+)?(?:animations?|scenes?|visuali[sz]ations?|code)\s+(?:of|for)\s+\S.*\s+from\s+\S.*(?:'s|’s)\s+.*\b(?:video|channel|series|tutorial|course)\b/,
  /^(?:an?\s+|the\s+)?(?:animations?|scenes?|code)\s+from\s+(?:the\s+)?\S.*\b(?:video|channel|series|episode)\b[^.]*$/,
)

/** Why `description` will not do, or undefined where it will. `isTidy`: no white space in it follows other white space, and all is spaces. */
export function reasonFor(
  description: string | undefined,
  options: NeedsOptions,
  isTidy?: boolean,
): Reason | undefined {
  const text = description?.trim() ?? ''
  if (text === '') return 'missing'
  if (matchesAny(text, placeholders)) return 'placeholder'
  const plain = isTidy ? text : evenSpaces(text)
  if (generic.test(plain) || matchesAny(plain, options.genericPatterns)) return 'generic'
  // Most descriptions end in a full stop, and a title does not.
  const isTitle = endsTitle.test(plain.at(-1)!) && titleLike.test(plain)
  if (isTitle || saysWhereFrom.test(plain)) return 'title_like'
  // Characters as people count them: a surrogate pair is one.
  if (plain.length < options.minLength * 2 && [...plain].length < options.minLength) return 'too_short'
  return undefined
}

function matchesAny(text: string, patterns: readonly RegExp[]): boolean {
  for (const pattern of patterns) if (pattern.test(text)) return true
  return false
}

/** Two descriptions that differ in case, spacing or punctuation only say the same. */
export function normalizeText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
