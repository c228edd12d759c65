/** No answer came. What matters is whether the request may have been taken in, and so paid for. */
import { systemCode } from '../errors.ts'

export type TransportFault =
  /** It never left: refused, no such host, no connection in time. Costs nothing. */
  | 'unsent'
  /** It left, and the connection broke before the answer was whole. */
  | 'lost'
  /** It left, and no answer came in time. */
  | 'timeout'

export class TransportError extends Error {
  override name = 'TransportError'
  readonly fault: TransportFault
  constructor(fault: TransportFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.fault = fault
  }
}

/** The proxy was not to be had, or hung up before there was a way through it. */
export class ProxyError extends Error {
  override name = 'ProxyError'
  readonly code = 'ERR_PROXY'
  constructor(proxy: string, cause: unknown) {
    super(`the proxy ${proxy}: ${unsent[systemCode(cause) ?? ''] ?? 'it hung up'}`, { cause })
  }
}

/** No system has it: a connection that was there may end with ETIMEDOUT too, and then the request did leave. */
export const connectTimeout = 'ERR_CONNECT_TIMEOUT'

const unsent: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ENETUNREACH: 'network unreachable',
  EHOSTUNREACH: 'host unreachable',
  ENETDOWN: 'network down',
  EHOSTDOWN: 'host down',
  [connectTimeout]: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_PRX_TLS: 'the proxy refused',
}
const certificate = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_)/

/** Sorts what a connection or undici throws. */
export function classifyTransport(error: unknown, host: string): TransportError {
  const code = systemCode(error) ?? ''
  // Where a host has several addresses, each with its own failure.
  const inner = error instanceof AggregateError ? systemCode(error.errors[0]) : undefined
  const why =
    unsent[code] ??
    (inner && (unsent[inner] ?? (inner === 'ETIMEDOUT' ? 'no connection in time' : undefined)))
  if (why) return new TransportError('unsent', `cannot reach ${host}: ${why}`, error)
  if (certificate.test(code)) {
    return new TransportError('unsent', `cannot reach ${host}: its certificate was not accepted`, error)
  }
  if (error instanceof ProxyError) {
    return new TransportError('unsent', `cannot reach ${host} through ${error.message}`, error)
  }
  if (/Proxy response \(\d+\)/.test(String((error as Error)?.message))) {
    return new TransportError('unsent', `cannot reach ${host}: the proxy refused`, error)
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new TransportError('timeout', `no answer from ${host} in time`, error)
  }
  return new TransportError('lost', `the connection to ${host} broke before the answer was whole`, error)
}
