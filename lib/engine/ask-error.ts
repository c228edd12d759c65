/** Why an attempt brought no description, and how far that reaches. */
import type { Usage } from '../cache/types.ts'

/**
 * `attempt`: another try may succeed. `record`: this request never will. `run`: no request will, until a person acts.
 */
export type Reach = 'attempt' | 'record' | 'run'

export interface AskErrorDetails {
  reach: Reach
  /** The provider is short of room for us: send less for a while. */
  overload?: boolean
  /** How long the provider says to wait. */
  retryAfterMs?: number
  /** The request may have been taken in and billed though no answer is here. */
  maybeBilled?: boolean
  /** What was billed all the same: a refusal costs its tokens. */
  usage?: Usage
  cost?: number
  cause?: unknown
}

export class AskError extends Error {
  override name = 'AskError'
  /** For `metadata.describe_error.code`. */
  readonly code: string
  readonly reach: Reach
  readonly overload: boolean
  readonly retryAfterMs: number | undefined
  readonly maybeBilled: boolean
  readonly usage: Usage | undefined
  readonly cost: number | undefined
  constructor(code: string, message: string, details: AskErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.reach = details.reach
    this.overload = details.overload ?? false
    this.retryAfterMs = details.retryAfterMs
    this.maybeBilled = details.maybeBilled ?? false
    this.usage = details.usage
    this.cost = details.cost
  }
}
