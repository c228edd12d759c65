// describe, asking about every record, beside a bare loop over the same server and beside the libraries for such APIs.
//   node bench/describe.mjs [--quick]    RECORDS=N (10,000)  CONCURRENCY=N (64)
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alternate, bin, measure, medianOf, node, roundsOf } from './measure.mjs'
import { runAlone } from './report.mjs'

const here = name => fileURLToPath(new URL(name, import.meta.url))
const libraries = ['@anthropic-ai/sdk', 'openai', 'ai']
/** About what describe sends of each record. */
const bytes = 6500

export async function run({ quick = false } = {}) {
  const records = Number(process.env.RECORDS ?? (quick ? 300 : 10_000))
  const concurrency = Number(process.env.CONCURRENCY ?? 64)
  const folder = mkdtempSync(join(tmpdir(), 'bench-describe-'))
  const input = join(folder, 'in.jsonl')
  writeFileSync(
    input,
    Array.from({ length: records }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''),
  )
  try {
    const slow = await against(200, {
      records,
      concurrency,
      folder,
      input,
      rounds: Math.min(3, roundsOf(quick)),
    })
    const fast = await against(0, {
      records,
      concurrency,
      folder,
      input,
      rounds: Math.min(5, roundsOf(quick)),
    })
    return {
      title: 'describe, all to be asked',
      notes: [
        `${records.toLocaleString('en-US')} records, ${concurrency} requests at once, ${bytes} bytes each, to a server on this machine. Ratios: to a bare node:http loop that sends and parses as much and does nothing else. The libraries do nothing else either; describe reads, asks, stores durably and writes.`,
      ],
      rows: [
        ...rowsOf('200 ms latency', slow, { wall: 'at most 1.05', cpu: 'at most 1.6', peak: 'under 150 MB' }),
        ...rowsOf('no latency', fast, {}),
        {
          what: 'no latency: describe, requests a second',
          value: records / medianOf(fast.describe, 'wall'),
          unit: '/s',
          ratio: medianOf(fast.bare, 'wall') / medianOf(fast.describe, 'wall'),
          asked: 'at least 0.7',
        },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function against(latency, { records, concurrency, folder, input, rounds }) {
  const server = spawn(process.execPath, [here('describe-server.mjs'), String(latency)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise(resolve => server.stdout.once('data', data => resolve(Number(data))))
  const load = [port, records, concurrency, bytes]
  let number = 0
  const describe = () => {
    // Each time with a cache of its own: nothing is found.
    const env = {
      MANIM_FILTERS_CACHE: join(folder, `cache-${latency}-${number++}`),
      ANTHROPIC_API_KEY: 'bench',
    }
    const options = ['--transcripts', 'off', '--check', 'off', '--concurrency', concurrency]
    const llm = ['--llm', 'claude', '--base-url', `http://127.0.0.1:${port}`]
    return measure(node(bin('describe'), ...llm, ...options, input), { env })
  }
  const subjects = { bare: () => measure(node(here('describe-bare.mjs'), ...load)), describe }
  for (const name of libraries)
    subjects[name] = () => measure(node(here('describe-peers.mjs'), name, ...load))
  try {
    return await alternate(subjects, rounds)
  } finally {
    server.kill()
  }
}

function rowsOf(place, found, asked) {
  const names = { bare: 'bare loop' }
  const base = figure => medianOf(found.bare, figure)
  return Object.entries(found).flatMap(([name, measures]) => {
    const what = `${place}: ${names[name] ?? name}`
    const of = name === 'describe' ? asked : {}
    const [wall, cpu, peak] = ['wall', 'cpu', 'peak'].map(figure => medianOf(measures, figure))
    return [
      { what: `${what}, wall`, value: wall, unit: 's', ratio: wall / base('wall'), asked: of.wall },
      { what: `${what}, CPU`, value: cpu, unit: 's', ratio: cpu / base('cpu'), asked: of.cpu },
      { what: `${what}, memory`, value: peak, unit: 'MB', asked: of.peak },
    ]
  })
}

function row(index) {
  return {
    id: `k${index}`,
    description: '[PENDING_DESCRIPTION]',
    code: `class A(Scene):\n    def construct(self):\n        shape_k${index} = Circle()\n        self.play(Create(shape_k${index}))\n${'        self.wait(1)\n'.repeat(30)}`,
    source: 'bench',
    metadata: {
      needs_description: true,
      code_features: { visual_elements: ['Circle'], storyboard: [], strings: [] },
    },
  }
}

await runAlone(import.meta.url, run)
