// All four filters in one pipe, beside each of them alone with its input ready.
//   node bench/pipe.mjs           SAMPLES=N (100,000)

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, bin, measure, medianOf, node, roundsOf } from './measure.mjs'
import { programRow, programShape } from './programs.mjs'
import { runAlone } from './report.mjs'

export async function run({ quick = false } = {}) {
  const samples = Number(process.env.SAMPLES ?? (quick ? 2000 : 100_000))
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
    const env = { MANIM_FILTERS_CACHE: file('cache') }
    const subjects = {}
    let input = '/dev/null'
    // Each makes the input of the next.
    for (const [name, stage] of Object.entries(stages)) {
      const from = input
      const output = file(name.replaceAll(/\W/g, ''))
      subjects[name] = () => measure(stage, { input: from, output, env })
      input = output
    }
    subjects['all four in a pipe'] = () => measure(Object.values(stages), { env })
    const found = await alternate(subjects, roundsOf(quick))
    const walls = Object.keys(stages).map(name => medianOf(found[name], 'wall'))
    const slowest = Math.max(...walls)
    const pipe = found['all four in a pipe']
    return {
      title: 'All four filters in a pipe',
      notes: [`${samples.toLocaleString('en-US')} ${programShape}. Ratio: to the slowest stage alone.`],
      rows: [
        ...Object.keys(stages).map((name, index) => ({
          what: `${name}, alone`,
          value: walls[index],
          unit: 's',
          ratio: walls[index] / slowest,
        })),
        {
          what: 'all four in a pipe',
          value: medianOf(pipe, 'wall'),
          unit: 's',
          ratio: medianOf(pipe, 'wall') / slowest,
          asked: 'at most 1.25',
        },
        {
          what: 'cores in use by the pipe (CPU to wall)',
          value: medianOf(pipe, 'cpu') / medianOf(pipe, 'wall'),
          unit: 'cores',
        },
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
