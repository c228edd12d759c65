/** What a thread is at, for the thread that waits for it: both look at the same memory, however busy the one is. */

const BEGUN = 0
const DONE = 1
const SINCE = 2

export class Progress {
  readonly memory: SharedArrayBuffer
  readonly #cells: Float64Array

  constructor(memory = new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory
    this.#cells = new Float64Array(memory)
  }

  begin(): void {
    this.#cells[SINCE] = now()
    this.#cells[BEGUN]! += 1
  }

  finish(): void {
    this.#cells[DONE]! += 1
  }

  /** Programs that are finished, whether their answers have come or not. */
  get done(): number {
    return this.#cells[DONE]!
  }

  /** Milliseconds that the one at work has taken; none where nothing is at work. */
  get taken(): number {
    return this.#cells[BEGUN]! > this.#cells[DONE]! ? now() - this.#cells[SINCE]! : 0
  }
}

/** The same clock in every thread, in milliseconds. */
function now(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}
