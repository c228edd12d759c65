// What it costs to start a filter, against Node alone. node bench/start-up.mjs [--quick]
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alternate, bin, measure, medians, node } from './measure.mjs'
import { runAlone } from './report.mjs'
import { sampleLine } from './samples.mjs'

export async function run({ quick = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'start-up-'))
  const record = join(folder, 'one.jsonl')
  const empty = join(folder, 'empty.mjs')
  writeFileSync(empty, '')
  const sample = JSON.parse(sampleLine(5))
  sample.metadata.code_features = { visual_elements: ['Circle'], storyboard: [], strings: [] }
  writeFileSync(record, `${JSON.stringify(sample)}\n`)
  const env = {
    MANIM_FILTERS_CACHE: join(folder, 'cache'),
    ANTHROPIC_API_KEY: 'bench',
    XDG_CONFIG_HOME: folder,
  }
  const start = (...args) => measure(node(...args), { env })

  const server = spawn(
    process.execPath,
    [fileURLToPath(new URL('describe-server.mjs', import.meta.url)), '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const port = await new Promise(resolve => server.stdout.once('data', data => resolve(Number(data))))
  const describe = [bin('describe'), '--llm', 'claude', '--base-url', `http://127.0.0.1:${port}`]
  const options = ['--transcripts', 'off', '--check', 'off', '--quiet', record]
  try {
    await start(...describe, ...options)
  } finally {
    server.kill()
  }

  const jobs = {
    'node -e 0': () => start('-e', '0'),
    'an empty module': () => start(empty),
    'flag-needs --help': () => start(bin('flag-needs'), '--help'),
    'analyze-features --help': () => start(bin('analyze-features'), '--help'),
    'describe --version': () => start(bin('describe'), '--version'),
    'flag-needs on one record': () => start(bin('flag-needs'), '-q', record),
    'describe on one cached record': () => start(...describe, ...options),
  }
  const most = { 'describe on one cached record': 2.4 }
  const figures = medians(await alternate(jobs, quick ? 7 : 21))
  rmSync(folder, { recursive: true, force: true })
  const base = figures['node -e 0'].cpu
  return {
    title: 'Start-up: processor time of one run',
    notes: [`Node ${process.versions.node}; medians of ${quick ? 7 : 21} runs in turn`],
    rows: Object.entries(figures).map(([what, { cpu }]) => ({
      what,
      value: cpu * 1000,
      unit: 'ms',
      ratio: cpu / base,
      ...(/--|cached/.test(what) ? { asked: `at most ${most[what] ?? 1.7}` } : {}),
    })),
  }
}

await runAlone(import.meta.url, run)
