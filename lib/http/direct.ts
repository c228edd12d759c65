/** Requests that go through no proxy: over connections of our own, for a fraction of what a general client takes. */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { HttpRequest, HttpResponse } from './client.ts'
import { startClock } from './clock.ts'
import { Connection } from './connection.ts'
import { type Address, addressOf, textOf } from './message.ts'
import { classifyTransport } from './transport-error.ts'

export interface Direct {
  /** One try, never a second. */
  send(request: HttpRequest): Promise<HttpResponse>
  close(): void
}

interface Server {
  /** The one used last is at the end, and taken first: the others may be closed. */
  readonly idle: Connection[]
  readonly all: Set<Connection>
  session: Buffer | undefined
}

export function createDirect(): Direct {
  const servers = new Map<string, Server>()
  const serverOf = (origin: string) => {
    let server = servers.get(origin)
    if (!server) {
      server = { idle: [], all: new Set(), session: undefined }
      servers.set(origin, server)
    }
    return server
  }
  const connect = (address: Address, server: Server) => {
    const connection = new Connection(address, server.session, {
      idle: each => server.idle.push(each),
      gone(each) {
        server.all.delete(each)
        const at = server.idle.indexOf(each)
        if (at >= 0) server.idle.splice(at, 1)
      },
      session(session) {
        server.session = session
      },
    })
    server.all.add(connection)
    return connection
  }
  return {
    send(request) {
      if (request.signal.aborted) return Promise.reject(request.signal.reason)
      const address = addressOf(request.url)
      let pieces: Buffer[]
      try {
        // Before there is a connection: a header that can't be sent leaves none behind.
        pieces = piecesOf(request, address)
      } catch (error) {
        return Promise.reject(error)
      }
      const server = serverOf(address.origin)
      const connection = server.idle.pop() ?? connect(address, server)
      const answer = answerOf(connection, request, address.host)
      connection.send(pieces)
      return answer
    },
    close() {
      for (const { all } of servers.values()) for (const connection of all) connection.close()
    },
  }
}

/** Does not hold the request: hundreds may wait for their answers, each with a long body. */
function answerOf(
  connection: Connection,
  { signal, timeoutMs }: HttpRequest,
  host: string,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const clock = startClock({ signal, timeoutMs }, host, reason => {
      connection.destroy()
      reject(reason)
    })
    connection.expect(
      ({ status, headers, chunks }) => {
        clock.stop()
        try {
          resolve({ status, headers, text: textOf(chunks, headers['content-encoding']) })
        } catch (error) {
          reject(classifyTransport(error, host))
        }
      },
      error => {
        clock.stop()
        reject(classifyTransport(error, host))
      },
    )
  })
}

/** A longer body is not copied. */
const oneWrite = 64 * 1024

/** Head and body in one piece where they are short: one write, and most often one packet. */
function piecesOf({ method = 'POST', headers, body = '' }: HttpRequest, { host, path }: Address): Buffer[] {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`
  for (const name in headers) head += line(name, headers[name]!)
  if (length > 0 || method === 'POST') head += `content-length: ${length}\r\n`
  head += '\r\n'
  if (length > oneWrite) return [Buffer.from(head, 'latin1'), bytesOf(body)]
  const bytes = Buffer.allocUnsafeSlow(head.length + length)
  bytes.write(head, 'latin1')
  if (typeof body === 'string') bytes.write(body, head.length)
  else bytes.set(body, head.length)
  return [bytes]
}

function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length)
}

/** Looked at once: every request of a run has the same. */
const checked = new Map<string, string>()

function line(name: string, value: string): string {
  if (checked.get(name) !== value) {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    checked.set(name, value)
  }
  return `${name}: ${value}\r\n`
}
