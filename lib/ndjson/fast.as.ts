/**
 * The two loops in which a filter spends its time, sixteen bytes at a step. AssemblyScript, compiled by
 * scripts/build.mjs to fast.wasm; lib/ndjson/load-fast.ts is its only caller.
 *
 * A line of NDJSON is nearly all string: a program of two thousand bytes, with a `\n` or a `\"` every sixty. To know
 * that such a string is well-formed, and where it ends, each byte has to be compared with three things: is it a quote,
 * a backslash, a control character? A vector answers for sixteen bytes at once, and one bit mask says where the first
 * of them is.
 *
 * What is accepted here is JSON. What is not may be JSON all the same: anything out of the ordinary is answered with
 * "I do not know" (-1), and lib/ndjson/scan.ts looks at the line with care and says what is wrong, byte by byte.
 *
 * Memory: offsets from 0 on, four bytes each; the text from TEXT on, with thirty-two free bytes behind it.
 */

const TEXT: usize = 1 << 16
const MAX_OFFSETS: i32 = 1 << 12
/** Open brackets; one bit each says whether it is an object. */
const MAX_DEPTH: i32 = 63

let longEscapes: bool = false
/** All bytes of strings, one laid over the other: the highest bit of some is set where one is beyond ASCII. */
let seen: v128 = i8x16.splat(0)

/** Some string of the line last scanned is spelled with `\u` or `\/`. */
export function hasLongEscapes(): bool {
  return longEscapes
}

/** Some string of the line last scanned may hold a byte beyond ASCII. */
export function isBeyondAscii(): bool {
  return i8x16.bitmask(seen) != 0
}

/**
 * Scans the line of `length` bytes at TEXT: one object, white space around it. Gives how many offsets there are, four
 * for each member (key start and end, value start and end, from the start of the line), the first two being where the
 * object begins and ends; or -1.
 */
export function scan(length: i32): i32 {
  // A zero is no part of any token, so every loop ends at it and none has to look where the line ends.
  v128.store(TEXT + length, i8x16.splat(0))
  longEscapes = false
  seen = i8x16.splat(0)
  let at = skipBlanks(TEXT)
  if (load<u8>(at) != 0x7b) return -1
  let count: i32 = 1
  store<i32>(0, <i32>(at - TEXT))
  let nesting: u64 = 1
  let depth: i32 = 1
  let fresh = true
  at = skipBlanks(at + 1)

  while (true) {
    const inObject = (nesting & 1) != 0
    const close: u8 = inObject ? 0x7d : 0x5d
    let closed = fresh && load<u8>(at) == close
    if (!closed) {
      if (inObject) {
        if (load<u8>(at) != 0x22) return -1
        const key = at
        at = skipString(at + 1)
        if (at == 0) return -1
        if (depth == 1) {
          if (count + 4 > MAX_OFFSETS || hasBackslash(key, at)) return -1
          store<i32>(count << 2, <i32>(key - TEXT))
          store<i32>((count + 1) << 2, <i32>(at - TEXT))
          count += 2
        }
        at = skipBlanks(at)
        if (load<u8>(at) != 0x3a) return -1
        at = skipBlanks(at + 1)
      }
      if (depth == 1) store<i32>(count++ << 2, <i32>(at - TEXT))
      const first = load<u8>(at)
      if (first == 0x7b || first == 0x5b) {
        if (depth == MAX_DEPTH) return -1
        nesting = (nesting << 1) | (first == 0x7b ? 1 : 0)
        depth++
        fresh = true
        at = skipBlanks(at + 1)
        continue
      }
      at = first == 0x22 ? skipString(at + 1) : skipScalar(at)
      if (at == 0) return -1
    }

    // A value has ended, or the bracket of an empty container is next.
    while (true) {
      if (!closed) {
        if (depth == 1) store<i32>(count++ << 2, <i32>(at - TEXT))
        at = skipBlanks(at)
        if (load<u8>(at) == 0x2c) {
          at = skipBlanks(at + 1)
          fresh = false
          break
        }
        if (load<u8>(at) != ((nesting & 1) != 0 ? 0x7d : 0x5d)) return -1
      }
      closed = false
      at++
      nesting >>= 1
      depth--
      if (depth == 0) return skipBlanks(at) == TEXT + length ? count : -1
    }
  }
}

