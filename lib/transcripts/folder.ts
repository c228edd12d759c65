/** Transcripts that the user has: a folder of files with the video's id in their names, or one file for all. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { messageOf, UsageError } from '../errors.ts'
import { extensions, parseTranscript } from './parse.ts'
import { textOf } from './text-of.ts'
import type { Transcript } from './types.ts'

/** The transcript of a video, by the video's id. `note` is told what cannot be read: the video is without it then. */
export type FindTranscript = (id: string, note: (message: string) => void) => Transcript | undefined

/** Videos whose transcripts are kept at hand: the scenes of one come one after the other. */
const MOST_KEPT = 20

export function openTranscriptFolder(path: string): FindTranscript {
  const isFolder = attempt(path, () => statSync(path).isDirectory())
  if (!isFolder) {
    const whole = attempt(path, () => read(path))
    let isTold = 'segments' in whole
    return (_, note) => {
      if (!isTold) note(holdsNothing(path))
      isTold = true
      return whole
    }
  }
  const names = attempt(path, () => readdirSync(path).sort())
  // What yt-dlp knows of a video, and what was chatted in it, lie beside it, and are no transcripts.
  const files = names.filter(
    name => extensions.includes(extname(name).toLowerCase()) && !/\.(?:info|live_chat)\.json$/i.test(name),
  )
  const kept = new Map<string, Transcript | undefined>()
  return (id, note) => {
    if (kept.has(id)) return kept.get(id)
    const transcript = firstWithText(path, filesOf(id, files), note)
    kept.set(id, transcript)
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
    return transcript
  }
}

/** `ID.vtt`, `ID.en.vtt`, and what yt-dlp calls them, `Title [ID].en.vtt`: English first, then what names no language. */
function filesOf(id: string, files: readonly string[]): readonly string[] {
  const rank = (file: string, rest: string) => {
    const language = /\.([a-z]{2,3}(?:-\w+)*)\.\w+$/i.exec(rest)?.[1]
    const isEnglish = language !== undefined && /^en(?:g|-|$)/i.test(language)
    return { file, rank: isEnglish ? 0 : language === undefined ? 1 : 2 }
  }
  const byName = files
    .filter(file => file.startsWith(`${id}.`))
    .map(file => rank(file, file.slice(id.length)))
  const byTitle = files
    .filter(file => file.includes(`[${id}]`))
    .map(file => rank(file, file.slice(file.lastIndexOf(']') + 1)))
  return [...byName, ...byTitle].sort((a, b) => a.rank - b.rank).map(({ file }) => file)
}

function firstWithText(
  folder: string,
  files: readonly string[],
  note: (message: string) => void,
): Transcript | undefined {
  let empty: Transcript | undefined
  for (const file of files) {
    const path = join(folder, file)
    try {
      const transcript = read(path)
      if ('segments' in transcript) return transcript
      note(holdsNothing(path))
      empty ??= transcript
    } catch (error) {
      note(`--transcripts: cannot read ${path}: ${messageOf(error)}`)
    }
  }
  return empty
}

function read(path: string): Transcript {
  const segments = parseTranscript(textOf(readFileSync(path)), extname(path).toLowerCase())
  return segments.length > 0 ? { segments } : { absent: 'the file holds no text' }
}

function holdsNothing(path: string): string {
  return `--transcripts: ${path} holds no text`
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new UsageError(`--transcripts: cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
}
