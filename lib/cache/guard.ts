/** What LMDB's binding reports twice: once by the promise that we await, and again where it would end the process. */

let guards = 0
let print: typeof console.error | undefined

/** Silences the second report, of that binding only, until the function returned is called. */
export function guardAgainstStrayErrors(): () => void {
  if (guards++ === 0) {
    process.on('unhandledRejection', onRejection)
    print = console.error
    console.error = (...values) => {
      if (!values.some(isStray)) print?.(...values)
    }
  }
  let done = false
  return () => {
    if (done) return
    done = true
    if (--guards > 0) return
    process.off('unhandledRejection', onRejection)
    if (print) console.error = print
  }
}

function onRejection(reason: unknown) {
  // A listener of any kind turns off Node's own answer to an unhandled rejection: what is not LMDB's must still end it.
  if (!isStray(reason) && process.listenerCount('unhandledRejection') === 1) throw reason
}

function isStray(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false
  if ('commitError' in reason) return true
  // The binding's errors have the number of the system error for a code, where Node's have its name.
  return typeof (reason as { code?: unknown }).code === 'number' && /[\\/]lmdb[\\/]/.test(reason.stack ?? '')
}
