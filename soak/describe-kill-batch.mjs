// Proof by hand: kill -9 at random moments of --batch runs over 500 records, restarted until done, for each provider.
// No request is submitted twice, and the output in the end is that of an undisturbed run, byte for byte.
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
const answer = text =>
  JSON.stringify({
    on_screen: [],
    request: `Draw a red circle called ${/shape_(\w+)/.exec(text)?.[1]} in the middle, let it grow slowly, and fade it out.`,
  })
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

let killed = 0
for (const [index, llm] of ['claude', 'gemini', 'openai'].entries()) {
  const until = Math.ceil((kills * (index + 1)) / 3)
  const undisturbed = await round(llm, () => false)
  for (let number = 1; killed < until; number++) {
    const before = killed
    const { extra, output } = await round(llm, () => killed < until)
    const same = output === undisturbed.output
    console.log(
      `${llm} round ${number}: ${killed - before} kills, ${extra} submitted twice, output ${same ? 'equal' : 'DIFFERS'}`,
    )
    if (extra > 0 || !same) process.exitCode = 1
  }
}
console.log(`${killed} kills in all`)
rmSync(folder, { recursive: true, force: true })

/** Runs until the run ends by itself, each with a server and a cache of its own. Lists lag and a batch
 * is taken some time before the word of it, to be killed in. */
async function round(llm, mayKill) {
  const fake = await startBatchFake({ answer, looks: 2, listLag: 1, submitMs: 400 })
  const cache = join(folder, `cache-${Math.random().toString(36).slice(2)}`)
  try {
    for (;;) {
      const child = startDescribe(
        { llm, url: llm === 'openai' ? `${fake.url}/v1` : fake.url, cache, out, input },
        ['--batch', 'wait'],
      )
      const end = ended(child)
      const timer = mayKill() && setTimeout(kill, 300 + Math.random() * 3500, child)
      const how = await end
      clearTimeout(timer)
      if (how === 0) break
      if (how !== 'SIGKILL') throw new Error(`ended with ${how}`)
      await pause(100)
    }
    return { extra: fake.requests.length - rows, output: readFileSync(out, 'utf8') }
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
