/** Gathers what is to be written in blocks of memory that are used again: what is added is copied once and let go. */

const SIZE = 1 << 20

interface Block {
  memory: Buffer
  /** Writes that have not left yet. */
  underway: number
  isFull: boolean
}

export interface Blocks {
  bytes(from: Buffer, start: number, end: number): void
  text(text: string): void
  /** Hands over all that was added since the last time, in few writes. `written` is to be called for each. */
  flush(write: (bytes: Buffer, written: () => void) => void): void
}

export function createBlocks(): Blocks {
  const spare: Block[] = []
  let full: { bytes: Buffer; block: Block }[] = []
  let block = fresh()
  let start = 0
  let end = 0

  const setAside = () => {
    if (end === start) return
    block.underway += 1
    full.push({ bytes: block.memory.subarray(start, end), block })
    start = end
  }
  const release = (from: Block) => {
    if (from.isFull && from.underway === 0) spare.push(from)
  }
  const next = () => {
    setAside()
    block.isFull = true
    release(block)
    block = spare.pop() ?? fresh()
    block.isFull = false
    start = 0
    end = 0
  }

  return {
    bytes(from, first, last) {
      for (let at = first; at < last; ) {
        if (end === SIZE) next()
        const stop = Math.min(last, at + SIZE - end)
        block.memory.set(from.subarray(at, stop), end)
        end += stop - at
        at = stop
      }
    },
    text(text) {
      // A unit of UTF-16 takes at most three bytes.
      if (text.length * 3 > SIZE) return this.bytes(Buffer.from(text), 0, Buffer.byteLength(text))
      if (end + text.length * 3 > SIZE) next()
      end += writeText(block.memory, text, end)
    },
    flush(write) {
      setAside()
      const ready = full
      full = []
      for (const { bytes, block } of ready) {
        write(bytes, () => {
          block.underway -= 1
          release(block)
        })
      }
    },
  }
}

/** Writes `text` at `at`, where there is room for three bytes a unit, and gives how many it took. */
function writeText(memory: Buffer, text: string, at: number): number {
  // A short one is written by hand in less time than it takes to ask for it.
  if (text.length > SHORT) return memory.write(text, at)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return memory.write(text, at)
    memory[at + i] = unit
  }
  return text.length
}
const SHORT = 128

function fresh(): Block {
  return { memory: Buffer.allocUnsafeSlow(SIZE), underway: 0, isFull: false }
}
