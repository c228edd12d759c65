/** What a request's address and an answer's parts are, whichever client carries them. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { TransportError } from './transport-error.ts'

export interface Address {
  origin: string
  isSecure: boolean
  hostname: string
  /** Empty: the scheme's own. */
  port: string
  /** With its query. */
  path: string
  host: string
}

/** Taken apart once, for as long as it stays the same. */
let last: { url: string; address: Address } | undefined

export function addressOf(url: string): Address {
  if (last?.url !== url) {
    const { origin, protocol, hostname, port, pathname, search, host } = new URL(url)
    // In a URL an IPv6 address stands in brackets.
    const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
    const isSecure = protocol === 'https:'
    last = { url, address: { origin, isSecure, hostname: bare, port, path: pathname + search, host } }
  }
  return last.address
}

export function tooLate(host: string, timeoutMs: number): TransportError {
  return new TransportError('timeout', `no answer from ${host} in ${timeoutMs / 1000} s`)
}

export function firstValues(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined) values[name] = first
  }
  return values
}

const byteOrderMark = 0xfeff

/** Some servers and gateways pack what nobody asked them to. Throws where it does not unpack. */
const unpackers: Readonly<Record<string, (packed: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** `encoding`: of the header Content-Encoding. */
export function textOf(chunks: readonly Buffer[], encoding: string | undefined): string {
  const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
  const unpack = encoding === undefined ? undefined : unpackers[encoding.trim().toLowerCase()]
  const text = (unpack && bytes.length > 0 ? unpack(bytes) : bytes).toString()
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}
