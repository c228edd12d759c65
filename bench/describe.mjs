// describe against a bare loop over the same server. node bench/describe.mjs [RECORDS] [LATENCY] [CONCURRENCY]
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [records = 10_000, latency = 200, concurrency = 64] = process.argv.slice(2).map(Number)
const here = name => new URL(name, import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'describe-bench-'))
const input = join(folder, 'in.jsonl')
const features = { visual_elements: ['Circle'], storyboard: [], strings: [] }
const row = index => ({
  id: `k${index}`,
  description: '[PENDING_DESCRIPTION]',
  code: `class A(Scene):\n    def construct(self):\n        shape_k${index} = Circle()\n        self.play(Create(shape_k${index}))\n${'        self.wait(1)\n'.repeat(30)}`,
  source: 'bench',
  metadata: { needs_description: true, code_features: features },
})
writeFileSync(
  input,
  Array.from({ length: records }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''),
)
const server = spawn(process.execPath, [here('describe-server.mjs'), String(latency)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const port = await new Promise(resolve => server.stdout.once('data', data => resolve(Number(data))))

/** Runs it and reads what the system counted. */
function measured(args, env = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const began = performance.now()
  let peak = 0
  let ticks = 0
  const look = () => {
    try {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ')
      ticks = Number(fields[11]) + Number(fields[12])
      peak = Math.max(
        peak,
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
      )
    } catch {}
  }
  const timer = setInterval(look, 20)
  return new Promise(resolve =>
    child.on('close', code => {
      clearInterval(timer)
      resolve({
        code,
        wall: (performance.now() - began) / 1000,
        cpu: ticks / 100,
        mb: Math.round(peak / 1024),
      })
    }),
  )
}
const show = (name, { code, wall, cpu, mb }) =>
  console.log(`${name.padEnd(22)} exit ${code}  wall ${wall.toFixed(2)} s  CPU ${cpu.toFixed(2)} s  ${mb} MB`)

const bare = await measured([
  here('describe-bare.mjs'),
  String(port),
  String(records),
  String(concurrency),
  '6500',
])
show('bare node:http loop', bare)
const args = [
  here('../build/bin/describe.js'),
  '--llm',
  'claude',
  '--base-url',
  `http://127.0.0.1:${port}`,
  '--transcripts',
  'off',
  '--check',
  'off',
  '--concurrency',
  String(concurrency),
  input,
]
const env = { MANIM_FILTERS_CACHE: join(folder, 'cache'), ANTHROPIC_API_KEY: 'bench' }
const first = await measured(args, env)
show('describe', first)
show('describe, all cached', await measured(args, env))
console.log(
  `describe to bare: wall ${(first.wall / bare.wall).toFixed(2)}, CPU ${(first.cpu / bare.cpu).toFixed(2)}`,
)
server.kill()
rmSync(folder, { recursive: true, force: true })
