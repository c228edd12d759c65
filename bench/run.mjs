// Every figure in one run: `npm run bench`, or some of it: `npm run bench -- flag-needs extract`. Writes bench/RESULTS.md
// and bench/results.svg. --quick: small and few rounds, to see that all of it works; writes nothing.
//   CORPORA=DIR   also takes the checkouts there; ROUNDS, BENCH_BYTES, RECORDS, CACHED, SAMPLES, GROWTH make it smaller or larger
import { readFileSync, writeFileSync } from 'node:fs'
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

const results = []
for (const name of wanted.length > 0 ? wanted : all) {
  console.error(`== ${name}`)
  const { run } = await import(`./${name}.mjs`)
  const began = performance.now()
  const result = await run({ quick })
  results.push(result)
  console.log(table(result))
  // After each: a run of hours that is broken off has something to show.
  if (!quick && wanted.length === 0) write()
  console.error(`   ${Math.round((performance.now() - began) / 1000)} s`)
}

function write() {
  writeFileSync(here('RESULTS.md'), page(results))
  writeFileSync(
    here('results.svg'),
    chart(
      'What was measured',
      results.flatMap(({ panels }) => panels ?? []),
    ),
  )
}

function page(tables) {
  const { version: own } = JSON.parse(readFileSync(here('../package.json'), 'utf8'))
  const peers = [version('jq'), version('mlr'), version('gron', '--version'), version('python3')].filter(
    Boolean,
  )
  return `# What was measured

By \`npm run bench\`, all in one run on ${new Date().toISOString().slice(0, 10)}: manim-filters ${own}; ${machine()}; ${peers.join(', ')}.
Such machines are shared and noisy: every figure is a median, taken in turns with what it is compared with, and the
ratios are what to go by. "Asked" is what we set out for; where a ratio falls short of it, it stands here all the same.

![flag-needs beside its peers, and growth](results.svg)

${tables.map(table).join('\n')}`
}
