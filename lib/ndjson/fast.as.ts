/**
 * The loops in which a filter spends its time, many bytes at a step. AssemblyScript, compiled by scripts/build.mjs to
 * fast.wasm; lib/ndjson/load-fast.ts is its only caller.
 *
 * A line of NDJSON is nearly all string: a program of two thousand bytes, with a `\n` or a `\"` every sixty. To know
 * that such a string is well-formed, and where it ends, each byte has to be compared with a few others: is it a quote,
 * a backslash, a control character? A vector answers for sixteen bytes at once, and four of them make one bit mask of
 * sixty-four, in which a few operations tell an escaped quote from the one that ends the string.
 *
 * What is accepted here is JSON. What is not may be JSON all the same: anything out of the ordinary is answered with
 * "I do not know" (-1), and lib/ndjson/scan.ts looks at the line with care and says what is wrong, byte by byte.
 *
 * Memory: the offsets of one object from 0 on, four bytes each; rows of lines from ROWS on; texts from TEXT on, with 128
 * free bytes behind each, of which the first is zero.
 */

export { hash } from './hash.as'
export { keyOfNormal, keyOfString } from './text-key.as'

const ROWS: usize = 1 << 14
const TEXT: usize = 1 << 16
const MAX_OFFSETS: i32 = 1 << 12
/** Open brackets; one bit each says whether it is an object. */
const MAX_DEPTH: i32 = 63

/** Words of a row before its offsets: the row's own length, the line's start and end, what is known of it. */
const HEADER: i32 = 4
const KNOWN: i32 = 1
const BEYOND_ASCII: i32 = 2
const LONG_ESCAPES: i32 = 4

let longEscapes: bool = false
/** All bytes of strings, one laid over the other: the highest bit of some is set where one is beyond ASCII. */
let seen: v128 = i8x16.splat(0)
/** Behind the bracket that closed the object last scanned. */
let closedAt: usize = 0

/** Some string of the line last scanned is spelled with `\u` or `\/`. */
export function hasLongEscapes(): bool {
  return longEscapes
}

/** Some string of the line last scanned may hold a byte beyond ASCII. */
export function isBeyondAscii(): bool {
  return i8x16.bitmask(seen) != 0
}

/**
 * Scans the whole lines from `from` to `end`, as many as there is room for, and writes a row for each at ROWS: HEADER,
 * then what `scan` gives. A line that is not known to be one object has no offsets. Gives the words written; behind the
 * last row's line the next call goes on, or what is left is no whole line.
 */
export function scanLines(from: usize, end: usize): i32 {
  // A zero is no part of any token, so every loop ends at it and none has to look where the text ends.
  store<u8>(end, 0)
  let row = ROWS
  let at = from
  while (row + ((HEADER + MAX_OFFSETS) << 2) <= TEXT) {
    let count = scanTo(at, row + (HEADER << 2))
    let stop = count < 0 ? at : skipBlanks(closedAt)
    let known = 0
    if (load<u8>(stop) == 0x0a && stop < end && count > 0) {
      known = KNOWN | (i8x16.bitmask(seen) != 0 ? BEYOND_ASCII : 0) | (longEscapes ? LONG_ESCAPES : 0)
    } else {
      count = 0
      stop = findNewline(at, end)
      if (stop == 0) break
    }
    store<i32>(row, HEADER + count)
    store<i32>(row, <i32>at, 4)
    store<i32>(row, <i32>stop, 8)
    store<i32>(row, known, 12)
    row += (HEADER + count) << 2
    at = stop + 1
  }
  return <i32>((row - ROWS) >> 2)
}

/** 0 where there is none before `end`. */
function findNewline(from: usize, end: usize): usize {
  for (let at = from; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x0a)))
    if (found != 0) return at + ctz(found) < end ? at + ctz(found) : 0
  }
  return 0
}

/**
 * Scans the text of `length` bytes at `at`: one object, white space around it. Gives how many offsets there are, the
 * first being where the object begins, then four for each member (key start and end, value start and end, from the start
 * of the text); or -1. What lies behind the text is neither white space nor read as part of it.
 */
export function scan(at: usize, length: i32): i32 {
  const count = scanTo(at, 0)
  if (count < 0) return -1
  const end = at + length
  return closedAt == end || skipBlanks(closedAt) == end ? count : -1
}

function scanTo(start: usize, to: usize): i32 {
  longEscapes = false
  seen = i8x16.splat(0)
  let at = skipBlanks(start)
  if (load<u8>(at) != 0x7b) return -1
  let count: i32 = 1
  store<i32>(to, <i32>(at - start))
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
          store<i32>(to + (count << 2), <i32>(key - start))
          store<i32>(to + ((count + 1) << 2), <i32>(at - start))
          count += 2
        }
        at = skipBlanks(at)
        if (load<u8>(at) != 0x3a) return -1
        at = skipBlanks(at + 1)
      }
      if (depth == 1) store<i32>(to + (count++ << 2), <i32>(at - start))
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
        if (depth == 1) store<i32>(to + (count++ << 2), <i32>(at - start))
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
      if (depth == 0) {
        closedAt = at
        return count
      }
    }
  }
}

