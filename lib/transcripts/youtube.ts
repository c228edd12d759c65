/**
 * youtube-transcript behind a wrapper that sees what the library hides: whether YouTube answered or turned us away, and
 * in which unit times came. The two look alike from outside, and only one of them is true tomorrow.
 */
import { plainText } from './markup.ts'
import type { Segment, Transcript } from './types.ts'

export type Fetch = typeof globalThis.fetch

/** YouTube refuses to answer: nothing is known of the video. */
export class Blocked extends Error {
  override name = 'Blocked'
}

interface Seen {
  /** The player answered for this video, so what it says of captions is true. */
  answered?: 'captions' | 'none'
  why: string
  refused?: string
  /** Times in the file are milliseconds. */
  inMs: boolean
}

const attemptMs = 20_000

export async function fetchYoutube(
  id: string,
  language: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Transcript> {
  const { fetchTranscript } = await import('youtube-transcript')
  const seen: Seen = { why: '', inMs: false }
  let found: Awaited<ReturnType<typeof fetchTranscript>> | undefined
  try {
    found = await fetchTranscript(id, { fetch: watch(fetch, seen, language, signal) })
  } catch {
    signal.throwIfAborted()
  }
  if (found && found.length > 0) return { segments: found.map(part => segment(part, seen.inMs)) }
  if (seen.answered === 'none' && !seen.refused) return { absent: seen.why }
  throw new Blocked(
    seen.refused ?? 'YouTube sent an empty transcript, as it does to addresses that it distrusts',
  )
}

function segment({ offset, text }: { offset: number; text: string }, inMs: boolean): Segment {
  return { start: inMs ? offset / 1000 : offset, text: plainText(text) }
}

function watch(fetch: Fetch, seen: Seen, language: string, signal: AbortSignal): Fetch {
  return async (input, init) => {
    const url = String(input)
    let response: Response
    let body: string
    try {
      response = await fetch(input, {
        ...init,
        signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMs)]),
      })
      body = await response.text()
    } catch (error) {
      seen.refused = 'YouTube cannot be reached'
      throw error
    }
    if (!response.ok) seen.refused = `YouTube answered with HTTP ${response.status}`
    else if (url.includes('/youtubei/')) body = readPlayer(body, seen, language)
    else if (url.includes('/watch')) {
      if (body.includes('g-recaptcha')) seen.refused = 'YouTube asks for a captcha'
    } else seen.inMs = /<p\s+t="/.test(body)
    return new Response(body, { status: response.status, headers: { 'content-type': 'text/plain' } })
  }
}

interface Track {
  languageCode?: string
  kind?: string
}
interface Player {
  playabilityStatus?: { status?: string; reason?: string }
  captions?: { playerCaptionsTracklistRenderer?: { captionTracks?: Track[] } }
}

/** Notes what the player says, and puts the best track first: the library takes the first. */
function readPlayer(body: string, seen: Seen, language: string): string {
  let player: Player
  try {
    player = JSON.parse(body) as Player
  } catch {
    seen.refused = 'YouTube sent no player'
    return body
  }
  const { status = '', reason = '' } = player.playabilityStatus ?? {}
  const list = player.captions?.playerCaptionsTracklistRenderer
  if (list?.captionTracks && list.captionTracks.length > 0) {
    seen.answered = 'captions'
    list.captionTracks.sort((a, b) => rank(a, language) - rank(b, language))
    return JSON.stringify(player)
  }
  if (status === 'OK') {
    seen.answered = 'none'
    seen.why = 'the video has no captions'
  } else if (status === 'ERROR') {
    seen.answered = 'none'
    seen.why = `the video is not there${reason ? `: ${reason}` : ''}`
  } else seen.refused = `YouTube will not show the video to us: ${reason || status || 'no reason given'}`
  return body
}

/** Written by people in the wanted language, then by machine, then anything. */
function rank({ languageCode = '', kind }: Track, language: string): number {
  const fits = languageCode === language || languageCode.startsWith(`${language}-`)
  return (fits ? 0 : 2) + (kind === 'asr' ? 1 : 0)
}
