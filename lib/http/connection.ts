/** One connection to a server, which carries one request at a time. */
import * as net from 'node:net'
import * as tls from 'node:tls'
import { AnswerReader } from './answer-reader.ts'
import type { Address } from './message.ts'
import { connectTimeout } from './transport-error.ts'

const connectMs = 20_000
/** A connection that nobody uses is closed by us, before a server that closes it crosses with a request. */
const idleMs = 4000
/** An answer may be long in coming: routers on the way forget a connection on which nothing passes. */
const signOfLifeMs = 30_000

export interface ConnectionEvents {
  /** It waits for a further request. */
  idle(connection: Connection): void
  /** It carries none any more. */
  gone(connection: Connection): void
  /** What a later connection to the same server may begin with. */
  session(session: Buffer): void
}

interface Exchange {
  reader: AnswerReader
  answered(reader: AnswerReader): void
  broke(error: unknown): void
}

export class Connection {
  readonly #socket: net.Socket
  readonly #events: ConnectionEvents
  #exchange: Exchange | undefined

  constructor(address: Address, session: Buffer | undefined, events: ConnectionEvents) {
    this.#events = events
    this.#socket = open(address, session)
    this.#socket
      .setNoDelay()
      .setKeepAlive(true, signOfLifeMs)
      .on('data', bytes => this.#read(bytes))
      .on('end', () => this.#ended())
      .on('timeout', () => this.destroy())
      .on('error', error => this.#broke(error))
      .on('close', () => this.#broke(hangUp()))
      .on('session', events.session)
    boundConnecting(this.#socket)
  }

  /** Of the next request. `answered` or `broke` is called, once, unless the connection is destroyed before. */
  expect(answered: Exchange['answered'], broke: Exchange['broke']) {
    this.#exchange = { reader: new AnswerReader(), answered, broke }
  }

  send(request: readonly Buffer[]) {
    this.#socket.ref().setTimeout(0)
    for (const piece of request) this.#socket.write(piece)
  }

  /** Whoever waits for an answer is told that none will come. */
  close() {
    this.#broke(hangUp('closed by us'))
  }

  /** Without a word: whoever waits for an answer knows. */
  destroy() {
    this.#exchange = undefined
    this.#events.gone(this)
    this.#socket.destroy()
  }

  #read(bytes: Buffer) {
    const exchange = this.#exchange
    // An answer to nothing.
    if (!exchange) return this.destroy()
    let isWhole: boolean
    try {
      isWhole = exchange.reader.read(bytes)
    } catch (error) {
      return this.#broke(error)
    }
    if (isWhole) this.#answered(exchange)
  }

  #answered({ reader, answered }: Exchange) {
    this.#exchange = undefined
    // An answer to half a request: the rest of it would be taken for another one.
    if (reader.isReusable && this.#socket.writableLength === 0) {
      // It holds up no process that has nothing else to do.
      this.#socket.setTimeout(Math.min(idleMs, hintOf(reader.headers['keep-alive']))).unref()
      this.#events.idle(this)
    } else this.destroy()
    answered(reader)
  }

  #ended() {
    const exchange = this.#exchange
    if (exchange?.reader.end()) this.#answered(exchange)
    else this.#broke(hangUp())
  }

  #broke(error: unknown) {
    const exchange = this.#exchange
    this.destroy()
    exchange?.broke(error)
  }
}

function open({ isSecure, hostname, port }: Address, session: Buffer | undefined): net.Socket {
  if (!isSecure) return net.connect({ host: hostname, port: Number(port || 80) })
  return tls.connect({
    host: hostname,
    port: Number(port || 443),
    ALPNProtocols: ['http/1.1'],
    // An address is no name that a server could have a certificate for by.
    ...(net.isIP(hostname) === 0 && { servername: hostname }),
    ...(session && { session }),
  })
}

function boundConnecting(socket: net.Socket) {
  const ready = socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect'
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('no connection in time'), { code: connectTimeout }))
  }, connectMs)
  const done = () => clearTimeout(timer)
  socket.once(ready, done).once('close', done)
}

function hangUp(message = 'the server closed the connection'): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' })
}

/** For how many milliseconds the server says that it keeps a connection, less one second for the way. */
function hintOf(field: string | undefined): number {
  const [, seconds] = /(?:^|[,; ])timeout=(\d+)/i.exec(field ?? '') ?? []
  return seconds === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Number(seconds) * 1000 - 1000)
}
