/** A provider's batch API, as far as we use it: many requests at half the price, answered within a day. */
import type { Reply } from '../backends/types.ts'
import type { AskError } from '../engine/ask-error.ts'
import type { HttpClient } from '../http/client.ts'

export interface BatchItem {
  /** Ours, 64 hex digits: comes back with the answer. */
  id: string
  request: unknown
}

export type BatchResult = { id: string; reply: Reply } | { id: string; error: AskError }

export interface BatchCall {
  http: HttpClient
  signal: AbortSignal
}

export interface BatchStatus {
  state: 'running' | 'ended'
  /** Ended without results: what the provider says. */
  failure?: string
  /** How many are answered, where it is told. */
  done?: number
}

export interface BatchApi {
  mostRequests: number
  mostBytes: number
  /** Resolves to the provider's id of the batch. */
  submit(name: string, items: readonly BatchItem[], call: BatchCall): Promise<string>
  /**
   * Looks for a batch that was submitted though its id was never seen: by its name where the wire has one, else by when
   * it was made and how large it is.
   */
  find(sought: { name: string; count: number; since: string }, call: BatchCall): Promise<readonly string[]>
  status(id: string, call: BatchCall): Promise<BatchStatus>
  results(id: string, call: BatchCall): Promise<readonly BatchResult[]>
}
