/** The text of a Python file, in the encoding that it names for itself. */
import { isUtf8 } from 'node:buffer'

/** Throws an Error with a message for the person where it cannot be read. */
export function decodePython(bytes: Buffer): string {
  const name = findCookie(bytes.toString('latin1', 0, 1024))
    ?.name.toLowerCase()
    .replaceAll('_', '-')
  if (name === undefined || /^utf-?8(?:-|$)/.test(name)) return decodeUtf8(bytes)
  const text = decodeAs(name, bytes)
  // What leaves is UTF-8, and would be read wrongly under the old word.
  const cookie = findCookie(text)
  return cookie ? `${text.slice(0, cookie.at)}utf-8${text.slice(cookie.at + cookie.name.length)}` : text
}

export function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Error('not UTF-8')
  return bytes.toString().replace(/^\ufeff/, '')
}

/** The comment of PEP 263: on the first line, or on the second below a blank one or a comment. */
function findCookie(text: string): { name: string; at: number } | undefined {
  const found = /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)/d.exec(
    text,
  )
  return found ? { name: found[1]!, at: found.indices![1]![0] } : undefined
}

/** Python's names for one byte a character, the first 256 of Unicode: to TextDecoder that is Windows' code page. */
const LATIN1 = /^(?:latin-?1|l1|iso-?8859-1)(?:-(?:unix|dos|mac))?$/

function decodeAs(name: string, bytes: Buffer): string {
  if (LATIN1.test(name)) return bytes.toString('latin1')
  const isAscii = /^(?:us-)?ascii$/.test(name)
  try {
    if (isAscii && bytes.some(byte => byte > 0x7f)) throw new TypeError()
    // Python takes no comment at its word that could not be read in that encoding itself.
    if (/^utf-?(?:16|32)/.test(name)) throw new RangeError()
    return new TextDecoder(name, { fatal: true }).decode(bytes)
  } catch (error) {
    // TextDecoder: RangeError for a name, TypeError for bytes.
    throw new Error(
      error instanceof RangeError ? `its encoding ${name} is not known` : `not ${name}, as it says`,
    )
  }
}
