// The same requests through a library for model APIs, so many at once, and nothing else: no cache, no records, no checks.
//   node bench/describe-peers.mjs NAME PORT COUNT CONCURRENCY BYTES
const [name, ...numbers] = process.argv.slice(2)
const [port, count, concurrency, bytes] = numbers.map(Number)
const content = 'x'.repeat(bytes)
const messages = [{ role: 'user', content }]
const base = `http://127.0.0.1:${port}`

/** Each gives a function that asks once. */
const peers = {
  async '@anthropic-ai/sdk'() {
    const { default: Anthropic } = await import('@anthropic-ai/sdk')
    const client = new Anthropic({ apiKey: 'bench', baseURL: base })
    return () => client.messages.create({ model: 'claude-haiku-5-5', max_tokens: 4096, messages })
  },
  async openai() {
    const { default: OpenAI } = await import('openai')
    const client = new OpenAI({ apiKey: 'bench', baseURL: `${base}/v1` })
    return () => client.chat.completions.create({ model: 'gpt-6-luna', messages })
  },
  async ai() {
    const [{ generateText }, { createAnthropic }] = await Promise.all([
      import('ai'),
      import('@ai-sdk/anthropic'),
    ])
    const model = createAnthropic({ apiKey: 'bench', baseURL: `${base}/v1` })('claude-haiku-5-5')
    return () => generateText({ model, messages, maxOutputTokens: 4096 })
  },
}

const ask = await peers[name]()
let left = count
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    while (left-- > 0) await ask()
  }),
)
