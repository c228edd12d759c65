/** The transcript of a video, wherever it comes from. That there is none is an answer, never an error. */

import type { Shelf } from '../cache/types.ts'
import { sleep } from '../sleep.ts'
import type { FindTranscript } from './folder.ts'
import type { Transcript } from './types.ts'
import { videoId } from './video-id.ts'
import { Blocked, type Fetch, fetchYoutube } from './youtube.ts'

export interface Transcripts {
  /** Undefined: none, or none to be had today. */
  get(youtubeUrl: string | undefined): Promise<Transcript | undefined>
}

export interface TranscriptOptions {
  /** From YouTube, not at all, or from what the user has. */
  source: 'auto' | 'off' | FindTranscript
  shelf: Shelf<unknown>
  fetch: Fetch
  signal: AbortSignal
  note(message: string): void
  language?: string
  /** Between two videos. */
  spacingMs?: number
  /** Only what is there already: nothing is fetched. */
  offline?: boolean
  /** Nothing is kept. */
  readOnly?: boolean
}

export const noTranscripts: Transcripts = { get: async () => undefined }

/** So many videos are remembered besides those in the cache. */
const mostRemembered = 1000

export function createTranscripts(options: TranscriptOptions): Transcripts {
  const { source } = options
  if (source === 'off') return noTranscripts
  if (source === 'auto') return fromYoutube(options)
  return {
    async get(url) {
      const id = url === undefined ? undefined : videoId(url)
      return id === undefined ? undefined : source(id, options.note)
    },
  }
}

function fromYoutube(options: TranscriptOptions): Transcripts {
  const { shelf, signal, note, language = 'en', spacingMs = 2000 } = options
  const known = new Map<string, Promise<Transcript | undefined>>()
  let blocked = false
  // One at a time, and not one right after the other: YouTube shuts out addresses that ask in crowds.
  let last: Promise<unknown> = Promise.resolve()
  let askedBefore = false

  const stored = (id: string) => shelf.get(id) as Transcript | undefined

  const fetchOne = async (id: string): Promise<Transcript | undefined> => {
    if (blocked || options.offline) return undefined
    // Another process may have brought it while we waited.
    const meanwhile = stored(id)
    if (meanwhile) return meanwhile
    if (askedBefore) await sleep(spacingMs * (1 + Math.random() / 2), signal)
    askedBefore = true
    try {
      const transcript = await fetchYoutube(id, language, options.fetch, signal)
      if (!options.readOnly) await shelf.put(id, transcript)
      return transcript
    } catch (error) {
      if (!(error instanceof Blocked)) throw error
      blocked = true
      note(`no transcripts for now: ${error.message}; describing goes on without`)
      return undefined
    }
  }

  return {
    get(url) {
      const id = url === undefined ? undefined : videoId(url)
      if (id === undefined) return Promise.resolve(undefined)
      const before = known.get(id)
      if (before) return before
      const cached = stored(id)
      const coming = cached
        ? Promise.resolve(cached)
        : last.catch(() => {}).then(() => (signal.aborted ? undefined : fetchOne(id)))
      if (!cached) last = coming
      known.set(id, coming)
      if (known.size > mostRemembered) known.delete(known.keys().next().value!)
      return coming
    },
  }
}
