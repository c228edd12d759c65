/**
 * Hashes of the `length` bytes at `at`, for comparing within one run. AssemblyScript, part of fast.as.ts. Four words of eight bytes a step, each into a
 * state of its own: one multiplication need not wait for another.
 */

export function hash(at: usize, length: i32): u32 {
  const state = hash64(at, length)
  return <u32>(state ^ (state >> 32))
}

export function hash64(at: usize, length: i32): u64 {
  let a: u64 = 0x9e3779b97f4a7c15 ^ <u64>length
  let b: u64 = 0xbf58476d1ce4e5b9
  let c: u64 = 0x94d049bb133111eb
  let d: u64 = 0xd6e8feb86659fd93
  let left = length
  for (; left >= 32; left -= 32) {
    a = mix(a, load<u64>(at))
    b = mix(b, load<u64>(at, 8))
    c = mix(c, load<u64>(at, 16))
    d = mix(d, load<u64>(at, 24))
    at += 32
  }
  a = mix(a, firstBytes(at, left))
  b = mix(b, firstBytes(at + 8, left - 8))
  c = mix(c, firstBytes(at + 16, left - 16))
  d = mix(d, firstBytes(at + 24, left - 24))
  return mix(mix(mix(mix(a, b), c), d), 0)
}

/** The first `count` of eight bytes, the others zero. */
function firstBytes(at: usize, count: i32): u64 {
  if (count <= 0) return 0
  const word = load<u64>(at)
  return count >= 8 ? word : word & (((<u64>1) << (count << 3)) - 1)
}

// @ts-ignore: a decorator
@inline
function mix(state: u64, word: u64): u64 {
  const product = (state ^ word) * 0xff51afd7ed558ccd
  // The high bits must come down, or the last bytes of a word would hardly count.
  return product ^ (product >> 32)
}
