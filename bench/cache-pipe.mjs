// Records that are all cached, through `analyze-features | describe`, beside the same pipe with a describe that copies
// its input. node bench/cache-pipe.mjs [RECORDS] [ROUNDS]
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [records = 10_000, rounds = 3] = process.argv.slice(2).map(Number)
const bin = name => fileURLToPath(new URL(`../build/bin/${name}.js`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cache-pipe-'))
const file = name => join(folder, name)

const row = index => ({
  id: `bench/n${index}`,
  description: '[PENDING_DESCRIPTION]',
  code: `from manim import *\n\nclass Scene${index}(Scene):\n    def construct(self):\n        shape_n${index} = Circle(radius=${1 + (index % 3)})\n        title = Text("Number ${index}")\n        self.play(Write(title))\n        self.play(Create(shape_n${index}))\n${'        self.play(shape.animate.shift(RIGHT))\n        self.wait(1)\n'.replaceAll('shape.', `shape_n${index}.`).repeat(8)}        self.play(FadeOut(shape_n${index}), FadeOut(title))\n`,
  source: 'bench',
  metadata: { needs_description: true },
})
writeFileSync(
  file('in'),
  Array.from({ length: records }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''),
)

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const [, number] = /shape_n(\d+)/.exec(body)
  const text = JSON.stringify({
    on_screen: ['a circle appears'],
    request: `Show the title "Number ${number}", draw a circle below it, let it move to the right step by step, and fade both out.`,
  })
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-haiku-5-5',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 1200, output_tokens: 60 },
    }),
  )
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const llm = [
  '--llm',
  'claude',
  '--base-url',
  `http://127.0.0.1:${server.address().port}`,
  '--transcripts',
  'off',
]
const env = { ...process.env, MANIM_FILTERS_CACHE: file('cache'), ANTHROPIC_API_KEY: 'bench' }
const describe = [bin('describe'), ...llm, '--concurrency', '32']
const copy = ['-e', 'process.stdin.pipe(process.stdout)']

/** Seconds that the stages take together; the last one writes to `to`. */
async function timed(stages, from, to) {
  const quoted = args => [process.execPath, ...args].map(arg => `'${arg}'`).join(' ')
  const [first, ...others] = stages.map(quoted)
  const line = `${[`${first} < '${from}'`, ...others].join(' | ')} > '${to}'`
  const began = performance.now()
  const child = spawn('bash', ['-o', 'pipefail', '-c', line], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', data => (said += data))
  const code = await new Promise(resolve => child.on('close', resolve))
  if (code !== 0) throw new Error(said)
  return { seconds: (performance.now() - began) / 1000, said: said.trim() }
}

await timed([[bin('analyze-features')]], file('in'), file('analysed'))
console.log((await timed([describe], file('analysed'), file('out'))).said)
const nothing = file('nothing')
writeFileSync(nothing, '')

const times = { 'start-up': [], 'describe, all cached': [], 'pipe that copies': [], 'pipe, all cached': [] }
const ratios = []
for (let round = 0; round < rounds; round++) {
  const take = async (name, stages, from) => {
    const { seconds, said } = await timed(stages, from, file('again'))
    times[name].push(seconds)
    if (name.endsWith('cached') && !said.includes(`${records} from cache, 0 requests`)) throw new Error(said)
    return seconds
  }
  const startUp = await take('start-up', [describe], nothing)
  await take('describe, all cached', [describe], file('analysed'))
  const copied = await take('pipe that copies', [[bin('analyze-features')], copy], file('in'))
  const cached = await take('pipe, all cached', [[bin('analyze-features')], describe], file('in'))
  ratios.push((cached - startUp) / copied)
  console.log(`round ${round + 1}: copied ${copied.toFixed(2)} s, cached ${cached.toFixed(2)} s`)
}
const show = (name, values, unit) => {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map(value =>
    value.toFixed(2),
  )
  console.log(`${name.padEnd(26)} ${middle}${unit} (${least} to ${most})`)
}
for (const [name, values] of Object.entries(times)) show(name, values, ' s')
show('cached to copied', ratios, ' without start-up')
server.close()
server.closeAllConnections()
rmSync(folder, { recursive: true })
