/**
 * The key of a text (lib/text-key.ts) from its bytes in a record, without making a string of them: its normal form is
 * written down sixteen bytes at a time and hashed.
 *
 * Letters and digits of ASCII with single spaces between them are their own normal form, capital letters aside: sixteen
 * bytes are looked at, and as many as are of that kind are taken. Then comes a byte to be decided on by itself: punctuation,
 * a second space, an escape, the quote that ends the string. It is left out, and leaves one space at most.
 */
import { hash64 } from './hash.as'

/** Where normal forms are made: the room for rows, which hold nothing between two calls; behind each, some more bytes are written. */
const NORMAL: usize = 1 << 14
const MAX_LENGTH: i32 = 1 << 15

const KNOWN: i32 = 1
const TIDY: i32 = 2

/**
 * Writes the key of the JSON string whose text of `length` bytes begins at `at` to the words at 0. Gives 0 where the text
 * has letters beyond ASCII, or may have; else KNOWN, and TIDY where no white space follows another and all of it is spaces.
 */
export function keyOfString(at: usize, length: i32): i32 {
  if (length > MAX_LENGTH) return 0
  const end = at + length
  let known = KNOWN | TIDY
  let to = NORMAL
  /** 1 where the normal form ends in a space, or has not begun. */
  let gap: u32 = 1
  while (true) {
    const bytes = v128.load(at)
    // Digits and spaces have this bit already.
    const small = v128.or(bytes, i8x16.splat(0x20))
    const letters = i8x16.lt_u(i8x16.sub(small, i8x16.splat(0x61)), i8x16.splat(26))
    const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10))
    const words = <u32>i8x16.bitmask(v128.or(letters, digits))
    const spaces = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x20)))
    const single = spaces & ~((spaces << 1) | gap)
    const count = ctz(~(words | single) | 0x10000)
    v128.store(to, small)
    to += count
    at += count
    if (count > 0) gap = (spaces >> (count - 1)) & 1
    if (count == 16) continue
    // The quote at the end is no part of a word, so no text is overrun.
    if (at >= end) break
    const byte = load<u8>(at)
    if (byte >= 0x80) return 0
    if (byte == 0x5c) {
      const escaped = load<u8>(at, 1)
      if (escaped == 0x75) return 0
      if (escaped != 0x22 && escaped != 0x5c && escaped != 0x2f) known = KNOWN
      at += 2
    } else {
      if (byte == 0x20 && load<u8>(at - 1) == 0x20) known = KNOWN
      at += 1
    }
    if (gap == 0) store<u8>(to++, 0x20)
    gap = 1
  }
  if (to > NORMAL) to -= gap
  keyOfNormal(NORMAL, <i32>(to - NORMAL))
  return known
}

/** Writes the key of the text whose normal form is the `length` bytes at `at` to the words at 0. */
export function keyOfNormal(at: usize, length: i32): void {
  const bits = hash64(at, length)
  store<u32>(0, <u32>(bits >> 34))
  store<u32>(0, <u32>bits, 4)
}
