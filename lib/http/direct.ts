/** Requests that go through no proxy, by Node's own client: it is there already, and takes half the memory of another. */
import * as http from 'node:http'
import * as https from 'node:https'
import { onAbort } from '../sleep.ts'
import type { HttpRequest, HttpResponse } from './client.ts'
import { addressOf, firstValues, textOf, tooLate } from './message.ts'
import { classifyTransport, connectTimeout } from './transport-error.ts'

const connectMs = 20_000
/** A connection that nobody uses is closed by us, before a server that closes it crosses with a request. */
const idleMs = 4000

export interface Direct {
  /** One try, never a second. */
  send(request: HttpRequest): Promise<HttpResponse>
  close(): void
}

export function createDirect(): Direct {
  const options = { keepAlive: true, maxFreeSockets: 1000, timeout: idleMs }
  const plain = { client: http, agent: new http.Agent(options) }
  const secure = { client: https, agent: new https.Agent(options) }
  return {
    send: request => sendOnce(request.url.startsWith('https:') ? secure : plain, request),
    close() {
      plain.agent.destroy()
      secure.agent.destroy()
    },
  }
}

interface Way {
  client: { request(options: http.RequestOptions): http.ClientRequest }
  agent: http.Agent
}

function sendOnce(way: Way, request: HttpRequest): Promise<HttpResponse> {
  const { signal, timeoutMs } = request
  if (signal.aborted) return Promise.reject(signal.reason)
  const { host } = addressOf(request.url)
  // What waits for the answer does not hold the request: hundreds may be under way, each with a long body.
  const call = begin(way, request)
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      forget()
    }
    const fail = (reason: unknown) => {
      end()
      reject(reason)
    }
    const giveUp = (reason: unknown) => {
      fail(reason)
      call.destroy()
    }
    const timer = setTimeout(() => giveUp(tooLate(host, timeoutMs)), timeoutMs)
    const forget = onAbort(signal, () => giveUp(signal.reason))
    // After the promise is settled, what destroying brings is heard and not told.
    const broke = (error: Error) => fail(classifyTransport(error, host))
    call.on('error', broke)
    call.on('socket', socket => {
      if (socket.connecting) boundConnecting(socket)
    })
    call.on('response', response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', broke)
      response.on('end', () => {
        end()
        resolve({
          status: response.statusCode!,
          headers: firstValues(response.headers),
          text: textOf(chunks),
        })
      })
    })
  })
}

function begin({ client, agent }: Way, request: HttpRequest): http.ClientRequest {
  const { hostname, port, path } = addressOf(request.url)
  const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
  const headers = body ? { ...request.headers, 'content-length': body.length } : request.headers
  return client.request({ hostname, port, path, method: request.method ?? 'POST', agent, headers }).end(body)
}

function boundConnecting(socket: import('node:net').Socket) {
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('no connection in time'), { code: connectTimeout }))
  }, connectMs)
  const done = () => clearTimeout(timer)
  socket.once('connect', done).once('close', done)
}
