/**
 * Results leave in input order, each as soon as it and all before it are ready, however long one of them takes.
 * What is waiting is bounded by a number of records and by their bytes.
 */
import { createBlocks } from './blocks.ts'
import type { Output } from './output.ts'

export interface Slot {
  /** The record's place is taken by a line, or by nothing. */
  fill(line: Buffer | undefined): void
  /** Nothing from this place on is to be written. */
  cut(): void
}

/** Lines are given without their newline: with it they would have to be copied first. */
export interface OrderedWriter {
  add(line: Buffer): void
  /** Nothing is waited for: what is added is ready. */
  readonly isClear: boolean
  /** Part of a chunk, as it is. Neighbouring parts are taken in one piece. Only while `isClear`, as `addText`. */
  addRange(chunk: Buffer, start: number, end: number): void
  addText(text: string): void
  /** Keeps the next place for a record of `size` bytes that is still being worked on. */
  reserve(size: number): Slot
  /** Resolves when one more record may be taken in, or undefined where it may at once. */
  room(): Promise<void> | undefined
  /** Hands over everything that is ready, in as few writes as there are blocks. Resolves when the destination wants more. */
  flush(): Promise<void> | undefined
  /** Resolves when every reserved place is filled and handed over. */
  finish(): Promise<void>
}

export interface Bounds {
  /** Records between the first unfinished one and the last taken in. */
  records: number
  /** Bytes of these. */
  bytes: number
}

interface Place {
  size: number
  state: 'pending' | 'ready' | 'cut'
  line: Buffer | undefined
}

const none = Buffer.alloc(0)

export function createOrderedWriter(output: Output, bounds: Bounds): OrderedWriter {
  // Places from the first pending one on. Empty as long as no work is under way: then records go straight to `blocks`.
  const places: Place[] = []
  const blocks = createBlocks()
  // The part of a chunk that is still growing: from `start` to `end`, none where they are equal.
  let chunk: Buffer = none
  let start = 0
  let end = 0
  let waitingBytes = 0
  let isCut = false
  let draining: Promise<void> | undefined
  let failure: unknown
  let wake: (() => void) | undefined
  let flushScheduled = false

  const closeRange = () => {
    if (end > start) blocks.bytes(chunk, start, end)
    start = end
  }
  const take = (line: Buffer | undefined) => {
    if (line && !isCut) {
      closeRange()
      blocks.bytes(line, 0, line.length)
      blocks.text('\n')
    }
  }
  const advance = () => {
    let ready = 0
    for (const place of places) {
      if (place.state === 'pending') break
      if (place.state === 'cut') isCut = true
      take(place.line)
      waitingBytes -= place.size
      ready += 1
    }
    if (ready === 0) return
    places.splice(0, ready)
    wake?.()
    scheduleFlush()
  }
  // Places that become ready in one turn of the event loop leave in one write.
  const scheduleFlush = () => {
    if (flushScheduled) return
    flushScheduled = true
    setImmediate(() => {
      flushScheduled = false
      flush()
      wake?.()
    })
  }
  const flush = () => {
    closeRange()
    blocks.flush((bytes, written) => {
      const drained = output.write(bytes, written)
      if (drained) waitFor(drained)
    })
    return draining
  }
  const waitFor = (drained: Promise<void>) => {
    const all = Promise.all([draining, drained]).then(
      () => {
        if (draining === all) draining = undefined
        wake?.()
      },
      error => {
        failure ??= error
        wake?.()
      },
    )
    draining = all
  }
  const add = (line: Buffer) => {
    if (places.length === 0) return take(line)
    places.push({ size: line.length, state: 'ready', line })
    waitingBytes += line.length
  }
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      if (failure) throw failure
      await new Promise<void>(resolve => {
        wake = resolve
      })
      wake = undefined
    }
    if (failure) throw failure
  }
  const hasRoom = () =>
    !draining && (places.length === 0 || (places.length < bounds.records && waitingBytes < bounds.bytes))

  return {
    add,
    get isClear() {
      return places.length === 0
    },
    addText(text) {
      if (isCut) return
      closeRange()
      blocks.text(text)
    },
    addRange(from, first, last) {
      if (isCut) return
      if (from !== chunk || first !== end) {
        closeRange()
        chunk = from
        start = first
      }
      end = last
    },
    reserve(size) {
      const place: Place = { size, state: 'pending', line: undefined }
      places.push(place)
      waitingBytes += size
      const settle = (state: Place['state'], line?: Buffer) => {
        place.state = state
        place.line = line
        if (places[0] === place) advance()
      }
      return { fill: line => settle('ready', line), cut: () => settle('cut') }
    },
    room() {
      if (failure) return Promise.reject(failure)
      if (hasRoom()) return undefined
      flush()
      return until(hasRoom)
    },
    flush,
    async finish() {
      await until(() => places.length === 0)
      flush()
      await until(() => !draining)
    },
  }
}
