/** So many at once; the others wait in the order in which they came. */
export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when one is free, or undefined where one is. For the one who brings the work. */
  room(): Promise<void> | undefined
}

export function createSlots(most: number): Slots {
  let busy = 0
  // Taken from the front by moving a mark: shifting a long array moves all of it.
  let waiting: (() => void)[] = []
  let first = 0
  let freed: (() => void) | undefined
  const next = () => {
    const wake = waiting[first]
    if (!wake) {
      busy -= 1
      freed?.()
      freed = undefined
      return
    }
    first += 1
    if (first > 1000) {
      waiting = waiting.slice(first)
      first = 0
    }
    wake()
  }
  return {
    async run(work) {
      if (busy < most) busy += 1
      else await new Promise<void>(resolve => waiting.push(resolve))
      try {
        return await work()
      } finally {
        next()
      }
    },
    room() {
      if (busy < most) return undefined
      return new Promise(resolve => {
        freed = resolve
      })
    },
  }
}
