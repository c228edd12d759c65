/**
 * The key of a text (lib/text-key.ts) from its bytes in a record, without making a string of them.
 *
 * That is only for a tidy text: of ASCII, spelled without escapes, its words parted by one space each and none before or
 * behind them. Nearly all descriptions are. Who asks has two answers at once: the key, and that there is no white space to
 * put in order.
 *
 * A byte at a time, for each step of the formula needs the one before it; but without a branch for whether the byte is part
 * of a word, which nobody can predict: both outcomes are at hand and one is taken.
 */

/** Beyond every unit of UTF-16. */
const GAP: u32 = 1 << 16

/** The text of `length` bytes at `at`, part of a JSON string, so without control characters. Writes its key to `to`; false where it is not tidy. */
export function keyOfTidy(at: usize, length: i32, to: usize): bool {
  if (!isTidy(at, length)) return false
  const end = at + length
  let high: u32 = 0x811c9dc5
  let low: u32 = 0x9e3779b9
  let count: u32 = 0
  let gap: u32 = 0
  while (at < end && !isWord(lower(at))) at++
  for (; at < end; at++) {
    const letter = lower(at)
    const value = letter | gap
    const isPart = isWord(letter)
    const nextHigh = (high ^ value) * 0x01000193
    const product = (low ^ (value + count)) * 0x85ebca6b
    high = select(nextHigh, high, isPart)
    low = select(product ^ (product >> 13), low, isPart)
    gap = select<u32>(0, GAP, isPart)
    count += <u32>isPart
  }
  store<u32>(to, (high ^ (high >> 30)) & 0x3fffffff)
  store<u32>(to, low, 4)
  return true
}

function isTidy(at: usize, length: i32): bool {
  if (length == 0 || load<u8>(at) == 0x20 || load<u8>(at + length - 1) == 0x20) return false
  let spaceBefore: u32 = 0
  for (let left = length; left > 0; left -= 16) {
    const bytes = v128.load(at)
    const spaces = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x20)))
    const doubled = spaces & ((spaces << 1) | spaceBefore)
    const beyondAscii = <u32>i8x16.bitmask(bytes)
    const escapes = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x5c)))
    const untidy = doubled | beyondAscii | escapes
    if ((left >= 16 ? untidy : untidy & ((1 << left) - 1)) != 0) return false
    spaceBefore = spaces >> 15
    at += 16
  }
  return true
}

/** The byte at `at`, a capital letter made small. What is neither letter nor digit becomes neither. */
// @ts-ignore: a decorator
@inline
function lower(at: usize): u32 {
  return <u32>load<u8>(at) | 0x20
}

// @ts-ignore: a decorator
@inline
function isWord(letter: u32): bool {
  return <bool>(<i32>(letter - 0x61 < 26) | <i32>(letter - 0x30 < 10))
}
