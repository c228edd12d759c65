// A model API that answers every request after LATENCY ms, in the form that its path asks for: node bench/describe-server.mjs LATENCY
import { createServer } from 'node:http'
import { claudeMessage } from './claude-message.mjs'

const latency = Number(process.argv[2] ?? 0)
const text = JSON.stringify({
  on_screen: [],
  request: 'Draw a red circle in the middle of the screen, let it grow slowly, and fade it out at the end.',
})
const message = claudeMessage(text)
const completion = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-6-luna',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1200, completion_tokens: 60, total_tokens: 1260 },
})
const server = createServer((request, response) => {
  const body = request.url.endsWith('/chat/completions') ? completion : message
  request.resume()
  request.on('end', () => {
    const answer = () =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body)
    if (latency > 0) setTimeout(answer, latency)
    else answer()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
