/** The one door to the network. undici is loaded for what is more than a request and its answer: proxies, streams, a fetch. */
import type { Dispatcher } from 'undici'
import { UsageError } from '../errors.ts'
import { startClock } from './clock.ts'
import { createDirect } from './direct.ts'
import { addressOf, firstValues, textOf } from './message.ts'
import { classifyTransport, ProxyError } from './transport-error.ts'

export interface HttpRequest {
  method?: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Readonly<Record<string, string>>
  body?: string | Uint8Array
  timeoutMs: number
  signal: AbortSignal
}

export interface HttpResponse {
  status: number
  /** Names in small letters; of repeated ones the first. */
  headers: Readonly<Record<string, string>>
  text: string
}

/** An answer whose body is taken as it comes. */
export interface HttpStream {
  status: number
  headers: Readonly<Record<string, string>>
  /** Throws TransportError where the connection breaks, or where nothing comes for as long as the timeout. */
  chunks: AsyncIterable<Buffer>
  /** For those who do not want the body. */
  discard(): void
}

export interface HttpClient {
  /** One try, never a second. Rejects with TransportError, or with the signal's reason. */
  send(request: HttpRequest): Promise<HttpResponse>
  /** The same, for bodies that do not fit in memory. A redirect is an answer like any other. */
  open(request: HttpRequest): Promise<HttpStream>
  /** For libraries that want a `fetch`; through the same proxies. */
  fetch: typeof globalThis.fetch
  close(): Promise<void>
}

const proxyVariables = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']

export function createHttpClient(env: NodeJS.ProcessEnv): HttpClient {
  let loading: Promise<Dispatcher> | undefined
  let loaded: Dispatcher | undefined
  const load = () => {
    loading ??= createDispatcher(env).then(dispatcher => {
      loaded = dispatcher
      return dispatcher
    })
    return loading
  }
  const direct = usesProxy(env) ? undefined : createDirect()
  return {
    send(request) {
      if (direct) return direct.send(request)
      return loaded ? sendOnce(loaded, request) : load().then(dispatcher => sendOnce(dispatcher, request))
    },
    async open(request) {
      return openOnce(await load(), request)
    },
    async fetch(input, init) {
      if (!usesProxy(env)) return globalThis.fetch(input, init)
      const dispatcher = await load()
      const undici = await import('undici')
      // The types of Node's own fetch and of the package's differ in name only.
      const options = { ...(init as object), dispatcher }
      return (await undici.fetch(String(input), options)) as unknown as Response
    },
    async close() {
      direct?.close()
      await (await loading)?.destroy()
    },
  }
}

function usesProxy(env: NodeJS.ProcessEnv): boolean {
  return proxyVariables.some(name => env[name])
}

async function createDispatcher(env: NodeJS.ProcessEnv): Promise<Dispatcher> {
  const undici = await import('undici')
  // An answer may take ten minutes to begin: our own clock per attempt is the only one.
  const options = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 20_000 }, allowH2: false }
  if (!usesProxy(env)) return new undici.Agent(options)
  const httpProxy = proxyOf(env, 'http_proxy', 'HTTP_PROXY')
  const httpsProxy = proxyOf(env, 'https_proxy', 'HTTPS_PROXY')
  const noProxy = env.no_proxy || env.NO_PROXY || undefined
  return new undici.EnvHttpProxyAgent({
    ...options,
    ...(httpProxy !== undefined && { httpProxy }),
    ...(httpsProxy !== undefined && { httpsProxy }),
    ...(noProxy !== undefined && { noProxy }),
    clientFactory(proxy, settings) {
      const pool = new undici.Pool(proxy, settings)
      const connect = pool.connect.bind(pool)
      // As it comes, a connection that the proxy closes would be opened again and again for as long as the request lives.
      pool.connect = (async (to: Dispatcher.ConnectOptions) => {
        try {
          return await connect(to)
        } catch (error) {
          throw new ProxyError(proxy.host, error)
        }
      }) as typeof pool.connect
      return pool
    },
  })
}

/** Of two variables the first that is set. Throws UsageError where it is no address; it may hold a password. */
function proxyOf(env: NodeJS.ProcessEnv, ...names: string[]): string | undefined {
  const name = names.find(each => env[each])
  if (name === undefined) return undefined
  const value = env[name]!
  if (URL.canParse(value) && /^(?:https?|socks5?):$/.test(new URL(value).protocol)) return value
  throw new UsageError(`${name} is no address of a proxy, such as http://127.0.0.1:3128`)
}

/** Straight from the parser into one text: streams and signals of their own for every request took half of its time. */
function sendOnce(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    request.signal.throwIfAborted()
    const { origin, path, host } = addressOf(request.url)
    const chunks: Buffer[] = []
    let response: Omit<HttpResponse, 'text'> | undefined
    let controller: Dispatcher.DispatchController | undefined
    let over = false
    const clock = startClock(request, host, reason => {
      over = true
      controller?.abort(reason)
      reject(reason)
    })
    const end = () => {
      over = true
      clock.stop()
    }
    dispatcher.dispatch(
      {
        origin,
        path,
        method: request.method ?? 'POST',
        headers: request.headers,
        body: request.body ?? null,
      },
      {
        onRequestStart(control) {
          controller = control
          // It was given up before there was a connection.
          if (over) control.abort(new Error('given up'))
        },
        onResponseStart(_, status, headers) {
          if (status >= 200) response = { status, headers: firstValues(headers) }
        },
        onResponseData(_, chunk) {
          chunks.push(chunk)
        },
        onResponseEnd() {
          if (over) return
          end()
          try {
            resolve({ ...response!, text: textOf(chunks, response!.headers['content-encoding']) })
          } catch (error) {
            reject(classifyTransport(error, host))
          }
        },
        onResponseError(_, error) {
          if (over) return
          end()
          reject(classifyTransport(error, host))
        },
      },
    )
  })
}

async function openOnce(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpStream> {
  const { clock, fault, respond } = begin(dispatcher, request)
  const answer = await respond().catch(error => {
    clock.stop()
    throw fault(error)
  })
  async function* chunks() {
    try {
      for await (const chunk of answer.body) {
        clock.restart()
        yield chunk as Buffer
      }
    } catch (error) {
      throw fault(error)
    } finally {
      clock.stop()
    }
  }
  return {
    status: answer.statusCode,
    headers: firstValues(answer.headers),
    chunks: chunks(),
    discard() {
      clock.stop()
      answer.body.on('error', () => {}).destroy()
    },
  }
}

/** One request with its clock and its ^C, and what its errors mean. */
function begin(dispatcher: Dispatcher, request: HttpRequest) {
  const { signal } = request
  signal.throwIfAborted()
  const { origin, path, host } = addressOf(request.url)
  const abort = new AbortController()
  return {
    clock: startClock(request, host, reason => abort.abort(reason)),
    respond: () =>
      dispatcher.request({
        origin,
        path,
        method: request.method ?? 'POST',
        headers: request.headers,
        body: request.body ?? null,
        signal: abort.signal,
      }),
    fault(error: unknown): unknown {
      if (signal.aborted) return signal.reason
      if (abort.signal.aborted) return abort.signal.reason
      return classifyTransport(error, host)
    },
  }
}
