/**
 * Finds descriptions that stand on different programs. A text that two programs share describes at most one of them.
 * Texts and programs are kept as hashes, at most `capacity` of them, so memory has a bound whatever the input.
 */
import { hashUnits } from './hash.ts'
import { normalizeText } from './needs.ts'

/** Texts that differ in case, spacing or punctuation only (see normalizeText) are the same to it. */
export interface SharedTexts {
  /** Takes note that `text` stands on the program whose hash is `program`. */
  add(text: string, program: number): void
  /** Has `text` been seen on a program other than `program`? */
  isShared(text: string, program: number): boolean
}

/** Remembers every text up to `capacity` and no text after that. For a first pass over a file. */
export function createTextTable(capacity: number): SharedTexts {
  // Open addressing over typed arrays: 13 bytes a slot, where a Map of strings would take ten times that.
  let slots = 1 << 10
  let filled = 0
  let table = newTable(slots)

  const slotOf = (high: number, low: number) => {
    let slot = low & (slots - 1)
    while (table.state[slot] !== EMPTY && (table.high[slot] !== high || table.low[slot] !== low)) {
      slot = (slot + 1) & (slots - 1)
    }
    return slot
  }
  const put = (high: number, low: number, program: number, state: number) => {
    const slot = slotOf(high, low)
    table.high[slot] = high
    table.low[slot] = low
    table.program[slot] = program
    table.state[slot] = state
  }
  const grow = () => {
    const old = table
    table = newTable(slots * 2)
    const oldSlots = slots
    slots *= 2
    for (let slot = 0; slot < oldSlots; slot++) {
      if (old.state[slot] !== EMPTY)
        put(old.high[slot]!, old.low[slot]!, old.program[slot]!, old.state[slot]!)
    }
  }

  return {
    add(text, program) {
      key.of(text)
      const { high, low } = key
      const slot = slotOf(high, low)
      if (table.state[slot] === EMPTY) {
        if (filled === capacity) return
        put(high, low, program, ONE)
        filled += 1
        if (filled * 4 > slots * 3) grow()
      } else if (table.program[slot] !== program) table.state[slot] = SEVERAL
    },
    isShared(text, program) {
      key.of(text)
      const slot = slotOf(key.high, key.low)
      return table.state[slot] === SEVERAL || (table.state[slot] === ONE && table.program[slot] !== program)
    },
  }
}

/** Remembers at least the last `capacity` different texts, at most twice as many. For a pipe, which is read only once. */
export function createTextWindow(capacity: number): SharedTexts {
  // Two tables that take turns: when one is full the older is emptied. Nothing is ever taken out one by one.
  let current = createTextTable(capacity)
  let previous = createTextTable(0)
  let added = 0
  return {
    add(text, program) {
      if (added === capacity) {
        previous = current
        current = createTextTable(capacity)
        added = 0
      }
      added += 1
      current.add(text, program)
    },
    isShared: (text, program) => current.isShared(text, program) || previous.isShared(text, program),
  }
}

/** What a character of ASCII is after normalizeText: a small letter, a digit, or a gap between words (0). */
const words = Uint8Array.from(
  { length: 128 },
  (_, unit) => normalizeText(String.fromCharCode(unit)).charCodeAt(0) || 0,
)
const SPACE = 0x20

/** The hash of the text last asked for, as normalizeText gives it: which for ASCII is not made to get it. */
const key = {
  high: 0,
  low: 0,
  last: undefined as string | undefined,
  of(text: string) {
    if (text === this.last) return
    this.last = text
    if (units.length < text.length * 3) units = new Uint16Array(text.length * 3)
    const ascii = takeAscii(text)
    hashUnits(units, ascii < 0 ? takeUnits(normalizeText(text)) : ascii, this)
  },
}
let units = new Uint16Array(4096)

/** Puts the normalized text into `units` and gives its length; -1 where `text` is more than ASCII. */
function takeAscii(text: string): number {
  let length = 0
  let gap = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return -1
    const word = words[unit]!
    if (word === 0) gap = true
    else {
      if (gap && length > 0) units[length++] = SPACE
      units[length++] = word
      gap = false
    }
  }
  return length
}

function takeUnits(text: string): number {
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return text.length
}

const EMPTY = 0
const ONE = 1
const SEVERAL = 2

function newTable(slots: number) {
  return {
    high: new Uint32Array(slots),
    low: new Uint32Array(slots),
    program: new Uint32Array(slots),
    state: new Uint8Array(slots),
  }
}
