// The least that the job can take: the same bodies through node:http, so many at once. node bench/describe-bare.mjs PORT COUNT CONCURRENCY BYTES
import { Agent, request } from 'node:http'

const [port, count, concurrency, bytes] = process.argv.slice(2).map(Number)
const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
const body = JSON.stringify({
  model: 'claude-haiku-5-5',
  messages: [{ role: 'user', content: 'x'.repeat(bytes) }],
})
const one = () =>
  new Promise((resolve, reject) => {
    const call = request(
      {
        port,
        host: '127.0.0.1',
        path: '/v1/messages',
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      response => {
        const chunks = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
      },
    )
    call.on('error', reject)
    call.end(body)
  })
let left = count
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    while (left-- > 0) await one()
  }),
)
agent.destroy()