/** From behind an opening quote to behind the closing one; 0 where there is none or an escape is wrong. */
// @ts-ignore: a decorator
@inline
function skipString(start: usize): usize {
  let at = start
  while (true) {
    const bytes = v128.load(at)
    const quotes = i8x16.eq(bytes, i8x16.splat(0x22))
    const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c))
    const controls = i8x16.lt_u(bytes, i8x16.splat(0x20))
    seen = v128.or(seen, bytes)
    const ends = i8x16.bitmask(v128.or(v128.or(quotes, backslashes), controls))
    if (ends == 0) {
      at += 16
      continue
    }
    at += ctz(ends)
    const byte = load<u8>(at)
    if (byte == 0x22) return at + 1
    if (byte != 0x5c) return 0
    const escaped = load<u8>(at + 1)
    // n and the quote are nearly all there are.
    if (escaped == 0x6e || escaped == 0x22 || escaped == 0x5c || isShortEscape(escaped)) at += 2
    else if (escaped == 0x2f) {
      longEscapes = true
      at += 2
    } else if (escaped == 0x75 && hex4(at + 2) >= 0) {
      longEscapes = true
      at += 6
    } else return 0
  }
}

function isShortEscape(byte: u8): bool {
  return byte == 0x62 || byte == 0x66 || byte == 0x72 || byte == 0x74
}

/** The value of four hexadecimal digits, or -1. */
function hex4(at: usize): i32 {
  let value: i32 = 0
  for (let i: usize = 0; i < 4; i++) {
    const byte = <i32>load<u8>(at + i)
    const letter = byte | 0x20
    if (byte >= 0x30 && byte <= 0x39) value = (value << 4) | (byte - 0x30)
    else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x57)
    else return -1
  }
  return value
}

function hasBackslash(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) if (load<u8>(at) == 0x5c) return true
  return false
}

// @ts-ignore: a decorator
@inline
function skipBlanks(start: usize): usize {
  let at = start
  let byte = load<u8>(at)
  while (byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d) byte = load<u8>(++at)
  return at
}

/** A number, true, false or null; 0 where it is none. */
function skipScalar(start: usize): usize {
  const word = load<u32>(start)
  // Little endian: "true", "null", "fals" and "e".
  if (word == 0x65757274 || word == 0x6c6c756e) return start + 4
  if (word == 0x736c6166) return load<u8>(start + 4) == 0x65 ? start + 5 : 0
  let at = start
  if (load<u8>(at) == 0x2d) at++
  if (load<u8>(at) == 0x30) at++
  else {
    at = skipDigits(at)
    if (at == 0) return 0
  }
  if (load<u8>(at) == 0x2e) {
    at = skipDigits(at + 1)
    if (at == 0) return 0
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++
    const sign = load<u8>(at)
    if (sign == 0x2b || sign == 0x2d) at++
    return skipDigits(at)
  }
  return at
}

/** Behind at least one digit, or 0. */
function skipDigits(start: usize): usize {
  let at = start
  while (<u32>(load<u8>(at) - 0x30) < 10) at++
  return at > start ? at : 0
}

/**
 * A hash of the `length` bytes at TEXT. For comparing within one run. Four words of eight bytes a step, each into a
 * state of its own: one multiplication need not wait for another.
 */
