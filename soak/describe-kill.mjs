// Proof by hand: kill -9 at random moments of 500-record runs. What the server answered beyond the distinct requests is
// at most what was in flight at each kill, that is sent and not yet stored: no more than there are places. The output in
// the end is that of an undisturbed run, byte for byte.
//   node soak/describe-kill.mjs [KILLS] [ROWS]       after npm run build
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startFake } from '../build/test/fake-provider.js'
import { writeRows } from './describe-rows.mjs'
import { ended, startDescribe } from './describe-run.mjs'

const kills = Number(process.argv[2] ?? 50)
const rows = Number(process.argv[3] ?? 500)
const concurrency = 16
const { folder, input } = writeRows('describe-kill', rows)

const fake = await startFake({ latencyMs: 60 })
const answered = () => fake.seen.filter(({ answered }) => answered).length

const out = join(folder, 'out.jsonl')
const start = cache =>
  startDescribe({ llm: 'claude', url: fake.url, cache: join(folder, cache), out, input }, [
    '--concurrency',
    String(concurrency),
  ])

let worst = 0
let killed = 0
let rounds = 0
let expected
await ended(start('undisturbed'))
expected = readFileSync(out, 'utf8')
while (killed < kills) {
  rounds += 1
  const before = answered()
  let [extraAllowed, open] = [0, 0]
  for (;;) {
    const child = start(`cache${rounds}`)
    const end = ended(child)
    const ms = 400 + Math.random() * 2200
    const timer = setTimeout(
      () => {
        open += fake.load.now
        extraAllowed += concurrency
        killed += 1
        child.kill('SIGKILL')
      },
      killed < kills ? ms : 1e9,
    )
    const how = await end
    clearTimeout(timer)
    if (how === 0) break
    if (how !== 'SIGKILL') throw new Error(`ended with ${how}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  const extra = answered() - before - rows
  worst = Math.max(worst, extra)
  const same = readFileSync(out, 'utf8') === expected
  console.log(
    `round ${rounds}: ${killed} kills so far, ${extra} answered twice; ${open} were open at the server, at most ${extraAllowed} in flight; output ${same ? 'equal' : 'DIFFERS'}`,
  )
  if (extra > extraAllowed || !same) process.exitCode = 1
}
await fake.close()
rmSync(folder, { recursive: true, force: true })
