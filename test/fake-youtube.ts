/** YouTube's player and captions on 127.0.0.1, as youtube-transcript asks for them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** By the beginning of the video's id: a captions file, an HTTP status, or what the player says. */
export type Answers = Record<string, string | number>

export async function startServer(answers: Answers) {
  let players = 0
  let now = 0
  let most = 0
  const server = createServer(async (request, response) => {
    now += 1
    most = Math.max(most, now)
    response.once('close', () => {
      now -= 1
    })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = request.url ?? ''
    const body = Buffer.concat(chunks).toString()
    const isPlayer = path.startsWith('/youtubei/')
    if (isPlayer) players += 1
    const id = isPlayer ? JSON.parse(body).videoId : /v=([\w-]+)/.exec(path)?.[1]
    const name = Object.keys(answers).find(key => id?.startsWith(key)) ?? ''
    const answer = answers[name]
    await new Promise(resolve => setTimeout(resolve, 5))
    if (typeof answer === 'number') {
      response.writeHead(answer)
      response.end('{}')
      return
    }
    if (path.startsWith('/api/timedtext')) {
      response.end(answer)
      return
    }
    const player = playerOf(id ?? '', answer)
    response.end(
      isPlayer
        ? JSON.stringify(player)
        : `<script>var ytInitialPlayerResponse = ${JSON.stringify(player)};</script>`,
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    players: () => players,
    most: () => most,
    close: () => server.close(),
    fetch: ((input, init) =>
      fetch(
        String(input).replace('https://www.youtube.com', `http://127.0.0.1:${port}`),
        init,
      )) as typeof fetch,
  }
}

function playerOf(id: string, answer: string | undefined) {
  if (answer === 'no captions') return { playabilityStatus: { status: 'OK' } }
  if (answer === undefined || answer === 'ERROR' || answer === 'LOGIN_REQUIRED') {
    return { playabilityStatus: { status: answer ?? 'ERROR', reason: 'because' } }
  }
  const baseUrl = `https://www.youtube.com/api/timedtext?v=${id}`
  return {
    playabilityStatus: { status: 'OK' },
    captions: {
      playerCaptionsTracklistRenderer: {
        captionTracks: [
          { baseUrl: `${baseUrl}&lang=de`, languageCode: 'de' },
          { baseUrl: `${baseUrl}&lang=en`, languageCode: 'en', kind: 'asr' },
        ],
      },
    },
  }
}
