/** How long an answer may take, and the ^C that ends the waiting sooner. */
import { onAbort, timerMs } from '../sleep.ts'
import type { HttpRequest } from './client.ts'
import { tooLate } from './message.ts'

export interface Clock {
  /** All of the time is there again. */
  restart(): void
  stop(): void
}

/** Calls `giveUp` with what to reject with, once at most, unless it is stopped before. */
export function startClock(
  { signal, timeoutMs }: Pick<HttpRequest, 'signal' | 'timeoutMs'>,
  host: string,
  giveUp: (reason: Error) => void,
): Clock {
  const stop = () => {
    clearTimeout(timer)
    forget()
  }
  const end = (reason: Error) => {
    stop()
    giveUp(reason)
  }
  const expire = () => end(tooLate(host, timeoutMs))
  let timer = setTimeout(expire, timerMs(timeoutMs))
  const forget = onAbort(signal, () => end(signal.reason))
  return {
    restart() {
      clearTimeout(timer)
      timer = setTimeout(expire, timerMs(timeoutMs))
    },
    stop,
  }
}
