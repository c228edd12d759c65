/** So many at once; the others wait in the order in which they came. */
export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createSlots(most: number): Slots {
  let busy = 0
  // Taken from the front by moving a mark: shifting a long array moves all of it.
  let waiting: (() => void)[] = []
  let first = 0
  const next = () => {
    const wake = waiting[first]
    if (!wake) {
      busy -= 1
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
  }
}
