/**
 * Finds descriptions that stand on different programs. A text that two programs share describes at most one of them.
 * Texts and programs are kept as hashes, at most `capacity` of them, so memory has a bound whatever the input.
 */
import type { TextKey } from './text-key.ts'

export interface SharedTexts {
  /** Takes note that a text stands on the program whose hash is `program`. Has it been seen on another? */
  add(text: TextKey, program: number): boolean
  /** Has the text been seen on a program other than `program`? */
  isShared(text: TextKey, program: number): boolean
}

/** Words of a slot: the high hash with the slot's state above it, the low hash, the program. */
const WORDS = 3
const STATE = 30
const HIGH = (1 << STATE) - 1
const EMPTY = 0
const ONE = 1
const SEVERAL = 2

export interface TextTable extends SharedTexts {
  /** Forgets all texts and keeps the memory for others. */
  clear(): void
}

/** Remembers every text up to `capacity` and no text after that. */
export function createTextTable(capacity: number): TextTable {
  // Open addressing in one typed array: 12 bytes a slot, where a Map of strings would take ten times that.
  let slots = 1 << 10
  let filled = 0
  let table = new Int32Array(slots * WORDS)

  const stateAt = (slot: number) => table[slot]! >>> STATE
  const slotOf = ({ high, low }: TextKey) => {
    let slot = (low & (slots - 1)) * WORDS
    while (stateAt(slot) !== EMPTY && ((table[slot]! ^ high) << 2 !== 0 || table[slot + 1] !== low)) {
      slot += WORDS
      if (slot === table.length) slot = 0
    }
    return slot
  }
  const grow = () => {
    const old = table
    slots *= 2
    table = new Int32Array(slots * WORDS)
    for (let from = 0; from < old.length; from += WORDS) {
      if (old[from]! >>> STATE === EMPTY) continue
      const key = { high: old[from]! & HIGH, low: old[from + 1]! }
      table.set(old.subarray(from, from + WORDS), slotOf(key))
    }
  }

  return {
    add(key, program) {
      const slot = slotOf(key)
      const state = stateAt(slot)
      if (state === EMPTY) {
        if (filled === capacity) return false
        table[slot] = (ONE << STATE) | key.high
        table[slot + 1] = key.low
        table[slot + 2] = program
        filled += 1
        if (filled * 4 > slots * 3) grow()
        return false
      }
      if (table[slot + 2] === (program | 0)) return state === SEVERAL
      table[slot] = (SEVERAL << STATE) | key.high
      return true
    },
    isShared(key, program) {
      const slot = slotOf(key)
      const state = stateAt(slot)
      return state === SEVERAL || (state === ONE && table[slot + 2] !== (program | 0))
    },
    clear() {
      if (filled > 0) table.fill(0)
      filled = 0
    },
  }
}

/** Remembers at least the last `capacity` different texts, at most twice as many. For a pipe, which is read only once. */
export function createTextWindow(capacity: number): SharedTexts {
  // Two tables that take turns: when one is full the older is emptied. Nothing is ever taken out one by one.
  let current = createTextTable(capacity)
  let previous = createTextTable(capacity)
  let added = 0
  return {
    add(text, program) {
      if (added === capacity) {
        ;[current, previous] = [previous, current]
        current.clear()
        added = 0
      }
      added += 1
      return current.add(text, program) || previous.isShared(text, program)
    },
    isShared: (text, program) => current.isShared(text, program) || previous.isShared(text, program),
  }
}
