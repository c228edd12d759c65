/** Resolves after `ms`, or rejects at once with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop)
        resolve()
      },
      // setTimeout takes no more than this; a longer wait would fire at once.
      Math.min(ms, 2 ** 31 - 1),
    )
    signal.addEventListener('abort', stop, { once: true })
  })
}
