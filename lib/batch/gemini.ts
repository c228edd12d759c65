/** Batch mode with the requests inline; larger lots become several batches. */

import { classifyGemini, readGeminiResponse } from '../backends/gemini-wire.ts'
import { array, type Json, number, object, text } from '../backends/http-answer.ts'
import { AskError } from '../engine/ask-error.ts'
import { type Connection, callApi, jsonOf } from './call.ts'
import { notMade, settleItem } from './settle.ts'
import type { BatchApi, BatchResult } from './types.ts'

export function geminiBatches(
  base: string,
  model: string,
  connection: Omit<Connection, 'classify' | 'backend'>,
): BatchApi {
  const to: Connection = { backend: 'gemini', classify: classifyGemini, ...connection }
  const headers = { 'content-type': 'application/json' }
  return {
    mostRequests: 5000,
    // Inline requests may come to 20 MB.
    mostBytes: 16 * 1024 * 1024,
    async submit(name, items, call) {
      const requests = items.map(({ id, request }) => ({ request, metadata: { key: id } }))
      const body = JSON.stringify({ batch: { displayName: name, inputConfig: { requests: { requests } } } })
      const url = `${base}/v1beta/models/${encodeURIComponent(model)}:batchGenerateContent`
      return String(jsonOf(await callApi(to, call, { method: 'POST', url, body, headers })).name)
    },
    async find({ name }, call) {
      let token = ''
      for (;;) {
        const url = `${base}/v1beta/batches?pageSize=100${token && `&pageToken=${encodeURIComponent(token)}`}`
        const page = jsonOf(await callApi(to, call, { url }))
        const all = array(page.operations ?? page.batches).map(object)
        const own = all.filter(batch => (object(batch.metadata).displayName ?? batch.displayName) === name)
        if (own.length > 0) return own.map(batch => String(batch.name))
        token = text(page.nextPageToken) ?? ''
        if (!token) return []
      }
    },
    async status(id, call) {
      const operation = jsonOf(await callApi(to, call, { url: `${base}/v1beta/${id}` }))
      const state = String(object(operation.metadata).state ?? '').replace(/^(?:BATCH|JOB)_STATE_/, '')
      const done = number(Number(object(object(operation.metadata).batchStats).successfulRequestCount))
      if (state === 'SUCCEEDED') return { state: 'ended', done }
      if (/FAILED|CANCELLED|EXPIRED/.test(state)) {
        const said = text(object(operation.error).message)
        return { state: 'ended', failure: said ? `${state}: ${said}` : state }
      }
      return { state: 'running', done }
    },
    async results(id, call) {
      const operation = jsonOf(await callApi(to, call, { url: `${base}/v1beta/${id}` }))
      const output = object(object(operation.metadata).output ?? object(operation.response))
      return array(object(output.inlinedResponses).inlinedResponses).map(object).map(readResult)
    },
  }
}

function readResult(item: Json): BatchResult {
  const id = String(object(item.metadata).key)
  if (item.response) return settleItem(id, () => readGeminiResponse(object(item.response)))
  const error = object(item.error)
  const code = number(error.code)
  // google.rpc.Code: resource exhausted, deadline, aborted, internal, unavailable, cancelled.
  const passing = [1, 4, 8, 10, 13, 14, 429, 499, 500, 503, 504].includes(code)
  if (code === 1 || code === 499) return notMade(id, 'cancelled')
  return {
    id,
    error: new AskError(
      passing ? 'server_error' : 'bad_request',
      text(error.message) ?? 'the batch could not answer it',
      {
        reach: passing ? 'attempt' : 'record',
      },
    ),
  }
}
