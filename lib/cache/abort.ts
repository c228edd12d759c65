/** Waiting that ends at once when a signal is aborted. */

/** One listener per signal, whatever waits for it: cheaper, and Node warns of a leak from the eleventh on. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/** `promise`, or the signal's reason as soon as there is one. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
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

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget()
      resolve()
    }, ms)
    const forget = onAbort(signal, () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

function onAbort(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) act()
  const acts = waiting.get(signal) ?? listen(signal)
  acts.add(act)
  return () => acts.delete(act)
}

function listen(signal: AbortSignal): Set<() => void> {
  const acts = new Set<() => void>()
  waiting.set(signal, acts)
  signal.addEventListener('abort', () => acts.forEach(act => void act()), { once: true })
  return acts
}
