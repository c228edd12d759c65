// flag-needs against what else reads and writes NDJSON. node bench/flag-needs.mjs [--quick]
// BENCH_BYTES sets the size (1e9), BENCH_INPUT names a file of one's own.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alternate, bin, has, main, once, round } from './measure.mjs'
import { shape, writeSamples } from './samples.mjs'

const here = name => fileURLToPath(new URL(name, import.meta.url))

export async function run({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'flag-needs-'))
  const input = process.env.BENCH_INPUT ?? join(folder, 'in.jsonl')
  const runs = quick ? 3 : 7
  try {
    if (!process.env.BENCH_INPUT) {
      await writeSamples(input, { bytes: Number(process.env.BENCH_BYTES ?? (quick ? 1e8 : 1e9)) })
    }
    const { size } = statSync(input)
    const node = (...args) => once([process.execPath, ...args], { input })
    const peers = {
      'jq -c .': has('jq') && (() => once(['jq', '-c', '.'], { input })),
      'mlr cat': has('mlr') && (() => once(['mlr', '--ijsonl', '--ojsonl', 'cat'], { input })),
      'ndjson parse + stringify': () => node(here('ndjson-loop.mjs')),
      'JSON.parse + JSON.stringify by hand': () => node(here('parse-loop.mjs')),
    }
    const ours = {
      'flag-needs < file (one pass)': () => node(bin('flag-needs'), '-q'),
      'flag-needs file (two passes)': () => once([process.execPath, bin('flag-needs'), '-q', input]),
    }
    const figures = await alternate(
      Object.fromEntries(Object.entries({ ...peers, ...ours }).filter(([, job]) => job)),
      runs,
    )
    const speed = name => size / 1e6 / figures[name].wall
    const rows = Object.keys(figures).map(what => ({ what, value: round(speed(what), 1), unit: 'MB/s' }))
    for (const name of Object.keys(ours)) {
      for (const [peer, least] of [
        ['jq -c .', 8],
        ['mlr cat', 8],
        ['ndjson parse + stringify', undefined],
        ['JSON.parse + JSON.stringify by hand', 2.5],
      ]) {
        if (!figures[peer]) continue
        rows.push({
          what: `${name} to ${peer}`,
          value: round(speed(name) / speed(peer)),
          unit: 'times',
          ratio: round(figures[peer].cpu / figures[name].cpu),
          ...(least ? { asked: `at least ${least}` } : {}),
        })
      }
      rows.push({
        what: `${name}: memory`,
        value: Math.round(figures[name].memory),
        unit: 'MB',
        asked: 'under 100',
      })
    }
    return {
      title: 'flag-needs: throughput',
      notes: [
        process.env.BENCH_INPUT
          ? `a file of ${round(size / 1e6, 0)} MB`
          : `${round(size / 1e6, 0)} MB of ${shape}`,
        `medians of ${runs} runs in turn, output to /dev/null; "ratio" is the same comparison in processor time`,
      ],
      rows,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main(import.meta.url, run)
