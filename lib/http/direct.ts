/** Requests that go through no proxy: over connections of our own, for a fraction of what a general client takes. */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { onAbort } from '../sleep.ts'
import type { HttpRequest, HttpResponse } from './client.ts'
import { Connection } from './connection.ts'
import { type Address, addressOf, textOf, tooLate } from './message.ts'
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
    send: request =>
      new Promise((resolve, reject) => {
        const { signal, timeoutMs } = request
        signal.throwIfAborted()
        const address = addressOf(request.url)
        // Before there is a connection: a header that can't be sent leaves none behind.
        const pieces = piecesOf(request, address)
        const server = serverOf(address.origin)
        const connection = server.idle.pop() ?? connect(address, server)
        const end = () => {
          clearTimeout(timer)
          forget()
        }
        const giveUp = (reason: unknown) => {
          end()
          connection.destroy()
          reject(reason)
        }
        const timer = setTimeout(() => giveUp(tooLate(address.host, timeoutMs)), timeoutMs)
        const forget = onAbort(signal, () => giveUp(signal.reason))
        // Nothing holds the request from here on: hundreds may wait for their answers, each with a long body.
        connection.send(
          pieces,
          ({ status, headers, chunks }) => {
            end()
            resolve({ status, headers, text: textOf(chunks) })
          },
          error => {
            end()
            reject(classifyTransport(error, address.host))
          },
        )
      }),
    close() {
      for (const { all } of servers.values()) for (const connection of all) connection.close()
    },
  }
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
