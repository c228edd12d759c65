/** Subtitle files to segments: WebVTT, SubRip, YouTube's json3, plain text. */
import type { Segment } from './types.ts'

export const extensions = ['.vtt', '.srt', '.json3', '.json', '.txt']

export function parseTranscript(text: string, extension: string): Segment[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (extension === '.json3' || extension === '.json') return parseJson3(plain)
  if (extension === '.txt') {
    return plain
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
      .map(line => ({ start: 0, text: line }))
  }
  return withoutRepeats(parseCues(plain))
}

/** WebVTT and SubRip: a line with `-->`, then text up to a blank line. */
function parseCues(text: string): Segment[] {
  const segments: Segment[] = []
  for (const block of text.split(/\n{2,}/)) {
    const lines = block.split('\n')
    const at = lines.findIndex(line => line.includes('-->'))
    if (at < 0) continue
    const words = lines
      .slice(at + 1)
      .map(line => decode(line.replace(/<[^>]*>/g, '')).trim())
      .filter(Boolean)
    for (const line of words) segments.push({ start: seconds(lines[at]!), text: line })
  }
  return segments
}

/** Captions made by machine roll: each line is shown again under the next one. */
function withoutRepeats(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ text }, index) => index === 0 || segments[index - 1]!.text !== text)
}

function parseJson3(text: string): Segment[] {
  const value = parseJson(text) as { events?: unknown } | null
  return listOf<{ tStartMs?: number; segs?: unknown }>(value?.events).flatMap(({ tStartMs = 0, segs }) => {
    const words = listOf<{ utf8?: string }>(segs)
      .map(({ utf8 = '' }) => utf8)
      .join('')
      .replace(/\s+/g, ' ')
      .trim()
    return words ? [{ start: tStartMs / 1000, text: words }] : []
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error('it is no JSON', { cause: error })
  }
}

/** Its objects, where it is a list. */
function listOf<T extends object>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : []
}

function seconds(cue: string): number {
  const match = /(?:(\d+):)?(\d+):(\d+)[.,](\d+)/.exec(cue)
  if (!match) return 0
  const [, hours = '0', minutes, whole, fraction] = match
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(`${whole}.${fraction}`)
}

/** Marks of direction show nothing. */
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
}

function decode(text: string): string {
  return text.replace(/&(#\d+|#[xX][0-9a-fA-F]+|[a-z]+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    const code = Number(name.slice(1).replace(/^x/i, '0x'))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
