/** The one door to the network for model APIs. undici is loaded with the first request: most runs need none. */
import type { Dispatcher } from 'undici'
import { classifyTransport, TransportError } from './transport-error.ts'

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
  return {
    async send(request) {
      loading ??= createDispatcher(env)
      return sendOnce(await loading, request)
    },
    async open(request) {
      loading ??= createDispatcher(env)
      return openOnce(await loading, request)
    },
    async fetch(input, init) {
      if (!usesProxy(env)) return globalThis.fetch(input, init)
      loading ??= createDispatcher(env)
      const dispatcher = await loading
      const undici = await import('undici')
      // The types of Node's own fetch and of the package's differ in name only.
      const options = { ...(init as object), dispatcher }
      return (await undici.fetch(String(input), options)) as unknown as Response
    },
    async close() {
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
  const proxy = (small: string, capital: string) => env[small] || env[capital] || undefined
  const httpProxy = proxy('http_proxy', 'HTTP_PROXY')
  const httpsProxy = proxy('https_proxy', 'HTTPS_PROXY')
  const noProxy = proxy('no_proxy', 'NO_PROXY')
  return new undici.EnvHttpProxyAgent({
    ...options,
    ...(httpProxy !== undefined && { httpProxy }),
    ...(httpsProxy !== undefined && { httpsProxy }),
    ...(noProxy !== undefined && { noProxy }),
  })
}

async function sendOnce(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResponse> {
  const { url, clock, fault, respond } = begin(dispatcher, request)
  try {
    const { statusCode, headers, body } = await respond()
    return { status: statusCode, headers: firstValues(headers), text: await body.text() }
  } catch (error) {
    throw fault(error, url)
  } finally {
    clock.stop()
  }
}

async function openOnce(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpStream> {
  const { url, clock, fault, respond } = begin(dispatcher, request)
  const answer = await respond().catch(error => {
    clock.stop()
    throw fault(error, url)
  })
  async function* chunks() {
    try {
      for await (const chunk of answer.body) {
        clock.restart()
        yield chunk as Buffer
      }
    } catch (error) {
      throw fault(error, url)
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
  const { signal, timeoutMs } = request
  signal.throwIfAborted()
  const url = new URL(request.url)
  const abort = new AbortController()
  const expire = () => {
    abort.abort(new TransportError('timeout', `no answer from ${url.host} in ${timeoutMs / 1000} s`))
  }
  let timer = setTimeout(expire, timeoutMs)
  const onAbort = () => abort.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    url,
    clock: {
      restart() {
        clearTimeout(timer)
        timer = setTimeout(expire, timeoutMs)
      },
      stop() {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      },
    },
    respond: () =>
      dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method ?? 'POST',
        headers: request.headers,
        body: request.body ?? null,
        signal: abort.signal,
      }),
    fault(error: unknown, { host }: URL): unknown {
      if (signal.aborted) return signal.reason
      if (abort.signal.aborted) return abort.signal.reason
      return classifyTransport(error, host)
    },
  }
}

function firstValues(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined) values[name] = first
  }
  return values
}
