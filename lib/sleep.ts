/** Waiting that ends at once when a signal is aborted. */

/** setTimeout takes no more than this; a longer wait would fire at once. */
const longestMs = 2 ** 31 - 1

/** What of a wait of `ms` a timer can take. */
export function timerMs(ms: number): number {
  return Math.min(Math.ceil(ms), longestMs)
}

/** Resolves after `ms`, or rejects at once with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const timer = setTimeout(() => {
      forget()
      resolve()
    }, timerMs(ms))
    const forget = onAbort(signal, () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** `promise`, or the signal's reason as soon as there is one. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const forget = onAbort(signal, () => reject(signal.reason))
    promise.then(
      value => {
        forget()
        resolve(value)
      },
      error => {
        forget()
        reject(error)
      },
    )
  })
}

/** One listener per signal, whatever waits for it: cheaper, and Node warns of a leak from the eleventh on. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/** Calls `act` when `signal` is aborted, unless the function returned is called before. The signal is not aborted yet. */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const acts = waiting.get(signal) ?? listen(signal)
  acts.add(act)
  return () => void acts.delete(act)
}

function listen(signal: AbortSignal): Set<() => void> {
  const acts = new Set<() => void>()
  waiting.set(signal, acts)
  signal.addEventListener('abort', () => acts.forEach(act => void act()), { once: true })
  return acts
}
