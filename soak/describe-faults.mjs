// Proof by hand: 5 % each of 429 (Retry-After 1), 529, 500, cut bodies and stalls, and a while of solid 429: every record
// is described, and no request comes before its time. node soak/describe-faults.mjs [ROWS]      after npm run build
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fail, startFake } from '../build/test/fake-provider.js'
import { writeRows } from './describe-rows.mjs'

const rows = Number(process.argv[2] ?? 500)
const solidMs = 15_000
const { folder, input } = writeRows('describe-faults', rows)

const notBefore = new Map()
let early = 0
let during = 0
let began
const fake = await startFake({
  latencyMs: 20,
  fault(seen, response) {
    began ??= seen.at
    const name = /shape_(k[0-9]+)/.exec(seen.text)[1]
    if (seen.at < (notBefore.get(name) ?? 0)) early += 1
    if (seen.at - began > 3000 && seen.at - began < 3000 + solidMs) {
      during += 1
      return fail(response, 429, { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } })
    }
    const dice = Math.random()
    if (dice < 0.05) {
      notBefore.set(name, performance.now() + 1000)
      return fail(response, 429, {}, { 'retry-after': '1' })
    }
    if (dice < 0.1) return fail(response, 529, {})
    if (dice < 0.15) return fail(response, 500, {})
    if (dice < 0.2) {
      response.writeHead(200, { 'content-length': 1000 })
      response.write('{"content":')
      setTimeout(() => response.destroy(), 5)
      return true
    }
    return dice < 0.25
  },
})
const bin = new URL('../build/bin/describe.js', import.meta.url).pathname
const args = [
  '--llm',
  'claude',
  '--base-url',
  fake.url,
  '--transcripts',
  'off',
  '--concurrency',
  '16',
  '--timeout',
  '2',
  '--max-attempts',
  '20',
  '-o',
  join(folder, 'out'),
  input,
]
const child = spawn(process.execPath, [bin, ...args], {
  env: { ...process.env, MANIM_FILTERS_CACHE: join(folder, 'cache'), ANTHROPIC_API_KEY: 'soak' },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const code = await new Promise(resolve => child.on('close', resolve))
const described = readFileSync(join(folder, 'out'), 'utf8').split('"needs_description":false').length - 1
console.log(
  `exit ${code}, ${described} of ${rows} described, ${fake.seen.length} requests, ${during} of them in ${solidMs / 1000} s of solid 429, ${early} before their time`,
)
if (code !== 0 || described !== rows || early > 0) process.exitCode = 1
await fake.close()
rmSync(folder, { recursive: true, force: true })
