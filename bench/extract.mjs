// extract beside the floor under it: each of the repository's files read and parsed once with the same parser.
//   node bench/extract.mjs           CORPORA=DIR also takes DIR/Reducible
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alternate, bin, measure, medianOf, node, roundsOf } from './measure.mjs'
import { runAlone } from './report.mjs'
import { shape, writeRepository } from './repository.mjs'

const parser = fileURLToPath(new URL('./parse-files.mjs', import.meta.url))

export async function run({ quick = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-extract-'))
  const [generated, empty] = [join(folder, 'repository'), join(folder, 'empty')]
  try {
    writeRepository(generated)
    mkdirSync(empty)
    const rounds = roundsOf(quick)
    const rows = [...(await compare('generated', generated, [], empty, rounds))]
    const reducible = process.env.CORPORA && join(process.env.CORPORA, 'Reducible')
    if (reducible && existsSync(reducible)) {
      rows.push(...(await compare('reducible', reducible, ['reducible', '--checkout'], empty, rounds)))
    }
    return { title: 'extract', notes: [`generated: ${shape}`], rows }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(name, folder, source, empty, rounds) {
  const extract = (from, where = source) => measure(node(bin('extract'), ...where, from))
  const found = await alternate(
    {
      extract: () => extract(folder),
      parse: () => measure(node(parser, folder)),
      'extract, nothing to do': () => measure(node(bin('extract'), '--version')),
      'parse, nothing to do': () => measure(node(parser, empty)),
    },
    rounds,
  )
  const cpu = Object.fromEntries(
    Object.entries(found).map(([key, measures]) => [key, medianOf(measures, 'cpu')]),
  )
  const work = cpu.extract - cpu['extract, nothing to do']
  const floor = cpu.parse - cpu['parse, nothing to do']
  const samples = Number(/(\d+) samples/.exec(found.extract[0].said)?.[1])
  return [
    { what: `${name}: extract, ${samples} samples, wall`, value: medianOf(found.extract, 'wall'), unit: 's' },
    { what: `${name}: extract, CPU in all`, value: cpu.extract, unit: 's', ratio: cpu.extract / cpu.parse },
    { what: `${name}: every file parsed once, CPU in all`, value: cpu.parse, unit: 's', ratio: 1 },
    { what: `${name}: start-up excluded`, value: work, unit: 's', ratio: work / floor, asked: 'at most 3' },
  ]
}

await runAlone(import.meta.url, run)
