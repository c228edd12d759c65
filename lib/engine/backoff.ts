/** How long to wait before the next attempt. */

export interface Backoff {
  /** Before the second attempt; doubles from there. */
  firstMs: number
  longestMs: number
}

export const defaultBackoff: Backoff = { firstMs: 500, longestMs: 60_000 }

/**
 * `failures` so far, from 1. What the provider asks for is the least, never capped; the jitter only adds, so that no
 * request comes early and not all come at once. A provider that asks for next to nothing is not taken at its word: who
 * comes back at once, and again, is no better off than one who hammers.
 */
export function waitBefore(
  failures: number,
  retryAfterMs: number | undefined,
  backoff: Backoff,
  random: () => number = Math.random,
): number {
  if (retryAfterMs !== undefined && retryAfterMs >= backoff.firstMs) {
    return retryAfterMs + random() * Math.min(1000, retryAfterMs * 0.1 + 50)
  }
  const step = Math.min(backoff.longestMs, backoff.firstMs * 2 ** (failures - 1))
  return Math.max(retryAfterMs ?? 0, step * (0.75 + random() * 0.5))
}
