/** A file from a server onto the disk: redirects, broken connections, half a file. */
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sleep } from '../sleep.ts'
import type { HttpClient, HttpStream } from './client.ts'
import { TransportError } from './transport-error.ts'

export interface Download {
  url: string
  /** `authorization` goes to the host of `url` only, never to one that it redirects to. */
  headers: Readonly<Record<string, string>>
  /** Where the file is put, in place when it is whole. */
  path: string
  signal: AbortSignal
}

/** The server answered, but not with what was asked for. */
export class HttpFailure extends Error {
  override name = 'HttpFailure'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const tries = 4
const idleMs = 60_000

/** Resolves to the headers that came on the way, the last of each name. Rejects with HttpFailure or TransportError. */
export async function download(client: HttpClient, request: Download): Promise<Record<string, string>> {
  await mkdir(dirname(request.path), { recursive: true })
  const temporary = `${request.path}.${process.pid}.tmp`
  try {
    const headers = await fetchWhole(client, request, temporary)
    await rename(temporary, request.path)
    return headers
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Asks for the rest where a connection breaks; a server that does not know how sends all again. */
async function fetchWhole(
  client: HttpClient,
  request: Download,
  path: string,
): Promise<Record<string, string>> {
  let tag: string | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      const have = tag === undefined ? 0 : await sizeOf(path)
      const range = tag !== undefined && have > 0 ? { range: `bytes=${have}-`, 'if-range': tag } : {}
      const { answer, headers } = await follow(client, {
        ...request,
        headers: { ...request.headers, ...range },
      })
      const isRest = answer.status === 206
      const { etag } = answer.headers
      tag = etag && !etag.startsWith('W/') ? etag : undefined
      await pipeline(answer.chunks, createWriteStream(path, { flags: isRest ? 'a' : 'w' }))
      const missing = lengthOf(answer, isRest ? have : 0) - (await sizeOf(path))
      if (missing > 0) {
        const { host } = new URL(request.url)
        throw new TransportError('lost', `the connection to ${host} broke before the file was whole`)
      }
      return headers
    } catch (error) {
      request.signal.throwIfAborted()
      const isPassing =
        error instanceof TransportError || (error instanceof HttpFailure && isBusy(error.status))
      if (!isPassing || attempt === tries) throw error
      await sleep(500 * 2 ** attempt, request.signal)
    }
  }
}

async function follow(
  client: HttpClient,
  { url, headers, signal }: Download,
): Promise<{ answer: HttpStream; headers: Record<string, string> }> {
  const { origin } = new URL(url)
  const seen: Record<string, string> = {}
  let at = new URL(url)
  for (let hop = 0; hop < 10; hop++) {
    const { authorization: _, ...open } = headers
    const answer = await client.open({
      method: 'GET',
      url: at.href,
      headers: at.origin === origin ? headers : open,
      timeoutMs: idleMs,
      signal,
    })
    Object.assign(seen, answer.headers)
    if (answer.status === 200 || answer.status === 206) return { answer, headers: seen }
    const { location } = answer.headers
    if (answer.status < 300 || answer.status > 399 || location === undefined)
      throw await failureOf(answer, at)
    answer.discard()
    const next = new URL(location, at)
    if (!/^https?:$/.test(next.protocol) || (at.protocol === 'https:' && next.protocol === 'http:')) {
      throw new HttpFailure(answer.status, `${at.host} redirects to an address that is not safe`)
    }
    at = next
  }
  throw new HttpFailure(310, `${at.host} redirects without end`)
}

/** With what the server says about it, where that is short. */
async function failureOf(answer: HttpStream, { host }: URL): Promise<HttpFailure> {
  let body = ''
  for await (const chunk of answer.chunks) {
    body += chunk.toString()
    if (body.length > 4096) break
  }
  return new HttpFailure(answer.status, `${host} answered ${answer.status}${reasonIn(body)}`)
}

function reasonIn(body: string): string {
  try {
    const { error, message } = JSON.parse(body)
    const reason = error ?? message
    return typeof reason === 'string' ? `: ${reason.slice(0, 200)}` : ''
  } catch {
    return ''
  }
}

function isBusy(status: number): boolean {
  return status === 429 || status >= 500
}

/** What the file should be long, or nothing where the server does not say. */
function lengthOf({ headers }: HttpStream, before: number): number {
  if (headers['content-encoding'] !== undefined || headers['content-length'] === undefined) return 0
  return before + Number(headers['content-length'])
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}
