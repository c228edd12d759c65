/** Message Batches. The wire gives a batch no name: a lost one is known by its size and time, and proved by its ids. */

import { classifyClaude, readClaudeMessage } from '../backends/claude-wire.ts'
import { array, type Json, number, object, text } from '../backends/http-answer.ts'
import { AskError } from '../engine/ask-error.ts'
import { type Connection, callApi, jsonLines, jsonOf } from './call.ts'
import { notMade, settleItem } from './settle.ts'
import type { BatchApi, BatchResult } from './types.ts'

export function claudeBatches(base: string, connection: Omit<Connection, 'classify' | 'backend'>): BatchApi {
  const to: Connection = { backend: 'claude', classify: classifyClaude, ...connection }
  const url = `${base}/v1/messages/batches`
  return {
    mostRequests: 10_000,
    mostBytes: 64 * 1024 * 1024,
    async submit(_name, items, call) {
      const requests = items.map(({ id, request }) => ({ custom_id: id, params: request }))
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ requests })
      return String(jsonOf(await callApi(to, call, { method: 'POST', url, body, headers })).id)
    },
    async find({ count, since }, call) {
      const found: string[] = []
      let after = ''
      for (;;) {
        const page = jsonOf(
          await callApi(to, call, { url: `${url}?limit=100${after && `&after_id=${after}`}` }),
        )
        for (const batch of array(page.data).map(object)) {
          // The provider's clock is not ours: five minutes' grace.
          const isOld = Date.parse(String(batch.created_at)) < Date.parse(since) - 300_000
          if (isOld) return found
          if (sizeOf(batch) === count) found.push(String(batch.id))
        }
        after = text(page.last_id) ?? ''
        if (page.has_more !== true || !after) return found
      }
    },
    async status(id, call) {
      const batch = jsonOf(await callApi(to, call, { url: `${url}/${id}` }))
      const counts = object(batch.request_counts)
      return {
        state: batch.processing_status === 'ended' ? 'ended' : 'running',
        done: number(counts.succeeded) + number(counts.errored),
      }
    },
    async results(id, call) {
      return jsonLines((await callApi(to, call, { url: `${url}/${id}/results` })).text).map(readResult)
    },
  }
}

function sizeOf(batch: Json): number {
  return Object.values(object(batch.request_counts)).reduce<number>((sum, count) => sum + number(count), 0)
}

function readResult(line: Json): BatchResult {
  const id = String(line.custom_id)
  const result = object(line.result)
  if (result.type === 'succeeded') return settleItem(id, () => readClaudeMessage(object(result.message)))
  if (result.type !== 'errored') return notMade(id, String(result.type))
  const error = object(object(result.error).error)
  const passing =
    error.type === 'api_error' || error.type === 'overloaded_error' || error.type === 'rate_limit_error'
  const message = text(error.message) ?? 'the batch could not answer it'
  return {
    id,
    error: new AskError(passing ? 'server_error' : 'bad_request', message, {
      reach: passing ? 'attempt' : 'record',
    }),
  }
}
