// Proof by hand: kill -9 at random moments of --batch runs over 500 records, restarted until done, for each provider.
// Nothing is submitted twice, and the output in the end is that of an undisturbed run, byte for byte. The same with five
// programs to a request: which of them share one, and so what each cost, is then a matter of the kills; the texts are not.
//   node soak/describe-kill-batch.mjs [KILLS] [ROWS]       after npm run build
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startBatchFake } from '../build/test/fake-batches.js'
import { writeRows } from './describe-rows.mjs'
import { ended, startDescribe } from './describe-run.mjs'

const kills = Number(process.argv[2] ?? 50)
const rows = Number(process.argv[3] ?? 500)
const { folder, input } = writeRows('describe-kill-batch', rows)
const out = join(folder, 'out.jsonl')
const said = name => ({
  on_screen: [],
  request: `Draw a red circle called ${name} in the middle, let it grow slowly, and fade it out.`,
})
const named = text => [...new Set([...text.matchAll(/shape_(\w+)/g)].map(([, name]) => name))]
const answer = text =>
  JSON.stringify(
    text.includes('## Item p1')
      ? { items: named(text).map((name, index) => ({ id: `p${index + 1}`, ...said(name) })) }
      : said(named(text)[0]),
  )
const whole = output => output
const texts = output =>
  output
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).description)
    .join('\n')
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

let killed = 0
const ways = ['claude', 'gemini', 'openai'].flatMap(llm => [
  { llm, more: [], of: whole },
  { llm, more: ['--samples-per-request', '5'], of: texts },
])
for (const [index, way] of ways.entries()) {
  const until = Math.ceil((kills * (index + 1)) / ways.length)
  const undisturbed = await round(way, () => false)
  for (let number = 1; killed < until; number++) {
    const before = killed
    const { extra, output } = await round(way, () => killed < until)
    const same = way.of(output) === way.of(undisturbed.output)
    console.log(
      `${[way.llm, ...way.more].join(' ')} round ${number}: ${killed - before} kills, ${extra} submitted twice, output ${same ? 'equal' : 'DIFFERS'}`,
    )
    if (extra > 0 || !same) process.exitCode = 1
  }
}
console.log(`${killed} kills in all`)
rmSync(folder, { recursive: true, force: true })

/** Runs until the run ends by itself, each with a server and a cache of its own. Lists lag and a batch
 * is taken some time before the word of it, to be killed in. */
async function round({ llm, more }, mayKill) {
  const fake = await startBatchFake({ answer, looks: 2, listLag: 1, submitMs: 400 })
  const cache = join(folder, `cache-${Math.random().toString(36).slice(2)}`)
  try {
    for (;;) {
      const child = startDescribe(
        { llm, url: llm === 'openai' ? `${fake.url}/v1` : fake.url, cache, out, input },
        ['--batch', 'wait', ...more],
      )
      const end = ended(child)
      const timer = mayKill() && setTimeout(kill, 300 + Math.random() * 3500, child)
      const how = await end
      clearTimeout(timer)
      if (how === 0) break
      if (how !== 'SIGKILL') throw new Error(`ended with ${how}`)
      await pause(100)
    }
    const submitted = fake.requests.reduce((sum, text) => sum + named(text).length, 0)
    return { extra: submitted - rows, output: readFileSync(out, 'utf8') }
  } finally {
    await fake.close()
  }
}

function kill(child) {
  if (child.exitCode === null && child.signalCode === null) {
    killed += 1
    child.kill('SIGKILL')
  }
}
