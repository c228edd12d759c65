/** What a run may spend. A request goes out only where the worst it can cost, beside all in flight, fits in. */
import { abortable } from '../sleep.ts'

export interface Hold {
  /** What it did cost. Undefined: not known, so the worst is taken as spent. */
  settle(cost: number | undefined): void
}

export interface Budget {
  /** Undefined: it does not fit, and nothing in flight can make room any more. */
  hold(worst: number, signal: AbortSignal): Promise<Hold | undefined>
  /** The most that may have been spent. */
  readonly spent: number
}

export function createBudget(most: number): Budget {
  let spent = 0
  let held = 0
  let waiting: (() => void)[] = []
  const wakeAll = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  const settled = (signal: AbortSignal) =>
    abortable(new Promise<void>(resolve => waiting.push(resolve)), signal)
  return {
    async hold(worst, signal) {
      // A hundredth of a billionth: sums of decimal fractions are not exact in binary.
      while (spent + held + worst > most + 1e-11) {
        if (held === 0 || spent + worst > most) return undefined
        await settled(signal)
      }
      held += worst
      let open = true
      return {
        settle(cost) {
          if (!open) return
          open = false
          // Zero again when the last is settled, whatever the rounding.
          held = Math.abs(held - worst) < 1e-12 ? 0 : held - worst
          spent += cost ?? worst
          wakeAll()
        },
      }
    },
    get spent() {
      return spent
    },
  }
}
