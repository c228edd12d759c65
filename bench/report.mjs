// The benches' tables. A bench exports run({ quick }) → { title, notes, rows: [{ what, value, unit, ratio?, asked? }] }.
import { pathToFileURL } from 'node:url'
import { machine } from './measure.mjs'

/** Runs a bench where its file is the program; `--quick` for a look. */
export async function runAlone(url, run) {
  if (url !== pathToFileURL(process.argv[1]).href) return
  console.log(machine())
  console.log(table(await run({ quick: process.argv.includes('--quick') })))
}

/** One bench as Markdown. */
export function table({ title, notes, rows }) {
  const cells = rows.map(({ what, value, unit, ratio, asked }) => [
    what,
    value === undefined ? '' : `${figure(value)} ${unit}`,
    ratio === undefined ? '' : figure(ratio),
    asked ?? '',
  ])
  return [
    `## ${title}`,
    '',
    ...notes.map(note => `${note}\n`),
    '| what | measured | ratio | asked |',
    '|---|--:|--:|---|',
    ...cells.map(row => `| ${row.join(' | ')} |`),
    '',
  ].join('\n')
}

/** Three digits that count. */
export function figure(value) {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}
