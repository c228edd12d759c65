/** What analyze-features found, as text for a prompt. Reads what is there, whatever the version that wrote it. */

type Members = Readonly<Record<string, unknown>>

/** Told on their own, too long, or of no use to somebody who has the program. */
const leftOut = new Set([
  'storyboard',
  'strings',
  'narration',
  'size',
  'api',
  'imports',
  'quality',
  'scene',
  'error',
  'complexity',
  'assets',
])

export function membersOf(features: unknown): Members {
  return typeof features === 'object' && features !== null && !Array.isArray(features)
    ? (features as Members)
    : {}
}

/** One line of JSON with what is true or present. */
export function promptFeatures(features: unknown): string | undefined {
  const kept = Object.entries(membersOf(features)).filter(
    ([name, value]) => !leftOut.has(name) && !name.startsWith('unresolved') && !isNothing(value),
  )
  return kept.length > 0 ? JSON.stringify(Object.fromEntries(kept)) : undefined
}

/** A line for each step. */
export function storyboardText(features: unknown): string | undefined {
  return lines(membersOf(features).storyboard)
}

/** A line for each text, as shown. */
export function stringsText(features: unknown): string | undefined {
  return lines(shownStrings(features))
}

/** Texts on screen in order. */
export function shownStrings(features: unknown): string[] {
  const { strings } = membersOf(features)
  if (!Array.isArray(strings)) return []
  return strings.flatMap(each => {
    const text = typeof each === 'string' ? each : (membersOf(each).text ?? membersOf(each).value)
    return typeof text === 'string' ? [text] : []
  })
}

/** What the steps show, as plain text, for choosing what fits a scene: not what is done to it, nor how steps are spelled. */
export function storyboardSteps(features: unknown): string[] {
  const { storyboard } = membersOf(features)
  return Array.isArray(storyboard) ? storyboard.map(step => textsIn(step).join(' ')) : []
}

const deeds = new Set(['action', 'how'])

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return Object.entries(membersOf(value)).flatMap(([name, member]) =>
    deeds.has(name) ? [] : textsIn(member),
  )
}

function lines(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  return value.map(each => `- ${step(each).replace(/\s*\n\s*/g, ' ')}`).join('\n')
}

function step(value: unknown): string {
  if (typeof value === 'string') return value
  const { text } = membersOf(value)
  return typeof text === 'string' && Object.keys(membersOf(value)).length === 1 ? text : JSON.stringify(value)
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.values(value).every(isNothing)
}
