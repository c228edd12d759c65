/** Subtitle files to segments: WebVTT, SubRip, YouTube's json3, the JSON of Whisper and others, plain text. */
import { captionText, plainText } from './markup.ts'
import { pieces } from './pieces.ts'
import type { Segment } from './types.ts'

export const extensions = ['.vtt', '.srt', '.json3', '.json', '.txt']

export function parseTranscript(text: string, extension: string): Segment[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  return segmentsOf(plain, extension).flatMap(segment =>
    pieces(segment.text).map(text => ({ start: segment.start, text })),
  )
}

function segmentsOf(text: string, extension: string): Segment[] {
  if (extension === '.json3' || extension === '.json') return parseJson(text)
  if (extension === '.txt') return texts(0, text.split('\n'))
  return withoutRepeats(parseCues(text, extension === '.vtt' || text.startsWith('WEBVTT')))
}

interface Cue {
  start: number
  lines: string[]
}

const timing = /^(\d+:[\d:.,]+)\s*-->\s*\d+:/

/** WebVTT and SubRip: a line with two times, then text up to the next such line; in WebVTT up to an empty one. */
function parseCues(text: string, isVtt: boolean): Cue[] {
  const cues: Cue[] = []
  let cue: Cue | undefined
  for (const whole of text.split('\n')) {
    const line = whole.trim()
    const start = timing.exec(line)?.[1]
    if (start !== undefined) {
      // The number of this cue, where no line parts it from the text of the one before.
      if (/^\d+$/.test(cue?.lines.at(-1) ?? '')) cue!.lines.pop()
      cue = { start: seconds(start), lines: [] }
      cues.push(cue)
    } else if (isVtt && whole === '') {
      // Notes and styles may follow. A line of spaces ends nothing: YouTube's captions begin with one.
      cue = undefined
    } else if (line !== '') cue?.lines.push(line)
  }
  return cues
    .map(({ start, lines }) => ({ start, lines: lines.map(captionText).filter(Boolean) }))
    .filter(({ lines }) => lines.length > 0)
}

/**
 * Captions made by machine roll and grow: a line is shown again above the next one, or again with a word more. Each is
 * said once, in its longest form.
 */
function withoutRepeats(cues: readonly Cue[]): Segment[] {
  const segments: Segment[] = []
  let before: readonly string[] = []
  for (const { start, lines } of cues) {
    const again = overlap(before, lines)
    // The last line of the cue before is always the last that was kept.
    if (again > 0) segments.at(-1)!.text = lines[again - 1]!
    for (const text of lines.slice(again)) segments.push({ start, text })
    before = lines
  }
  return segments
}

/** How many of the first lines are the last ones of the cue before, of which the very last may have grown. */
function overlap(before: readonly string[], lines: readonly string[]): number {
  for (let count = Math.min(before.length, lines.length); count > 0; count--) {
    const last = before.slice(-count)
    const isSame = last.every((line, at) =>
      at === count - 1 ? isBeginning(line, lines[at]!) : line === lines[at],
    )
    if (isSame) return count
  }
  return 0
}

/** Of whole words. */
function isBeginning(part: string, line: string): boolean {
  return line.startsWith(part) && /^(?:$|[^\p{L}\p{N}])/u.test(line.slice(part.length))
}

/** What a list of segments is called in the JSON of those who write one: Whisper, youtube-transcript-api. */
const lists = ['segments', 'snippets', 'transcript'] as const

function parseJson(text: string): Segment[] {
  const value = readJson(text)
  if (Array.isArray(value)) return listed(value)
  const whole = (value ?? {}) as Record<string, unknown>
  if (Array.isArray(whole.events)) return json3(whole.events)
  const name = lists.find(name => Array.isArray(whole[name]))
  return name === undefined ? texts(0, [whole.text]) : listed(whole[name])
}

function json3(events: unknown): Segment[] {
  return objects<{ tStartMs?: number; segs?: unknown }>(events).flatMap(({ tStartMs = 0, segs }) => {
    const words = objects<{ utf8?: string }>(segs).map(({ utf8 = '' }) => utf8)
    return texts(tStartMs / 1000, [words.join('')])
  })
}

/** `{ start, text }` each; a list of videos has such a list for each. */
function listed(value: unknown): Segment[] {
  return objects<{ start?: unknown; text?: unknown }>(value).flatMap(each =>
    Array.isArray(each) ? listed(each) : texts(Number(each.start) || 0, [each.text]),
  )
}

/** A segment for each text with a word in it. */
function texts(start: number, values: readonly unknown[]): Segment[] {
  return values.flatMap(value => {
    const text = typeof value === 'string' ? plainText(value) : ''
    return text === '' ? [] : [{ start, text }]
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error('it is no JSON', { cause: error })
  }
}

/** Its objects, where it is a list. */
function objects<T extends object>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : []
}

function seconds(time: string): number {
  const parts = time.replace(',', '.').split(':').slice(0, 3).map(Number)
  return parts.reduce((sum, part) => sum * 60 + part, 0) || 0
}