export function hash(length: i32): u32 {
  v128.store(TEXT + length, i8x16.splat(0))
  v128.store(TEXT + length + 16, i8x16.splat(0))
  let a: u64 = 0x9e3779b97f4a7c15 ^ <u64>length
  let b: u64 = 0xbf58476d1ce4e5b9
  let c: u64 = 0x94d049bb133111eb
  let d: u64 = 0xd6e8feb86659fd93
  const end = TEXT + length
  for (let at = TEXT; at < end; at += 32) {
    a = mix(a, load<u64>(at))
    b = mix(b, load<u64>(at, 8))
    c = mix(c, load<u64>(at, 16))
    d = mix(d, load<u64>(at, 24))
  }
  const state = mix(mix(mix(mix(a, b), c), d), 0)
  return <u32>(state ^ (state >> 32))
}

// @ts-ignore: a decorator
@inline
function mix(state: u64, word: u64): u64 {
  const product = (state ^ word) * 0xff51afd7ed558ccd
  // The high bits must come down, or the last bytes of a word would hardly count.
  return product ^ (product >> 32)
}

/**
 * Spells the well-formed JSON string at TEXT as JSON.stringify would, in place, for it never gets longer; gives its new
 * length. Equal strings have equal bytes then.
 */
export function respell(length: i32): i32 {
  let from = TEXT
  let to = TEXT
  const end = TEXT + length
  while (from < end) {
    const byte = load<u8>(from)
    if (byte != 0x5c) {
      store<u8>(to++, byte)
      from++
      continue
    }
    const escaped = load<u8>(from + 1)
    if (escaped == 0x2f) {
      store<u8>(to++, 0x2f)
      from += 2
    } else if (escaped == 0x75) {
      const unit = hex4(from + 2)
      from += 6
      let point = unit
      if ((unit & 0xfc00) == 0xd800 && load<u8>(from) == 0x5c && load<u8>(from + 1) == 0x75) {
        const low = hex4(from + 2)
        if ((low & 0xfc00) == 0xdc00) {
          point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
          from += 6
        }
      }
      to = spell(to, point)
    } else {
      store<u8>(to, 0x5c)
      store<u8>(to + 1, escaped)
      to += 2
      from += 2
    }
  }
  return <i32>(to - TEXT)
}

/** Writes one code point as it stands in a JSON string. */
function spell(to: usize, point: i32): usize {
  if (point < 0x20 || point == 0x22 || point == 0x5c || (point & 0xfffff800) == 0xd800) {
    store<u8>(to, 0x5c)
    const short: u8 = shortFor(point)
    if (short != 0) {
      store<u8>(to + 1, short)
      return to + 2
    }
    store<u8>(to + 1, 0x75)
    for (let i = 0; i < 4; i++) {
      const digit = (point >> (12 - 4 * i)) & 15
      store<u8>(to + 2 + i, <u8>(digit < 10 ? 0x30 + digit : 0x57 + digit))
    }
    return to + 6
  }
  if (point < 0x80) {
    store<u8>(to, <u8>point)
    return to + 1
  }
  if (point < 0x800) {
    store<u8>(to, <u8>(0xc0 | (point >> 6)))
    store<u8>(to + 1, continuation(point))
    return to + 2
  }
  if (point < 0x10000) {
    store<u8>(to, <u8>(0xe0 | (point >> 12)))
    store<u8>(to + 1, continuation(point >> 6))
    store<u8>(to + 2, continuation(point))
    return to + 3
  }
  store<u8>(to, <u8>(0xf0 | (point >> 18)))
  store<u8>(to + 1, continuation(point >> 12))
  store<u8>(to + 2, continuation(point >> 6))
  store<u8>(to + 3, continuation(point))
  return to + 4
}

function continuation(bits: i32): u8 {
  return <u8>(0x80 | (bits & 0x3f))
}

function shortFor(point: i32): u8 {
  if (point == 0x22 || point == 0x5c) return <u8>point
  if (point == 0x0a) return 0x6e
  if (point == 0x09) return 0x74
  if (point == 0x0d) return 0x72
  if (point == 0x08) return 0x62
  if (point == 0x0c) return 0x66
  return 0
}
