import { Tally } from './counters.ts'
import type { Found } from './store.ts'

/** The sums over all entries that are whole. */
export function countAll(scan: Iterable<Found>): Tally {
  const tally = new Tally()
  for (const { entry, bytes } of scan) {
    if (entry) tally.count(entry, bytes)
  }
  return tally
}
