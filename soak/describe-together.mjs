// Proof by hand: eight processes at once over the same 500 records are 500 requests at the server, and one output.
//   node soak/describe-together.mjs [PROCESSES] [ROWS]       after npm run build
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startFake } from '../build/test/fake-provider.js'
import { writeRows } from './describe-rows.mjs'

const processes = Number(process.argv[2] ?? 8)
const rows = Number(process.argv[3] ?? 500)
const { folder, input } = writeRows('describe-together', rows)
const fake = await startFake({ latencyMs: 100 })
const bin = new URL('../build/bin/describe.js', import.meta.url).pathname
const began = Date.now()
const codes = await Promise.all(
  Array.from({ length: processes }, (_, index) => {
    const args = [
      '--llm',
      'claude',
      '--base-url',
      fake.url,
      '--transcripts',
      'off',
      '-o',
      join(folder, `out${index}`),
      input,
    ]
    const child = spawn(process.execPath, [bin, ...args], {
      env: { ...process.env, MANIM_FILTERS_CACHE: join(folder, 'cache'), ANTHROPIC_API_KEY: 'soak' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return new Promise(resolve => child.on('close', (code, signal) => resolve(signal ?? code)))
  }),
)
const outputs = new Set(codes.map((_, index) => readFileSync(join(folder, `out${index}`), 'utf8')))
console.log(
  `${processes} processes, ${rows} rows: ${fake.seen.length} requests, exit codes ${codes.join(' ')}, ${outputs.size} distinct outputs, ${Date.now() - began} ms`,
)
if (fake.seen.length !== rows || outputs.size !== 1 || codes.some(code => code !== 0)) process.exitCode = 1
await fake.close()
rmSync(folder, { recursive: true, force: true })
