import type { Reply } from '../backends/types.ts'
import { AskError } from '../engine/ask-error.ts'
import type { BatchResult } from './types.ts'

/** What `read` makes of one answer: a reply, or the failure that it throws. */
export function settleItem(id: string, read: () => Reply): BatchResult {
  try {
    return { id, reply: read() }
  } catch (error) {
    if (error instanceof AskError) return { id, error }
    throw error
  }
}

/** Not made in time, or called off: asked again in the next round. */
export function notMade(id: string, why: string): BatchResult {
  return { id, error: new AskError('expired', `the batch did not get to it: ${why}`, { reach: 'attempt' }) }
}
