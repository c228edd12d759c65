// All four filters in one pipe, beside each of them alone with its input ready.
//   node bench/pipe.mjs           SAMPLES=N (100,000)

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, bin, measure, medians, node, roundsOf } from './measure.mjs'
import { programRow, programShape } from './programs.mjs'
import { runAlone } from './report.mjs'

export async function run({ quick = false } = {}) {
  const samples = Number(process.env.SAMPLES ?? (quick ? 2000 : 100_000))
  const rounds = roundsOf(quick)
  const folder = mkdtempSync(join(tmpdir(), 'bench-pipe-'))
  const file = name => join(folder, name)
  try {
    await write(file('programs.jsonl'), samples)
    const stages = {
      extract: node(bin('extract'), file('programs.jsonl'), '--all'),
      'analyze-features': node(bin('analyze-features')),
      'flag-needs': node(bin('flag-needs')),
      'describe --llm storyboard': node(bin('describe'), '--llm', 'storyboard', '--all'),
    }
    // Nothing is known yet, whichever run it is.
    const fresh = () => {
      rmSync(file('cache'), { recursive: true, force: true })
      return { MANIM_FILTERS_CACHE: file('cache') }
    }
    const alone = {}
    let input = '/dev/null'
    // Each makes the input of the next.
    for (const [name, stage] of Object.entries(stages)) {
      const from = input
      const output = file(name.replaceAll(/\W/g, ''))
      alone[name] = () => measure(stage, { input: from, output, env: fresh() })
      input = output
    }
    const first = medians(await alternate(alone, 1))
    // Which one is the slowest shows at once: that one and the pipe are what is compared.
    const [slowest] = Object.keys(first).sort((a, b) => first[b].wall - first[a].wall)
    const pipe = 'all four in a pipe'
    const compared = {
      [slowest]: alone[slowest],
      [pipe]: () => measure(Object.values(stages), { env: fresh() }),
    }
    const figures = { ...first, ...medians(await alternate(compared, rounds)) }
    const { wall, cpu } = figures[pipe]
    return {
      title: 'All four filters in a pipe',
      notes: [
        `${samples.toLocaleString('en-US')} ${programShape}. Ratio: to the slowest stage alone.`,
        `Medians of ${rounds} for the slowest stage and the pipe, in turns; the other stages were run once.`,
      ],
      rows: [
        ...Object.keys(stages).map(name => ({
          what: `${name}, alone`,
          value: figures[name].wall,
          unit: 's',
          ratio: figures[name].wall / figures[slowest].wall,
        })),
        {
          what: pipe,
          value: wall,
          unit: 's',
          ratio: wall / figures[slowest].wall,
          asked: 'at most 1.25',
        },
        { what: 'cores in use by the pipe (CPU to wall)', value: cpu / wall, unit: 'cores' },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function write(path, count) {
  const stream = createWriteStream(path)
  for (let index = 0; index < count; index++) {
    if (!stream.write(`${JSON.stringify(programRow(index))}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

await runAlone(import.meta.url, run)
