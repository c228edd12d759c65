/** Batch APIs of three providers on 127.0.0.1: out of order, with failures, expiry, full queues and lost connections. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fail, wireAnswer } from './fake-provider.ts'

export type Fate = 'ok' | 'expired' | 'passing' | 'bad' | 'refused'

export interface BatchFakeOptions {
  answer: (text: string) => string
  /** What becomes of one request; `time`: how often it was submitted before. */
  fate?: (text: string, time: number) => Fate
  /** Looks at a batch before it is done. */
  looks?: number
  /** Times that a list of batches leaves out one that was taken. */
  listLag?: number
  /** Between the taking of a batch and the answer that says so. */
  submitMs?: number
  /** Before a batch is taken: true ends it there. `taken` makes it, for connections that break behind it. */
  onSubmit?: (response: ServerResponse, index: number, taken: () => string) => boolean
}

interface Batch {
  id: string
  name: string
  looks: number
  /** Lists still to come that leave it out. */
  hidden: number
  created: string
  items: { id: string; body: Record<string, unknown>; fate: Fate }[]
}

export async function startBatchFake(options: BatchFakeOptions) {
  const batches: Batch[] = []
  const files = new Map<string, string>()
  const submissions = new Map<string, number>()
  /** Requests within batches that were taken, with repetitions. */
  const requests: string[] = []
  /** What was asked for that has nothing to do with batches. */
  const others: string[] = []
  let creations = 0
  const looks = options.looks ?? 2

  const take = (name: string, items: { id: string; body: Record<string, unknown> }[]) => {
    const id = `b${batches.length + 1}`
    const fated = items.map(item => {
      const text = JSON.stringify(item.body)
      const time = submissions.get(text) ?? 0
      submissions.set(text, time + 1)
      requests.push(text)
      return { ...item, fate: options.fate?.(text, time) ?? 'ok' }
    })
    batches.push({
      id,
      name,
      looks,
      hidden: options.listLag ?? 0,
      created: new Date().toISOString(),
      items: fated,
    })
    return id
  }
  const look = (id: string) => {
    const batch = batches.find(each => each.id === id)
    if (batch) batch.looks -= 1
    return batch
  }
  const listed = () => batches.filter(batch => batch.hidden-- <= 0)
  const isDone = ({ looks: left }: Batch) => left <= 0
  // The order of the hashes: none that anybody has asked for.
  const shuffled = ({ items }: Batch) =>
    items.toSorted((a, b) =>
      createHash('md5').update(a.id).digest('hex') < createHash('md5').update(b.id).digest('hex') ? -1 : 1,
    )
  const usage = { input: 100, output: 20 }
  const reply = (wire: 'claude' | 'gemini' | 'openai', body: Record<string, unknown>) =>
    wireAnswer({ wire, body }, options.answer(JSON.stringify(body)), usage)

  const claudeBatch = (batch: Batch, base: string) => ({
    id: batch.id,
    type: 'message_batch',
    processing_status: isDone(batch) ? 'ended' : 'in_progress',
    request_counts: {
      processing: isDone(batch) ? 0 : batch.items.length,
      succeeded: isDone(batch) ? batch.items.length : 0,
      errored: 0,
      canceled: 0,
      expired: 0,
    },
    created_at: batch.created,
    expires_at: batch.created,
    ended_at: null,
    results_url: isDone(batch) ? `${base}/v1/messages/batches/${batch.id}/results` : null,
  })
  const claudeResult = ({ id, body, fate }: Batch['items'][number]) => {
    if (fate === 'expired') return { custom_id: id, result: { type: 'expired' } }
    if (fate === 'passing' || fate === 'bad') {
      const type = fate === 'bad' ? 'invalid_request_error' : 'api_error'
      return {
        custom_id: id,
        result: { type: 'errored', error: { type: 'error', error: { type, message: fate } } },
      }
    }
    const message = reply('claude', body) as object
    return {
      custom_id: id,
      result: {
        type: 'succeeded',
        message: fate === 'refused' ? { ...message, stop_reason: 'refusal' } : message,
      },
    }
  }
  const geminiOperation = (batch: Batch) => ({
    name: `batches/${batch.id}`,
    metadata: {
      state: isDone(batch) ? 'BATCH_STATE_SUCCEEDED' : 'BATCH_STATE_RUNNING',
      displayName: batch.name,
      model: 'models/m',
      createTime: batch.created,
      ...(isDone(batch) && {
        output: { inlinedResponses: { inlinedResponses: batch.items.map(geminiResult) } },
      }),
    },
    done: isDone(batch),
  })
  const geminiResult = ({ id, body, fate }: Batch['items'][number]) => ({
    metadata: { key: id },
    ...(fate === 'ok'
      ? { response: reply('gemini', body) }
      : fate === 'refused'
        ? { response: { promptFeedback: { blockReason: 'SAFETY' } } }
        : { error: { code: { expired: 4, passing: 13, bad: 3 }[fate], message: fate } }),
  })
  const openaiBatch = (batch: Batch) => ({
    id: batch.id,
    object: 'batch',
    endpoint: '/v1/chat/completions',
    status: isDone(batch)
      ? batch.items.some(({ fate }) => fate === 'expired')
        ? 'expired'
        : 'completed'
      : 'in_progress',
    metadata: { name: batch.name },
    request_counts: { total: batch.items.length, completed: 0, failed: 0 },
    ...(isDone(batch) && { output_file_id: `out-${batch.id}`, error_file_id: `err-${batch.id}` }),
  })
  const openaiLine = ({ id, body, fate }: Batch['items'][number]) => {
    if (fate === 'expired')
      return { custom_id: id, response: null, error: { code: 'batch_expired', message: 'late' } }
    const status = { ok: 200, refused: 200, passing: 500, bad: 400 }[fate]
    const answer =
      fate === 'refused'
        ? { choices: [{ message: { refusal: 'no' }, finish_reason: 'stop' }], usage: {} }
        : reply('openai', body)
    return {
      custom_id: id,
      response: { status_code: status, body: status === 200 ? answer : { error: { message: fate } } },
      error: null,
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { pathname: path } = new URL(request.url ?? '', 'http://x')
    const send = (value: unknown) => {
      response.setHeader('content-type', 'application/json')
      response.end(typeof value === 'string' ? value : JSON.stringify(value))
    }
    const create = (taken: () => string, show: (batch: Batch) => unknown) => {
      creations += 1
      if (options.onSubmit?.(response, creations - 1, taken)) return
      const id = taken()
      setTimeout(() => send(show(batches.find(batch => batch.id === id)!)), options.submitMs ?? 0)
    }
    const base = `http://${request.headers.host}`
    route(request, path, body, send, create, base, response)
  })

  const route = (
    request: IncomingMessage,
    path: string,
    body: string,
    send: (value: unknown) => void,
    create: (taken: () => string, show: (batch: Batch) => unknown) => void,
    base: string,
    response: ServerResponse,
  ) => {
    const isPost = request.method === 'POST'
    const at = (pattern: RegExp) => pattern.exec(path)?.[1]
    const found = (id: string | undefined, show: (batch: Batch) => unknown) => {
      const batch = id === undefined ? undefined : batches.find(each => each.id === id)
      if (batch) send(show(batch))
      else fail(response, 404, { error: { message: `no batch ${id}` } })
    }
    if (path === '/v1/messages/batches' && isPost) {
      const { requests: all } = JSON.parse(body) as {
        requests: { custom_id: string; params: Record<string, unknown> }[]
      }
      return create(
        () =>
          take(
            '',
            all.map(({ custom_id, params }) => ({ id: custom_id, body: params })),
          ),
        batch => claudeBatch(batch, base),
      )
    }
    if (path === '/v1/messages/batches')
      return send({
        data: listed()
          .toReversed()
          .map(batch => claudeBatch(batch, base)),
        has_more: false,
      })
    const results = at(/^\/v1\/messages\/batches\/(\w+)\/results$/)
    if (results)
      return found(results, batch =>
        shuffled(batch)
          .map(item => JSON.stringify(claudeResult(item)))
          .join('\n'),
      )
    const claudeId = at(/^\/v1\/messages\/batches\/(\w+)$/)
    if (claudeId) return found(look(claudeId)?.id, batch => claudeBatch(batch, base))

    if (path.endsWith(':batchGenerateContent')) {
      const { batch } = JSON.parse(body)
      const all = batch.inputConfig.requests.requests as {
        request: Record<string, unknown>
        metadata: { key: string }
      }[]
      return create(
        () =>
          take(
            batch.displayName,
            all.map(each => ({ id: each.metadata.key, body: each.request })),
          ),
        geminiOperation,
      )
    }
    if (path === '/v1beta/batches') return send({ operations: listed().map(geminiOperation) })
    const geminiId = at(/^\/v1beta\/batches\/(\w+)$/)
    if (geminiId) return found(look(geminiId)?.id, geminiOperation)

    if (path === '/v1/files' && isPost) {
      const id = `file-${files.size + 1}`
      files.set(id, body.slice(body.indexOf('{"custom_id"'), body.lastIndexOf('}') + 1))
      return send({ id, object: 'file', purpose: 'batch' })
    }
    if (path === '/v1/batches' && isPost) {
      const { input_file_id, metadata } = JSON.parse(body)
      const all = files
        .get(input_file_id)!
        .split('\n')
        .filter(line => line.startsWith('{'))
        .map(line => JSON.parse(line))
      return create(
        () =>
          take(
            metadata?.name ?? '',
            all.map(({ custom_id, body: each }) => ({ id: custom_id, body: each })),
          ),
        openaiBatch,
      )
    }
    if (path === '/v1/batches')
      return send({ object: 'list', data: listed().map(openaiBatch), has_more: false })
    const openaiId = at(/^\/v1\/batches\/(\w+)$/)
    if (openaiId) return found(look(openaiId)?.id, openaiBatch)
    const file = /^\/v1\/files\/(out|err)-(\w+)\/content$/.exec(path)
    if (file) {
      return found(file[2], batch =>
        shuffled(batch)
          .filter(({ fate }) => (file[1] === 'out') === (fate === 'ok' || fate === 'refused'))
          .map(item => JSON.stringify(openaiLine(item)))
          .join('\n'),
      )
    }
    others.push(path)
    fail(response, 404, { error: { message: `no ${path}` } })
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    batches,
    requests,
    others,
    creations: () => creations,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
