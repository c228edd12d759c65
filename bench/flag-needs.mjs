// flag-needs against what else reads and writes NDJSON. node bench/flag-needs.mjs [--quick]
// BENCH_BYTES sets the size (1e9), BENCH_INPUT names a file of one's own.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alternate, bin, measure, medians, node, roundsOf, version } from './measure.mjs'
import { runAlone } from './report.mjs'
import { shape, writeSamples } from './samples.mjs'

const here = name => fileURLToPath(new URL(name, import.meta.url))

export async function run({ quick = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'flag-needs-'))
  const input = process.env.BENCH_INPUT ?? join(folder, 'in.jsonl')
  const rounds = roundsOf(quick)
  try {
    if (!process.env.BENCH_INPUT) {
      await writeSamples(input, { bytes: Number(process.env.BENCH_BYTES ?? (quick ? 1e8 : 1e9)) })
    }
    const { size } = statSync(input)
    const peers = {
      'jq -c .': version('jq') && ['jq', '-c', '.'],
      'mlr cat': version('mlr') && ['mlr', '--ijsonl', '--ojsonl', 'cat'],
      'gron -s': version('gron') && ['gron', '-s'],
      'JSON.parse + JSON.stringify by hand': node(here('parse-loop.mjs')),
      'ndjson parse + stringify': node(here('ndjson-loop.mjs')),
      'ndjson-map d': node(fileURLToPath(import.meta.resolve('ndjson-cli/ndjson-map')), 'd'),
    }
    const ours = {
      'flag-needs < file (one pass)': () => measure(node(bin('flag-needs'), '-q'), { input }),
      'flag-needs file (two passes)': () => measure(node(bin('flag-needs'), '-q', input)),
    }
    const others = Object.entries(peers).flatMap(([name, command]) =>
      command ? [[name, () => measure(command, { input })]] : [],
    )
    const figures = medians(await alternate({ ...ours, ...Object.fromEntries(others) }, rounds))
    const speed = name => size / 1e6 / figures[name].wall
    const least = { 'jq -c .': 8, 'mlr cat': 8, 'JSON.parse + JSON.stringify by hand': 2.5 }
    const against = name =>
      others.map(([peer]) => ({
        what: `${name}, to ${peer}`,
        value: figures[peer].cpu / figures[name].cpu,
        unit: 'times by CPU',
        ratio: speed(name) / speed(peer),
        ...(least[peer] && { asked: `at least ${least[peer]}` }),
      }))
    const rows = [
      ...Object.keys(figures).map(what => ({ what, value: speed(what), unit: 'MB/s' })),
      ...Object.keys(ours).flatMap(name => [
        ...against(name),
        { what: `${name}: memory`, value: figures[name].peak, unit: 'MB', asked: 'under 100' },
      ]),
    ]
    const data = process.env.BENCH_INPUT ? 'a file of the user' : shape
    return {
      title: 'flag-needs: throughput',
      notes: [`${Math.round(size / 1e6)} MB of ${data}; ratios by wall, medians of ${rounds}.`],
      rows,
      panels: [
        {
          title: `NDJSON of ${Math.round(size / 1e6)} MB, MB/s`,
          bars: Object.keys(figures).map(label => ({ label, value: speed(label), unit: 'MB/s' })),
        },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await runAlone(import.meta.url, run)
