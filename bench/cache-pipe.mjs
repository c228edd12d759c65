// Records that are all cached, through `analyze-features | describe`, beside the same pipe with a describe that copies
// its input.
//   node bench/cache-pipe.mjs [--quick]    CACHED=N (10,000)
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claudeMessage } from './claude-message.mjs'
import { alternate, bin, measure, median, medianOf, node, roundsOf } from './measure.mjs'
import { runAlone } from './report.mjs'

export async function run({ quick = false } = {}) {
  const records = Number(process.env.CACHED ?? (quick ? 300 : 10_000))
  const folder = mkdtempSync(join(tmpdir(), 'bench-cache-pipe-'))
  const file = name => join(folder, name)
  writeFileSync(
    file('in'),
    Array.from({ length: records }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''),
  )
  const server = await startServer()
  const llm = ['--llm', 'claude', '--base-url', `http://127.0.0.1:${server.address().port}`]
  const env = { MANIM_FILTERS_CACHE: file('cache'), ANTHROPIC_API_KEY: 'bench' }
  const analyze = node(bin('analyze-features'))
  const describe = node(bin('describe'), ...llm, '--transcripts', 'off', '--concurrency', '32')
  const copy = node('-e', 'process.stdin.pipe(process.stdout)')
  const output = file('out')
  const cached = async (stages, input) => {
    const found = await measure(stages, { input, output, env })
    if (!found.said.includes(`${records} from cache, 0 requests`)) throw new Error(found.said)
    return found
  }
  try {
    await measure(analyze, { input: file('in'), output: file('analysed') })
    // The first run asks about all of them.
    await measure(describe, { input: file('analysed'), output, env })
    const subjects = {
      'start-up': () => measure(describe, { output, env }),
      describe: () => cached(describe, file('analysed')),
      copy: () => measure([analyze, copy], { input: file('in'), output }),
      pipe: () => cached([analyze, describe], file('in')),
    }
    const found = await alternate(subjects, roundsOf(quick))
    const walls = name => medianOf(found[name], 'wall')
    const rates = found.describe.map((each, round) => records / (each.wall - found['start-up'][round].wall))
    const ratios = found.pipe.map(
      (each, round) => (each.wall - found['start-up'][round].wall) / found.copy[round].wall,
    )
    const size = Math.round(statSync(file('analysed')).size / records)
    return {
      title: 'describe, all cached',
      notes: [
        `${records.toLocaleString('en-US')} records of ${size} bytes, features included. The pipes: analyze-features into describe, or into a process that copies.`,
      ],
      rows: [
        { what: 'describe, nothing to read: start-up', value: walls('start-up'), unit: 's' },
        { what: 'describe alone, wall in all', value: walls('describe'), unit: 's', asked: 'under 1.2 s' },
        {
          what: 'describe alone, start-up taken off',
          value: median(rates),
          unit: 'records/s',
          asked: 'at least 20,000',
        },
        { what: 'describe alone, memory', value: medianOf(found.describe, 'peak'), unit: 'MB' },
        { what: 'pipe that copies', value: walls('copy'), unit: 's', ratio: 1 },
        {
          what: 'pipe, all cached; ratio without start-up',
          value: walls('pipe'),
          unit: 's',
          ratio: median(ratios),
          asked: 'at most 1.3',
        },
      ],
    }
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(folder, { recursive: true, force: true })
  }
}

function row(index) {
  const shape = `shape_n${index}`
  const steps = `        self.play(${shape}.animate.shift(RIGHT))\n        self.wait(1)\n`.repeat(8)
  return {
    id: `bench/n${index}`,
    description: '[PENDING_DESCRIPTION]',
    code: `from manim import *\n\nclass Scene${index}(Scene):\n    def construct(self):\n        ${shape} = Circle(radius=${1 + (index % 3)})\n        title = Text("Number ${index}")\n        self.play(Write(title))\n        self.play(Create(${shape}))\n${steps}        self.play(FadeOut(${shape}), FadeOut(title))\n`,
    source: 'bench',
    metadata: { needs_description: true },
  }
}

/** Answers each with a text of its own, as one text on two programs would not do. */
async function startServer() {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const number = /shape_n(\d+)/.exec(body)?.[1]
    const text = JSON.stringify({
      on_screen: ['a circle appears'],
      request: `Show the title "Number ${number}", draw a circle below it, let it move to the right step by step, and fade both out.`,
    })
    response.writeHead(200, { 'content-type': 'application/json' }).end(claudeMessage(text))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

await runAlone(import.meta.url, run)
