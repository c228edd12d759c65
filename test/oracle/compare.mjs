// Where the two analysers disagree: node test/oracle/compare.mjs SAMPLES.jsonl...
// Needs `npm run build` and a Python 3.11 or newer (PYTHON names another one).
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { analyze } from '../../build/lib/features/analyze.js'

const KEYS =
  `has_3d has_latex has_graphs has_voiceover has_binary_ops has_xor has_animations visual_elements plays waits
mobjects animations`.split(/\s+/)
const here = name => fileURLToPath(new URL(name, import.meta.url))
const wrong = Object.fromEntries(KEYS.map(key => [key, 0]))
let total = 0
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8')
  const samples = text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  const facts = here('../../lib/facts/manim-classes.json')
  const python = spawnSync(process.env.PYTHON ?? 'python3', [here('analyze.py'), facts], {
    input: text,
    maxBuffer: 1 << 30,
  })
  if (python.status !== 0) throw new Error(python.stderr.toString())
  const theirs = python.stdout
    .toString()
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line).features)
  samples.forEach((sample, i) => {
    const ours = analyze(sample.code, { scene: sample.metadata?.scene })
    const other = theirs[i]
    if (other.error !== undefined || ours.error !== undefined) {
      if ((other.error === undefined) !== (ours.error === undefined))
        process.stdout.write(
          `${sample.id}: error: ours ${JSON.stringify(ours.error)}, theirs ${other.error}\n`,
        )
      return
    }
    total++
    for (const key of KEYS) {
      const [a, b] = [ordered(ours[key]), ordered(other[key])]
      if (a === b) continue
      wrong[key]++
      process.stdout.write(`${sample.id}: ${key}: ${difference(ours[key], other[key])}\n`)
    }
  })
}
process.stdout.write(
  `${total} samples; disagreements: ${KEYS.map(key => `${key} ${wrong[key]}`).join(', ')}\n`,
)

function ordered(value) {
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return [...value].sort().join()
  return Object.keys(value)
    .sort()
    .map(key => `${key}:${value[key]}`)
    .join()
}

function difference(a, b) {
  if (typeof a !== 'object' || Array.isArray(a)) return `ours ${a}, theirs ${b}`
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(name => a[name] !== b[name])
  return names.map(name => `${name} ${a[name] ?? 0}/${b[name] ?? 0}`).join(', ')
}
