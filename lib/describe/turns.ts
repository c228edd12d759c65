/** Lets work that runs side by side do one step in the order in which it began: then a rerun decides the same way. */
export interface Turn {
  /** Resolves when all that began before are through. */
  mine(): Promise<void>
  done(): void
}

export function createTurns(): () => Turn {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const before = last
    let done = () => {}
    last = new Promise(resolve => {
      // One that is through before its time, as a sample that failed, is not the end of what it came behind.
      done = () => resolve(before)
    })
    return { mine: () => before, done }
  }
}
