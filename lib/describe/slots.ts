/** So many at once; the others wait in the order in which they came. */
export interface Slots {
  /** Takes one. A promise: it is there when that resolves. */
  take(): Promise<void> | undefined
  giveBack(): void
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
    take() {
      if (busy >= most) return new Promise(resolve => waiting.push(resolve))
      busy += 1
      return undefined
    },
    giveBack: next,
    room() {
      if (busy < most) return undefined
      return new Promise(resolve => {
        freed = resolve
      })
    },
  }
}
