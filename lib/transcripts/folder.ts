/** Transcripts that the user has: a folder of files with the video's id in their names, or one file for all. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { messageOf, UsageError } from '../errors.ts'
import { extensions, parseTranscript } from './parse.ts'
import type { Transcript } from './types.ts'

/** The transcript of a video, by the video's id. */
export type FindTranscript = (id: string) => Transcript | undefined

/** Videos whose transcripts are kept at hand: the scenes of one come one after the other. */
const MOST_KEPT = 20

export function openTranscriptFolder(path: string): FindTranscript {
  const isFolder = attempt(path, () => statSync(path).isDirectory())
  if (!isFolder) {
    const whole = read(path)
    return () => whole
  }
  const names = attempt(path, () => readdirSync(path).sort())
  const files = names.filter(name => extensions.includes(extname(name).toLowerCase()))
  const kept = new Map<string, Transcript | undefined>()
  return id => {
    if (kept.has(id)) return kept.get(id)
    // `ID.vtt`, `ID.en.vtt`, and what yt-dlp calls them: `Title [ID].en.vtt`.
    const name = files.find(file => file.startsWith(`${id}.`)) ?? files.find(file => file.includes(`[${id}]`))
    const transcript = name === undefined ? undefined : read(join(path, name))
    kept.set(id, transcript)
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
    return transcript
  }
}

function read(path: string): Transcript {
  const segments = attempt(path, () =>
    parseTranscript(readFileSync(path, 'utf8'), extname(path).toLowerCase()),
  )
  return segments.length > 0 ? { segments } : { absent: 'the file holds no text' }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new UsageError(`--transcripts: cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
}
