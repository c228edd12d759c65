/** A token bucket: so much per minute, refilled all the time, a burst of at most one tenth of a minute. */

export interface Bucket {
  /** Milliseconds until `amount` may be taken; 0: now. */
  wait(amount: number, now: number): number
  take(amount: number, now: number): void
  /** Gives back what was taken and not used, or takes what was used beyond it. */
  correct(amount: number): void
}

export function createBucket(perMinute: number, start: number): Bucket {
  const perMs = perMinute / 60_000
  const most = Math.max(1, perMinute / 10)
  let level = most
  let at = start
  const refill = (now: number) => {
    level = Math.min(most, level + (now - at) * perMs)
    at = now
  }
  // A request larger than the bucket goes when the bucket is full, and leaves it in debt.
  const need = (amount: number) => Math.min(amount, most)
  return {
    wait(amount, now) {
      refill(now)
      const missing = need(amount) - level
      return missing <= 0 ? 0 : Math.ceil(missing / perMs)
    },
    take(amount, now) {
      refill(now)
      level -= amount
    },
    correct(amount) {
      level = Math.min(most, level + amount)
    },
  }
}
