// Time and memory of the filters as the input grows. node bench/growth.mjs [--quick]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, bin, measure, medians, node, roundsOf } from './measure.mjs'
import { runAlone } from './report.mjs'
import { shape, writeSamples } from './samples.mjs'

export async function run({ quick = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'))
  const most = Number(process.env.GROWTH ?? (quick ? 1e5 : 1e6))
  const counts = [most / 100, most / 10, most]
  const rounds = roundsOf(quick)
  const input = join(folder, 'in.jsonl')
  const flagged = join(folder, 'flagged.jsonl')
  const env = { MANIM_FILTERS_CACHE: join(folder, 'cache') }
  const jobs = {
    'flag-needs, one pass': () => measure(node(bin('flag-needs'), '-q'), { input }),
    'flag-needs, two passes': () => measure(node(bin('flag-needs'), '-q', input)),
    'describe, nothing wanted': () =>
      measure(node(bin('describe'), '-q', '--llm', 'storyboard'), { input: flagged, env }),
  }
  const found = []
  try {
    for (const count of counts) {
      await writeSamples(flagged, { count, described: true })
      await writeSamples(input, { count })
      found.push([count, medians(await alternate(jobs, rounds))])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const lines = figure =>
    Object.keys(jobs).map(label => ({
      label,
      points: found.map(([count, figures]) => [count, figures[label][figure]]),
    }))
  return {
    title: 'Growth',
    notes: [
      `${shape}. Medians of ${rounds}; the ratio of a time is microseconds a record, start-up included.`,
    ],
    rows: Object.keys(jobs).flatMap(name =>
      found.flatMap(([count, figures]) => {
        const { wall, peak } = figures[name]
        const what = `${name}: ${count.toLocaleString('en-US')} records`
        return [
          { what: `${what}, time`, value: wall, unit: 's', ratio: (wall * 1e6) / count, asked: 'one line' },
          { what: `${what}, memory`, value: peak, unit: 'MB', asked: 'flat' },
        ]
      }),
    ),
    panels: [
      { title: 'Time', x: 'records', unit: 's', lines: lines('wall') },
      { title: 'Memory', x: 'records', unit: 'MB', lines: lines('peak') },
    ],
  }
}

await runAlone(import.meta.url, run)
