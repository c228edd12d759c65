// How the benches measure: whole processes in alternation, medians, ratios within one run.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

export const bin = name => fileURLToPath(new URL(`../build/bin/${name}.js`, import.meta.url))
export const node = (...args) => [process.execPath, ...args]

/** How often each subject is run: `ROUNDS`, else seven times, for a look three times. */
export const roundsOf = quick => Number(process.env.ROUNDS ?? (quick ? 3 : 7))

/**
 * Runs a command line, or a pipe of several, from a file into a file.
 * Gives seconds of wall and CPU (user and system, all processes) and the largest memory that one process had, in MB.
 */
export async function measure(stages, { input = '/dev/null', output = '/dev/null', env = {} } = {}) {
  const pipe = (Array.isArray(stages[0]) ? stages : [stages]).map(args => args.map(quote).join(' '))
  const [first, ...others] = pipe
  // `times` ends with the time of the children, which bash alone knows once they are gone.
  const script = `set -o pipefail; ${[`${first} < ${quote(input)}`, ...others].join(' | ')} > ${quote(output)}; code=$?; times >&3; exit $code`
  const began = performance.now()
  const shell = spawn('bash', ['-c', script], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const texts = { 2: '', 3: '' }
  for (const fd of [2, 3]) shell.stdio[fd].setEncoding('utf8').on('data', data => (texts[fd] += data))
  let peak = 0
  // Seldom enough that the watching takes nothing from what is watched: the kernel remembers the peak of each process.
  let watch = setTimeout(look, 15)
  function look() {
    peak = Math.max(peak, memoryBelow(shell.pid))
    watch = setTimeout(look, Math.min(500, 15 + (performance.now() - began) / 20))
  }
  const code = await new Promise(resolve => shell.on('close', resolve))
  clearTimeout(watch)
  const wall = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(`${pipe.join(' | ')}: exit ${code}\n${texts[2]}`)
  const [, user, system] = /\n(\S+) (\S+)\s*$/.exec(texts[3])
  return { wall, cpu: minutes(user) + minutes(system), peak, said: texts[2].trim() }
}

/** Each of `subjects` (name to a function that gives a measure) `rounds` times, in turns. Gives all measures by name. */
export async function alternate(subjects, rounds) {
  const found = Object.fromEntries(Object.keys(subjects).map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) found[name].push(await run())
  }
  return found
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** What `alternate` found, as the medians of wall, CPU and peak by name. */
export function medians(found) {
  const of = measures => figure => medianOf(measures, figure)
  return Object.fromEntries(
    Object.entries(found).map(([name, measures]) => {
      const [wall, cpu, peak] = ['wall', 'cpu', 'peak'].map(of(measures))
      return [name, { wall, cpu, peak }]
    }),
  )
}

/** The median of one figure of several measures. */
export const medianOf = (measures, figure) => median(measures.map(each => each[figure]))

/** Is there such a program, and in which version? */
export function version(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args.length > 0 ? args : ['--version'], {
    encoding: 'utf8',
  })
  return status === 0 ? (stdout || stderr).split('\n')[0].trim() : undefined
}

export function machine() {
  const [cpu] = cpus()
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}

function memoryBelow(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return Math.max(0, ...(children === '' ? [] : children.split(' ').map(highWater)))
  } catch {
    return 0
  }
}

function highWater(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const quote = text => `'${String(text).replaceAll("'", `'\\''`)}'`
const minutes = text => {
  const [, whole, seconds] = /(\d+)m([\d.]+)s/.exec(text)
  return Number(whole) * 60 + Number(seconds)
}
