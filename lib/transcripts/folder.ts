/** Transcripts that the user has: a folder of files with the video's id in their names, or one file for all. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { messageOf, UsageError } from '../errors.ts'
import { extensions, parseTranscript } from './parse.ts'
import type { Transcript } from './types.ts'

export function openTranscriptFolder(path: string): (id: string) => Transcript | undefined {
  const isFolder = attempt(path, () => statSync(path).isDirectory())
  if (!isFolder) {
    const whole = read(path)
    return () => whole
  }
  const names = attempt(path, () => readdirSync(path).sort())
  const files = names.filter(name => extensions.includes(extname(name).toLowerCase()))
  return id => {
    // `ID.vtt`, `ID.en.vtt`, and what yt-dlp calls them: `Title [ID].en.vtt`.
    const name = files.find(file => file.startsWith(`${id}.`)) ?? files.find(file => file.includes(`[${id}]`))
    return name === undefined ? undefined : read(join(path, name))
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
