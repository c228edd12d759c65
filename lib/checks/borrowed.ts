/** Rules against words that come from round the picture: the narration, the title, the channel. */
import { isEnglish } from './language.ts'
import type { Program } from './program.ts'
import { isLong, letters, listed, type Parsed, wordsOf } from './text.ts'
import { type Evidence, type Finding, hard, soft } from './types.ts'

const longestRun = 8
const mostHeard = 4

/** What ties a text to its video. Where the program says what is in brackets, it is of the picture. */
const wrappings: readonly RegExp[] = [
  /(https?:\/\/\S+|www\.\S+)/i,
  /\b((?:my|this|our)\s+channel)\b/i,
  /\bthe\s+(channel)\b/i,
  /\b(subscribe)\b/i,
  /\b(episode\s+\d+)\b/i,
  // Elsewhere it may be a part of the picture, and the number its size.
  /^\W*(part\s+\d+)\b/i,
  /\b(part\s+\d+)\W*$/i,
  /\b(part\s+\d+)\s+of\s+(?:the|this|a|my|our)\s+(?:series|video|lesson|course)\b/i,
]

export function checkBorrowed(
  text: Parsed,
  program: Program,
  { transcript, title, level, language }: Evidence,
): Finding[] {
  const findings: Finding[] = []
  const run = transcript && sharedRun(text.words, transcript)
  // A sentence that is said may be on screen too.
  if (run && !program.letters.includes(letters(run))) {
    findings.push(hard('transcript', `it copies the narration: "${run}"`))
  }
  // What is said in another language than the program's is never found in it.
  if (transcript && isEnglish(language)) findings.push(...checkHeard(text, program, transcript, title))
  const bound = wrappings
    .map(wrapping => wrapping.exec(text.plain))
    .find(found => found && !program.letters.includes(letters(found[1]!)))
  if (bound) {
    findings.push(hard('channel', `"${bound[0]}" belongs to the video's wrapping, not to the picture`))
  }
  const titleWords = new Set(wordsOf(title ?? '').filter(word => isLong(word, 4)))
  const fromTitle = text.words.filter(word => titleWords.has(word)).length
  if (level !== 'brief' && titleWords.size > 0 && fromTitle > text.words.length * 0.6) {
    findings.push(soft('title', 'it says little beyond the title'))
  }
  return findings
}

/** Words that can only come from the narration: neither the program nor the title has them. Terms of art may be among them. */
function checkHeard(
  { words }: Parsed,
  { small }: Program,
  transcript: string,
  title: string | undefined,
): Finding[] {
  const said = new Set(wordsOf(transcript).filter(word => word.length >= 6))
  const seen = `${small} ${title?.toLowerCase() ?? ''}`
  const heard = [...new Set(words)].filter(word => said.has(word) && !seen.includes(word.slice(0, 5)))
  return heard.length < mostHeard
    ? []
    : [soft('heard', `it has words that are only said, not shown: ${listed(heard)}`)]
}

function sharedRun(words: readonly string[], transcript: string): string | undefined {
  const spoken = ` ${wordsOf(transcript).join(' ')} `
  for (let at = 0; at + longestRun <= words.length; at++) {
    const run = words.slice(at, at + longestRun).join(' ')
    if (spoken.includes(` ${run} `)) return run
  }
  return undefined
}