/** From behind an opening quote to behind the closing one; 0 where there is none or an escape is wrong. */
// @ts-ignore: a decorator
@inline
function skipString(start: usize): usize {
  // Keys and most values end within sixteen bytes.
  const bytes = v128.load(start)
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22))
  const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c))
  const controls = i8x16.lt_u(bytes, i8x16.splat(0x20))
  const ends = i8x16.bitmask(v128.or(v128.or(quotes, backslashes), controls))
  const at = start + ctz(ends)
  if (ends != 0 && load<u8>(at) == 0x22) {
    seen = v128.or(seen, bytes)
    return at + 1
  }
  return skipLongString(start)
}

function skipLongString(start: usize): usize {
  let at = start
  let all = seen
  /** 1 where the first byte is escaped by the last of those before. */
  let carried: u64 = 0
  while (true) {
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const b3 = v128.load(at, 48)
    all = v128.or(all, v128.or(v128.or(b0, b1), v128.or(b2, b3)))
    const quotes = equals(b0, b1, b2, b3, 0x22)
    const backslashes = equals(b0, b1, b2, b3, 0x5c)
    const space = i8x16.splat(0x20)
    const controls = join(
      i8x16.lt_u(b0, space),
      i8x16.lt_u(b1, space),
      i8x16.lt_u(b2, space),
      i8x16.lt_u(b3, space),
    )
    let stops = quotes | controls
    if ((backslashes | carried) != 0) {
      // In a row of backslashes every other one escapes: found by a subtraction that runs through each row.
      const odd: u64 = 0xaaaaaaaaaaaaaaaa
      const starts = backslashes & ~carried
      const codes = (((starts << 1) | odd) - starts) ^ odd
      const escaped = codes ^ (backslashes | carried)
      carried = (codes & backslashes) >> 63
      stops = (quotes & ~escaped) | controls
      const before = stops == 0 ? ~(<u64>0) : (stops & (0 - stops)) - 1
      // n, the quote and the backslash are nearly all there are.
      const usual = quotes | backslashes | equals(b0, b1, b2, b3, 0x6e)
      for (let others = escaped & ~usual & before; others != 0; others &= others - 1) {
        const letter = at + <usize>ctz(others)
        const byte = load<u8>(letter)
        if (byte == 0x2f || (byte == 0x75 && hex4(letter + 1) >= 0)) longEscapes = true
        else if (!isShortEscape(byte)) return 0
      }
    }
    if (stops != 0) {
      seen = all
      at += <usize>ctz(stops)
      return load<u8>(at) == 0x22 ? at + 1 : 0
    }
    at += 64
  }
}

// @ts-ignore: a decorator
@inline
function equals(b0: v128, b1: v128, b2: v128, b3: v128, byte: u8): u64 {
  const all = i8x16.splat(byte)
  return join(i8x16.eq(b0, all), i8x16.eq(b1, all), i8x16.eq(b2, all), i8x16.eq(b3, all))
}

/** One bit for each of sixty-four bytes. */
// @ts-ignore: a decorator
@inline
function join(m0: v128, m1: v128, m2: v128, m3: v128): u64 {
  const low = <u32>i8x16.bitmask(m0) | (<u32>i8x16.bitmask(m1) << 16)
  const high = <u32>i8x16.bitmask(m2) | (<u32>i8x16.bitmask(m3) << 16)
  return <u64>low | (<u64>high << 32)
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

/** Not over a newline: that ends the line. */
// @ts-ignore: a decorator
@inline
function skipBlanks(start: usize): usize {
  let at = start
  let byte = load<u8>(at)
  while (byte == 0x20 || byte == 0x09 || byte == 0x0d) byte = load<u8>(++at)
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
 * Spells the well-formed JSON string at `start` as JSON.stringify would, in place, for it never gets longer; gives its new
 * length. Equal strings have equal bytes then.
 */
export function respell(start: usize, length: i32): i32 {
  let from = start
  let to = start
  const end = start + length
  while (from < end) {
    const bytes = v128.load(from)
    const found = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x5c)))
    if (found == 0 && from + 16 <= end) {
      v128.store(to, bytes)
      from += 16
      to += 16
      continue
    }
    // Not a vector: what is written must not reach what is still to be read.
    const plain = min(from + <usize>(found == 0 ? 16 : ctz(found)), end)
    while (from < plain) store<u8>(to++, load<u8>(from++))
    if (from == end) break
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
  return <i32>(to - start)
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
