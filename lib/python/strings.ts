/** Python string literals: what they say. */

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  a: '\x07',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
}

/** The characters that `body` stands for; raw strings keep their backslashes. */
export function unescaped(body: string, raw: boolean): string {
  if (raw || !body.includes('\\')) return body
  return body.replace(
    /\\(?:\r?\n|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([0-7]{1,3})|([\s\S]))/g,
    (all, x?: string, u?: string, big?: string, named?: string, octal?: string, other?: string) => {
      const hex = x ?? u ?? big
      if (hex !== undefined) {
        const code = Number.parseInt(hex, 16)
        return code <= 0x10ffff ? String.fromCodePoint(code) : all
      }
      if (named !== undefined) return all
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8))
      if (other === undefined) return ''
      return ESCAPES[other] ?? all
    },
  )
}
