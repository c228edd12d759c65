// Every figure in one run: `npm run bench`, or some of it: `npm run bench -- flag-needs extract`. What was measured goes
// into bench/results.json in place of what was there under that name; bench/RESULTS.md and bench/results.svg are made of
// it. --quick: small and few rounds, to see that all of it works; writes nothing.
//   CORPORA=DIR   also takes the checkouts there; ROUNDS, BENCH_BYTES, RECORDS, CACHED, SAMPLES, GROWTH make it smaller or larger
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chart } from './chart.mjs'
import { machine, version } from './measure.mjs'
import { table } from './report.mjs'

const here = name => fileURLToPath(new URL(name, import.meta.url))
const all = [
  'flag-needs',
  'growth',
  'start-up',
  'cache-pipe',
  'extract',
  'features',
  'describe',
  'pipe',
  'cache',
]
const words = process.argv.slice(2)
const quick = words.includes('--quick')
const wanted = words.filter(word => word !== '--quick')
const began = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`

for (const name of wanted.length > 0 ? wanted : all) {
  console.error(`== ${name}`)
  const { run } = await import(`./${name}.mjs`)
  const before = performance.now()
  const result = await run({ quick })
  console.log(table(result))
  // After each: a run of hours that is broken off has something to show.
  if (!quick) keep(name, { run: began, on: measuredWith(), ...result })
  console.error(`   ${Math.round((performance.now() - before) / 1000)} s`)
}

function keep(name, result) {
  const path = here('results.json')
  const known = JSON.parse(readFileSync(path, 'utf8'))
  known[name] = result
  const results = all.filter(each => known[each]).map(each => known[each])
  writeFileSync(path, JSON.stringify(known, undefined, 2))
  writeFileSync(here('RESULTS.md'), page(results))
  writeFileSync(
    here('results.svg'),
    chart(
      'What was measured',
      results.flatMap(({ panels }) => panels ?? []),
    ),
  )
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  spawnSync(process.execPath, [biome, 'format', '--write', path, here('RESULTS.md')])
}

function measuredWith() {
  const { version: own } = JSON.parse(readFileSync(here('../package.json'), 'utf8'))
  const peers = [version('jq'), version('mlr'), version('gron', '--version'), version('python3')].filter(
    Boolean,
  )
  return `manim-filters ${own}; ${machine()}; ${peers.join(', ')}`
}

function page(results) {
  const tables = results.map(result => {
    const notes = [...result.notes, `Run of ${result.run}: ${result.on}.`]
    return table({ ...result, notes })
  })
  return `# What was measured

By \`npm run bench\`. What says the same run was measured in one.
Such machines are shared and noisy: every figure is a median, taken in turns with what it is compared with, and the
ratios are what to go by. "Asked" is what we set out for; where a ratio falls short of it, it stands here all the same.

![flag-needs beside its peers, and growth](results.svg)

${tables.join('\n')}`
}
