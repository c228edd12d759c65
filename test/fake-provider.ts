/** A model API on 127.0.0.1: the three wires, with faults on demand. What it counts is the truth of a test. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Wire = 'claude' | 'gemini' | 'openai'

export interface Seen {
  wire: Wire
  path: string
  headers: IncomingMessage['headers']
  body: Record<string, unknown>
  text: string
  /** When it came, in ms. */
  at: number
  /** Answered with 200, in full. */
  answered: boolean
}

/** Writes the answer itself, or leaves it to the fake by returning false. */
export type Fault = (seen: Seen, response: ServerResponse, index: number) => boolean | Promise<boolean>

export interface FakeOptions {
  /** The model's text for a request. */
  answer?: (seen: Seen) => string
  usage?: (seen: Seen) => { input: number; output: number }
  latencyMs?: number
  fault?: Fault
}

export interface Fake {
  url: string
  seen: Seen[]
  /** Requests in flight, and the most there were. */
  load: { now: number; most: number }
  close(): Promise<void>
}

const defaultAnswer = ({ text }: Seen) => {
  const id = /shape_(\w+)/.exec(text)?.[1] ?? 'one'
  return JSON.stringify({
    on_screen: ['a circle appears'],
    request: `Please draw a circle, call it number ${id}, let it appear in the middle of the screen, grow slowly and fade out.`,
  })
}

export async function startFake(options: FakeOptions = {}): Promise<Fake> {
  const seen: Seen[] = []
  const load = { now: 0, most: 0 }
  const server = createServer(async (request, response) => {
    load.now += 1
    load.most = Math.max(load.most, load.now)
    response.once('close', () => {
      load.now -= 1
    })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const path = request.url ?? ''
    const wire: Wire = path.includes('/messages') ? 'claude' : path.includes('/models/') ? 'gemini' : 'openai'
    const one: Seen = {
      wire,
      path,
      headers: request.headers,
      body: text.startsWith('{') ? JSON.parse(text) : {},
      text,
      at: performance.now(),
      answered: false,
    }
    seen.push(one)
    if (options.latencyMs) await new Promise(resolve => setTimeout(resolve, options.latencyMs))
    if (await options.fault?.(one, response, seen.length - 1)) return
    const usage = options.usage?.(one) ?? { input: 100, output: 20 }
    one.answered = true
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(wireAnswer(one, (options.answer ?? defaultAnswer)(one), usage)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    load,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export function wireAnswer(
  { wire, body }: Pick<Seen, 'wire' | 'body'>,
  text: string,
  usage: { input: number; output: number },
): unknown {
  if (wire === 'claude') {
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: [
        { type: 'thinking', thinking: '…', signature: 'x' },
        { type: 'text', text },
      ],
      stop_reason: 'end_turn',
      usage: { input_tokens: usage.input, output_tokens: usage.output },
    }
  }
  if (wire === 'gemini') {
    return {
      candidates: [
        {
          content: { role: 'model', parts: [{ text: 'hm', thought: true }, { text }] },
          finishReason: 'STOP',
        },
      ],
      usageMetadata: { promptTokenCount: usage.input, candidatesTokenCount: usage.output },
      modelVersion: 'fake',
    }
  }
  return {
    id: 'c1',
    object: 'chat.completion',
    model: body.model,
    choices: [
      { index: 0, message: { role: 'assistant', content: text, refusal: null }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: usage.input, completion_tokens: usage.output },
  }
}

/** An error in the provider's own form. */
export function fail(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
  return true
}
