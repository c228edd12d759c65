/** The statistics for a person at a terminal. */
import type { Part, Summary } from './summary.ts'
import { bytes, money } from './units.ts'

const BAR = 12
const MOST_ROWS = 12
const NAME = 34

export function summaryTable(summary: Summary): string {
  const { entries, tokens, runs, hit_rate, batches } = summary
  const lines = [
    summary.path,
    '',
    fact(
      'entries',
      `${count(entries)}${aside(summary.rejected, 'rejected')}${aside(summary.batch_entries, 'by batch')}`,
    ),
    fact(
      'size',
      `${bytes(summary.size)} (${signed(summary.growth)} over the runs below; answers ${bytes(summary.bytes)})`,
    ),
    fact(
      'tokens',
      `${count(tokens.input + tokens.cache_read + tokens.cache_write)} in, ${count(tokens.output)} out`,
    ),
    fact('spent', `${money(summary.cost)}${aside(summary.unpriced, 'without a price')}`),
    fact('saved', `${money(summary.saved)} by ${count(summary.hits)} hits`),
    fact('transcripts', count(summary.transcripts)),
  ]
  if (summary.oldest && summary.newest)
    lines.push(fact('from', `${day(summary.oldest)} to ${day(summary.newest)}`))
  lines.push(
    ...section('backend', summary.backends),
    ...section('model', summary.models),
    ...section('prompt', summary.prompts),
    ...section('source', summary.sources),
    ...section('month', summary.months),
  )
  if (hit_rate !== null) {
    lines.push('', `last runs: ${percent(hit_rate)} hits`)
    for (const run of runs) {
      const served = `${count(run.hits)} hits, ${count(run.answers)} asked`
      lines.push(
        `  ${run.started.slice(0, 16).replace('T', ' ')}  ${bar(run.hit_rate)} ${percent(run.hit_rate)}  ${served}`,
      )
    }
  }
  if (batches.length > 0) lines.push('', 'batches under way')
  for (const { name, ...details } of batches) {
    const shown = Object.entries(details).map(([key, value]) => `${key} ${String(value)}`)
    lines.push(`  ${name}  ${shown.join(', ')}`.trimEnd())
  }
  return `${lines.map(line => line.trimEnd()).join('\n')}\n`
}

function section(title: string, parts: readonly Part[]): string[] {
  if (parts.length === 0) return []
  const most = Math.max(...parts.map(({ entries }) => entries), 1)
  // Months are in their own order, and the last ones matter.
  const shown = title === 'month' ? parts.slice(-MOST_ROWS) : parts.slice(0, MOST_ROWS)
  const rows = shown.map(part => {
    const cells = [
      count(part.entries).padStart(9),
      money(part.cost).padStart(10),
      money(part.saved).padStart(10),
    ]
    return `  ${cut(part.name)} ${bar(part.entries / most)} ${cells.join(' ')}`
  })
  const head = `${title.padEnd(NAME + BAR + 3)} ${'entries'.padStart(9)} ${'spent'.padStart(10)} ${'saved'.padStart(10)}`
  const more = parts.length > shown.length ? [`  and ${count(parts.length - shown.length)} more`] : []
  return ['', head, ...rows, ...more]
}

function fact(name: string, value: string): string {
  return `${name.padEnd(12)} ${value}`
}

function aside(number: number, what: string): string {
  return number === 0 ? '' : `, ${count(number)} ${what}`
}

/** In eighths of a character. */
function bar(share: number): string {
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * BAR * 8)
  const partial = eighths % 8 === 0 ? '' : ' ▏▎▍▌▋▊▉'[eighths % 8]
  return `${'█'.repeat(eighths >> 3)}${partial}`.padEnd(BAR)
}

/** Names come from data: no control character reaches the terminal. */
function cut(name: string): string {
  const plain = name.replace(/\p{C}/gu, '\u00b7')
  return (plain.length > NAME ? `${plain.slice(0, NAME - 1)}…` : plain).padEnd(NAME)
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function signed(number: number): string {
  return `${number < 0 ? '' : '+'}${bytes(number)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`.padStart(6)
}

function day(time: string): string {
  return time.slice(0, 10)
}
