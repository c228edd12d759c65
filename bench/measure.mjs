// What a process cost: time, processor time, memory. Peers are run in turn, so that a busy moment meets all of them.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const bin = name => fileURLToPath(new URL(`../build/bin/${name}.js`, import.meta.url))

/** Is there such a program? */
export const has = name => spawnSync('which', [name], { stdio: 'ignore' }).status === 0

/** Seconds of processor time that children of this process have taken until now. */
function childrenCpu() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}

/**
 * Runs `command`, output thrown away, standard input from the file `input`. Resolves to `wall` and `cpu` in seconds and
 * the largest resident `memory` in MB. Rejects where it does not end with 0.
 */
export async function once([program, ...args], { input, env } = {}) {
  const stdin = input ? openSync(input, 'r') : 'ignore'
  const cpu = childrenCpu()
  const began = performance.now()
  const child = spawn(program, args, { stdio: [stdin, 'ignore', 'ignore'], env: { ...process.env, ...env } })
  let memory = 0
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      memory = Math.max(memory, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
    } catch {}
  }, 50)
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  clearInterval(timer)
  if (input) closeSync(stdin)
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  return { wall: (performance.now() - began) / 1000, cpu: childrenCpu() - cpu, memory }
}

/** Runs each of `jobs` (name → run) `runs` times in turn; gives the medians by name. */
export async function alternate(jobs, runs) {
  const results = new Map(Object.keys(jobs).map(name => [name, []]))
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, run] of Object.entries(jobs)) results.get(name).push(await run())
  }
  return Object.fromEntries([...results].map(([name, all]) => [name, medians(all)]))
}

function medians(all) {
  const of = key => median(all.map(result => result[key]))
  return { wall: of('wall'), cpu: of('cpu'), memory: of('memory') }
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

/** For a bench that is run alone: `node bench/NAME.mjs [--quick]`. */
export async function main(url, run) {
  if (process.argv[1] !== fileURLToPath(url)) return
  const { title, notes, rows } = await run({ quick: process.argv.includes('--quick') })
  console.log(title)
  for (const note of notes) console.log(`  ${note}`)
  for (const { what, value, unit, ratio, asked } of rows) {
    const figure = `${value} ${unit}`.padStart(14)
    console.log(`${what.padEnd(46)}${figure}  ${ratio ?? ''}${asked ? `  (asked: ${asked})` : ''}`)
  }
}

export const round = (value, digits = 2) => Number(value.toFixed(digits))
