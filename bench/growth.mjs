// Time and memory of flag-needs as the input grows. node bench/growth.mjs [--quick]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, bin, main, once, round } from './measure.mjs'
import { shape, writeSamples } from './samples.mjs'

export async function run({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'))
  const counts = quick ? [1e3, 1e4, 1e5] : [1e4, 1e5, 1e6]
  const runs = quick ? 3 : 7
  const rows = []
  try {
    for (const count of counts) {
      const input = join(folder, 'in.jsonl')
      await writeSamples(input, { count })
      const figures = await alternate(
        {
          'one pass': () => once([process.execPath, bin('flag-needs'), '-q'], { input }),
          'two passes': () => once([process.execPath, bin('flag-needs'), '-q', input]),
        },
        runs,
      )
      for (const [mode, { wall, memory }] of Object.entries(figures)) {
        const what = `${count} records, ${mode}`
        rows.push({
          what: `${what}: time`,
          value: round(wall),
          unit: 's',
          ratio: round((wall * 1e6) / count, 1),
        })
        rows.push({ what: `${what}: memory`, value: Math.round(memory), unit: 'MB', asked: 'flat' })
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    title: 'flag-needs: growth',
    notes: [
      shape,
      `medians of ${runs} runs; the ratio of a time is microseconds a record, start-up included`,
    ],
    rows,
  }
}

await main(import.meta.url, run)
