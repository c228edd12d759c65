/** The Batch API: a file of requests, a batch over it, a file of answers and one of failures. */
import { array, type Json, number, object, text } from '../backends/http-answer.ts'
import { classifyOpenai, readCompletion } from '../backends/openai-wire.ts'
import { AskError } from '../engine/ask-error.ts'
import { type Connection, callApi, jsonLines, jsonOf } from './call.ts'
import { notMade, settleItem } from './settle.ts'
import type { BatchApi, BatchResult } from './types.ts'

const endpoint = '/v1/chat/completions'

export function openaiBatches(base: string, connection: Omit<Connection, 'classify' | 'backend'>): BatchApi {
  const to: Connection = { backend: 'openai', classify: classifyOpenai, ...connection }
  const readFile = async (id: unknown, call: Parameters<BatchApi['status']>[1]) =>
    typeof id === 'string'
      ? jsonLines((await callApi(to, call, { url: `${base}/files/${id}/content` })).text)
      : []
  return {
    mostRequests: 50_000,
    mostBytes: 64 * 1024 * 1024,
    async submit(name, items, call) {
      const file = items
        .map(
          ({ id, request }) =>
            `${JSON.stringify({ custom_id: id, method: 'POST', url: endpoint, body: request })}\n`,
        )
        .join('')
      const upload = await callApi(to, call, {
        method: 'POST',
        url: `${base}/files`,
        ...multipart(name, file),
      })
      const body = JSON.stringify({
        input_file_id: jsonOf(upload).id,
        endpoint,
        completion_window: '24h',
        metadata: { name },
      })
      const headers = { 'content-type': 'application/json' }
      return String(
        jsonOf(await callApi(to, call, { method: 'POST', url: `${base}/batches`, body, headers })).id,
      )
    },
    async find({ name }, call) {
      let after = ''
      for (;;) {
        const page = jsonOf(
          await callApi(to, call, { url: `${base}/batches?limit=100${after && `&after=${after}`}` }),
        )
        const all = array(page.data).map(object)
        const own = all.filter(batch => object(batch.metadata).name === name)
        if (own.length > 0) return own.map(batch => String(batch.id))
        after = String(all.at(-1)?.id ?? '')
        if (page.has_more !== true || !after) return []
      }
    },
    async status(id, call) {
      const batch = jsonOf(await callApi(to, call, { url: `${base}/batches/${id}` }))
      const done = number(object(batch.request_counts).completed)
      if (batch.status === 'completed' || batch.status === 'expired' || batch.status === 'cancelled') {
        return { state: 'ended', done }
      }
      if (batch.status !== 'failed') return { state: 'running', done }
      const [error] = array(object(batch.errors).data).map(object)
      return { state: 'ended', failure: text(error?.message) ?? 'the batch failed' }
    },
    async results(id, call) {
      const batch = jsonOf(await callApi(to, call, { url: `${base}/batches/${id}` }))
      const answers = await readFile(batch.output_file_id, call)
      const failures = await readFile(batch.error_file_id, call)
      return [...answers, ...failures].map(readResult)
    },
  }
}

function multipart(name: string, file: string) {
  const boundary = `----${name}`
  const part = (head: string, body: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body:
      part('name="purpose"', 'batch') +
      part(`name="file"; filename="${name}.jsonl"\r\nContent-Type: application/jsonl`, file) +
      `--${boundary}--\r\n`,
  }
}

function readResult(line: Json): BatchResult {
  const id = String(line.custom_id)
  const response = object(line.response)
  if (response.status_code === 200) return settleItem(id, () => readCompletion(object(response.body)))
  if (!line.response) {
    const { code, message } = object(line.error)
    if (code === 'batch_expired' || code === 'batch_cancelled') return notMade(id, String(code))
    return { id, error: new AskError('bad_request', text(message) ?? String(code), { reach: 'record' }) }
  }
  const how = classifyOpenai({
    status: number(response.status_code),
    headers: {},
    text: JSON.stringify(response.body ?? {}),
  })
  const message = text(object(object(response.body).error).message) ?? `HTTP ${response.status_code}`
  return { id, error: new AskError(how.code, message, { reach: how.reach === 'run' ? 'record' : how.reach }) }
}
